//! Where the files of a study come from: its folder, files or texts in memory, or a folder some of
//! whose files are replaced. A study can be loaded as it would be before anything is written.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossfoot_core::{Diagnostic, LoadError, Source};
use crossfoot_ingest::text::file;
use crossfoot_ingest::{Options, ReceivedArticle, read_text, read_text_bytes};

use crate::Problems;

/// The files of a study, by their paths from its folder.
pub(crate) struct Folder<'a> {
    path: &'a Path,
    /// Texts that are used instead of the files on disk.
    texts: &'a BTreeMap<String, Arc<Source>>,
    others: Others<'a>,
}

/// Where the files are that no text replaces.
#[derive(Clone, Copy)]
enum Others<'a> {
    Nowhere,
    OnDisk,
    InMemory(&'a BTreeMap<String, Vec<u8>>),
}

/// No file of a folder is replaced by a text.
static NO_TEXTS: BTreeMap<String, Arc<Source>> = BTreeMap::new();

impl<'a> Folder<'a> {
    /// The files on disk, except for those that are given as texts.
    pub(crate) const fn on_disk(path: &'a Path, texts: &'a BTreeMap<String, Arc<Source>>) -> Self {
        Self { path, texts, others: Others::OnDisk }
    }

    /// Texts alone; nothing is read from disk. The path is where they are to be.
    pub(crate) const fn in_memory(
        path: &'a Path,
        texts: &'a BTreeMap<String, Arc<Source>>,
    ) -> Self {
        Self { path, texts, others: Others::Nowhere }
    }

    /// Files in memory, which are read as if they were in a folder.
    pub(crate) const fn of_files(path: &'a Path, files: &'a BTreeMap<String, Vec<u8>>) -> Self {
        Self { path, texts: &NO_TEXTS, others: Others::InMemory(files) }
    }

    pub(crate) const fn path(&self) -> &Path {
        self.path
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, file: &str) -> bool {
        let among_others = match self.others {
            Others::Nowhere => false,
            Others::OnDisk => self.path.join(file).exists(),
            Others::InMemory(files) => files.contains_key(file),
        };
        self.texts.contains_key(file) || among_others
    }

    /// The text of a file.
    pub(crate) fn read(&self, file: &str, problems: &mut Problems) -> Option<Arc<Source>> {
        if let Some(source) = self.texts.get(file) {
            return Some(Arc::clone(source));
        }
        let name = self.display_name(file);
        match self.others {
            Others::OnDisk => return file::read(&self.place(file, problems)?, problems),
            Others::InMemory(files) => {
                if let Some(bytes) = files.get(file) {
                    return file::decode(&name, bytes.clone(), problems);
                }
            }
            Others::Nowhere => {}
        }
        problems.push(Diagnostic::bare(format!("{name}: file not found")));
        None
    }

    /// Reads a file that may be an article of any format. `None` where it leads out of the study,
    /// which is reported, or does not exist.
    pub(crate) fn read_article(
        &self,
        file: &str,
        problems: &mut Problems,
    ) -> Option<Result<ReceivedArticle, LoadError>> {
        let name = self.display_name(file);
        let bytes = match (self.texts.get(file), self.others) {
            (Some(text), _) => text.text().as_bytes(),
            (None, Others::InMemory(files)) => files.get(file)?,
            (None, Others::OnDisk) => {
                return Some(read_text(&self.place(file, problems)?, Options::default()));
            }
            (None, Others::Nowhere) => return None,
        };
        Some(read_text_bytes(&name, bytes, Options::default()))
    }

    /// A file as messages name it.
    fn display_name(&self, file: &str) -> String {
        file::display_name(&self.path.join(file))
    }

    /// The path of a file on disk. A link out of the study is reported and gives `None`.
    fn place(&self, file: &str, problems: &mut Problems) -> Option<PathBuf> {
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
/// If the file does not exist.
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
