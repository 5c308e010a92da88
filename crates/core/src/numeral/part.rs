//! Parts of one: `half`, `a third`, `two-thirds`, `three quarters`, `one in five`.

use super::scan::Found;
use super::{QuantityKind, english, named_measure};
use crate::token::{Kind, Tokens};
use crate::{Rational, Unit};

/// A fraction in words that starts at a token.
pub(super) fn read(tokens: &Tokens, at: usize) -> Option<Found> {
    if at > 0 && tokens.is_word(at - 1) {
        return None;
    }
    if tokens.is(at, "half") {
        return half(tokens, at, at);
    }
    let article = tokens.is_any(at, &["a", "an"]);
    let (count, end) = if article {
        (1, at + 1)
    } else {
        let spelled = english::spelled(tokens, at).filter(|spelled| !spelled.ordinal)?;
        if let Some(found) = one_in(tokens, at, &spelled) {
            return Some(found);
        }
        (spelled.value, spelled.end)
    };
    let dash = tokens.skip_space(end);
    let (joined, end) = match tokens.is_dash(dash) && !article {
        true => (true, tokens.skip_space(dash + 1) - 1),
        false => (tokens.is_space(end), end),
    };
    let (denominator, plural) = english::denominator(tokens.str(end + 1)).filter(|_| joined)?;
    if article && denominator == 2 {
        return half(tokens, at, end + 1);
    }
    // "first three quarters" of a year.
    let period = denominator == 4
        && tokens.before(at).is_some_and(|before| {
            tokens.is_any(before, &["first", "last", "past", "next", "previous"])
        });
    if plural != (count > 1) || period || article && !is_part(tokens, at, end + 2) {
        return None;
    }
    Some(fraction(at, end + 2, Rational::new(count, denominator)?))
}

/// `one in five`, `three out of four`; not "one in five years".
fn one_in(tokens: &Tokens, first: usize, count: &english::Spelled) -> Option<Found> {
    /// Smaller parts are rates.
    const MOST: i128 = 20;
    let joint = tokens.skip_space(count.end);
    let before = match tokens.is(joint, "out") {
        true => tokens.skip_space(joint + 1),
        false => joint,
    };
    let joined = tokens.is(before, if before == joint { "in" } else { "of" });
    let whole = tokens.skip_space(before + 1);
    let whole = english::spelled(tokens, whole).filter(|whole| joined && !whole.ordinal)?;
    let measured = named_measure(tokens.str(tokens.skip_space(whole.end))).is_some();
    let part = Rational::new(count.value, whole.value)?;
    (count.value < whole.value && whole.value <= MOST && !measured)
        .then(|| fraction(first, whole.end, part))
}

/// Whether `a third` is a part, not a place in an order: "a third party".
fn is_part(tokens: &Tokens, first: usize, end: usize) -> bool {
    tokens.before(first).is_some_and(|before| tokens.is_any(before, QUALIFYING))
        || is_followed(tokens, end)
}

/// Words before which `half` and `a third` are parts.
const QUALIFYING: &[&str] = &[
    "than",
    "nearly",
    "almost",
    "about",
    "over",
    "approximately",
    "roughly",
    "by",
    "least",
    "under",
    "only",
    "around",
    "just",
    "one",
    "exactly",
];

/// Words behind which they are.
const FOLLOWING: &[&str] = &[
    "of", "the", "all", "these", "those", "their", "its", "were", "was", "had", "have", "are",
    "is", "as", "did", "do", "reported", "to", "in", "and", "or",
];

fn is_followed(tokens: &Tokens, end: usize) -> bool {
    match tokens.kind(tokens.skip_space(end)) {
        None => true,
        Some(Kind::Mark(c)) => !(c == '-' || c == '‐'),
        Some(Kind::Word) => tokens.is_any(tokens.skip_space(end), FOLLOWING),
        Some(_) => false,
    }
}

/// `half of`, `more than half`, `half a million`; not "the second half", "half-life", "in half".
fn half(tokens: &Tokens, first: usize, at: usize) -> Option<Found> {
    const OTHER: &[&str] = &[
        "first", "second", "other", "latter", "former", "upper", "lower", "each", "in", "top",
        "bottom", "left", "right", "early", "late", "per", "third", "last",
    ];
    let before = tokens.before(first);
    if before.is_some_and(|before| tokens.is_any(before, OTHER)) {
        return None;
    }
    let value = Rational::new(1, 2)?;
    let next = tokens.skip_space(at + 1);
    let noun = if tokens.is_any(next, &["a", "an"]) { tokens.skip_space(next + 1) } else { next };
    if let Some((english::Class::Scale(power), english::Form::Cardinal)) =
        english::number_word(tokens.str(noun))
    {
        let factor = Rational::power_of_ten(power as i32);
        return Some(Found::level(first, noun + 1, (value * factor, Rational::ZERO), false));
    }
    let qualified = before.is_some_and(|before| tokens.is_any(before, QUALIFYING));
    let glued = tokens.is_dash(at + 1) && tokens.is_word(at + 2);
    // "half a day" is a time.
    let article = noun > next;
    (!glued && !article && (qualified || is_followed(tokens, at + 1)))
        .then(|| fraction(first, at + 1, value))
}

/// A part of one.
pub(super) fn fraction(first: usize, end: usize, value: Rational) -> Found {
    Found::level(first, end, (value, Rational::ZERO), false)
        .with(QuantityKind::Fraction, Unit::Ratio)
}
