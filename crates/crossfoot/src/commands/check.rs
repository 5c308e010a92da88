//! `crossfoot check`.

use std::path::Path;
use std::process::ExitCode;

use crossfoot_core::Diagnostic;
use crossfoot_load::LoadError;
use crossfoot_report::{Checked, Failure};

use crate::args::Check;
use crate::output::Output;
use crate::{COULD_NOT_RUN, diagnostics, studies};

/// The exit code of a run with findings.
pub(super) const FINDINGS: u8 = 1;

pub(crate) fn run(options: &Check, output: &mut Output) -> anyhow::Result<ExitCode> {
    let folders = if options.studies.is_empty() {
        vec![studies::folder(None)?]
    } else {
        options.studies.clone()
    };
    let mut checked = Checked::default();
    for folder in &folders {
        match studies::open(folder, options.basis.numbers) {
            Ok(audited) => checked.audits.push(audited),
            Err(error) => {
                if !checked.failures.is_empty() {
                    output.problem("\n");
                }
                let unchecked = if folders.len() == 1 {
                    "nothing was checked".to_owned()
                } else {
                    format!("{} was not checked\n", folder.display())
                };
                diagnostics::report(&error, &unchecked, output);
                checked.failures.push(failure(folder, error));
            }
        }
    }
    output.studies(options.format.write, &checked)?;
    let open = checked.audits.iter().any(|(_, audit)| audit.open_findings().next().is_some());
    Ok(match (checked.failures.is_empty(), open) {
        (false, _) => ExitCode::from(COULD_NOT_RUN),
        (true, true) => ExitCode::from(FINDINGS),
        (true, false) => ExitCode::SUCCESS,
    })
}

fn failure(folder: &Path, error: anyhow::Error) -> Failure {
    let problems = match error.downcast::<LoadError>() {
        Ok(load) => load.problems,
        Err(other) => vec![Diagnostic::bare(format!("{other:#}"))],
    };
    Failure { folder: folder.display().to_string(), problems }
}
