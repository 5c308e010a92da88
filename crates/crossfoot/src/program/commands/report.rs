//! `crossfoot report`: everything that is known of a study, in files.

use std::path::Path;

use anyhow::Context;
use crossfoot_report::ReportFormat;

use crate::Audited;
use crate::program::args::{self, Lang, ReportStyle};
use crate::program::files::{self, Files};
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &args::Report, output: &mut Output) -> anyhow::Result<u8> {
    let folder = studies::folder(options.study.as_deref());
    let audited = studies::open_with(&folder, &options.text)?;
    let written = files(&folder, &audited, options.format.into(), output.lang())?;
    files::write_outputs(&folder, &options.out, &written)?;
    output.written(&options.out, &written)?;
    Ok(DONE)
}

impl From<ReportStyle> for ReportFormat {
    fn from(style: ReportStyle) -> Self {
        match style {
            ReportStyle::Markdown => Self::Markdown,
            ReportStyle::Html => Self::Html,
            ReportStyle::Docx => Self::Docx,
            ReportStyle::Letter => Self::Letter,
        }
    }
}

/// The files of the report of an audited study.
pub(crate) fn files(
    folder: &Path,
    audited: &Audited,
    format: ReportFormat,
    lang: Lang,
) -> anyhow::Result<Files> {
    let listed = crossfoot_load::inventory(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?;
    let provenance = crossfoot_load::own_text(folder, "SOURCE.md");
    let language = studies::language(lang, &audited.study);
    Ok(audited.report(&listed, provenance.as_deref(), &language).files(format))
}
