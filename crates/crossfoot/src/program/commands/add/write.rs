//! Writing a release into the folder of its study: all of it or nothing.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, bail};
use crossfoot_core::Study;
use crossfoot_ingest::text::file::BYTE_ORDER_MARK;
use crossfoot_load::MANIFEST;
use crossfoot_load::append::{Matching, file_names};

use crate::program::files;
use crate::program::output::Output;

/// A name that no other file in the folder has, unless that is the same text, left by a run that
/// was interrupted.
pub(super) fn free_name(
    folder: &Path,
    study: &Study,
    matching: &Matching,
    release: &str,
) -> String {
    let text = matching.raw.to_csv();
    file_names(&study.tables[matching.table], release)
        .find(|name| is_free(&folder.join(name), text))
        .unwrap_or_default()
}

/// Whether there is no such file, or one that holds this text already.
fn is_free(path: &Path, text: &str) -> bool {
    is_missing(path) || fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Whether there is nothing of this name, not even a link that leads nowhere.
fn is_missing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// Writes the file first and the manifest last, so that a study never names what is not there, and
/// loads the study once to see that it is what was promised; otherwise all is as it was. A run that
/// ends between the two leaves the study as it was, with a file that the next run takes for its own.
pub(super) fn write(
    folder: &Path,
    before: &Study,
    (name, text): (&str, &str),
    changed: &str,
    output: &mut Output,
) -> anyhow::Result<()> {
    let (file, manifest) = (folder.join(name), folder.join(MANIFEST));
    let new = is_missing(&file);
    files::clear_unfinished(folder);
    // If it is a link, it leads to a file of the study: otherwise the study would not have loaded.
    let target = fs::canonicalize(&manifest).unwrap_or_else(|_| manifest.clone());
    let current = fs::read_to_string(&manifest)
        .with_context(|| format!("cannot read {}", manifest.display()))?;
    let (mark, plain) = match current.strip_prefix(BYTE_ORDER_MARK) {
        Some(plain) => (&current[..BYTE_ORDER_MARK.len_utf8()], plain),
        None => ("", current.as_str()),
    };
    if plain != before.manifest.text() {
        bail!("{} changed in the meantime; nothing was written", manifest.display())
    }
    files::write(&file, text.as_bytes())?;
    let written = files::write(&target, format!("{mark}{changed}").as_bytes());
    let Err(error) = written.and_then(|()| Ok(crossfoot_load::load(folder).map(drop)?)) else {
        output.problem(&format!("wrote {} and {}\n", file.display(), manifest.display()));
        return Ok(());
    };
    files::write(&target, current.as_bytes()).with_context(|| {
        format!("cannot restore {} after this error: {error:#}", manifest.display())
    })?;
    if new {
        // What was added for nothing; that it cannot be removed is no worse than the error.
        let _ = fs::remove_file(&file);
    }
    Err(error)
}
