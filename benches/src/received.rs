//! Received files drafted in memory as `crossfoot new` drafts them, and the cells of what is
//! drafted.

use std::path::Path;

use crossfoot::audit::draft::{DraftRule, Tried};
use crossfoot::core::{CellId, ColumnId, LoadError, Rule, Study, Target, Variable, formula};
use crossfoot::ingest::Options;
use crossfoot::load::draft::{NamedTables, kept_text};
use crossfoot::{Drafted, Input};

/// Row and column of a cell in the file as received, from 1.
pub type Place = (u32, u32);

/// The tables of a file.
///
/// # Errors
/// [`LoadError`] if the file cannot be read or has no table.
pub fn inputs(path: &Path) -> Result<Vec<Input>, LoadError> {
    let named = NamedTables::read(path, Options::default(), None)?;
    let tables = named.tables.into_iter().map(|(stem, table)| {
        let csv = kept_text(&table, path).unwrap_or_else(|| table.to_csv().to_owned());
        Input { stem, table, csv }
    });
    Ok(tables.collect())
}

/// What a file was refused for: the first line of the first problem, without the path.
pub fn refusal(error: &LoadError, path: &Path) -> String {
    let message = error.problems.first().map(ToString::to_string).unwrap_or_default();
    let folder = path.parent().map(|folder| format!("{}/", folder.display()));
    let message = folder.map_or(message.clone(), |folder| message.replace(&folder, ""));
    message.lines().next().unwrap_or_default().to_owned()
}

/// The drafted rules, each with the rules of the study that are compiled from it.
pub fn compiled(drafted: &Drafted) -> impl Iterator<Item = (&DraftRule, &[Rule])> {
    let mut start = 0;
    drafted.found.rules.iter().map(move |rule| {
        let range = start..start + rule.compiled();
        start = range.end;
        (rule, drafted.study.rules.get(range).unwrap_or_default())
    })
}

/// The cells of numbers of the tables of a study.
pub fn number_cells(study: &Study) -> impl Iterator<Item = CellId> {
    let tables = study.published().iter().enumerate();
    tables.flat_map(|(table, printed)| {
        let numeric =
            (0..printed.columns.len()).filter(|column| printed.columns[*column].unit.is_number());
        numeric.flat_map(move |column| {
            let column = ColumnId { table, column };
            (0..printed.rows()).map(move |row| CellId { column, row })
        })
    })
}

/// Cells that a rule relates, at their places in the file as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The computed cell; none of a condition.
    pub target: Option<Place>,
    /// What it is computed from.
    pub inputs: Vec<Place>,
    /// Whether the rule holds there.
    pub holds: bool,
}

/// The cells that a drafted rule relates, also those that a condition reads.
pub fn related(drafted: &Drafted, rule: &DraftRule, compiled: &[Rule]) -> Vec<Related> {
    let study = &drafted.study;
    if rule.targets.is_empty() {
        let read = compiled.iter().flat_map(|rule| condition_inputs(study, rule));
        return read
            .map(|(row, cells)| at_places(drafted, None, &cells, holds(rule, row, None)))
            .collect();
    }
    let relations = DraftRule::relations(study, compiled).into_iter();
    relations
        .map(|relation| {
            let CellId { column, row } = relation.target;
            let holds = holds(rule, Some(row), Some(column.column));
            at_places(drafted, Some(relation.target), &relation.inputs, holds)
        })
        .collect()
}

fn at_places(drafted: &Drafted, target: Option<CellId>, inputs: &[CellId], holds: bool) -> Related {
    let inputs = inputs.iter().map(|cell| drafted.grid(*cell)).collect();
    Related { target: target.map(|cell| drafted.grid(cell)), inputs, holds }
}

/// Whether the evidence of a rule counts a row or column among those where it holds.
fn holds(rule: &DraftRule, row: Option<usize>, column: Option<usize>) -> bool {
    let at = match rule.tried_on {
        Tried::Rows => row,
        Tried::Columns => column,
        _ => None,
    };
    at.is_none_or(|at| rule.evidence.holds.contains(&at))
}

/// The rows that a condition is checked on, each with the cells that it reads there.
fn condition_inputs(study: &Study, rule: &Rule) -> Vec<(Option<usize>, Vec<CellId>)> {
    let (Target::Condition(_), Some(condition)) = (rule.target, &rule.formula) else {
        return Vec::new();
    };
    let rows = study.checked_rows(rule);
    rows.map(|row| {
        let mut cells = Vec::new();
        formula::inputs(&condition.expr, study, row, &mut |variable| {
            if let Variable::Cell(cell) = variable {
                cells.push(cell);
            }
        });
        (row, cells)
    })
    .collect()
}
