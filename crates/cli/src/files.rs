//! Files that commands write: each whole or not at all, so that a run that fails or is interrupted leaves what was there before.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

/// Files to write: their paths from a folder, with `/` between the parts, and their bytes.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Writes files into a folder, which is made where it is missing.
pub(crate) fn write_all(folder: &Path, files: &Files) -> anyhow::Result<()> {
    files.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))
}

/// Writes one file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes one file beside where it belongs, then moves it there.
pub(crate) fn write_with(path: &Path, fill: impl FnOnce(&mut File) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_file() {
        bail!("{} is a file, and a folder is needed", folder.display())
    }
    fs::create_dir_all(folder).with_context(cannot)?;
    let mut file = new_file(folder).with_context(cannot)?;
    fill(file.as_file_mut()).with_context(cannot)?;
    file.persist(path).with_context(cannot)?;
    Ok(())
}

/// A file of another name that others may read as they may read any, not only its owner.
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".crossfoot-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
