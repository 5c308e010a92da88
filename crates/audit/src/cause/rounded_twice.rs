#![doc = include_str!("rounded_twice.md")]

use crossfoot_core::{Decimal, Rational, Rounding, say};

use super::case::{Case, Explanation, show};

/// Decimals that the first rounding kept beyond those of the second.
const MORE: [i8; 2] = [1, 2];

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(value), Some((figure, _))) = (case.value(), case.figure()) else { return Vec::new() };
    let Some(exact) = value.as_point().filter(|exact| is_rounded_twice(exact, figure.value()))
    else {
        return Vec::new();
    };
    let first = MORE.into_iter().find_map(|more| once(exact, figure.value(), more));
    let detail = say!(
        "it was rounded twice: {} became {} and then {}",
        show(value),
        first.unwrap_or_default().to_string(),
        case.printed_text()
    );
    vec![Explanation::new(detail, case.expected_one(), 1.0)]
}

/// Whether rounding to more decimals first gives what is printed, and rounding once does not.
pub(crate) fn is_rounded_twice(exact: &Rational, printed: Decimal) -> bool {
    Rounding::HalfUp.apply(exact, printed.decimals()) != Some(printed)
        && MORE.into_iter().any(|more| once(exact, printed, more).is_some())
}

/// The value with some more decimals than are printed, if rounding it again gives what is printed.
fn once(exact: &Rational, printed: Decimal, more: i8) -> Option<Decimal> {
    let first = Rounding::HalfUp.apply(exact, printed.decimals().checked_add(more)?)?;
    let second = Rounding::HalfUp.apply(&first.to_rational(), printed.decimals());
    (second == Some(printed)).then_some(first)
}
