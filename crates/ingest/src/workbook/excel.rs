//! Workbooks of Excel → tables, with numbers and dates as the sheet shows them.

use crossfoot_core::LoadError;
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx,
    XlsxError,
};

use crate::bounds::CELLS;
use crate::sniff;
use crate::table::marks::Runs;
use crate::table::raw::{Found, joined_lines};
use crate::workbook::biff::Stream;
use crate::workbook::sheet::{Collected, Merged};
use crate::workbook::xls_formats::Formats;
use crate::workbook::xls_marks::Marks;
use crate::workbook::xlsx_parts::{Parts, check_count};
use crate::workbook::{archive, number_format, serial_date, xls_formulas, xls_hidden};

/// Reads an XLSX workbook.
pub(crate) fn xlsx(name: &str, bytes: &[u8]) -> Result<Found, LoadError> {
    archive::check(name, bytes)?;
    check_count(name, bytes)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged_xlsx(name, error))?;
    let parts = Parts::read(name, bytes)?;
    let (sheets, notes) = visible(book.sheets_metadata());
    let mut found = Found { notes, ..Found::default() };
    for sheet in sheets {
        let mut collected = Collected::new(name, &sheet);
        let seen = parts.sheet(&collected)?;
        collected.hidden = seen.hidden;
        without_value(&mut book, &collected)
            .map_err(|error| error.unwrap_or_else(|error| damaged_xlsx(name, error)))?;
        let merged =
            book.merge_cells_by_sheet_name(&sheet).map_err(|error| damaged_xlsx(name, error))?;
        let mut cells =
            book.worksheet_cells_reader(&sheet).map_err(|error| damaged_xlsx(name, error))?;
        while let Some((cell, style)) =
            cells.next_cell_with_style_id().map_err(|error| damaged_xlsx(name, error))?
        {
            let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
            let code = format.map_or("General", |format| format.format_code.as_str());
            let position = cell.get_position();
            push(&mut collected, position, cell.get_value(), code, seen.raised.get(&position))?;
        }
        found.add(collected.tables(&corners(&merged))?);
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
    let mut cells = book.worksheet_cells_reader(sheet.name()).map_err(Stopped::Damaged)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(Stopped::Damaged)? {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            return Err(Stopped::Refused(sheet.formula_without_value(cell.pos)));
        }
    }
    Ok(())
}

/// Reads an XLS workbook.
pub(crate) fn xls(name: &str, bytes: &[u8]) -> Result<Found, LoadError> {
    let stream = Stream::read(bytes).map_err(|error| archive::damaged(name, error))?;
    if stream.most_cells() > CELLS as u64 {
        return Err(archive::damaged(
            name,
            format!("one of its sheets has more than {CELLS} cells from the first to the last"),
        ));
    }
    let (formats, marks) = (Formats::read(&stream), Marks::read(&stream));
    let mut book: Xls<_> =
        Xls::new(Cursor::new(bytes)).map_err(|error| damaged_xls(name, error))?;
    let (sheets, notes) = visible(book.sheets_metadata());
    let mut found = Found { notes, ..Found::default() };
    for sheet in sheets {
        let mut collected = Collected::new(name, &sheet);
        let position = book.sheets_metadata().iter().position(|other| other.name == sheet);
        collected.hidden =
            position.map(|position| xls_hidden::on_sheet(&stream, position)).unwrap_or_default();
        let mut doubtful = None;
        for formula in
            position.into_iter().flat_map(|position| xls_formulas::blank(&stream, position))
        {
            if !formula.may_be {
                return Err(collected.formula_without_value(formula.at));
            }
            doubtful = doubtful.or(Some(collected.place(formula.at)));
        }
        found.notes.extend(doubtful.map(|place| {
            format!(
                "{}: the cell of this formula is empty; its value may not have been saved",
                place
            )
        }));
        let codes =
            position.map(|position| formats.on_sheet(&stream, position)).unwrap_or_default();
        let raised = position.map(|position| marks.on_sheet(&stream, position)).unwrap_or_default();
        let range = book.worksheet_range(&sheet).map_err(|error| damaged_xls(name, error))?;
        let merged =
            book.merge_cells_by_sheet_name(&sheet).map_err(|error| damaged_xls(name, error))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let [down, across] = [row, column].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
            let place = (top.saturating_add(down), left.saturating_add(across));
            let code = codes.get(&place).copied().unwrap_or("General");
            push(&mut collected, place, &borrowed(value), code, raised.get(&place))?;
        }
        found.add(collected.tables(&corners(&merged))?);
    }
    Ok(found)
}

fn damaged_xlsx(name: &str, error: XlsxError) -> LoadError {
    match error {
        XlsxError::Password => sniff::protected(name),
        error => archive::damaged(name, error),
    }
}

fn damaged_xls(name: &str, error: XlsError) -> LoadError {
    match error {
        XlsError::Password => sniff::protected(name),
        error => archive::damaged(name, error),
    }
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
fn visible(sheets: &[Sheet]) -> (Vec<String>, Vec<String>) {
    let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (seen, hidden): (Vec<_>, Vec<_>) =
        sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let notes = hidden
        .into_iter()
        .map(|sheet| format!("the sheet `{}` is hidden and was not read", sheet.name));
    (seen.into_iter().map(|sheet| sheet.name.clone()).collect(), notes.collect())
}

fn corners(merged: &[Dimensions]) -> Vec<Merged> {
    merged.iter().map(|merged| (merged.start, merged.end)).collect()
}

/// Adds a cell with the text that the sheet shows, of which some may be raised.
fn push(
    sheet: &mut Collected<'_>,
    at: (u32, u32),
    value: &DataRef<'_>,
    code: &str,
    raised: Option<&Runs>,
) -> Result<(), LoadError> {
    if let Some(runs) = raised {
        let (text, mark) = runs.clone().finish();
        return sheet.push_text(at, joined_lines(&text), mark);
    }
    let text = match value {
        DataRef::Empty => return Ok(()),
        DataRef::Int(value) => i32::try_from(*value)
            .map_or_else(|_| value.to_string(), |small| number(sheet, at, f64::from(small), code)),
        DataRef::Float(value) => number(sheet, at, *value, code),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            joined_lines(text)
        }
        DataRef::SharedString(text) => joined_lines(text),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => serial_date::show(date, code),
        DataRef::Error(error) => error.to_string(),
    };
    sheet.push_text(at, text, None)
}

/// A number as its format shows it; that the format is not understood is noted.
fn number(sheet: &mut Collected<'_>, at: (u32, u32), value: f64, code: &str) -> String {
    let (text, covered) = number_format::show(value, code);
    if !covered {
        sheet.without_format(at);
    }
    text
}
