//! `crossfoot`: audits published statistics.

mod args;
mod batch;
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
    let done = match &args.command {
        Command::Audit(options) => commands::audit::run(options, &mut output),
        Command::Claims(options) => commands::claims::run(options, &mut output),
        Command::Check(options) => commands::check::run(options, &mut output),
        Command::Batch(options) => commands::batch::run(options, &mut output),
        Command::Reproduce(options) => commands::reproduce::run(options, &mut output),
        Command::Explain(options) => commands::explain::run(options, &mut output),
        Command::Localise(options) => commands::localise::run(options, &mut output),
        Command::Revisions(options) => commands::revisions::run(options, &mut output),
        Command::Add(options) => commands::add::run(options, &mut output),
        Command::Report(options) => commands::report::run(options, &mut output),
        Command::Export(options) => commands::export::run(options, &mut output),
        Command::Chart(options) => commands::chart::run(options, &mut output),
        Command::Stats(options) => commands::stats::run(options, &mut output),
        Command::New(options) => commands::new::run(options, &mut output),
    };
    match done {
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
