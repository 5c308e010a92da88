//! `crossfoot report`: everything that is known of a study, in files.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use crossfoot::Audited;
use crossfoot_report::ReportFormat;

use crate::args::{self, Lang, ReportStyle};
use crate::files::{self, Files};
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &args::Report, output: &mut Output) -> anyhow::Result<ExitCode> {
    let folder = studies::folder(options.study.as_deref())?;
    let audited = studies::open_with(&folder, &options.text)?;
    let written = files(&folder, &audited, options.format.into(), options.lang)?;
    files::write_outputs(&folder, &options.out, &written)?;
    output.written(&options.out, &written)?;
    Ok(ExitCode::SUCCESS)
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
