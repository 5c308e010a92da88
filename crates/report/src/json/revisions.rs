//! `crossfoot.revisions/1`: what each release printed, and how large the revisions were, for machines. Stable in order; documented in `revisions.md`
//! beside this file.
//!
#![doc = include_str!("revisions.md")]

use crossfoot_audit::revisions::{Change, Printing};
use crossfoot_audit::{ColumnRevisions, revisions as of_table};
use crossfoot_core::{Cell, CellId, Study};
use serde::Serialize;

use super::localise::exact;
use super::pretty::pretty;
use super::{PlaceJson, place_json};
use crate::mean_tests::{MeanTest, mean_tests};
use crate::statistics::ten_digits;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.revisions/1";

#[derive(Serialize)]
struct RevisionsJson<'a> {
    schema: &'static str,
    study: &'a str,
    tables: Vec<TableJson<'a>>,
}

#[derive(Serialize)]
struct TableJson<'a> {
    table: &'a str,
    releases: Vec<ReleaseJson<'a>>,
    columns: Vec<ColumnJson<'a>>,
}

#[derive(Serialize)]
struct ReleaseJson<'a> {
    id: &'a str,
    published: Option<String>,
    note: Option<&'a str>,
    rows: usize,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    column: &'a str,
    unit: &'a str,
    compared: usize,
    revised: usize,
    mean_revision: Option<String>,
    mean_absolute_revision: Option<String>,
    relative_mean_absolute_revision: Option<String>,
    mean_test: Option<MeanTestJson>,
    cells: Vec<CellJson<'a>>,
}

#[derive(Serialize)]
struct MeanTestJson {
    estimate: f64,
    low: f64,
    high: f64,
    p_value: f64,
    p_adjusted: f64,
}

#[derive(Serialize)]
struct CellJson<'a> {
    target: String,
    printings: Vec<PrintingJson<'a>>,
}

#[derive(Serialize)]
pub(crate) struct PrintingJson<'a> {
    release: &'a str,
    place: PlaceJson,
    published: String,
    change: &'static str,
    difference: Option<String>,
    percent: Option<String>,
}

/// The revisions of a study as an object.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn revisions(study: &Study) -> serde_json::Result<String> {
    let tables = (0..study.published().len())
        .filter(|table| !study.tables[*table].releases.is_empty())
        .map(|table| table_json(study, table));
    let json = RevisionsJson { schema: SCHEMA, study: &study.id, tables: tables.collect() };
    pretty(&json)
}

fn table_json(study: &Study, index: usize) -> TableJson<'_> {
    let table = &study.tables[index];
    let releases = table.releases.iter().map(|release| ReleaseJson {
        id: &release.id,
        published: release.published.map(|date| date.to_string()),
        note: release.note.as_deref(),
        rows: release.rows.iter().flatten().count(),
    });
    TableJson { table: &table.id, releases: releases.collect(), columns: columns(study, index) }
}

fn columns(study: &Study, index: usize) -> Vec<ColumnJson<'_>> {
    let found = of_table(study, index);
    let (numbers, others): (Vec<_>, Vec<_>) =
        found.iter().partition(|column| study.column(column.column).1.unit.is_number());
    let tests = mean_tests(numbers.iter().copied());
    let numbers = numbers.into_iter().zip(tests);
    let others = others.into_iter().map(|column| (column, None));
    let mut all: Vec<(&ColumnRevisions, Option<MeanTest>)> = numbers.chain(others).collect();
    all.sort_by_key(|(column, _)| column.column);
    all.into_iter().map(|(column, test)| column_json(study, column, test)).collect()
}

fn column_json<'a>(
    study: &'a Study,
    found: &ColumnRevisions,
    test: Option<MeanTest>,
) -> ColumnJson<'a> {
    let (_, column) = study.column(found.column);
    let [mean, mean_absolute, relative] =
        [&found.size.mean, &found.size.mean_absolute, &found.size.relative]
            .map(|value| value.as_ref().filter(|_| column.unit.is_number()).map(exact));
    let cells = found.rows.iter().map(|(row, printings)| {
        let id = CellId { column: found.column, row: *row };
        CellJson {
            target: study.cell_name(id),
            printings: printings
                .iter()
                .map(|printing| printing_json(study, id, printing))
                .collect(),
        }
    });
    ColumnJson {
        column: &column.name,
        unit: column.unit.name(),
        compared: found.size.compared,
        revised: found.size.revised,
        mean_revision: mean,
        mean_absolute_revision: mean_absolute,
        relative_mean_absolute_revision: relative,
        mean_test: test.map(|test| MeanTestJson {
            estimate: ten_digits(test.effect.estimate),
            low: ten_digits(test.effect.interval.low),
            high: ten_digits(test.effect.interval.high),
            p_value: ten_digits(test.effect.test.p_value),
            p_adjusted: ten_digits(test.adjusted),
        }),
        cells: cells.collect(),
    }
}

pub(crate) fn printing_json<'a>(
    study: &'a Study,
    id: CellId,
    printing: &Printing,
) -> PrintingJson<'a> {
    let (table, _) = study.column(id.column);
    let (change, difference, percent) = match &printing.change {
        Change::First => ("first", None, None),
        Change::Same => ("same", None, None),
        Change::Restated => ("restated", None, None),
        Change::Revised { difference, percent } => {
            ("revised", Some(exact(difference)), percent.as_ref().map(exact))
        }
        Change::Reworded => ("reworded", None, None),
        Change::Filled => ("filled", None, None),
        Change::Withdrawn => ("withdrawn", None, None),
    };
    let published = match &printing.cell {
        Cell::Number(figure) => format!("{}{}", figure.qualifier.sign(), figure.value()),
        cell => table.source.field(cell.span()).trim().to_owned(),
    };
    PrintingJson {
        release: &table.releases[printing.release].id,
        place: place_json(table.source.place(printing.cell.span())),
        published,
        change,
        difference,
        percent,
    }
}
