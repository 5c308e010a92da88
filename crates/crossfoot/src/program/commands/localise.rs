//! `crossfoot localise`.

use std::cell::Cell;
use std::io::{self, Write};
use std::time::Instant;

use anyhow::{Context, bail};
use crossfoot_audit::{Localisation, LocaliseOptions, audit, localise_while};
use crossfoot_core::{
    CellId, ColumnId, NumberFormat, Rational, Study, Unit, Variable, read_figure, suggestion,
};

use crate::program::args::{Localise, Style};
use crate::program::output::Output;
use crate::program::{DONE, studies};

/// Seconds between two messages about progress.
const EVERY: u64 = 5;
/// Cells of longer tables are not looked through for the one that was meant.
const MOST_ROWS: usize = 1_000;

pub(crate) fn run(options: &Localise, output: &mut Output) -> anyhow::Result<u8> {
    let study = crossfoot_load::load(&studies::folder(options.study.as_deref()))?;
    let mut choices = LocaliseOptions::default();
    for text in &options.weights {
        let (name, weight) = text
            .rsplit_once('=')
            .with_context(|| format!("cannot read `--weight {text}`; expected CELL=WEIGHT"))?;
        let weight = positive(weight.trim()).with_context(|| {
            format!("invalid weight `{weight}` of `{name}`; expected a number above 0")
        })?;
        choices.weights.extend(
            variables(&study, name)?.into_iter().map(|variable| (variable, weight.clone())),
        );
    }
    for name in &options.fixed {
        choices.fixed.extend(variables(&study, name)?);
    }
    let found = timed(&study, &choices, options.time);
    let roots = audit(&study).roots;
    let document = crossfoot_report::localise(&study, &found, &roots);
    let document = document.in_language(&output.language(&study));
    match options.format.format {
        Style::Text => output.text(&document)?,
        Style::Markdown => output.markdown(&document)?,
        Style::Json => output.raw(&crossfoot_report::localise_json(&study, &found)?)?,
    }
    Ok(DONE)
}

/// Localises for so many seconds at most, and says on standard error that it still runs.
#[expect(
    clippy::disallowed_methods,
    reason = "a limit on time; results before it do not depend on it"
)]
fn timed(study: &Study, choices: &LocaliseOptions, seconds: u64) -> Localisation {
    let start = Instant::now();
    let told = Cell::new(0);
    localise_while(study, choices, &|at_least| {
        let elapsed = start.elapsed().as_secs();
        if elapsed >= told.get() + EVERY {
            told.set(elapsed);
            let _ = writeln!(
                io::stderr(),
                "searching for {elapsed} s of {seconds} s; every change weighs at least {at_least}"
            );
        }
        elapsed < seconds
    })
}

/// A plain number above 0.
fn positive(text: &str) -> Option<Rational> {
    let format = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
    let figure = read_figure(text, &Unit::Count, format).ok()?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Some(figure.value().to_rational()).filter(|weight| plain && weight.signum() > 0)
}

/// The figures of a cell `table.column[key]`, a claim `claim:ID` or a column `table.column`.
fn variables(study: &Study, name: &str) -> anyhow::Result<Vec<Variable>> {
    let name = name.trim();
    if let Some(variable) = study.find(name) {
        return Ok(vec![variable]);
    }
    if let Some(column) =
        columns(study).into_iter().find(|column| column_name(study, *column) == name)
    {
        return Ok((0..study.tables[column.table].rows())
            .map(|row| Variable::Cell(CellId { column, row }))
            .collect());
    }
    match suggestion(name, names(study).iter().map(String::as_str)) {
        Some(near) => {
            bail!("unknown cell, column or claim `{name}`; did you mean `{near}`?")
        }
        None => bail!("unknown cell, column or claim `{name}`"),
    }
}

fn columns(study: &Study) -> Vec<ColumnId> {
    let widths = study.tables.iter().map(|table| table.columns.len()).enumerate();
    widths
        .flat_map(|(table, width)| (0..width).map(move |column| ColumnId { table, column }))
        .collect()
}

fn column_name(study: &Study, column: ColumnId) -> String {
    let (table, column) = study.column(column);
    format!("{}.{}", table.id, column.name)
}

/// Everything that can be named.
fn names(study: &Study) -> Vec<String> {
    let mut names: Vec<String> = study.claims.iter().map(|claim| claim.id.qualified()).collect();
    for column in columns(study) {
        names.push(column_name(study, column));
        let rows = study.tables[column.table].rows();
        let cells = (0..rows)
            .filter(|_| rows <= MOST_ROWS)
            .map(|row| study.cell_name(CellId { column, row }));
        names.extend(cells);
    }
    names
}
