//! A spreadsheet for the owners of the data: every table as printed, in colours of the verdicts,
//! with a note at each cell that needs attention.
//!
//! A column with wrong figures is followed by the same column, corrected. The workbook
//! goes back to the owners: headings and texts are theirs, never translations, and Crossfoot
//! speaks the language of the study where it can.

mod causes;
mod remarks;

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId};
use crossfoot_core::{
    Cell, CellId, ColumnId, Decimal, Phrase, Qualifier, Study, Table, Unit, Variable, say,
};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Note,
    Workbook, Worksheet, XlsxError,
};

use crate::{Language, values};
use remarks::{Remark, remarks};

/// Fill of a cell whose figure disagrees; readable in grey, too, since the figure is bold.
const BAD: Color = Color::RGB(0x00F6_C9B8);
/// Fill of a cell with digits cut off, or that follows from one that disagrees.
const NOTED: Color = Color::RGB(0x00FD_EFC3);
/// Fill of a corrected figure.
const CORRECTED: Color = Color::RGB(0x00D6_E8DE);
/// Fill of headings.
const HEADING: Color = Color::RGB(0x00E6_EAF0);
/// Digits that a spreadsheet keeps of a number.
const MOST_DIGITS: usize = 15;
/// Columns are at least and at most so many characters wide.
const WIDTHS: (f64, f64) = (8.0, 48.0);

/// Writes the workbook: one sheet per table, then the root causes with their corrections, the
/// findings, the claims, and what the colours mean.
///
/// # Errors
/// Tables that no spreadsheet holds: more than 1,048,576 rows or 16,384 columns, or a text of more
/// than 32,767 characters.
pub fn xlsx(study: &Study, audit: &Audit, language: &Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same study gives the same bytes, whenever it is written.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(study.title.as_str())
            .set_author("Crossfoot")
            .set_creation_datetime(&created),
    );
    let remarks = remarks(study, audit, language);
    let mut names = Vec::new();
    for (index, table) in study.published().iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&table.id, &mut names))?;
        write_table(sheet, study, audit, index, &remarks, language)?;
    }
    let sheets = [
        (say!("Root causes"), causes::causes(study, audit, language)),
        (say!("Findings"), findings(study, audit, language)),
        (say!("Claims"), claims(study, audit, &remarks, language)),
    ];
    for (name, rows) in sheets.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&language.say(&name), &mut names))?;
        write_rows(sheet, &rows)?;
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&language.say(&say!("About")), &mut names))?;
    about(sheet, study, audit, language)?;
    workbook.save_to_buffer()
}

fn write_table(
    sheet: &mut Worksheet,
    study: &Study,
    audit: &Audit,
    index: usize,
    remarks: &BTreeMap<Variable, Remark>,
    language: &Language,
) -> Result<(), XlsxError> {
    let table = &study.tables[index];
    let corrections = corrections(audit, index);
    sheet.set_freeze_panes(1, 0)?;
    let mut col = 0;
    for (at, text) in headings(table).into_iter().enumerate() {
        sheet.write_string_with_format(0, col, text, &heading())?;
        let mut width = display(text);
        for row in 0..table.rows() {
            let id = CellId { column: ColumnId { table: index, column: at }, row };
            let remark = remarks.get(&Variable::Cell(id));
            let place = (line_number(row)?, col);
            width = width.max(write_cell(sheet, table, id, place, colour(remark))?);
            insert_note(sheet, place, remark)?;
        }
        sheet.set_column_width(col, width.clamp(WIDTHS.0, WIDTHS.1))?;
        col = next_column(col)?;
        if !corrections.keys().any(|cell| cell.column.column == at) {
            continue;
        }
        let text = language.say(&say!("{}, corrected", text));
        sheet.write_string_with_format(0, col, &text, &heading())?;
        sheet.set_column_width(col, display(&text).max(width).clamp(WIDTHS.0, WIDTHS.1))?;
        for row in 0..table.rows() {
            let id = CellId { column: ColumnId { table: index, column: at }, row };
            let place = (line_number(row)?, col);
            match corrections.get(&id) {
                Some(corrected) => write_corrected(sheet, table, id, place, corrected)?,
                None => drop(write_cell(sheet, table, id, place, Format::new())?),
            }
        }
        col = next_column(col)?;
    }
    Ok(())
}

