//! Numbers that can be read in two ways, because nothing in their table proves which mark separates
//! decimals.

use crossfoot_core::{Diagnostic, Place, decimal_mark_evidence, may_be_either};

use super::columns::is_numeric;
use crate::LoadError;
use crossfoot_ingest::{Format, Printed, Received};

/// Refuses a text with a table in which a mark stands before three digits wherever it stands, and
/// may as well separate thousands as decimals: a dot, or a comma where semicolons separate the
/// fields. Numbers of a workbook are shown with a dot.
pub(super) fn check(received: &Received) -> Result<(), LoadError> {
    if received.text.is_none() {
        return Ok(());
    }
    let marks: &[char] =
        if received.format == Format::Delimited(';') { &['.', ','] } else { &['.'] };
    for table in &received.tables {
        let numbers: Vec<Printed<'_>> =
            table.cells().filter(|cell| is_numeric(&cell.text())).collect();
        if numbers.iter().any(|cell| decimal_mark_evidence(&cell.text()).is_some()) {
            continue;
        }
        if let Some(cell) = numbers.iter().find(|cell| is_in_doubt(&cell.text(), marks)) {
            let place = Place { file: received.name.clone(), spot: cell.place() };
            let message = format!(
                "{place}: `{}` can be read in two ways: the mark may separate thousands or decimals",
                cell.text()
            );
            let help = "say which separates decimals: `--decimal .` or `--decimal ,`";
            return Err(LoadError { problems: vec![Diagnostic::bare(message).help(help)] });
        }
    }
    Ok(())
}

/// Whether one of these marks may separate thousands or decimals in a number.
fn is_in_doubt(text: &str, marks: &[char]) -> bool {
    text.split_whitespace().any(|number| marks.iter().any(|mark| may_be_either(number, *mark)))
}
