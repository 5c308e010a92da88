//! Rows named between brackets: by their key, by their line, or from one to another.

use std::ops::RangeInclusive;

use crate::formula::FormulaError;
use crate::formula::ast::Key;
use crate::{Span, Table};

pub(super) fn find_row(table: &Table, key: &Key, span: Span) -> Result<usize, FormulaError> {
    let (found, name) = match key {
        Key::Parts(parts) => (table.row(parts), parts.join(", ")),
        Key::Line(line) => (table.row_at_line(*line), format!("#{line}")),
        Key::Range(..) => {
            return Err(FormulaError::new(span, "a range of rows is not one value")
                .help("`sum`, `mean`, `count`, `min` and `max` run over a range of rows"));
        }
    };
    found.ok_or_else(|| {
        let keys: Vec<String> =
            (0..table.rows().min(1_000)).map(|row| table.key_text(row)).collect();
        FormulaError::new(span, format!("table `{}` has no row `{name}`", table.id))
            .suggest(&name, keys.iter().map(String::as_str))
            .help(format!(
                "a row is named by its key, such as `{}`, or by its line, such as `#2`",
                example_key(table)
            ))
    })
}

/// The rows from one to another, both included.
pub(super) fn find_range(
    table: &Table,
    first: &Key,
    last: &Key,
    span: Span,
) -> Result<RangeInclusive<usize>, FormulaError> {
    let (first, last) = (find_row(table, first, span)?, find_row(table, last, span)?);
    if first > last {
        let message = format!(
            "this range ends on line {}, before it starts on line {}",
            table.lines[last], table.lines[first]
        );
        return Err(FormulaError::new(span, message));
    }
    Ok(first..=last)
}

pub(super) fn example_key(table: &Table) -> String {
    match table.key.as_slice() {
        _ if table.rows() == 0 => String::new(),
        [] => table.key_text(0),
        columns => {
            let parts =
                columns.iter().map(|column| quoted_if_needed(table.text(*column, 0).trim()));
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

/// A part of a key as it is written in a formula.
fn quoted_if_needed(part: &str) -> String {
    match part {
        _ if part.chars().all(char::is_alphanumeric) => part.to_owned(),
        _ if part.contains('"') => format!("'{part}'"),
        _ => format!("\"{part}\""),
    }
}
