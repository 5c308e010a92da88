//! `crossfoot revisions`: for every column what each release printed of every period, and how large
//! the revisions were.

use crossfoot_audit::revisions::{Change, Printing, Revised, printings, read};
use crossfoot_audit::{CheckId, ColumnRevisions, revisions};
use crossfoot_core::{Cell, CellId, Phrase, Study, Unit, say};
use crossfoot_stats::{LEAST_REVISIONS, Scale};

use super::header::title;
use super::thousands;
use crate::document::{Align, Document, Line, Table, Tone};
use crate::mean_tests::{MeanTest, mean_tests};
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
        document.paragraph(Line::toned(
            say!("Every table was published once: there are no releases and no revisions."),
            Tone::Note,
        ));
        document.paragraph(Line::toned(say!("`crossfoot add` appends a release."), Tone::Muted));
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
        Line::toned(table.id.clone(), Tone::Code)
            .then("  ", Tone::Plain)
            .then(table.title.clone(), Tone::Plain),
    );
    document.paragraph(answer(&found, &releases));
    document.table(releases_of(study, index, &found));
    let notes = table.releases.iter().filter_map(|release| {
        Some(Line::toned(
            say!("release {}: {}", release.id.clone(), release.note.clone()?),
            Tone::Muted,
        ))
    });
    document.list(notes.collect());
    for column in found.iter().filter(|column| column.any()) {
        triangle(document, study, column);
    }
    let (revised, unrevised): (Vec<_>, Vec<_>) = found.iter().partition(|column| column.any());
    if !unrevised.is_empty() && !revised.is_empty() {
        let names: Vec<&str> =
            unrevised.iter().map(|column| study.column(column.column).1.name.as_str()).collect();
        document.list(vec![Line::toned(say!("not revised: {}", names.join(", ")), Tone::Muted)]);
    }
    sizes(document, study, &found);
}

/// Whether a release revised what an earlier one printed.
fn is_revised(printings: &[Printing]) -> bool {
    printings.iter().any(|printing| printing.change.is_revision())
}

/// The one sentence that a reader may quote.
fn answer(found: &[ColumnRevisions], releases: &str) -> Line {
    let compared: usize = found
        .iter()
        .map(|column| column.rows.iter().filter(|(_, printings)| printings.len() > 1).count())
        .sum();
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
    Line::toned(phrase, tone)
}

