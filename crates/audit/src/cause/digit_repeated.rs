#![doc = include_str!("digit_repeated.md")]

use super::case::{Case, Explanation};
use super::typo;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, slips, |right, printed| format!("a digit stands twice: {right} was printed {printed}"))
}

fn slips(digits: &str) -> Vec<String> {
    (0..digits.len()).map(|at| format!("{}{}", &digits[..=at], &digits[at..])).collect()
}
