//! Typing errors: the kinds that differ only in what happened to the digits.

use crossfoot_core::say;

use super::case::{Case, Explanation};
use super::priors::TYPICAL_DIGITS;
use crate::slip::Slip;

/// Looks for a value that should have been printed and of which the slip gives the printed digits.
///
/// Ways: all the different texts that the slip makes of the expected ones. Typing errors happen per
/// digit, so a long number has more of them.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn find(case: &Case<'_>, slip: Slip) -> Vec<Explanation> {
    let Some((figure, unit)) = case.figure() else { return Vec::new() };
    let printed = figure.value();
    let expected = case.expected();
    let fitting = expected
        .iter()
        .filter(|right| (right.mantissa() < 0) == (printed.mantissa() < 0))
        .filter_map(|right| Some((right, slip.ways(*right, printed)?)));
    let found = fitting.map(|(right, ways)| {
        let digits = right.digits().len() as f64;
        let detail = say!(
            "{}: {} was printed {}",
            slip.story(),
            unit.quantity(right.to_string()),
            case.printed_text()
        );
        let ways = ways as f64 * expected.len() as f64 * TYPICAL_DIGITS / digits;
        Explanation::new(detail, Some(*right), ways)
    });
    found.collect()
}
