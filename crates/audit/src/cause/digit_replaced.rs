#![doc = include_str!("digit_replaced.md")]

use super::case::{Case, Explanation};
use super::typo;
use crate::slip::Slip;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    typo::explanations(case, Slip::DigitReplaced)
}