/// One line for each release: when it was published, what it added, what it changed.
fn releases_of(study: &Study, index: usize, found: &[ColumnRevisions]) -> Table {
    let rows = (0..study.tables[index].releases.len())
        .map(|at| release_row(&study.tables[index], at, found));
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

fn release_row(
    table: &crossfoot_core::Table,
    at: usize,
    found: &[ColumnRevisions],
) -> Vec<Vec<Line>> {
    let release = &table.releases[at];
    let all: Vec<usize> = (0..table.rows()).filter(|row| release.row(*row).is_some()).collect();
    let new = all
        .iter()
        .filter(|row| table.releases[..at].iter().all(|earlier| earlier.row(**row).is_none()));
    let changes: Vec<&Change> = found
        .iter()
        .flat_map(|column| &column.rows)
        .flat_map(|(_, printings)| printings)
        .filter(|printing| printing.release == at)
        .map(|printing| &printing.change)
        .collect();
    let revised = changes.iter().filter(|change| change.is_revision()).count();
    let withdrawn = changes.iter().filter(|change| ***change == Change::Withdrawn).count();
    let file = release.columns.iter().flatten().find_map(|cells| cells.first());
    let file = file.map(|cell| table.source.file(cell.span()).name.to_owned()).unwrap_or_default();
    vec![
        vec![Line::toned(release.id.clone(), Tone::Strong)],
        vec![Line::from(release.published.map(|date| date.to_string()).unwrap_or_default())],
        vec![Line::from(thousands(all.len()))],
        vec![Line::from(thousands(new.count()))],
        vec![Line::from(thousands(revised))],
        vec![Line::from(thousands(withdrawn))],
        vec![Line::toned(file, Tone::Code)],
    ]
}

/// Periods down, releases across.
fn triangle(document: &mut Document, study: &Study, found: &ColumnRevisions) {
    let (table, column) = study.column(found.column);
    document.heading(
        3,
        Line::toned(column.name.clone(), Tone::Code)
            .then("  ", Tone::Plain)
            .then(column.label.clone(), Tone::Plain),
    );
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
        document.list(vec![Line::toned(
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
            Line::toned(value, Tone::Strong)
                .then(" ", Tone::Plain)
                .then(say!("({})", by(printing, &column.unit)), Tone::Note)
        }
        Change::Reworded => Line::toned(value, Tone::Note),
        Change::Withdrawn => Line::toned(value, Tone::Note),
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
    let rows = compared.iter().map(|column| size_row(study, column));
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
    let tests = mean_tests(compared.iter().copied());
    let lines = compared
        .iter()
        .zip(tests)
        .filter_map(|(column, test)| Some(mean_line(&study.column(column.column).1.name, &test?)));
    let mut tests: Vec<Line> = lines.collect();
    if tests.is_empty() {
        let least =
            say!("the mean revision is tested from {} periods on", LEAST_REVISIONS.to_string());
        tests.push(Line::toned(least, Tone::Muted));
    }
    document.list(tests);
}

/// Whether first figures tend to be too low or too high.
fn mean_line(column: &str, test: &MeanTest) -> Line {
    let interval = test.effect.interval;
    let [estimate, low, high] = [test.effect.estimate, interval.low, interval.high]
        .map(|value| values::number_of(value, Scale::Number));
    Line::from(say!(
        "{}: mean revision {}, 95 % interval {} to {}, p {}, adjusted {}",
        column,
        estimate,
        low,
        high,
        values::p_value(test.effect.test.p_value),
        values::p_value(test.adjusted)
    ))
}

fn size_row(study: &Study, column: &ColumnRevisions) -> Vec<Vec<Line>> {
    let (_, printed) = study.column(column.column);
    let size = &column.size;
    let (suffix, relative) = match printed.unit {
        Unit::Percent => (" points".to_owned(), None),
        _ => (printed.unit.suffix(), size.relative.as_ref()),
    };
    let mean = size.mean.as_ref().map(|value| values::signed_at(value, DECIMALS) + &suffix);
    let mean_absolute =
        size.mean_absolute.as_ref().map(|value| values::at_decimals(value, DECIMALS) + &suffix);
    let relative = relative.map(|value| values::at_decimals(value, DECIMALS) + " %");
    vec![
        vec![Line::toned(printed.name.clone(), Tone::Code)],
        vec![Line::from(thousands(size.compared))],
        vec![Line::from(thousands(size.revised))],
        vec![Line::from(mean.unwrap_or_default())],
        vec![Line::from(mean_absolute.unwrap_or_default())],
        vec![Line::from(relative.unwrap_or_default())],
    ]
}

/// Which vintages the formula of a check reads, where a later release revised them.
pub(super) fn read_by(study: &Study, id: CheckId) -> Vec<Line> {
    /// Figures that are named.
    const MOST: usize = 8;
    let revised = read(study, id);
    let mut lines: Vec<Line> =
        revised.iter().take(MOST).filter_map(|revised| vintage(study, revised)).collect();
    if revised.len() > MOST {
        lines.push(Line::toned(
            say!("           and {} more revised figures", thousands(revised.len() - MOST)),
            Tone::Muted,
        ));
    }
    lines
}

/// A revised figure that a formula reads, as it is and as it was first published.
fn vintage(study: &Study, revised: &Revised) -> Option<Line> {
    let (table, column) = study.column(revised.cell.column);
    let (now, first) = (study.cell(revised.cell).figure()?, &revised.earlier.first()?.1);
    let [now, first] =
        [now, first].map(|figure| format!("{}{}", figure.value(), column.unit.suffix()));
    let phrase = say!(
        "{} as revised in release {}, {}; as first published {}",
        study.cell_name(revised.cell),
        table.releases[revised.latest].id.clone(),
        now,
        first
    );
    Some(Line::toned(say!("vintage    "), Tone::Muted).then(phrase, Tone::Note))
}

/// What the releases printed in a cell, as lines of what is known of it.
pub(super) fn vintages(study: &Study, cell: CellId) -> Vec<Line> {
    printings(study, cell).iter().map(|printing| release_line(study, cell, printing)).collect()
}

fn release_line(study: &Study, cell: CellId, printing: &Printing) -> Line {
    let (table, column) = study.column(cell.column);
    let release = table.releases[printing.release].id.clone();
    let value = printed(study, cell, &printing.cell);
    let place = table.source.place(printing.cell.span()).to_string();
    let line = Line::toned(say!("release "), Tone::Muted)
        .then(release, Tone::Strong)
        .then("  ", Tone::Plain)
        .then(value, Tone::Strong);
    let line = match &printing.change {
        Change::Revised { .. } => {
            line.then(" ", Tone::Plain).then(say!("({})", by(printing, &column.unit)), Tone::Note)
        }
        Change::Reworded => line.then(say!(" (other words)"), Tone::Note),
        Change::Withdrawn => {
            line.then(say!(" (left empty; the earlier figure is kept)"), Tone::Note)
        }
        Change::Restated => line.then(say!(" (with other decimals)"), Tone::Muted),
        Change::First | Change::Same | Change::Filled => line,
    };
    line.then("  ", Tone::Plain).then(place, Tone::Code)
}
