//! Which sums follow from others.

use crossfoot_core::Rational;

use super::form::Formula;

/// Whether a sum does not follow from those that are known, which it then joins.
pub(super) fn independent(known: &mut Vec<Vec<Rational>>, formula: &Formula, lines: usize) -> bool {
    let mut row = vec![Rational::ZERO; lines];
    row[formula.target] = Rational::from(-1);
    for (at, part) in formula.inputs.iter().enumerate() {
        row[*part] = Rational::from(if formula.subtracts(at) { -1 } else { 1 });
    }
    for other in known.iter() {
        let Some(pivot) = other.iter().position(|value| value.signum() != 0) else { continue };
        if let Some(factor) =
            row[pivot].checked_div(&other[pivot]).filter(|factor| factor.signum() != 0)
        {
            row.iter_mut()
                .zip(other)
                .for_each(|(value, other)| *value = &*value - &(&factor * other));
        }
    }
    let new = row.iter().any(|value| value.signum() != 0);
    if new {
        known.push(row);
    }
    new
}
