//! Rows of a file that have the same key, reported at their received places.

use std::collections::HashMap;

use crossfoot_core::{Diagnostic, Study, Unit, key_part, quoted};
use crossfoot_ingest::Printed;

use super::Matching;
use crate::LoadError;

/// At most this many rows are reported for their keys; the rest have the same cause.
const REPORTED_KEYS: usize = 5;

/// Reports rows of the file that have the same key, at both places.
pub(super) fn check(study: &Study, matching: &Matching) -> Result<(), LoadError> {
    let table = &study.tables[matching.table];
    let headings = table.key.iter().map(|column| {
        matching.heading_of(*column).map(|heading| (heading, &table.columns[*column].unit))
    });
    // That the file lacks a column of the key is reported when it is loaded.
    let Some(key) = headings.collect::<Option<Vec<(usize, &Unit)>>>() else { return Ok(()) };
    let mut seen: HashMap<Vec<String>, Printed<'_>> = HashMap::new();
    let (mut problems, mut more) = (Vec::new(), 0);
    let Some((first, _)) = key.first() else { return Ok(()) };
    for row in 0..matching.raw.rows() {
        let here = matching.raw.cell(row, *first);
        let parts: Vec<String> = key
            .iter()
            .map(|(heading, unit)| key_part(&matching.raw.cell(row, *heading).text(), unit))
            .collect();
        let shown = quoted(&parts.join(", ")).into_owned();
        match seen.insert(parts, here) {
            Some(_) if problems.len() == REPORTED_KEYS => more += 1,
            Some(first) => {
                let message = format!("duplicate key `{shown}`; first used at {}", first.place());
                problems.push(Diagnostic::at(matching.raw.source(), here.span(), message));
            }
            None => {}
        }
    }
    problems.extend(
        (more > 0).then(|| Diagnostic::bare(format!("{more} more rows have duplicate keys"))),
    );
    if problems.is_empty() { Ok(()) } else { Err(LoadError { problems }) }
}
