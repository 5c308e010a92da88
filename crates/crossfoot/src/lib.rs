//! Audits published statistics: recomputes every figure, reports what disagrees, explains why, and
//! finds the few root causes.
//!
//! [`open`] reads the study in a folder and audits it. Everything else is a view of the result:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/hgr-2021-2024");
//! let audited = crossfoot::open(folder)?;
//! for record in audited.records().filter(|record| record.verdict.disagrees()) {
//!     println!("{} at {}: {}", record.label(), record.place(), record.verdict);
//! }
//! let total = audited.record("licences.total[2023]").ok_or("no such check")?;
//! assert!(total.verdict.disagrees());
//! let corrected = audited.corrected();
//! assert!(corrected.audit.findings.len() < audited.audit.findings.len());
//! println!("{}", crossfoot::report::markdown(&audited.document()));
//! # Ok(())
//! # }
//! ```
//!
//! Without a study, [`draft()`] makes one from tables as printed: it names the columns, finds the
//! rules that their numbers obey, and gives the files of a study for a person to complete.
//!
//! Each crate of the pipeline is a module here: [`core`] (figures, tables, formulas), [`ingest`]
//! (received files), [`load`] (studies on disk), [`audit`], [`stats`] and [`report`]. The
//! command line, [`program`], is built on all this; it alone writes files and decides exit codes.

mod article;
mod audited;
mod drafted;
#[cfg(not(target_family = "wasm"))]
pub mod program;
mod roles;

pub use article::{
    AuditedArticle, TextClaims, TextDraft, audit_article, claims_of_text, draft_with_text,
    has_prose, study_name,
};
pub use audited::{Audited, Bases, Basis};
pub use crossfoot_audit as audit;
pub use crossfoot_core as core;
pub use crossfoot_ingest as ingest;
pub use crossfoot_load as load;
pub use crossfoot_report as report;
pub use crossfoot_stats as stats;
pub use drafted::{Drafted, Input, draft};
pub use roles::by_role;

use std::path::Path;
use std::sync::Arc;

use crossfoot_load::LoadError;

/// Reads the study in a folder, which holds `study.toml` and the files it names, and audits it.
///
/// # Errors
/// [`LoadError`] with every problem that keeps the study from being understood, each with its
/// place. A figure that disagrees with another is not an error but a finding.
///
/// ```
/// let error = crossfoot::open("no/such/folder").unwrap_err();
/// assert!(error.to_string().contains("study.toml"));
/// ```
pub fn open(folder: impl AsRef<Path>) -> Result<Audited, LoadError> {
    study(folder.as_ref()).map(Audited::new)
}

/// Reads the study in a folder and the text that it is about, and audits it with the text in view:
/// numerals and quotes that differ are findings.
///
/// # Errors
/// As [`open`]; and [`LoadError`] if the text cannot be read.
///
/// ```
/// let error = crossfoot::open_with_text("no/such/folder", "paper.xml").unwrap_err();
/// assert!(error.to_string().contains("study.toml"));
/// ```
pub fn open_with_text(
    folder: impl AsRef<Path>,
    text: impl AsRef<Path>,
) -> Result<Audited, LoadError> {
    let mut study = study(folder.as_ref())?;
    let read = crossfoot_ingest::read_text(text.as_ref(), Default::default())?;
    study.article = Some(Arc::new(read.article));
    Ok(Audited::new(study))
}

/// Reads the study in a folder.
fn study(folder: &Path) -> Result<core::Study, LoadError> {
    crossfoot_load::load(folder)
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
