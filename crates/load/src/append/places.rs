//! Problems in files that would be written → the same problems where they stand in the file that
//! was received.

use std::collections::HashMap;

use crossfoot_core::{Diagnostic, Span, Study, Unit, key_part, quoted, say};

use super::{Heading, Matching, StandsFor};
use crate::LoadError;
use crossfoot_ingest::Written;
use crossfoot_ingest::{Place, RawCell, Received};

/// At most this many rows are reported for their keys; the rest have the same cause.
const REPORTED_KEYS: usize = 5;

/// The files that would be written.
pub(super) struct Proposed<'a> {
    /// The name of the release's file, as problems name it, and what it holds.
    pub(super) file: (&'a str, &'a Written),
    /// The name of the manifest, as problems name it; what is wrong with the entry that was put
    /// into it is told without a place, since it stands nowhere.
    pub(super) manifest: &'a str,
}

/// Tells every problem at its place in what was received.
pub(super) fn in_received(
    error: LoadError,
    proposed: &Proposed<'_>,
    matching: &Matching,
    received: &Received,
) -> LoadError {
    let (name, written) = proposed.file;
    let moved = |problem: Diagnostic| match &problem.place {
        Some((source, span)) if source.file(*span).name == name => {
            let at = source.file(*span).span.range().start;
            written.cell(&matching.raw, at).map_or_else(
                || nowhere(problem.clone()),
                |cell| told(problem.clone(), cell, received),
            )
        }
        Some((source, _)) if source.name() == proposed.manifest => nowhere(problem),
        _ => problem,
    };
    LoadError { problems: error.problems.into_iter().map(moved).collect() }
}

/// Rows of the file that have the same key, told at both places.
pub(super) fn keys_twice(
    study: &Study,
    matching: &Matching,
    received: &Received,
) -> Result<(), LoadError> {
    let table = &study.tables[matching.table];
    let heading = |key: &usize| {
        let stands_for = |heading: &Heading| matches!(&heading.stands_for, StandsFor::Columns(slot, _) if matching.columns_of(*slot).contains(key));
        matching.headings.iter().position(stands_for).map(|at| (at, &table.columns[*key].unit))
    };
    // That the file lacks a column of the key is told when it is loaded.
    let Some(key) = table.key.iter().map(heading).collect::<Option<Vec<(usize, &Unit)>>>() else {
        return Ok(());
    };
    let mut seen: HashMap<Vec<String>, &RawCell> = HashMap::new();
    let (mut problems, mut more) = (Vec::new(), 0);
    for row in &matching.raw.rows {
        let Some(here) = key.first().map(|(at, _)| &row[*at]) else { continue };
        let parts: Vec<String> =
            key.iter().map(|(at, unit)| key_part(&row[*at].text, unit)).collect();
        let shown = quoted(&parts.join(", ")).into_owned();
        match seen.insert(parts, here) {
            Some(_) if problems.len() == REPORTED_KEYS => more += 1,
            Some(first) => {
                let message =
                    say!("the key `{}` stands at {} already", shown, first.place.phrase());
                problems.push(told(Diagnostic::bare(message.to_string()), here, received));
            }
            None => {}
        }
    }
    problems.extend((more > 0).then(|| {
        Diagnostic::bare(
            say!("{} more rows have a key that stands above already", more.to_string()).to_string(),
        )
    }));
    if problems.is_empty() { Ok(()) } else { Err(LoadError { problems }) }
}

/// The problem with the place of a cell.
pub(super) fn told(problem: Diagnostic, cell: &RawCell, received: &Received) -> Diagnostic {
    if let (Some(source), Place::Text { line, column }) = (&received.text, &cell.place)
        && let Some(at) = source.offset(*line as usize, *column as usize)
    {
        let len = if source.text()[at..].starts_with(&cell.text) { cell.text.len() } else { 0 };
        return Diagnostic { place: Some((source.clone(), Span::new(at, at + len))), ..problem };
    }
    let message = format!("{}: {}: {}", received.name, cell.place, problem.message);
    nowhere(Diagnostic { message, ..problem })
}

/// The problem without a text to show; what was expected stands behind the message.
fn nowhere(problem: Diagnostic) -> Diagnostic {
    let expected =
        if problem.label.is_empty() { String::new() } else { format!(" ({})", problem.label) };
    Diagnostic { help: problem.help, ..Diagnostic::bare(problem.message + &expected) }
}
