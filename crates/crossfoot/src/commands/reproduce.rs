//! `crossfoot reproduce`.

use std::process::ExitCode;

use crossfoot::Audited;
use crossfoot_report::Checked;

use crate::args::Reproduce;
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Reproduce, output: &mut Output) -> anyhow::Result<ExitCode> {
    let folder = studies::folder(options.study.as_deref())?;
    let published = studies::open_with(&folder, &options.text)?;
    let Audited { study, audit } = published.on(options.basis.numbers.into());
    let checked = Checked { audits: vec![(study, audit)], ..Checked::default() };
    output.studies(options.format.write, &checked, options.lang)?;
    Ok(ExitCode::SUCCESS)
}
