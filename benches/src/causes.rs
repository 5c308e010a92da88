//! How well and how fast root causes are found: generated studies with known misprints, methods
//! that look for them, and scores.

mod families;
mod files;
mod generator;
pub mod methods;
mod plan;
mod release;
mod score;
pub(crate) mod slip;

use crossfoot_core::{Rule, Study};

pub use families::Family;
pub use files::Files;
pub use generator::{Generated, Generator, Misprint, Size};
pub use methods::{Method, Ranked};
pub use score::{Case, Score, percent};
pub use slip::Kind;

/// The rows that a rule is checked on; `None` alone for a rule that is not about rows.
fn checked_rows(study: &Study, rule: &Rule) -> Vec<Option<usize>> {
    study.checked_rows(rule).collect()
}
