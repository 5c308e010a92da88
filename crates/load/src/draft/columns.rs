//! What the columns of a sheet hold, found by reading every cell as the loader would.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crossfoot_core::{NumberFormat, Unit, decimal_mark_evidence};
use crossfoot_ingest::PrintedTable;

use super::filled::{Filled, filled};
use super::names::Names;
use super::odd::{self, marks};
use super::reading::{Kind, Reading, Role};
use super::rows::{self, OwnUnits};
use super::several::{Around, MOST, paired_rows, several};
use super::single::single;
use super::units::{self, Header};
use super::{ColumnDraft, PartDraft, RowDraft, UNKNOWN, base, inherited, names, scale};

/// The columns of a sheet, and what else they show of it.
pub(super) fn draft(table: &PrintedTable, decimal: Option<char>) -> Columns {
    let format = format(table, decimal);
    let headings: Vec<String> =
        table.headings().map(|heading| heading.printed().trim().to_owned()).collect();
    let headers: Vec<Header> = headings.iter().map(|header| units::header(header)).collect();
    let cells: Vec<Vec<Filled>> = (0..table.width()).map(|at| filled(table, at)).collect();
    let labels = row_labels(table);
    let notes: Vec<&str> = table.title.iter().chain(&table.notes).map(String::as_str).collect();
    let title = table.title.as_deref();
    let paired = paired_rows(&cells, format);
    let sheet = Sheet { headings, headers, cells, labels, paired, title, notes, format };
    let own = rows::own_units(&sheet.cells, &sheet.labels, format);
    let mut readings = sheet.readings(&own);
    let rows = rows::declared(table, &own, &sheet.cells, &readings, format);
    let rows = rows.unwrap_or_else(|| {
        readings = sheet.readings(&OwnUnits::new());
        Vec::new()
    });
    inherited::apply(table, &sheet.headers, (&sheet.cells, format), &mut readings);
    scale::apply(table, &sheet.headers, &mut readings);
    let missing = marks(&mut readings, &sheet.cells);
    let columns = named(table, &sheet, readings);
    Columns { columns, rows, missing, format: stated(table, format) }
}

/// What is drafted for the columns of a table.
pub(super) struct Columns {
    pub(super) columns: Vec<ColumnDraft>,
    /// Rows with units of their own.
    pub(super) rows: Vec<RowDraft>,
    /// The marks of missing values.
    pub(super) missing: Vec<String>,
    /// How numbers are written.
    pub(super) format: NumberFormat,
}

/// A table as it is looked at.
struct Sheet<'a> {
    headings: Vec<String>,
    headers: Vec<Header>,
    /// The cells of each column that hold something.
    cells: Vec<Vec<Filled>>,
    /// The label of each row.
    labels: Vec<String>,
    /// Rows that print several figures in each cell.
    paired: BTreeSet<usize>,
    title: Option<&'a str>,
    /// Title and notes.
    notes: Vec<&'a str>,
    format: NumberFormat,
}

impl Sheet<'_> {
    /// How each column is read where some rows have units of their own.
    fn readings(&self, own: &OwnUnits) -> Vec<Reading> {
        (0..self.cells.len()).map(|at| self.reading(at, own)).collect()
    }

    fn reading(&self, column: usize, own: &OwnUnits) -> Reading {
        let cells = &self.cells[column];
        if column > 0 && cells.iter().any(|cell| own.contains_key(&cell.row)) {
            let (other, rest): (Vec<usize>, Vec<usize>) =
                (0..cells.len()).partition(|at| own.contains_key(&cells[*at].row));
            let plain: Vec<Filled> = rest.iter().map(|at| cells[*at].clone()).collect();
            let mut reading = self.of_cells(&plain, column);
            if Unit::from_name(reading.unit()).is_number() && !plain.is_empty() {
                reading.odd = reading.odd.iter().map(|at| rest[*at]).collect();
                return self.with_own(reading, column, (&rest, &other), own);
            }
        }
        self.of_cells(cells, column)
    }

    /// The reading of a column together with its cells in rows of their own unit, which may print
    /// more figures.
    fn with_own(
        &self,
        mut reading: Reading,
        column: usize,
        (rest, other): (&[usize], &[usize]),
        own: &OwnUnits,
    ) -> Reading {
        let cells = &self.cells[column];
        let mut unread = self.unread(&reading, cells, other, own);
        let mut longer = reading.clone();
        while !unread.is_empty() && longer.kinds.len() < MOST {
            longer.kinds.push(Kind::new(UNKNOWN, Role::Further, true));
            let less = self.unread(&longer, cells, other, own);
            let same = rest.iter().all(|at| {
                reading.odd.contains(at) || longer.read(&cells[*at].text, self.format).is_some()
            });
            if less.len() < unread.len() && same {
                (reading.kinds, unread) = (longer.kinds.clone(), less);
            }
        }
        reading.odd.extend(unread);
        reading.odd.sort_unstable();
        reading
    }

    /// The cells that cannot be read in the unit of their row.
    fn unread(
        &self,
        reading: &Reading,
        cells: &[Filled],
        other: &[usize],
        own: &OwnUnits,
    ) -> Vec<usize> {
        let unread = other.iter().copied().filter(|at| {
            let unit = own.get(&cells[*at].row);
            unit.and_then(|unit| reading.read_as(&cells[*at].text, unit, self.format)).is_none()
        });
        unread.collect()
    }

    fn of_cells(&self, cells: &[Filled], column: usize) -> Reading {
        let labels = if column == 0 { &[] } else { self.labels.as_slice() };
        let around = Around {
            header: &self.headers[column],
            heading: &self.headings[column],
            labels,
            paired: &self.paired,
            notes: &self.notes,
            cases: base::base(&self.headings[column], self.title).map(|base| base.value),
        };
        reading(cells, &around, column, self.cells.len(), self.format)
    }
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
    match single(cells, around.header, column, labels, format) {
        Ok(one) if labels || one.unit() == "text" || one.odd.is_empty() => one,
        Ok(one) => several(cells, around, format, one.odd.len()).unwrap_or(one),
        Err(odd) => several(cells, around, format, cells.len())
            .filter(|_| !labels)
            .unwrap_or_else(|| Reading::text(cells, Some(odd))),
    }
}

/// The drafts of the columns, each with names of its own.
fn named(table: &PrintedTable, sheet: &Sheet<'_>, readings: Vec<Reading>) -> Vec<ColumnDraft> {
    let Sheet { headings, headers, cells, .. } = sheet;
    let plain: Vec<String> =
        headers.iter().map(|header| base::without(&header.label).to_owned()).collect();
    let percent: Vec<bool> = readings
        .iter()
        .map(|reading| reading.unit() == "percent" && reading.kinds.len() == 1)
        .collect();
    let own = names::columns(&plain, &percent);
    let mut names = Names::of(&own);
    let mut columns = Vec::new();
    for (at, reading) in readings.into_iter().enumerate() {
        let (name, label) = (&own[at], &headers[at].label);
        let mut parts: Vec<PartDraft> = Vec::new();
        for kind in &reading.kinds {
            let suffix = kind.role.suffix();
            let own = match parts.is_empty() {
                true if kind.role == Role::Low => name.clone(),
                true => format!("{name}{suffix}"),
                false => names.give(&format!("{name}{suffix}")),
            };
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
