//! Statements without a number: `the number of home visits increased from 2021 to 2022`.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use std::ops::Range;

use crossfoot_core::DateSpan;

use super::clues::{self, Direction};
use super::evidence::{Context, Evidence, Sentence, softmax};
use super::labels::Labels;

/// Rows of a column of which the sentence says that one is greater.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) table: usize,
    /// The column of numbers.
    pub(super) column: usize,
    /// The rows of the earlier and of the later period: `in 2023 and 2024` names two pairs.
    pub(super) rows: Vec<(usize, usize)>,
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
    text: &str,
    sentence: &Sentence,
    change: &Change,
    evidence: &Evidence,
) -> Option<Comparison> {
    let (table, known) = most_probable(evidence.tables.iter().map(|table| table.table))?;
    let labels = &labels[table];
    // The subject stands in the clause of the word, before it or shortly behind.
    let clause = sentence.words[change.0].clause;
    let near: Vec<usize> = (0..sentence.words.len().min(change.0 + BEHIND))
        .filter(|at| sentence.words[*at].clause == clause)
        .collect();
    let proportion = near.iter().any(|at| sentence.words[*at].stem == "percent");
    let columns = evidence.tables[table].columns.iter().enumerate().map(|(column, log)| {
        let stems = &labels.columns[column].1.stems;
        let is_subject = near
            .iter()
            .flat_map(|at| &sentence.stems[*at])
            .any(|(stem, _)| stems.iter().any(|(own, weight)| own == stem && *weight > TELLING));
        if is_subject && is_meant(labels, column, proportion) { *log } else { f64::NEG_INFINITY }
    });
    let (column, named) = most_probable(softmax(columns.collect()).into_iter())?;
    let rows = periods(labels, sentence, text, change.0)?;
    Some(Comparison {
        table,
        column,
        rows,
        direction: change.2,
        probability: (known + named).exp(),
    })
}

/// Whether a column may be what a sentence speaks of: what it calls a proportion is one, and what it
/// does not is none, if a column of numbers has half of the words of its name.
fn is_meant(labels: &Labels, column: usize, proportion: bool) -> bool {
    let own = &labels.columns[column].1;
    if proportion || !own.percent {
        return own.percent || !proportion;
    }
    !labels.columns.iter().any(|(_, other)| {
        let same =
            own.stems.iter().filter(|(stem, _)| other.stems.iter().any(|(of, _)| of == stem));
        !other.percent && same.count() * 2 >= own.stems.len()
    })
}

/// How many words behind a word of change may name its subject: `a decline in home visits`.
const BEHIND: usize = 6;

/// A word of a label that weighs more than this tells it from most others.
const TELLING: f64 = 0.6;

/// The rows of the periods that a word of change compares: the two that its clause names, or else its
/// sentence; of one, that and the one before, or the last one after it.
fn periods(
    labels: &Labels,
    sentence: &Sentence,
    text: &str,
    change: usize,
) -> Option<Vec<(usize, usize)>> {
    let clause = sentence.words[change].clause;
    let all = sentence.dates.iter();
    let mut dates: Vec<(usize, DateSpan)> =
        all.filter(|(at, _)| sentence.words[*at].clause == clause).copied().collect();
    if dates.is_empty() {
        dates.clone_from(&sentence.dates);
    }
    let years = dates.iter().flat_map(|(_, date)| <[u32; 2]>::from(date.years()));
    let mut years: Vec<u32> = years.collect();
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [year] => {
            let row = row(labels, *year)?;
            let is_start = dates.iter().any(|(at, _)| {
                at.checked_sub(1)
                    .is_some_and(|before| AFTER.contains(&sentence.words[before].stem.as_str()))
            });
            let pair = if is_start { (row, last(labels)?) } else { (before(labels, row)?, row) };
            (pair.0 < pair.1).then(|| vec![pair])
        }
        [first, last] => {
            let (first, last) = (row(labels, *first)?, row(labels, *last)?);
            let pair = (first, last);
            match before(labels, first) {
                Some(earlier) if is_each(sentence, text, &dates) => {
                    Some(vec![(earlier, first), pair])
                }
                _ => Some(vec![pair]),
            }
        }
        _ => None,
    }
}

/// Stems of words after which a period begins.
const AFTER: [&str; 2] = ["after", "sinc"];

/// Whether a sentence speaks of each of two periods, and not of the way from one to the other: `in
/// 2023 and 2024`.
fn is_each(sentence: &Sentence, text: &str, dates: &[(usize, DateSpan)]) -> bool {
    let [(first, _), (last, _)] = dates else { return false };
    let [first, last] = [first, last].map(|at| &sentence.words[*at].range);
    let before = text[..first.start].split_whitespace().next_back().unwrap_or_default();
    before.eq_ignore_ascii_case("in")
        && text.get(first.end..last.start).is_some_and(|between| between.trim() == "and")
}

/// The row of the period before that of a row.
fn before(labels: &Labels, row: usize) -> Option<usize> {
    let before = labels.rows[..row].iter().rposition(Option::is_some)?;
    labels.rows[before].as_ref()?.date.map(|_| before)
}

/// The row of the last period.
fn last(labels: &Labels) -> Option<usize> {
    let last = labels.rows.iter().rposition(Option::is_some)?;
    labels.rows[last].as_ref()?.date.map(|_| last)
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
