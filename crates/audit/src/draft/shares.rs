//! Percentages that are shares of one column in another, or changes from one to another.

use crossfoot_core::{Phrase, Unit, say};

use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Surprise, Trial, product, times, window};
use super::relation::Work;
use super::words::Role;

/// Beyond this many columns of percentages, or of what they could be shares of, only neighbours are
/// tried.
const MOST_COLUMNS: usize = 40;
/// What may be a percentage of two columns: a share, or a change.
const KINDS: f64 = 4.0;

/// What percentages may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// Of one column in another.
    Share(usize, usize),
    /// Of one column in all of it.
    ShareOfColumn(usize),
    /// From one column to another.
    Change(usize, usize),
    /// From the row before.
    ChangeOverTime(usize),
}

pub(super) fn draft(work: &mut Work<'_>) {
    let percentages = work.percentages();
    let wholes: Vec<&Numbers> = work
        .groups()
        .into_iter()
        .flatten()
        .filter(|numbers| {
            !matches!(work.unit(numbers.column), Unit::Percent | Unit::Points | Unit::Ratio)
        })
        .collect();
    if percentages.is_empty() || wholes.is_empty() {
        return;
    }
    let mut open: Vec<&Numbers> = Vec::new();
    for percent in &percentages {
        match best(work, percent, &wholes, percentages.len()) {
            Some((relation, evidence)) if evidence.convinces() => {
                accept(work, percent.column, relation, evidence)
            }
            _ => open.push(percent),
        }
    }
    follow(work, &mut open, &wholes);
    for percent in open {
        if let Some((relation, evidence)) = best(work, percent, &wholes, percentages.len()) {
            let text = format!("{} = {}", work.name(percent.column), formula(work, relation));
            work.weigh(text, &evidence);
        }
    }
}

/// What some percentages of a table are shares of, the others probably are of as well: the surest
/// of them is taken, until none is sure.
fn follow(work: &mut Work<'_>, open: &mut Vec<&Numbers>, wholes: &[&Numbers]) {
    loop {
        let found = open.iter().enumerate().filter_map(|(at, percent)| {
            siblings(work, percent, open.len(), wholes)
                .map(|(relation, evidence)| (at, relation, evidence))
        });
        let best = found
            .filter(|(.., evidence)| evidence.convinces())
            .min_by(|a, b| a.2.by_chance.total_cmp(&b.2.by_chance));
        let Some((at, relation, evidence)) = best else { return };
        let percent = open.remove(at);
        accept(work, percent.column, relation, evidence);
    }
}

fn accept(work: &mut Work<'_>, percent: usize, relation: Relation, evidence: Evidence) {
    let (inputs, english, chinese) = match relation {
        Relation::Share(part, whole) => {
            work.shares.push((percent, part, whole));
            (
                vec![part, whole],
                format!("{} in percent of {}", work.label(part), work.label(whole)),
                format!("{}占{}的百分比", work.label(part), work.label(whole)),
            )
        }
        Relation::ShareOfColumn(part) => (
            vec![part],
            format!("{} in percent of all rows", work.label(part)),
            format!("{}占各行合计的百分比", work.label(part)),
        ),
        Relation::Change(from, to) => (
            vec![from, to],
            format!("change from {} to {}", work.label(from), work.label(to)),
            format!("从{}到{}的变化率", work.label(from), work.label(to)),
        ),
        Relation::ChangeOverTime(of) => (
            vec![of],
            format!("change of {} from the row before", work.label(of)),
            format!("{}比上一行的变化率", work.label(of)),
        ),
    };
    if !work.closes_circle(percent, &inputs) {
        let label = if work.chinese() { chinese } else { english };
        work.derive(percent, &inputs, label, formula(work, relation), evidence);
    }
}

fn formula(work: &Work<'_>, relation: Relation) -> String {
    let table = &work.printed.id;
    match relation {
        Relation::Share(part, whole) => format!("share({}, {})", work.name(part), work.name(whole)),
        Relation::ShareOfColumn(part) => match total_filter(work) {
            Some(filter) => format!("share({0}, sum({table}.{0} where {filter}))", work.name(part)),
            None => format!("share({0}, sum({table}.{0}))", work.name(part)),
        },
        Relation::Change(from, to) => format!("change({}, {})", work.name(from), work.name(to)),
        Relation::ChangeOverTime(of) => format!("change(prev({0}), {0})", work.name(of)),
    }
}

/// What leaves out the rows of totals, where there are any.
pub(super) fn total_filter(work: &Work<'_>) -> Option<String> {
    let aside: Vec<usize> =
        (0..work.printed.rows()).filter(|row| !work.rows.contains(row)).collect();
    if aside.is_empty() {
        return None;
    }
    let parts: Option<Vec<String>> =
        aside.iter().map(|row| super::rows::leaves_out(work, *row)).collect();
    parts.map(|parts| parts.join(" and "))
}

