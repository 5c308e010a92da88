//! Files that commands write: each whole or not at all, so that a run that fails or is interrupted
//! leaves what was there before. No link is followed on the way, and no file of a study is replaced.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use crossfoot_load::MANIFEST;
pub(crate) use crossfoot_report::export::Files;
use tempfile::NamedTempFile;

/// What files are called before they are moved where they belong.
pub(crate) const UNFINISHED: &str = ".crossfoot-";

/// Writes the outputs of a study into a folder, which is made where it is missing. None is moved
/// where it belongs before all are written. What an interrupted run left there is removed.
///
/// # Errors
/// Where the folder is one of a study, or an output is one of the files of this study, and whatever
/// keeps a file from being written.
pub(crate) fn write_outputs(study: &Path, out: &Path, files: &Files) -> anyhow::Result<()> {
    keep_studies(study, out, files)?;
    let made = first_missing(out);
    let written = write_alone(out, files);
    if let (Err(_), Some(made)) = (&written, made) {
        remove_made(out, &made);
    }
    written
}

/// Refuses to write into the folder of a study or over one of its files.
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

/// Writes files into a folder while nobody else does.
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

/// Writes files into a folder. The first, which names the others, is moved where it belongs last.
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

/// The path of a file below a folder, to which no link leads and no `..`.
pub(crate) fn below(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let mut path = folder.to_path_buf();
    for part in Path::new(name).components() {
        if is_link(&path) && path != folder {
            bail!("{} is a link, which is not followed; remove it", path.display())
        }
        let Component::Normal(part) = part else {
            bail!("{name:?} leads out of {}", folder.display())
        };
        path.push(part);
    }
    Ok(path)
}

/// Whether there is a link of this name, even if it leads nowhere.
pub(crate) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

/// Writes one file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes one file beside where it belongs, then moves it there. A file that is there keeps its
/// permissions; a link is replaced, and what it leads to stays as it is.
pub(crate) fn write_with(
    path: &Path,
    fill: impl FnOnce(&mut File) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let file = prepare(path, fill).with_context(|| format!("cannot write {}", path.display()))?;
    move_to(file, path)
}

/// A file that is on the disk under another name beside the one that it is for.
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

/// A file of another name that others may read as they may read any, not only its owner.
fn new_file(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes what an interrupted run left unfinished in a folder and in the folders of outputs in it;
/// whoever is at work there must hold the folder locked.
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
            // What cannot be removed is hidden and harms nobody.
            let _ = if is_folder {
                fs::remove_dir_all(entry.path())
            } else {
                fs::remove_file(entry.path())
            };
        }
    }
}

/// Waits until nobody else changes a folder, and keeps others waiting for as long as the file is
/// open. Where a system has no such locks nothing is waited for.
pub(crate) fn lock_folder(folder: &Path) -> Option<File> {
    let opened = File::open(folder).ok()?;
    opened.lock().ok().map(|()| opened)
}

/// The uppermost of a folder and those above it that is not there.
pub(crate) fn first_missing(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .filter(|above| !above.as_os_str().is_empty() && !above.exists())
        .last()
        .map(Path::to_path_buf)
}

/// Removes a folder and those above it that were made only for this run.
pub(crate) fn remove_made(folder: &Path, made: &Path) {
    for made_too in folder.ancestors().take_while(|above| above.starts_with(made)) {
        // That one cannot be removed is no worse than the error that is reported.
        let _ = fs::remove_dir(made_too);
    }
}
