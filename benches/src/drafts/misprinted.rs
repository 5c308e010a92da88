//! Bare tables with one misprint each: whether a rule that is drafted for the misprinted table finds
//! it.

use std::collections::BTreeSet;

use anyhow::Result;
use crossfoot::core::Decimal;
use crossfoot::{Audited, Drafted};

use super::relation::text;
use super::{Annotated, Bare, Grid, Kind, Relation};
use crate::causes::slip;
use crate::misprints::find;
use crate::random::Random;
use crate::received::{Place, number_cells};
use crate::workers;

/// Draws until a misprint can be made of a cell.
const MOST_DRAWS: usize = 50;
/// A misprint changes a figure by more than one part in so many: a lesser one hides in rounding.
const LEAST_PART: i128 = 50;

/// A table as it is, and its misprinted copies.
#[derive(Clone, Debug)]
pub struct Misprinted {
    /// The table.
    pub name: String,
    /// What disagrees in the table as it is.
    pub findings: Vec<String>,
    /// One misprint in each copy.
    pub trials: Vec<Trial>,
}

/// A misprint in a cell of an annotated relation.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What the relation computes.
    pub kind: Kind,
    /// Row and column of the cell, from 1.
    pub cell: Place,
    /// What is printed, and what instead.
    pub change: (String, String),
    /// Whether a relation of the cell is drafted for the table as it is.
    pub drafted: bool,
    /// Whether the copy has a finding that the table as it is does not have.
    pub found: bool,
}

impl Misprinted {
    /// Makes so many misprints, one at a time, in each table, and drafts and checks rules for each
    /// copy. The same seed gives the same misprints.
    ///
    /// # Errors
    /// If the tables cannot be written to a temporary folder.
    pub fn from_tables(tables: &[Annotated], misprints: usize, seed: u64) -> Result<Vec<Self>> {
        let mut random = Random::new(seed);
        let jobs: Vec<_> = tables.iter().map(|table| (table, random.next())).collect();
        let found = workers::each(&jobs, |(table, seed)| {
            Self::new(table, misprints, &mut Random::new(*seed))
        })?;
        found.into_iter().collect()
    }

    fn new(table: &Annotated, misprints: usize, random: &mut Random) -> Result<Self> {
        let mut made = Self { name: table.name.clone(), findings: Vec::new(), trials: Vec::new() };
        let Ok(drafted) = Bare::write(&table.grid)?.draft() else { return Ok(made) };
        let relations = Relation::of_draft(&drafted, &table.grid);
        let known = findings(&drafted);
        for _ in 0..misprints {
            let mut draws = (0..MOST_DRAWS).filter_map(|_| Slip::draw(table, &drafted, random));
            let Some(slip) = draws.next() else { break };
            let copy = Bare::write(&slip.grid(&table.grid))?.draft();
            made.trials.push(Trial {
                kind: slip.kind,
                cell: slip.cell,
                drafted: relations.iter().any(|relation| relation.has(slip.cell)),
                found: copy.is_ok_and(|copy| !findings(&copy).is_subset(&known)),
                change: slip.change,
            });
        }
        made.findings = known.into_iter().collect();
        Ok(made)
    }
}

/// One misprint.
struct Slip {
    kind: Kind,
    cell: Place,
    change: (String, String),
}

impl Slip {
    /// A misprint in a cell of a relation, each relation and each of its cells as likely; `None` if
    /// none can be made of it.
    fn draw(table: &Annotated, drafted: &Drafted, random: &mut Random) -> Option<Self> {
        let relations: Vec<&Relation> = table.relations.iter().collect();
        if relations.is_empty() {
            return None;
        }
        let relation = relations[random.index(relations.len())];
        let cells: Vec<Place> = relation.cells().collect();
        let cell = cells[random.index(cells.len())];
        let text = text(&table.grid, cell)?;
        let value = value(drafted, cell)?;
        let (_, printed) = slip::digits(value, random)?;
        let (range, form) = find(text, value).filter(|_| is_large(value, printed))?;
        let mut misprinted = text.to_owned();
        misprinted.replace_range(range, &form.print(printed));
        Some(Self { kind: relation.kind, cell, change: (text.to_owned(), misprinted) })
    }

    /// The table with the misprint.
    fn grid(&self, grid: &Grid) -> Grid {
        let (row, column) = self.cell;
        let mut copy = grid.clone();
        copy[row as usize - 1][column as usize - 1].clone_from(&self.change.1);
        copy
    }
}

/// The number that the drafted study reads in a cell.
fn value(drafted: &Drafted, place: Place) -> Option<Decimal> {
    let cell = number_cells(&drafted.study).find(|cell| drafted.grid(*cell) == place)?;
    drafted.study.cell(cell).figure().map(|figure| figure.value())
}

/// Whether two numbers differ by more than one part in fifty of the larger.
fn is_large(value: Decimal, printed: Decimal) -> bool {
    let decimals = value.decimals().max(printed.decimals());
    let [value, printed] = [value, printed].map(|one| {
        let zeros = u32::from((decimals - one.decimals()).unsigned_abs());
        i128::from(one.mantissa()) * 10_i128.pow(zeros)
    });
    (value - printed).abs() * LEAST_PART > value.abs().max(printed.abs())
}

/// The checks of the drafted rules that disagree, each with its formula.
fn findings(drafted: &Drafted) -> BTreeSet<String> {
    let audited = Audited::new(drafted.study.clone());
    let disagreeing = audited.records().filter(|record| record.verdict.disagrees());
    disagreeing.map(|record| format!("{} = {}", record.target, record.rule().text)).collect()
}
