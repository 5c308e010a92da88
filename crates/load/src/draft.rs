//! Header and rows of text → what a study would say of the table: columns with units and names, the
//! key, marks of missing values.
//!
//! Nothing here knows where the text came from. What is drafted can be loaded: a column is a
//! number, a date or a percentage only where every cell of it can be read so.

mod columns;
mod glossary;
mod key;
mod marks;
mod names;
mod units;

pub(crate) use glossary::translate as term;
pub(crate) use units::{Header, header, says_date, says_percent};

use std::path::Path;

use crossfoot_core::{NumberFormat, Phrase};

use crate::{LoadError, Problems};
use crossfoot_ingest::text::csv::Grid;
use crossfoot_ingest::text::file;
use crossfoot_ingest::{self as received, RawTable};

/// A table of text, before anything is known of it.
#[derive(Clone, Debug, Default)]
pub struct RawSheet {
    /// The title, where one is known.
    pub title: String,
    /// One text per column.
    pub header: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
    /// Footnotes.
    pub notes: Vec<String>,
    /// The decimal mark, where it is said.
    pub decimal: Option<char>,
}

/// The tables of a file.
#[derive(Clone, Debug, Default)]
pub struct RawFile {
    /// Each with the name that it could be called by.
    pub sheets: Vec<(String, RawSheet)>,
    /// What whoever sent the file should know of how it was read.
    pub notes: Vec<Phrase>,
}

/// What a study would say of a table.
#[derive(Clone, Debug)]
pub struct TableDraft {
    /// The name that formulas use.
    pub id: String,
    /// The file that it will stand in.
    pub file: String,
    /// The title as people read it.
    pub title: String,
    /// The columns that name a row.
    pub key: Vec<String>,
    /// Marks of missing values that are not customary.
    pub missing: Vec<String>,
    /// How its numbers are written.
    pub format: NumberFormat,
    /// Footnotes.
    pub notes: Vec<String>,
    /// Its printed columns.
    pub columns: Vec<ColumnDraft>,
}

/// What a study would say of a printed column.
#[derive(Clone, Debug)]
pub struct ColumnDraft {
    /// The header as printed.
    pub header: String,
    /// The figures that each of its cells prints; most print one.
    pub parts: Vec<PartDraft>,
    /// What a person should know of it, if anything.
    pub remark: Option<Phrase>,
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
}

impl TableDraft {
    /// The table with every column of numbers without a unit taken for percentages, except those
    /// that `keep` does not name.
    #[must_use]
    pub fn supposing_percentages(&self, keep: impl Fn(&str) -> bool) -> Self {
        let mut supposed = self.clone();
        for column in &mut supposed.columns {
            for part in column
                .parts
                .iter_mut()
                .filter(|part| part.unit == UNKNOWN && part.scale == 1 && keep(&part.name))
            {
                part.unit = "percent".to_owned();
                column.remark = None;
            }
        }
        supposed
    }
}

/// The unit of numbers of which nothing is known.
const UNKNOWN: &str = "number";

impl RawFile {
    /// Reads the tables of a file as received: CSV in any encoding, workbooks, HTML, JATS,
    /// Markdown. The decimal mark is seen from the figures where it is not said.
    ///
    /// # Errors
    /// [`LoadError`] with the places of what cannot be read, or can be read in two ways.
    pub fn read(
        path: &Path,
        options: received::Options,
        decimal: Option<char>,
    ) -> Result<Self, LoadError> {
        let received = received::read(path, options)?;
        if decimal.is_none() {
            marks::check(&received)?;
        }
        let stem =
            path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let several = received.tables.len() > 1;
        let sheets = received.tables.iter().map(|table| {
            let sheet = table.sheet.clone().filter(|_| several);
            (sheet.unwrap_or_else(|| stem.clone()), RawSheet { decimal, ..RawSheet::of(table) })
        });
        Ok(Self { sheets: sheets.collect(), notes: received.notes })
    }
}

impl RawSheet {
    /// A table as it was received, with headers that can be told apart.
    fn of(table: &RawTable) -> Self {
        let table = table.clone().with_unique_headings();
        let header = table.header.iter().map(|cell| cell.printed().trim().to_owned()).collect();
        let rows = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.printed().trim().to_owned()).collect())
            .collect();
        Self {
            title: table.title.unwrap_or_default(),
            header,
            rows,
            notes: table.notes,
            decimal: None,
        }
    }

    /// The table as CSV with commas.
    pub fn to_csv(&self) -> String {
        let field = |text: &String| match text.contains([',', '"', '\n', '\r'])
            || text.is_empty() && self.header.len() == 1
        {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.clone(),
        };
        let lines = std::iter::once(&self.header)
            .chain(&self.rows)
            .map(|row| row.iter().map(field).collect::<Vec<_>>().join(",") + "\n");
        lines.collect()
    }

    /// Whether a file is this table already, as studies keep it: UTF-8, commas, one row of headers.
    pub fn is_in(&self, path: &Path) -> bool {
        let mut problems = Problems::new();
        let Some(grid) =
            file::read(path, &mut problems).and_then(|source| Grid::cut(&source, &mut problems))
        else {
            return false;
        };
        let header = grid.columns(&mut problems);
        let same = |row: usize, cells: &Vec<String>| {
            cells
                .iter()
                .enumerate()
                .all(|(column, cell)| grid.source.field(grid.field(row, column)).trim() == cell)
        };
        problems.is_empty()
            && header == self.header
            && grid.rows() == self.rows.len()
            && self.rows.iter().enumerate().all(|(row, cells)| same(row, cells))
    }
}

/// Drafts the tables of a study from sheets, each with the name of the file that it was read from,
/// without its ending.
pub fn tables(sheets: &[(String, RawSheet)]) -> Vec<TableDraft> {
    let mut ids: Vec<String> = Vec::new();
    for (stem, _) in sheets {
        let id = names::free(&names::table(stem), &ids);
        ids.push(id);
    }
    sheets.iter().zip(ids).map(|((stem, sheet), id)| table(id, stem, sheet)).collect()
}

fn table(id: String, stem: &str, sheet: &RawSheet) -> TableDraft {
    let (columns, missing, format) = columns::draft(sheet);
    let title = if sheet.title.is_empty() { stem.to_owned() } else { sheet.title.clone() };
    let key = key::find(sheet, &columns);
    TableDraft {
        file: format!("{id}.csv"),
        id,
        title,
        key,
        missing,
        format,
        notes: sheet.notes.clone(),
        columns,
    }
}
