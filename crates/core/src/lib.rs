//! The vocabulary of Crossfoot: figures as printed, the intervals they stand for, tables, claims,
//! rules and formulas.
//!
//! A printed figure represents every value that rounds to it:
//!
//! ```
//! use crossfoot_core::{NumberFormat, Rational, Unit, read_figure};
//!
//! let english = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
//! let printed = read_figure("34.55 %", &Unit::Percent, english).unwrap();
//! let represents = printed.interval(false, None, false);
//! assert!(represents.contains(&Rational::new(3_455_4, 1_000).unwrap()));
//! assert!(!represents.contains(&Rational::new(3_455_6, 1_000).unwrap()));
//! ```
//!
//! Nothing here reads a file, a clock or the environment, and nothing depends on a float.

mod aliases;
mod article;
mod date;
mod decimal;
mod denominator;
mod diagnostic;
mod figure;
pub mod formula;
mod fraction;
mod halves;
mod id;
mod interval;
mod language;
mod missing;
mod numeral;
mod origin;
mod phrase;
mod place;
mod rational;
mod release;
mod rounding;
mod series;
mod source;
mod study;
mod table;
mod token;
mod unit;
mod verdict;
mod visible;

pub use aliases::{Alias, Aliases, Naming};
pub use article::{Article, Block, BlockKind, Mark, MarkKind, Part, Prose, Section};
pub use date::{DateSpan, is_month, without_mark};
pub use decimal::{Decimal, thousands};
pub use denominator::Denominator;
pub use diagnostic::{Diagnostic, LoadError, did_you_mean, quoted, suggestion};
pub use figure::{
    Figure, NumberFormat, Qualifier, ReadError, decimal_mark_evidence, may_be_either, read_figure,
    read_figures, read_parts, read_plain, read_rounded,
};
pub use fraction::Fraction;
pub use id::{ClaimId, ColumnName, RuleId, RuleName, TableId};
pub use interval::{Bound, Interval};
pub use language::is_language_code;
pub use missing::Missing;
pub use numeral::{Numeral, Quantity, QuantityKind, Reading, named_measure, read_numerals};
pub use origin::{Origins, Received, Whereabouts};
pub use phrase::Phrase;
pub use place::{Place, Spot, column_letters};
pub use rational::Rational;
pub use release::{Release, Vintage};
pub use rounding::{Reproduces, Rounding};
pub use series::{Conclusion, Expect, Question, Ranking, RateOf, Series};
pub use source::{FileText, ShortSpan, Source, Span};
pub use study::{
    Acceptance, Account, CellId, Claim, ColumnId, LedgerEntry, Rule, Study, Target, Variable,
};
pub use table::{Cell, CellUnit, Column, LEVELS, RowUnit, Table, key_part};
pub use token::is_chinese;
pub use unit::Unit;
pub use verdict::Verdict;
pub use visible::{is_control, on_one_line, visible};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
