#![doc = include_str!("truncation.md")]

use crossfoot_core::{Rounding, Target, Verdict};

use super::case::{Case, Explanation, show};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(value) = case.value() else { return Vec::new() };
    let detail = match (case.check.verdict, case.check.reproduces, case.study.rounding) {
        (Verdict::Truncated, ..) => format!("the digits were cut off instead of rounded: {} was printed {}{}", show(value), case.printed_text(), habit(case)),
        (Verdict::Inconsistent, Some(reproduces), Some(stated)) => {
            let Some(other) = Rounding::ALL.into_iter().find(|rounding| reproduces.under(*rounding)) else { return Vec::new() };
            let (value, printed) = (show(value), case.printed_text());
            format!("this is rounded {}, and the publication states {}: {value} was printed {printed}", other.name(), stated.name())
        }
        _ => return Vec::new(),
    };
    vec![Explanation { detail, value: case.expected_one(), ways: 1.0, instead: Vec::new() }]
}

/// Whether the whole column was cut off, and how many of its figures show it.
fn habit(case: &Case<'_>) -> String {
    let column = match case.study.rules[case.id.rule].target {
        Target::Column(column) => case.context.conventions.iter().find(|convention| convention.column == column),
        _ => None,
    };
    match column.filter(|convention| convention.rounding == Rounding::Truncate) {
        Some(known) => {
            let all = known.supports + known.breaks + known.fits_none;
            format!("; so was the column ({} of {all} cells fit, {} would not if rounded)", known.supports, known.telling)
        }
        None => String::new(),
    }
}
