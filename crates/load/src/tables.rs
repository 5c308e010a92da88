//! A CSV file and its description → a table of cells.

use std::sync::Arc;

use crossfoot_core::{
    Cell, Column, Diagnostic, NumberFormat, Source, Table, Unit, decimal_mark_evidence,
    did_you_mean, may_be_either, quoted,
};
use rayon::prelude::*;

use crate::Problems;
use crate::cells::CellReader;
use crate::folder::Folder;
use crate::manifest::{ColumnSpec, Manifest, TableSpec};
use crate::odd_rows;
use crossfoot_ingest::PrintedTable;
use crossfoot_ingest::text::csv::{CsvText, Rows, Stretch};

/// At most this many rows are reported for their keys; the rest have the same cause.
const REPORTED_KEYS: usize = 5;
/// Rows whose figures are looked through for the decimal mark before any is read.
const EVIDENCE_ROWS: usize = 1_000;

/// A file whose header was read.
pub(crate) struct Opened {
    pub(crate) csv: CsvText,
    pub(crate) headers: Vec<String>,
    /// What is wrong with the header as such.
    in_header: Problems,
}

impl Opened {
    /// Opens a file of a table that has `columns` of them.
    pub(crate) fn open(
        folder: &Folder<'_>,
        file: &str,
        columns: usize,
        problems: &mut Problems,
    ) -> Option<Self> {
        Self::from_source(&folder.read(file, problems)?, columns, problems)
    }

    /// Opens the text of a table that has `columns` of them.
    pub(crate) fn from_source(
        source: &Arc<Source>,
        columns: usize,
        problems: &mut Problems,
    ) -> Option<Self> {
        let csv = CsvText::open(source, problems)?;
        if let Some(problem) = csv.other_separator().filter(|_| columns > 1) {
            problems.push(problem);
            return None;
        }
        let mut in_header = Problems::new();
        let headers = csv.columns(&mut in_header);
        Some(Self { csv, headers, in_header })
    }
}

/// Reads an opened file as its manifest entry describes it; `None` where rules cannot be looked at
/// for want of its rows or columns. With cells that cannot be read they can. Of a release it is
/// known what the decimal mark in the table's first file is.
pub(crate) fn read(
    opened: Opened,
    spec: &TableSpec,
    manifest: &Manifest,
    manifest_source: &Arc<Source>,
    first: Option<char>,
    problems: &mut Problems,
) -> Option<Table> {
    let Opened { csv, headers, mut in_header } = opened;
    let positions = match_headers(spec, &headers, &csv, manifest_source, &mut in_header);
    if !in_header.is_empty() {
        PrintedTable::cut(&csv.source, problems)?;
        problems.append(&mut in_header);
        return None;
    }
    let format = NumberFormat {
        decimal: spec.decimal.or_else(|| match first {
            Some(mark) => (!in_question(spec, &csv, &positions, mark)).then_some(mark),
            None => decimal_mark(spec, manifest, &csv, &positions),
        }),
        negative_parentheses: spec.negative_parentheses,
    };
    let (mut columns, lines) =
        CellReader { csv: &csv, spec, positions: &positions, format }.read(problems)?;
    let before = problems.len();
    let headings = odd_rows::add_groups(
        spec,
        (&mut columns, &lines),
        (&csv.source, manifest_source),
        problems,
    );
    let row_units = odd_rows::row_units(spec, &lines, manifest_source, problems);
    let key = key_columns(spec, &columns, manifest_source, problems);
    check_columns(spec, &columns, manifest_source, problems);
    let table = Table {
        title: spec.title.clone().unwrap_or_else(|| spec.id.value.clone()),
        key,
        headings,
        row_units,
        complete: spec.complete,
        base: spec.base,
        format,
        notes: spec.notes.clone(),
        missing: spec.missing.clone(),
        ..Table::new(spec.id.value.clone(), Arc::clone(&csv.source), columns, lines)
    };
    let mut keys = table.key.iter().map(|column| &table.columns[*column]);
    if problems.len() > before || keys.any(has_unreadable_cells) {
        return None;
    }
    report_duplicate_keys(&table, problems);
    Some(table)
}

fn has_unreadable_cells(column: &Column) -> bool {
    column.unit != Unit::Text && column.cells.iter().any(|cell| matches!(cell, Cell::Text(_)))
}

/// The position in the file of every described column. Both sides must match.
fn match_headers(
    spec: &TableSpec,
    headers: &[String],
    csv: &CsvText,
    manifest: &Arc<Source>,
    problems: &mut Problems,
) -> Vec<usize> {
    let mut positions = Vec::new();
    for printed in &spec.columns {
        match headers.iter().position(|header| *header == printed.header.value.trim()) {
            Some(position) => positions.push(position),
            None => {
                let message = format!(
                    "{} has no column with the header `{}`",
                    csv.source.name(),
                    printed.header.value
                );
                let mut problem = Diagnostic::at(manifest, printed.header.span, message);
                problem.label =
                    did_you_mean(&printed.header.value, headers.iter().map(String::as_str));
                problems.push(problem);
            }
        }
    }
    for (position, header) in headers.iter().enumerate() {
        if !spec.columns.iter().any(|printed| printed.header.value.trim() == header) {
            let message =
                format!("column `{header}` of table `{}` is not in the manifest", spec.id.value);
            problems.push(Diagnostic::at(&csv.source, csv.header[position], message).help(
                "add a `[[table.column]]` for it; use the unit `text` for a column that is not \
                 analysed",
            ));
        }
    }
    positions
}

