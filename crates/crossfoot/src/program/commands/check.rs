//! `crossfoot check`.

use crate::Audited;
use anyhow::bail;
use crossfoot_report::{Checked, Failure};

use crate::program::args::Check;
use crate::program::output::Output;
use crate::program::{COULD_NOT_RUN, DONE, FINDINGS, diagnostics, studies};

pub(crate) fn run(options: &Check, output: &mut Output) -> anyhow::Result<u8> {
    let folders = if options.studies.is_empty() {
        vec![studies::folder(None)?]
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
    output.studies(options.format.write, &checked, options.lang)?;
    let open = checked.audits.iter().any(|(_, audit)| audit.open_findings().next().is_some());
    Ok(match (checked.failures.is_empty(), open) {
        (false, _) => COULD_NOT_RUN,
        (true, true) => FINDINGS,
        (true, false) => DONE,
    })
}
