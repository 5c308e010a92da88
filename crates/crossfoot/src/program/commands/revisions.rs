//! `crossfoot revisions`.

use crate::program::args::{Revisions, Style};
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &Revisions, output: &mut Output) -> anyhow::Result<u8> {
    let study = crossfoot_load::load(&studies::folder(options.study.as_deref())?)?;
    match options.format.format {
        Style::Text => output.text(&crossfoot_report::revisions(&study))?,
        Style::Markdown => output.markdown(&crossfoot_report::revisions(&study))?,
        Style::Json => output.raw(&crossfoot_report::revisions_json(&study)?)?,
    }
    Ok(DONE)
}
