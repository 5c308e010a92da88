//! `crossfoot reproduce`.

use std::process::ExitCode;

use crate::args::{Reproduce, ReproduceStyle};
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Reproduce, output: &mut Output) -> anyhow::Result<ExitCode> {
    let (study, audit) =
        studies::open(&studies::folder(options.study.as_deref())?, options.basis.numbers)?;
    match options.format {
        ReproduceStyle::Text => output.text(&crossfoot_report::reproduce(&study, &audit))?,
        ReproduceStyle::Markdown => {
            output.markdown(&crossfoot_report::reproduce(&study, &audit))?
        }
        ReproduceStyle::Latex => output.raw(&crossfoot_report::latex(&study, &audit))?,
        ReproduceStyle::Json => output.raw(&crossfoot_report::json(&[(study, audit)])?)?,
    }
    Ok(ExitCode::SUCCESS)
}
