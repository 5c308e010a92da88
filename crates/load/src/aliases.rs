//! `aliases.csv` → the spellings of institutions.

use std::sync::Arc;

use crossfoot_core::{Alias, Aliases, ColumnId, Diagnostic, Source};

use crate::Problems;
use crate::claims::positions;
use crate::folder::Folder;
use crate::manifest::Manifest;
use crossfoot_ingest::PrintedTable;

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
    if !folder.has(FILE) {
        let named = manifest
            .tables
            .iter()
            .flat_map(|table| &table.columns)
            .flat_map(|printed| &printed.parts)
            .find(|column| column.names);
        problems.extend(named.map(|column| {
            let message = format!(
                "`{}` holds names of institutions, and there is no `aliases.csv` to resolve them",
                column.name.value
            );
            Diagnostic::at(manifest_source, column.name.span, message)
                .help("its header is name,institution,group")
        }));
        return aliases;
    }
    let Some(source) = folder.read(FILE, problems) else { return aliases };
    let Some(grid) = PrintedTable::cut(&source, problems) else { return aliases };
    let Some(positions) = positions(&grid, &HEADER, problems) else { return aliases };
    for row in 0..grid.rows() {
        let field = |column: usize| grid.field(row, positions[column]);
        let text = |column: usize| source.field(field(column)).trim().to_owned();
        let (name, institution, group) = (text(0), text(1), text(2));
        if let Some(empty) = [&name, &institution].iter().position(|text| text.is_empty()) {
            problems.push(Diagnostic::at(
                &source,
                field(empty),
                format!("a spelling needs its {}", HEADER[empty]),
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
                format!("`{spelling}` is {} of {} already", other.institution, other.group);
            problems.push(
                Diagnostic::at(&source, field(0), message)
                    .label("a name means one institution, and that is of one group"),
            );
        }
    }
    aliases
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
