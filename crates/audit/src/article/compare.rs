//! Statements without a number: that something rose, was the highest, or was more than something
//! else.

mod extreme;
mod figures;
mod grid;
mod measure;
mod named;
mod rank;
mod than;
mod trend;

use std::ops::Range;

use crossfoot_core::formula::Truth;
use crossfoot_core::{Article, BlockKind, CellId, Part, Study};

use super::clues::Direction;
use super::evidence::{Context, Evidence, Nearness, Sentence};
use super::formulas;
use super::judge::{CONFIRMED, LIKELY, SURE};
use super::labels::{Labels, Vocabulary};
use super::words::last_word;
use super::write::{Writer, Written};
use super::{Comparison, Operation, Outcome, Statement};
use figures::Figures;

/// Cells of one table of which a sentence says which are greater.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    /// The table.
    pub(super) table: usize,
    /// What is compared.
    pub(super) order: Order,
    /// Whether it is greater or less.
    pub(super) direction: Direction,
    /// How probable it is that the sentence speaks of these.
    pub(super) probability: f64,
}

/// A cell: row and column of numbers.
pub(super) type Place = (usize, usize);

/// What is compared with what.
#[derive(Clone, Debug)]
pub(super) enum Order {
    /// Each first with its second.
    Each(Vec<(Place, Place)>),
    /// One with each of the others.
    Extreme(Place, Vec<Place>),
}

/// A word that compares.
#[derive(Clone, Debug)]
struct Cue {
    /// Its position among the words of its sentence.
    position: usize,
    /// Its bytes in the prose of its block.
    range: Range<usize>,
    direction: Direction,
    kind: Kind,
}

/// How a word compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It rose: `increased`.
    Change,
    /// It is the greatest of all but so many: `highest`, `second highest`.
    Extreme(usize),
    /// The same without a word for what is great: `in second place`.
    Rank(usize),
    /// It is the greatest of all periods: `peaked`.
    Peak,
    /// It is greater than another: `higher than`.
    Than,
}

impl Kind {
    /// How many are said to be greater.
    const fn greater(self) -> usize {
        match self {
            Self::Extreme(greater) | Self::Rank(greater) => greater,
            _ => 0,
        }
    }
}

/// A sentence while it is read.
#[derive(Clone, Copy)]
struct Told<'a> {
    study: &'a Study,
    labels: &'a [Labels],
    vocabulary: &'a Vocabulary,
    text: &'a str,
    sentence: &'a Sentence,
    /// The cells that its numerals print.
    printed: &'a [Printed],
    /// The positions of its numerals that state changes.
    changes: &'a [usize],
}

/// A cell that a numeral of a sentence prints.
#[derive(Clone, Copy, Debug)]
struct Printed {
    /// The position of the numeral among the words.
    position: usize,
    cell: CellId,
    /// Whether the numeral certainly states it.
    sure: bool,
}

/// How probable it is that a word compares the percentages on both sides of `than`.
const OF_FIGURES: f64 = 0.95;

/// From this probability on a comparison that holds is drafted.
const SURE_TRUE: f64 = 0.6;

/// The most words of a sentence that are tried: each is compared with all other words, and a text
/// without full stops may have thousands.
const MOST_CUES: usize = 32;

/// Finds what the sentences of an article compare.
pub(super) struct Comparer<'a> {
    pub(super) study: &'a Study,
    pub(super) article: &'a Article,
    pub(super) labels: &'a [Labels],
    pub(super) vocabulary: &'a Vocabulary,
}

