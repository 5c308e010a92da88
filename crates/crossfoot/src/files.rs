//! Files that commands write: each whole or not at all, so that a run that fails or is interrupted
//! leaves what was there before.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
pub(crate) use crossfoot_report::export::Files;

/// What files are called before they are moved where they belong.
const UNFINISHED: &str = ".crossfoot-";

/// Writes files into a folder, which is made where it is missing.
pub(crate) fn write_all(folder: &Path, files: &Files) -> anyhow::Result<()> {
    files.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))
}

/// Writes one file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes one file so that it is on the disk before it takes the place of another.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |file| {
        file.write_all(bytes)?;
        Ok(file.sync_all()?)
    })
}

/// Writes one file beside where it belongs, then moves it there. A file that is there keeps its
/// permissions, and a link stays one.
pub(crate) fn write_with(
    path: &Path,
    fill: impl FnOnce(&mut File) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let linked = fs::canonicalize(path);
    let path = linked.as_deref().unwrap_or(path);
    replace(path, fill).with_context(|| format!("cannot write {}", path.display()))
}

/// Replaces a file that is not a link.
fn replace(path: &Path, fill: impl FnOnce(&mut File) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_file() {
        bail!("{} is a file; expected a folder", folder.display())
    }
    fs::create_dir_all(folder)?;
    let mut file = new_file(folder)?;
    if let Ok(known) = fs::metadata(path) {
        file.as_file().set_permissions(known.permissions())?;
    }
    fill(file.as_file_mut())?;
    file.persist(path)?;
    Ok(())
}

/// A file of another name that others may read as they may read any, not only its owner.
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Takes away what an interrupted run left unfinished in a folder.
pub(crate) fn clear_unfinished(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
            // What cannot be taken away is hidden and harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Waits until nobody else changes a folder, and keeps others waiting for as long as the file is
/// open. Where a system has no such locks nothing is waited for.
pub(crate) fn lock_folder(folder: &Path) -> Option<File> {
    let opened = File::open(folder).ok()?;
    opened.lock().ok().map(|()| opened)
}
