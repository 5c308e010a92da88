//! Numbers that a sentence computes from its own: `12 of 34 patients (35.3%)`, `from 203 to 236, an
//! increase of 16.3%`, `1,274, more than twice as many as the 506 of 2020`, `two
//! thirds (65%)`.

mod from_to;
mod part;
mod times;

use crossfoot_core::{
    Interval, Numeral, Quantity, QuantityKind, Rational, Reading, Rounding, Unit,
};

use super::Operation;
use super::clues::Direction;
use super::judge::printed;
use super::reason::Reason;
use super::words::Words;
use crate::slip::Slip;

/// A number that two other numerals of its sentence give.
#[derive(Clone, Debug)]
pub(super) struct Within {
    /// The part or the earlier value, and the whole or the later value, by position in the block.
    pub(super) operands: (usize, usize),
    pub(super) operation: Operation,
    /// The direction of a change.
    pub(super) direction: Option<Direction>,
    pub(super) value: Interval,
    /// Whether the numeral prints the value.
    pub(super) agrees: bool,
    /// Whether the words leave no doubt of what it is computed from.
    pub(super) explicit: bool,
}

/// What the numeral at a position of a block is computed from, if its sentence says it.
pub(super) fn within(
    text: &str,
    numerals: &[Numeral],
    at: usize,
    (words, reasons): (&Words, &[Option<Reason>]),
) -> Option<Within> {
    of_whole(text, numerals, at)
        .or_else(|| from_to::within(text, numerals, at, words))
        .or_else(|| times::within(text, numerals, at, reasons))
        .or_else(|| part::within(text, numerals, at))
}

/// A part in percent of a whole.
fn of_whole(text: &str, numerals: &[Numeral], at: usize) -> Option<Within> {
    let percent = level(&numerals[at]).filter(|percent| percent.unit == Unit::Percent)?;
    let share = share(text, numerals, at);
    let operands = share.or_else(|| share_of_stated(text, numerals, at))?;
    let (part, whole) = (count(&numerals[operands.0])?, count(&numerals[operands.1])?);
    let value = share_of(part, whole)?;
    let agrees = prints(percent, &value);
    // A percentage far from its whole may be of something else.
    if share.is_none() && !agrees && !is_slip(percent, &value) {
        return None;
    }
    Some(Within {
        operands,
        operation: Operation::Share,
        direction: None,
        value: Interval::Point(value),
        agrees,
        explicit: false,
    })
}

/// A part in percent of a whole.
fn share_of(part: &Quantity, whole: &Quantity) -> Option<Rational> {
    (&part.value * &Rational::from(100)).checked_div(&whole.value)
}

fn quantity(numeral: &Numeral) -> Option<&Quantity> {
    match &numeral.reading {
        Reading::Quantity(quantity) => Some(quantity),
        _ => None,
    }
}

/// A number in digits that is no multiple or fraction.
fn level(numeral: &Numeral) -> Option<&Quantity> {
    quantity(numeral).filter(|quantity| quantity.digits && quantity.kind == QuantityKind::Level)
}

/// A positive number of things, in digits.
fn count(numeral: &Numeral) -> Option<&Quantity> {
    level(numeral).filter(|quantity| {
        !matches!(quantity.unit, Unit::Percent | Unit::Points) && quantity.value.signum() > 0
    })
}

/// The part and the whole of a share that stands beside them.
fn share(text: &str, numerals: &[Numeral], at: usize) -> Option<(usize, usize)> {
    let end = text[numerals[at].range.end..].trim_start();
    // 12 of 34 patients (35.3%)
    if let (Some(whole), Some(part)) = (at.checked_sub(1), at.checked_sub(2))
        && opens(between(text, numerals, whole, at))
        && closes(end)
        && is_of(between(text, numerals, part, whole))
    {
        return is_share(numerals, part, whole);
    }
    // 35.3% (12 of 34)
    if at + 2 < numerals.len()
        && between(text, numerals, at, at + 1).trim() == "("
        && is_of(between(text, numerals, at + 1, at + 2))
        && closes(text[numerals[at + 2].range.end..].trim_start())
    {
        return is_share(numerals, at + 1, at + 2);
    }
    // 12 (35.3%) of 34
    if let Some(part) = at.checked_sub(1)
        && at + 1 < numerals.len()
        && between(text, numerals, part, at).trim() == "("
        && let Some(behind) = between(text, numerals, at, at + 1).trim_start().strip_prefix(')')
        && is_of(behind)
    {
        return is_share(numerals, part, at + 1);
    }
    None
}

