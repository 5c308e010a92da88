//! What drafted rules compute, and which cells they relate.

use crossfoot_core::formula;
use crossfoot_core::{CellId, Rule, Study, Target, Variable};

use super::DraftRule;

/// What a drafted rule computes its targets by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Operator {
    /// Addition.
    Sum,
    /// Subtraction of one figure from another.
    Difference,
    /// Percentage or fraction of a part in its whole.
    Share,
    /// Quotient of two quantities.
    Quotient,
    /// Quotient of two quantities, for so many of the second: `per 1,000`.
    Rate,
    /// Arithmetic mean.
    Average,
    /// Relative change.
    Change,
    /// Nothing: a condition, or a rank.
    Condition,
}

impl Operator {
    /// As machines read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Difference => "difference",
            Self::Share => "share",
            Self::Quotient => "quotient",
            Self::Rate => "rate",
            Self::Average => "average",
            Self::Change => "change",
            Self::Condition => "condition",
        }
    }
}

/// A cell, and the cells that a rule computes it from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The computed cell.
    pub target: CellId,
    /// What it is computed from, in the order of the formula.
    pub inputs: Vec<CellId>,
}

impl DraftRule {
    /// The cells that the rule relates, given the rules that the study has compiled from it.
    /// Targets that report no number are left out.
    pub fn relations(study: &Study, compiled: &[Rule]) -> Vec<Relation> {
        compiled.iter().flat_map(|rule| relations(study, rule)).collect()
    }

    /// How many rules of a study are compiled from it: one per target.
    pub fn compiled(&self) -> usize {
        self.targets.len().max(1)
    }
}

fn relations(study: &Study, rule: &Rule) -> Vec<Relation> {
    let targets: Vec<CellId> = match rule.target {
        Target::Cell(cell) => vec![cell],
        Target::Column(column) => study
            .checked_rows(rule)
            .filter_map(|row| row.map(|row| CellId { column, row }))
            .collect(),
        Target::Claim(_) | Target::Condition(_) => Vec::new(),
    };
    let reported = targets.into_iter().filter(|cell| study.cell(*cell).figure().is_some());
    reported.filter_map(|target| relation(study, rule, target)).collect()
}

fn relation(study: &Study, rule: &Rule, target: CellId) -> Option<Relation> {
    let formula = &rule.formula.as_ref()?.expr;
    let row = matches!(rule.target, Target::Column(_)).then_some(target.row);
    let mut cells = Vec::new();
    formula::inputs(formula, study, row, &mut |variable| {
        if let Variable::Cell(cell) = variable {
            cells.push(cell);
        }
    });
    Some(Relation { target, inputs: cells })
}
