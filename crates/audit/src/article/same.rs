//! Candidates that say the same of a numeral, as the rules of their tables show. Those of one row
//! that print it were one when they were judged.

#![expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]

use std::collections::BTreeSet;

use crossfoot_core::{CellId, Study, Variable};

use super::{Candidate, Operation};
use crate::readers::{checks_about, inputs_of};

/// Joins a printed figure with what a rule of its table computes it from: where the numeral prints
/// both or neither, it says the same of both. One that prints neither is compared with what is
/// computed, which is more exact.
pub(super) fn join_computed(study: &Study, candidates: &mut Vec<Candidate>) {
    let printed = candidates.iter().enumerate().filter_map(|(at, one)| match one.cells[..] {
        [cell] if one.operation == Operation::Value => Some((at, cell)),
        _ => None,
    });
    let mut joined = Vec::new();
    for (at, cell) in printed {
        let rules = computations(study, cell);
        let same = (0..candidates.len()).filter(|other| {
            *other != at && is_computation(&candidates[*other], &candidates[at], cell, &rules)
        });
        joined.extend(same.map(|other| (at, other)));
    }
    let computed: BTreeSet<usize> = joined.iter().map(|(_, computed)| *computed).collect();
    joined.retain(|(at, _)| !computed.contains(at));
    let mut left_out = BTreeSet::new();
    for (printed, computed) in joined {
        let (kept, other) =
            if candidates[printed].prints { (printed, computed) } else { (computed, printed) };
        if left_out.insert(other) {
            candidates[kept].probability += candidates[other].probability;
        }
    }
    let mut at = 0..;
    candidates.retain(|_| at.next().is_none_or(|at| !left_out.contains(&at)));
}

/// Whether a candidate computes what another prints in a cell: from what a rule reads, or, where
/// neither is the numeral, as a share or change of figures of the same row.
fn is_computation(
    one: &Candidate,
    printed: &Candidate,
    cell: CellId,
    rules: &[BTreeSet<CellId>],
) -> bool {
    let derived = matches!(one.operation, Operation::Share | Operation::Change);
    let in_row = one.cells.iter().all(|other| {
        other.row == cell.row && other.column.table == cell.column.table && *other != cell
    });
    let cells: BTreeSet<CellId> = one.cells.iter().copied().collect();
    one.prints == printed.prints
        && one.unit == printed.unit
        && one.value.meets(&printed.value)
        && (rules.contains(&cells) || derived && in_row && !one.prints && !cells.is_empty())
}

/// The cells from which each rule about a cell computes it.
fn computations(study: &Study, cell: CellId) -> Vec<BTreeSet<CellId>> {
    let computed = checks_about(study, cell).map(|id| {
        let inputs = inputs_of(study, id).into_iter();
        let cells = inputs.filter_map(|input| match input {
            Variable::Cell(cell) => Some(cell),
            Variable::Claim(_) => None,
        });
        cells.collect()
    });
    computed.collect()
}
