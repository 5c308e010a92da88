//! Which column percentages are shares of.

use crossfoot_core::Unit;

use super::super::bands::Numbers;
use super::super::relation::Work;
use super::super::words::{Role, mentions};

/// The counts of percentages: in the same cells, in the column before, of the same name, or in the
/// cells before, of which a few have a second number; else an amount that is called so.
pub(super) fn part_of<'a>(work: &Work<'a>, percent: &Numbers) -> Option<&'a Numbers> {
    if work.is_derived(percent.column) {
        return None;
    }
    let counts: Vec<&Numbers> =
        work.bands.columns.iter().filter(|part| *work.unit(part.column) == Unit::Count).collect();
    let found = counts
        .iter()
        .find(|part| work.share_cells(part.column, percent.column))
        .or_else(|| counts.iter().find(|part| part.column + 1 == percent.column))
        .or_else(|| counts.iter().find(|part| work.is_beside(part.column, percent.column)))
        .or_else(|| counts.iter().find(|part| part.column + 2 == percent.column));
    let found = found.copied().or_else(|| amount(work, percent));
    found.filter(|part| !work.closes_circle(percent.column, &[part.column]))
}

/// The measured amount of which a column called a share holds percentages: one that it names, or that
/// before it.
fn amount<'a>(work: &Work<'a>, percent: &Numbers) -> Option<&'a Numbers> {
    work.says(percent.column, Role::Share)?;
    let amounts = work.bands.columns.iter().filter(|part| {
        matches!(work.unit(part.column), Unit::Number | Unit::Measure(_))
            && !work.is_derived(part.column)
    });
    let amounts: Vec<&Numbers> = amounts.collect();
    let label = work.label(percent.column);
    let named = amounts.iter().find(|part| mentions(label, work.label(part.column)));
    named.or_else(|| amounts.iter().find(|part| part.column + 1 == percent.column)).copied()
}
