//! `crossfoot reproduce`.

use std::process::ExitCode;

use crate::args::{Reproduce, Style};
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Reproduce, output: &mut Output) -> anyhow::Result<ExitCode> {
    let (study, audit) = studies::open(&studies::folder(options.study.as_deref())?, options.basis.numbers)?;
    match options.format.format {
        Style::Text => output.text(&crossfoot_report::reproduce(&study, &audit))?,
        Style::Markdown => output.markdown(&crossfoot_report::reproduce(&study, &audit))?,
        Style::Json => output.raw(&crossfoot_report::json(&[(study, audit)])?)?,
    }
    Ok(ExitCode::SUCCESS)
}
