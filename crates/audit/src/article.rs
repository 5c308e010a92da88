//! Statements of an article → formulas over the tables of a study, drafted from the words and
//! numbers of its sentences.
//!
//! ```
//! use crossfoot_audit::article::{Outcome, statements};
//! use crossfoot_core::{Article, Block, BlockKind, Part, Prose, Section, Source};
//! use crossfoot_load::{Loaded, scaffold};
//!
//! // The example of `crossfoot new`, and a sentence about it.
//! let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
//! let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
//! let text = "In 2023, 1,204 permits were granted.";
//! let mut prose = Prose::default();
//! prose.push(text, 0);
//! let prose = prose.with_sentences(vec![0..text.len()]);
//! let block = Block { section: 0, kind: BlockKind::Paragraph, prose };
//! let section = Section { name: "1".into(), title: "Results".into(), part: Part::Body };
//! let source = Source::new("article.txt", text.into()).unwrap();
//! let article = Article::new(source, None, vec![section], vec![block]);
//!
//! let found = statements(&study, &article);
//! let stated = &found.numerals[1];
//! assert_eq!(stated.candidates[0].formula, "permits.total[2023]");
//! assert_eq!(stated.outcome, Outcome::Drafted);
//! ```
//!
#![doc = include_str!("article.md")]

mod apposition;
mod clues;
mod compare;
mod drafter;
mod evidence;
mod formulas;
mod hypothesis;
mod judge;
mod labels;
mod lists;
mod numbers;
mod reason;
mod respective;
mod same;
mod search;
mod spans;
mod within;
mod words;
mod write;

use std::ops::Range;

use crossfoot_core::{Article, CellId, Interval, Numeral, Study, Unit};

use clues::Direction;
use drafter::Drafter;
pub use reason::{Reason, reason};

use crate::text::Passage;

/// How a numeral was computed from cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// It is a cell.
    Value,
    /// A sum of cells.
    Sum,
    /// Their mean.
    Mean,
    /// A difference.
    Difference,
    /// A relative change.
    Change,
    /// A part in percent of a whole.
    Share,
    /// A multiple of another.
    Quotient,
    /// A number of rows.
    Count,
}

impl Operation {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 8] = [
        Self::Value,
        Self::Sum,
        Self::Mean,
        Self::Difference,
        Self::Change,
        Self::Share,
        Self::Quotient,
        Self::Count,
    ];
}

/// What became of the numerals of an article.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Every numeral in the order of the text.
    pub numerals: Vec<Statement>,
    /// Every word that compares, in the order of the text, without the one that each drafted number of
    /// a change takes in.
    pub comparisons: Vec<Comparison>,
}

/// A statement without a number: that something rose or fell, was the highest or lowest, or was more
/// or less than something else.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Its block, by index.
    pub block: usize,
    /// Its sentence in the block, by index.
    pub sentence: usize,
    /// The bytes of the word that compares in the prose of the block.
    pub range: Range<usize>,
    /// What became of it.
    pub outcome: Outcome,
    /// The condition that it states, such as `permits.total[2022] > permits.total[2021]`.
    pub formula: Option<String>,
    /// The cells that it reads.
    pub cells: Vec<CellId>,
    /// The numerals of the article that it reads, by index.
    pub numerals: Vec<usize>,
    /// How probable it is that it states that.
    pub probability: f64,
}

impl Comparison {
    /// Calls the claims of numerals in its condition by these names, in the order of the numerals of
    /// the article.
    pub fn call_claims(&mut self, names: &[String]) {
        if let Some(formula) = &mut self.formula {
            call_claims(formula, &self.numerals, names);
        }
    }

    /// Where the word that compares stands.
    pub const fn passage(&self) -> Passage {
        let Range { start, end } = self.range;
        Passage { block: self.block, start, end }
    }
}

impl Statements {
    /// How many numerals are drafted, to choose, not bound, and not statistics.
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for statement in &self.numerals {
            counts[match statement.outcome {
                Outcome::Drafted | Outcome::Compared(_) => 0,
                Outcome::Choice => 1,
                Outcome::Unbound => 2,
                Outcome::NotStatistic(_) => 3,
            }] += 1;
        }
        counts
    }
}

/// The name of the claim that the comparison of an index is.
pub fn comparison_claim_id(comparison: usize) -> String {
    format!("s{}", comparison + 1)
}

/// A numeral of an article and what it states.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its block, by index.
    pub block: usize,
    /// Its sentence in the block, by index.
    pub sentence: usize,
    /// The numeral; its bytes are those of the prose of the block.
    pub numeral: Numeral,
    /// What became of it.
    pub outcome: Outcome,
    /// The formulas that it may state, the most probable first.
    pub candidates: Vec<Candidate>,
}

impl Statement {
    /// Where the numeral stands.
    pub const fn passage(&self) -> Passage {
        let Range { start, end } = self.numeral.range;
        Passage { block: self.block, start, end }
    }
}

/// What became of a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One formula explains it: the first candidate.
    Drafted,
    /// It is the place in an order that the comparison of this index states.
    Compared(usize),
    /// Several formulas do.
    Choice,
    /// It looks like a statistic, and none does.
    Unbound,
    /// It is not a statistic.
    NotStatistic(Reason),
}

/// A formula that a numeral may state.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The formula.
    pub formula: String,
    /// How it is computed.
    pub operation: Operation,
    /// The cells that it reads.
    pub cells: Vec<CellId>,
    /// Its unit.
    pub unit: Unit,
    /// Its value.
    pub value: Interval,
    /// How probable it is that the numeral states it.
    pub probability: f64,
    /// Whether the numeral prints its value.
    pub prints: bool,
    /// The numerals of the article that it reads, by index.
    pub numerals: Vec<usize>,
}

impl Candidate {
    /// Calls the claims of other numerals in its formula by these names, in the order of the
    /// numerals of the article.
    pub fn call_claims(&mut self, names: &[String]) {
        call_claims(&mut self.formula, &self.numerals, names);
    }
}

/// Calls the claims of numerals in a formula by other names.
fn call_claims(formula: &mut String, numerals: &[usize], names: &[String]) {
    // In two steps, since the name of one may be what another was called.
    for at in numerals {
        *formula = formula.replace(&published(&claim_id(*at)), &format!("\0{at}\0"));
    }
    for at in numerals {
        *formula = formula.replace(&format!("\0{at}\0"), &published(&names[*at]));
    }
}

/// A claim in a formula, as it is published.
fn published(claim: &str) -> String {
    format!("claims.published[\"{claim}\"]")
}

/// What is computed from two claims: the first, a share of the first in the second, a change or
/// difference from the first to the second, or their quotient.
fn of_claims(operation: Operation, direction: Option<Direction>, claims: [&str; 2]) -> String {
    let [a, b] = claims.map(published);
    match (operation, direction) {
        (Operation::Value, _) => a,
        (Operation::Share, _) => format!("share({a}, {b})"),
        (Operation::Quotient, _) => format!("{a} / {b}"),
        (Operation::Difference, Some(Direction::Down)) => format!("{a} - {b}"),
        (Operation::Difference, _) => format!("{b} - {a}"),
        (_, Some(Direction::Down)) => format!("-change({a}, {b})"),
        _ => format!("change({a}, {b})"),
    }
}

/// The name of the claim that the numeral of an index is.
pub fn claim_id(numeral: usize) -> String {
    format!("n{}", numeral + 1)
}

/// Drafts the statements of an article about the tables of a study.
pub fn statements(study: &Study, article: &Article) -> Statements {
    Drafter::new(study, article).statements()
}
