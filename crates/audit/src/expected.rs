//! What should be printed for a value: one decimal, or several where the value is only known to lie
//! in a range.

use crossfoot_core::{Decimal, Interval, Rounding};

/// The most values among which misprints are searched.
const MOST: i128 = 25;

/// The decimals that the values of an interval round to, in ascending order; none where there are
/// too many.
pub(crate) fn expected(value: &Interval, decimals: i8, rounding: Rounding) -> Vec<Decimal> {
    if let Interval::Point(value) = value {
        return rounding.apply(value, decimals).into_iter().collect();
    }
    let [low, high] = [value.low(), value.high()]
        .map(|end| end.and_then(|end| rounding.apply(&end.value, decimals)));
    let (Some(low), Some(high)) = (low, high) else { return Vec::new() };
    if i128::from(high.mantissa()) - i128::from(low.mantissa()) > MOST {
        return Vec::new();
    }
    (low.mantissa()..=high.mantissa())
        .filter_map(|mantissa| Decimal::new(mantissa, decimals))
        .collect()
}
