#![doc = include_str!("cells_swapped.md")]

use crossfoot_core::Rounding;

use super::case::{Case, Explanation, FaultTarget, fault_target, times};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (FaultTarget::Cell(own), Some((figure, _)), Some(expected)) = (fault_target(case.study, case.id), case.figure(), case.expected_text()) else {
        return Vec::new();
    };
    let right = case.expected();
    let others: Vec<_> = case.context.faults.iter().filter(|fault| fault.id != case.id && fault.target != FaultTarget::Cell(own)).collect();
    let found = others.iter().filter_map(|fault| {
        let (FaultTarget::Cell(other), Some(value)) = (fault.target, &fault.value) else { return None };
        let printed = case.study.cell(other).figure()?;
        // Numbers first: every fault is held against every other, and making texts is slow.
        if !right.iter().any(|right| right.to_rational() == printed.value().to_rational()) {
            return None;
        }
        let fits_here = printed.value().to_string() == expected;
        let fits_there = Rounding::ALL.into_iter().any(|rounding| rounding.apply(value, figure.value().decimals()) == Some(figure.value()));
        (fits_here && fits_there).then(|| {
            let name = case.study.cell_name(other);
            let detail = format!("two cells changed places: {} belongs in {name}", case.printed_text());
            let formula = case.study.rules[fault.id.rule].formula.as_ref().map(|formula| formula.expr.describe(case.study, fault.id.row));
            let instead = formula.into_iter().chain([name]).collect();
            Explanation { detail, value: Some(expected.clone()), ways: times(others.len(), 1.0), instead }
        })
    });
    found.collect()
}