/// The relation that explains a column of percentages best.
fn best(
    work: &Work<'_>,
    percent: &Numbers,
    wholes: &[&Numbers],
    columns: usize,
) -> Option<(Relation, Evidence)> {
    let surprise = Surprise::of(percent, &work.rows);
    let many = wholes.len() > MOST_COLUMNS || columns > MOST_COLUMNS;
    let mut found: Vec<(Relation, Evidence)> = Vec::new();
    let mut consider = |relation: Relation| {
        if !promising(work, percent, wholes, relation) {
            return;
        }
        let trials: Vec<Trial> = work
            .rows
            .iter()
            .filter_map(|row| trial(work, percent, wholes, relation, *row, &surprise))
            .collect();
        if !trials.is_empty() {
            found.push((relation, weigh(work, percent, wholes.len(), columns, relation, &trials)));
        }
    };
    let over_time = runs_forward(work);
    for part in wholes {
        let near = !many || part.column.abs_diff(percent.column) <= 2;
        if !near {
            continue;
        }
        consider(Relation::ShareOfColumn(part.column));
        if over_time {
            consider(Relation::ChangeOverTime(part.column));
        }
        for whole in wholes.iter().filter(|whole| {
            whole.column != part.column && work.unit(whole.column) == work.unit(part.column)
        }) {
            consider(Relation::Share(part.column, whole.column));
            consider(Relation::Change(part.column, whole.column));
        }
    }
    found.into_iter().min_by(|a, b| {
        let misses = |evidence: &Evidence| evidence.fails.len() + evidence.slips.len();
        a.1.by_chance.total_cmp(&b.1.by_chance).then(misses(&a.1).cmp(&misses(&b.1)))
    })
}

/// Whether rows are named by dates of which each is later than the one before.
pub(super) fn runs_forward(work: &Work<'_>) -> bool {
    let [key] = work.printed.key[..] else { return false };
    let column = &work.printed.columns[key];
    let dates: Option<Vec<_>> = column
        .cells
        .iter()
        .map(|cell| match cell {
            crossfoot_core::Cell::Date(date, _) => Some(*date),
            _ => None,
        })
        .collect();
    dates.is_some_and(|dates| {
        dates.len() > 1 && dates.windows(2).all(|pair| pair[0].before(pair[1]))
    })
}

/// What is divided, and by what.
type Quotient = (i128, i128);

/// The ends of what the relation gives on a row, as quotients in units of the bands, and the
/// percentage printed there.
fn ends(
    work: &Work<'_>,
    percent: &Numbers,
    wholes: &[&Numbers],
    relation: Relation,
    row: usize,
) -> Option<(Band, Quotient, Quotient)> {
    let band = percent.at(row)?;
    let of = |column: usize| wholes.iter().find(|numbers| numbers.column == column);
    let at = |column: usize, row: usize| of(column)?.at(row).map(|band| (band.low, band.high));
    let hundred = 100 * work.bands.one;
    let quotient = |above: i128, below: i128| {
        (below > 0).then(|| Some((above.checked_mul(hundred)?, below))).flatten()
    };
    let (low, high) = match relation {
        Relation::Share(part, whole) => {
            let (part, whole) = (at(part, row)?, at(whole, row)?);
            (quotient(part.0.max(0), whole.1)?, quotient(part.1, whole.0)?)
        }
        Relation::ShareOfColumn(part) => {
            let numbers = of(part)?;
            let all: Option<Vec<Band>> = work.rows.iter().map(|row| numbers.at(*row)).collect();
            let all = all?;
            let (part, whole) = (
                numbers.at(row)?,
                (
                    all.iter().map(|band| band.low).sum::<i128>(),
                    all.iter().map(|band| band.high).sum::<i128>(),
                ),
            );
            (quotient(part.low.max(0), whole.1)?, quotient(part.high, whole.0)?)
        }
        Relation::Change(from, to) => {
            let (from, to) = (at(from, row)?, at(to, row)?);
            (quotient(to.0 - from.1, from.1)?, quotient(to.1 - from.0, from.0)?)
        }
        Relation::ChangeOverTime(of) => {
            let (from, to) = (at(of, row.checked_sub(1)?)?, at(of, row)?);
            (quotient(to.0 - from.1, from.1)?, quotient(to.1 - from.0, from.0)?)
        }
    };
    Some((band, low, high))
}

fn promising(work: &Work<'_>, percent: &Numbers, wholes: &[&Numbers], relation: Relation) -> bool {
    let (mut tried, mut holds) = (0, 0);
    for row in work.first_rows() {
        if let Some((band, low, high)) = ends(work, percent, wholes, relation, row) {
            tried += 1;
            holds += usize::from(band.prints_quotient(low, high).unwrap_or(false));
        }
    }
    holds > 0 && holds * 3 >= tried
}

