#![doc = include_str!("truncation.md")]

use crossfoot_core::{Rounding, Target, Verdict};

use super::case::{Case, Explanation, show};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Verdict::Truncated, Some(value)) = (case.check.verdict, case.value()) else { return Vec::new() };
    let column = match case.study.rules[case.id.rule].target {
        Target::Column(column) => case.context.conventions.iter().find(|convention| convention.column == column),
        _ => None,
    };
    let habit = match column.filter(|convention| convention.rounding == Rounding::Truncate) {
        Some(convention) => format!("; so is the whole column ({} of {} cells)", convention.supports, convention.supports + convention.breaks + convention.fits_none),
        None => String::new(),
    };
    let detail = format!("the digits were cut off instead of rounded: {} was printed {}{habit}", show(value), case.printed_text());
    vec![Explanation { detail, value: case.expected_text(), ways: 1.0, instead: Vec::new() }]
}
