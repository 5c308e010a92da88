//! How strongly the words around a numeral point to each table, row, column and group.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use std::ops::Range;

use crossfoot_core::{BlockKind, DateSpan, Prose};

use super::labels::{Group, Label, Labels, Stem, Vocabulary, WHOLLY, is_aside};
use super::words::Word;

/// The words of a block, sentence by sentence, as stems of the vocabulary.
pub(super) struct Context {
    /// Sentences in order.
    pub(super) sentences: Vec<Sentence>,
    /// Stems of the heading above.
    pub(super) heading: Vec<(Stem, f64)>,
    /// The table whose caption or note the block is.
    pub(super) own_table: Option<usize>,
}

/// The words of a sentence.
pub(super) struct Sentence {
    /// Its bytes in the prose.
    pub(super) range: Range<usize>,
    /// Its words.
    pub(super) words: Vec<Word>,
    /// What stems of labels each word stands for.
    pub(super) stems: Vec<Vec<(Stem, f64)>>,
    /// The dates in it, each with the position of its first word.
    pub(super) dates: Vec<(usize, DateSpan)>,
    /// The tables that it names.
    pub(super) tables: Vec<String>,
}

/// The sentences of a text; all of it is one if none ends in it.
pub(super) fn sentences(prose: &Prose) -> Vec<Range<usize>> {
    let mut sentences = prose.sentences().to_vec();
    if sentences.is_empty() {
        sentences.push(0..prose.text().len());
    }
    sentences
}

impl Context {
    /// The table that a caption or note belongs to.
    pub(super) const fn own_table(kind: BlockKind) -> Option<usize> {
        match kind {
            BlockKind::Caption(table) => table,
            BlockKind::Note(table) => Some(table),
            _ => None,
        }
    }
}

/// Logarithms of probabilities: which parts of the tables a numeral speaks of.
pub(super) struct Evidence {
    /// One for each table.
    pub(super) tables: Vec<TableEvidence>,
}

/// What the words say of one table.
pub(super) struct TableEvidence {
    /// Of the table among all.
    pub(super) table: f64,
    /// Of each row; minus infinity for sub-headings.
    pub(super) rows: Vec<f64>,
    /// Of each column of numbers.
    pub(super) columns: Vec<f64>,
    /// Of each group of rows.
    pub(super) row_groups: Vec<f64>,
    /// Of each group of columns.
    pub(super) column_groups: Vec<f64>,
    /// How completely the sentence names one of its rows and one of its columns, from 0 to 1.
    pub(super) named: f64,
    /// Whether it names each row at all; a total need not be.
    pub(super) rows_named: Vec<bool>,
    /// Whether its clause names each row wholly.
    pub(super) rows_beside: Vec<bool>,
}

/// How near words of other sentences and of headings are.
const SENTENCE_BEFORE: f64 = 0.35;
const EARLIER: f64 = 0.18;
const HEADING: f64 = 0.15;
/// What a word of the same sentence weighs however far it is.
const SAME_SENTENCE: f64 = 0.45;
/// Words after which nearness falls to 1/e.
const REACH: f64 = 6.0;
/// What is left of nearness behind the end of a clause, and of that which does not depend on
/// distance.
const CLAUSE: f64 = 0.75;
const OTHER_CLAUSE: f64 = 0.9;
/// What a word of a label tells if it is there, and if it is not.
const THERE: f64 = 3.0;
const NOT_THERE: f64 = 0.6;
/// What a period loses that is not named where others are.
const OTHER_DATE: f64 = 1.5;
/// What the bounds of intervals lose where nobody speaks of them.
const ASIDE: f64 = 2.0;
/// The most that words of a label weigh that are not there.
const MOST_MISSING: f64 = 2.0;
/// How near the words of a row are that a numeral stands beside.
const BESIDE: f64 = 0.7;
/// What a total gains, which often is spoken of without being named.
const TOTAL: f64 = 0.8;
/// What a table gains that the sentence or the paragraph names.
const NAMED: f64 = 3.5;
const NAMED_NEARBY: f64 = 1.5;

