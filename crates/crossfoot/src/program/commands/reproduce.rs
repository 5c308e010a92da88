//! `crossfoot reproduce`.

use crossfoot_report::Checked;

use crate::Audited;
use crate::program::args::Reproduce;
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &Reproduce, output: &mut Output) -> anyhow::Result<u8> {
    let folder = studies::folder(options.study.as_deref());
    let published = studies::open_with(&folder, &options.text)?;
    let Audited { study, audit } = published.on(options.basis.numbers.into());
    let checked = Checked { audits: vec![(study, audit)], ..Checked::default() };
    output.studies(options.format.write, &checked)?;
    Ok(DONE)
}
