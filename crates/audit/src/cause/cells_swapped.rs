#![doc = include_str!("cells_swapped.md")]

use crossfoot_core::{CellId, ColumnId, Rounding, Study, Variable};

use super::case::{Case, Explanation, times};
use super::faults::Fault;

/// Rows up and down that a figure may have strayed.
const REACH: usize = 20;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(Variable::Cell(own)), Some((figure, _)), Some(expected)) = (case.target(), case.figure(), case.expected_text()) else {
        return Vec::new();
    };
    let right = case.expected();
    let others: Vec<(CellId, &Fault)> = neighbours(case.study, own)
        .flat_map(|cell| case.context.faults.about(Variable::Cell(cell)).iter().map(move |fault| (cell, fault)))
        .collect();
    let found = others.iter().filter_map(|(other, fault)| {
        let (other, value) = (*other, fault.value.as_ref()?);
        let printed = case.study.cell(other).figure()?;
        // Numbers first: making texts is slow.
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

/// The cells of the same row, and of the same column nearby.
fn neighbours(study: &Study, own: CellId) -> impl Iterator<Item = CellId> {
    let table = own.column.table;
    let columns = (0..study.tables[table].columns.len()).map(move |column| CellId { column: ColumnId { table, column }, row: own.row });
    let rows = own.row.saturating_sub(REACH)..study.tables[table].rows().min(own.row + REACH + 1);
    columns.chain(rows.map(move |row| CellId { column: own.column, row })).filter(move |cell| *cell != own)
}
