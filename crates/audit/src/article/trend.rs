//! Statements without a number: `the number of home visits increased from 2021 to 2022`.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use std::ops::Range;

use super::clues::{self, Direction};
use super::evidence::{Context, Evidence, Sentence};
use super::labels::Labels;

/// Two rows of a column of which the sentence says that one is greater.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparison {
    pub(super) table: usize,
    /// The column of numbers.
    pub(super) column: usize,
    /// The rows of the earlier and of the later period.
    pub(super) rows: (usize, usize),
    pub(super) direction: Direction,
    pub(super) probability: f64,
}

/// A word of change in a sentence: its position among the words, its bytes, and its direction.
pub(super) type Change = (usize, Range<usize>, Direction);

/// The words of change of a sentence.
pub(super) fn changes(context: &Context, sentence: usize) -> Vec<Change> {
    let sentence = &context.sentences[sentence];
    let words = sentence.words.iter().enumerate();
    let changes = words.filter_map(|(at, word)| {
        let start = sentence.range.start;
        let range = word.range.start + start..word.range.end + start;
        Some((at, range, clues::change(&word.stem)?))
    });
    changes.collect()
}

/// What a word of change says of a table, if the words before it name a column and its sentence
/// names the periods.
pub(super) fn comparison(
    labels: &[Labels],
    context: &Context,
    sentence: usize,
    change: &Change,
    evidence: &Evidence,
) -> Option<Comparison> {
    let (table, known) = most_probable(evidence.tables.iter().map(|table| table.table))?;
    let labels = &labels[table];
    let columns = &evidence.tables[table].columns;
    let (column, named) = most_probable(columns.iter().copied())?;
    let subject = &labels.columns[column].1;
    let sentence = &context.sentences[sentence];
    // The subject stands in the clause of the word, before it or shortly behind.
    let clause = sentence.words[change.0].clause;
    let near = (0..sentence.words.len().min(change.0 + BEHIND))
        .filter(|at| sentence.words[*at].clause == clause);
    let is_subject = near.flat_map(|at| &sentence.stems[at]).any(|(stem, _)| {
        subject.stems.iter().any(|(own, weight)| own == stem && *weight > TELLING)
    });
    let rows = periods(labels, sentence)?;
    is_subject.then_some(Comparison {
        table,
        column,
        rows,
        direction: change.2,
        probability: (known + named).exp(),
    })
}

/// How many words behind a word of change may name its subject: `a decline in home visits`.
const BEHIND: usize = 6;

/// A word of a label that weighs more than this tells it from most others.
const TELLING: f64 = 0.6;

/// The rows of the two periods that a sentence names, or of the only one and the one before.
fn periods(labels: &Labels, sentence: &Sentence) -> Option<(usize, usize)> {
    let mut years: Vec<u32> = Vec::new();
    for (_, date) in &sentence.dates {
        let (first, last) = date.years();
        years.extend([first, last]);
    }
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [year] => {
            let row = row(labels, *year)?;
            let before = labels.rows[..row].iter().rposition(Option::is_some)?;
            labels.rows[before].as_ref()?.date.map(|_| (before, row))
        }
        [first, last] => Some((row(labels, *first)?, row(labels, *last)?)),
        _ => None,
    }
}

/// The only row of a year.
fn row(labels: &Labels, year: u32) -> Option<usize> {
    let mut rows = labels.rows.iter().enumerate().filter(|(_, label)| {
        let date = label.as_ref().and_then(|label| label.date);
        date.is_some_and(|date| date.years() == (year, year))
    });
    let (row, _) = rows.next()?;
    rows.next().is_none().then_some(row)
}

/// The most probable one, with the logarithm of its probability.
fn most_probable(logs: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    logs.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, log)| log.is_finite())
}
