//! `crossfoot completions` and `crossfoot man`: what shells and manuals show of the command line.

use anyhow::{Context, bail};
use clap::CommandFactory;
use crossfoot_core::suggestion;

use crate::program::DONE;
use crate::program::args::{Args, Completions, Manual};
use crate::program::output::Output;

/// The name under which the program is installed.
const NAME: &str = "crossfoot";

pub(crate) fn run(options: &Completions, output: &mut Output) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Args::command(), NAME, &mut script);
    output.raw(&String::from_utf8(script).context("the script is not UTF-8")?)?;
    Ok(DONE)
}

/// Writes a page in the format of `man`.
pub(crate) fn manual(options: &Manual, output: &mut Output) -> anyhow::Result<u8> {
    let mut program = Args::command();
    program.build();
    let command = match &options.of {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                let names = program.get_subcommands().map(clap::Command::get_name);
                let nearest = suggestion(name, names)
                    .map(|name| format!("; did you mean `{name}`?"))
                    .unwrap_or_default();
                bail!("unknown command `{name}`{nearest}")
            }
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    output.raw(&String::from_utf8(page).context("the page is not UTF-8")?)?;
    Ok(DONE)
}
