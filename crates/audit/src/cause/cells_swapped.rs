#![doc = include_str!("cells_swapped.md")]

use crossfoot_core::formula::{Outcome, Value};
use crossfoot_core::{Interval, Rounding};

use super::case::{Case, Explanation, FaultTarget, fault_target, times};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (FaultTarget::Cell(own), Some((figure, _)), Some(expected)) = (fault_target(case.study, case.id), case.figure(), case.expected_text()) else {
        return Vec::new();
    };
    let others: Vec<_> = case.context.faults.iter().filter(|fault| fault.id != case.id && fault.target != FaultTarget::Cell(own)).collect();
    let found = others.iter().filter_map(|fault| {
        let (FaultTarget::Cell(other), Some(value)) = (fault.target, &fault.value) else { return None };
        let printed = case.study.cell(other).figure()?;
        let here = Outcome { value: Value::Number(Interval::Point(printed.value().to_rational())), bounded: false };
        let fits_here = printed.value().to_string() == expected || case.expected().contains(&printed.value()) && case.fits(&here);
        let fits_there = Rounding::ALL.into_iter().any(|rounding| rounding.apply(value, figure.value().decimals()) == Some(figure.value()));
        let detail = format!("two cells changed places: {} belongs in {}", case.printed_text(), case.study.cell_name(other));
        (fits_here && fits_there).then(|| Explanation { detail, value: Some(expected.clone()), ways: times(others.len(), 1.0) })
    });
    found.collect()
}
