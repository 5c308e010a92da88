//! `crossfoot batch`.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use crossfoot_core::on_one_line;
use crossfoot_report::batch::{Status, StudySummary, count};

use crate::program::args::{Batch, Worker};
use crate::program::batch::run::{self, Plan};
use crate::program::batch::worker::{self, Limits};
use crate::program::batch::{discovery, state, summary};
use crate::program::output::Output;
use crate::program::{COULD_NOT_RUN, DONE, FINDINGS, Launcher, files, studies};

/// Failed studies that are named; the summary has all.
const MOST_NAMED: usize = 20;

pub(crate) fn run(options: &Batch, launcher: &Launcher, output: &mut Output) -> anyhow::Result<u8> {
    let found = discovery::find(&options.folders)?;
    let jobs = options
        .jobs
        .map_or_else(|| thread::available_parallelism().map_or(1, Into::into), usize::from);
    let _lock = state::lock(&options.out)?;
    let program = state::program(launcher).context("cannot read the file of this program")?;
    let (out, changed) = (options.out.as_path(), options.changed);
    let (report, lang) = (options.report, options.lang);
    let plan = Plan { out, report, lang, launcher, program: &program, changed };
    let limits =
        Limits { memory: options.memory_limit, time: Duration::from_secs(options.time_limit) };
    let done = run::all(&found, plan, jobs, limits)?;
    let unchanged = done.iter().filter(|study| study.unchanged).count();
    let summaries: Vec<StudySummary> = done.into_iter().map(|study| study.summary).collect();
    files::clear_unfinished(&options.out);
    summary::write(&summaries, &options.out, &studies::plain_language(lang))?;
    let what = if found.iter().all(|one| one.is_article) { "articles" } else { "studies" };
    print(&summaries, what, unchanged, &options.out, output)?;
    let worst = summaries.iter().map(|study| study.status).max().unwrap_or(Status::Clean);
    Ok(match worst {
        Status::Clean => DONE,
        Status::Findings => FINDINGS,
        Status::Failed => COULD_NOT_RUN,
    })
}

/// Builds the studies that another process of this program names.
pub(crate) fn serve(options: &Worker, launcher: &Launcher) -> anyhow::Result<u8> {
    let Worker { out, program, threads, memory, changed, report, lang } = options;
    let (report, lang, changed) = (*report, *lang, *changed);
    let plan = Plan { out, report, lang, launcher, program, changed };
    worker::serve(plan, *threads, *memory)?;
    Ok(DONE)
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
        output.problem(&format!("error: {}: {error}\n", on_one_line(&study.folder)));
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
