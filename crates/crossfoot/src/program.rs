//! The command line: the `main` of the program, for its own file and for programs that have it as a
//! library, such as Python.
//!
//! Nothing else in this library writes files or decides exit codes.
//!
//! ```
//! use crossfoot::program::{Launcher, captured};
//!
//! let arguments = ["crossfoot", "explain", "sum-mismatch"].map(Into::into);
//! let run = captured(arguments, &Launcher::Own);
//! assert_eq!((run.code, run.problems.as_str()), (0, ""));
//! assert!(run.output.starts_with("# sum-mismatch"));
//! ```

mod args;
mod baseline;
mod batch;
mod bug;
mod commands;
mod diagnostics;
mod files;
mod launcher;
mod output;
mod studies;

use std::ffi::OsString;

use clap::FromArgMatches;

use args::{Args, Command};
pub use launcher::Launcher;
use output::Output;

/// The exit code of a run that did what it was asked for, and found nothing to report.
pub(crate) const DONE: u8 = 0;
/// The exit code of a run with findings.
pub(crate) const FINDINGS: u8 = 1;
/// The exit code of a run that could not be done.
pub(crate) const COULD_NOT_RUN: u8 = 2;

/// Runs the program with its arguments, the first of which is its name. Gives the exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>, launcher: &Launcher) -> u8 {
    run(arguments, launcher, &mut Output::streams())
}

/// What a run of the program came to.
#[derive(Clone, Debug)]
pub struct Captured {
    /// The exit code.
    pub code: u8,
    /// What it wrote to stdout.
    pub output: String,
    /// What it wrote to stderr.
    pub problems: String,
}

/// As [`main`], but keeps what it writes. Text has no colours.
pub fn captured(arguments: impl IntoIterator<Item = OsString>, launcher: &Launcher) -> Captured {
    let mut output = Output::kept();
    let code = run(arguments, launcher, &mut output);
    let (output, problems) = output.into_kept();
    Captured { code, output, problems }
}

/// The message of an error: every problem with its place and the text around it.
///
/// ```
/// let error = crossfoot::open("no/such/folder").unwrap_err();
/// assert!(crossfoot::program::message(error).starts_with("error: "));
/// ```
pub fn message<E>(error: E) -> String
where
    E: std::error::Error + Send + Sync + 'static,
{
    diagnostics::plain(&error.into()).trim_end().to_owned()
}

fn run(
    arguments: impl IntoIterator<Item = OsString>,
    launcher: &Launcher,
    output: &mut Output,
) -> u8 {
    let parsed = args::command().try_get_matches_from(arguments);
    let args = match parsed.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(usage) => {
            output.usage(&usage);
            return if usage.use_stderr() { COULD_NOT_RUN } else { DONE };
        }
    };
    output.set(args.color, args.lang, args.quiet);
    bug::silence();
    match bug::guarded(|| run_command(&args.command, launcher, output)) {
        Ok(code) => code,
        Err(error) => {
            let unchecked = if matches!(args.command, Command::New(_) | Command::Add(_)) {
                "nothing was written"
            } else {
                "nothing was checked"
            };
            diagnostics::report(&error, unchecked, output);
            COULD_NOT_RUN
        }
    }
}

fn run_command(command: &Command, launcher: &Launcher, output: &mut Output) -> anyhow::Result<u8> {
    match command {
        Command::Audit(options) => commands::audit::run(options, output),
        Command::Claims(options) => commands::claims::run(options, output),
        Command::Check(options) => commands::check::run(options, output),
        Command::Batch(options) => commands::batch::run(options, launcher, output),
        Command::Reproduce(options) => commands::reproduce::run(options, output),
        Command::Explain(options) => commands::explain::run(options, output),
        Command::Localise(options) => commands::localise::run(options, output),
        Command::Revisions(options) => commands::revisions::run(options, output),
        Command::Add(options) => commands::add::run(options, output),
        Command::Report(options) => commands::report::run(options, output),
        Command::Export(options) => commands::export::run(options, output),
        Command::Chart(options) => commands::chart::run(options, output),
        Command::Stats(options) => commands::stats::run(options, output),
        Command::New(options) => commands::new::run(options, output),
        Command::Completions(options) => commands::completions::run(options, output),
        Command::Man(options) => commands::completions::manual(options, output),
        Command::Schema => commands::schema::run(output),
        Command::Worker(options) => commands::batch::serve(options, launcher, output.lang()),
    }
}
