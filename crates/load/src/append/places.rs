//! Problems in the file that would be written → the same problems where they stand in the file that was received.

use std::collections::HashMap;

use crossfoot_core::{DateSpan, Diagnostic, Source, Span, Study, Unit, quoted, say};

use super::{Heading, Matching, StandsFor};
use crate::LoadError;
use crate::received::write::Written;
use crate::received::{Place, RawCell, Received};

/// Tells every problem in the file named `file` at its place in what was received.
pub(super) fn in_received(error: LoadError, file: &str, written: &Written, received: &Received) -> LoadError {
    let moved = |problem: Diagnostic| match &problem.place {
        Some((source, span)) if source.file(*span).name == file => {
            let at = source.file(*span).span.range().start;
            written.cell(at).map_or_else(|| problem.clone(), |cell| told(problem.clone(), cell, received))
        }
        _ => problem,
    };
    LoadError { problems: error.problems.into_iter().map(moved).collect() }
}

/// Rows of the file that have the same key, told at both places.
pub(super) fn keys_twice(study: &Study, matching: &Matching, received: &Received) -> Result<(), LoadError> {
    let table = &study.tables[matching.table];
    let heading = |key: &usize| {
        let stands_for = |heading: &Heading| matches!(&heading.stands_for, StandsFor::Columns(slot, _) if matching.columns_of(*slot).contains(key));
        matching.headings.iter().position(stands_for).map(|at| (at, table.columns[*key].unit == Unit::Date))
    };
    // That the file lacks a column of the key is told when it is loaded.
    let Some(key) = table.key.iter().map(heading).collect::<Option<Vec<_>>>() else { return Ok(()) };
    let text = |(cell, is_date): (&RawCell, bool)| match DateSpan::read(&cell.text) {
        Some(date) if is_date => date.to_string(),
        _ => cell.text.trim().to_owned(),
    };
    let mut seen: HashMap<Vec<String>, &RawCell> = HashMap::new();
    let mut problems = Vec::new();
    for cells in matching.raw.rows.iter().map(|row| key.iter().map(|(at, is_date)| (&row[*at], *is_date)).collect::<Vec<_>>()) {
        let Some((here, _)) = cells.first().copied() else { continue };
        let parts: Vec<String> = cells.into_iter().map(text).collect();
        let shown = quoted(&parts.join(", ")).into_owned();
        if let Some(first) = seen.insert(parts, here) {
            let message = say!("the key `{}` stands at {} already", shown, first.place.phrase());
            problems.push(told(Diagnostic::bare(message.to_string()), here, received));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(LoadError { problems }) }
}

/// The problem with the place of a cell.
fn told(problem: Diagnostic, cell: &RawCell, received: &Received) -> Diagnostic {
    if let (Some(source), Place::Text { line, column }) = (&received.text, &cell.place)
        && let Some(at) = offset(source, *line, *column)
    {
        let len = if source.text()[at..].starts_with(&cell.text) { cell.text.len() } else { 0 };
        return Diagnostic { place: Some((source.clone(), Span::new(at, at + len))), ..problem };
    }
    let expected = if problem.label.is_empty() { String::new() } else { format!(" ({})", problem.label) };
    let message = format!("{}: {}: {}{expected}", received.name, cell.place, problem.message);
    Diagnostic { help: problem.help, ..Diagnostic::bare(message) }
}

/// The byte at a line and column.
fn offset(source: &Source, line: u32, column: u32) -> Option<usize> {
    let start: usize = source.text().split_inclusive('\n').take(line.checked_sub(1)? as usize).map(str::len).sum();
    let rest = source.text().get(start..)?;
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(column.checked_sub(1)? as usize).map(|at| start + at)
}