impl Comparer<'_> {
    /// The words of a block that compare, without the one that each drafted number of a change takes
    /// in. Its numerals are counted from an index.
    pub(super) fn block(
        &self,
        at: usize,
        context: &Context,
        (first, numerals): (usize, &[Statement]),
    ) -> Vec<Comparison> {
        let block = &self.article.blocks[at];
        let is_text = matches!(self.article.section(block).part, Part::Abstract | Part::Body);
        if !is_text || block.kind != BlockKind::Paragraph {
            return Vec::new();
        }
        let mut comparisons = Vec::new();
        for (number, sentence) in context.sentences.iter().enumerate() {
            let own: Vec<&Statement> =
                numerals.iter().filter(|statement| statement.sentence == number).collect();
            let printed: Vec<Printed> =
                own.iter().filter_map(|statement| printed(sentence, statement)).collect();
            let changes: Vec<usize> = own
                .iter()
                .filter(|statement| is_change(statement))
                .map(|statement| position(sentence, statement))
                .collect();
            let told = Told {
                study: self.study,
                labels: self.labels,
                vocabulary: self.vocabulary,
                text: &block.prose.text()[sentence.range.clone()],
                sentence,
                printed: &printed,
                changes: &changes,
            };
            for cue in told.cues().into_iter().take(MOST_CUES) {
                let near = Nearness::new(context, self.vocabulary, number, cue.position);
                let evidence = Evidence::new(self.labels, context, number, &near);
                let readings = match cue.kind {
                    Kind::Change => trend::readings(&told, &cue, &evidence),
                    Kind::Extreme(_) | Kind::Rank(_) | Kind::Peak => {
                        extreme::readings(&told, &cue, &evidence)
                    }
                    Kind::Than => than::readings(&told, &cue, &evidence),
                };
                let comparison = self.compare(at, number, cue.range.clone(), &readings);
                let figures = (comparison.outcome != Outcome::Drafted)
                    .then(|| figures::figures(&told, &cue, (first, numerals)))
                    .flatten();
                comparisons.push(match figures {
                    Some(figures) => of_figures(comparison, figures),
                    None => comparison,
                });
            }
        }
        comparisons
    }

    /// The comparison of a word: of several readings one that holds, so that only a sentence which
    /// none makes true is contradicted.
    fn compare(
        &self,
        block: usize,
        sentence: usize,
        range: Range<usize>,
        readings: &[Compared],
    ) -> Comparison {
        let mut chosen: Option<(Written, f64, Truth)> = None;
        for reading in readings {
            let labels = &self.labels[reading.table];
            let written = Writer { study: self.study, labels }.compare(reading);
            let Some(truth) = formulas::holds(self.study, &written.formula) else { continue };
            let better = chosen.as_ref().is_none_or(|(_, _, best)| {
                truth == Truth::True && *best != Truth::True
                    || truth == Truth::Maybe && *best == Truth::False
            });
            if better {
                chosen = Some((written, reading.probability, truth));
            }
        }
        let (written, probability, outcome) = match chosen {
            Some((written, probability, truth)) => {
                let enough = if truth == Truth::True { SURE_TRUE } else { SURE };
                let outcome = match probability {
                    sure if sure >= enough => Outcome::Drafted,
                    likely if likely >= LIKELY => Outcome::Choice,
                    _ => Outcome::Unbound,
                };
                (Some(written), probability, outcome)
            }
            None => (None, 0.0, Outcome::Unbound),
        };
        let (formula, cells) = written.map(|written| (written.formula, written.cells)).unzip();
        let cells = cells.unwrap_or_default();
        let numerals = Vec::new();
        Comparison { block, sentence, range, outcome, formula, cells, numerals, probability }
    }
}

/// The comparison of a word that compares percentages of its own sentence.
fn of_figures(comparison: Comparison, figures: Figures) -> Comparison {
    Comparison {
        outcome: Outcome::Drafted,
        formula: Some(figures.formula),
        cells: Vec::new(),
        numerals: figures.numerals.into(),
        probability: OF_FIGURES,
        ..comparison
    }
}

