//! Ranges: `5–10 %` says of both ends that they are percentages.

use super::{Numeral, Quantity, QuantityKind, Reading, qualifier};
use crate::figure::affixes::SCALES;
use crate::{Rational, Unit};

/// How many times one end of `from 3.1 to 5.2 million` may be the other, as they are written.
const ALIKE: i128 = 20;

/// Gives the first end of each range the unit of the second, and in `3–5 million` and `from 3.1 to
/// 5.2 million` its scale.
pub(super) fn share_units(text: &str, numerals: &mut [Numeral]) {
    for at in (1..numerals.len()).rev() {
        let (head, tail) = numerals.split_at_mut(at);
        let (Some(first), Some(second)) = (head.last_mut(), tail.first()) else { continue };
        let between = text[first.range.end..second.range.start].trim();
        let dashed = ["-", "–", "—", "~", "～"].contains(&between);
        let before = text[..first.range.start].trim_end();
        let joined = dashed
            || between == "to"
            || between == "至"
            || between == "到"
            || between == "and" && qualifier::ends_with(before, "between");
        if !joined {
            continue;
        }
        let scale = trailing_scale(&text[second.range.clone()]);
        let (Reading::Quantity(first), Reading::Quantity(second)) =
            (&mut first.reading, &second.reading)
        else {
            continue;
        };
        let measured = matches!(second.unit, Unit::Percent | Unit::Points | Unit::Measure(_));
        if first.unit == Unit::Number && first.kind == QuantityKind::Level && measured {
            first.unit = second.unit.clone();
        }
        if let Some(power) = scale.filter(|_| first.value.abs() < Rational::from(1_000_i128)) {
            let factor = Rational::power_of_ten(power);
            if !dashed && !are_alike(first, second, &factor) {
                continue;
            }
            first.value = &first.value * &factor;
            first.step = &first.step * &factor;
        }
    }
}

/// Whether two ends are written in the same way but for the scale of the second: with as many
/// decimals, and of one magnitude. Whole numbers may have no scale: `rose from 900 to 2 million`.
fn are_alike(first: &Quantity, second: &Quantity, factor: &Rational) -> bool {
    let scaled = &first.value.abs() * factor;
    let times = Rational::from(ALIKE);
    first.step < Rational::ONE
        && &first.step * factor == second.step
        && scaled <= &second.value.abs() * &times
        && second.value.abs() <= &scaled * &times
}

/// The power of ten that the second end names.
fn trailing_scale(text: &str) -> Option<i32> {
    if !text.ends_with(char::is_alphabetic) {
        return None;
    }
    let named = SCALES.iter().find(|(word, _)| text.contains(word));
    named.map(|(_, power)| i32::from(*power))
}
