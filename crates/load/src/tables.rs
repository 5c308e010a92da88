//! A CSV file and its description → a table of cells.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use crossfoot_core::{
    Cell, Column, DateSpan, Diagnostic, Figure, Missing, NumberFormat, ReadError, Source, Span, Table, Unit, decimal_mark_evidence, read_figures,
    suggestion,
};

use crate::Problems;
use crate::grid::Grid;
use crate::manifest::{Manifest, PrintedColumn, TableSpec};
use crate::text_file;

/// At most this many cells of one column are reported; the rest have the same cause.
const REPORTED_PER_COLUMN: usize = 5;
/// Rows whose figures are looked through for the decimal mark before any is read.
const EVIDENCE_ROWS: usize = 1_000;

/// Reads a table as its manifest entry describes it.
pub(crate) fn load(folder: &Path, spec: &TableSpec, manifest: &Manifest, manifest_source: &Arc<Source>, problems: &mut Problems) -> Option<Table> {
    let before = problems.len();
    let source = text_file::read(&folder.join(&spec.file.value), problems)?;
    let grid = Grid::cut(&source, problems)?;
    let headers = grid.columns(problems);
    let positions = match_headers(spec, &headers, &grid, manifest_source, problems);
    if problems.len() > before {
        return None;
    }
    let format = number_format(spec, manifest, &grid, &positions);
    let reader = CellReader { grid: &grid, spec, format };
    let mut columns = Vec::new();
    for (printed, position) in spec.columns.iter().zip(&positions) {
        columns.extend(reader.columns(printed, *position, problems));
    }
    let key = key_columns(spec, &columns, manifest_source, problems);
    check_columns(spec, &columns, manifest_source, problems);
    let table = Table {
        id: spec.id.value.clone(),
        title: spec.title.clone().unwrap_or_else(|| spec.id.value.clone()),
        source,
        columns,
        key,
        lines: grid.lines,
        complete: spec.complete,
        base: spec.base,
        format,
        notes: spec.notes.clone(),
        missing: spec.missing.clone(),
        index: OnceLock::new(),
    };
    report_duplicate_keys(&table, problems);
    (problems.len() == before).then_some(table)
}

/// The position in the file of every described column. Both sides must match.
fn match_headers(spec: &TableSpec, headers: &[String], grid: &Grid, manifest: &Arc<Source>, problems: &mut Problems) -> Vec<usize> {
    let mut positions = Vec::new();
    for printed in &spec.columns {
        match headers.iter().position(|header| *header == printed.header.value.trim()) {
            Some(position) => positions.push(position),
            None => {
                let message = format!("{} has no column with the header `{}`", grid.source.name(), printed.header.value);
                let mut problem = Diagnostic::at(manifest, printed.header.span, message);
                problem.label = suggestion(&printed.header.value, headers.iter().map(String::as_str))
                    .map(|name| format!("did you mean `{name}`?"))
                    .unwrap_or_default();
                problems.push(problem);
            }
        }
    }
    for (position, header) in headers.iter().enumerate() {
        if !spec.columns.iter().any(|printed| printed.header.value.trim() == header) {
            let message = format!("the manifest does not describe the column `{header}` of table `{}`", spec.id.value);
            problems.push(
                Diagnostic::at(&grid.source, grid.header[position], message)
                    .help("add a `[[table.column]]` for it; one that is not analysed has the unit `text`"),
            );
        }
    }
    positions
}

/// What the manifest states, else what the figures prove, else what the study's language is known for.
fn number_format(spec: &TableSpec, manifest: &Manifest, grid: &Grid, positions: &[usize]) -> NumberFormat {
    let evidence = |rows: usize| {
        let numeric = spec.columns.iter().zip(positions).filter(|(printed, _)| printed.parts.iter().any(|part| part.unit.is_number()));
        let columns: Vec<usize> = numeric.map(|(_, position)| *position).collect();
        (0..rows).find_map(|row| columns.iter().find_map(|column| decimal_mark_evidence(grid.source.slice(grid.field(row, *column)))))
    };
    let decimal =
        spec.decimal.or_else(|| evidence(grid.rows().min(EVIDENCE_ROWS))).or(manifest.number_format().decimal).or_else(|| evidence(grid.rows()));
    NumberFormat { decimal, negative_parentheses: spec.negative_parentheses }
}

struct CellReader<'a> {
    grid: &'a Grid,
    spec: &'a TableSpec,
    format: NumberFormat,
}

