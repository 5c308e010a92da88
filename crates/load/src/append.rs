//! A file as received → a further release of a table: its columns matched with those of the study,
//! and the texts that the study needs for it.
//!
//! Nothing is written here, and nothing is taken for granted: every heading has a reason, or it is
//! refused.

mod keys;
mod manifest;
mod matching;
mod names;
mod periods;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Origins, Phrase, Source, Study, Table, Unit, did_you_mean, say};

use crate::manifest::{Manifest, PrintedColumn, TableSpec};
use crate::{LoadError, MANIFEST, Problems};
use crossfoot_ingest::text::file::{BYTE_ORDER_MARK, display_name};
use crossfoot_ingest::{Layout, PrintedTable, Received};
use manifest::Entry;
pub use matching::{Heading, Matching, Reason, Slot, StandsFor};

/// What is to be appended.
#[derive(Debug)]
pub struct Appending<'a> {
    /// The folder of the study.
    pub folder: &'a Path,
    /// The study as it is.
    pub study: &'a Study,
    /// What was received.
    pub received: &'a Received,
    /// The id of the table, where it is said.
    pub table: Option<&'a str>,
    /// The name of the release.
    pub release: &'a str,
    /// When it was published.
    pub published: Option<&'a str>,
    /// The decimal mark of the file, where it is said.
    pub decimal: Option<char>,
    /// Headings, and the columns that they are as the user says; empty where one is to be left out.
    pub told: &'a [(String, String)],
}

/// The study with a release, in memory.
#[derive(Debug)]
pub struct Proposal {
    /// The study as it would be.
    pub study: Study,
    /// The name and text of the release's file.
    pub file: (String, String),
    /// The text of `study.toml` as it is.
    pub known: String,
    /// The text of `study.toml` as it would be, which differs from what it is by the entry of the
    /// release alone.
    pub manifest: String,
}

/// Why a release cannot be appended.
#[derive(Debug)]
pub enum Refused {
    /// Headings that stand for no column.
    Unknown(Vec<Unknown>),
    /// The study that it would make cannot be loaded.
    Load(LoadError),
    /// A reason in words.
    Reason(Phrase),
}

/// A heading that stands for no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The heading.
    pub heading: String,
    /// Where it stands in the file.
    pub place: Phrase,
    /// The columns that it may be.
    pub candidates: Vec<String>,
    /// The column that it would be in another unit.
    pub other_unit: Option<String>,
    /// The name that was probably meant, where one is like it.
    pub suggestion: Option<String>,
}

/// Matches the headings of what was received with the columns of the table that most of them are
/// headings of.
///
/// # Errors
/// A reason in words where no table fits or several do, or where the user names what there is not.
pub fn matched(appending: &Appending<'_>) -> Result<Matching, Phrase> {
    let Appending { study, received, told, decimal, .. } = appending;
    let mut problems = Problems::new();
    let specs = Manifest::parse(&study.manifest, &mut problems)
        .map_or_else(Vec::new, |manifest| manifest.tables);
    let tables: Vec<usize> = match appending.table {
        Some(id) => match study.table(id).filter(|table| *table < study.published().len()) {
            Some(table) => vec![table],
            None => {
                let known: Vec<&str> =
                    study.published().iter().map(|table| table.id.as_str()).collect();
                return Err(say!("the study has no table `{}`; it has {}", id, known.join(", ")));
            }
        },
        None => (0..study.published().len()).collect(),
    };
    columns_are_known(appending, &specs, &tables)?;
    let of = |table: usize, raw: &PrintedTable| {
        let spec = specs.get(table)?;
        let ways = layouts(raw, study, table, spec)
            .into_iter()
            .map(|raw| Matching::of(study, table, spec, &raw, told, *decimal));
        // Of equally good layouts the one that is printed.
        ways.rev().max_by_key(|matching| {
            (matching.known(), std::cmp::Reverse(matching.unknown().count()))
        })
    };
    let mut all: Vec<Matching> = tables
        .iter()
        .flat_map(|table| received.tables.iter().filter_map(|raw| of(*table, raw)))
        .collect();
    let only = all.len() == 1;
    let most = all.iter().map(Matching::known).max().unwrap_or_default();
    all.retain(|matching| matching.known() == most);
    let name = || received.name.clone();
    let found = match all.as_slice() {
        [matching] if most > 0 || only => matching.clone(),
        several if most == 0 || several.is_empty() => {
            return Err(say!(
                "{} has no column of this study; name the table with --table and the columns with --map",
                name()
            ));
        }
        [first, rest @ ..] if rest.iter().all(|other| other.table == first.table) => {
            let places = all
                .iter()
                .filter_map(|matching| matching.headings.first())
                .map(|heading| heading.place.clone());
            return Err(say!(
                "{} holds several tables that fit `{}`: at {}; keep the one that is meant in a file of its own",
                name(),
                study.tables[first.table].id.as_str(),
                Phrase::list(places)
            ));
        }
        several => {
            let tables: BTreeSet<&str> =
                several.iter().map(|matching| study.tables[matching.table].id.as_str()).collect();
            return Err(say!(
                "{} fits the tables {} alike; name one with --table",
                name(),
                Phrase::list(tables)
            ));
        }
    };
    headings_are_known(appending, &found)?;
    columns_are_known(appending, &specs, &[found.table])?;
    Ok(found)
}

