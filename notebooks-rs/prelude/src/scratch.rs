//! Folders for studies that a notebook writes: always below `target/notebooks/scratch`, so that
//! nothing of the repository changes.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The parent of such folders, seen from `notebooks-rs/`, the working folder of the notebooks.
const ROOT: &str = "../target/notebooks/scratch";

/// A folder of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// The folder.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Writes a file of that name, which may include folders.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> io::Result<()> {
        let path = self.folder.join(name);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, content)
    }

    /// Takes a file of that name away.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.folder.join(name))
    }

    /// The text of the file of that name.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn read(&self, name: &str) -> io::Result<String> {
        fs::read_to_string(self.folder.join(name))
    }
}

/// An empty folder of that name; what an earlier run left in it is gone.
///
/// # Errors
/// What the file system refuses.
pub fn scratch(name: &str) -> io::Result<Scratch> {
    let folder = Path::new(ROOT).join(name);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(&folder)?,
    }
    Ok(Scratch { folder })
}

/// A copy of the files of a study, in a folder of that name.
///
/// # Errors
/// What the file system refuses.
pub fn copy_of(study: &Path, name: &str) -> io::Result<Scratch> {
    let copy = scratch(name)?;
    for entry in fs::read_dir(study)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), copy.folder.join(entry.file_name()))?;
        }
    }
    Ok(copy)
}
