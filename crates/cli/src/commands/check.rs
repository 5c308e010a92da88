//! `crossfoot check`.

use std::process::ExitCode;

use crate::args::{Check, Style};
use crate::output::Output;
use crate::{COULD_NOT_RUN, diagnostics, studies};

/// The exit code of a run with findings.
pub(super) const FINDINGS: u8 = 1;

pub(crate) fn run(options: &Check, output: &mut Output) -> anyhow::Result<ExitCode> {
    let folders = if options.studies.is_empty() { vec![studies::folder(None)?] } else { options.studies.clone() };
    let (mut audits, mut failed) = (Vec::new(), false);
    for folder in &folders {
        match studies::open(folder, options.basis.numbers) {
            Ok(audited) => audits.push(audited),
            // With one study there is nothing else to show.
            Err(error) if folders.len() == 1 => return Err(error),
            Err(error) => {
                if failed {
                    output.problem("\n");
                }
                diagnostics::report(&error, &format!("{} was not checked\n", folder.display()), output);
                failed = true;
            }
        }
    }
    match options.format.format {
        _ if audits.is_empty() => {}
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
    Ok(match (failed, open) {
        (true, _) => ExitCode::from(COULD_NOT_RUN),
        (false, true) => ExitCode::from(FINDINGS),
        (false, false) => ExitCode::SUCCESS,
    })
}
