//! Names of tables and columns in the manifest, looked up.

use crossfoot_core::{ColumnId, Diagnostic, Study, Table, Unit, did_you_mean};

use crate::Problems;
use crate::manifest::Text;

/// The published table of that id.
pub(crate) fn table(study: &Study, written: &Text, problems: &mut Problems) -> Option<usize> {
    let found = study.table(&written.value).filter(|table| *table < study.published().len());
    if found.is_none() {
        let problem = Diagnostic::at(
            &study.manifest,
            written.span,
            format!("there is no table `{}`", written.value),
        );
        problems.push(problem.label(did_you_mean(
            &written.value,
            study.published().iter().map(|table| table.id.as_str()),
        )));
    }
    found
}

/// The column of that name, whose unit must fit.
pub(crate) fn column(
    study: &Study,
    table: usize,
    written: &Text,
    wanted: &str,
    fits: fn(&Unit) -> bool,
    problems: &mut Problems,
) -> Option<usize> {
    let known: &Table = &study.tables[table];
    let Some(found) = known.column(&written.value) else {
        let names = known.columns.iter().map(|column| column.name.as_str());
        let problem = Diagnostic::at(
            &study.manifest,
            written.span,
            format!("table `{}` has no column `{}`", known.id, written.value),
        );
        problems.push(problem.label(did_you_mean(&written.value, names)));
        return None;
    };
    let unit = &known.columns[found].unit;
    if !fits(unit) {
        let message =
            format!("expected {wanted} in column `{}`, found {}", written.value, unit.noun());
        problems.push(Diagnostic::at(&study.manifest, written.span, message));
        return None;
    }
    Some(found)
}

/// `table.column`, whose unit must fit.
pub(crate) fn path(
    study: &Study,
    written: &Text,
    wanted: &str,
    fits: fn(&Unit) -> bool,
    problems: &mut Problems,
) -> Option<ColumnId> {
    let Some((in_table, name)) = written.value.split_once('.') else {
        problems.push(
            Diagnostic::at(
                &study.manifest,
                written.span,
                format!("`{}` is not a column", written.value),
            )
            .label("expected `table.column`"),
        );
        return None;
    };
    let [in_table, name] = [in_table, name].map(|part| written.with_value(part));
    let table = table(study, &in_table, problems)?;
    let column = column(study, table, &name, wanted, fits, problems)?;
    Some(ColumnId { table, column })
}

/// Whether a share has both its columns in one table.
pub(crate) fn same_table(
    study: &Study,
    counted: ColumnId,
    of: ColumnId,
    written: &Text,
    problems: &mut Problems,
) -> bool {
    if counted.table != of.table {
        let message =
            format!("`{}` is not in table `{}`", written.value, study.tables[counted.table].id);
        problems.push(
            Diagnostic::at(&study.manifest, written.span, message)
                .label("a share needs both counts in one row"),
        );
    }
    counted.table == of.table
}
