//! Workbooks of Excel → tables, with numbers and dates as the sheet shows them.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use crossfoot_core::{Phrase, say};

use super::bounds::{CELLS, COLUMNS};
use super::grid::Grid;
use super::{Found, Place, RawCell, archive, blocks, number_format, refuse, serial_date, sniff, xls_formats::Formats};
use crate::LoadError;

/// A cell that is filled.
struct Filled {
    row: u32,
    column: u32,
    text: String,
}

/// A sheet while its cells are collected.
struct Collected<'a> {
    /// The workbook's file.
    file: &'a str,
    sheet: Arc<str>,
    cells: Vec<Filled>,
    /// The first number whose format is not covered.
    plain: Option<Place>,
}

/// Reads an XLSX workbook.
pub(super) fn xlsx(name: &str, bytes: &[u8]) -> Result<Found, LoadError> {
    archive::check(name, bytes)?;
    let damaged = |error: XlsxError| match error {
        XlsxError::Password => sniff::protected(name),
        error => archive::damaged(name, error),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let (sheets, notes) = visible(book.sheets_metadata());
    let mut found = Found { notes, ..Found::default() };
    for sheet in sheets {
        let mut collected = Collected::new(name, &sheet);
        without_value(&mut book, &collected).map_err(|error| error.unwrap_or_else(damaged))?;
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
        let mut cells = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
            let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
            let code = format.map_or("General", |format| format.format_code.as_str());
            let position = cell.get_position();
            collected.push(position, cell.get_value(), code)?;
        }
        found.add(collected.tables(&merged)?);
    }
    Ok(found)
}

/// Why a formula cannot be looked at.
enum Stopped {
    Refused(LoadError),
    Damaged(XlsxError),
}

impl Stopped {
    fn unwrap_or_else(self, damaged: impl Fn(XlsxError) -> LoadError) -> LoadError {
        match self {
            Self::Refused(error) => error,
            Self::Damaged(error) => damaged(error),
        }
    }
}

/// Refuses a formula whose value was not saved with it.
fn without_value(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &Collected<'_>) -> Result<(), Stopped> {
    let mut cells = book.worksheet_cells_reader(&sheet.sheet).map_err(Stopped::Damaged)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(Stopped::Damaged)? {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            return Err(Stopped::Refused(sheet.formula_without_value(cell.pos)));
        }
    }
    Ok(())
}

/// Reads an XLS workbook.
pub(super) fn xls(name: &str, bytes: &[u8]) -> Result<Found, LoadError> {
    let damaged = |error: XlsError| match error {
        XlsError::Password => sniff::protected(name),
        error => archive::damaged(name, error),
    };
    let formats = Formats::read(bytes).map_err(|error| archive::damaged(name, error))?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let (sheets, notes) = visible(book.sheets_metadata());
    let mut found = Found { notes, ..Found::default() };
    for sheet in sheets {
        let mut collected = Collected::new(name, &sheet);
        let position = book.sheets_metadata().iter().position(|other| other.name == sheet);
        let codes = position.map(|position| formats.of_sheet(position)).unwrap_or_default();
        let range = book.worksheet_range(&sheet).map_err(damaged)?;
        let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, at: usize| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            let place = (at(top, row), at(left, column));
            collected.push(place, &borrowed(value), codes.get(&place).copied().unwrap_or("General"))?;
        }
        found.add(collected.tables(&merged)?);
    }
    Ok(found)
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(value) => DataRef::DateTime(*value),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// The names of the sheets that a person sees, and a note on each that is hidden.
fn visible(sheets: &[Sheet]) -> (Vec<String>, Vec<Phrase>) {
    let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (seen, hidden): (Vec<_>, Vec<_>) = sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let note = |sheet: &Sheet| say!("the sheet `{}` is hidden and was not read", sheet.name.as_str());
    (seen.into_iter().map(|sheet| sheet.name.clone()).collect(), hidden.into_iter().map(note).collect())
}

impl<'a> Collected<'a> {
    fn new(file: &'a str, sheet: &str) -> Self {
        Self { file, sheet: sheet.into(), cells: Vec::new(), plain: None }
    }

