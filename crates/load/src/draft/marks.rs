//! Numbers that can be read in two ways, because nothing in their table proves which mark separates
//! decimals.

use crossfoot_core::{decimal_mark_evidence, may_be_either, say};

use super::columns::is_numeric;
use crate::LoadError;
use crossfoot_ingest::{Format, RawTable, Received, refuse};

/// Refuses a text with a table in which a mark stands before three digits wherever it stands, and
/// may as well separate thousands as decimals: a dot, or a comma where semicolons separate the
/// fields. Numbers of a workbook are shown with a dot.
pub(super) fn check(received: &Received) -> Result<(), LoadError> {
    if received.text.is_none() {
        return Ok(());
    }
    let marks: &[char] =
        if received.format == Format::Delimited(';') { &['.', ','] } else { &['.'] };
    let cells = |table: &'_ RawTable| {
        table
            .rows
            .iter()
            .flatten()
            .filter(|cell| is_numeric(&cell.text))
            .cloned()
            .collect::<Vec<_>>()
    };
    for table in &received.tables {
        let cells = cells(table);
        if cells.iter().any(|cell| decimal_mark_evidence(&cell.text).is_some()) {
            continue;
        }
        if let Some(cell) = cells.iter().find(|cell| {
            cell.text
                .split_whitespace()
                .any(|number| marks.iter().any(|mark| may_be_either(number, *mark)))
        }) {
            let message = say!(
                "`{}` can be read in two ways: the mark may separate thousands or decimals",
                cell.text.as_str()
            );
            return Err(refuse::cell(
                &received.name,
                &cell.place,
                message,
                say!("say which separates decimals: `--decimal .` or `--decimal ,`"),
            ));
        }
    }
    Ok(())
}
