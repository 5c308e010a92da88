#![doc = include_str!("digit_omitted.md")]

use super::case::{Case, Explanation};
use super::typo;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, slips, |right, printed| format!("a digit is missing: {right} was printed {printed}"))
}

fn slips(digits: &str) -> Vec<String> {
    if digits.len() < 2 {
        return Vec::new();
    }
    (0..digits.len()).map(|at| format!("{}{}", &digits[..at], &digits[at + 1..])).collect()
}
