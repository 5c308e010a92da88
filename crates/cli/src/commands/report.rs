//! `crossfoot report`: everything that is known of a study, in files.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use crossfoot_core::Study;
use crossfoot_report::{Inputs, Report, ReportFormat};
use crossfoot_stats::{Options, analyse};

use crate::args::{self, Lang, Numbers, ReportStyle};
use crate::files::{self, Files};
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &args::Report, output: &mut Output) -> anyhow::Result<ExitCode> {
    let format = match options.format {
        ReportStyle::Markdown => ReportFormat::Markdown,
        ReportStyle::Html => ReportFormat::Html,
    };
    let written = files(&studies::folder(options.study.as_deref())?, format, options.lang)?;
    files::write_all(&options.out, &written)?;
    let names: String = written.iter().map(|(name, _)| format!("{}\n", options.out.join(name).display())).collect();
    output.raw(&names)?;
    Ok(ExitCode::SUCCESS)
}

/// The files of the report of a study.
pub(crate) fn files(folder: &Path, format: ReportFormat, lang: Lang) -> anyhow::Result<Files> {
    let bases = studies::bases(folder, Numbers::Published)?;
    let named: Vec<(&str, &Study)> = bases.iter().map(|(name, study)| (name.as_str(), study)).collect();
    let analysis = analyse(&named, &Options::default());
    let (study, audit) = studies::open(folder, Numbers::Published)?;
    let listed = crossfoot_load::inventory(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let listed: Vec<_> = listed.into_iter().map(|file| (file.name, file.bytes, file.sha256)).collect();
    let provenance = fs::read_to_string(folder.join("SOURCE.md")).ok();
    let inputs = Inputs { study: &study, audit: &audit, analysis: &analysis, files: &listed, provenance: provenance.as_deref() };
    Ok(Report::of(&inputs, &studies::language(lang, &study)).files(format))
}
