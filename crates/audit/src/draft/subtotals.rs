//! Rows that are the sum of some others in nearly every column: subtotals, and totals of these.

use crossfoot_core::{Rational, Unit, say};

use super::bands::Numbers;
use super::evidence::{Evidence, Surprise, times};
use super::relation::Work;
use super::sums::{Candidate, Lines, independent, search, trials};
use super::words::{self, Role};
use super::{DraftRule, Tried};

/// In a table of more rows few are subtotals, and too many sums would be tried.
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
    // What holds of the parts of a sum holds of the sum as well, which proves nothing more.
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
    let totals: Vec<Option<&'static str>> = (0..rows).map(|row| called(work, row)).collect();
    // Rows that belong to a subtotal are its business; what is left may add up to a total in turn.
    let mut open: Vec<usize> = (0..rows).collect();
    loop {
        let mut known: Vec<Vec<Rational>> = Vec::new();
        for (total, members) in &work.row_sums {
            let place = |row: &usize| open.iter().position(|other| other == row);
            if let (Some(target), Some(parts)) =
                (place(total), members.iter().map(place).collect::<Option<Vec<_>>>())
            {
                independent(&mut known, target, &parts, open.len());
            }
        }
        let group = Lines {
            numbers: open.iter().map(|row| &lines[*row]).collect(),
            totals: open.iter().map(|row| totals[*row]).collect(),
            at: &telling,
            first: &telling,
            alike: true,
        };
        let mut found = blocks(&group);
        found.retain(|block| independent(&mut known, block.target, &block.parts, open.len()));
        if found.is_empty() {
            found = search(&group, &mut known).0;
        }
        if found.is_empty() {
            return;
        }
        let mut parts: Vec<usize> = Vec::new();
        for candidate in found {
            parts.extend(accept(work, &columns, &open, candidate));
        }
        if parts.is_empty() {
            return;
        }
        open.retain(|row| !parts.contains(row));
    }
}

/// Rows of which each is the sum of those just below it, or just above it, in every column: several
/// together, where one alone might be chance.
fn blocks(group: &Lines<'_>) -> Vec<Candidate> {
    let below = |target: usize, length: usize| {
        (target + length < group.numbers.len())
            .then(|| (target + 1..=target + length).collect::<Vec<_>>())
    };
    let above = |target: usize, length: usize| {
        target.checked_sub(length).map(|first| (first..target).collect::<Vec<_>>())
    };
    let sides: [&dyn Fn(usize, usize) -> Option<Vec<usize>>; 2] = [&below, &above];
    let found =
        sides.into_iter().map(|side| one_side(group, side)).filter(|found| found.len() >= 2);
    let weighed = found.map(|found| {
        (
            Evidence::together(
                &found.iter().map(|block| block.evidence.clone()).collect::<Vec<_>>(),
            ),
            found,
        )
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

/// The blocks on one side of their sums, none within another.
fn one_side(
    group: &Lines<'_>,
    side: &dyn Fn(usize, usize) -> Option<Vec<usize>>,
) -> Vec<Candidate> {
    let lines = group.numbers.len();
    let mut found: Vec<Candidate> = Vec::new();
    for target in 0..lines {
        let surprise = Surprise::of(group.numbers[target], group.at);
        let taken = |row: &usize| {
            found.iter().any(|block| block.target == *row || block.parts.contains(row))
        };
        let ways = (2..lines)
            .filter_map(|length| side(target, length))
            .filter(|parts| !taken(&target) && !parts.iter().any(taken));
        let fits = ways.into_iter().find_map(|parts| {
            let evidence = Evidence::of(&trials(group, target, &parts, &surprise), times(lines));
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
fn called(work: &Work<'_>, row: usize) -> Option<&'static str> {
    work.printed.key.iter().find_map(|key| Role::Total.said_by(&work.printed.text(*key, row)))
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
    let mut pending = parts.clone();
    while let Some(next) = pending.pop() {
        if next == target {
            return Vec::new();
        }
        pending.extend(
            work.row_sums
                .iter()
                .filter(|(total, _)| *total == next)
                .flat_map(|(_, members)| members),
        );
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
    let (name, names) = (
        work.printed.key_text(target),
        parts.iter().map(|row| work.printed.key_text(*row)).collect::<Vec<_>>(),
    );
    let label = match (work.chinese() || words::is_chinese(&name), names.split_last()) {
        (true, _) => format!("{}之和等于{name}", names.join("、")),
        (false, Some((last, rest))) => format!("{} and {last} add up to {name}", rest.join(", ")),
        (false, None) => name,
    };
    let mut evidence = candidate.evidence;
    for rows in [&mut evidence.holds, &mut evidence.slips, &mut evidence.fails] {
        rows.iter_mut().for_each(|at| *at = columns[*at].column);
    }
    let id = work.id("row-sum");
    work.rules.push(DraftRule {
        table: work.table,
        id,
        label,
        targets,
        formula,
        rows: None,
        evidence,
        tried_on: Tried::Columns,
    });
    work.row_sums.push((target, parts.clone()));
    parts
}
