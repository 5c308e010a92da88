//! `crossfoot check`.

use anyhow::bail;
use crossfoot_audit::{Audit, Grade};
use crossfoot_core::Study;
use crossfoot_report::{Checked, Failure};

use crate::Audited;
use crate::program::args::{Check, FailOn};
use crate::program::baseline;
use crate::program::output::Output;
use crate::program::{COULD_NOT_RUN, DONE, FINDINGS, diagnostics, studies};

pub(crate) fn run(options: &Check, output: &mut Output) -> anyhow::Result<u8> {
    let folders = if options.studies.is_empty() {
        vec![studies::folder(None)]
    } else {
        options.studies.clone()
    };
    if options.text.article.is_some() && folders.len() > 1 {
        bail!("--article names the text of one study; {} were given", folders.len())
    }
    let mut checked = Checked::default();
    for folder in &folders {
        match studies::open_with(folder, &options.text) {
            Ok(audited) => {
                let Audited { study, audit } = audited.on(options.basis.numbers.into());
                checked.audits.push((study, audit));
            }
            Err(error) => {
                if !checked.failures.is_empty() {
                    output.problem("\n");
                }
                let unchecked = if folders.len() == 1 {
                    "nothing was checked".to_owned()
                } else {
                    format!("{} was not checked\n", folder.display())
                };
                let folder = folder.display().to_string();
                checked.failures.push(Failure { folder, problems: error.problems.clone() });
                diagnostics::report(&error.into(), &unchecked, output);
            }
        }
    }
    let audits = checked.audits.iter_mut().map(|(study, audit)| (study, audit));
    baseline::apply(&options.failing, &options.new_baseline, audits, output)?;
    output.studies(options.format.write, &checked)?;
    let fail_on = options.failing.fail_on;
    let open = checked.audits.iter().any(|(study, audit)| fails(study, audit, fail_on));
    Ok(match (checked.failures.is_empty(), open) {
        (false, _) => COULD_NOT_RUN,
        (true, true) => FINDINGS,
        (true, false) => DONE,
    })
}

/// Whether an audit has findings that fail a run.
pub(super) fn fails(study: &Study, audit: &Audit, fail_on: FailOn) -> bool {
    audit.open_findings().any(|finding| match fail_on {
        FailOn::Any => true,
        FailOn::Substantive => audit.grade(study, finding) == Grade::Substantive,
    })
}
