//! A file as received → a further release of a table: its columns matched with those of the study,
//! and the texts that the study needs for it.
//!
//! Nothing is written here, and nothing is taken for granted: every heading has a reason, or it is
//! refused.

mod heading;
mod keys;
mod matching;
mod names;
mod periods;
mod reading;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crossfoot_core::{Study, Table, Unit, did_you_mean};
use crossfoot_ingest::{PrintedTable, Received};

use crate::manifest::{PrintedColumn, TableSpec};
use crate::portable::portable;
use crate::{Entry, LoadError, Loaded, WithRelease};
pub use heading::{Heading, Reason, Slot, StandsFor};
pub use matching::Matching;

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
    pub mapping: &'a [(String, String)],
}

/// Why a release cannot be appended.
#[derive(Debug)]
pub enum Refused {
    /// Headings that stand for no column.
    Unknown(Vec<Unknown>),
    /// The study that it would make cannot be loaded.
    Load(LoadError),
    /// A reason in words.
    Reason(String),
}

/// A heading that stands for no column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// The heading.
    pub heading: String,
    /// Its place in the file.
    pub place: String,
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
///     mapping: &[],
/// };
/// let matching = matched(&appending).unwrap();
/// let after = propose(&appending, &matching, "permits-2025.csv").unwrap();
/// assert_eq!(after.study.tables[0].rows(), 3);
/// ```
pub fn matched(appending: &Appending<'_>) -> Result<Matching, String> {
    let Appending { loaded, received, .. } = appending;
    let (study, specs) = (loaded.study(), loaded.manifest().tables.as_slice());
    let tables = tables(study, appending.table)?;
    columns_are_known(appending, specs, &tables)?;
    let mut all: Vec<Matching> = tables
        .iter()
        .flat_map(|table| received.tables.iter().filter_map(|raw| best(appending, *table, raw)))
        .collect();
    let only = all.len() == 1;
    let most = all.iter().map(Matching::known).max().unwrap_or_default();
    all.retain(|matching| matching.known() == most);
    let found = match all.as_slice() {
        [matching] if most > 0 || only => matching.clone(),
        several => return Err(several_fit(appending, several, most)),
    };
    headings_are_known(appending, &found)?;
    columns_are_known(appending, specs, &[found.table])?;
    Ok(found)
}

/// The tables that the file may be a release of.
fn tables(study: &Study, wanted: Option<&str>) -> Result<Vec<usize>, String> {
    let published = 0..study.published().len();
    match wanted {
        None => Ok(published.collect()),
        Some(id) => match study.table(id).filter(|table| published.contains(table)) {
            Some(table) => Ok(vec![table]),
            None => {
                let known: Vec<&str> =
                    study.published().iter().map(|table| table.id.as_str()).collect();
                Err(format!("the study has no table `{id}`; expected one of {}", known.join(", ")))
            }
        },
    }
}

/// The layout of what was received in which most headings are known; of equally good ones the one
/// that is printed.
fn best(appending: &Appending<'_>, table: usize, raw: &PrintedTable) -> Option<Matching> {
    let Appending { loaded, mapping, decimal, .. } = appending;
    let study = loaded.study();
    let spec = loaded.manifest().tables.get(table)?;
    let ways = layouts(raw, study, table, spec)
        .into_iter()
        .map(|raw| Matching::new(study, table, spec, &raw, mapping, *decimal));
    ways.rev().max_by_key(|matching| (matching.known(), Reverse(matching.unknown().count())))
}

/// Why none of the matchings with the most known headings can be chosen.
fn several_fit(appending: &Appending<'_>, several: &[Matching], most: usize) -> String {
    let (study, name) = (appending.loaded.study(), appending.received.name.as_str());
    let [first, rest @ ..] = several else { return no_column(name) };
    if most == 0 {
        return no_column(name);
    }
    if rest.iter().all(|other| other.table == first.table) {
        let places = several
            .iter()
            .filter_map(|matching| matching.headings.first())
            .map(|heading| heading.place.as_str());
        return format!(
            "{name} contains several tables that match `{}`: at {}; keep one of them in a \
             separate file",
            study.tables[first.table].id,
            places.collect::<Vec<_>>().join(", ")
        );
    }
    let tables: BTreeSet<&str> =
        several.iter().map(|matching| study.tables[matching.table].id.as_str()).collect();
    let tables = tables.into_iter().collect::<Vec<_>>().join(", ");
    format!("{name} matches the tables {tables} equally well; choose one with --table")
}

fn no_column(name: &str) -> String {
    format!("no heading in {name} matches a column of this study; use --table and --map")
}

/// A table as it was received, and as it would be with its periods down instead of across, where
/// the rows of the study's table are periods.
fn layouts(raw: &PrintedTable, study: &Study, table: usize, spec: &TableSpec) -> Vec<PrintedTable> {
    let described = &study.tables[table];
    let mut key = described.key.iter().map(|column| &described.columns[*column]);
    let period = key.find(|column| column.unit == Unit::Date).map(|column| column.header.as_str());
    let Some(period) = period else { return vec![raw.clone()] };
    let keys: Vec<&str> =
        described.key.iter().map(|column| described.columns[*column].header.as_str()).collect();
    let mut values = spec
        .columns
        .iter()
        .map(|printed| printed.header.value.trim())
        .filter(|header| !keys.contains(header));
    let value = values.next().filter(|_| values.next().is_none()).unwrap_or_default();
    [Some(raw.clone()), raw.by_period(period), raw.long(period, value)]
        .into_iter()
        .flatten()
        .collect()
}

/// Whatever the user says of headings must be about columns of the table, or of one of several.
fn columns_are_known(
    appending: &Appending<'_>,
    specs: &[TableSpec],
    tables: &[usize],
) -> Result<(), String> {
    let known: Vec<&str> = tables
        .iter()
        .filter_map(|table| specs.get(*table))
        .flat_map(|spec| &spec.columns)
        .flat_map(PrintedColumn::names)
        .collect();
    let mut stated = appending.mapping.iter().map(|(_, column)| column.as_str());
    let Some(column) = stated
        .find(|column| !column.is_empty() && !known.iter().any(|name| name.trim() == *column))
    else {
        return Ok(());
    };
    let meant = in_brackets(did_you_mean(column, known));
    Err(match tables {
        [table] => format!(
            "table `{}` has no column `{column}`{meant}",
            appending.loaded.study().tables[*table].id
        ),
        _ => format!("no table of the study has a column `{column}`{meant}"),
    })
}

/// Whatever the user says must be about headings of the file.
fn headings_are_known(appending: &Appending<'_>, matching: &Matching) -> Result<(), String> {
    let Some((heading, _)) = appending.mapping.iter().find(|(heading, _)| {
        !matching
            .raw
            .headings()
            .any(|cell| cell.text().trim() == heading || cell.printed().trim() == heading)
    }) else {
        return Ok(());
    };
    let known = matching.headings.iter().map(|known| known.text.as_str());
    let meant = in_brackets(did_you_mean(heading, known));
    Err(format!("{} has no heading `{heading}`{meant}", appending.received.name))
}

/// What was probably meant, between brackets.
fn in_brackets(meant: String) -> String {
    if meant.is_empty() { String::new() } else { format!(" ({meant})") }
}

/// The study with the release in a file of that name, as it would be; nothing is read or written.
///
/// # Errors
/// [`Refused`] where a heading stands for no column, or where the study could not be loaded with
/// the release; what is wrong in a cell is reported where that cell was received.
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
        return Err(Refused::Reason(format!(
            "table `{}` already has a release `{release}`",
            table.id
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