/// How near each stem is to a position, and the dates with theirs.
pub(super) struct Nearness {
    stems: Vec<f64>,
    dates: Vec<(DateSpan, f64)>,
    /// Whether the sentence speaks of bounds of intervals and the like.
    asides: bool,
}

impl Nearness {
    /// Of the word at `position` of sentence `at`.
    pub(super) fn new(
        context: &Context,
        vocabulary: &Vocabulary,
        at: usize,
        position: usize,
    ) -> Self {
        let asides = context.sentences[at].words.iter().any(|word| is_aside(&word.stem));
        let mut near = Self { stems: vec![0.0; vocabulary.len()], dates: Vec::new(), asides };
        for (stem, likeness) in &context.heading {
            near.see(*stem, HEADING * likeness);
        }
        for (back, sentence) in context.sentences[..=at].iter().rev().enumerate() {
            let clause = sentence.words.get(position).map_or(0, |word| word.clause);
            for (place, stems) in sentence.stems.iter().enumerate() {
                let nearness = match back {
                    0 => within(place, position, sentence.words[place].clause.abs_diff(clause)),
                    1 => SENTENCE_BEFORE,
                    _ => EARLIER,
                };
                stems.iter().for_each(|(stem, likeness)| near.see(*stem, nearness * likeness));
            }
            near.dates.extend(sentence.dates.iter().map(|(place, date)| {
                let clauses = sentence.words.get(*place).map_or(0, |word| word.clause);
                let nearness = match back {
                    0 => within(*place, position, clauses.abs_diff(clause)),
                    1 => SENTENCE_BEFORE,
                    _ => EARLIER,
                };
                (*date, nearness)
            }));
        }
        near
    }

    fn see(&mut self, stem: Stem, nearness: f64) {
        self.stems[stem] = self.stems[stem].max(nearness);
    }

    /// How well a label is there.
    fn score(&self, label: &Label) -> f64 {
        let mut score = if label.total { TOTAL } else { 0.0 };
        let date = label.date.and_then(|date| {
            let same = self.dates.iter().filter(|(other, _)| *other == date);
            same.map(|(_, nearness)| *nearness).reduce(f64::max)
        });
        let mut missing = 0.0;
        for (stem, weight) in &label.stems {
            let nearness = self.stems[*stem].max(date.unwrap_or_default());
            score += THERE * weight * nearness;
            missing += if nearness > 0.0 { 0.0 } else { *weight };
        }
        let other_date = label.date.is_some() && score <= 0.0 && !self.dates.is_empty();
        let other_date = if other_date { OTHER_DATE } else { 0.0 };
        let aside = if label.aside && !self.asides { ASIDE } else { 0.0 };
        score - NOT_THERE * missing.min(MOST_MISSING) - other_date - aside
    }

    /// How completely the words of the sentence name a label, from 0 to 1.
    fn coverage(&self, label: &Label) -> f64 {
        let all: f64 = label.stems.iter().map(|(_, weight)| weight).sum();
        let near = label
            .stems
            .iter()
            .map(|(stem, weight)| weight * (self.stems[*stem] / SAME_SENTENCE).min(1.0).powi(2));
        if all > 0.0 { near.sum::<f64>() / all } else { 0.0 }
    }

    /// Whether a label is named at all.
    fn names(&self, label: &Label) -> bool {
        let date =
            label.date.is_some_and(|date| self.dates.iter().any(|(other, _)| *other == date));
        date || label.total
            || label.stems.iter().any(|(stem, _)| self.stems[*stem] > SENTENCE_BEFORE)
    }

    /// Whether a row is named wholly, and in the same clause.
    fn is_beside(&self, label: &Label) -> bool {
        !label.total && label.coverage(|stem| self.stems[stem] > BESIDE) >= WHOLLY
    }

    /// The highest coverage of some labels.
    fn most<'a>(&self, labels: impl Iterator<Item = &'a Label>) -> f64 {
        labels.map(|label| self.coverage(label)).fold(0.0, f64::max)
    }

    fn best(&self, label: &Label) -> f64 {
        label.stems.iter().map(|(stem, weight)| weight * self.stems[*stem]).sum()
    }
}

