//! Processes that build the studies of a batch, one after the other, within limits of memory and
//! time. If a study aborts its process or takes too long, it fails, and the other studies are built.
//!
//! A worker reads one study per line and answers with its result. It ends after the last line.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow};
use clap::ValueEnum;
use rayon::ThreadPoolBuilder;

use super::discovery::Found;
use super::run::{self, Done, Plan};

/// The stack size of a thread. The main thread has the same size, so that studies may nest as deeply
/// as in `check`.
const STACK: usize = 8 << 20;

/// What one study may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// MiB of memory.
    pub(crate) memory: u64,
    /// Seconds and parts of them.
    pub(crate) time: Duration,
}

/// A process at work.
pub(crate) struct Worker {
    process: Child,
    studies: ChildStdin,
    answers: Receiver<String>,
    limits: Limits,
}

impl Worker {
    /// Starts a process of this program.
    pub(crate) fn start(plan: &Plan<'_>, threads: usize, limits: Limits) -> anyhow::Result<Self> {
        let mut command = plan.launcher.command()?;
        command.args(["worker", "--program", plan.program]).arg("--out").arg(plan.out);
        command.args(["--threads", &threads.to_string(), "--memory", &limits.memory.to_string()]);
        if let Some(value) = plan.report.and_then(|style| style.to_possible_value()) {
            command.args(["--report", value.get_name()]);
        }
        if let Some(value) = plan.lang.to_possible_value() {
            command.args(["--lang", value.get_name()]);
        }
        if let Some(path) = plan.baseline {
            command.arg("--baseline").arg(path);
        }
        if plan.changed {
            command.arg("--changed");
        }
        // A library that aborts does not name the study; the batch does.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().context("cannot start a process for the studies")?;
        let (studies, output) = (process.stdin.take(), process.stdout.take());
        let (studies, output) =
            studies.zip(output).context("cannot talk to a process for the studies")?;
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines();
            lines.map_while(Result::ok).take_while(|line| sender.send(line.clone()).is_ok()).count()
        });
        Ok(Self { process, studies, answers, limits })
    }

    /// The result of a study; an error if the process ended or took too long.
    pub(crate) fn build(&mut self, study: &Found) -> anyhow::Result<Done> {
        let sent = serde_json::to_string(study).map_err(io::Error::from);
        sent.and_then(|line| writeln!(self.studies, "{line}"))
            .context("cannot send this study to its process")?;
        match self.answers.recv_timeout(self.limits.time) {
            Ok(line) => serde_json::from_str(&line).context("cannot read the result of this study"),
            Err(RecvTimeoutError::Timeout) => Err(anyhow!(
                "this study took longer than {} seconds; allow more with --time-limit",
                self.limits.time.as_secs()
            )),
            Err(RecvTimeoutError::Disconnected) => Err(anyhow!(
                "this study ended its process ({}); it may need more than {} MiB of memory; allow \
                 more with --memory-limit",
                self.process
                    .wait()
                    .map_or_else(|_| "killed".to_owned(), |status| status.to_string()),
                self.limits.memory
            )),
        }
    }
}

impl Drop for Worker {
    /// Ends the process, even in the middle of a study.
    fn drop(&mut self) {
        // If it has ended already, there is nothing to kill.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The work of such a process: builds every study that stdin names.
pub(crate) fn serve(plan: Plan<'_>, threads: usize, memory: u64) -> anyhow::Result<()> {
    limit(memory);
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build()
        .context("cannot start the threads")?;
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let study: Found = serde_json::from_str(&line?)?;
        let done = pool.install(|| run::one(&study, plan));
        writeln!(stdout, "{}", serde_json::to_string(&done)?)?;
        stdout.flush()?;
    }
    Ok(())
}

/// Limits the memory of this process, where the system can.
#[cfg(unix)]
fn limit(memory: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let bytes = memory.saturating_mul(1 << 20);
    let maximum = getrlimit(Resource::As).maximum;
    let current = Some(maximum.map_or(bytes, |most| bytes.min(most)));
    // If no limit can be set, studies are built without one.
    let _ = setrlimit(Resource::As, Rlimit { current, maximum });
}

#[cfg(not(unix))]
const fn limit(_: u64) {}
