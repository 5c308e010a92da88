//! What a notebook starts with: `use crossfoot_notebook::*;` brings the library under the names that
//! notebooks use, and values that show themselves.
//!
//! Nothing is computed here. [`show`], [`part`], [`ask`], [`grid`] and [`draw`] give a [`Page`],
//! which the kernel shows where it is the last value of a cell.

mod page;
mod scratch;

pub use crossfoot::audit::root::{Blamed, RootCause};
pub use crossfoot::audit::{
    Audit, CheckId, Code, Finding, Grade, LocaliseOptions, Recomputed, Record, Reported,
    RootCauses, audit, check_name, corrected, localise, show as text, target_name,
};
pub use crossfoot::core::{
    Cell, CellId, Decimal, Interval, Rational, Rounding, Study, Variable, Verdict,
};
pub use crossfoot::load::{LoadError, load, load_with};
pub use crossfoot::report;
pub use crossfoot::stats;
pub use crossfoot::stats::{Analysis, Estimate, Options, analyse};

pub use crossfoot::audit::article::{Outcome, Statement};
pub use crossfoot::ingest::{Options as Reading, ReceivedArticle, read_article};
pub use crossfoot::{Audited, AuditedArticle, Bases, Basis, audit_article, open};
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
