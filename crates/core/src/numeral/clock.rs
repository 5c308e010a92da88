//! Times of day: `08:35`, `7:52 am`. One numeral, and no quantity of anything.

use super::scan::Found;
use crate::Rational;
use crate::token::{Kind, Tokens};

/// What follows a time whose hour has one digit; others, such as `1:10`, are ratios.
const BEHIND: [&str; 5] = ["am", "pm", "h", "hours", "hrs"];

/// The time that starts at a token, with seconds if they are written.
pub(super) fn read(tokens: &Tokens, at: usize) -> Option<Found> {
    let before = at.checked_sub(1);
    let apart = before.is_none_or(|before| {
        !tokens.is_mark(before, ':')
            && !tokens.is_mark(before, '.')
            && !matches!(tokens.kind(before), Some(Kind::Word | Kind::Digits))
    });
    let hour = below(tokens, at, 25).filter(|_| apart && tokens.str(at).len() <= 2)?;
    let mut end = sixtieth(tokens, at + 1)?;
    end = sixtieth(tokens, end).unwrap_or(end);
    let long = tokens.is_mark(end, ':')
        || tokens.is_mark(end, '.') && below(tokens, end + 1, u32::MAX).is_some();
    let word = tokens.skip_space(end);
    let named =
        tokens.str(at).len() == 2 || tokens.is_any(word, &BEHIND) || is_half_of_day(tokens, word);
    let value = (Rational::from(i128::from(hour)), Rational::ONE);
    (named && !long).then(|| Found::level(at, end, value, true))
}

/// Whether `a.m.` or `p.m.` stands at a token.
fn is_half_of_day(tokens: &Tokens, at: usize) -> bool {
    tokens.is_any(at, &["a", "p"]) && tokens.is_mark(at + 1, '.') && tokens.is(at + 2, "m")
}

/// The end of a colon and two digits below sixty.
fn sixtieth(tokens: &Tokens, at: usize) -> Option<usize> {
    below(tokens, at + 1, 60)
        .filter(|_| tokens.is_mark(at, ':') && tokens.str(at + 1).len() == 2)
        .map(|_| at + 2)
}

/// The number in digits at a token, if it is less than another.
fn below(tokens: &Tokens, at: usize, most: u32) -> Option<u32> {
    let digits = tokens.kind(at) == Some(Kind::Digits);
    tokens.str(at).parse().ok().filter(|number| digits && *number < most)
}
