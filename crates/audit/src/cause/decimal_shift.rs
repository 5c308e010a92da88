#![doc = include_str!("decimal_shift.md")]

use crossfoot_core::{Interval, Rational, say};

use super::case::{Case, Explanation, scale, show};

/// Places that a decimal point is off, in either direction.
const SHIFTS: [i32; 6] = [1, -1, 2, -2, 3, -3];
/// Shifts, before or after rounding.
const WAYS: f64 = 12.0;

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(value), Some((figure, _))) = (case.value(), case.figure()) else { return Vec::new() };
    if figure.value().mantissa() == 0 {
        return Vec::new();
    }
    let found = SHIFTS.into_iter().filter_map(|places| {
        let factor = Rational::power_of_ten(places);
        let before = value * &Interval::Point(factor.clone());
        let after = case
            .expected()
            .into_iter()
            .any(|right| right.to_rational() * factor.clone() == figure.value().to_rational());
        let scaled = &before * &Interval::Point(scale(case.study, case.id));
        let size = match places.abs() {
            1 => say!("one place"),
            3 => say!("three places (a unit of 1,000)"),
            n => say!("{} places", n.to_string()),
        };
        let (right, printed) = (show(value), case.printed_text());
        let detail = match (case.fits_number(&before), after, places > 0) {
            (_, true, true) => say!(
                "the decimal point is {} too far right: {} was printed {}",
                size,
                right,
                printed
            ),
            (_, true, false) => say!(
                "the decimal point is {} too far left: {} was printed {}",
                size,
                right,
                printed
            ),
            (true, false, true) => say!(
                "the decimal point is {} too far right, before it was rounded: {} was printed {}",
                size,
                right,
                printed
            ),
            (true, false, false) => say!(
                "the decimal point is {} too far left, before it was rounded: {} was printed {}",
                size,
                right,
                printed
            ),
            (false, false, _) => return None,
        };
        Some(Explanation::new(detail, case.expected_one(), WAYS * case.allowed(&scaled)))
    });
    found.collect()
}
