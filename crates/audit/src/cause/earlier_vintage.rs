#![doc = include_str!("earlier_vintage.md")]

use std::collections::BTreeMap;

use crossfoot_core::formula::{Basis, Published, Value, evaluate};
use crossfoot_core::{CellId, Figure, Interval, Phrase, Study, say};

use super::case::{Case, Explanation, times};
use crate::revisions::{Revised, read};

/// Formulas that read more revised figures are tried only with all of them as they stood.
const MOST_SINGLE: usize = 100;
/// Figures that are named.
const MOST_NAMED: usize = 3;

/// Figures as they stood before they were revised.
type Earlier = BTreeMap<CellId, Figure>;

/// The published numbers, some of them as they stood before.
struct AsOf<'a> {
    published: &'a Published,
    earlier: &'a Earlier,
}

impl Basis for AsOf<'_> {
    fn number(&self, study: &Study, cell: CellId, figure: &Figure) -> Interval {
        self.published.number(study, cell, self.earlier.get(&cell).unwrap_or(figure))
    }
}

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let read = read(case.study, case.id);
    let hypotheses = hypotheses(case.study, &read);
    let found = hypotheses.iter().filter_map(|earlier| {
        let basis = AsOf { published: case.context.basis, earlier };
        let outcome = evaluate(expr, case.study, &basis, case.id.row).ok()?;
        if outcome.bounded || !case.fits(&outcome) {
            return None;
        }
        let allowed = match &outcome.value {
            Value::Number(value) => case.allowed(value),
            _ => 1.0,
        };
        let named: Vec<String> = earlier
            .iter()
            .take(MOST_NAMED)
            .filter_map(|(cell, figure)| name(&read, *cell, figure, case.study))
            .collect();
        let named = Phrase::list(named);
        let detail = match earlier.len().saturating_sub(MOST_NAMED) {
            0 => say!("computed with the value before the revision: {}", named),
            more => say!(
                "computed with the value before the revision: {} and {} more",
                named,
                more.to_string()
            ),
        };
        Some(Explanation::new(detail, case.expected_one(), times(hypotheses.len(), allowed)))
    });
    found.collect()
}

/// `permits.total[2022] was 1,560 in release 2023, and is 1,539 in release 2024`.
fn name(read: &[Revised], cell: CellId, figure: &Figure, study: &Study) -> Option<String> {
    let revised = read.iter().find(|revised| revised.cell == cell)?;
    let (release, _) =
        revised.earlier.iter().find(|(_, earlier)| earlier.value() == figure.value())?;
    let (table, column) = study.column(cell.column);
    let suffix = column.unit.suffix();
    let (now, was) = (study.cell(cell).figure()?, &table.releases[*release].id);
    let since = &table.releases[revised.latest].id;
    Some(format!(
        "{} was {}{suffix} in release {was}, and is {}{suffix} in release {since}",
        study.cell_name(cell),
        figure.value(),
        now.value()
    ))
}

/// All figures as they stood in one release, and each of them by itself.
fn hypotheses(study: &Study, read: &[Revised]) -> Vec<Earlier> {
    let mut all: Vec<Earlier> = Vec::new();
    for (at, table) in study.published().iter().enumerate() {
        for release in 0..table.releases.len() {
            let known = read.iter().filter(|revised| revised.cell.column.table == at);
            all.push(
                known
                    .filter_map(|revised| Some((revised.cell, as_of(revised, release)?)))
                    .collect(),
            );
        }
    }
    for revised in read.iter().filter(|_| read.len() <= MOST_SINGLE) {
        all.extend(
            revised.earlier.iter().map(|(_, figure)| Earlier::from([(revised.cell, *figure)])),
        );
    }
    let mut different: Vec<Earlier> = Vec::new();
    for earlier in all {
        if !earlier.is_empty() && !different.contains(&earlier) {
            different.push(earlier);
        }
    }
    different
}

/// A revised figure as it stood in a release, if a later one changed it.
fn as_of(revised: &Revised, release: usize) -> Option<Figure> {
    let mut earlier = revised.earlier.iter().rev();
    earlier
        .find(|(printed, _)| *printed <= release && release < revised.latest)
        .map(|(_, figure)| *figure)
}
