#![doc = include_str!("digit_swap.md")]

use super::case::{Case, Explanation};
use super::typo;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, slips, |right, printed| format!("two digits changed places: {right} was printed {printed}"))
}

fn slips(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().collect();
    let mut slips = Vec::new();
    for first in 0..digits.len() {
        for second in first + 2..digits.len() {
            if digits[first] != digits[second] {
                let mut slip = digits.clone();
                slip.swap(first, second);
                slips.push(slip.into_iter().collect());
            }
        }
    }
    slips
}