    fn place(&self, (row, column): (u32, u32)) -> Place {
        Place::Sheet { sheet: Arc::clone(&self.sheet), row, column }
    }

    fn push(&mut self, at: (u32, u32), value: &DataRef<'_>, code: &str) -> Result<(), LoadError> {
        let number = |value: f64| number_format::show(value, code);
        let (text, covered) = match value {
            DataRef::Empty => return Ok(()),
            DataRef::Int(value) => match i32::try_from(*value) {
                Ok(small) => number(f64::from(small)),
                Err(_) => (value.to_string(), true),
            },
            DataRef::Float(value) => number(*value),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.trim().to_owned(), true),
            DataRef::SharedString(text) => (text.trim().to_owned(), true),
            DataRef::Bool(value) => (if *value { "TRUE" } else { "FALSE" }.to_owned(), true),
            DataRef::DateTime(date) => (serial_date::show(date, code), true),
            DataRef::Error(error) => (error.to_string(), true),
        };
        let place = self.place(at);
        if at.1 as usize >= COLUMNS {
            let message = say!("a sheet has at most {} columns", COLUMNS.to_string());
            return Err(refuse::cell(self.file, &place, message, say!("keep the columns that are needed")));
        }
        if self.cells.len() >= CELLS {
            return Err(self.too_large(&place));
        }
        if !covered && self.plain.is_none() {
            self.plain = Some(place);
        }
        if !text.is_empty() {
            self.cells.push(Filled { row: at.0, column: at.1, text });
        }
        Ok(())
    }

    fn too_large(&self, place: &Place) -> LoadError {
        let message = say!("the cells of the sheet up to this one are more than {}", CELLS.to_string());
        refuse::cell(self.file, place, message, say!("keep the rows and columns that are needed"))
    }

    fn formula_without_value(&self, at: (u32, u32)) -> LoadError {
        let message = say!("this cell holds a formula, and its value was not saved");
        refuse::cell(self.file, &self.place(at), message, say!("open the workbook in a spreadsheet program, let it calculate, and save it"))
    }

    /// The tables of the sheet.
    fn tables(self, merged: &[Dimensions]) -> Result<Found, LoadError> {
        let (Some(top), Some(left)) = (self.cells.iter().map(|cell| cell.row).min(), self.cells.iter().map(|cell| cell.column).min()) else {
            return Ok(Found::default());
        };
        let bottom = self.cells.iter().map(|cell| cell.row).max().unwrap_or(top);
        let right = self.cells.iter().map(|cell| cell.column).max().unwrap_or(left);
        let (height, width) = ((bottom - top) as usize + 1, (right - left) as usize + 1);
        if height.saturating_mul(width) > CELLS {
            let farthest = self.cells.iter().max_by_key(|cell| u64::from(cell.row - top + 1) * u64::from(cell.column - left + 1));
            return Err(self.too_large(&self.place(farthest.map_or((bottom, right), |cell| (cell.row, cell.column)))));
        }
        let blank = |row: u32, column: u32| RawCell { text: String::new(), mark: None, place: self.place((row, column)) };
        let mut rows: Vec<Vec<RawCell>> = (top..=bottom).map(|row| (left..=right).map(|column| blank(row, column)).collect()).collect();
        for cell in &self.cells {
            rows[(cell.row - top) as usize][(cell.column - left) as usize].text.clone_from(&cell.text);
        }
        let mut grid = Grid::new(rows);
        grid.sheet = Some(self.sheet.to_string());
        for Dimensions { start, end } in merged {
            // A merged cell that begins outside of what is filled shows nothing.
            if start.0 >= top && start.1 >= left {
                let range = |first: u32, start: u32, end: u32| (start - first) as usize..(end.saturating_sub(first)) as usize + 1;
                grid.merge(range(top, start.0, end.0), range(left, start.1, end.1));
            }
        }
        let mut found = blocks::tables(&grid);
        found.notes.extend(
            self.plain
                .iter()
                .map(|place| say!("{}: the number is shown without its format, which is not understood; others may be too", place.phrase())),
        );
        Ok(found)
    }
}