/// A table as it was received, and as it would be with its periods down instead of across, where
/// the rows of the study's table are periods.
fn layouts(raw: &PrintedTable, study: &Study, table: usize, spec: &TableSpec) -> Vec<PrintedTable> {
    let described = &study.tables[table];
    let header = |column: &usize| described.columns[*column].header.as_str();
    let period = described
        .key
        .iter()
        .find(|column| described.columns[**column].unit == Unit::Date)
        .map(header);
    let (Layout::Wide { .. }, Some(period)) = (raw.layout(), period) else {
        return vec![raw.clone()];
    };
    let keys: Vec<&str> = described.key.iter().map(header).collect();
    let mut values = spec
        .columns
        .iter()
        .map(|printed| printed.header.value.trim())
        .filter(|header| !keys.contains(header));
    let value = values.next().filter(|_| values.next().is_none()).unwrap_or_default();
    [Ok(raw.clone()), raw.by_period(period), raw.long(period, value)]
        .into_iter()
        .flatten()
        .collect()
}

/// Whatever the user says of headings must be about columns of the table, or of one of several.
fn columns_are_known(
    appending: &Appending<'_>,
    specs: &[TableSpec],
    tables: &[usize],
) -> Result<(), Phrase> {
    let known = || {
        tables
            .iter()
            .filter_map(|table| specs.get(*table))
            .flat_map(|spec| &spec.columns)
            .flat_map(PrintedColumn::names)
    };
    let is_known = |column: &str| column.is_empty() || known().any(|name| name.trim() == column);
    let Some(column) =
        appending.told.iter().map(|(_, column)| column.as_str()).find(|column| !is_known(column))
    else {
        return Ok(());
    };
    let meant = aside(column, known());
    Err(match tables {
        [table] => say!(
            "table `{}` has no column `{}`{}",
            appending.study.tables[*table].id.as_str(),
            column,
            meant
        ),
        _ => say!("no table of the study has a column `{}`{}", column, meant),
    })
}

/// Whatever the user says must be about headings of the file.
fn headings_are_known(appending: &Appending<'_>, matching: &Matching) -> Result<(), Phrase> {
    let is = |heading: &str| {
        matching
            .raw
            .headings()
            .any(|cell| cell.text().trim() == heading || cell.printed().trim() == heading)
    };
    let Some((heading, _)) = appending.told.iter().find(|(heading, _)| !is(heading)) else {
        return Ok(());
    };
    let meant = aside(heading, matching.headings.iter().map(|known| known.text.as_str()));
    Err(say!("{} has no heading `{}`{}", appending.received.name.as_str(), heading.as_str(), meant))
}

/// What was probably meant, between brackets.
fn aside<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Phrase {
    let meant = did_you_mean(wrong, known);
    if meant.is_empty() { Phrase::default() } else { Phrase::Data(format!(" ({meant})")) }
}

