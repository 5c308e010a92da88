//! `crossfoot revisions`.

use crate::program::args::{Revisions, Style};
use crate::program::output::Output;
use crate::program::{DONE, studies};

pub(crate) fn run(options: &Revisions, output: &mut Output) -> anyhow::Result<u8> {
    let study = crossfoot_load::load(&studies::folder(options.study.as_deref()))?;
    let language = output.language(&study);
    let document = crossfoot_report::revisions(&study).in_language(&language);
    match options.format.format {
        Style::Text => output.text(&document)?,
        Style::Markdown => output.markdown(&document)?,
        Style::Json => output.raw(&crossfoot_report::revisions_json(&study)?)?,
    }
    Ok(DONE)
}
