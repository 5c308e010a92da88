#![doc = include_str!("sign.md")]

use super::case::{Case, Explanation, show};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(value), Some((figure, _))) = (case.value(), case.figure()) else { return Vec::new() };
    if figure.value().mantissa() == 0 || !case.fits_number(&-value.clone()) {
        return Vec::new();
    }
    let detail = format!("the sign is wrong: {} was printed {}", show(value), case.printed_text());
    vec![Explanation { detail, value: case.expected_text(), ways: 1.0, instead: Vec::new() }]
}
