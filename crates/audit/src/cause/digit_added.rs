#![doc = include_str!("digit_added.md")]

use super::case::{Case, Explanation};
use super::typo;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, slips, |right, printed| format!("a digit was added: {right} was printed {printed}"))
}

/// A digit equal to a neighbour is a repetition, which is a kind of its own.
fn slips(digits: &str) -> Vec<String> {
    let places = 0..=digits.len();
    let new = |at: usize| {
        let (before, after) = digits.split_at(at);
        let differs = move |digit: &char| !before.ends_with(*digit) && !after.starts_with(*digit);
        ('0'..='9').filter(differs).map(move |digit| format!("{before}{digit}{after}"))
    };
    places.flat_map(new).collect()
}
