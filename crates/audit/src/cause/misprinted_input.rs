#![doc = include_str!("misprinted_input.md")]

use crossfoot_core::formula::{Basis, evaluate};
use crossfoot_core::{CellId, Decimal, Interval, Qualifier, Variable, say};

use super::case::{Case, Explanation};
use super::priors::{MISPRINTED_INPUT, TYPICAL_DIGITS};
use crate::root::Overlay;
use crate::slip::{Slip, neighbours};

/// Conditions on more figures than this are not looked into.
const MOST_INPUTS: usize = 40;
/// A condition that more values of one figure satisfy does not say which of them is right.
const MOST_VALUES: usize = 3;

/// A figure that another value, of which it is a typing error, would make the condition hold.
struct Candidate {
    cell: CellId,
    right: Decimal,
    slip: Slip,
    /// The texts that the slip could have made of it.
    ways: usize,
}

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    if !case.is_condition() {
        return Vec::new();
    }
    let inputs = case.figures();
    if inputs.len() > MOST_INPUTS {
        return Vec::new();
    }
    let candidates: Vec<Candidate> =
        inputs.iter().flat_map(|cell| candidates(case, *cell)).collect();
    let found = candidates.iter().filter_map(|candidate| {
        let printed = case.study.cell(candidate.cell).figure()?.value();
        let Candidate { cell, right, slip, ways } = candidate;
        let unit = case.study.cell_unit(*cell).unit;
        let digits = right.digits().len() as f64;
        let share = slip.kind().prior() / MISPRINTED_INPUT;
        let detail = say!(
            "{} is wrong: {}: {} was printed {}",
            case.study.cell_name(*cell),
            slip.story(),
            unit.quantity(right.to_string()),
            unit.quantity(printed.to_string())
        );
        let ways = *ways as f64 * inputs.len() as f64 * TYPICAL_DIGITS / digits / share;
        Some(Explanation::new(detail, None, ways))
    });
    found.collect()
}

/// What a figure should be for the condition to hold, if few values would do.
fn candidates(case: &Case<'_>, cell: CellId) -> Vec<Candidate> {
    let Some(figure) = case.study.cell(cell).figure() else { return Vec::new() };
    if figure.qualifier != Qualifier::Is {
        return Vec::new();
    }
    let printed = figure.value();
    let right = neighbours(printed, printed.decimals()).into_iter().filter(|right| {
        (right.mantissa() < 0) == (printed.mantissa() < 0)
            && holds(
                case,
                cell,
                case.context.basis.number(case.study, cell, &figure.with_value(*right)),
            )
    });
    let right: Vec<Decimal> = right.take(MOST_VALUES + 1).collect();
    if right.len() > MOST_VALUES {
        return Vec::new();
    }
    let slips = right.into_iter().flat_map(|right| {
        Slip::ALL.into_iter().filter_map(move |slip| {
            slip.ways(right, printed).map(|ways| Candidate { cell, right, slip, ways })
        })
    });
    slips.collect()
}

/// Whether the condition holds if a figure stands for other values.
fn holds(case: &Case<'_>, cell: CellId, values: Interval) -> bool {
    let replaced = [(Variable::Cell(cell), values)];
    let overlay = Overlay::new(case.context.basis, &replaced);
    let outcome = case.expr.and_then(|expr| evaluate(expr, case.study, &overlay, case.id.row).ok());
    outcome.is_some_and(|outcome| !outcome.bounded && case.fits(&outcome))
}
