#![doc = include_str!("adjacent_transposition.md")]

use super::case::{Case, Explanation};
use super::typo;
use crate::slip::Slip;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, Slip::AdjacentTransposition)
}
