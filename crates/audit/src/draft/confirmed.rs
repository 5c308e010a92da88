//! Figures of a row of totals that another rule confirms and that are no totals: a rate, a mean or a
//! change of all.

use crossfoot_core::{ColumnId, Study};

use super::{DraftRule, Operator, Tried, names_column};

/// A rule that holds in so many rows confirms a figure of one of them.
const LEAST_ROWS: usize = 3;

/// Takes out of sums down columns those targets that do not hold where another rule, of a quantity
/// that does not add up, holds in the row of the target.
pub(super) fn leave_out(study: &Study, rules: &mut Vec<DraftRule>) {
    for at in 0..rules.len() {
        let sum = &rules[at];
        if sum.tried_on != Tried::Columns || sum.operator != Operator::Sum {
            continue;
        }
        let missed = sum.evidence.fails.iter().chain(&sum.evidence.slips);
        let confirmed: Vec<(usize, usize)> = missed
            .filter_map(|column| {
                let target = target_in(study, sum, *column)?;
                let row = study.find_cell(&sum.targets[target])?.row;
                let id = ColumnId { table: sum.table, column: *column };
                rules.iter().any(|rule| confirms(study, rule, id, row)).then_some((target, *column))
            })
            .collect();
        let sum = &mut rules[at];
        let mut targets = 0..;
        sum.targets.retain(|_| {
            targets.next().is_none_or(|at| confirmed.iter().all(|(target, _)| *target != at))
        });
        for missed in [&mut sum.evidence.fails, &mut sum.evidence.slips] {
            missed.retain(|column| confirmed.iter().all(|(_, other)| other != column));
        }
    }
    rules.retain(|rule| rule.operator == Operator::Condition || !rule.targets.is_empty());
}

/// The target of a rule in a column.
fn target_in(study: &Study, rule: &DraftRule, column: usize) -> Option<usize> {
    let id = ColumnId { table: rule.table, column };
    rule.targets.iter().position(|target| names_column(study, id, target))
}

/// Whether a rule computes a column from others of the row, by what does not add up, and holds in a
/// row and in others.
fn confirms(study: &Study, rule: &DraftRule, column: ColumnId, row: usize) -> bool {
    let of_row = !rule.formula.contains(['[', '"']);
    let adds_up = !matches!(
        rule.operator,
        Operator::Quotient
            | Operator::Rate
            | Operator::Average
            | Operator::Change
            | Operator::Share
    );
    rule.table == column.table
        && rule.tried_on == Tried::Rows
        && !adds_up
        && of_row
        && rule
            .targets
            .iter()
            .any(|target| !target.contains('[') && names_column(study, column, target))
        && rule.evidence.holds.len() >= LEAST_ROWS
        && rule.evidence.holds.contains(&row)
}
