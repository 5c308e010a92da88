//! `crossfoot explain`.

use std::process::ExitCode;

use anyhow::bail;

use crate::args::Explain;
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Explain, output: &mut Output) -> anyhow::Result<ExitCode> {
    let Some(what) = options.what.as_deref() else {
        output.text(&crossfoot_report::list_explanations())?;
        return Ok(ExitCode::SUCCESS);
    };
    if let Some(page) = crossfoot_report::explain(what) {
        output.text(&page)?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = studies::folder(options.study.as_deref())?;
    let (study, audit) = studies::open(&folder)?;
    let Some(document) = crossfoot_report::explain_study(&study, &audit, what) else {
        bail!(
            "`{what}` is neither a code nor a cause, and {} has no such cell, claim or check; `crossfoot explain` lists the codes",
            folder.display()
        )
    };
    output.text(&document)?;
    Ok(ExitCode::SUCCESS)
}
