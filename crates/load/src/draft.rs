//! Header and rows of text → what a study would say of the table: columns with units and names, the
//! key, marks of missing values.
//!
//! Nothing here knows where the text came from. What is drafted can be loaded: a column is a
//! number, a date or a percentage only where every cell of it can be read so.

mod base;
mod columns;
mod decimals;
mod filled;
mod glossary;
mod groups;
mod inherited;
mod key;
mod marks;
mod meaning;
mod names;
mod odd;
mod reading;
mod rows;
mod scale;
mod several;
mod shares;
mod single;
mod units;

pub(crate) use glossary::translate as term;
pub(crate) use units::{Header, header, says_date, says_percent};

use std::path::Path;

use crossfoot_core::{Diagnostic, NumberFormat, Source};

use columns::Columns;

use crate::{LoadError, Problems};
use crossfoot_ingest::text::file;
use crossfoot_ingest::{Options, PrintedTable, Received};

/// The tables of a file.
#[derive(Clone, Debug, Default)]
pub struct NamedTables {
    /// Each with the name that it could be called by.
    pub tables: Vec<(String, PrintedTable)>,
    /// What whoever sent the file should know of how it was read.
    pub notes: Vec<String>,
}

/// What a study would say of a table.
#[derive(Clone, Debug)]
pub struct TableDraft {
    /// The name that formulas use.
    pub id: String,
    /// The name of its file.
    pub file: String,
    /// The title as people read it.
    pub title: String,
    /// The columns that name a row.
    pub key: Vec<String>,
    /// The lines of its sub-headings.
    pub headings: Vec<u32>,
    /// Rows whose numbers have a unit of their own.
    pub rows: Vec<RowDraft>,
    /// Marks of missing values that are not customary.
    pub missing: Vec<String>,
    /// How its numbers are written, as far as the study must say it.
    pub format: NumberFormat,
    /// Footnotes.
    pub notes: Vec<String>,
    /// Its printed columns.
    pub columns: Vec<ColumnDraft>,
}

/// A row whose numbers have another unit than their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDraft {
    /// The line on which it starts.
    pub line: u32,
    /// `percent`, or `number` for averages.
    pub unit: String,
}

/// What a study would say of a printed column.
#[derive(Clone, Debug)]
pub struct ColumnDraft {
    /// The header as printed.
    pub header: String,
    /// The figures that each of its cells prints; most print one.
    pub parts: Vec<PartDraft>,
    /// What a person should know of it.
    pub remarks: Vec<String>,
    /// The cell by which a column that looks numeric is read as text.
    pub became_text: Option<OddCell>,
    /// The cells that are not what the column holds; they are among the marks of missing values.
    pub problems: Vec<OddCell>,
    /// The number of cases that it is about, such as 123 of `Placebo (n = 123)`.
    pub base: Option<Base>,
}

/// A cell that is not what its column seems to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddCell {
    /// Its row in the [`PrintedTable`].
    pub row: usize,
    /// Its text.
    pub text: String,
}

/// A number of cases that is printed outside the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// The number.
    pub value: u64,
    /// Whether the title of the table gives it, and not the heading of the column.
    pub in_title: bool,
}

/// One column of figures, dates or words.
#[derive(Clone, Debug)]
pub struct PartDraft {
    /// The name that formulas use.
    pub name: String,
    /// The name that people read.
    pub label: String,
    /// `count`, `percent`, `date`, `text`, …
    pub unit: String,
    /// What one printed unit stands for.
    pub scale: i64,
    /// The decimals that its figures have, if the file prints others.
    pub decimals: Option<u8>,
    /// Whether a cell may end before it.
    pub optional: bool,
}

impl TableDraft {
    /// The table with percentages in those of its columns of unknown unit that are named.
    #[must_use]
    pub fn with_percentages(&self, are: impl Fn(&str) -> bool) -> Self {
        let mut known = self.clone();
        for column in &mut known.columns {
            for part in &mut column.parts {
                if part.unit != UNKNOWN || part.scale != 1 || !are(&part.name) {
                    continue;
                }
                part.unit = "percent".to_owned();
                column.remarks.retain(|remark| remark != UNKNOWN_REMARK);
            }
        }
        known
    }

    /// The table with numbers of unknown unit in those of its columns that are named.
    #[must_use]
    pub fn with_unknown_units(&self, are: impl Fn(&str) -> bool) -> Self {
        let mut unknown = self.clone();
        let parts = unknown.columns.iter_mut().flat_map(|column| &mut column.parts);
        for part in parts.filter(|part| are(&part.name)) {
            part.unit = UNKNOWN.to_owned();
        }
        unknown
    }
}

