//! Indices: figures in parts of one of them, which is taken for 100.

use crossfoot_core::{Unit, say};

use super::Operator;
use super::bands::{Numbers, share};
use super::evidence::{Evidence, Outcome, Trial, product, times};
use super::relation::Work;
use super::surprise::{Surprise, window};
use super::words::Role;

/// The factor on the chance of an index that no name speaks for.
const UNNAMED: f64 = 100.0;
/// The most rows that may be the base.
const MOST_BASES: usize = 3;

pub(super) fn draft(work: &mut Work<'_>) {
    let numbers: Vec<&Numbers> = work.groups().into_iter().flatten().collect();
    for index in &numbers {
        if work.is_derived(index.column) || *work.unit(index.column) == Unit::Count {
            continue;
        }
        let bases = bases(work, index);
        let others = numbers.iter().filter(|other| {
            other.column != index.column
                && !matches!(work.unit(other.column), Unit::Percent | Unit::Points | Unit::Ratio)
        });
        let others: Vec<&&Numbers> = others.collect();
        let searched = product(&[times(bases.len()), times(others.len())]);
        let tried = bases.iter().flat_map(|base| others.iter().map(move |of| (*base, of.column)));
        let found = tried
            .filter_map(|(base, of)| Some((base, of, evidence(work, index, of, base, searched)?)));
        let best = found.min_by(|a, b| a.2.by_chance.total_cmp(&b.2.by_chance));
        if let Some((base, of, evidence)) = best.filter(|best| best.2.convinces()) {
            write(work, index.column, of, base, evidence);
        }
    }
}

/// The rows that report 100; none if they are many.
fn bases(work: &Work<'_>, index: &Numbers) -> Vec<usize> {
    let hundred = 100 * work.bands.one;
    let rows = work.rows.iter().copied();
    let found: Vec<usize> =
        rows.filter(|row| index.at(*row).is_some_and(|band| band.middle() == hundred)).collect();
    if found.len() > MOST_BASES { Vec::new() } else { found }
}

fn evidence(
    work: &Work<'_>,
    index: &Numbers,
    of: usize,
    base: usize,
    searched: f64,
) -> Option<Evidence> {
    let of = work.bands.columns.iter().find(|numbers| numbers.column == of)?;
    let whole = of.at(base).filter(|whole| whole.low > 0)?;
    let surprise = Surprise::from_rows(index, &work.rows);
    let hundred = 100 * work.bands.one;
    let trials = work.rows.iter().filter(|row| **row != base).filter_map(|row| {
        let (band, part) = (index.at(*row)?, of.at(*row)?);
        let (low, high) = share((part.low, part.high), (whole.low, whole.high), hundred)?;
        let holds = band.prints_quotient(low, high)?;
        let outcome = if holds { Outcome::Holds } else { Outcome::Fails };
        let by_chance = surprise.by_chance(band, window(low, high, band.unit));
        Some(Trial { row: *row, outcome, by_chance, slip_by_chance: by_chance })
    });
    let trials: Vec<Trial> = trials.collect();
    Some(match work.says(index.column, Role::Index) {
        Some(word) => {
            Evidence::from_trials(&trials, searched).with_header(say!("the header says `{}`", word))
        }
        None => Evidence::from_trials(&trials, product(&[searched, UNNAMED])),
    })
}

fn write(work: &mut Work<'_>, index: usize, of: usize, base: usize, evidence: Evidence) {
    if work.closes_circle(index, &[of]) {
        return;
    }
    let (name, row) = (work.name(of), work.row_key(base));
    let label = if work.chinese() {
        format!("{}以{}为100的指数", work.label(of), work.row_name(base))
    } else {
        format!("{} as an index, 100 in {}", work.label(of), work.row_name(base))
    };
    let formula = match work.unit(index) {
        Unit::Percent => format!("share({name}, {name}[{row}])"),
        _ => format!("100 * {name} / {name}[{row}]"),
    };
    work.derive(Operator::Quotient, (index, &[of]), label, formula, evidence);
}
