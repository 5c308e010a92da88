//! `crossfoot reproduce`.

use std::process::ExitCode;

use crossfoot_report::Checked;

use crate::args::Reproduce;
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Reproduce, output: &mut Output) -> anyhow::Result<ExitCode> {
    let audited =
        studies::open(&studies::folder(options.study.as_deref())?, options.basis.numbers)?;
    let checked = Checked { audits: vec![audited], ..Checked::default() };
    output.studies(options.format.write, &checked)?;
    Ok(ExitCode::SUCCESS)
}
