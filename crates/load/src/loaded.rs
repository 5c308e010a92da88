//! A study in memory with what its files say, from which the same study with a further release is
//! made without reading anything again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Origins, Source, Study};
use crossfoot_ingest::PrintedTable;
use crossfoot_ingest::text::file;

use crate::entry::Entry;
use crate::folder::Folder;
use crate::manifest::Manifest;
use crate::parts::Parts;
use crate::{LoadError, MANIFEST, Problems};

/// A study, and what its files say.
///
/// ```
/// use std::collections::BTreeMap;
/// use crossfoot_load::Loaded;
///
/// let manifest = r#"
///     [study]
///     id = "permits"
///     title = "Permits"
///     [[table]]
///     id = "t"
///     file = "t.csv"
///     [[table.column]]
///     header = "total"
///     name = "total"
///     unit = "count"
/// "#;
/// let texts = [("study.toml", manifest), ("t.csv", "total\n5382\n")]
///     .map(|(name, text)| (name.to_owned(), text.to_owned()));
/// let loaded = Loaded::from_texts("permits".as_ref(), &BTreeMap::from(texts)).unwrap();
/// assert_eq!(loaded.study().tables[0].rows(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Loaded {
    folder: PathBuf,
    study: Study,
    parts: Parts,
}

/// The study with a release, in memory.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithRelease {
    /// The study as it would be.
    pub study: Study,
    /// The text of `study.toml` as it would be, which differs from what it is by the entry of the
    /// release alone.
    pub manifest: String,
}

impl Loaded {
    /// Reads the study in a folder.
    ///
    /// # Errors
    /// As [`load`](crate::load).
    pub fn read(folder: &Path) -> Result<Self, LoadError> {
        Self::link(folder, &Folder::on_disk(folder, &BTreeMap::new()))
    }

    /// A study whose files are these texts, by their paths from its folder. Nothing is read from
    /// disk; messages name the files as if they were in `folder`.
    ///
    /// # Errors
    /// As [`load`](crate::load).
    pub fn from_texts(folder: &Path, texts: &BTreeMap<String, String>) -> Result<Self, LoadError> {
        Self::link(folder, &Folder::in_memory(folder, &sources(folder, texts)?))
    }

    /// A study whose files have these contents, by their paths from its folder. Nothing is read from
    /// disk; messages name the files as if they were in `folder`.
    ///
    /// # Errors
    /// As [`load`](crate::load).
    pub fn from_files(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<Self, LoadError> {
        Self::link(folder, &Folder::of_files(folder, files))
    }

    /// Reads the study in a folder as it would be with other texts in some of its files.
    pub(crate) fn with_texts(
        folder: &Path,
        texts: &BTreeMap<String, String>,
    ) -> Result<Self, LoadError> {
        Self::link(folder, &Folder::on_disk(folder, &sources(folder, texts)?))
    }

    fn link(path: &Path, folder: &Folder<'_>) -> Result<Self, LoadError> {
        let mut problems = Problems::new();
        let parts = Parts::read(folder, &mut problems);
        let study = parts.as_ref().and_then(|parts| parts.study(&mut problems));
        match (parts, study) {
            (Some(parts), Some(study)) if problems.is_empty() => {
                Ok(Self { folder: path.to_path_buf(), study, parts })
            }
            _ => Err(LoadError { problems }),
        }
    }

    /// The study.
    pub const fn study(&self) -> &Study {
        &self.study
    }

    /// The study alone.
    pub fn into_study(self) -> Study {
        self.study
    }

    /// What the manifest says.
    pub fn manifest(&self) -> &Manifest {
        &self.parts.manifest
    }

    /// The study with a further release of one of its tables, as it would be with the entry in its
    /// manifest; nothing is read or written. What is wrong in a cell is reported where it was
    /// received.
    ///
    /// # Errors
    /// [`LoadError`] where the manifest has no such table or is written in a way that an entry
    /// cannot be added to, and otherwise as [`load`](crate::load).
    pub fn with_release(
        &self,
        table: usize,
        printed: &PrintedTable,
        entry: &Entry<'_>,
    ) -> Result<WithRelease, LoadError> {
        let Some(text) = entry.added_to(self.parts.source.text(), table) else {
            return Err(LoadError { problems: vec![cannot_be_added(entry)] });
        };
        let [file, manifest] =
            [entry.file, MANIFEST].map(|name| file::display_name(&self.folder.join(name)));
        // The entry is in no file yet, so that a problem in it has no place.
        let source = Source::written(manifest.clone(), text.clone(), Origins::nowhere())
            .ok_or_else(|| too_large(&manifest))?;
        let printed = printed.renamed(&file).ok_or_else(|| too_large(&file))?;
        let mut problems = Problems::new();
        let study = self.parts.with_release(source, table, &printed, &mut problems);
        match study.and_then(|parts| parts.study(&mut problems)) {
            Some(study) if problems.is_empty() => Ok(WithRelease { study, manifest: text }),
            _ => Err(LoadError { problems }),
        }
    }
}

fn sources(
    folder: &Path,
    texts: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Arc<Source>>, LoadError> {
    let mut sources = BTreeMap::new();
    for (name, text) in texts {
        let shown = file::display_name(&folder.join(name));
        let text = text.strip_prefix(file::BYTE_ORDER_MARK).unwrap_or(text);
        let source =
            Source::new(shown.clone(), text.to_owned()).ok_or_else(|| too_large(&shown))?;
        sources.insert(name.clone(), source);
    }
    Ok(sources)
}

fn too_large(file: &str) -> LoadError {
    let problem = Diagnostic::bare(format!("{file}: this file is larger than 4 GiB"));
    LoadError { problems: vec![problem] }
}

fn cannot_be_added(entry: &Entry<'_>) -> Diagnostic {
    Diagnostic::bare(format!(
        "cannot add the release to study.toml automatically; add this entry yourself:\n{}",
        entry.to_toml()
    ))
}
