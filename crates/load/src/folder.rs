//! Where the files of a study come from: its folder, texts in memory, or a folder some of whose
//! files are replaced. A study can be loaded as it would be before anything is written.

use std::collections::BTreeMap;
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

    /// The path of a file.
    pub(crate) fn join(&self, file: &str) -> PathBuf {
        self.path.join(file)
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.texts.contains_key(file) || self.on_disk && self.join(file).exists()
    }

    /// The text of a file.
    pub(crate) fn read(&self, file: &str, problems: &mut Problems) -> Option<Arc<Source>> {
        match self.texts.get(file) {
            Some(source) => Some(Arc::clone(source)),
            None if self.on_disk => file::read(&self.join(file), problems),
            None => {
                let name = file::display_name(&self.join(file));
                problems.push(Diagnostic::bare(format!("{name}: file not found")));
                None
            }
        }
    }
}