/// The corrected values of a table.
fn corrections(audit: &Audit, table: usize) -> BTreeMap<CellId, Decimal> {
    let corrected =
        audit.roots.corrections.iter().filter_map(|correction| match correction.variable {
            Variable::Cell(cell) if cell.column.table == table => {
                Some((cell, correction.corrected))
            }
            _ => None,
        });
    corrected.collect()
}

fn write_corrected(
    sheet: &mut Worksheet,
    table: &Table,
    id: CellId,
    (row, col): (u32, u16),
    corrected: &Decimal,
) -> Result<(), XlsxError> {
    let unit = table.cell_unit(id.column.column, id.row).unit;
    let format = Format::new().set_background_color(CORRECTED).set_bold();
    match number(corrected, unit) {
        Some((value, shown, _)) => {
            sheet.write_number_with_format(row, col, value, &format.set_num_format(shown))?
        }
        None => sheet.write_string_with_format(
            row,
            col,
            format!("{corrected}{}", unit.suffix()),
            &format,
        )?,
    };
    Ok(())
}

fn line_number(row: usize) -> Result<u32, XlsxError> {
    u32::try_from(row + 1).map_err(|_| XlsxError::RowColumnLimitError)
}

fn next_column(column: u16) -> Result<u16, XlsxError> {
    column.checked_add(1).ok_or(XlsxError::RowColumnLimitError)
}

/// Headings as the owners printed them; where figures of several kinds stood under one, their
/// labels.
fn headings(table: &Table) -> Vec<&str> {
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    table.columns.iter().for_each(|column| *columns.entry(&column.header).or_default() += 1);
    let headings = table.columns.iter().map(|column| match column.header.as_str() {
        header if !header.is_empty() && columns[header] == 1 => header,
        _ => column.label.as_str(),
    });
    headings.collect()
}

/// Puts what is said at a cell into a note.
fn insert_note(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    remark: Option<&Remark>,
) -> Result<(), XlsxError> {
    let Some(remark) = remark else { return Ok(()) };
    let height = 24 + 18 * u32::try_from(remark.lines.len() * 2).unwrap_or(10);
    let note = Note::new(remark.lines.join("\n"))
        .set_author("Crossfoot")
        .add_author_prefix(false)
        .set_width(320)
        .set_height(height);
    sheet.insert_note(row, col, &note)?;
    Ok(())
}

/// The colour of what is said at a cell.
fn colour(remark: Option<&Remark>) -> Format {
    match remark {
        Some(remark) if remark.bad => Format::new().set_background_color(BAD).set_bold(),
        Some(_) => Format::new().set_background_color(NOTED),
        None => Format::new(),
    }
}

/// Writes a cell as it is printed and returns its width in characters. Years, and numbers whose
/// digits a spreadsheet can show, are written as numbers.
fn write_cell(
    sheet: &mut Worksheet,
    table: &Table,
    id: CellId,
    (row, col): (u32, u16),
    format: Format,
) -> Result<f64, XlsxError> {
    let column = &table.columns[id.column.column];
    let unit = table.cell_unit(id.column.column, id.row).unit;
    let number = match &column.cells[id.row] {
        // The sign of inequality would be lost.
        Cell::Number(figure) if figure.qualifier != Qualifier::Is => None,
        Cell::Number(figure) => number(&figure.value(), unit),
        Cell::Date(..) => year(table.source.field(column.cells[id.row].span()).trim()),
        Cell::Text(_) | Cell::Missing(..) => None,
    };
    if let Some((value, shown, width)) = number {
        sheet.write_number_with_format(row, col, value, &format.set_num_format(shown))?;
        return Ok(width);
    }
    let text = match &column.cells[id.row] {
        Cell::Number(figure) => {
            format!("{}{}{}", figure.qualifier.sign(), figure.value(), unit.suffix())
        }
        cell => table.source.field(cell.span()).trim().to_owned(),
    };
    sheet.write_string_with_format(
        row,
        col,
        &text,
        &format.set_text_wrap().set_align(FormatAlign::Top),
    )?;
    Ok(display(&text))
}

