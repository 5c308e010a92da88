//! `crossfoot.added/1`: what a further release changes, for machines.

use std::collections::BTreeSet;

use crossfoot_audit::revisions;
use serde::Serialize;

use crate::view::State;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.added/1";

#[derive(Serialize)]
struct AddedJson<'a> {
    schema: &'static str,
    study: &'a str,
    table: &'a str,
    release: &'a str,
    new_rows: Vec<String>,
    revised: Vec<RevisedJson>,
    findings: Vec<String>,
    findings_gone: Vec<String>,
}

#[derive(Serialize)]
struct RevisedJson {
    target: String,
    before: Option<String>,
    after: Option<String>,
}

/// What the last release of a table changes, as JSON.
pub fn added(before: &State<'_>, after: &State<'_>, table: usize) -> String {
    let printed = &after.study.tables[table];
    let last = printed.releases.len().saturating_sub(1);
    let release = printed.releases.last();
    let is_new = |row: &usize| {
        let known = printed.releases.iter().take(last).any(|known| known.row(*row).is_some());
        release.is_some_and(|release| release.row(*row).is_some()) && !known
    };
    let ids = |state: &State<'_>| -> BTreeSet<String> { state.audit.open_findings().map(|finding| finding.id.clone()).collect() };
    let (old, new) = (ids(before), ids(after));
    let mut revised = Vec::new();
    for column in revisions(after.study, table) {
        for (row, printings) in &column.rows {
            let Some(at) = printings.iter().position(|printing| printing.release == last && printing.change.is_revision()) else { continue };
            let plain = |figure: &crossfoot_core::Figure| figure.value().to_plain();
            let id = crossfoot_core::CellId { column: column.column, row: *row };
            revised.push(RevisedJson {
                target: after.study.cell_name(id),
                before: printings[..at].iter().rev().find_map(|printing| printing.cell.figure()).map(plain),
                after: printings[at].cell.figure().map(plain),
            });
        }
    }
    let json = AddedJson {
        schema: SCHEMA,
        study: &after.study.id,
        table: &printed.id,
        release: release.map(|release| release.id.as_str()).unwrap_or_default(),
        new_rows: (0..printed.rows()).filter(is_new).map(|row| printed.key_text(row)).collect(),
        revised,
        findings: new.difference(&old).cloned().collect(),
        findings_gone: old.difference(&new).cloned().collect(),
    };
    // Nothing in it can fail to be written.
    serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"
}
