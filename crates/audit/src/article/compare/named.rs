//! Which rows and columns of a table the words of a sentence name.

use super::super::labels::{Label, Labels, Stem, WHOLLY};
use super::Told;

/// A row that words name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) row: usize,
    /// Whether all words of its label are there.
    pub(super) wholly: bool,
}

/// A label of which less is named is not named.
const PARTLY: f64 = 0.4;

/// The only row that some words name: of those that are named wholly the one with the most words, or
/// else the only one that is named in part.
pub(super) fn row(told: &Told<'_>, labels: &Labels, words: &[usize]) -> Option<Named> {
    let rows = labels.rows.iter().enumerate().filter_map(|(row, label)| {
        let label = label.as_ref().filter(|label| !label.total)?;
        Some((row, coverage(told, label, words), label.stems.len()))
    });
    let named: Vec<(usize, f64, usize)> = rows.filter(|(_, named, _)| *named >= PARTLY).collect();
    let wholly: Vec<_> = named.iter().filter(|(_, named, _)| *named >= WHOLLY).collect();
    let most = wholly.iter().map(|(_, _, stems)| *stems).max();
    let wholly: Vec<_> = wholly.into_iter().filter(|(_, _, stems)| Some(*stems) == most).collect();
    match (wholly.as_slice(), named.as_slice()) {
        ([(row, ..)], _) => Some(Named { row: *row, wholly: true }),
        ([], [(row, ..)]) => Some(Named { row: *row, wholly: false }),
        _ => None,
    }
}

/// How much of a label some words name, from 0 to 1.
pub(super) fn coverage(told: &Told<'_>, label: &Label, words: &[usize]) -> f64 {
    label.coverage(|stem| {
        let mut there = words.iter().flat_map(|at| &told.sentence.stems[*at]);
        there.any(|(other, _)| *other == stem)
    })
}

/// The columns of whose telling words most are there.
pub(super) fn columns(told: &Told<'_>, labels: &Labels, words: &[usize]) -> Vec<usize> {
    let there = words.iter().flat_map(|at| &told.sentence.stems[*at]);
    let there: Vec<Stem> =
        there.filter(|(_, likeness)| *likeness >= 1.0).map(|(stem, _)| *stem).collect();
    let named = labels.columns.iter().map(|(_, label)| {
        let telling =
            label.stems.iter().filter(|(stem, _)| label.is_told_by(*stem) && there.contains(stem));
        if label.aside || label.rank { 0 } else { telling.count() }
    });
    let named: Vec<usize> = named.collect();
    let most = named.iter().copied().max().unwrap_or_default();
    (0..named.len()).filter(|column| most > 0 && named[*column] == most).collect()
}