/// The study with the release, as it would be; nothing is written.
///
/// # Errors
/// [`Refused`] where a heading stands for no column, or where the study could not be loaded with
/// the release; what is wrong in a cell is told where that cell was received.
pub fn propose(appending: &Appending<'_>, matching: &Matching) -> Result<Proposal, Refused> {
    let Appending { folder, study, release, published, decimal, .. } = appending;
    let table = &study.tables[matching.table];
    let unknown: Vec<Unknown> = matching.unknown().map(|at| unknown(study, matching, at)).collect();
    if !unknown.is_empty() {
        return Err(Refused::Unknown(unknown));
    }
    if table.release(release).is_some() {
        return Err(Refused::Reason(say!(
            "table `{}` has a release `{}` already",
            &table.id,
            *release
        )));
    }
    keys::check(study, matching).map_err(Refused::Load)?;
    let printed = &matching.raw;
    let name = file_name(folder, table, release, printed.to_csv());
    let columns = matching.entries(study);
    let note: Vec<&str> = printed.title.iter().chain(&printed.notes).map(String::as_str).collect();
    let note = (!note.is_empty()).then(|| note.join("; "));
    let entry = Entry {
        id: release,
        file: &name,
        published: *published,
        note: note.as_deref(),
        decimal: *decimal,
        columns,
    };
    let known = manifest_text(folder, study)?;
    let shown = display_name(&folder.join(&name));
    let too_large = || Refused::Reason(say!("{} would be larger than 4 GiB", shown.as_str()));
    let file = printed.source().renamed(&shown).ok_or_else(too_large)?;
    let mut first = None;
    for edited in entry.written_into(&known, matching.table) {
        // What is wrong with an entry that stands nowhere yet is told without a place.
        let text = edited.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&edited).to_owned();
        let shown = display_name(&folder.join(MANIFEST));
        let manifest = Source::written(shown, text, Origins::nowhere()).ok_or_else(too_large)?;
        let files =
            BTreeMap::from([(MANIFEST.to_owned(), manifest), (name.clone(), Arc::clone(&file))]);
        match crate::load_sources(folder, &files) {
            // An entry within a text of several lines would be read as a part of it.
            Ok(after) if after.tables[matching.table].release(release).is_some() => {
                periods::check(&after, matching).map_err(Refused::Load)?;
                return Ok(Proposal {
                    study: after,
                    file: (name.clone(), printed.to_csv().to_owned()),
                    known: known.clone(),
                    manifest: edited,
                });
            }
            Ok(_) => {}
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.map_or_else(
        || {
            Refused::Reason(say!(
                "the tables of study.toml are written in a way that an entry cannot be put behind; write it there yourself:\n{}",
                entry.to_toml()
            ))
        },
        Refused::Load,
    ))
}

fn unknown(study: &Study, matching: &Matching, at: usize) -> Unknown {
    let heading = &matching.headings[at];
    let candidates = match &heading.stands_for {
        StandsFor::Unknown(slots) => slots.iter().map(|slot| matching.name(study, *slot)).collect(),
        StandsFor::Columns(..) | StandsFor::LeftOut(_) | StandsFor::OtherUnit(_) => Vec::new(),
    };
    let other_unit = match heading.stands_for {
        StandsFor::OtherUnit(slot) => Some(matching.name(study, slot)),
        _ => None,
    };
    let suggestion = matching.suggestion(study, heading);
    Unknown {
        heading: heading.text.clone(),
        place: heading.place.clone(),
        candidates,
        other_unit,
        suggestion,
    }
}

/// `study.toml` as it is, byte for byte.
fn manifest_text(folder: &Path, study: &Study) -> Result<String, Refused> {
    let text = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    if text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text) != study.manifest.text() {
        return Err(Refused::Reason(say!(
            "study.toml was changed while the release was read; try again"
        )));
    }
    Ok(text)
}

/// A name for the file of a release, `licences-2025.csv`: one that no other file has, unless that
/// is the same text, left by a run that was interrupted.
fn file_name(folder: &Path, table: &Table, release: &str, text: &str) -> String {
    let safe = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
            .collect()
    };
    let stem = format!("{}-{}", safe(&table.id), safe(release));
    let free = |name: &String| {
        let path = folder.join(name);
        !path.exists() || std::fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes())
    };
    let mut names = std::iter::once(format!("{stem}.csv"))
        .chain((2..).map(|number| format!("{stem}-{number}.csv")));
    names.find(free).unwrap_or_default()
}
