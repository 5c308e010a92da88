//! `crossfoot batch`.

use std::fs;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use crossfoot_core::on_one_line;
use crossfoot_report::batch::{Status, StudySummary, are_articles, count};
use rayon::prelude::*;

use crate::program::args::{Batch, FailOn, Lang, Worker};
use crate::program::baseline::Baseline;
use crate::program::batch::discovery::{self, Found};
use crate::program::batch::run::{self, Plan};
use crate::program::batch::state::{self, Share};
use crate::program::batch::summary;
use crate::program::batch::worker::{self, Limits};
use crate::program::output::Output;
use crate::program::{COULD_NOT_RUN, DONE, FINDINGS, Launcher, files, studies};

/// The file of a summary to open first.
const INDEX: &str = "index.html";
/// Failed studies that are named; the summary has all.
const MOST_NAMED: usize = 20;

pub(crate) fn run(options: &Batch, launcher: &Launcher, output: &mut Output) -> anyhow::Result<u8> {
    let found = discovery::find(&options.folders)?;
    let share = if options.part.is_some() { Share::Parts } else { Share::Alone };
    let _lock = state::lock(&options.out, share)?;
    let program = state::program(launcher).context("cannot read the file of this program")?;
    let (out, changed) = (options.out.as_path(), options.changed);
    let (report, lang) = (options.report, output.lang());
    let baseline = options.failing.baseline.as_deref();
    if let Some(path) = baseline {
        // What cannot be read is an error of the batch, not of each study.
        Baseline::read(path)?;
    }
    let plan = Plan { out, report, lang, launcher, program: &program, changed, baseline };
    if options.merge {
        let studies = merged(&found, plan)?;
        write_summary(&studies, plan)?;
        return print(&studies, "joined", INDEX, options, output);
    }
    let found = match options.part {
        Some(part) => part.take(found),
        None => found,
    };
    let jobs = options
        .jobs
        .map_or_else(|| thread::available_parallelism().map_or(1, Into::into), usize::from);
    let limits =
        Limits { memory: options.memory_limit, time: Duration::from_secs(options.time_limit) };
    let done = run::all(&found, plan, jobs, limits, output.is_quiet())?;
    let unchanged = done.iter().filter(|study| study.unchanged).count();
    let studies: Vec<StudySummary> = done.into_iter().map(|study| study.summary).collect();
    let how = format!("{unchanged} had not changed");
    if let Some(part) = options.part {
        return print(&studies, &format!("{how}; part {part}"), "", options, output);
    }
    write_summary(&studies, plan)?;
    print(&studies, &how, INDEX, options, output)
}

/// What the parts of a batch came to.
fn merged(found: &[Found], plan: Plan<'_>) -> anyhow::Result<Vec<StudySummary>> {
    let kept: Vec<_> = found.par_iter().map(|study| run::kept(study, plan)).collect();
    let missing: Vec<&str> = (found.iter().zip(&kept))
        .filter(|(_, kept)| kept.is_none())
        .map(|(study, _)| study.name.as_str())
        .collect();
    if let Some(first) = missing.first() {
        bail!(
            "{} of {} studies or articles are not in {}, or changed, or were audited with other \
             options or another version: {first}{}; run their parts again",
            missing.len(),
            found.len(),
            plan.out.display(),
            if missing.len() > 1 { " and others" } else { "" }
        )
    }
    Ok(kept.into_iter().flatten().collect())
}

fn write_summary(studies: &[StudySummary], plan: Plan<'_>) -> anyhow::Result<()> {
    files::clear_unfinished(plan.out);
    summary::write(studies, plan.out, &studies::plain_language(plan.lang))
}

/// Builds the studies that another process of this program names.
pub(crate) fn serve(options: &Worker, launcher: &Launcher, lang: Lang) -> anyhow::Result<u8> {
    let Worker { out, program, threads, memory, changed, report, baseline } = options;
    let (report, changed, baseline) = (*report, *changed, baseline.as_deref());
    let plan = Plan { out, report, lang, launcher, program, changed, baseline };
    worker::serve(plan, *threads, *memory)?;
    Ok(DONE)
}

/// Failures on stderr, what it came to on stdout. Gives the exit code of the worst study.
fn print(
    studies: &[StudySummary],
    how: &str,
    written: &str,
    options: &Batch,
    output: &mut Output,
) -> anyhow::Result<u8> {
    let out = options.out.as_path();
    let what = if are_articles(studies) { "articles" } else { "studies" };
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
        "{} {what}: {} without findings, {} with findings, {} failed; {how}\n{}\n",
        studies.len(),
        count(studies, Status::Clean),
        count(studies, Status::Findings),
        count(studies, Status::Failed),
        out.join(written).display()
    ))?;
    let codes = studies.iter().map(|study| code(study, options.failing.fail_on));
    Ok(codes.max().unwrap_or(DONE))
}

/// The exit code that a study alone would give.
const fn code(study: &StudySummary, fail_on: FailOn) -> u8 {
    match (study.status, fail_on) {
        (Status::Failed, _) => COULD_NOT_RUN,
        (Status::Findings, FailOn::Any) => FINDINGS,
        (Status::Findings, FailOn::Substantive) if study.substantive > 0 => FINDINGS,
        _ => DONE,
    }
}
