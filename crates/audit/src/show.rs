//! Numbers for people: the one place where recomputed values become text.

use crossfoot_core::{Interval, Phrase, Rational, say, thousands};

/// A value with at most `decimals` places, thousands separators, and `…` where digits follow.
///
/// ```
/// use crossfoot_audit::show;
/// use crossfoot_core::Rational;
/// assert_eq!(show::number(&Rational::new(9_200, 5_328).unwrap(), 4), "1.7267…");
/// assert_eq!(show::number(&Rational::from(5_382), 4), "5,382");
/// ```
pub fn number(value: &Rational, decimals: u32) -> String {
    let (text, cut) = value.to_decimal_text(decimals);
    let (int, frac) = text.split_once('.').unwrap_or((&text, ""));
    let frac = if cut { frac } else { frac.trim_end_matches('0') };
    let (sign, digits) = int.strip_prefix('−').map_or(("", int), |digits| ("−", digits));
    let mut out = sign.to_owned() + &thousands(digits);
    if !frac.is_empty() {
        out.push('.');
        out.push_str(frac);
    }
    if cut {
        out.push('…');
    }
    out
}

/// A point as a number, a range as `low to high`, an unbounded one as `at least low` or
/// `at most high`.
pub fn interval(value: &Interval, decimals: u32) -> Phrase {
    if let Some(point) = value.as_point() {
        return number(point, decimals).into();
    }
    match (value.low(), value.high()) {
        (Some(low), Some(high)) => {
            say!("{} to {}", number(&low.value, decimals), number(&high.value, decimals))
        }
        (Some(low), None) if low.closed => say!("at least {}", number(&low.value, decimals)),
        (Some(low), None) => say!("more than {}", number(&low.value, decimals)),
        (None, Some(high)) if high.closed => say!("at most {}", number(&high.value, decimals)),
        (None, Some(high)) => say!("less than {}", number(&high.value, decimals)),
        (None, None) => say!("any value"),
    }
}
