//! What is printed: every figure computed from what its author had before them, and slips in the
//! places where they happened.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Decimal, Rational};

use super::plan::{Plan, Quantity, Recipe, Slot};
use super::slip::Kind;

/// A misprinted figure.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    pub(super) slot: Slot,
    pub(super) kind: Kind,
    pub(super) right: Decimal,
    pub(super) printed: Decimal,
    /// The figures that were computed from what was printed; the others, from what is right.
    pub(super) used_by: BTreeSet<Slot>,
}

impl Slip {
    /// A slip that nothing follows.
    pub(super) const fn alone(slot: Slot, kind: Kind, right: Decimal, printed: Decimal) -> Self {
        Self { slot, kind, right, printed, used_by: BTreeSet::new() }
    }
}

/// A figure as its author has it.
#[derive(Clone, Debug)]
pub(super) struct Computed {
    /// Before it was rounded.
    pub(super) exact: Rational,
    /// As printed.
    pub(super) printed: Decimal,
}

/// Every figure in the order of the plan; `None` where one cannot be computed, for want of a
/// divisor or of digits.
pub(super) fn print(plan: &Plan, slips: &[Slip]) -> Option<Vec<Computed>> {
    let slips: BTreeMap<Slot, &Slip> = slips.iter().map(|slip| (slip.slot, slip)).collect();
    let mut figures: Vec<Computed> = Vec::with_capacity(plan.quantities.len());
    for (slot, quantity) in plan.quantities.iter().enumerate() {
        let figure = match slips.get(&slot) {
            // Who misprints a figure had it right: slips elsewhere came later.
            Some(slip) => Computed { exact: slip.right.to_rational(), printed: slip.printed },
            None => {
                let exact = compute(quantity, |input| match slips.get(&input) {
                    Some(slip) if !slip.used_by.contains(&slot) => slip.right.to_rational(),
                    _ => figures[input].printed.to_rational(),
                })?;
                let printed = quantity.rounding.apply(&exact, quantity.decimals)?;
                Computed { exact, printed }
            }
        };
        figures.push(figure);
    }
    Some(figures)
}

/// Only counts and printed figures are computed from, so what was printed is all that its readers
/// need.
fn compute(quantity: &Quantity, value: impl Fn(Slot) -> Rational) -> Option<Rational> {
    let hundred = Rational::from(100);
    match &quantity.recipe {
        Recipe::Given(count) => Some(Rational::from(i128::from(*count))),
        Recipe::Sum(terms) => Some(terms.iter().fold(Rational::ZERO, |sum, (minus, slot)| {
            if *minus { sum - value(*slot) } else { sum + value(*slot) }
        })),
        Recipe::Share { part, whole } => (value(*part) * hundred).checked_div(&value(*whole)),
        Recipe::Change { from, to } => {
            Some(((value(*to) - value(*from)) * hundred).checked_div(&value(*from))?)
        }
        Recipe::Copy(slot) => Some(value(*slot)),
    }
}
