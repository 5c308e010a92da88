#![doc = include_str!("digit_replaced.md")]

use super::case::{Case, Explanation};
use super::typo;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, slips, |right, printed| format!("one digit is wrong: {right} was printed {printed}"))
}

fn slips(digits: &str) -> Vec<String> {
    let places = digits.char_indices();
    places.flat_map(|(at, old)| ('0'..='9').filter(move |new| *new != old).map(move |new| format!("{}{new}{}", &digits[..at], &digits[at + 1..]))).collect()
}
