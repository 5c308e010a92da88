//! What each command shows, as documents.

mod added;
mod article;
mod beside;
mod check;
mod claims;
mod count;
mod drafted;
mod explain;
mod findings;
mod gone;
mod header;
mod limits;
mod localise;
mod readings;
mod report;
mod reproduce;
mod revisions;
mod roots;
mod stats;

pub use added::added;
pub use article::{article, numerals as numeral_counts};
pub use beside::{beside, lacking};
pub use check::check;
pub(crate) use claims::checks as claim_checks;
pub use drafted::drafted;
pub use explain::{explain, explain_study, list_explanations};
pub use gone::gone;
pub use localise::localise;
pub(crate) use report::{Parts, parts};
pub use reproduce::reproduce;
pub(crate) use reproduce::{Sheet, checks_by_cell};
pub use revisions::revisions_of as revisions;
pub(crate) use roots::{
    corrected as corrected_figure, figure as figure_of, printed as printed_figure,
};
pub(crate) use stats::size as statistic_size;
pub use stats::stats;

use crossfoot_core::{Phrase, Verdict, say};

use crate::document::{Document, Line, Outcome, Tone};

/// The tone of a verdict.
const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Exact | Verdict::Rounded | Verdict::Compatible => Tone::Good,
        Verdict::Truncated => Tone::Note,
        Verdict::Inconsistent | Verdict::Infeasible => Tone::Bad,
        Verdict::Feasible | Verdict::Unverifiable => Tone::Muted,
    }
}

/// How a check ended, for readers who choose what they see.
const fn outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Exact | Verdict::Rounded | Verdict::Compatible => Outcome::Agrees,
        Verdict::Truncated | Verdict::Inconsistent | Verdict::Infeasible => Outcome::Disagrees,
        Verdict::Feasible | Verdict::Unverifiable => Outcome::Undecided,
    }
}

/// A sign for a verdict, so that a table of figures stays narrow.
pub(crate) const fn mark(verdict: Verdict) -> &'static str {
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

/// A sign for a statement that holds in some of its readings and not in others.
const IN_PART: &str = "(=)";

/// A count with separators.
fn thousands(count: usize) -> String {
    crossfoot_audit::show::number(&crossfoot_core::Rational::from(count as i128), 0)
}

/// The first of some names, and how many more there are.
fn names(names: &[String], most: usize) -> Phrase {
    let shown = Phrase::list(names.iter().take(most));
    if names.len() > most {
        say!("{} and {} more", shown, thousands(names.len() - most))
    } else {
        shown
    }
}

/// A heading and the first of some lines; nothing if there are none.
fn listed(document: &mut Document, title: Phrase, mut lines: Vec<Line>, most: usize) {
    if lines.is_empty() {
        return;
    }
    document.heading(2, title);
    let all = lines.len();
    lines.truncate(most);
    document.list(lines);
    more(document, all, most);
}

/// How many of all there are beyond those that are shown.
fn more(document: &mut Document, all: usize, most: usize) {
    if all > most {
        let more = say!("and {} more, which `--format json` lists", thousands(all - most));
        document.paragraph(Line::toned(more, Tone::Note));
    }
}

/// A phrase with a space behind it, for the caption of what follows.
fn caption(phrase: Phrase) -> Phrase {
    Phrase::run([phrase, " ".into()])
}

/// A phrase with space before it.
fn spaced(phrase: impl Into<Phrase>) -> Phrase {
    Phrase::run(["  ".into(), phrase.into()])
}
