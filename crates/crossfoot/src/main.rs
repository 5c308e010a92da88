//! `crossfoot`: audits published statistics.

mod args;
mod batch;
mod bug;
mod commands;
mod diagnostics;
mod files;
mod output;
mod studies;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use output::Output;

/// The exit code of a run that could not be done.
pub(crate) const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let mut output = Output::new(args.color);
    bug::silence();
    match bug::guarded(|| run(&args.command, &mut output)) {
        Ok(code) => code,
        Err(error) => {
            let unchecked = if matches!(args.command, Command::New(_) | Command::Add(_)) {
                "nothing was written"
            } else {
                "nothing was checked"
            };
            diagnostics::report(&error, unchecked, &mut output);
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run(command: &Command, output: &mut Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Audit(options) => commands::audit::run(options, output),
        Command::Claims(options) => commands::claims::run(options, output),
        Command::Check(options) => commands::check::run(options, output),
        Command::Batch(options) => commands::batch::run(options, output),
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
        Command::Worker(options) => commands::batch::serve(options),
    }
}
