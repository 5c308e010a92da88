//! Names for people: the table, the row, the column.

use crossfoot_core::{CellId, Phrase, Study, Table, Target, Variable, say};

use crate::CheckId;

/// The longest number of a table, with what it is a part of.
const MOST_LETTERS: usize = 24;

/// What a check is about: `Table 1, 2023, Total permits`; of a claim, where it is made and what it
/// says; of a condition, the row and the rule.
pub(super) fn label(study: &Study, id: CheckId) -> Phrase {
    let rule = &study.rules[id.rule];
    match (rule.variable(id.row), rule.target, id.row) {
        (Some(cell @ Variable::Cell(_)), ..) => place_name(study, cell),
        (Some(Variable::Claim(claim)), ..) => {
            let claim = &study.claims[claim];
            say!("{}: {}", section_name(&claim.section), &claim.statement)
        }
        (None, Target::Condition(Some(table)), Some(row)) => {
            let table: &Table = &study.tables[table];
            let row = table.key_text(row);
            Phrase::list([table_label(&table.title), row.into(), rule.label.as_str().into()])
        }
        _ => rule.label.as_str().into(),
    }
}

/// Where a figure stands, for people: `Table 1, 2023, Total permits` or `section 3.1`.
pub fn place_name(study: &Study, variable: Variable) -> Phrase {
    match variable {
        Variable::Cell(cell) => {
            let (table, column) = study.column(cell.column);
            match event_title(study, cell) {
                Some(title) => say!("date of “{}”", title),
                None => say!(
                    "{}, {}, {}",
                    table_label(&table.title),
                    &*table.key_text(cell.row),
                    column.label.as_str()
                ),
            }
        }
        Variable::Claim(_) => part_name(study, variable),
    }
}

/// The title of the event that a cell is about.
fn event_title(study: &Study, cell: CellId) -> Option<String> {
    let events = study.events.filter(|events| *events == cell.column.table)?;
    let table = &study.tables[events];
    let title = table.columns.iter().position(|column| &*column.name == "title")?;
    Some(table.text(title, cell.row).trim().to_owned())
}

/// The table or section that a figure belongs to, for people: `Table 1` or `section 3.1`.
pub fn part_name(study: &Study, variable: Variable) -> Phrase {
    match variable {
        Variable::Cell(cell) => table_label(&study.tables[cell.column.table].title),
        Variable::Claim(claim) => section_name(&study.claims[claim].section),
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

/// The short name of a table; a number is shown in the language of the reader.
pub fn table_label(title: &str) -> Phrase {
    let name = table_name(title);
    match name.strip_prefix("Table ") {
        Some(number) if !number.contains(' ') => say!("Table {}", number),
        _ => name.into(),
    }
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
