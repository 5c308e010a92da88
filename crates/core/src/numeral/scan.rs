//! From a text to its numerals, in order: each reader is tried at every token, and what one has
//! read no other reads again.

use super::{Numeral, Quantity, QuantityKind, Reading};
use super::{
    address, chinese, clock, date, digits, english, multiple, part, qualifier, range, sense, unit,
};
use crate::token::{Kind, Tokens};
use crate::{Rational, Unit};

/// What a reader found: tokens `first..end`.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) reading: Reading,
}

impl Found {
    pub(super) const fn new(first: usize, end: usize, reading: Reading) -> Self {
        Self { first, end, reading }
    }

    /// A number of things, before its unit is known.
    pub(super) fn level(
        first: usize,
        end: usize,
        (value, step): (Rational, Rational),
        digits: bool,
    ) -> Self {
        let kind = QuantityKind::Level;
        let quantity = Quantity { value, step, unit: Unit::Number, kind, digits };
        Self::new(first, end, Reading::Quantity(quantity))
    }

    /// The same number as one of another kind, with another unit.
    pub(super) fn with(mut self, kind: QuantityKind, unit: Unit) -> Self {
        if let Reading::Quantity(quantity) = &mut self.reading {
            (quantity.kind, quantity.unit) = (kind, unit);
        }
        self
    }
}

/// Reads every numeral of a running text in English or Chinese, in order. The script shows the
/// language, so a text may mix both.
///
/// Digits and words, with currency, scale, unit and sign; fractions, multiples, ordinals and dates.
/// Each end of a range is a numeral, but years that make one period (`2021–2024`) are one. A word
/// that has other senses (`one`, `second`, `quarter`, `half`, `一`) is a numeral only where its
/// neighbours show it. The number of an address (DOI, URL) is one numeral, from its first digit to
/// its last; so is a time of day (`08:35`).
///
/// ```
/// use crossfoot_core::read_numerals;
/// let text = "Permits fell by 58.4% to about 2,214, nearly two-thirds of them in May 2024.";
/// let numerals = read_numerals(text);
/// let texts: Vec<&str> = numerals.iter().map(|numeral| &text[numeral.range.clone()]).collect();
/// assert_eq!(texts, ["58.4%", "2,214", "two-thirds", "May 2024"]);
/// ```
pub fn read_numerals(text: &str) -> Vec<Numeral> {
    let tokens = Tokens::new(text);
    let mut numerals = Vec::new();
    let (mut at, mut free) = (0, 0);
    while at < tokens.len() {
        let Some(found) = read(&tokens, at, free) else {
            at += 1;
            continue;
        };
        at = found.end.max(at + 1);
        free = at;
        numerals.push(qualifier::qualified(&tokens, found));
    }
    range::share_units(text, &mut numerals);
    numerals
}

/// The numeral that starts at a token; a sign or currency from the token `free` on belongs to it.
fn read(tokens: &Tokens, at: usize, free: usize) -> Option<Found> {
    let found = match tokens.kind(at)? {
        Kind::Space => return None,
        Kind::Word => address::read(tokens, at)
            .or_else(|| date::read(tokens, at))
            .or_else(|| multiple::word(tokens, at))
            .or_else(|| part::read(tokens, at))
            .or_else(|| words(tokens, at)),
        Kind::Digits => address::read(tokens, at)
            .or_else(|| clock::read(tokens, at))
            .or_else(|| date::read(tokens, at))
            .or_else(|| digits::ordinal(tokens, at))
            .or_else(|| digits::read(tokens, at)),
        Kind::Raised => digits::raised(tokens, at),
        Kind::Han => chinese::read(tokens, at),
        Kind::Mark(_) => digits::read(tokens, at).or_else(|| digits::vulgar(tokens, at)),
    }?;
    let found = if digits::is_plain(&found) { chinese::with_scale(tokens, found) } else { found };
    Some(unit::with_unit(tokens, unit::with_currency(tokens, found, free)))
}

/// A cardinal or ordinal in words.
fn words(tokens: &Tokens, at: usize) -> Option<Found> {
    let glued = at > 0 && !tokens.is_space(at - 1) && tokens.is_word(at - 1);
    let spelled = english::spelled(tokens, at).filter(|_| !glued)?;
    if !sense::is_number(tokens, at, &spelled) {
        return None;
    }
    if spelled.ordinal {
        let place = i64::try_from(spelled.value).ok()?;
        return Some(Found::new(at, spelled.end, Reading::Ordinal(place)));
    }
    let (value, step) = (Rational::from(spelled.value), Rational::from(spelled.step));
    let sign = digits::sign_word(tokens, at);
    let value = if sign.is_some() { -value } else { value };
    let found = Found::level(sign.unwrap_or(at), spelled.end, (value, step), false);
    Some(digits::with_tail(tokens, found))
}