/// A value as a number, its format, and its width; `None` if digits would be lost.
fn number(value: &Decimal, unit: &Unit) -> Option<(f64, String, f64)> {
    if value.digits().len() > MOST_DIGITS {
        return None;
    }
    let decimals = usize::from(value.decimals().max(0).unsigned_abs());
    let point = if decimals > 0 { format!(".{}", "0".repeat(decimals)) } else { String::new() };
    let suffix = if unit.suffix().is_empty() {
        String::new()
    } else {
        format!("\"{}\"", unit.suffix().replace('"', ""))
    };
    let width = display(&format!("{value}{}", unit.suffix()));
    Some((value.to_plain().parse().ok()?, format!("#,##0{point}{suffix}"), width))
}

/// A year as a number that is shown as it is printed: `2023`, `2023年`.
fn year(text: &str) -> Option<(f64, String, f64)> {
    let (digits, suffix) = text.strip_suffix('年').map_or((text, ""), |digits| (digits, "\"年\""));
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| Some((digits.parse().ok()?, format!("0{suffix}"), display(text))))?
}

/// A line of a list.
struct Entry<'a> {
    texts: Vec<String>,
    /// The column of a text at which something is said, and what.
    remark: Option<(usize, &'a Remark)>,
}

impl Entry<'_> {
    const fn from_texts(texts: Vec<String>) -> Self {
        Self { texts, remark: None }
    }

    fn remark_at(&self, column: usize) -> Option<&Remark> {
        self.remark.filter(|(at, _)| *at == column).map(|(_, remark)| remark)
    }
}

/// Findings, one line each, under a heading.
fn findings(study: &Study, audit: &Audit, language: &Language) -> Vec<Entry<'static>> {
    let header = [
        say!("id"),
        say!("figure"),
        say!("place"),
        say!("rule"),
        say!("printed"),
        say!("recomputed"),
        say!("most probable cause"),
    ];
    let mut rows =
        vec![Entry::from_texts(header.iter().map(|heading| language.say(heading)).collect())];
    for finding in audit.open_findings() {
        let mut row = vec![finding.id.clone(), finding.target.clone(), finding.place.to_string()];
        if let Some(record) = audit.record_of(study, finding) {
            let rule = Phrase::from(record.rule().label.as_str());
            let (published, recomputed) = (values::published(&record), values::recomputed(&record));
            row.extend([rule, published, recomputed].map(|text| language.say(&text)));
            row.push(
                finding
                    .causes
                    .first()
                    .map_or_else(String::new, |cause| language.say(&cause.detail)),
            );
        }
        rows.push(Entry::from_texts(row));
    }
    rows
}

/// Claims with their verdicts, under a heading. What is said of one stands at what it printed.
fn claims<'a>(
    study: &Study,
    audit: &Audit,
    remarks: &'a BTreeMap<Variable, Remark>,
    language: &Language,
) -> Vec<Entry<'a>> {
    const PRINTED: usize = 3;
    let header = [
        say!("id"),
        say!("section"),
        say!("claim"),
        say!("printed"),
        say!("recomputed"),
        say!("verdict"),
    ];
    let mut rows =
        vec![Entry::from_texts(header.iter().map(|heading| language.say(heading)).collect())];
    for (rule, index) in
        study.rules.iter().enumerate().filter_map(|(at, rule)| Some((at, rule.own_claim()?)))
    {
        let claim = &study.claims[index];
        let record = audit.record(study, CheckId { rule, row: None });
        let statement = language.say(&Phrase::from(claim.statement.as_str()));
        let [printed, recomputed, verdict] =
            [values::published(&record), values::recomputed(&record), record.verdict.phrase()]
                .map(|text| language.say(&text));
        let texts = vec![
            claim.id.to_string(),
            claim.section.clone(),
            statement,
            printed,
            recomputed,
            verdict,
        ];
        rows.push(Entry {
            texts,
            remark: remarks.get(&Variable::Claim(index)).map(|remark| (PRINTED, remark)),
        });
    }
    rows
}

