//! `crossfoot.draft/1`: what was drafted for tables, for machines. Stable in order; documented in
//! `drafted.md` beside this file.
//!
#![doc = include_str!("drafted.md")]

use crossfoot_audit::draft::{Draft, DraftRule};
use crossfoot_core::{CellId, Study};
use serde::Serialize;

use super::pretty::pretty;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.draft/1";

/// A cell of a received table that is not what its column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddCell {
    /// The table.
    pub table: String,
    /// The heading of its column.
    pub column: String,
    /// Row and column in the received grid, from 1.
    pub at: (u32, u32),
    /// Its text.
    pub text: String,
}

/// How tables were received, as far as their draft tells it.
#[derive(Clone, Debug, Default)]
pub struct Reception {
    /// Columns that became text, with the first cell that is no number.
    pub columns_as_text: Vec<OddCell>,
    /// Cells that could not be read.
    pub problems: Vec<OddCell>,
    /// Remarks, each with its file.
    pub notes: Vec<(String, String)>,
}

#[derive(Serialize)]
struct DraftJson<'a> {
    schema: &'static str,
    study: &'a str,
    tables: Vec<TableJson<'a>>,
    columns_as_text: Vec<TextColumnJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    notes: Vec<NoteJson<'a>>,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
struct TableJson<'a> {
    id: &'a str,
    file: &'a str,
    title: &'a str,
    rows: usize,
    columns: usize,
}

#[derive(Serialize)]
struct TextColumnJson<'a> {
    table: &'a str,
    column: &'a str,
    cell: GridJson,
    text: &'a str,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    table: &'a str,
    cell: GridJson,
    text: &'a str,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    file: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    formula: &'a str,
    operator: &'static str,
    evidence: String,
    relations: Vec<RelationJson<'a>>,
}

#[derive(Serialize)]
struct RelationJson<'a> {
    target: CellJson<'a>,
    inputs: Vec<CellJson<'a>>,
}

#[derive(Serialize)]
struct CellJson<'a> {
    table: &'a str,
    row: u32,
    column: u32,
}

#[derive(Serialize)]
pub(super) struct GridJson {
    row: u32,
    column: u32,
}

impl From<(u32, u32)> for GridJson {
    fn from((row, column): (u32, u32)) -> Self {
        Self { row, column }
    }
}

/// A drafted study as JSON. `grid` gives row and column of a cell in the file as received.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn drafted(
    study: &Study,
    draft: &Draft,
    reception: &Reception,
    grid: &dyn Fn(CellId) -> (u32, u32),
) -> serde_json::Result<String> {
    let tables = study.published().iter().map(|table| TableJson {
        id: &table.id,
        file: table.source.name().rsplit('/').next().unwrap_or_default(),
        title: &table.title,
        rows: table.rows(),
        columns: table.columns.len(),
    });
    let as_text = reception.columns_as_text.iter().map(|odd| TextColumnJson {
        table: &odd.table,
        column: &odd.column,
        cell: odd.at.into(),
        text: &odd.text,
    });
    let problems = reception.problems.iter().map(|odd| ProblemJson {
        table: &odd.table,
        cell: odd.at.into(),
        text: &odd.text,
    });
    let notes = reception.notes.iter().map(|(file, note)| NoteJson { file, note });
    let mut compiled = 0;
    let rules = draft.rules.iter().map(|rule| {
        let start = compiled;
        compiled += rule.compiled();
        rule_json(study, rule, start, grid)
    });
    let json = DraftJson {
        schema: SCHEMA,
        study: &study.id,
        tables: tables.collect(),
        columns_as_text: as_text.collect(),
        problems: problems.collect(),
        notes: notes.collect(),
        rules: rules.collect(),
    };
    pretty(&json)
}

/// A drafted rule, compiled to the rules of the study from `start` on.
fn rule_json<'a>(
    study: &'a Study,
    rule: &'a DraftRule,
    start: usize,
    grid: &dyn Fn(CellId) -> (u32, u32),
) -> RuleJson<'a> {
    let compiled = study.rules.get(start..start + rule.compiled()).unwrap_or_default();
    let relations =
        DraftRule::relations(study, compiled).into_iter().map(|relation| RelationJson {
            target: cell_json(study, relation.target, grid),
            inputs: relation.inputs.into_iter().map(|id| cell_json(study, id, grid)).collect(),
        });
    RuleJson {
        id: &rule.id,
        formula: &rule.formula,
        operator: rule.operator.name(),
        evidence: rule.rests_on(study).to_string(),
        relations: relations.collect(),
    }
}

/// A cell by its place in the file as received.
fn cell_json<'a>(
    study: &'a Study,
    id: CellId,
    grid: &dyn Fn(CellId) -> (u32, u32),
) -> CellJson<'a> {
    let (row, column) = grid(id);
    CellJson { table: &study.tables[id.column.table].id, row, column }
}
