//! Header and rows of text → what a study would say of the table: columns with units and names, the key, marks of missing values.
//!
//! Nothing here knows where the text came from. What is drafted can be loaded: a column is a number, a date or a percentage only where every cell of
//! it can be read so.

mod columns;
mod glossary;
mod key;
mod names;
mod units;

use std::path::Path;

use crossfoot_core::{Diagnostic, NumberFormat, Phrase};

use crate::grid::Grid;
use crate::{LoadError, Problems, text_file};

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
    /// The table with every column of numbers without a unit taken for percentages, except those that `keep` does not name.
    #[must_use]
    pub fn supposing_percentages(&self, keep: impl Fn(&str) -> bool) -> Self {
        let mut supposed = self.clone();
        for column in &mut supposed.columns {
            for part in column.parts.iter_mut().filter(|part| part.unit == UNKNOWN && part.scale == 1 && keep(&part.name)) {
                part.unit = "percent".to_owned();
                column.remark = None;
            }
        }
        supposed
    }
}

/// The unit of numbers of which nothing is known.
const UNKNOWN: &str = "number";

impl RawSheet {
    /// Reads a CSV file in UTF-8: fields separated by commas, semicolons or tabs. The flag says whether the file can be used as it is.
    ///
    /// # Errors
    /// [`LoadError`] with the places of what cannot be read.
    pub fn read(path: &Path) -> Result<(Self, bool), LoadError> {
        let mut problems = Problems::new();
        match read(path, &mut problems) {
            Some(found) if problems.is_empty() => Ok(found),
            _ => Err(LoadError { problems }),
        }
    }

    /// The table as CSV with commas.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let records = std::iter::once(&self.header).chain(&self.rows);
        // A writer into memory fails at nothing but rows of unequal length, which are filled up.
        let written = records
            .map(|record| writer.write_record((0..self.header.len()).map(|at| record.get(at).map_or("", String::as_str))))
            .all(|done| done.is_ok());
        let bytes = writer.into_inner().unwrap_or_default();
        if written { String::from_utf8(bytes).unwrap_or_default() } else { String::new() }
    }
}

fn read(path: &Path, problems: &mut Problems) -> Option<(RawSheet, bool)> {
    let source = text_file::read(path, problems)?;
    let first = source.text().lines().next().unwrap_or_default();
    let separators = [b'\t', b';'];
    let other = separators.into_iter().find(|mark| !first.contains(',') && first.as_bytes().contains(mark));
    let Some(separator) = other else {
        let grid = Grid::cut(&source, problems)?;
        let header = grid.columns(problems);
        let rows =
            (0..grid.rows()).map(|row| (0..header.len()).map(|column| source.field(grid.field(row, column)).trim().to_owned()).collect()).collect();
        return checked(RawSheet { header, rows, ..RawSheet::default() }, path, problems).map(|sheet| (sheet, true));
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(source.text().as_bytes());
    let records: Result<Vec<csv::StringRecord>, csv::Error> = reader.records().collect();
    let mut records = match records {
        Ok(records) => records.into_iter().map(|record| record.iter().map(|field| field.trim().to_owned()).collect::<Vec<_>>()),
        Err(error) => {
            problems.push(Diagnostic::bare(format!("{}: {error}", text_file::display_name(path))));
            return None;
        }
    };
    let header = records.next()?;
    let rows: Vec<Vec<String>> = records.collect();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.len() != header.len()).take(MOST_TOLD) {
        let message = format!("{}: row {} has {} fields, and the header has {}", text_file::display_name(path), at + 1, row.len(), header.len());
        problems.push(Diagnostic::bare(message));
    }
    checked(RawSheet { header, rows, ..RawSheet::default() }, path, problems).map(|sheet| (sheet, false))
}

/// Rows of unequal length that are told; the rest have the same cause.
const MOST_TOLD: usize = 5;

/// A table has rows, and headers by which its columns can be told apart.
fn checked(sheet: RawSheet, path: &Path, problems: &mut Problems) -> Option<RawSheet> {
    let name = text_file::display_name(path);
    if sheet.rows.is_empty() {
        problems.push(Diagnostic::bare(format!("{name}: this table has no rows")).help("one row of headers, then one line for each row"));
    }
    problems.is_empty().then_some(sheet)
}

/// Drafts the tables of a study from sheets, each with the name of the file that it was read from, without its ending.
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
    TableDraft { file: format!("{id}.csv"), id, title, key, missing, format, notes: sheet.notes.clone(), columns }
}
