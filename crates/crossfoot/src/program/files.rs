//! Files that commands write: each whole or not at all, so that a run that fails or is interrupted
//! leaves the old files. Links are not followed, and files of a study are not replaced.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use crossfoot_load::MANIFEST;
pub(crate) use crossfoot_report::export::Files;
use tempfile::NamedTempFile;

/// The start of the names of files and folders before they are moved to their place.
pub(crate) const UNFINISHED: &str = ".crossfoot-";

/// Writes the outputs of a study into a folder, which is made if it is missing. All are written
/// before the first is moved to its place. Files that an interrupted run left there are removed.
///
/// # Errors
/// If the folder is one of a study, if an output would replace a file of this study, or if a file
/// cannot be written.
pub(crate) fn write_outputs(study: &Path, out: &Path, files: &Files) -> anyhow::Result<()> {
    keep_studies(study, out, files)?;
    making(out, || write_alone(out, files))
}

/// Refuses to write into the folder of a study, or to replace a file of this study.
fn keep_studies(study: &Path, out: &Path, files: &Files) -> anyhow::Result<()> {
    if fs::symlink_metadata(out.join(MANIFEST)).is_ok() {
        bail!(
            "{0} is the folder of a study; choose another, such as {1}",
            out.display(),
            out.join("out").display()
        )
    }
    let own = crossfoot_load::study_files(study).unwrap_or_default();
    let own: Vec<PathBuf> =
        own.iter().filter_map(|name| fs::canonicalize(study.join(name)).ok()).collect();
    let paths = files.iter().map(|(name, _)| out.join(name));
    let mut taken =
        paths.filter(|path| fs::canonicalize(path).is_ok_and(|path| own.contains(&path)));
    match taken.next() {
        Some(path) => bail!("{} is a file of the study; choose another folder", path.display()),
        None => Ok(()),
    }
}

/// Writes files into a locked folder.
fn write_alone(folder: &Path, files: &Files) -> anyhow::Result<()> {
    make(folder)?;
    let _lock = lock_folder(folder);
    clear_unfinished(folder);
    write_all(folder, files)
}

fn make(folder: &Path) -> anyhow::Result<()> {
    if folder.is_file() {
        bail!("{} is a file; expected a folder", folder.display())
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Writes files into a folder. The first names the others, so that it is moved to its place last.
pub(crate) fn write_all(folder: &Path, files: &Files) -> anyhow::Result<()> {
    make(folder)?;
    let mut written = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = below(folder, name)?;
        let file = prepare(&path, |file| Ok(file.write_all(bytes)?))
            .with_context(|| format!("cannot write {}", path.display()))?;
        written.push((file, path));
    }
    written.into_iter().rev().try_for_each(|(file, path)| move_to(file, &path))
}

/// The path of a file below a folder; its name must not lead out of it, through links or `..`.
pub(crate) fn below(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let mut path = folder.to_path_buf();
    for part in Path::new(name).components() {
        if path != folder {
            refuse_link(&path)?;
        }
        let Component::Normal(part) = part else {
            bail!("{name:?} leads out of {}", folder.display())
        };
        path.push(part);
    }
    Ok(path)
}

/// Whether a path is a link, even a broken one.
pub(crate) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

/// Refuses to write through a link.
pub(crate) fn refuse_link(path: &Path) -> anyhow::Result<()> {
    if is_link(path) {
        bail!("{} is a link, which is not followed; remove it", path.display())
    }
    Ok(())
}

/// Writes one file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes one file next to its place, then moves it there. A file that it replaces keeps its
/// permissions. A link is replaced, and its target stays as it is.
pub(crate) fn write_with(
    path: &Path,
    fill: impl FnOnce(&mut File) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let file = prepare(path, fill).with_context(|| format!("cannot write {}", path.display()))?;
    move_to(file, path)
}

/// A file that is on the disk under another name, next to its place.
fn prepare(
    path: &Path,
    fill: impl FnOnce(&mut File) -> anyhow::Result<()>,
) -> anyhow::Result<NamedTempFile> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_file() {
        bail!("{} is a file; expected a folder", folder.display())
    }
    fs::create_dir_all(folder)?;
    let mut file = new_file(folder)?;
    if let Ok(known) = fs::symlink_metadata(path)
        && known.is_file()
    {
        file.as_file().set_permissions(known.permissions())?;
    }
    fill(file.as_file_mut())?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn move_to(file: NamedTempFile, path: &Path) -> anyhow::Result<()> {
    file.persist(path)
        .map(drop)
        .map_err(|failed| failed.error)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// A new file with another name. It gets the usual permissions, not those of a private file.
fn new_file(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes the files that an interrupted run left in a folder and in its folder `figures`. The caller
/// has locked the folder.
pub(crate) fn clear_unfinished(folder: &Path) {
    for folder in [folder.to_path_buf(), folder.join("figures")] {
        if is_link(&folder) {
            continue;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if !entry.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
                continue;
            }
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            // A file that cannot be removed does no harm: its name makes it hidden.
            let _ = if is_folder {
                fs::remove_dir_all(entry.path())
            } else {
                fs::remove_file(entry.path())
            };
        }
    }
}

/// Waits until no other process changes a folder, and locks it as long as the file is open. Without
/// support of the system, nothing is locked.
pub(crate) fn lock_folder(folder: &Path) -> Option<File> {
    let opened = File::open(folder).ok()?;
    opened.lock().ok().map(|()| opened)
}

/// Does work that makes a folder, and those above it that are missing. If it fails, the folders that
/// it made are removed.
pub(crate) fn making(
    folder: &Path,
    work: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let made = first_missing(folder);
    let done = work();
    if let (Err(_), Some(made)) = (&done, made) {
        remove_made(folder, &made);
    }
    done
}

/// The uppermost of a folder and those above it that does not exist.
fn first_missing(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .filter(|above| !above.as_os_str().is_empty() && !above.exists())
        .last()
        .map(Path::to_path_buf)
}

/// Removes a folder and those above it that were made only for this run.
fn remove_made(folder: &Path, made: &Path) {
    for made_too in folder.ancestors().take_while(|above| above.starts_with(made)) {
        // If this fails, the error that is reported matters more.
        let _ = fs::remove_dir(made_too);
    }
}
