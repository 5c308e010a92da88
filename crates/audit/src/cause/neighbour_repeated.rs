#![doc = include_str!("neighbour_repeated.md")]

use crossfoot_core::{CellId, Variable, say};

use super::case::{Case, Explanation};
use crate::neighbours;

/// To the left or to the right.
const WAYS: f64 = 2.0;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(Variable::Cell(cell)), Some((figure, _))) = (case.target(), case.figure()) else {
        return Vec::new();
    };
    let beside: Vec<CellId> = neighbours::beside(case.study, cell)
        .filter(|other| {
            case.study.cell(*other).figure().is_some_and(|other| {
                other.value() == figure.value() && figure.value().mantissa() != 0
            })
        })
        .collect();
    let found = beside.into_iter().map(|other| {
        let name = case.study.cell_name(other);
        let detail = say!(
            "the figure of the cell beside it was printed again: {} belongs to {}",
            case.printed_text(),
            name.as_str()
        );
        Explanation { instead: vec![name], ..Explanation::new(detail, case.expected_one(), WAYS) }
    });
    found.collect()
}
