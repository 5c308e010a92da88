//! Which checks read a cell or claim, and which are about it.

use std::collections::BTreeMap;

use crossfoot_core::formula::{Expr, RowRef, inputs, reads};
use crossfoot_core::{CellId, ColumnId, Rule, Study, Target, Variable};

use crate::CheckId;

/// The checks of a study by what they read and what they are about. It is built from the rules
/// alone, whatever the number of rows.
#[derive(Debug, Default)]
pub struct Readers {
    columns: BTreeMap<ColumnId, Vec<(usize, Reading)>>,
    claims: BTreeMap<usize, Vec<usize>>,
    targets: BTreeMap<ColumnId, Vec<usize>>,
}

/// How a rule reads a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// One row for each row of the rule.
    Row(RowRef),
    /// Many rows at once.
    Aggregate,
}

/// The checks about a cell, where a few cells do not deserve an index.
pub(crate) fn checks_about(study: &Study, cell: CellId) -> impl Iterator<Item = CheckId> {
    study.rules.iter().enumerate().filter_map(move |(at, rule)| {
        let id = CheckId { rule: at, row: rule.rows_of().and(Some(cell.row)) };
        is_about(rule, id, Variable::Cell(cell)).then_some(id)
    })
}

/// What the formula of a check reads, in its order, each once.
pub(crate) fn inputs_of(study: &Study, id: CheckId) -> Vec<Variable> {
    let mut read = Vec::new();
    if let Some(formula) = &study.rules[id.rule].formula {
        inputs(&formula.expr, study, id.row, &mut |input| {
            if !read.contains(&input) {
                read.push(input);
            }
        });
    }
    read
}

impl Readers {
    /// The readers of all cells and claims of a study.
    pub fn from_study(study: &Study) -> Self {
        let mut readers = Self::default();
        for (rule_index, rule) in study.rules.iter().enumerate() {
            match rule.target {
                Target::Column(column) | Target::Cell(CellId { column, .. }) => {
                    readers.targets.entry(column).or_default().push(rule_index)
                }
                Target::Claim(claim) => readers.claims.entry(claim).or_default().push(rule_index),
                Target::Condition(_) => {}
            }
            if let Some(formula) = &rule.formula {
                formula.expr.walk(&mut |part| readers.add(study, rule_index, part));
            }
        }
        readers
    }

    /// Adds what one part of a rule's formula reads.
    fn add(&mut self, study: &Study, rule: usize, part: &Expr) {
        match part {
            Expr::Cell(column, row) => self.add_column(*column, rule, Reading::Row(*row)),
            Expr::Rank(column, ..) => self.add_column(*column, rule, Reading::Aggregate),
            Expr::Aggregate(aggregate) => {
                if let Some(column) = aggregate.column {
                    let column = ColumnId { table: aggregate.table, column };
                    self.add_column(column, rule, Reading::Aggregate);
                }
            }
            Expr::Denominator(index, _) => {
                let denominator = &study.denominators[*index];
                self.add_column(denominator.part, rule, Reading::Aggregate);
                self.add_column(denominator.share, rule, Reading::Aggregate);
            }
            Expr::Claim(claim) => self.claims.entry(*claim).or_default().push(rule),
            _ => {}
        }
    }

    fn add_column(&mut self, column: ColumnId, rule: usize, reading: Reading) {
        self.columns.entry(column).or_default().push((rule, reading));
    }

    /// The checks whose formula reads a variable, in order.
    pub fn reading(&self, study: &Study, variable: Variable) -> Vec<CheckId> {
        let mut checks: Vec<CheckId> = match variable {
            Variable::Claim(claim) => {
                let rules = self
                    .claims
                    .get(&claim)
                    .into_iter()
                    .flatten()
                    .filter(|rule| reads_claim(&study.rules[**rule], claim));
                rules.flat_map(|rule| every_row(study, *rule)).collect()
            }
            Variable::Cell(cell) => {
                let readings = self.columns.get(&cell.column).into_iter().flatten();
                readings.flat_map(|(rule, reading)| reading.checks(study, *rule, cell)).collect()
            }
        };
        checks.sort_unstable();
        checks.dedup();
        checks.retain(|id| study.rules[id.rule].is_checked_on(id.row));
        checks
    }

    /// The checks whose target is a variable, in order.
    pub fn about(&self, study: &Study, variable: Variable) -> Vec<CheckId> {
        let (rules, row) = match variable {
            Variable::Claim(claim) => (self.claims.get(&claim), None),
            Variable::Cell(cell) => (self.targets.get(&cell.column), Some(cell.row)),
        };
        let checks = rules
            .into_iter()
            .flatten()
            .map(|rule| CheckId { rule: *rule, row: study.rules[*rule].rows_of().and(row) });
        let mut checks: Vec<CheckId> =
            checks.filter(|id| is_about(&study.rules[id.rule], *id, variable)).collect();
        checks.dedup();
        checks
    }
}

impl Reading {
    /// The checks of a rule that read a cell of the column.
    fn checks(self, study: &Study, rule: usize, cell: CellId) -> Vec<CheckId> {
        match self {
            Self::Row(RowRef::Current) => vec![CheckId { rule, row: Some(cell.row) }],
            Self::Row(RowRef::Before(rows)) => {
                let reader = cell.row + rows;
                let exists = reader < study.tables[cell.column.table].rows();
                exists.then_some(CheckId { rule, row: Some(reader) }).into_iter().collect()
            }
            Self::Row(RowRef::At(row)) if row == cell.row => every_row(study, rule).collect(),
            Self::Row(RowRef::At(_)) => Vec::new(),
            Self::Aggregate => {
                every_row(study, rule).filter(|id| reads_cell(study, *id, cell)).collect()
            }
        }
    }
}

/// All checks of a rule.
fn every_row(study: &Study, rule: usize) -> impl Iterator<Item = CheckId> {
    study.checked_rows(&study.rules[rule]).map(move |row| CheckId { rule, row })
}

/// Whether a check exists and is about a variable.
fn is_about(rule: &Rule, id: CheckId, variable: Variable) -> bool {
    rule.is_checked_on(id.row) && rule.variable(id.row) == Some(variable)
}

/// Whether a check reads a cell.
pub(crate) fn reads_cell(study: &Study, id: CheckId, cell: CellId) -> bool {
    let formula = study.rules[id.rule].formula.as_ref();
    formula.is_some_and(|formula| reads(&formula.expr, study, id.row, Variable::Cell(cell)))
}

fn reads_claim(rule: &Rule, claim: usize) -> bool {
    let formula = rule.formula.as_ref();
    formula.is_some_and(|formula| formula.expr.any(|part| *part == Expr::Claim(claim)))
}
