//! Web addresses and DOIs: whatever digits they hold are one numeral.

use super::scan::Found;
use crate::Rational;
use crate::token::{Kind, Tokens};

/// The numeral of an address that starts at a token. An address without digits is none; its words
/// hold no numerals either.
pub(super) fn read(tokens: &Tokens, at: usize) -> Option<Found> {
    let start = tokens.get(at)?.start;
    let text = &tokens.text()[start..];
    let boundary = at == 0 || !matches!(tokens.kind(at - 1), Some(Kind::Word | Kind::Digits));
    let web =
        ["http://", "https://", "www.", "ftp://"].iter().any(|scheme| text.starts_with(scheme));
    let doi = text.starts_with("10.")
        && text.as_bytes().get(3..7).is_some_and(|code| code.iter().all(u8::is_ascii_digit))
        && text[7..].trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('/');
    if !boundary || !(web || doi) {
        return None;
    }
    let length =
        text.find(|c: char| c.is_whitespace() || matches!(c, '>' | ')' | ']' | '，' | '。'));
    let end = start + length.unwrap_or(text.len());
    let digits = (at..).take_while(|at| tokens.get(*at).is_some_and(|token| token.start < end));
    let digits = digits.filter(|token| tokens.kind(*token) == Some(Kind::Digits));
    let (first, last) = digits.fold((None, at), |(first, _), token| (first.or(Some(token)), token));
    let first = first?;
    let value = tokens.str(first).parse::<i64>().unwrap_or(0);
    let value = Rational::from(i128::from(value));
    Some(Found::level(first, last + 1, (value, Rational::ONE), true))
}