/// The part before a percentage, and the whole that its sentence starts with: `Of 34 patients, 12
/// (35.3%)`.
fn share_of_stated(text: &str, numerals: &[Numeral], at: usize) -> Option<(usize, usize)> {
    let part = at.checked_sub(1)?;
    let end = text[numerals[at].range.end..].trim_start();
    if between(text, numerals, part, at).trim() != "(" || !closes(end) {
        return None;
    }
    let whole = stated(text, numerals, part)?;
    let percent = quantity(&numerals[at])?;
    let own = count(&numerals[part])?;
    // It may be of a number between them.
    let nearer = numerals[whole + 1..part]
        .iter()
        .filter_map(count)
        .any(|other| share_of(own, other).is_some_and(|value| prints(percent, &value)));
    if nearer { None } else { is_share(numerals, part, whole) }
}

/// The whole with which the sentence of a part starts: `Of the 34 patients, …`. What is said `of
/// these` has another, and so may what follows a whole with a percentage of its own.
fn stated(text: &str, numerals: &[Numeral], part: usize) -> Option<usize> {
    const OTHERS: [&str; 6] = ["whom", "which", "these", "those", "them", "remaining"];
    let sentence = text[..numerals[part].range.start].rfind(". ").map_or(0, |end| end + 2);
    let whole = (0..part).find(|at| numerals[*at].range.start >= sentence)?;
    let start = text[sentence..numerals[whole].range.start].trim().to_lowercase();
    let words = text.get(numerals[whole].range.end..numerals[part].range.start)?;
    let lower = words.to_lowercase();
    let mut between = lower.split(|c: char| !c.is_alphanumeric());
    let own = !between.any(|word| OTHERS.contains(&word));
    let plain = !words.trim_start().starts_with('(');
    (own && plain
        && words.contains(',')
        && matches!(start.as_str(), "of" | "of the" | "of all" | "among" | "among the"))
    .then_some(whole)
}

/// What stands between two numerals.
fn between<'a>(text: &'a str, numerals: &[Numeral], one: usize, other: usize) -> &'a str {
    text.get(numerals[one].range.end..numerals[other].range.start).unwrap_or_default()
}

/// Whether a sentence or a clause of its own ends in a text: `i.e. by` does not end one.
fn ends_sentence(text: &str) -> bool {
    let mut stops = text.match_indices(". ").map(|(at, _)| &text[at + 2..]);
    text.contains(';') || stops.any(|rest| rest.starts_with(char::is_uppercase))
}

/// Whether what stands between two numbers says that the first is a part of the second.
fn is_of(between: &str) -> bool {
    let words = between.trim();
    matches!(words, "of" | "/" | "out of" | "of the" | "of all" | "of a total of" | "out of the")
}

/// Whether a bracket opens after a few words.
fn opens(between: &str) -> bool {
    let Some(words) = between.trim_end().strip_suffix(['(', '[']) else { return false };
    let plain = words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '’' | '\''));
    plain && words.split_whitespace().count() <= MOST_WORDS
}

/// Whether a percentage ends where it should: what goes on (`45% of them`) is about something else.
fn closes(behind: &str) -> bool {
    behind.starts_with([')', ']', ';', ','])
}

const MOST_WORDS: usize = 4;

fn is_share(numerals: &[Numeral], part: usize, whole: usize) -> Option<(usize, usize)> {
    let (a, b) = (count(&numerals[part])?, count(&numerals[whole])?);
    (a.value.is_integer() && b.value.is_integer()).then_some((part, whole))
}

/// Whether one typing error makes a percentage of a value.
fn is_slip(percent: &Quantity, value: &Rational) -> bool {
    /// Percentages of fewer digits are a typing error away from too many others.
    const TELLING: i64 = 100;
    let Some(printed) = printed(percent).filter(|printed| printed.mantissa() >= TELLING) else {
        return false;
    };
    let right = Rounding::HalfUp.apply(&value.abs(), printed.decimals());
    right.is_some_and(|right| Slip::may_make(right, printed))
}

/// Whether a percentage is a value rounded, by either half.
pub(super) fn prints(printed: &Quantity, value: &Rational) -> bool {
    let away = (value - &printed.value).abs();
    away * Rational::from(2) <= printed.step
}
