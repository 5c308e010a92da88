//! Multiples: `doubled`, `halved`, `twofold`, `2.5-fold`, `three times`, `twice as many`.

use super::scan::Found;
use super::{QuantityKind, english};
use crate::token::Tokens;
use crate::{Rational, Unit};

/// A multiple in one word.
pub(super) fn word(tokens: &Tokens, at: usize) -> Option<Found> {
    let word = tokens.str(at);
    let value = verb(word).or_else(|| fold(word)).or_else(|| twice(tokens, at))?;
    Some(multiple(Found::level(at, at + 1, (value, Rational::ZERO), false)))
}

fn verb(word: &str) -> Option<Rational> {
    const VERBS: [(&str, i128, i128); 8] = [
        ("doubled", 2, 1),
        ("doubling", 2, 1),
        ("tripled", 3, 1),
        ("tripling", 3, 1),
        ("trebled", 3, 1),
        ("quadrupled", 4, 1),
        ("halved", 1, 2),
        ("halving", 1, 2),
    ];
    let known = VERBS.iter().find(|(verb, ..)| verb.eq_ignore_ascii_case(word));
    known.and_then(|(_, num, den)| Rational::new(*num, *den))
}

/// `twofold`, `tenfold`.
fn fold(word: &str) -> Option<Rational> {
    let stem = word.len().checked_sub(4).and_then(|at| Some((word.get(..at)?, word.get(at..)?)));
    let (stem, _) = stem.filter(|(_, fold)| fold.eq_ignore_ascii_case("fold"))?;
    match english::number_word(stem)? {
        (english::Class::Small(value) | english::Class::Ten(value), english::Form::Cardinal) => {
            Some(Rational::from(value))
        }
        _ => None,
    }
}

/// `twice as many`, `twice the size`; not "twice daily".
fn twice(tokens: &Tokens, at: usize) -> Option<Rational> {
    let next = tokens.skip_space(at + 1);
    let compares = tokens.is_any(next, &["as", "the", "that", "its", "their", "those"]);
    (tokens.is(at, "twice") && compares).then(|| Rational::from(2_i128))
}

/// Whether `times` or `fold` behind a number makes it a multiple, and the token behind it.
/// "3 times daily" is how often.
pub(super) fn after(tokens: &Tokens, end: usize) -> Option<usize> {
    let at = match tokens.is_dash(end) {
        true => end + 1,
        false => tokens.skip_space(end),
    };
    if tokens.is_any(at, &["fold", "folds"]) {
        return Some(at + 1);
    }
    let often = tokens.is_any(
        tokens.skip_space(at + 1),
        &[
            "daily", "a", "per", "weekly", "each", "every", "with", "in", "during", "for", "until",
            "and",
        ],
    );
    (tokens.is(at, "times") && !often).then_some(at + 1)
}

/// A number as the multiple of something else.
pub(super) fn multiple(found: Found) -> Found {
    found.with(QuantityKind::Multiple, Unit::Ratio)
}
