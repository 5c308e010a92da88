//! `crossfoot export`: a study in the format of others.

use std::process::ExitCode;

use crossfoot_report::export::safe_cells;

use crate::args::Export;
use crate::files;
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Export, output: &mut Output) -> anyhow::Result<ExitCode> {
    let folder = studies::folder(options.study.as_deref())?;
    let audited = crossfoot::open(&folder)?;
    let mut written = (options.format.write)(&audited.study, &audited.audit)?;
    if options.safe_cells {
        safe_cells(&mut written);
    }
    files::write_outputs(&folder, &options.out, &written)?;
    let names: String =
        written.iter().map(|(name, _)| format!("{}\n", options.out.join(name).display())).collect();
    output.raw(&names)?;
    Ok(ExitCode::SUCCESS)
}
