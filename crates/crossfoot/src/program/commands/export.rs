//! `crossfoot export`: a study in the format of others.

use std::path::{Path, PathBuf};

use crossfoot_report::export::safe_cells;

use crate::program::args::Export;
use crate::program::output::Output;
use crate::program::studies;
use crate::program::{DONE, files};

pub(crate) fn run(options: &Export, output: &mut Output) -> anyhow::Result<u8> {
    let folder = studies::folder(options.study.as_deref());
    let audited = crate::open(&folder)?;
    let mut written = (options.format.write)(&audited.study, &audited.audit)?;
    if options.safe_cells {
        safe_cells(&mut written);
    }
    let mut out = options.out.clone();
    // If a format writes one file, `--out` may name it: `--out figures.xlsx`.
    if let (Some((parent, name)), [(made, _)]) = (single_file(&out), written.as_mut_slice())
        && extension(made.as_ref()) == extension(&out)
    {
        *made = name;
        out = parent;
    }
    files::write_outputs(&folder, &out, &written)?;
    output.written(&out, &written)?;
    Ok(DONE)
}

/// The folder and the name of a path that may name a file: it has an ending and is not a folder.
fn single_file(path: &Path) -> Option<(PathBuf, String)> {
    let name = path.file_name()?.to_str()?.to_owned();
    extension(path).filter(|_| !path.is_dir())?;
    Some((path.parent()?.to_owned(), name))
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}
