//! Which sums follow from others.

use crossfoot_core::Rational;

/// Whether a sum does not follow from those that are known, which it then joins.
pub(super) fn independent(
    known: &mut Vec<Vec<Rational>>,
    target: usize,
    parts: &[usize],
    lines: usize,
) -> bool {
    let mut row = vec![Rational::ZERO; lines];
    row[target] = Rational::from(-1);
    parts.iter().for_each(|part| row[*part] = Rational::ONE);
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
