//! `aliases.csv` → the spellings of institutions.

use std::sync::Arc;

use crossfoot_core::{Alias, Aliases, ColumnId, Diagnostic, Source};

use crate::folder::Folder;
use crate::list::List;
use crate::manifest::Manifest;
use crate::{Problems, Reported};

const FILE: &str = "aliases.csv";
const HEADER: [&str; 3] = ["name", "institution", "group"];

/// The names that a study knows; none where it has no such file, which no column of names may then
/// need.
pub(crate) fn load(
    folder: &Folder<'_>,
    manifest: &Manifest,
    manifest_source: &Arc<Source>,
    problems: &mut Problems,
) -> Aliases {
    let mut aliases = Aliases::from_columns(columns(manifest));
    let list = match List::read(folder, FILE, &HEADER, problems) {
        Ok(Some(list)) => list,
        Ok(None) => {
            problems.extend(needs_file(manifest, manifest_source));
            return aliases;
        }
        Err(Reported) => return aliases,
    };
    let source = list.source();
    for row in list.rows() {
        let (name, institution, group) = (row.text(0), row.text(1), row.text(2));
        if let Some(empty) = [&name, &institution].iter().position(|text| text.is_empty()) {
            problems.push(Diagnostic::at(
                source,
                row.field(empty),
                format!("this row has no {}", HEADER[empty]),
            ));
            continue;
        }
        let group = if group.is_empty() { institution.clone() } else { group };
        // The institution's own name is a spelling of it, too.
        let known = [&name, &institution].into_iter().find_map(|spelling| {
            let other = aliases
                .add(spelling, Alias { institution: institution.clone(), group: group.clone() })?;
            Some((spelling.clone(), other))
        });
        if let Some((spelling, other)) = known {
            let message =
                format!("`{spelling}` already names {} of {}", other.institution, other.group);
            problems.push(
                Diagnostic::at(source, row.field(0), message)
                    .label("expected one institution, of one group, for each name"),
            );
        }
    }
    aliases
}

/// The problem of a column of names in a study that has no such file, where there is one.
fn needs_file(manifest: &Manifest, source: &Arc<Source>) -> Option<Diagnostic> {
    let column = manifest
        .tables
        .iter()
        .flat_map(|table| &table.columns)
        .flat_map(|printed| &printed.parts)
        .find(|column| column.names)?;
    let message = format!(
        "`{}` holds names of institutions, but there is no `aliases.csv`",
        column.name.value
    );
    let problem = Diagnostic::at(source, column.name.span, message);
    Some(problem.help("add `aliases.csv` with the header `name,institution,group`"))
}

/// The columns whose texts are names.
fn columns(manifest: &Manifest) -> Vec<ColumnId> {
    let tables = manifest.tables.iter().enumerate();
    let all = tables.flat_map(|(table, spec)| {
        let parts = spec.columns.iter().flat_map(|printed| &printed.parts).enumerate();
        parts.filter(|(_, column)| column.names).map(move |(column, _)| ColumnId { table, column })
    });
    all.collect()
}
