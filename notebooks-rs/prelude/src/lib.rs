//! What a notebook starts with: `use crossfoot_notebook::*;` brings the functions and types of all
//! crates, and values that show themselves.
//!
//! Nothing is computed here. [`show`], [`part`], [`ask`], [`grid`] and [`draw`] give a [`Page`],
//! which the kernel shows where it is the last value of a cell.

mod page;
mod scratch;

pub use crossfoot_audit::root::{Blamed, SourceError};
pub use crossfoot_audit::{
    Audit, CheckId, Code, Finding, Grade, LocaliseOptions, Recomputed, Record, Reported,
    RootCauses, audit, check_name, corrected, localise, show as text, target_name,
};
pub use crossfoot_core::{
    Cell, CellId, Decimal, Interval, Rational, Rounding, Study, Variable, Verdict,
};
pub use crossfoot_load::{LoadError, load, load_with};
pub use crossfoot_report as report;
pub use crossfoot_stats as stats;
pub use crossfoot_stats::{Analysis, Estimate, Options, analyse};

pub use page::{Page, ask, draw, grid, part, problems, prose, show, verbatim};
pub use scratch::{Scratch, copy_of, scratch};

/// Hands text of a type to the kernel, in the form that it reads from the output of a cell.
#[expect(
    clippy::disallowed_macros,
    reason = "the output of a cell is how a notebook is told what to show"
)]
fn display(media_type: &str, text: &str) {
    println!("EVCXR_BEGIN_CONTENT {media_type}\n{text}\nEVCXR_END_CONTENT");
}
