//! Checks that localisation leaves out: they are not linear in figures, or nothing can compute
//! them.

use crossfoot_core::formula::{
    AggregateKind, Comparison, Expr, Function, Gap, Published, Value, evaluate,
};
use crossfoot_core::{Cell, Phrase, Study, Variable, say};

use crate::CheckId;

/// Why a check has no linear edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Ranks, extremes, magnitudes, dates, words, `or`, `not`, `!=`.
    NotLinear,
    /// The rows of a sum depend on figures.
    Filter,
    /// Rows that the table does not list contribute.
    Unlisted,
    /// Nothing recomputes it.
    NoFormula,
    /// An input is missing, or a divisor is zero.
    Gap(Gap),
}

impl Reason {
    /// The reason in words, without a full stop.
    pub fn describe(self, study: &Study) -> Phrase {
        match self {
            Self::NotLinear => say!("not linear in figures"),
            Self::Filter => say!("which rows are taken depends on figures"),
            Self::Unlisted => say!("not every row is listed"),
            Self::NoFormula => say!("nothing to recompute it from"),
            Self::Gap(gap) => gap.describe(study),
        }
    }
}

/// Why a formula is never a linear edit, whatever its inputs are.
fn never_linear(study: &Study, expr: &Expr) -> Option<Reason> {
    let mut reason = None;
    expr.walk(&mut |part| {
        reason = reason.or(match part {
            Expr::Aggregate(aggregate)
                if aggregate.filter.as_ref().is_some_and(|filter| reads_figures(study, filter)) =>
            {
                Some(Reason::Filter)
            }
            Expr::Aggregate(aggregate)
                if matches!(aggregate.kind, AggregateKind::Min | AggregateKind::Max) =>
            {
                Some(Reason::NotLinear)
            }
            Expr::Cell(column, _) if !study.column(*column).1.unit.is_number() => {
                Some(Reason::NotLinear)
            }
            Expr::Text(_) | Expr::Date(_) | Expr::Or(_) | Expr::Not(_) | Expr::ShareOfSome(_) => {
                Some(Reason::NotLinear)
            }
            Expr::Compare(_, rest) if rest.iter().any(|(sign, _)| *sign == Comparison::Unequal) => {
                Some(Reason::NotLinear)
            }
            part if is_rank_or_extreme(part) => Some(Reason::NotLinear),
            _ => None,
        });
    });
    reason
}

/// Whether the rows that a filter takes depend on figures.
fn reads_figures(study: &Study, filter: &Expr) -> bool {
    filter.any(|part| match part {
        Expr::Cell(column, _) => study.column(*column).1.unit.is_number(),
        part => matches!(part, Expr::Claim(_) | Expr::Aggregate(_)) || is_rank_or_extreme(part),
    })
}

/// Ranks, wholes that were not printed, magnitudes, extremes and spans of time.
const fn is_rank_or_extreme(part: &Expr) -> bool {
    matches!(
        part,
        Expr::Rank(..)
            | Expr::Denominator(..)
            | Expr::Call(Function::Abs | Function::Min | Function::Max | Function::Years, _)
    )
}

/// Why a check is left out of localisation, if it is.
pub(super) fn left_out(study: &Study, basis: &Published, id: CheckId) -> Option<Reason> {
    let rule = &study.rules[id.rule];
    let Some(formula) = &rule.formula else { return Some(Reason::NoFormula) };
    if let Some(reason) = never_linear(study, &formula.expr) {
        return Some(reason);
    }
    let target = rule.variable(id.row).map(|variable| (variable, study.printed(variable)));
    match (evaluate(&formula.expr, study, basis, id.row), target) {
        (_, Some((Variable::Cell(cell), Cell::Missing(why, _)))) => {
            Some(Reason::Gap(Gap::MissingCell(cell, *why)))
        }
        (Err(gap), _) => Some(Reason::Gap(gap)),
        (Ok(outcome), _) if outcome.bounded => Some(Reason::Unlisted),
        (Ok(outcome), target) => match (outcome.value, target) {
            (Value::Number(_), Some((_, Cell::Number(_)))) => None,
            (
                Value::Truth(_),
                Some((Variable::Claim(_), Cell::Text(_) | Cell::Missing(..))) | None,
            ) => None,
            _ => Some(Reason::NotLinear),
        },
    }
}
