//! The formula language: exact, typed, evaluated over intervals.
//!
#![doc = include_str!("formula/language.md")]

mod arithmetic;
mod ast;
mod bounds;
mod describe;
mod evaluate;
mod expr;
mod inputs;
mod lanes;
mod parse;
mod resolve;
mod types;

pub use ast::Comparison;
pub use evaluate::{
    Basis, Gap, Known, Outcome, Published, Truth, Value, evaluate, unlisted_periods,
};
pub use expr::{Aggregate, AggregateKind, Expr, Function, RowRef, Within};
pub use inputs::{inputs, reads, times_read};
pub use lanes::{Block, Lane};
pub use parse::{KEYWORDS, Rows, parse, parse_rows};
pub use resolve::{Scope, resolve};
pub use types::Type;

use crate::Span;

/// A formula whose names were looked up and whose units fit.
#[derive(Clone, Debug)]
pub struct Formula {
    /// What it computes.
    pub expr: Expr,
    /// What comes out.
    pub ty: Type,
}

/// A text as formulas write it; `None` if it has quotes of both kinds, or is empty.
///
/// ```
/// use crossfoot_core::formula::quoted;
/// assert_eq!(quoted("Total").as_deref(), Some("\"Total\""));
/// assert_eq!(quoted("6\" pipes").as_deref(), Some("'6\" pipes'"));
/// assert_eq!(quoted("6\" or 5'"), None);
/// ```
pub fn quoted(text: &str) -> Option<String> {
    match (text.is_empty(), text.contains('"'), text.contains('\'')) {
        (true, ..) | (_, true, true) => None,
        (_, true, false) => Some(format!("'{text}'")),
        _ => Some(format!("\"{text}\"")),
    }
}

/// Why a text is not a formula, or not one of this study.
///
/// ```
/// let error = crossfoot_core::formula::parse("women +").unwrap_err();
/// assert!(error.expected.is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct FormulaError {
    /// The stretch of the formula's text.
    pub span: Span,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What was expected there.
    pub expected: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

impl FormulaError {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), expected: None, help: None }
    }

    fn expecting(mut self, what: impl Into<String>) -> Self {
        self.expected = Some(what.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn suggest<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match crate::suggestion(wrong, known) {
            Some(name) => self.expecting(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}
