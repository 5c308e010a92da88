//! Numerals in running text: digits and words, with unit, precision and what the words around them
//! say of the number.

use std::ops::Range;

use crate::{DateSpan, Qualifier, Rational, Unit};

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Its bytes in the text, with sign and unit: `58.4%`, `1.3 billion`, `thirteen`.
    pub range: Range<usize>,
    /// What it says.
    pub reading: Reading,
    /// "about", "at least", or an inequality sign.
    pub qualifier: Qualifier,
}

/// What a numeral says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A quantity.
    Quantity(Quantity),
    /// A place in an order: `first`, `3rd`, `第二`.
    Ordinal(i64),
    /// A day, month, year or span of them.
    Date(DateSpan),
}

/// A quantity as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number that is written, with its sign and its scale ("million"): 1,300,000,000 of
    /// `1.3 billion`; 58.4 of `58.4%`; 2/3 of `two-thirds`; 2 of `doubled`.
    pub value: Rational,
    /// One unit in its last printed place: 0.1 of `58.4%`, 100,000,000 of `1.3 billion`; zero where
    /// the number is exact by nature (`two-thirds`).
    pub step: Rational,
    /// What it counts: `number` where nothing says it.
    pub unit: Unit,
    /// What kind of number it is.
    pub kind: QuantityKind,
    /// Whether it is written in digits.
    pub digits: bool,
}

/// What kind of number a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityKind {
    /// A number of things, a measure or a percentage.
    Level,
    /// A part of one: `a third`, `three quarters`.
    Fraction,
    /// A multiple of something else: `doubled`, `threefold`, `2.5 times`.
    Multiple,
}
