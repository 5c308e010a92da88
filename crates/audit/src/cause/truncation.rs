#![doc = include_str!("truncation.md")]

use crossfoot_core::{Phrase, Rounding, Target, Variable, Verdict, say};

use super::case::{Case, Explanation, show};
use super::priors::{CUT_OFF_ALONE, TRUNCATION};
use crate::ColumnConvention;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(value) = case.value() else { return Vec::new() };
    let detail = match (case.check.verdict, case.check.reproduces, case.study.rounding) {
        (Verdict::Truncated, ..) => say!(
            "the digits were cut off instead of rounded: {} was printed {}{}",
            show(value),
            case.printed_text(),
            habit(case)
        ),
        (Verdict::Inconsistent, Some(reproduces), Some(stated)) => {
            let Some(other) =
                Rounding::ALL.into_iter().find(|rounding| reproduces.under(*rounding))
            else {
                return Vec::new();
            };
            let (value, printed) = (show(value), case.printed_text());
            say!(
                "this is rounded {}, and the publication states {}: {} was printed {}",
                other.phrase(),
                stated.phrase(),
                value,
                printed
            )
        }
        _ => return Vec::new(),
    };
    vec![Explanation::new(detail, case.expected_one(), ways(case))]
}

/// As many as make a figure that is cut off alone as improbable as it is.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn ways(case: &Case<'_>) -> f64 {
    let cutting = case.target().map(|target| cutting(case.context.conventions, target));
    cutting.map_or(1.0, |cutting| TRUNCATION / cutting)
}

/// The probability that a wrong figure was cut off instead of rounded: less where others of its
/// column show that it is rounded.
pub(crate) fn cutting(conventions: &[ColumnConvention], variable: Variable) -> f64 {
    let Variable::Cell(cell) = variable else { return TRUNCATION };
    let known = conventions.iter().find(|known| known.column == cell.column);
    if known.is_none_or(|known| known.rounding == Rounding::Truncate || known.telling == 0) {
        TRUNCATION
    } else {
        CUT_OFF_ALONE
    }
}

/// Whether the whole column was cut off, and how many of its figures show it.
fn habit(case: &Case<'_>) -> Phrase {
    let column = match case.study.rules[case.id.rule].target {
        Target::Column(column) => {
            case.context.conventions.iter().find(|convention| convention.column == column)
        }
        _ => None,
    };
    match column.filter(|convention| convention.rounding == Rounding::Truncate) {
        Some(known) => {
            let all = known.supports + known.breaks + known.fits_none;
            say!(
                "; so was the column ({} of {} cells fit, {} would not if rounded)",
                known.supports.to_string(),
                all.to_string(),
                known.telling.to_string(),
            )
        }
        None => Phrase::default(),
    }
}
