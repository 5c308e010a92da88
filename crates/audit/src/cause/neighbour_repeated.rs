#![doc = include_str!("neighbour_repeated.md")]

use crossfoot_core::{Variable, say};

use super::case::{Case, Explanation};
use crate::neighbours;

/// To the left or to the right.
const WAYS: f64 = 2.0;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(Variable::Cell(cell)) = case.target() else { return Vec::new() };
    let beside = neighbours::repeated(case.study, case.context.rules, cell);
    let found = beside.map(|other| {
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
