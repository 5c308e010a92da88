//! Ambiguous numbers: nothing in their table proves which mark separates decimals.

use crossfoot_core::{Diagnostic, Place, decimal_mark_evidence, may_be_either};

use super::columns::is_numeric;
use crate::LoadError;
use crossfoot_ingest::{Format, Printed, Received};

/// Refuses a text with a table in which a mark is always before three digits, and may as well
/// separate thousands as decimals: a dot, or a comma where semicolons separate the fields. Numbers
/// of a workbook are shown with a dot.
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
        let mut in_doubt =
            numbers.iter().filter_map(|cell| Some((cell, mark_in_doubt(&cell.text(), marks)?)));
        if let Some((cell, mark)) = in_doubt.next() {
            let place = Place { file: received.name.clone(), spot: cell.place() };
            let message = format!(
                "{place}: ambiguous number `{}`: `{mark}` could separate thousands or decimals",
                cell.text()
            );
            let help = "set the decimal mark with `--decimal .` or `--decimal ,`";
            return Err(LoadError { problems: vec![Diagnostic::bare(message).help(help)] });
        }
    }
    Ok(())
}

/// The first of these marks that may separate thousands or decimals in a number.
fn mark_in_doubt(text: &str, marks: &[char]) -> Option<char> {
    let mut in_doubt = text
        .split_whitespace()
        .flat_map(|number| marks.iter().filter(move |mark| may_be_either(number, **mark)));
    in_doubt.next().copied()
}
