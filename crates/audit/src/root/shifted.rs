//! Columns whose decimal point is off throughout: one error, not a rule that nobody follows.

use std::collections::BTreeSet;

use crossfoot_core::{ColumnId, Interval, Rational, Rounding, Unit, Variable, say};

use super::account::{Account, ColumnError};
use super::misprint::{SHIFTS, rounded};
use super::problem::Problem;
use super::suspects::Suspected;
use crate::CheckId;
use crate::cause::{CauseKind, priors};

/// So many figures of a column must be off where nothing else makes one of their inputs doubtful:
/// the point of the input may be off.
const LEAST_ALONE: usize = 2;

/// The accounts of columns of which every failing figure is off by the same power of ten, and the
/// failing checks that remain. Only rules that hold almost nowhere are looked at.
pub(super) fn columns(
    problem: &Problem<'_>,
    suspected: &Suspected,
    mut failing: Vec<CheckId>,
) -> (Vec<Account>, Vec<CheckId>) {
    let mut accounts = Vec::new();
    for rule in suspected.keys() {
        let own: Vec<CheckId> = failing.iter().copied().filter(|id| id.rule == *rule).collect();
        let Some(column) = column(problem, &own) else { continue };
        let shift = SHIFTS
            .into_iter()
            .find(|places| own.iter().all(|id| is_shifted(problem, *id, *places)));
        if let Some(places) = shift
            && are_alone(problem, &own, &failing)
        {
            failing.retain(|id| id.rule != *rule);
            accounts.push(account(problem, column, places, own));
        }
    }
    (accounts, failing)
}

/// Whether nothing else makes the inputs of enough of a rule's checks doubtful.
fn are_alone(problem: &Problem<'_>, own: &[CheckId], failing: &[CheckId]) -> bool {
    let rule = own.first().map(|id| id.rule);
    let others = failing.iter().filter(|id| Some(id.rule) != rule);
    let others: BTreeSet<Variable> = others.flat_map(|id| problem.inputs(*id).to_vec()).collect();
    let alone = own.iter().filter(|id| problem.inputs(**id).iter().all(|of| !others.contains(of)));
    alone.count() >= LEAST_ALONE
}

/// The column that all of some checks are about.
fn column(problem: &Problem<'_>, checks: &[CheckId]) -> Option<ColumnId> {
    let mut columns = checks.iter().map(|id| match problem.target(*id)? {
        Variable::Cell(cell) => Some(cell.column),
        Variable::Claim(_) => None,
    });
    let first = columns.next()??;
    columns.all(|column| column == Some(first)).then_some(first)
}

/// Whether the value of a check, with its decimal point moved, is what is printed. Zero shows
/// nothing.
fn is_shifted(problem: &Problem<'_>, id: CheckId, places: i32) -> bool {
    let printed = problem.target(id).and_then(|target| problem.figure(target));
    let (Some(printed), Some(value)) = (printed, problem.value(id, &[])) else { return false };
    let shifted = &value * &Interval::Point(Rational::power_of_ten(places));
    let all = rounded(&shifted, Rounding::HalfUp, printed.value().decimals());
    printed.mantissa() != 0 && all.is_some_and(|all| all.contains(&printed.mantissa()))
}

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn account(problem: &Problem<'_>, column: ColumnId, places: i32, failing: Vec<CheckId>) -> Account {
    let percent = problem.known.study.column(column).1.unit == Unit::Percent;
    let detail = match (places, percent) {
        (-2, true) => say!("the figures of the column are fractions, not percentages"),
        (1.., _) => say!(
            "the decimal point of the whole column is too far right, by places: {}",
            places.abs().to_string()
        ),
        _ => say!(
            "the decimal point of the whole column is too far left, by places: {}",
            places.abs().to_string()
        ),
    };
    // Each figure by itself, or a rule that is wrong and gives all these figures by chance.
    let each =
        (0..failing.len()).fold(1.0, |all, _| all * problem.known.fault * priors::DECIMAL_SHIFT);
    let probability = priors::COLUMN_SHIFTED / (priors::COLUMN_SHIFTED + each);
    let error = ColumnError { column, kind: CauseKind::DecimalShift, detail, probability };
    Account::from_column(problem, error, failing)
}
