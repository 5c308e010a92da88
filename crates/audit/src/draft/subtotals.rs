//! Rows that are the sum of some others in nearly every column: subtotals, and totals of these.

use crossfoot_core::{Rational, Unit, say};

use super::bands::Numbers;
use super::evidence::{Evidence, Surprise, times};
use super::relation::Work;
use super::sums::{Candidate, Lines, independent, search, trials};
use super::words::{self, Role};
use super::{DraftRule, Operator, Tried};

/// Tables with more rows are skipped: few of their rows are subtotals, and too many sums would be
/// tried.
const MOST_ROWS: usize = 40;

pub(super) fn draft(work: &mut Work<'_>) {
    let rows = work.printed.rows();
    let columns: Vec<&Numbers> = work
        .groups()
        .into_iter()
        .flatten()
        .filter(|numbers| {
            !matches!(work.unit(numbers.column), Unit::Percent | Unit::Points | Unit::Ratio)
        })
        .collect();
    // What holds for the parts of a column holds for their sum as well, which proves nothing more.
    let telling: Vec<usize> =
        (0..columns.len()).filter(|at| !work.is_derived(columns[*at].column)).collect();
    if work.printed.key.is_empty() || telling.len() < 2 || !(3..=MOST_ROWS).contains(&rows) {
        return;
    }
    let lines: Vec<Numbers> = (0..rows)
        .map(|row| Numbers {
            column: row,
            cells: columns.iter().map(|numbers| numbers.at(row)).collect(),
        })
        .collect();
    let totals: Vec<Option<&'static str>> = (0..rows).map(|row| total_word(work, row)).collect();
    // The parts of a subtotal are done with; the other rows may add up to a total in turn.
    let mut open: Vec<usize> = (0..rows).collect();
    loop {
        let group = Lines {
            numbers: open.iter().map(|row| &lines[*row]).collect(),
            totals: open.iter().map(|row| totals[*row]).collect(),
            at: &telling,
            first: &telling,
            alike: true,
        };
        let mut parts: Vec<usize> = Vec::new();
        for candidate in sums_of_rows(&group, known_sums(work, &open)) {
            parts.extend(accept(work, &columns, &open, candidate));
        }
        if parts.is_empty() {
            return;
        }
        open.retain(|row| !parts.contains(row));
    }
}

/// The known sums of rows of which all rows are open.
fn known_sums(work: &Work<'_>, open: &[usize]) -> Vec<Vec<Rational>> {
    let mut known: Vec<Vec<Rational>> = Vec::new();
    for (total, members) in &work.row_sums {
        let parts: Option<Vec<usize>> =
            members.iter().map(|member| position(open, *member)).collect();
        if let (Some(target), Some(parts)) = (position(open, *total), parts) {
            independent(&mut known, target, &parts, open.len());
        }
    }
    known
}

fn position(open: &[usize], row: usize) -> Option<usize> {
    open.iter().position(|other| *other == row)
}

/// The sums among rows that do not follow from known ones: several blocks, or any sums that
/// convince.
fn sums_of_rows(group: &Lines<'_>, mut known: Vec<Vec<Rational>>) -> Vec<Candidate> {
    let lines = group.numbers.len();
    let mut found = blocks(group);
    found.retain(|block| independent(&mut known, block.target, &block.parts, lines));
    if found.is_empty() { search(group, &mut known).0 } else { found }
}

/// Rows that are each the sum of those just below, or just above, in every column: several
/// together, because one alone might be chance.
fn blocks(group: &Lines<'_>) -> Vec<Candidate> {
    let found = [Side::Below, Side::Above]
        .into_iter()
        .map(|side| blocks_on(group, side))
        .filter(|found| found.len() >= 2);
    let weighed = found.map(|found| {
        let evidence: Vec<Evidence> = found.iter().map(|block| block.evidence.clone()).collect();
        (Evidence::together(&evidence), found)
    });
    let Some((by_chance, mut found)) = weighed
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(by_chance, _)| Evidence::rules_out(*by_chance))
    else {
        return Vec::new();
    };
    for block in &mut found {
        block.evidence.by_chance = by_chance;
        block.evidence.header = Some(say!("so do the other subtotals"));
    }
    found
}

