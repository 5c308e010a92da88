//! Which column a comparison speaks of.

use super::super::labels::{Labels, Stem, WHOLLY};
use super::named::coverage;
use super::{Told, trend};

/// A column that a statement may be about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Its position among the columns of numbers.
    pub(super) column: usize,
    /// Whether the sentence names it; otherwise it only prints a figure of it nearby.
    pub(super) named: bool,
}

/// A figure of the table further from the word does not tell the column.
const NEAR: usize = 16;

/// The columns of a table that a word at a position may compare, the surest first: those that the
/// sentence names wholly, or else the column of the nearest figure.
pub(super) fn columns(
    told: &Told<'_>,
    table: usize,
    position: usize,
    changes: bool,
) -> Vec<Measure> {
    let labels = &told.labels[table];
    let words: Vec<usize> = (0..told.sentence.words.len()).collect();
    let proportion = words.iter().any(|at| told.stem(*at) == "percent");
    let usable = (0..labels.columns.len()).filter(|column| {
        let label = &labels.columns[*column].1;
        !label.rank && !label.aside && label.change == changes
    });
    let usable: Vec<usize> = usable.collect();
    let named = usable.iter().copied().filter(|column| {
        is_named(told, labels, *column, &words) && trend::is_meant(labels, *column, proportion)
    });
    let named: Vec<usize> = named.collect();
    let most = named.iter().map(|column| labels.columns[*column].1.stems.len()).max();
    let mut measures: Vec<Measure> = named
        .into_iter()
        .filter(|column| Some(labels.columns[*column].1.stems.len()) == most)
        .map(|column| Measure { column, named: true })
        .collect();
    if let (true, true, [column]) = (changes, measures.is_empty(), usable.as_slice()) {
        measures.push(Measure { column: *column, named: true });
    }
    let printed = told.printed.iter().filter_map(|printed| {
        let (own, (_, column)) = told.place(printed.cell)?;
        let far = printed.position.abs_diff(position);
        (own == table && far <= NEAR).then_some((far, column))
    });
    if let Some((_, column)) = printed.min().filter(|(_, column)| usable.contains(column)) {
        // A figure of a column that the sentence names, too, tells which of several is meant.
        if measures.iter().any(|measure| measure.column == column) {
            measures.retain(|measure| measure.column == column);
        } else {
            measures.push(Measure { column, named: false });
        }
    }
    measures
}

/// Whether some words name a column wholly, but for its unit.
fn is_named(told: &Told<'_>, labels: &Labels, column: usize, words: &[usize]) -> bool {
    let mut label = labels.columns[column].1.clone();
    label.stems.retain(|(stem, _)| !is_unit(told, *stem));
    !label.stems.is_empty() && coverage(told, &label, words) >= WHOLLY
}

/// Whether a stem names a unit or says nothing: `percent`, `n`.
fn is_unit(told: &Told<'_>, stem: Stem) -> bool {
    let text = told.vocabulary.text(stem);
    text == "percent" || text.is_ascii() && text.len() < 2
}