impl CellReader<'_> {
    fn columns(&self, printed: &PrintedColumn, position: usize, problems: &mut Problems) -> Vec<Column> {
        let mut columns: Vec<Column> = printed
            .parts
            .iter()
            .map(|part| Column {
                name: part.name.value.clone(),
                label: part.label.clone(),
                unit: part.unit.clone(),
                base: part.base.as_ref().map(|base| base.value.clone()),
                scale: part.scale,
                cells: Vec::with_capacity(self.grid.rows()),
            })
            .collect();
        let units: Vec<&Unit> = printed.parts.iter().map(|part| &part.unit).collect();
        let mut failures = 0;
        for row in 0..self.grid.rows() {
            let span = self.grid.field(row, position);
            match self.cells(span, &units) {
                Ok(cells) => columns.iter_mut().zip(cells).for_each(|(column, cell)| column.cells.push(cell)),
                Err(why) => {
                    failures += 1;
                    if failures <= REPORTED_PER_COLUMN {
                        problems.push(self.report(span, printed, why));
                    }
                }
            }
        }
        if failures > REPORTED_PER_COLUMN {
            let message = format!("{} more cells of column `{}` cannot be read", failures - REPORTED_PER_COLUMN, printed.header.value);
            problems.push(Diagnostic::at(&self.grid.source, self.grid.header[position], message));
        }
        columns
    }

    fn cells(&self, span: Span, units: &[&Unit]) -> Result<Vec<Cell>, ReadError> {
        let text = self.grid.source.slice(span);
        let trimmed = text.trim();
        let start = span.start + (text.len() - text.trim_start().len()) as u32;
        let inner = Span { start, len: trimmed.len() as u32 };
        if let [Unit::Text] = units {
            return Ok(vec![Cell::Text(inner)]);
        }
        let declared = self.spec.missing.iter().position(|(mark, _)| mark == trimmed).map(|index| Missing::Declared(index as u8));
        if let Some(why) = declared.or_else(|| Missing::customary(trimmed)) {
            return Ok(vec![Cell::Missing(why, inner); units.len()]);
        }
        if let [Unit::Date] = units {
            return DateSpan::read(trimmed).map(|date| vec![Cell::Date(date, inner)]).ok_or(ReadError::NotANumber);
        }
        let figures = read_figures(trimmed, units, self.format)?;
        Ok(figures.into_iter().map(|figure: Figure| Cell::Number(figure.shifted(start))).collect())
    }

    fn report(&self, span: Span, printed: &PrintedColumn, why: ReadError) -> Diagnostic {
        let text = self.grid.source.field(span);
        let wanted: Vec<&str> = printed.parts.iter().map(|part| part.unit.name()).collect();
        let date = wanted == ["date"];
        let why = if date { "this is not a date".to_owned() } else { why.to_string() };
        let problem = Diagnostic::at(&self.grid.source, span, format!("`{}` in column `{}`: {why}", text.trim(), printed.header.value));
        let problem = problem.label(format!("expected {}", wanted.join(" and ")));
        match (why.contains("two ways"), date) {
            (true, _) => problem.help("say which mark separates decimals: `decimal = \".\"` or `decimal = \",\"` in the `[[table]]`"),
            (_, true) => problem.help("dates are written `2023`, `2023-07`, `2023-07-01` or `2019–2022`"),
            _ => problem.help("if the mark stands for a missing value, declare it: `missing = { \"mark\" = \"meaning\" }`"),
        }
    }
}

fn key_columns(spec: &TableSpec, columns: &[Column], manifest: &Arc<Source>, problems: &mut Problems) -> Vec<usize> {
    let known = |name: &str| columns.iter().position(|column| column.name == name);
    let mut key = Vec::new();
    for name in &spec.key {
        match known(&name.value) {
            Some(column) => key.push(column),
            None => {
                let message = format!("table `{}` has no column `{}` for its key", spec.id.value, name.value);
                let mut problem = Diagnostic::at(manifest, name.span, message);
                let names = columns.iter().map(|column| column.name.as_str());
                problem.label = suggestion(&name.value, names).map(|name| format!("did you mean `{name}`?")).unwrap_or_default();
                problems.push(problem);
            }
        }
    }
    key
}

/// Column names must differ, and the base of a share must be a column.
fn check_columns(spec: &TableSpec, columns: &[Column], manifest: &Arc<Source>, problems: &mut Problems) {
    let specs: Vec<_> = spec.columns.iter().flat_map(|printed| &printed.parts).collect();
    for (at, part) in specs.iter().enumerate() {
        if specs[..at].iter().any(|other| other.name.value == part.name.value) {
            problems.push(Diagnostic::at(manifest, part.name.span, format!("table `{}` has two columns named `{}`", spec.id.value, part.name.value)));
        }
        let Some(base) = &part.base else { continue };
        if !columns.iter().any(|column| column.name == base.value) {
            problems.push(Diagnostic::at(manifest, base.span, format!("table `{}` has no column `{}` as a base", spec.id.value, base.value)));
        }
    }
}

fn report_duplicate_keys(table: &Table, problems: &mut Problems) {
    if let Some((first, second)) = table.duplicate_key() {
        let span = table.columns[table.key[0]].cells[second].span();
        let message = format!("the key `{}` stands on line {} already", table.key_text(second), table.lines[first]);
        problems.push(Diagnostic::at(&table.source, span, message).help("a key names one row; a composite key is written `key = [\"a\", \"b\"]`"));
    }
}