/// Whether counts of a release would have three decimals, did `mark` separate them as in the
/// table's first file: then it seems to separate thousands here, and the user must decide.
fn in_question(spec: &TableSpec, csv: &CsvText, positions: &[usize], mark: char) -> bool {
    let columns = positions_of(spec, positions, |part| part.unit == Unit::Count && part.scale == 1);
    csv.stretches.par_iter().any(|stretch| {
        let rows = rows_of(csv, stretch);
        let mut fields =
            (0..rows.len()).flat_map(|row| columns.iter().map(move |column| (row, *column)));
        fields.any(|(row, column)| {
            csv.source
                .slice(rows.field(row, column))
                .split_whitespace()
                .any(|number| may_be_either(number, mark))
        })
    })
}

/// The decimal mark that the figures prove, else that the study's language is known for.
fn decimal_mark(
    spec: &TableSpec,
    manifest: &Manifest,
    csv: &CsvText,
    positions: &[usize],
) -> Option<char> {
    let columns = positions_of(spec, positions, |part| part.unit.is_number());
    first_evidence(csv, &columns).or(manifest.number_format().decimal).or_else(|| {
        csv.stretches.par_iter().find_map_first(|stretch| {
            evidence(csv, &columns, &rows_of(csv, stretch), usize::MAX).first().copied()
        })
    })
}

/// The decimal mark that the first rows prove, all of them alike. A figure that contradicts the
/// others proves nothing; it cannot be read then, and that is reported.
fn first_evidence(csv: &CsvText, columns: &[usize]) -> Option<char> {
    let mut left = EVIDENCE_ROWS;
    let mut found = Vec::new();
    for stretch in &csv.stretches {
        let rows = rows_of(csv, stretch);
        found.extend(evidence(csv, columns, &rows, left));
        left = left.saturating_sub(rows.len());
        if left == 0 {
            break;
        }
    }
    found.first().copied().filter(|mark| found.iter().all(|other| other == mark))
}

/// The decimal marks that the figures in the first of these rows prove.
fn evidence(csv: &CsvText, columns: &[usize], rows: &Rows, limit: usize) -> Vec<char> {
    let fields = (0..rows.len().min(limit))
        .flat_map(|row| columns.iter().map(move |column| rows.field(row, *column)));
    fields.filter_map(|field| decimal_mark_evidence(csv.source.slice(field))).collect()
}

/// The rows of a stretch. What is wrong with them is reported when all rows are read.
fn rows_of(csv: &CsvText, stretch: &Stretch) -> Rows {
    let mut rows = Rows::default();
    csv.cut(stretch, &mut rows, &mut Problems::new());
    rows
}

/// The positions of the printed columns that hold such figures.
fn positions_of(
    spec: &TableSpec,
    positions: &[usize],
    holds: impl Fn(&ColumnSpec) -> bool,
) -> Vec<usize> {
    let columns = spec.columns.iter().zip(positions);
    columns
        .filter(|(printed, _)| printed.parts.iter().any(&holds))
        .map(|(_, position)| *position)
        .collect()
}

fn key_columns(
    spec: &TableSpec,
    columns: &[Column],
    manifest: &Arc<Source>,
    problems: &mut Problems,
) -> Vec<usize> {
    let mut key = Vec::new();
    for name in &spec.key {
        match columns.iter().position(|column| column.name == name.value) {
            Some(column) => key.push(column),
            None => {
                let message = format!(
                    "table `{}` has no column `{}`, which its key names",
                    spec.id.value, name.value
                );
                let mut problem = Diagnostic::at(manifest, name.span, message);
                let names = columns.iter().map(|column| column.name.as_str());
                problem.label = did_you_mean(&name.value, names);
                problems.push(problem);
            }
        }
    }
    key
}

/// Column names must differ, and the base of a share must be a column.
fn check_columns(
    spec: &TableSpec,
    columns: &[Column],
    manifest: &Arc<Source>,
    problems: &mut Problems,
) {
    let specs: Vec<_> = spec.columns.iter().flat_map(|printed| &printed.parts).collect();
    for (at, part) in specs.iter().enumerate() {
        if specs[..at].iter().any(|other| other.name.value == part.name.value) {
            problems.push(Diagnostic::at(
                manifest,
                part.name.span,
                format!("duplicate column `{}` in table `{}`", part.name.value, spec.id.value),
            ));
        }
        let Some(base) = &part.base else { continue };
        if !columns.iter().any(|column| column.name == base.value) {
            problems.push(Diagnostic::at(
                manifest,
                base.span,
                format!(
                    "table `{}` has no column `{}`, which `base` names",
                    spec.id.value, base.value
                ),
            ));
        }
    }
}

fn report_duplicate_keys(table: &Table, problems: &mut Problems) {
    for (first, second) in table.duplicate_keys().take(REPORTED_KEYS) {
        let span = table.columns[table.key[0]].cells[second].span();
        let message = format!(
            "duplicate key `{}`; first used on line {}",
            quoted(&table.key_text(second)),
            table.lines[first]
        );
        problems.push(
            Diagnostic::at(&table.source, span, message)
                .help("a key identifies one row; write a composite key as `key = [\"a\", \"b\"]`"),
        );
    }
}
