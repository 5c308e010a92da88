//! Building the studies of a batch, several at a time. None can stop the others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, anyhow, bail};
use crossfoot_ingest::{Options as Reading, read_article};
use crossfoot_load::MANIFEST;
use crossfoot_report::batch::{ArticleSummary, Kind, RuleSummary, Status, StudySummary};
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};

use super::discovery::Found;
use super::progress;
use super::state::{self, State};
use super::worker::{Limits, Worker};
use crate::Audited;
use crate::program::args::{Lang, ReportStyle};
use crate::program::baseline::Baseline;
use crate::program::bug::guarded;
use crate::program::commands::report;
use crate::program::diagnostics;
use crate::program::files::{self, Files};
use crate::program::{Launcher, studies};

/// The file with the error of a study.
const ERROR: &str = "error.txt";

/// How studies are built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan<'a> {
    /// The folder of all outputs.
    pub(crate) out: &'a Path,
    /// The full report, besides the audit.
    pub(crate) report: Option<ReportStyle>,
    /// The language of audits and reports.
    pub(crate) lang: Lang,
    /// How the program is started again.
    pub(crate) launcher: &'a Launcher,
    /// Which build of the program this is.
    pub(crate) program: &'a str,
    /// Whether only studies that changed are built.
    pub(crate) changed: bool,
    /// The file of known findings.
    pub(crate) baseline: Option<&'a Path>,
}

/// What became of a study.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    /// Its summary.
    pub(crate) summary: StudySummary,
    /// Whether it had not changed, so that its outputs were left as they are.
    pub(crate) unchanged: bool,
}

/// Builds all studies with so many threads. The results are in the order of the studies.
pub(crate) fn all(
    found: &[Found],
    plan: Plan<'_>,
    jobs: usize,
    limits: Limits,
    quiet: bool,
) -> anyhow::Result<Vec<Done>> {
    // Every process has its own pool, so that a thread that waits for a part of its study never
    // begins another one in between.
    let workers = jobs.min(found.len()).max(1);
    let queue = Queue {
        found,
        plan,
        threads: (jobs / workers).max(1),
        limits,
        next: AtomicUsize::new(0),
        done: Mutex::new(Vec::with_capacity(found.len())),
        bar: progress::bar(found.len(), quiet),
    };
    let started = (0..workers).map(|_| queue.start());
    let started = started.collect::<anyhow::Result<Vec<_>>>()?;
    thread::scope(|scope| {
        for worker in started {
            let queue = &queue;
            scope.spawn(move || queue.work(worker));
        }
    });
    queue.bar.finish_and_clear();
    let mut done = queue.done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

/// The studies of a batch, which workers take one after the other.
struct Queue<'a> {
    found: &'a [Found],
    plan: Plan<'a>,
    /// Of each worker.
    threads: usize,
    limits: Limits,
    next: AtomicUsize,
    /// What became of studies, each with its position.
    done: Mutex<Vec<(usize, Done)>>,
    bar: ProgressBar,
}

impl Queue<'_> {
    fn start(&self) -> anyhow::Result<Worker> {
        Worker::start(&self.plan, self.threads, self.limits)
    }

    /// Has studies built until none is left. A worker that fails is replaced.
    fn work(&self, worker: Worker) {
        let mut worker = Some(worker);
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(study) = self.found.get(at) else { return };
            self.bar.set_message(study.name.clone());
            let result = match worker.as_mut() {
                Some(worker) => worker.build(study),
                None => Err(anyhow!("cannot start a process for the studies")),
            };
            let result = result.unwrap_or_else(|error| {
                drop(worker.take());
                worker = self.start().ok();
                failed(study, self.plan, &error)
            });
            self.done.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((at, result));
            self.bar.inc(1);
        }
    }
}

/// A study that was not built, with its error among its outputs.
fn failed(study: &Found, plan: Plan<'_>, error: &anyhow::Error) -> Done {
    let out = plan.out.join(&study.name);
    match refuse(&out) {
        Ok(()) => done(study, &out, state::read(&out), hash(study, plan), failure(error)),
        Err(refused) => without_outputs(study, &refused),
    }
}

/// Keeps what was built.
fn done(study: &Found, out: &Path, earlier: Option<State>, hash: String, built: Built) -> Done {
    let Built { summary, rules, outputs } = built;
    let state = State { hash: Some(hash), summary: named(study, summary, &outputs), rules };
    match keep(out, earlier.map(|earlier| earlier.summary), &state, &outputs) {
        Ok(()) => Done { summary: state.summary, unchanged: false },
        Err(error) => without_outputs(study, &error),
    }
}

/// A study whose outputs, even its error, could not be written.
fn without_outputs(study: &Found, error: &anyhow::Error) -> Done {
    let summary = named(study, failure(error).summary, &Files::new());
    Done { summary, unchanged: false }
}

/// Builds a study; every error becomes its result.
pub(crate) fn one(study: &Found, plan: Plan<'_>) -> Done {
    let out = plan.out.join(&study.name);
    if let Err(error) = refuse(&out) {
        return without_outputs(study, &error);
    }
    let kept = state::read(&out);
    // Before the study is read: what changes meanwhile is seen by the next run.
    let hash = hash(study, plan);
    if let (true, Some(kept)) = (plan.changed, kept.as_ref().filter(|kept| kept.is_of(&hash)))
        && !hash.is_empty()
        && kept.summary.status != Status::Failed
        && kept.summary.files.iter().all(|file| out.join(file).is_file())
    {
        return Done { summary: placed(study, kept.summary.clone()), unchanged: true };
    }
    let built =
        guarded(|| if study.is_article { article(study, plan) } else { build(study, plan) });
    done(study, &out, kept, hash, built.unwrap_or_else(|error| failure(&error)))
}

