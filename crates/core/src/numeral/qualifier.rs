//! Words and signs of inequality around a number.

use super::scan::Found;
use super::{Numeral, Reading};
use crate::figure::affixes::QUALIFIERS;
use crate::token::{Kind, Tokens};
use crate::{Qualifier, Unit};

/// Behind the number.
const BEHIND: [(&str, Qualifier); 22] = [
    ("+", Qualifier::AtLeast),
    ("or more", Qualifier::AtLeast),
    ("or greater", Qualifier::AtLeast),
    ("or higher", Qualifier::AtLeast),
    ("or older", Qualifier::AtLeast),
    ("or above", Qualifier::AtLeast),
    ("or longer", Qualifier::AtLeast),
    ("and above", Qualifier::AtLeast),
    ("and over", Qualifier::AtLeast),
    ("and older", Qualifier::AtLeast),
    ("or less", Qualifier::AtMost),
    ("or fewer", Qualifier::AtMost),
    ("or lower", Qualifier::AtMost),
    ("or younger", Qualifier::AtMost),
    ("or below", Qualifier::AtMost),
    ("以上", Qualifier::AtLeast),
    ("及以上", Qualifier::AtLeast),
    ("以下", Qualifier::AtMost),
    ("及以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
    ("左右", Qualifier::About),
    ("多", Qualifier::MoreThan),
];

/// The numeral that was found, with what the words around it say of its value.
pub(super) fn qualified(tokens: &Tokens, found: Found) -> Numeral {
    let range = tokens.range(found.first, found.end);
    let qualifier = match &found.reading {
        Reading::Quantity(quantity) => {
            let time = matches!(&quantity.unit, Unit::Measure(name)
                if ["years", "months", "weeks", "days", "hours", "decades"].contains(&&**name));
            before(&tokens.text()[..range.start], time)
                .or_else(|| behind(&tokens.text()[range.end..]))
                .or_else(|| within(tokens, &found))
                .unwrap_or_default()
        }
        _ => Qualifier::Is,
    };
    Numeral { range, reading: found.reading, qualifier }
}

/// "over 3 years" means "during" them.
fn before(text: &str, time: bool) -> Option<Qualifier> {
    let text = text.trim_end();
    let fitting = QUALIFIERS.iter().filter(|(words, _)| ends_with(text, words));
    let (words, qualifier) = fitting.max_by_key(|(words, _)| words.len())?;
    (!(time && *words == "over")).then_some(*qualifier)
}

/// Whether a text ends with whole words, letter case aside.
pub(super) fn ends_with(text: &str, words: &str) -> bool {
    let Some(at) = text.len().checked_sub(words.len()) else { return false };
    let tail = text.get(at..).is_some_and(|tail| tail.eq_ignore_ascii_case(words));
    let letter = words.as_bytes()[0].is_ascii_alphabetic();
    tail && !(letter && text[..at].ends_with(char::is_alphanumeric))
}

fn behind(text: &str) -> Option<Qualifier> {
    let text = text.trim_start();
    BEHIND.iter().find(|(words, _)| starts_with(text, words)).map(|(_, qualifier)| *qualifier)
}

/// Whether a text starts with whole words, letter case aside.
fn starts_with(text: &str, words: &str) -> bool {
    let head = text.get(..words.len());
    let word_goes_on = words.as_bytes()[0].is_ascii_alphabetic()
        && text.get(words.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    head.is_some_and(|head| head.eq_ignore_ascii_case(words)) && !word_goes_on
}

/// `十余万`, `500多亿`: more than the round number.
fn within(tokens: &Tokens, found: &Found) -> Option<Qualifier> {
    let mut inside = found.first..found.end;
    let more = inside.any(|at| {
        tokens.kind(at) == Some(Kind::Han) && super::chinese::AND_MORE.contains(&tokens.str(at))
    });
    more.then_some(Qualifier::MoreThan)
}
