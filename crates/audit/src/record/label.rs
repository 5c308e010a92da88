//! Names for people: the table, the row, the column.

use crossfoot_core::{Phrase, Study, Table, Target, Variable, say};

use crate::CheckId;

/// The longest number of a table, with what it is a part of.
const MOST_LETTERS: usize = 24;

/// What a check is about: `Table 1, 2023, Total permits`; of a claim, where it is made and what it
/// says; of a condition, the row and the rule.
pub(super) fn label(study: &Study, id: CheckId) -> Phrase {
    let rule = &study.rules[id.rule];
    match (rule.variable(id.row), rule.target, id.row) {
        (Some(Variable::Cell(cell)), ..) => {
            let (table, column) = study.column(cell.column);
            Phrase::list([table_name(&table.title), &table.key_text(cell.row), &column.label])
        }
        (Some(Variable::Claim(claim)), ..) => {
            let claim = &study.claims[claim];
            say!("{}: {}", section_name(&claim.section), &claim.statement)
        }
        (None, Target::Condition(Some(table)), Some(row)) => {
            let table: &Table = &study.tables[table];
            Phrase::list([table_name(&table.title), &table.key_text(row), &rule.label])
        }
        _ => rule.label.as_str().into(),
    }
}

/// The short name of a table: "Table 1. What it shows" is "Table 1" where it has a number.
pub fn table_name(title: &str) -> &str {
    title
        .split_once(['.', '。'])
        .map(|(name, _)| name)
        .filter(|name| name.chars().count() <= MOST_LETTERS)
        .unwrap_or(title)
}

/// `3.1` becomes "section 3.1", and "001 summary" a section of that name; "Table 1 note" is a name
/// already.
pub fn section_name(section: &str) -> Phrase {
    match section.starts_with(|c: char| c.is_ascii_digit()) {
        true if section.contains(' ') => Phrase::joined(" ", [say!("section"), section.into()]),
        true => say!("section {}", section),
        false => section.into(),
    }
}