/// A hash of everything that the outputs of a study depend on; empty if it cannot be read.
fn hash(study: &Found, plan: Plan<'_>) -> String {
    let known = plan.baseline.map(fs::read_to_string).transpose().unwrap_or_default();
    let options = format!("{:?} {:?} {:?} {known:?}", plan.report, plan.lang, study.twin);
    state::hash(&study.folder, plan.program, &options).unwrap_or_default()
}

/// What an earlier run came to for a study that has not changed since.
pub(crate) fn kept(study: &Found, plan: Plan<'_>) -> Option<StudySummary> {
    let kept = state::read(&plan.out.join(&study.name))?;
    kept.is_of(&hash(study, plan)).then(|| placed(study, kept.summary))
}

/// Refuses to write outputs into the folder of a study, or through a link.
fn refuse(out: &Path) -> anyhow::Result<()> {
    files::refuse_link(out)?;
    if out.join(MANIFEST).exists() {
        bail!("{} is the folder of a study; choose another folder with --out", out.display())
    }
    Ok(())
}

/// The summary with the place of its study.
fn placed(study: &Found, summary: StudySummary) -> StudySummary {
    let folder = study.folder.to_string_lossy().into_owned();
    let kind = if study.is_article { Kind::Article } else { Kind::Study };
    StudySummary { kind, folder, name: study.name.clone(), ..summary }
}

/// The summary with the place of its study, and the names of its outputs.
fn named(study: &Found, summary: StudySummary, outputs: &Files) -> StudySummary {
    let files = outputs.iter().map(|(file, _)| file.clone()).collect();
    StudySummary { files, ..placed(study, summary) }
}

/// What a study came to, and its outputs.
struct Built {
    summary: StudySummary,
    rules: Vec<RuleSummary>,
    outputs: Files,
}

fn build(study: &Found, plan: Plan<'_>) -> anyhow::Result<Built> {
    if let Some(twin) = &study.twin {
        bail!(
            "{} has the same id as {}; give each study a different id",
            study.folder.display(),
            twin.display()
        )
    }
    let mut audited = crate::open(&study.folder)?;
    accept_known(&mut audited, plan)?;
    let Audited { study: opened, audit } = &audited;
    let language = studies::language(plan.lang, opened);
    let summary = StudySummary::of(opened, audit, &language);
    let rules = RuleSummary::all(opened, audit);
    let document = audited.document().in_language(&language);
    let shown = crossfoot_report::markdown(&document).into_bytes();
    let report = match plan.report {
        Some(style) => report::files(&study.folder, &audited, style.into(), plan.lang)?,
        None => Files::new(),
    };
    let json = audited.json()?.into_bytes();
    let mut outputs = vec![("audit.json".to_owned(), json), ("audit.md".to_owned(), shown)];
    outputs.extend(report);
    Ok(Built { summary, rules, outputs })
}

/// Audits an article as if its study were in the folder of its outputs, where it is not written.
fn article(found: &Found, plan: Plan<'_>) -> anyhow::Result<Built> {
    let read = read_article(&found.folder, Reading::default())?;
    let mut audited = crate::audit_article(&found.name, read, Path::new(&found.name), None)?;
    accept_known(&mut audited.audited, plan)?;
    let Audited { study, audit } = &audited.audited;
    let language = studies::language(plan.lang, study);
    let summary = StudySummary {
        article: Some(ArticleSummary::new(&audited.statements, study, audit)),
        title: audited.article.title.clone().unwrap_or_default(),
        ..StudySummary::of(study, audit, &language)
    };
    let document = audited.document().in_language(&language);
    let shown = crossfoot_report::markdown(&document).into_bytes();
    let outputs = vec![
        ("article.json".to_owned(), audited.json()?.into_bytes()),
        ("article.md".to_owned(), shown),
    ];
    Ok(Built { summary, rules: RuleSummary::all(study, audit), outputs })
}

/// Accepts the findings that the file of known findings lists.
fn accept_known(audited: &mut Audited, plan: Plan<'_>) -> anyhow::Result<()> {
    if let Some(path) = plan.baseline {
        Baseline::read(path)?.accept(&mut audited.study, &mut audited.audit);
    }
    Ok(())
}

fn failure(error: &anyhow::Error) -> Built {
    let first = diagnostics::first_line(error);
    let outputs = vec![(ERROR.to_owned(), diagnostics::plain(error).into_bytes())];
    Built { summary: StudySummary::failed(&first), rules: Vec::new(), outputs }
}

/// Writes the outputs, takes away those of an earlier run that are none any more, and last of all
/// writes what makes the next run leave them as they are.
fn keep(
    out: &Path,
    earlier: Option<StudySummary>,
    state: &State,
    outputs: &Files,
) -> anyhow::Result<()> {
    let summary = &state.summary;
    let _lock = files::lock_folder(out);
    files::clear_unfinished(out);
    let old: BTreeSet<String> = earlier
        .into_iter()
        .flat_map(|earlier| earlier.files)
        .filter(|file| !summary.files.contains(file))
        .collect();
    if out.exists() {
        // From here on the outputs are neither of the old study nor of the new one; whose they are
        // is remembered should this be interrupted.
        let files = old.iter().chain(&summary.files).cloned().collect();
        state::write(
            out,
            &State {
                hash: None,
                summary: StudySummary { files, ..summary.clone() },
                rules: Vec::new(),
            },
        )?;
    }
    files::write_all(out, outputs)?;
    for file in old {
        // A batch writes no outputs outside its folder, so that this path is left alone.
        let Ok(path) = files::below(out, &file) else { continue };
        if path.is_file() || files::is_link(&path) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    state::write(out, state)
}
