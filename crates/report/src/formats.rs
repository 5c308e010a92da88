//! The formats in which studies are handed out, in the order in which help lists them. Another
//! format is a function and a line in a slice.
//!
//! ```
//! use crossfoot_report::formats::EXPORT;
//! let names: Vec<&str> = EXPORT.iter().map(|format| format.name).collect();
//! assert_eq!(names, ["datapackage", "csvw", "xlsx"]);
//! ```

use crossfoot_audit::Audit;
use crossfoot_core::Study;
use thiserror::Error;

use crate::ci::{self, Checked};
use crate::document::Document;
use crate::export::{self, Files};
use crate::language::Language;
use crate::{json, latex, view};

/// A format: its name, what it is for, and what writes it.
#[derive(Clone, Copy, Debug)]
pub struct Format<W> {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// What writes it.
    pub write: W,
}

/// A study with its audit.
pub type Audited = (Study, Audit);

/// What writes studies to be read at once.
#[derive(Clone, Copy, Debug)]
pub enum Shown {
    /// A document per study, for a terminal.
    Terminal(fn(&Study, &Audit) -> Document),
    /// A document per study, as Markdown.
    Markdown(fn(&Study, &Audit) -> Document),
    /// One text for all studies that were checked.
    Text(fn(&[Audited]) -> Result<String, FormatError>),
    /// One text that has a place for studies that could not be checked.
    Log(fn(&Checked) -> Result<String, FormatError>),
}

/// What writes a study as files.
pub type Packed = fn(&Study, &Audit) -> Result<Files, FormatError>;

/// Why a format could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FormatError {
    /// A value has no JSON form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// JUnit could not be written.
    #[error(transparent)]
    Junit(#[from] quick_junit::SerializeError),
    /// A study is too large for a spreadsheet.
    #[error("a spreadsheet cannot hold this study")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
}

/// The whole audit.
const JSON: Format<Shown> = Format {
    name: "json",
    about: "For programs: crossfoot.audit/1",
    write: Shown::Text(write_json),
};

const fn terminal(document: fn(&Study, &Audit) -> Document) -> Format<Shown> {
    Format { name: "text", about: "For a terminal", write: Shown::Terminal(document) }
}

const fn markdown(document: fn(&Study, &Audit) -> Document) -> Format<Shown> {
    Format { name: "markdown", about: "For GitHub and papers", write: Shown::Markdown(document) }
}

/// How `check` writes what it found.
pub static CHECK: &[Format<Shown>] = &[
    terminal(view::check),
    JSON,
    markdown(view::check),
    Format {
        name: "sarif",
        about: "For code scanning: SARIF 2.1.0, each finding at its cell",
        write: Shown::Log(write_sarif),
    },
    Format {
        name: "github",
        about: "Workflow commands, which GitHub shows next to changed lines",
        write: Shown::Log(write_github),
    },
    Format {
        name: "junit",
        about: "For CI servers: JUnit XML, one case per check",
        write: Shown::Log(write_junit),
    },
];

/// How `reproduce` writes a study beside what was recomputed.
pub static REPRODUCE: &[Format<Shown>] = &[
    terminal(view::reproduce),
    JSON,
    markdown(view::reproduce),
    Format {
        name: "latex",
        about: "Tables for papers; needs booktabs, array and longtable",
        write: Shown::Text(write_latex),
    },
];

/// How `export` hands a study on.
pub static EXPORT: &[Format<Packed>] = &[
    Format {
        name: "datapackage",
        about: "datapackage.json (version 2) and one CSV file per table",
        write: write_datapackage,
    },
    Format {
        name: "csvw",
        about: "csv-metadata.json (W3C) and one CSV file per table",
        write: write_csvw,
    },
    Format {
        name: "xlsx",
        about: "A spreadsheet with findings as cell notes and colours",
        write: write_xlsx,
    },
];

fn write_json(audits: &[Audited]) -> Result<String, FormatError> {
    Ok(json::audits(audits)?)
}

fn write_latex(audits: &[Audited]) -> Result<String, FormatError> {
    let all: Vec<String> =
        audits.iter().map(|(study, audit)| latex::render(study, audit)).collect();
    Ok(all.join("\n"))
}

fn write_sarif(checked: &Checked) -> Result<String, FormatError> {
    Ok(ci::sarif(checked)?)
}

fn write_github(checked: &Checked) -> Result<String, FormatError> {
    Ok(ci::github(checked))
}

fn write_junit(checked: &Checked) -> Result<String, FormatError> {
    Ok(ci::junit(checked)?)
}

fn write_datapackage(study: &Study, audit: &Audit) -> Result<Files, FormatError> {
    Ok(export::datapackage(study, audit))
}

fn write_csvw(study: &Study, _: &Audit) -> Result<Files, FormatError> {
    Ok(export::csvw(study))
}

fn write_xlsx(study: &Study, audit: &Audit) -> Result<Files, FormatError> {
    let workbook = export::xlsx(study, audit, &Language::own(study))?;
    Ok(vec![(format!("{}.xlsx", study.id), workbook)])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CHECK, EXPORT, Format, REPRODUCE};

    /// Fails where two formats have one name, or one is not fit for a command line or for help.
    fn assert_listed<W>(formats: &[Format<W>]) {
        let names: BTreeSet<&str> = formats.iter().map(|format| format.name).collect();
        assert_eq!(names.len(), formats.len(), "a name stands twice: {names:?}");
        for Format { name, about, .. } in formats {
            let plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(plain && !name.is_empty(), "`{name}` is a word in small letters");
            assert!(!about.is_empty() && !about.ends_with('.'), "{name}: {about}");
        }
    }

    #[test]
    fn formats_are_named_once_and_described() {
        assert_listed(CHECK);
        assert_listed(REPRODUCE);
        assert_listed(EXPORT);
    }

    #[test]
    fn what_is_shown_is_text_unless_another_format_is_asked_for() {
        assert_eq!([CHECK[0].name, REPRODUCE[0].name], ["text"; 2]);
    }
}
