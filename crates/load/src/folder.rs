//! Where the files of a study come from: its folder, texts in memory, or a folder some of whose
//! files are replaced. A study can be loaded as it would be before anything is written.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source};

use crate::Problems;
use crossfoot_ingest::text::file;

/// The files of a study, by their paths from its folder.
pub(crate) struct Folder<'a> {
    path: &'a Path,
    /// Texts that are used instead of the files on disk.
    texts: &'a BTreeMap<String, Arc<Source>>,
    on_disk: bool,
}

impl<'a> Folder<'a> {
    /// The files on disk, except for those that are given as texts.
    pub(crate) const fn on_disk(path: &'a Path, texts: &'a BTreeMap<String, Arc<Source>>) -> Self {
        Self { path, texts, on_disk: true }
    }

    /// Texts alone; nothing is read from disk. The path is where they are to be.
    pub(crate) const fn in_memory(
        path: &'a Path,
        texts: &'a BTreeMap<String, Arc<Source>>,
    ) -> Self {
        Self { path, texts, on_disk: false }
    }

    pub(crate) const fn path(&self) -> &Path {
        self.path
    }

    /// The text that is used instead of a file on disk.
    pub(crate) fn text(&self, file: &str) -> Option<&Arc<Source>> {
        self.texts.get(file)
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.texts.contains_key(file) || self.on_disk && self.path.join(file).exists()
    }

    /// The text of a file.
    pub(crate) fn read(&self, file: &str, problems: &mut Problems) -> Option<Arc<Source>> {
        match self.texts.get(file) {
            Some(source) => Some(Arc::clone(source)),
            None if self.on_disk => file::read(&self.place(file, problems)?, problems),
            None => {
                let name = file::display_name(&self.path.join(file));
                problems.push(Diagnostic::bare(format!("{name}: file not found")));
                None
            }
        }
    }

    /// The path of a file on disk. A link out of the study is reported and gives `None`.
    pub(crate) fn place(&self, file: &str, problems: &mut Problems) -> Option<PathBuf> {
        let path = self.path.join(file);
        if stays_within(self.path, file).unwrap_or(true) {
            return Some(path);
        }
        let name = file::display_name(&path);
        problems.push(
            Diagnostic::bare(format!("{name}: this is a link that leads out of the study"))
                .help("copy the file into the folder of the study"),
        );
        None
    }
}

/// Whether a file lies in a folder once all links are followed.
///
/// # Errors
/// If there is no such file.
pub(crate) fn stays_within(folder: &Path, file: &str) -> io::Result<bool> {
    let mut path = folder.to_path_buf();
    for part in Path::new(file).components() {
        path.push(part);
        if fs::symlink_metadata(&path)?.is_symlink() {
            return Ok(fs::canonicalize(folder.join(file))?.starts_with(fs::canonicalize(folder)?));
        }
    }
    Ok(true)
}
