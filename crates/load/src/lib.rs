//! Files → [`Study`]: the only crate that knows TOML, CSV and encodings.
//!
//! Whatever cannot be read or understood is told with file, line and column, as many problems at
//! once as can be.
//!
#![doc = include_str!("study.md")]

mod aliases;
pub mod append;
mod cells;
mod claims;
mod cycles;
mod denominators;
pub mod draft;
mod events;
mod folder;
mod formulas;
#[cfg(feature = "frames")]
pub mod frames;
mod inventory;
mod ledger;
mod manifest;
mod names;
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

use folder::Folder;
pub use inventory::{Listed, inventory};
pub use manifest::Manifest;

/// A file could not be read, and why is among the problems already.
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
/// As many are told at once as can be without repeating one in other words:
/// - all that is wrong with the keys of `study.toml`; of a text that is not TOML only the first,
/// - of `events.csv`, `claims.csv` and `numbers.csv` all that is wrong with the rows, or else all
///   that is wrong with the cells,
/// - unless `[study]` or a `[[table]]` was not understood, of each table all that is wrong with the
///   header, or else with rows and cells, and where no row and no key of a row is among them, all
///   keys that stand twice (of a kind of which there are many, the first five),
/// - all formulas that do not follow the grammar; names, units, circles and references of the
///   ledger only where every table, event and claim that they may refer to was found, and circles
///   only where nothing else is wrong with the manifest, the tables, the events and the claims.
pub fn load(folder: &Path) -> Result<Study, LoadError> {
    load_sources(folder, &BTreeMap::new())
}

/// Reads the study in `folder` as it would be with other texts in some of its files, which are
/// named by their paths from the folder.
///
/// # Errors
/// As [`load`].
pub fn load_with(folder: &Path, instead: &BTreeMap<String, String>) -> Result<Study, LoadError> {
    let mut sources = BTreeMap::new();
    for (name, text) in instead {
        let shown = file::display_name(&folder.join(name));
        let text = text.strip_prefix(file::BYTE_ORDER_MARK).unwrap_or(text);
        let Some(source) = Source::new(shown.clone(), text.to_owned()) else {
            let problem = Diagnostic::bare(format!("{shown}: this file is larger than 4 GiB"));
            return Err(LoadError { problems: vec![problem] });
        };
        sources.insert(name.clone(), source);
    }
    load_sources(folder, &sources)
}

/// Reads the study in `folder` as it would be with other sources in the place of some files.
fn load_sources(
    folder: &Path,
    instead: &BTreeMap<String, Arc<Source>>,
) -> Result<Study, LoadError> {
    let mut problems = Problems::new();
    let study = assemble(&Folder::new(folder, instead), &mut problems);
    match study {
        Some(study) if problems.is_empty() => Ok(study),
        _ => Err(LoadError { problems }),
    }
}

/// The id that the manifest in `folder` gives the study, where it can be read; nothing else is
/// looked at.
pub fn study_id(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join(MANIFEST)).ok()?;
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
            let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
            let folders = entries.filter(|entry| {
                entry.file_type().is_ok_and(|kind| kind.is_dir()) && !hidden(&entry.file_name())
            });
            pending.extend(folders.map(|entry| (entry.path(), depth + 1)));
        }
    }
    found.sort();
    found
}

/// The manifest of a study.
const MANIFEST: &str = "study.toml";
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
            problem.help =
                Some(format!("this folder is no study and holds {}{more}", names.join(", ")));
        }
    }
    source
}

fn assemble(folder: &Folder<'_>, problems: &mut Problems) -> Option<Study> {
    let manifest_source = read_manifest(folder, problems)?;
    let manifest = Manifest::parse(&manifest_source, problems)?;
    // Every file is read before the first that cannot be ends this, so that all problems are told
    // at once.
    let described = if manifest.tables_understood { manifest.tables.as_slice() } else { &[] };
    let tables: Vec<_> = described
        .iter()
        .map(|table| tables::load(folder, table, &manifest, &manifest_source, problems))
        .collect();
    let aliases = aliases::load(folder, &manifest, &manifest_source, problems);
    let events = events::load(folder, problems);
    let claims = claims::load(folder, manifest.number_format(), problems);
    let ledger = ledger::load(folder, problems);
    let translations = translations::load(folder, problems);
    let all_read = manifest.tables_understood && tables.iter().all(Option::is_some);
    let (true, Ok(events), Some(claims)) = (all_read, events, &claims) else {
        rules::check_syntax(&manifest, &manifest_source, claims.as_ref(), problems);
        return None;
    };
    let mut tables: Vec<_> = tables.into_iter().flatten().collect();
    let events = events.map(|events| {
        tables.push(events);
        tables.len() - 1
    });
    let sound = problems.is_empty();
    let mut study = Study {
        id: manifest.id.clone(),
        title: manifest.title.clone(),
        citation: manifest.citation.clone(),
        link: manifest.link.clone(),
        licence: manifest.licence.clone(),
        language: manifest.language.clone(),
        translations: Default::default(),
        rounding: manifest.rounding,
        tables,
        events,
        claims: claims.claims.clone().into(),
        claims_source: claims.source.clone(),
        rules: Arc::default(),
        manifest: manifest_source,
        unlisted: Default::default(),
        aliases,
        denominators: Vec::new(),
        series: Vec::new(),
        rankings: Vec::new(),
        conclusions: Vec::new(),
        accepted: manifest.accepted.clone(),
        ledger: None,
        ledger_source: None,
    };
    study.unlisted = unlisted::conditions(&study, &manifest, problems);
    study.denominators = denominators::denominators(&study, &manifest, problems);
    study.series = series::series(&study, &manifest, problems);
    study.rankings = series::rankings(&study, &manifest, problems);
    study.conclusions = series::conclusions(&study, &manifest, problems);
    study.rules = rules::compile(&study, &manifest, &claims.formulas, problems).into();
    if sound {
        cycles::check(&study, problems);
    }
    if let Some(ledger) = ledger {
        ledger::check(&ledger, &study, manifest.number_format(), problems);
        (study.ledger, study.ledger_source) = (Some(ledger.entries), Some(ledger.source));
    }
    if let Some(translations) = translations {
        if sound {
            translations::check(&translations, &study, problems);
        }
        study.translations = translations.by_language;
    }
    Some(study)
}