/// The nearness of two words of a sentence.
fn within(one: usize, other: usize, clauses: usize) -> f64 {
    let clauses = i32::try_from(clauses.min(6)).unwrap_or_default();
    let far = (-(one.abs_diff(other) as f64) / REACH).exp() * CLAUSE.powi(clauses);
    SAME_SENTENCE * OTHER_CLAUSE.powi(clauses) + (1.0 - SAME_SENTENCE) * far
}

impl Evidence {
    /// How completely the sentence names a row and a column of the table that it speaks of.
    pub(super) fn named(&self) -> f64 {
        self.tables.iter().map(|table| table.table.exp() * table.named).fold(0.0, f64::max)
    }

    /// What the words around a numeral say.
    pub(super) fn new(labels: &[Labels], context: &Context, at: usize, near: &Nearness) -> Self {
        let mut tables: Vec<TableEvidence> = labels
            .iter()
            .map(|labels| {
                let rows_beside = labels
                    .rows
                    .iter()
                    .map(|label| label.as_ref().is_some_and(|label| near.is_beside(label)));
                let rows_beside: Vec<bool> = rows_beside.collect();
                let rows = labels.rows.iter().map(|label| {
                    label.as_ref().map_or(f64::NEG_INFINITY, |label| near.score(label))
                });
                let columns = labels.columns.iter().map(|(_, label)| near.score(label));
                let (rows, columns): (Vec<f64>, Vec<f64>) = (rows.collect(), columns.collect());
                let title = near.best(&labels.title).min(4.0) * 0.5;
                let table =
                    title + 0.5 * (best(&rows) + best(&columns)) + named(labels, context, at);
                let one_column = labels.columns.len() == 1;
                let columns_named = near.most(labels.columns.iter().map(|(_, label)| label));
                let columns_named = if one_column { 1.0 } else { columns_named };
                let groups_named = labels.row_groups.iter().map(|group| {
                    near.coverage(&group.label) * columns_named.max(near.coverage(&group.header))
                });
                let named = near.most(labels.rows.iter().flatten()) * columns_named;
                let named = groups_named.fold(named, f64::max);
                let labelled = labels.rows.iter().map(Option::as_ref);
                let rows_named = labelled.map(|label| label.is_some_and(|label| near.names(label)));
                TableEvidence {
                    rows_named: rows_named.collect(),
                    rows_beside,
                    named,
                    table,
                    rows: softmax(rows),
                    columns: softmax(columns),
                    row_groups: groups(&labels.row_groups, near),
                    column_groups: groups(&labels.column_groups, near),
                }
            })
            .collect();
        let all = softmax(tables.iter().map(|table| table.table).collect());
        tables.iter_mut().zip(all).for_each(|(table, log)| table.table = log);
        Self { tables }
    }
}

/// The highest of some scores, between none and so much that it may tell tables apart.
fn best(scores: &[f64]) -> f64 {
    scores.iter().copied().fold(0.0, f64::max).min(8.0)
}

fn groups(groups: &[Group], near: &Nearness) -> Vec<f64> {
    softmax(groups.iter().map(|group| near.score(&group.label)).collect())
}

/// What a table gains because the text names it.
fn named(labels: &Labels, context: &Context, at: usize) -> f64 {
    if let Some(own) = context.own_table {
        return if own == labels.table { NAMED } else { 0.0 };
    }
    let Some(number) = &labels.number else { return 0.0 };
    if context.sentences[at].tables.contains(number) {
        NAMED
    } else if context.sentences.iter().any(|sentence| sentence.tables.contains(number)) {
        NAMED_NEARBY
    } else {
        0.0
    }
}

/// Logarithms of the shares of e^score in their sum.
pub(super) fn softmax(mut scores: Vec<f64>) -> Vec<f64> {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if highest.is_finite() {
        let sum: f64 = scores.iter().map(|score| (score - highest).exp()).sum();
        scores.iter_mut().for_each(|score| *score -= highest + sum.ln());
    }
    scores
}
