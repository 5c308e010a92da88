//! `events.csv` → the table `events`: dated milestones that claims can refer to.

use std::sync::Arc;

use crossfoot_core::{
    Cell, Column, DateSpan, Diagnostic, ShortSpan, Source, Span, Table, Unit, quoted,
};

use crate::cells::DATES;
use crate::folder::Folder;
use crate::list::List;
use crate::{Problems, Reported};

const FILE: &str = "events.csv";
const HEADER: [(&str, Unit); 5] = [
    ("id", Unit::Text),
    ("date", Unit::Date),
    ("kind", Unit::Text),
    ("title", Unit::Text),
    ("source", Unit::Text),
];

/// The events of a study, `None` where it has none. A date that cannot be read is reported and kept
/// as text.
///
/// # Errors
/// [`Reported`] where the file cannot be read.
pub(crate) fn load(
    folder: &Folder<'_>,
    problems: &mut Problems,
) -> Result<Option<Table>, Reported> {
    let header = HEADER.map(|(name, _)| name);
    let Some(list) = List::read(folder, FILE, &header, problems)? else { return Ok(None) };
    let columns = HEADER.into_iter().enumerate().map(|(column, (name, unit))| {
        let cells: Vec<Cell> = if unit == Unit::Date {
            list.rows().map(|row| date(row.field(column), list.source(), problems)).collect()
        } else {
            list.rows().map(|row| Cell::Text(row.field(column))).collect()
        };
        Column {
            name: name.into(),
            header: name.to_owned(),
            label: name.to_owned(),
            unit,
            base: None,
            scale: 1,
            cells: cells.into(),
        }
    });
    let columns: Vec<Column> = columns.collect();
    let source = Arc::clone(list.source());
    let table = Table {
        title: "Events".to_owned(),
        key: vec![0],
        ..Table::new("events", source, columns, list.lines().to_vec())
    };
    for (first, second) in table.duplicate_keys() {
        let message = format!(
            "duplicate event `{}`; first used on line {}",
            table.key_text(second),
            table.lines[first]
        );
        problems.push(Diagnostic::at(
            &table.source,
            table.columns[0].cells[second].span(),
            message,
        ));
    }
    Ok(Some(table))
}

fn date(span: Span, source: &Arc<Source>, problems: &mut Problems) -> Cell {
    let text = source.field(span);
    match DateSpan::read(&text) {
        Some(date) => Cell::Date(date, ShortSpan::new(span)),
        None => {
            let message = format!("`{}` is not a date", quoted(text.trim()));
            problems.push(Diagnostic::at(source, span, message).help(DATES));
            Cell::Text(span)
        }
    }
}
