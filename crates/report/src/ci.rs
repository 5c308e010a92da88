//! What machines that watch a repository read: findings at their cells as SARIF, as workflow
//! commands of GitHub, and as JUnit.

mod github;
mod junit;
mod sarif;

pub use github::render as github;
pub use junit::render as junit;
pub use sarif::render as sarif;

use std::sync::Arc;

use crossfoot_audit::root::Blamed;
use crossfoot_audit::{Audit, Code, Finding};
use crossfoot_core::{Diagnostic, Place, Source, Span, Study};

use crate::disagreement::message;

/// What one run checked.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// # let audit = crossfoot_audit::audit(&study);
/// use crossfoot_report::{Checked, github, junit, sarif};
/// let checked = Checked { audits: vec![(study, audit)], ..Checked::default() };
/// assert!(github(&checked).contains("file=permits/permits.csv,line=2"));
/// assert!(junit(&checked).unwrap().contains("<testsuite "));
/// assert!(sarif(&checked).unwrap().contains("\"sum-mismatch\""));
/// ```
#[derive(Debug, Default)]
pub struct Checked {
    /// The studies that were checked.
    pub audits: Vec<(Study, Audit)>,
    /// The studies that could not be.
    pub failures: Vec<Failure>,
}

/// A study that could not be checked.
#[derive(Debug)]
pub struct Failure {
    /// Its folder, as it was named.
    pub folder: String,
    /// Why, at least one problem.
    pub problems: Vec<Diagnostic>,
}

/// How bad a finding is that nobody accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// What is printed is wrong.
    Error,
    /// Needs a look: digits cut off, or something about the study's own files.
    Warning,
}

impl Level {
    const fn from_code(code: Code) -> Self {
        match code {
            Code::Truncated | Code::UnexplainedNumeral | Code::UnmatchedAcceptance => Self::Warning,
            _ => Self::Error,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A stretch of a file, from its first character up to the one behind its last; lines and columns
/// from 1, columns in characters.
struct Region {
    file: String,
    start: Place,
    end: Place,
}

impl Region {
    fn from_stretch((source, span): (&Arc<Source>, Span)) -> Self {
        let start = source.place(span);
        Self { file: relative(&start.file), end: source.end(span), start }
    }

    /// Where a finding stands.
    fn from_finding(study: &Study, finding: &Finding) -> Self {
        Self::from_stretch(finding.stretch(study))
    }
}

/// A path as repositories write it: with `/`, and without the folder that everything is in.
fn relative(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").map_or_else(|| path.clone(), ToOwned::to_owned)
}

/// The root causes that a finding comes from, other than one in its own figure: what each says,
/// and where it stands.
fn sources(study: &Study, audit: &Audit, finding: &Finding) -> Vec<(String, Region)> {
    let Some(id) = finding.check_id() else { return Vec::new() };
    let own = study.rules[id.rule].variable(id.row);
    let others = audit.roots.explaining(id).into_iter().filter(|error| {
        error.is_telling() && !matches!(error.blamed, Blamed::Figure(figure) if Some(figure) == own)
    });
    others
        .map(|error| {
            (
                format!("root cause in {}: {}", error.name(study), error.detail),
                Region::from_stretch(error.stretch(study)),
            )
        })
        .collect()
}

/// Why a finding is accepted.
fn accepted<'a>(study: &'a Study, finding: &Finding) -> Option<&'a str> {
    finding.accepted.map(|accepted| study.accepted[accepted].reason.as_str())
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_those_of_the_repository() {
        assert_eq!(
            ["./data/a.csv", "data\\a.csv", "../b.csv"].map(relative),
            ["data/a.csv", "data/a.csv", "../b.csv"]
        );
    }
}
