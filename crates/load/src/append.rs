//! A file as received → a further release of a table: its columns matched with those of the study,
//! and the texts that the study needs for it.
//!
//! Nothing is written here, and nothing is taken for granted: every heading has a reason, or it is
//! refused.

mod keys;
mod matching;
mod names;
mod periods;
mod reading;

use std::collections::BTreeSet;

use crossfoot_core::{Phrase, Study, Table, Unit, did_you_mean, say};
use crossfoot_ingest::{Layout, PrintedTable, Received};

use crate::manifest::{PrintedColumn, TableSpec};
use crate::{Entry, LoadError, Loaded, WithRelease};
pub use matching::{Heading, Matching, Reason, Slot, StandsFor};

/// What is to be appended.
#[derive(Debug)]
pub struct Appending<'a> {
    /// The study as it is.
    pub loaded: &'a Loaded,
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
#[non_exhaustive]
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
///
/// ```
/// use crossfoot_ingest::{Options, read_bytes};
/// use crossfoot_load::append::{Appending, matched, propose};
/// use crossfoot_load::{Loaded, scaffold};
///
/// let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// let loaded = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap();
/// let text = "Year,Permits,Collection,Export\n2025,\"1,400\",\"1,120 80.00%\",280 20.00%\n";
/// let received = read_bytes("new.csv", text.as_bytes(), Options::default()).unwrap();
/// let appending = Appending {
///     loaded: &loaded,
///     received: &received,
///     table: None,
///     release: "2025",
///     published: None,
///     decimal: None,
///     told: &[],
/// };
/// let matching = matched(&appending).unwrap();
/// let after = propose(&appending, &matching, "permits-2025.csv").unwrap();
/// assert_eq!(after.study.tables[0].rows(), 3);
/// ```
pub fn matched(appending: &Appending<'_>) -> Result<Matching, Phrase> {
    let Appending { loaded, received, told, decimal, .. } = appending;
    let (study, specs) = (loaded.study(), loaded.manifest().tables.as_slice());
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
    columns_are_known(appending, specs, &tables)?;
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
    columns_are_known(appending, specs, &[found.table])?;
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
            appending.loaded.study().tables[*table].id.as_str(),
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

/// The study with the release in a file of that name, as it would be; nothing is read or written.
///
/// # Errors
/// [`Refused`] where a heading stands for no column, or where the study could not be loaded with
/// the release; what is wrong in a cell is told where that cell was received.
pub fn propose(
    appending: &Appending<'_>,
    matching: &Matching,
    file: &str,
) -> Result<WithRelease, Refused> {
    let Appending { loaded, release, published, decimal, .. } = appending;
    let study = loaded.study();
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
    let note: Vec<&str> = printed.title.iter().chain(&printed.notes).map(String::as_str).collect();
    let note = (!note.is_empty()).then(|| note.join("; "));
    let entry = Entry {
        id: release,
        file,
        published: *published,
        note: note.as_deref(),
        decimal: *decimal,
        columns: matching.entries(study),
    };
    let after = loaded.with_release(matching.table, printed, &entry).map_err(Refused::Load)?;
    periods::check(&after.study, matching).map_err(Refused::Load)?;
    Ok(after)
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

/// Names for the file of a release, the best first: `licences-2025.csv`, `licences-2025-2.csv`.
///
/// ```
/// # use crossfoot_load::{Loaded, append::file_names, scaffold};
/// # let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// let names: Vec<String> = file_names(&study.tables[0], "2025").take(2).collect();
/// assert_eq!(names, ["permits-2025.csv", "permits-2025-2.csv"]);
/// ```
pub fn file_names(table: &Table, release: &str) -> impl Iterator<Item = String> {
    let stem = format!("{}-{}", portable(&table.id), portable(release));
    let further = stem.clone();
    std::iter::once(format!("{stem}.csv"))
        .chain((2..).map(move |number| format!("{further}-{number}.csv")))
}

/// The text with a dash for what a file system may not take.
fn portable(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.chars().map(|c| if plain(c) { c } else { '-' }).collect()
}
