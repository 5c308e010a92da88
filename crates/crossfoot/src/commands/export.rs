//! `crossfoot export`: a study in the format of others.

use std::process::ExitCode;

use anyhow::Context;
use crossfoot_report::{Language, export};

use crate::args::{Export, ExportStyle, Numbers};
use crate::files;
use crate::output::Output;
use crate::studies;

pub(crate) fn run(options: &Export, output: &mut Output) -> anyhow::Result<ExitCode> {
    let (study, audit) =
        studies::open(&studies::folder(options.study.as_deref())?, Numbers::Published)?;
    let written = match options.format {
        ExportStyle::Datapackage => export::datapackage(&study, &audit),
        ExportStyle::Csvw => export::csvw(&study),
        ExportStyle::Xlsx => {
            let workbook = export::xlsx(&study, &audit, &Language::own(&study))
                .context("a spreadsheet cannot hold this study")?;
            vec![(format!("{}.xlsx", study.id), workbook)]
        }
    };
    files::write_all(&options.out, &written)?;
    let names: String =
        written.iter().map(|(name, _)| format!("{}\n", options.out.join(name).display())).collect();
    output.raw(&names)?;
    Ok(ExitCode::SUCCESS)
}