fn write_rows(sheet: &mut Worksheet, rows: &[Entry<'_>]) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    let top = heading();
    let mut widths: Vec<f64> = Vec::new();
    for (line, row) in (0..).zip(rows) {
        for (at, text) in row.texts.iter().enumerate() {
            let (col, remark) = (column_number(at)?, row.remark_at(at));
            let body = colour(remark).set_text_wrap().set_align(FormatAlign::Top);
            sheet.write_string_with_format(
                line,
                col,
                text,
                if line == 0 { &top } else { &body },
            )?;
            insert_note(sheet, (line, col), remark)?;
            widths.resize(widths.len().max(at + 1), WIDTHS.0);
            widths[at] = widths[at].max(display(text)).min(WIDTHS.1);
        }
    }
    for (at, width) in widths.iter().enumerate() {
        sheet.set_column_width(column_number(at)?, *width)?;
    }
    if let (Some(last), Some(first)) = (rows.len().checked_sub(1), rows.first()) {
        let last = u32::try_from(last).map_err(|_| XlsxError::RowColumnLimitError)?;
        let end = column_number(first.texts.len().saturating_sub(1))?;
        sheet.autofilter(0, 0, last, end)?;
        // What a text printed is kept as it is; a spreadsheet would mark each figure of it as a
        // mistake.
        sheet.ignore_error_range(0, 0, last, end, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// The study, its tables, how it was checked, and what the colours mean.
fn about(
    sheet: &mut Worksheet,
    study: &Study,
    audit: &Audit,
    language: &Language,
) -> Result<(), XlsxError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let checked = say!(
        "{} checks, {} findings",
        audit.total().to_string(),
        audit.open_findings().count().to_string()
    );
    let version = say!("written by Crossfoot {}", env!("CARGO_PKG_VERSION"));
    let mut lines = vec![
        (Phrase::from(study.title.as_str()), heading()),
        (Phrase::from(study.citation.as_str()), plain.clone()),
    ];
    for table in study.published() {
        lines.push((say!("{}: {}", table.id.as_str(), table.title.as_str()), plain.clone()));
        lines.extend(table.notes.iter().map(|note| (Phrase::from(note.as_str()), plain.clone())));
    }
    lines.extend([
        (checked, plain.clone()),
        (
            say!("This figure, claim or row disagrees with others; its note says how."),
            Format::new().set_background_color(BAD).set_bold().set_text_wrap(),
        ),
        (
            say!("This figure or claim was cut off, or follows from one that disagrees."),
            Format::new().set_background_color(NOTED).set_text_wrap(),
        ),
        (
            say!("This is what a figure should be, by the most probable root causes."),
            Format::new().set_background_color(CORRECTED).set_bold().set_text_wrap(),
        ),
        (
            say!("Figures are as published, but for columns that are called corrected."),
            plain.clone(),
        ),
        (version, plain),
    ]);
    sheet.set_column_width(0, 80)?;
    for (row, (line, format)) in (0..).zip(&lines) {
        sheet.write_string_with_format(row, 0, language.say(line), format)?;
    }
    Ok(())
}

fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(HEADING)
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

fn column_number(at: usize) -> Result<u16, XlsxError> {
    u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A name that a sheet may have: 31 characters, none of `[]:*?/\`, no quote at its ends, and no
/// other sheet's.
fn sheet_name(wanted: &str, taken: &mut Vec<String>) -> String {
    const MOST: usize = 31;
    let clean: String =
        wanted.chars().map(|c| if "[]:*?/\\".contains(c) { '-' } else { c }).collect();
    let clean = clean.trim_matches('\'');
    let suffixes = std::iter::once(String::new()).chain((2..).map(|number| format!(" {number}")));
    let name = suffixes
        .map(|suffix| clean.chars().take(MOST - suffix.len()).collect::<String>() + &suffix)
        .find(|name| !name.is_empty() && !taken.contains(&name.to_lowercase()))
        .unwrap_or_default();
    taken.push(name.to_lowercase());
    name
}

/// The width of a text in characters of a spreadsheet.
#[expect(clippy::cast_precision_loss, reason = "texts are short")]
#[expect(clippy::float_arithmetic, reason = "widths of columns")]
fn display(text: &str) -> f64 {
    let widest = text.lines().map(textwrap::core::display_width).max().unwrap_or(0);
    widest as f64 + 2.0
}

#[cfg(test)]
mod tests;
