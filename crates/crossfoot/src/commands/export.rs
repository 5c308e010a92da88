//! `crossfoot export`: a study in the format of others.

use std::process::ExitCode;

use crate::args::Export;
use crate::files;
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Export, output: &mut Output) -> anyhow::Result<ExitCode> {
    let audited = studies::open(options.study.as_deref())?;
    let written = (options.format.write)(&audited.study, &audited.audit)?;
    files::write_all(&options.out, &written)?;
    let names: String =
        written.iter().map(|(name, _)| format!("{}\n", options.out.join(name).display())).collect();
    output.raw(&names)?;
    Ok(ExitCode::SUCCESS)
}
