//! What a printer should have made of a value: one decimal, or several where the value is only
//! known to lie in a range.

use crossfoot_core::{Decimal, Interval, Rounding};

/// Among how many values misprints are looked for.
const MOST: i128 = 25;

/// The decimals that the values of an interval round to, from the least; none where there are too
/// many to say.
pub(crate) fn expected(value: &Interval, decimals: i8, rounding: Rounding) -> Vec<Decimal> {
    if let Interval::Point(value) = value {
        return rounding.apply(value, decimals).into_iter().collect();
    }
    let end = |bound: Option<crossfoot_core::Bound>| rounding.apply(&bound?.value, decimals);
    let (Some(low), Some(high)) = (end(value.low()), end(value.high())) else { return Vec::new() };
    if i128::from(high.mantissa()) - i128::from(low.mantissa()) > MOST {
        return Vec::new();
    }
    (low.mantissa()..=high.mantissa())
        .filter_map(|mantissa| Decimal::new(mantissa, decimals))
        .collect()
}
