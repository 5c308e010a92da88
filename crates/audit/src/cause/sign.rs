#![doc = include_str!("sign.md")]

use crossfoot_core::{Interval, say};

use super::case::{Case, Explanation, scale, show};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(value), Some((figure, _))) = (case.value(), case.figure()) else { return Vec::new() };
    if figure.value().mantissa() == 0 || !case.fits_number(&-value.clone()) {
        return Vec::new();
    }
    let detail = say!("the sign is wrong: {} was printed {}", show(value), case.printed_text());
    vec![Explanation::new(
        detail,
        case.expected_one(),
        case.allowed(&(value * &Interval::Point(scale(case.study, case.id)))),
    )]
}
