//! Files → [`Study`]: the only crate that knows TOML, CSV and encodings.
//!
//! Whatever cannot be read is reported with file, line and column, as many problems at once as can
//! be.
//!
//! [`load`] reads a study from disk, [`Loaded`] keeps what its files say:
//!
//! ```
//! use crossfoot_load::{Loaded, scaffold};
//!
//! let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
//! let loaded = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap();
//! let table = &loaded.study().tables[0];
//! assert_eq!((&*table.id, table.rows(), table.columns.len()), ("permits", 2, 6));
//! ```
//!
#![doc = include_str!("study.md")]

mod aliases;
pub mod append;
mod article;
mod cells;
mod chosen;
mod claims;
mod cycles;
mod denominators;
pub mod draft;
mod entry;
mod events;
mod folder;
mod formulas;
#[cfg(feature = "frames")]
pub mod frames;
mod inventory;
mod ledger;
mod list;
mod loaded;
mod manifest;
mod names;
mod odd_rows;
mod parts;
mod portable;
mod releases;
mod rules;
pub mod scaffold;
mod series;
mod tables;
mod toml_text;
mod translations;
mod unlisted;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crossfoot_core::LoadError;
use crossfoot_core::{Diagnostic, Source, Study};
use crossfoot_ingest::text::file;

pub use entry::Entry;
use folder::Folder;
pub use inventory::{Listed, fingerprint, inventory, own_text, study_files};
pub use loaded::{Loaded, WithRelease};
pub use manifest::{Key, Kind, Manifest, Shape, shape};
pub use portable::{is_portable, is_study_id, portable};

/// A file could not be read, and why is among the problems already.
#[derive(Clone, Copy, Debug)]
struct Reported;

/// Collects problems while loading goes on.
type Problems = Vec<Diagnostic>;

/// Reads the study in `folder`, which holds `study.toml` and the files it names.
///
/// # Errors
/// [`LoadError`] with the problems: files that cannot be read, keys and columns that are not known,
/// numbers that cannot be read, formulas that do not fit. A figure that disagrees with another is
/// no error but a finding of the audit.
///
/// One call reports as many problems as it can without repeating one in other words:
/// - all that is wrong with the keys of `study.toml`; of a text that is not TOML only the first,
/// - of `events.csv`, `claims.csv` and `numbers.csv` all that is wrong with the rows, or else all
///   that is wrong with the cells,
/// - unless `[study]` or a `[[table]]` was not understood, of each table all that is wrong with the
///   header, or else with rows and cells, and where no row and no key of a row is among them, all
///   duplicate keys (at most five of a kind),
/// - all formulas that do not follow the grammar; names, units, circles and references of the
///   ledger only where every table, event and claim that they may refer to was found, and circles
///   only where nothing else is wrong with the manifest, the tables, the events and the claims.
///
/// ```
/// let error = crossfoot_load::load("no/such/folder".as_ref()).unwrap_err();
/// assert!(error.problems[0].to_string().contains("study.toml"));
/// ```
pub fn load(folder: &Path) -> Result<Study, LoadError> {
    Loaded::read(folder).map(Loaded::into_study)
}

/// Reads the study in `folder` as it would be with other texts in some of its files, which are
/// named by their paths from the folder.
///
/// # Errors
/// As [`load`].
///
/// ```
/// use std::collections::BTreeMap;
/// use crossfoot_load::{load_with, scaffold};
///
/// let folder = std::env::temp_dir().join("crossfoot-no-such-folder");
/// let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// let study = load_with(&folder, &BTreeMap::from(files)).unwrap();
/// assert_eq!(study.id, "permits");
/// ```
pub fn load_with(folder: &Path, instead: &BTreeMap<String, String>) -> Result<Study, LoadError> {
    Loaded::with_texts(folder, instead).map(Loaded::into_study)
}

/// The id that the manifest in `folder` gives the study, where it can be read; nothing else is
/// looked at.
pub fn study_id(folder: &Path) -> Option<String> {
    let text = own_text(folder, MANIFEST)?;
    let manifest = toml_span::parse(text.trim_start_matches(file::BYTE_ORDER_MARK)).ok()?;
    manifest.pointer("/study/id")?.as_str().map(str::to_owned)
}

/// The folders in `root`, itself included, that hold a `study.toml`, sorted; at most `deepest`
/// folders down, through no links and no hidden folders.
pub fn find_studies(root: &Path, deepest: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = pending.pop() {
        if folder.join(MANIFEST).is_file() {
            found.push(folder);
        } else if depth < deepest {
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let folders = entries.filter(|entry| {
                let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                entry.file_type().is_ok_and(|kind| kind.is_dir()) && !hidden
            });
            pending.extend(folders.map(|entry| (entry.path(), depth + 1)));
        }
    }
    found.sort();
    found
}

/// The file of a study that says what the others hold.
pub const MANIFEST: &str = "study.toml";
/// How far down studies are looked for to name them in an error.
const DEEPEST: usize = 2;

/// The manifest's text. Where there is none, but studies further down, these are named.
fn read_manifest(folder: &Folder<'_>, problems: &mut Problems) -> Option<Arc<Source>> {
    /// Studies that are named.
    const NAMED: usize = 5;
    let source = folder.read(MANIFEST, problems);
    if source.is_none() && !folder.has(MANIFEST) {
        let found = find_studies(folder.path(), DEEPEST);
        let more = if found.len() > NAMED {
            format!(" and {} more", found.len() - NAMED)
        } else {
            String::new()
        };
        let names: Vec<String> =
            found.iter().take(NAMED).map(|study| file::display_name(study)).collect();
        if let (false, Some(problem)) = (names.is_empty(), problems.last_mut()) {
            problem.help = Some(format!(
                "this folder is not a study (no study.toml); it contains {}{more}",
                names.join(", ")
            ));
        }
    }
    source
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