/// Where the parts of a subtotal are.
#[derive(Clone, Copy)]
enum Side {
    Below,
    Above,
}

impl Side {
    /// So many of `lines` rows next to a target.
    fn parts(self, target: usize, length: usize, lines: usize) -> Option<Vec<usize>> {
        match self {
            Self::Below => {
                (target + length < lines).then(|| (target + 1..=target + length).collect())
            }
            Self::Above => target.checked_sub(length).map(|first| (first..target).collect()),
        }
    }
}

/// The blocks on one side of their sums, none within another.
fn blocks_on(group: &Lines<'_>, side: Side) -> Vec<Candidate> {
    let lines = group.numbers.len();
    let mut found: Vec<Candidate> = Vec::new();
    for target in 0..lines {
        let surprise = Surprise::from_rows(group.numbers[target], group.at);
        let ways =
            (2..lines).filter_map(|length| side.parts(target, length, lines)).filter(|parts| {
                found
                    .iter()
                    .all(|block| !block.uses(target) && !parts.iter().any(|part| block.uses(*part)))
            });
        let fits = ways.into_iter().find_map(|parts| {
            let trials = trials(group, target, &parts, &surprise);
            let evidence = Evidence::from_trials(&trials, times(lines));
            (evidence.fails.is_empty() && evidence.slips.is_empty() && !evidence.holds.is_empty())
                .then_some((parts, evidence))
        });
        if let Some((parts, evidence)) = fits {
            found.push(Candidate::new(target, parts, evidence));
        }
    }
    found
}

/// The word by which a row is called a total.
fn total_word(work: &Work<'_>, row: usize) -> Option<&'static str> {
    work.printed.key.iter().find_map(|key| Role::Total.word_in(&work.printed.text(*key, row)))
}

/// Drafts the rule, and gives the rows that are added up; none where that would derive a row from
/// itself.
fn accept(
    work: &mut Work<'_>,
    columns: &[&Numbers],
    open: &[usize],
    candidate: Candidate,
) -> Vec<usize> {
    let target = open[candidate.target];
    let parts: Vec<usize> = candidate.parts.iter().map(|part| open[*part]).collect();
    if closes_circle(work, target, &parts) {
        return Vec::new();
    }
    let key = work.row_key(target);
    let printed =
        columns.iter().filter(|numbers| numbers.at(target).is_some()).map(|numbers| numbers.column);
    let targets =
        printed.map(|column| format!("{}.{}[{key}]", work.printed.id, work.name(column))).collect();
    let formula = parts
        .iter()
        .map(|row| format!("self[{}]", work.row_key(*row)))
        .collect::<Vec<_>>()
        .join(" + ");
    let mut evidence = candidate.evidence;
    for rows in [&mut evidence.holds, &mut evidence.slips, &mut evidence.fails] {
        rows.iter_mut().for_each(|at| *at = columns[*at].column);
    }
    work.rules.push(DraftRule {
        table: work.table,
        id: work.id("row-sum"),
        label: label(work, target, &parts),
        operator: Operator::Sum,
        targets,
        formula,
        rows: None,
        evidence,
        tried_on: Tried::Columns,
    });
    work.row_sums.push((target, parts.clone()));
    parts
}

/// Whether a row would be the sum of rows that are derived from it.
fn closes_circle(work: &Work<'_>, target: usize, parts: &[usize]) -> bool {
    let mut pending = parts.to_vec();
    while let Some(next) = pending.pop() {
        if next == target {
            return true;
        }
        let sums = work.row_sums.iter().filter(|(total, _)| *total == next);
        pending.extend(sums.flat_map(|(_, members)| members));
    }
    false
}

fn label(work: &Work<'_>, target: usize, parts: &[usize]) -> String {
    let name = work.printed.key_text(target);
    let names: Vec<String> = parts.iter().map(|row| work.printed.key_text(*row)).collect();
    match (work.chinese() || words::is_chinese(&name), names.split_last()) {
        (true, _) => format!("{}之和等于{name}", names.join("、")),
        (false, Some((last, rest))) => format!("{} and {last} add up to {name}", rest.join(", ")),
        (false, None) => name,
    }
}