/// The unit of numbers of which nothing is known.
const UNKNOWN: &str = "number";
/// What is said of them.
const UNKNOWN_REMARK: &str =
    "replace `number` with the unit of these numbers, such as RMB or percent";

impl NamedTables {
    /// Reads the tables of a file as received: CSV in any encoding, workbooks, DOCX, HTML, JATS,
    /// Markdown. Their headings differ. The decimal mark is detected from the figures where it is
    /// not said.
    ///
    /// # Errors
    /// [`LoadError`] with the places of what cannot be read or is ambiguous.
    pub fn read(path: &Path, options: Options, decimal: Option<char>) -> Result<Self, LoadError> {
        let received = crossfoot_ingest::read(path, options)?;
        let stem =
            path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Self::from_received(&received, &stem, decimal)
    }

    /// The tables of a received file, which is called `stem`.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn from_received(
        received: &Received,
        stem: &str,
        decimal: Option<char>,
    ) -> Result<Self, LoadError> {
        if decimal.is_none() {
            marks::check(received)?;
        }
        let several = received.tables.len() > 1;
        let mut notes = received.notes.clone();
        let (filled, bare): (Vec<&PrintedTable>, Vec<&PrintedTable>) =
            received.tables.iter().partition(|table| table.rows() > 0);
        if filled.is_empty() {
            let message =
                format!("{}: the tables of this file have headings and no rows", received.name);
            return Err(LoadError { problems: vec![Diagnostic::bare(message)] });
        }
        notes.extend(bare.iter().map(|table| {
            let place = table.heading(0).place();
            format!("the table at {place} has headings and no rows; it is left out")
        }));
        let tables = filled.into_iter().map(|table| {
            let sheet = table.sheet.clone().filter(|_| several);
            (sheet.unwrap_or_else(|| stem.to_owned()), table.with_unique_headings())
        });
        Ok(Self { tables: tables.collect(), notes })
    }
}

/// The text of a file that is this table already, as studies keep it: UTF-8, commas, one row of
/// headers. `None` where the table has to be written anew.
pub fn kept_text(table: &PrintedTable, path: &Path) -> Option<String> {
    let text = String::from_utf8(file::plain_bytes(path).ok()?).ok()?;
    let plain = text.strip_prefix(file::BYTE_ORDER_MARK).unwrap_or(&text);
    let mut problems = Problems::new();
    let source = Source::new(file::display_name(path), plain.to_owned())?;
    let kept = PrintedTable::cut(&source, &mut problems)?;
    kept.columns(&mut problems);
    // Sub-headings are named by their lines.
    let alike = kept.reads_as(table) && kept.lines() == table.lines();
    (problems.is_empty() && alike).then_some(text)
}

/// Drafts the tables of a study from tables as printed, each with the name of the file that it was
/// read from, without its ending. `decimal` is the decimal mark, where it is said.
///
/// ```
/// use crossfoot_ingest::PrintedTable;
/// use crossfoot_load::draft::tables;
///
/// let header = ["Year", "Women (%)"].map(str::to_owned);
/// let rows = [["2023", "34.5"], ["2024", "36.1"]].map(|row| row.map(str::to_owned).to_vec());
/// let printed = PrintedTable::from_texts("patients.csv", &header, &rows).unwrap();
/// let draft = &tables(&[("patients".to_owned(), printed)], None)[0];
/// let units: Vec<&str> = draft.columns.iter().map(|column| &*column.parts[0].unit).collect();
/// assert_eq!(units, ["date", "percent"]);
/// assert_eq!(draft.key, [draft.columns[0].parts[0].name.clone()]);
/// ```
pub fn tables(printed: &[(String, PrintedTable)], decimal: Option<char>) -> Vec<TableDraft> {
    let mut ids = names::Names::default();
    let drafts = printed.iter().map(|(stem, printed)| {
        let id = ids.give(&names::table(stem));
        table(id, stem, printed, decimal)
    });
    drafts.collect()
}

fn table(id: String, stem: &str, printed: &PrintedTable, decimal: Option<char>) -> TableDraft {
    let Columns { mut columns, rows, missing, format } = columns::draft(printed, decimal);
    let title = printed.title.clone().unwrap_or_else(|| stem.to_owned());
    let headings = groups::headings(printed, &columns);
    let key = key::find(printed, &columns, &headings);
    // What names the rows need not be numbers.
    for column in columns.iter_mut().filter(|column| key.contains(&column.parts[0].name)) {
        if column.became_text.take().is_some() {
            column.remarks.clear();
        }
    }
    TableDraft {
        file: format!("{id}.csv"),
        id,
        title,
        key,
        headings: headings.iter().map(|row| printed.lines()[*row]).collect(),
        rows,
        missing,
        format,
        notes: printed.notes.clone(),
        columns,
    }
}
