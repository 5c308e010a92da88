//! Options of the commands that draft: `audit`, `claims`, `new`.

use std::path::PathBuf;

use clap::ValueEnum;
use crossfoot_ingest::Charset;

/// Options of `audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Audit {
    /// The article or table
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The folder to write the drafted study to [default: nothing is written]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The decimal mark of the tables, `.` or `,` [default: detected]
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    pub(crate) decimal: Option<char>,
    /// The encoding of the file [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<Charset>,
    /// Output format
    #[arg(long, value_enum, default_value_t = AuditFormat::Text)]
    pub(crate) format: AuditFormat,
    #[command(flatten)]
    pub(crate) failing: super::Failing,
    #[command(flatten)]
    pub(crate) new_baseline: super::NewBaseline,
}

/// How an audited article is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// Readable text
    Text,
    /// Markdown
    Markdown,
    /// JSON, `crossfoot.article/1`
    Json,
}

/// Options of `claims`.
#[derive(Debug, clap::Args)]
pub(crate) struct Claims {
    /// Folder of a study
    #[arg(value_name = "STUDY")]
    pub(crate) study: Option<PathBuf>,
    /// The text
    #[arg(long, value_name = "TEXT")]
    pub(crate) from: PathBuf,
    /// The encoding of the text [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<Charset>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ClaimsFormat::Text)]
    pub(crate) format: ClaimsFormat,
}

/// How drafted claims are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClaimsFormat {
    /// Readable text
    Text,
    /// JSON, `crossfoot.claims/1`
    Json,
}

/// Options of `new`.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The name of the study: letters, digits, `-`, `_` and `.`
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Files with tables, or an article: CSV and TSV in any encoding, workbooks, DOCX, HTML, JATS
    /// XML, Markdown, text
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) from: Vec<PathBuf>,
    /// The text about them, to start with its statements: never taken for a table
    #[arg(long, value_name = "FILE")]
    pub(crate) text: Option<PathBuf>,
    /// The decimal mark of the files, `.` or `,` [default: detected]
    #[arg(long, value_name = "MARK", value_parser = decimal_mark)]
    pub(crate) decimal: Option<char>,
    /// The encoding of the files [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<Charset>,
    /// The folder of the study [default: data/ID]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = DraftFormat::Text)]
    pub(crate) format: DraftFormat,
}

/// How a draft is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DraftFormat {
    /// Readable text
    Text,
    /// JSON, `crossfoot.draft/1`
    Json,
}

/// Reads a decimal mark.
pub(super) fn decimal_mark(text: &str) -> Result<char, String> {
    match text {
        "." => Ok('.'),
        "," => Ok(','),
        _ => Err("expected `.` or `,`".to_owned()),
    }
}

/// Reads the name of an encoding.
pub(super) fn encoding(name: &str) -> Result<Charset, String> {
    Charset::from_name(name).ok_or_else(|| format!("unknown encoding `{name}`; expected utf-8, utf-16, gb18030, big5, windows-1252 or another"))
}
