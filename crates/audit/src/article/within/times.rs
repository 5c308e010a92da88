//! Multiples of another number of their sentence: `1,274 calls, more than twice as many as in 2020,
//! when there had been 506`.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use crossfoot_core::{Interval, Numeral, Quantity, QuantityKind, Unit};

use super::super::Operation;
use super::super::judge;
use super::super::reason::Reason;
use super::{Within, between, ends_sentence, quantity};

/// How many words may stand between the multiple and either number.
const NEAR: usize = 9;

/// The multiple that the numeral at a position is of the numbers on both sides.
pub(super) fn within(
    text: &str,
    numerals: &[Numeral],
    at: usize,
    reasons: &[Option<Reason>],
) -> Option<Within> {
    let multiple = quantity(&numerals[at])?;
    let behind = text[numerals[at].range.end..].trim_start();
    let compares = [
        "as many",
        "as much",
        "as high",
        "as large",
        "as often",
        "as common",
        "that of",
        "that in",
        "that for",
    ];
    if multiple.kind != QuantityKind::Multiple
        || !compares.iter().any(|words| behind.starts_with(words))
    {
        return None;
    }
    let counted: Vec<usize> = (0..numerals.len())
        .filter(|other| reasons[*other].is_none() && is_quantity(&numerals[*other]))
        .collect();
    // `347, 4 more than Brehm and almost four times as many as Dornau (91)`
    let before = counted.iter().rev().copied().filter(|other| *other < at);
    let one = before.into_iter().find(|one| {
        let gap = between(text, numerals, *one, at).trim_end();
        !gap.strip_suffix("than").unwrap_or(gap).contains(" than ")
    })?;
    let other = counted.iter().copied().find(|other| *other > at)?;
    let (a, b) = (quantity(&numerals[one])?, quantity(&numerals[other])?);
    let gaps = [between(text, numerals, one, at), between(text, numerals, at, other)];
    let near = gaps.iter().all(|gap| !ends_sentence(gap) && gap.split_whitespace().count() <= NEAR);
    let alike = is_alike(&a.unit, &b.unit) && a.digits && b.digits && b.value.signum() > 0;
    if !near || !alike {
        return None;
    }
    let value = a.value.checked_div(&b.value)?;
    Some(Within {
        operands: (one, other),
        operation: Operation::Quotient,
        direction: None,
        agrees: prints(&numerals[at], multiple, value.to_f64()),
        value: Interval::Point(value),
        explicit: true,
    })
}

/// Whether numbers of these units may be compared: one that names no unit may have that of the other.
fn is_alike(one: &Unit, other: &Unit) -> bool {
    let plain = [one, other].map(|unit| matches!(unit, Unit::Number | Unit::Count));
    one == other || plain.contains(&true) && *one != Unit::Percent && *other != Unit::Percent
}

/// Whether a numeral is a number of things or a percentage.
fn is_quantity(numeral: &Numeral) -> bool {
    quantity(numeral).is_some_and(|quantity| {
        quantity.kind == QuantityKind::Level && quantity.unit != Unit::Points
    })
}

/// Whether a multiple is printed of a value, which only chooses how sure it is.
fn prints(numeral: &Numeral, multiple: &Quantity, value: f64) -> bool {
    let target = judge::target(multiple, numeral.qualifier);
    (target.value - target.below..=target.value + target.above).contains(&value)
}
