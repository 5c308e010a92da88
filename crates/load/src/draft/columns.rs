//! What the columns of a sheet hold, found by reading every cell as the loader would.

use std::borrow::Cow;

use crossfoot_core::{NumberFormat, decimal_mark_evidence};
use crossfoot_ingest::PrintedTable;

use super::filled::{Filled, filled};
use super::odd::{self, marks};
use super::reading::{Reading, Role};
use super::several::{Around, several};
use super::single::single;
use super::units::{self, Header};
use super::{ColumnDraft, PartDraft, base, names, scale};

/// The columns of a sheet, the marks of missing values in it, and how its numbers are written.
pub(super) fn draft(
    table: &PrintedTable,
    decimal: Option<char>,
) -> (Vec<ColumnDraft>, Vec<String>, NumberFormat) {
    let format = format(table, decimal);
    let headings: Vec<String> =
        table.headings().map(|heading| heading.printed().trim().to_owned()).collect();
    let headers: Vec<Header> = headings.iter().map(|header| units::header(header)).collect();
    let cells: Vec<Vec<Filled>> = (0..table.width()).map(|at| filled(table, at)).collect();
    let labels = row_labels(table);
    let notes: Vec<&str> = table.title.iter().chain(&table.notes).map(String::as_str).collect();
    let mut readings: Vec<Reading> = (0..table.width())
        .map(|at| {
            let labels = if at == 0 { &[] } else { labels.as_slice() };
            let around =
                Around { header: &headers[at], heading: &headings[at], labels, notes: &notes };
            reading(&cells[at], &around, at, table.width(), format)
        })
        .collect();
    scale::apply(table, &headers, &mut readings);
    let marks = marks(&mut readings, &cells);
    let columns = named(table, &headings, &headers, &cells, readings);
    (columns, marks, stated(table, format))
}

/// The words that each row starts with: a group, and what is in it.
fn row_labels(table: &PrintedTable) -> Vec<String> {
    let rows = (0..table.rows()).map(|row| {
        let first = (0..table.width().min(2)).map(|column| table.cell(row, column).printed());
        let words = first.filter(|text| !is_numeric(text));
        words.map(|text| text.trim().to_owned()).collect::<Vec<_>>().join(" ")
    });
    rows.collect()
}

fn reading(
    cells: &[Filled],
    around: &Around<'_>,
    column: usize,
    width: usize,
    format: NumberFormat,
) -> Reading {
    if cells.is_empty() {
        let mut empty = Reading::text(cells, None);
        empty.remarks.push("all cells are empty".to_owned());
        return empty;
    }
    // The first column of several names the rows, so that a word in it is no mistake.
    let labels = column == 0 && width > 1;
    let one = single(cells, around.header, column, labels, format);
    let odd = match &one {
        Ok(one) if labels || one.unit() == "text" || one.odd.is_empty() => return one.clone(),
        Ok(one) => one.odd.len(),
        Err(_) => cells.len(),
    };
    let more = several(cells, around, format, odd).filter(|_| !labels);
    more.or(one.clone().ok()).unwrap_or_else(|| Reading::text(cells, one.err()))
}

/// The drafts of the columns, each with names of its own.
fn named(
    table: &PrintedTable,
    headings: &[String],
    headers: &[Header],
    cells: &[Vec<Filled>],
    readings: Vec<Reading>,
) -> Vec<ColumnDraft> {
    let plain: Vec<String> =
        headers.iter().map(|header| base::without(&header.label).to_owned()).collect();
    let percent: Vec<bool> = readings
        .iter()
        .map(|reading| reading.unit() == "percent" && reading.kinds.len() == 1)
        .collect();
    let mut taken = names::columns(&plain, &percent);
    let mut columns = Vec::new();
    for (at, reading) in readings.into_iter().enumerate() {
        let (name, label) = (taken[at].clone(), &headers[at].label);
        let mut parts = Vec::new();
        for kind in &reading.kinds {
            let own = if kind.role == Role::Low && parts.is_empty() {
                name.clone()
            } else {
                format!("{name}{}", kind.role.suffix())
            };
            let own = if parts.is_empty() { own } else { names::free(&own, &taken) };
            if !parts.is_empty() {
                taken.push(own.clone());
            }
            parts.push(PartDraft {
                name: own,
                label: format!("{label}{}", kind.role.words()),
                unit: kind.unit.clone(),
                scale: kind.scale,
                decimals: kind.decimals,
                optional: kind.optional,
            });
        }
        let (became_text, problems, mut remarks) = odd::describe(table, at, &cells[at], &reading);
        remarks.extend(reading.remarks);
        columns.push(ColumnDraft {
            header: headings[at].clone(),
            parts,
            remarks,
            became_text,
            problems,
            base: base::base(&headings[at], table.title.as_deref()),
        });
    }
    columns
}

/// The decimal mark that the figures of the sheet prove, all of them alike, and whether negative
/// numbers are in parentheses.
fn format(table: &PrintedTable, decimal: Option<char>) -> NumberFormat {
    let printed: Vec<Cow<'_, str>> = table.cells().map(|cell| cell.printed()).collect();
    let cells: Vec<&str> =
        printed.iter().map(|cell| cell.trim()).filter(|text| is_numeric(text)).collect();
    let proved: Vec<char> = cells.iter().filter_map(|cell| decimal_mark_evidence(cell)).collect();
    let commas = proved.iter().filter(|mark| **mark == ',').count();
    let seen = if commas * 2 > proved.len() { ',' } else { '.' };
    // A table with signs has no need of parentheses; these hold standard errors then.
    let signed = cells.iter().any(|text| text.starts_with(['-', '−', '–']));
    let negative = !signed && cells.iter().any(|text| is_in_parentheses(text));
    NumberFormat { decimal: Some(decimal.unwrap_or(seen)), negative_parentheses: negative }
}

/// The format as far as the study must say it: a point is expected if no cell proves a comma.
fn stated(table: &PrintedTable, format: NumberFormat) -> NumberFormat {
    let comma = format.decimal == Some(',')
        || table.cells().any(|cell| decimal_mark_evidence(&cell.printed()) == Some(','));
    NumberFormat { decimal: format.decimal.filter(|_| comma), ..format }
}

fn is_in_parentheses(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inside
        .is_some_and(|inside| inside.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')))
}

/// Whether a text is made of digits and of their marks.
pub(super) fn is_numeric(text: &str) -> bool {
    const WITH_DIGITS: &str = ".,; %％()[]-−–+±/$<>*";
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '\'' || WITH_DIGITS.contains(c))
}
