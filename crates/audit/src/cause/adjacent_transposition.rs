#![doc = include_str!("adjacent_transposition.md")]

use super::case::{Case, Explanation};
use super::typo;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, slips, |right, printed| format!("two neighbouring digits changed places: {right} was printed {printed}"))
}

fn slips(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().collect();
    let swapped = (1..digits.len()).filter(|at| digits[at - 1] != digits[*at]).map(|at| {
        let mut slip = digits.clone();
        slip.swap(at - 1, at);
        slip.into_iter().collect()
    });
    swapped.collect()
}