/// The cell that a numeral prints.
fn printed(sentence: &Sentence, statement: &Statement) -> Option<Printed> {
    let sure = statement.outcome == Outcome::Drafted;
    let best = statement.candidates.first().filter(|best| {
        sure || statement.outcome == Outcome::Choice && best.probability >= CONFIRMED
    })?;
    let [cell] = best.cells[..] else { return None };
    let position = position(sentence, statement);
    let states = best.prints && best.operation == Operation::Value;
    // The second part of `32.064,5` is a numeral, but no word of the sentence.
    (states && position < sentence.words.len()).then_some(Printed { position, cell, sure })
}

/// The position of a numeral among the words of its sentence.
fn position(sentence: &Sentence, statement: &Statement) -> usize {
    let start = statement.numeral.range.start - sentence.range.start;
    sentence.words.partition_point(|word| word.range.start < start)
}

/// Whether a numeral certainly states a change or difference.
fn is_change(statement: &Statement) -> bool {
    statement.outcome == Outcome::Drafted
        && matches!(statement.candidates[0].operation, Operation::Change | Operation::Difference)
}

impl Told<'_> {
    /// The words that compare, in their order, without the one that each numeral of a change takes
    /// in.
    fn cues(&self) -> Vec<Cue> {
        let words = 0..self.sentence.words.len();
        let cues = words.filter_map(|position| {
            let (kind, direction) = extreme::cue(self, position)
                .or_else(|| than::cue(self, position).map(|direction| (Kind::Than, direction)))
                .or_else(|| {
                    trend::cue(self, position).map(|direction| (Kind::Change, direction))
                })?;
            let start = self.sentence.range.start;
            let first = position - usize::from(matches!(kind, Kind::Extreme(1..)));
            let [first, word] = [first, position].map(|at| &self.sentence.words[at].range);
            let range = first.start + start..word.end + start;
            Some(Cue { position, range, direction, kind })
        });
        let mut cues: Vec<Cue> = cues.collect();
        for change in self.changes {
            let taken = cues
                .iter()
                .enumerate()
                .filter(|(_, cue)| matches!(cue.kind, Kind::Change | Kind::Than))
                .min_by_key(|(_, cue)| cue.position.abs_diff(*change));
            if let Some((taken, _)) = taken {
                cues.remove(taken);
            }
        }
        cues
    }

    /// The stem of a word.
    fn stem(&self, position: usize) -> &str {
        self.sentence.words.get(position).map_or("", |word| word.stem.as_str())
    }

    /// The clause of a word.
    fn clause(&self, position: usize) -> usize {
        self.sentence.words[position].clause
    }

    /// The text of the sentence before a word.
    fn before(&self, position: usize) -> &str {
        &self.text[..self.sentence.words[position].range.start]
    }

    /// The words of a clause.
    fn clause_words(&self, clause: usize) -> Vec<usize> {
        let words = self.sentence.words.iter().enumerate();
        words.filter(|(_, word)| word.clause == clause).map(|(at, _)| at).collect()
    }

    /// Whether a word of change stands between two words.
    fn cues_between(&self, first: usize, last: usize) -> bool {
        (first + 1..last).any(|at| trend::cue(self, at).is_some())
    }

    /// Whether there is a number between two words, other than a period.
    fn numbers_between(&self, first: usize, last: usize) -> bool {
        (first + 1..last).any(|at| {
            let number = self.stem(at).starts_with(|c: char| c.is_ascii_digit());
            number && !self.sentence.dates.iter().any(|(date, _)| *date == at)
        })
    }

    /// Whether a word stands directly behind another, which may join words.
    fn follows(&self, position: usize, other: &str) -> bool {
        let before = self.before(position).trim_end_matches(|c: char| !c.is_alphanumeric());
        last_word(before).eq_ignore_ascii_case(other)
    }

    /// The table of a cell, and its place there.
    fn place(&self, cell: CellId) -> Option<(usize, Place)> {
        let table = self.labels.iter().position(|labels| labels.table == cell.column.table)?;
        let column = self.labels[table].position(cell.column.column)?;
        Some((table, (cell.row, column)))
    }
}

/// The most probable one, with the logarithm of its probability.
fn most_probable(logs: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    logs.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, log)| log.is_finite())
}
