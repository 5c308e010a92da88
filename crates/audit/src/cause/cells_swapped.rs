#![doc = include_str!("cells_swapped.md")]

use crossfoot_core::{CellId, Rounding, Variable, say};

use super::case::{Case, Explanation, times};
use super::faults::Fault;
use crate::neighbours;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(Variable::Cell(own)), Some((figure, _)), Some(expected)) =
        (case.target(), case.figure(), case.expected_one())
    else {
        return Vec::new();
    };
    let right = case.expected();
    let others: Vec<(CellId, &Fault)> = neighbours::around(case.study, own)
        .flat_map(|cell| {
            case.context.faults.about(Variable::Cell(cell)).iter().map(move |fault| (cell, fault))
        })
        .collect();
    let found = others.iter().filter_map(|(other, fault)| {
        let (other, value) = (*other, fault.value.as_ref()?);
        let printed = case.study.cell(other).figure()?;
        // Numbers first: making texts is slow.
        if !right.iter().any(|right| right.to_rational() == printed.value().to_rational()) {
            return None;
        }
        let fits_here = printed.value() == expected;
        let fits_there = Rounding::ALL.into_iter().any(|rounding| {
            rounding.apply(value, figure.value().decimals()) == Some(figure.value())
        });
        (fits_here && fits_there).then(|| {
            let name = case.study.cell_name(other);
            let detail = say!(
                "two cells changed places: {} belongs in {}",
                case.printed_text(),
                name.as_str()
            );
            let formula = case.study.rules[fault.id.rule]
                .formula
                .as_ref()
                .map(|formula| formula.expr.describe(case.study, fault.id.row));
            let instead = formula.into_iter().chain([name]).collect();
            let ways = times(others.len(), 1.0);
            Explanation { instead, ..Explanation::new(detail, Some(expected), ways) }
        })
    });
    found.collect()
}
