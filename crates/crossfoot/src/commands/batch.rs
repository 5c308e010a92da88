//! `crossfoot batch`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use anyhow::Context;
use crossfoot_report::ReportFormat;
use crossfoot_report::batch::{Status, StudySummary, count};

use crate::args::{Batch, ReportStyle};
use crate::batch::run::{self, Plan};
use crate::batch::{discovery, state, summary};
use crate::output::Output;
use crate::{COULD_NOT_RUN, files, studies};

/// Failed studies that are named; the summary has all.
const MOST_NAMED: usize = 20;

pub(crate) fn run(options: &Batch, output: &mut Output) -> anyhow::Result<ExitCode> {
    let found = discovery::find(&options.folders)?;
    let jobs = options
        .jobs
        .map_or_else(|| thread::available_parallelism().map_or(1, Into::into), usize::from);
    let report = options.report.map(|style| match style {
        ReportStyle::Markdown => ReportFormat::Markdown,
        ReportStyle::Html => ReportFormat::Html,
    });
    let _lock = state::lock(&options.out)?;
    let program = state::program().context("cannot read the file of this program")?;
    let (out, changed) = (options.out.as_path(), options.changed);
    let lang = options.lang;
    let done = run::all(&found, Plan { out, report, lang, program: &program, changed, jobs })?;
    let unchanged = done.iter().filter(|study| study.unchanged).count();
    let summaries: Vec<StudySummary> = done.into_iter().map(|study| study.summary).collect();
    files::clear_unfinished(&options.out);
    summary::write(&summaries, &options.out, &studies::plain_language(lang))?;
    let what = if found.iter().all(|one| one.is_article) { "articles" } else { "studies" };
    print(&summaries, what, unchanged, &options.out, output)?;
    let worst = summaries.iter().map(|study| study.status).max().unwrap_or(Status::Clean);
    Ok(match worst {
        Status::Clean => ExitCode::SUCCESS,
        Status::Findings => ExitCode::from(super::check::FINDINGS),
        Status::Failed => ExitCode::from(COULD_NOT_RUN),
    })
}

/// Failures on stderr, what it came to on stdout.
fn print(
    studies: &[StudySummary],
    what: &str,
    unchanged: usize,
    out: &Path,
    output: &mut Output,
) -> anyhow::Result<()> {
    let failed: Vec<&StudySummary> =
        studies.iter().filter(|study| study.status == Status::Failed).collect();
    for study in failed.iter().take(MOST_NAMED) {
        let error = study.error.as_deref().unwrap_or_default();
        output.problem(&format!("error: {}: {error}\n", study.folder));
        let all = out.join(&study.name).join("error.txt");
        if fs::exists(&all).unwrap_or(false) {
            output.problem(&format!("  details: {}\n", all.display()));
        }
    }
    let more = failed.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        output.problem(&format!("{more} more {what} failed\n"));
    }
    output.raw(&format!(
        "{} {what}: {} without findings, {} with findings, {} failed; {unchanged} had not changed\n{}\n",
        studies.len(),
        count(studies, Status::Clean),
        count(studies, Status::Findings),
        count(studies, Status::Failed),
        out.join("index.html").display()
    ))?;
    Ok(())
}