fn trial(
    work: &Work<'_>,
    percent: &Numbers,
    wholes: &[&Numbers],
    relation: Relation,
    row: usize,
    surprise: &Surprise,
) -> Option<Trial> {
    let (band, low, high) = ends(work, percent, wholes, relation, row)?;
    let outcome = if band.prints_quotient(low, high)? { Outcome::Holds } else { Outcome::Fails };
    let by_chance = surprise.by_chance(band, window(low, high, band.unit));
    Some(Trial { row, outcome, by_chance, slip_by_chance: by_chance })
}

/// What the trials say, given how many relations of that kind were tried: any two columns, or what
/// the place and the header of the percentages point to.
fn weigh(
    work: &Work<'_>,
    percent: &Numbers,
    wholes: usize,
    columns: usize,
    relation: Relation,
    trials: &[Trial],
) -> Evidence {
    let any = product(&[times(columns), times(wholes), times(wholes), KINDS]);
    let mut ways = vec![Evidence::of(trials, any)];
    let near = product(&[times(wholes), KINDS]);
    if let Some(header) = header(work, percent.column, relation) {
        ways.push(Evidence::of(trials, near).with_header(header));
    }
    let best = ways.into_iter().min_by(|a, b| a.by_chance.total_cmp(&b.by_chance));
    best.unwrap_or_else(|| Evidence::of(trials, any))
}

/// What place and header say for a relation.
fn header(work: &Work<'_>, percent: usize, relation: Relation) -> Option<Phrase> {
    match relation {
        Relation::Share(part, _) | Relation::ShareOfColumn(part) => {
            if work.share_cells(part, percent) {
                return Some(say!("count and percentage stand in the same cells"));
            }
            let same = same_words(work.label(part), work.label(percent))
                .then(|| say!("the headers are alike"));
            let beside = || {
                work.says(percent, Role::Share)
                    .filter(|_| part + 1 == percent)
                    .map(|word| say!("the header says `{}`", word))
            };
            same.or_else(beside)
        }
        Relation::Change(..) | Relation::ChangeOverTime(_) => {
            work.says(percent, Role::Change).map(|word| say!("the header says `{}`", word))
        }
    }
}

/// Whether one label holds all the words of the other that are not about numbers.
fn same_words(short: &str, long: &str) -> bool {
    let words = |text: &str| {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (short, long_words) = (words(short), words(long));
    !short.is_empty()
        && short.iter().all(|word| {
            long_words.contains(word) || !word.is_ascii() && long.contains(word.as_str())
        })
}

/// The share, in what other percentages of the table are shares of or in a known sum, of the column
/// that stands in the same cells or just before, or of a part of that whole whose share is not
/// known yet.
fn siblings(
    work: &Work<'_>,
    percent: &Numbers,
    open: usize,
    wholes: &[&Numbers],
) -> Option<(Relation, Evidence)> {
    let mut bases: Vec<usize> = work
        .shares
        .iter()
        .map(|(_, _, whole)| *whole)
        .chain(work.sums.iter().map(|(total, _)| *total))
        .collect();
    bases.sort_unstable();
    bases.dedup();
    let surprise = Surprise::of(percent, &work.rows);
    let weigh = |part: usize, base: usize, searched: usize| {
        let relation = Relation::Share(part, base);
        let trials: Vec<Trial> = work
            .rows
            .iter()
            .filter_map(|row| trial(work, percent, wholes, relation, *row, &surprise))
            .collect();
        let shared = work.shares.iter().any(|(_, _, whole)| *whole == base);
        let header = if shared {
            say!("its neighbours are shares of {}", work.label(base))
        } else {
            say!("it belongs to a part of {}", work.label(base))
        };
        (relation, Evidence::of(&trials, times(searched)).with_header(header))
    };
    let beside = |part: usize| {
        part + 1 == percent.column
            || work.share_cells(part, percent.column)
            || same_words(work.label(part), work.label(percent.column))
    };
    let part_of = |part: usize, base: usize| {
        work.sums.iter().any(|(total, parts)| *total == base && parts.contains(&part))
    };
    let shared = |base: usize| work.shares.iter().any(|(_, _, whole)| *whole == base);
    let mut found = Vec::new();
    for base in bases.iter().copied() {
        let before = wholes.iter().map(|numbers| numbers.column).filter(|part| {
            *part != base && beside(*part) && (shared(base) || part_of(*part, base))
        });
        found.extend(before.map(|part| weigh(part, base, bases.len())));
        if !shared(base) {
            continue;
        }
        let claimed = |part: &usize| {
            work.shares.iter().any(|(_, claimed, whole)| claimed == part && *whole == base)
        };
        let parts: Vec<usize> = work
            .sums
            .iter()
            .filter(|(total, _)| *total == base)
            .flat_map(|(_, parts)| parts)
            .copied()
            .filter(|part| !claimed(part))
            .collect();
        found.extend(parts.iter().map(|part| weigh(*part, base, bases.len() * parts.len() * open)));
    }
    found.into_iter().min_by(|a, b| a.1.by_chance.total_cmp(&b.1.by_chance))
}
