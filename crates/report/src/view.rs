//! What each command shows, as documents.

mod check;
mod claims;
mod drafted;
mod explain;
mod findings;
mod header;
mod limits;
mod localise;
mod reproduce;
mod roots;
mod stats;

pub use check::check;
pub use drafted::drafted;
pub use explain::{explain, explain_study, list_explanations};
pub use localise::localise;
pub use reproduce::reproduce;
pub use stats::stats;

use crossfoot_core::Verdict;

use crate::document::Tone;

/// The tone of a verdict.
const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Exact | Verdict::Rounded | Verdict::Compatible => Tone::Good,
        Verdict::Truncated => Tone::Note,
        Verdict::Inconsistent | Verdict::Infeasible => Tone::Bad,
        Verdict::Feasible | Verdict::Unverifiable => Tone::Muted,
    }
}

/// A sign for a verdict, so that a table of figures stays narrow.
const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "=",
        Verdict::Rounded => "≈",
        Verdict::Compatible => "≃",
        Verdict::Truncated => "⌊",
        Verdict::Inconsistent => "≠",
        Verdict::Feasible => "◇",
        Verdict::Infeasible => "⨯",
        Verdict::Unverifiable => "?",
    }
}

/// `1 rule`, `2 rules`.
fn plural(count: usize, one: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {one}{s}", thousands(count))
}

/// A count with separators.
fn thousands(count: usize) -> String {
    crossfoot_audit::show::number(&crossfoot_core::Rational::from(count as i128), 0)
}

/// `3.1` becomes "section 3.1"; "Table 1 note" is a name already.
fn section_name(section: &str) -> String {
    if section.starts_with(|c: char| c.is_ascii_digit()) { format!("section {section}") } else { section.to_owned() }
}
