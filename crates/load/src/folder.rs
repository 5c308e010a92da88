//! The folder of a study, some files of which may be others than those on disk: a study can be
//! loaded as it would be before anything is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossfoot_core::Source;

use crate::Problems;
use crossfoot_ingest::text::file;

/// A folder and the texts that stand in the place of its files.
pub(crate) struct Folder<'a> {
    path: &'a Path,
    instead: &'a BTreeMap<String, Arc<Source>>,
}

impl<'a> Folder<'a> {
    pub(crate) const fn new(path: &'a Path, instead: &'a BTreeMap<String, Arc<Source>>) -> Self {
        Self { path, instead }
    }

    pub(crate) const fn path(&self) -> &Path {
        self.path
    }

    fn join(&self, file: &str) -> PathBuf {
        self.path.join(file)
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.instead.contains_key(file) || self.join(file).exists()
    }

    /// The text of a file.
    pub(crate) fn read(&self, file: &str, problems: &mut Problems) -> Option<Arc<Source>> {
        match self.instead.get(file) {
            Some(source) => Some(Arc::clone(source)),
            None => file::read(&self.join(file), problems),
        }
    }
}
