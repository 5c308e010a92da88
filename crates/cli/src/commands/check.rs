//! `crossfoot check`.

use std::process::ExitCode;

use crate::args::{Check, Style};
use crate::output::Output;
use crate::studies;

/// The exit code of a run with findings.
const FINDINGS: u8 = 1;

pub(crate) fn run(options: &Check, output: &mut Output) -> anyhow::Result<ExitCode> {
    let folders = if options.studies.is_empty() { vec![studies::folder(None)?] } else { options.studies.clone() };
    let audits = studies::open_all(&folders)?;
    match options.format.format {
        Style::Json => output.raw(&crossfoot_report::json(&audits)?)?,
        style => {
            for (at, (study, audit)) in audits.iter().enumerate() {
                if at > 0 {
                    output.raw("\n")?;
                }
                let document = crossfoot_report::check(study, audit);
                if style == Style::Text { output.text(&document)? } else { output.markdown(&document)? }
            }
        }
    }
    let open = audits.iter().any(|(_, audit)| audit.open_findings().next().is_some());
    Ok(if open { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}
