//! `crossfoot revisions`: for every column what each release printed of every period, and how large
//! the revisions were.

use crossfoot_audit::revisions::{Change, Printing, Revised, printings, read};
use crossfoot_audit::{CheckId, ColumnRevisions, revisions};
use crossfoot_core::{Cell, CellId, Figure, Phrase, Rational, Study, Unit, say};

use super::header::title;
use super::thousands;
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Rows of a triangle that are shown; of a longer table only those that were revised.
const MOST_ROWS: usize = 60;
/// Decimals of a mean revision.
const DECIMALS: u32 = 2;

/// The revisions of every table that was published more than once.
pub fn revisions_of(study: &Study) -> Document {
    let mut document = Document::default();
    title(&mut document, study);
    let tables: Vec<usize> = (0..study.published().len())
        .filter(|table| !study.tables[*table].releases.is_empty())
        .collect();
    if tables.is_empty() {
        document.paragraph(Line::of(say!("Every table was published once: there are no releases, and nothing can have been revised."), Tone::Note));
        document.paragraph(Line::of(say!("`crossfoot add` appends a release."), Tone::Muted));
    }
    tables.into_iter().for_each(|table| self::table(&mut document, study, table));
    document
}

fn table(document: &mut Document, study: &Study, index: usize) {
    let table = &study.tables[index];
    let found = revisions(study, index);
    let releases = thousands(table.releases.len());
    document.heading(
        2,
        Line::of(table.id.clone(), Tone::Code)
            .then("  ", Tone::Plain)
            .then(table.title.clone(), Tone::Plain),
    );
    document.paragraph(answer(&found, &releases));
    document.table(releases_of(study, index, &found));
    let notes = table.releases.iter().filter_map(|release| {
        Some(Line::of(
            say!("release {}: {}", release.id.clone(), release.note.clone()?),
            Tone::Muted,
        ))
    });
    document.list(notes.collect());
    for column in found.iter().filter(|column| column.any()) {
        triangle(document, study, column);
    }
    let names = |columns: &mut dyn Iterator<Item = &ColumnRevisions>| {
        columns
            .map(|column| study.column(column.column).1.name.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let unrevised = names(&mut found.iter().filter(|column| !column.any()));
    if !unrevised.is_empty() && found.iter().any(ColumnRevisions::any) {
        document.list(vec![Line::of(say!("not revised: {}", unrevised), Tone::Muted)]);
    }
    sizes(document, study, &found);
}

/// The one sentence that a reader may quote.
fn answer(found: &[ColumnRevisions], releases: &str) -> Line {
    let compared: usize = found
        .iter()
        .map(|column| column.rows.iter().filter(|(_, printings)| printings.len() > 1).count())
        .sum();
    let is_revised =
        |printings: &[Printing]| printings.iter().any(|printing| printing.change.is_revision());
    let revised: usize = found
        .iter()
        .map(|column| column.rows.iter().filter(|(_, printings)| is_revised(printings)).count())
        .sum();
    let (phrase, tone) = match (compared, revised) {
        (0, _) => {
            (say!("{} releases, of which no two print the same cell.", releases), Tone::Plain)
        }
        (_, 0) => (
            say!(
                "{} releases; none of the {} cells that were printed again was revised.",
                releases,
                thousands(compared)
            ),
            Tone::Good,
        ),
        _ => (
            say!(
                "{} releases; {} of the {} cells that were printed again were revised.",
                releases,
                thousands(revised),
                thousands(compared)
            ),
            Tone::Note,
        ),
    };
    Line::of(phrase, tone)
}

/// One line for each release: when it was published, what it added, what it changed.
fn releases_of(study: &Study, index: usize, found: &[ColumnRevisions]) -> Table {
    let table = &study.tables[index];
    let rows = table.releases.iter().enumerate().map(|(at, release)| {
        let here = |row: &usize| release.row(*row).is_some();
        let known =
            |row: &usize| table.releases[..at].iter().any(|earlier| earlier.row(*row).is_some());
        let all = (0..table.rows()).filter(here).count();
        let new = (0..table.rows()).filter(|row| here(row) && !known(row)).count();
        let printings = || {
            found
                .iter()
                .flat_map(|column| &column.rows)
                .flat_map(|(_, printings)| printings)
                .filter(|printing| printing.release == at)
        };
        let count = |fits: fn(&Change) -> bool| {
            thousands(printings().filter(|printing| fits(&printing.change)).count())
        };
        let file = table.releases[at].columns.iter().flatten().find_map(|cells| cells.first());
        let file =
            file.map(|cell| table.source.file(cell.span()).name.to_owned()).unwrap_or_default();
        vec![
            vec![Line::of(release.id.clone(), Tone::Strong)],
            vec![Line::from(release.published.map(|date| date.to_string()).unwrap_or_default())],
            vec![Line::from(thousands(all))],
            vec![Line::from(thousands(new))],
            vec![Line::from(count(Change::is_revision))],
            vec![Line::from(count(|change| *change == Change::Withdrawn))],
            vec![Line::of(file, Tone::Code)],
        ]
    });
    let header = [
        say!("release"),
        say!("published"),
        say!("rows"),
        say!("new rows"),
        say!("cells revised"),
        say!("left empty"),
        say!("file"),
    ];
    let align = vec![
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    Table { header: header.map(Line::from).to_vec(), align, rows: rows.collect() }
}

/// Periods down, releases across.
fn triangle(document: &mut Document, study: &Study, found: &ColumnRevisions) {
    let (table, column) = study.column(found.column);
    document.heading(
        3,
        Line::of(column.name.clone(), Tone::Code)
            .then("  ", Tone::Plain)
            .then(column.label.clone(), Tone::Plain),
    );
    let is_revised =
        |printings: &[Printing]| printings.iter().any(|printing| printing.change.is_revision());
    let shown = found
        .rows
        .iter()
        .filter(|(_, printings)| found.rows.len() <= MOST_ROWS || is_revised(printings));
    let shown: Vec<_> = shown.take(MOST_ROWS).collect();
    let rows = shown.iter().map(|(row, printings)| {
        let mut cells = vec![vec![Line::from(table.key_text(*row))]];
        cells.extend((0..table.releases.len()).map(|release| {
            printings
                .iter()
                .find(|printing| printing.release == release)
                .map(|printing| vec![cell(study, found, *row, printing)])
                .unwrap_or_default()
        }));
        cells
    });
    let key: Vec<&str> =
        table.key.iter().map(|column| table.columns[*column].label.as_str()).collect();
    let mut header = vec![Line::from(key.join(", "))];
    header.extend(table.releases.iter().map(|release| Line::from(release.id.clone())));
    let align = std::iter::once(Align::Left).chain(
        table
            .releases
            .iter()
            .map(|_| if column.unit.is_number() { Align::Right } else { Align::Left }),
    );
    document.table(Table { header, align: align.collect(), rows: rows.collect() });
    let more = found.rows.len() - shown.len();
    if more > 0 {
        document.list(vec![Line::of(
            say!("and {} rows not shown; `--format json` has them", thousands(more)),
            Tone::Muted,
        )]);
    }
}

fn cell(study: &Study, found: &ColumnRevisions, row: usize, printing: &Printing) -> Line {
    let value = printed(study, CellId { column: found.column, row }, &printing.cell);
    match &printing.change {
        Change::Revised { .. } => {
            let (_, column) = study.column(found.column);
            Line::of(value, Tone::Strong)
                .then(" ", Tone::Plain)
                .then(say!("({})", by(printing, &column.unit)), Tone::Note)
        }
        Change::Reworded => Line::of(value, Tone::Note),
        Change::Withdrawn => Line::of(value, Tone::Note),
        Change::First | Change::Same | Change::Restated | Change::Filled => Line::from(value),
    }
}

/// What a cell prints.
pub(super) fn printed(study: &Study, id: CellId, cell: &Cell) -> String {
    let (table, column) = study.column(id.column);
    match cell {
        Cell::Number(figure) => {
            format!("{}{}{}", figure.qualifier.sign(), figure.value(), column.unit.suffix())
        }
        Cell::Missing(..) if table.source.slice(cell.span()).trim().is_empty() => "—".to_owned(),
        _ => table.source.field(cell.span()).trim().to_owned(),
    }
}

/// How much a revision added: `+54, +1.01 %`; of percentages `+0.30 points`.
pub(super) fn by(printing: &Printing, unit: &Unit) -> Phrase {
    let Change::Revised { difference, percent } = &printing.change else {
        return Phrase::default();
    };
    let decimals = printing
        .cell
        .figure()
        .map_or(0, |figure| u32::try_from(figure.value().decimals()).unwrap_or(0));
    let added = values::signed(difference, decimals);
    match (unit, percent) {
        (Unit::Percent, _) => say!("{} points", added),
        (_, Some(percent)) => say!("{}, {} %", added, values::signed_at(percent, DECIMALS)),
        (_, None) => Phrase::from(added),
    }
}

fn sizes(document: &mut Document, study: &Study, found: &[ColumnRevisions]) {
    let compared: Vec<_> = found
        .iter()
        .filter(|column| column.size.compared > 0 && study.column(column.column).1.unit.is_number())
        .collect();
    if !compared.iter().any(|column| column.size.revised > 0) {
        return;
    }
    document.heading(
        3,
        Line::from(say!("How large the revisions were, from the first figure to the latest")),
    );
    let rows = compared.iter().map(|column| {
        let (_, printed) = study.column(column.column);
        let of = |value: &Option<Rational>, show: &dyn Fn(&Rational) -> String| {
            value.as_ref().map(show).unwrap_or_default()
        };
        let size = &column.size;
        let suffix = if printed.unit == Unit::Percent {
            " points".to_owned()
        } else {
            printed.unit.suffix()
        };
        let relative = if printed.unit == Unit::Percent {
            String::new()
        } else {
            of(&size.relative, &|value| values::at_decimals(value, DECIMALS) + " %")
        };
        vec![
            vec![Line::of(printed.name.clone(), Tone::Code)],
            vec![Line::from(thousands(size.compared))],
            vec![Line::from(thousands(size.revised))],
            vec![Line::from(of(&size.mean, &|value| values::signed_at(value, DECIMALS) + &suffix))],
            vec![Line::from(of(&size.mean_absolute, &|value| {
                values::at_decimals(value, DECIMALS) + &suffix
            }))],
            vec![Line::from(relative)],
        ]
    });
    let header = [
        say!("column"),
        say!("compared"),
        say!("revised"),
        say!("mean revision"),
        say!("mean size"),
        say!("of the latest"),
    ];
    let align =
        vec![Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right];
    document.table(Table { header: header.map(Line::from).to_vec(), align, rows: rows.collect() });
}

/// Which vintages the formula of a check reads, where a later release revised them.
pub(super) fn read_by(study: &Study, id: CheckId) -> Vec<Line> {
    /// Figures that are named.
    const MOST: usize = 8;
    let revised = read(study, id);
    let line = |revised: &Revised| {
        let (table, column) = study.column(revised.cell.column);
        let value = |figure: &Figure| format!("{}{}", figure.value(), column.unit.suffix());
        let (now, first) = (study.cell(revised.cell).figure()?, &revised.earlier.first()?.1);
        let release = table.releases[revised.latest].id.clone();
        let phrase = say!(
            "{} as revised in release {}, {}; as first published {}",
            study.cell_name(revised.cell),
            release,
            value(now),
            value(first)
        );
        Some(Line::of(say!("vintage    "), Tone::Muted).then(phrase, Tone::Note))
    };
    let mut lines: Vec<Line> = revised.iter().take(MOST).filter_map(line).collect();
    if revised.len() > MOST {
        lines.push(Line::of(
            say!("           and {} more revised figures", thousands(revised.len() - MOST)),
            Tone::Muted,
        ));
    }
    lines
}

/// What the releases printed in a cell, as lines of what is known of it.
pub(super) fn vintages(study: &Study, cell: CellId) -> Vec<Line> {
    let (table, column) = study.column(cell.column);
    let line = |printing: &Printing| {
        let release = table.releases[printing.release].id.clone();
        let value = printed(study, cell, &printing.cell);
        let place = table.source.place(printing.cell.span()).to_string();
        let line = Line::of(say!("release "), Tone::Muted)
            .then(release, Tone::Strong)
            .then("  ", Tone::Plain)
            .then(value, Tone::Strong);
        let line = match &printing.change {
            Change::Revised { .. } => line
                .then(" ", Tone::Plain)
                .then(say!("({})", by(printing, &column.unit)), Tone::Note),
            Change::Reworded => line.then(say!(" (other words)"), Tone::Note),
            Change::Withdrawn => {
                line.then(say!(" (left empty; the figure before is kept)"), Tone::Note)
            }
            Change::Restated => line.then(say!(" (with other decimals)"), Tone::Muted),
            Change::First | Change::Same | Change::Filled => line,
        };
        line.then("  ", Tone::Plain).then(place, Tone::Code)
    };
    printings(study, cell).iter().map(line).collect()
}
