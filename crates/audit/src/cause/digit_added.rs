#![doc = include_str!("digit_added.md")]

use super::case::{Case, Explanation};
use super::typo;
use crate::slip::Slip;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, Slip::DigitAdded)
}
