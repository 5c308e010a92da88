//! `events.csv` → the table `events`: dated milestones that claims can refer to.

use crossfoot_core::{Cell, Column, DateSpan, Diagnostic, ShortSpan, Table, Unit, quoted};

use crate::claims::positions;
use crate::folder::Folder;
use crate::{Problems, Reported};
use crossfoot_ingest::PrintedTable;

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
    if !folder.has(FILE) {
        return Ok(None);
    }
    let source = folder.read(FILE, problems).ok_or(Reported)?;
    let grid = PrintedTable::cut(&source, problems).ok_or(Reported)?;
    let positions = positions(&grid, &HEADER.map(|(name, _)| name), problems).ok_or(Reported)?;
    let columns: Vec<Column> = HEADER
        .into_iter()
        .zip(positions)
        .map(|((name, unit), position)| {
            let cells = (0..grid.rows()).map(|row| {
                let span = grid.field(row, position);
                if unit != Unit::Date {
                    return Cell::Text(span);
                }
                let text = source.field(span);
                DateSpan::read(&text).map_or_else(
                    || {
                        let help = "dates are written `2023`, `2023-07`, `2023-07-01`, `2023Q3`, `Jul 2023`, `2023年7月` or `2019–2022`";
                        problems.push(Diagnostic::at(&source, span, format!("`{}` is not a date", quoted(text.trim()))).help(help));
                        Cell::Text(span)
                    },
                    |date| Cell::Date(date, ShortSpan::new(span)),
                )
            });
            let cells = cells.collect::<Vec<Cell>>().into();
            Column { name: name.into(), header: name.to_owned(), label: name.to_owned(), unit, base: None, scale: 1, cells }
        })
        .collect();
    let table = Table {
        title: "Events".to_owned(),
        key: vec![0],
        ..Table::new("events", source, columns, grid.lines().to_vec())
    };
    for (first, second) in table.duplicate_keys() {
        let message = format!(
            "the event `{}` stands on line {} already",
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
