//! Parts in words beside their percentage: `more than three quarters of the holdings (77.3%)`.

use crossfoot_core::{Interval, Numeral, Qualifier, QuantityKind, Rational, Unit};

use super::super::Operation;
use super::{Within, between, closes, level, quantity};

/// How many words may stand between the part and its percentage.
const NEAR: usize = 6;

/// The percentage behind the part that the numeral at a position is. Words are less exact than
/// digits: what may still be called so has no answer.
pub(super) fn within(text: &str, numerals: &[Numeral], at: usize) -> Option<Within> {
    let part = quantity(&numerals[at]).filter(|part| part.kind == QuantityKind::Fraction)?;
    let percent = level(numerals.get(at + 1)?).filter(|percent| percent.unit == Unit::Percent)?;
    let gap = between(text, numerals, at, at + 1).trim_end().strip_suffix(['(', '（'])?;
    let plain = !gap.contains(['.', ',', ';', ')', '(', '。', '，', '；']);
    let behind = text[numerals[at + 1].range.end..].trim_start();
    if !plain
        || gap.split_whitespace().count() > NEAR
        || !(closes(behind) || behind.starts_with('）'))
    {
        return None;
    }
    let said = &part.value * &Rational::from(100);
    let agrees = agrees(numerals[at].qualifier, &said, &percent.value)?;
    Some(Within {
        operands: (at + 1, at + 1),
        operation: Operation::Value,
        direction: None,
        value: Interval::Point(percent.value.clone()),
        agrees,
        explicit: true,
    })
}

/// Whether a percentage may be called a part that has so many percent; `None` between what is right
/// and what is certainly wrong.
fn agrees(qualifier: Qualifier, said: &Rational, percent: &Rational) -> Option<bool> {
    /// Percentage points within which rounding may be the reason.
    const NEAR: i128 = 1;
    /// In hundredths of the part, how far it is wrong; and how far beyond a bound.
    const FAR: i128 = 20;
    const BEYOND: i128 = 12;
    let above = percent - said;
    let near = Rational::from(NEAR);
    let half = Rational::new(NEAR, 2)?;
    let (low, high) = match qualifier {
        Qualifier::Is | Qualifier::About => (-half.clone(), half),
        Qualifier::MoreThan | Qualifier::AtLeast => (Rational::ZERO, hundredths(said, BEYOND)),
        Qualifier::LessThan | Qualifier::AtMost => (-hundredths(said, BEYOND), Rational::ZERO),
    };
    if (low..=high).contains(&above) {
        return Some(true);
    }
    let wrong = match qualifier {
        Qualifier::Is | Qualifier::About => above.abs() > hundredths(said, FAR),
        Qualifier::MoreThan | Qualifier::AtLeast => above < -near,
        Qualifier::LessThan | Qualifier::AtMost => above > near,
    };
    wrong.then_some(false)
}

/// A number multiplied by hundredths.
fn hundredths(number: &Rational, hundredths: i128) -> Rational {
    number * &Rational::new(hundredths, 100).unwrap_or(Rational::ZERO)
}
