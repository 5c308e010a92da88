//! Rules must not go in circles: a derived figure is derived in one direction only.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{CellId, ColumnId, Diagnostic, Rule, Study, Target};

use crate::Problems;

/// Reports a rule whose formula reads its own target, and rules that derive figures from each other.
///
/// Columns first: where no column depends on itself no cell can. Only rules within a circle of columns are looked at cell by cell, so that a
/// total row summed from the other rows of its own column is no circle.
pub(crate) fn check(study: &Study, problems: &mut Problems) {
    let mut columns: BTreeMap<ColumnId, BTreeSet<ColumnId>> = BTreeMap::new();
    for rule in &study.rules {
        if let Some(target) = target_column(rule) {
            let last = study.tables[target.table].rows().checked_sub(1);
            columns.entry(target).or_default().extend(inputs(study, rule, last).into_iter().map(|cell| cell.column));
        }
    }
    let circular: BTreeSet<ColumnId> = columns.keys().copied().filter(|column| reaches(&columns, *column, *column)).collect();
    if circular.is_empty() {
        return;
    }
    let mut cells: BTreeMap<CellId, BTreeSet<CellId>> = BTreeMap::new();
    let mut owner: BTreeMap<CellId, &Rule> = BTreeMap::new();
    for rule in study.rules.iter().filter(|rule| target_column(rule).is_some_and(|column| circular.contains(&column))) {
        for (target, row) in instances(study, rule) {
            cells.entry(target).or_default().extend(inputs(study, rule, row).into_iter().filter(|cell| circular.contains(&cell.column)));
            owner.entry(target).or_insert(rule);
        }
    }
    let mut told = BTreeSet::new();
    for start in cells.keys() {
        let rule = owner[start];
        if reaches(&cells, *start, *start) && told.insert(&rule.id) {
            let own = cells[start].contains(start);
            let name = study.cell_name(*start);
            let message = if own {
                format!("rule `{}` reads its own target {name}", rule.id)
            } else {
                format!("rule `{}` is part of a circle: {name} is derived from itself", rule.id)
            };
            problems.push(Diagnostic::at(&rule.source, rule.span, message).help("state each relation once, in one direction"));
        }
    }
}

fn target_column(rule: &Rule) -> Option<ColumnId> {
    match rule.target {
        Target::Column(column) => Some(column),
        Target::Cell(cell) => Some(cell.column),
        Target::Claim(_) | Target::Condition(_) => None,
    }
}

fn instances(study: &Study, rule: &Rule) -> Vec<(CellId, Option<usize>)> {
    match rule.target {
        Target::Column(column) => (0..study.tables[column.table].rows()).map(|row| (CellId { column, row }, Some(row))).collect(),
        Target::Cell(cell) => vec![(cell, None)],
        Target::Claim(_) | Target::Condition(_) => Vec::new(),
    }
}

/// The cells that a rule reads on a row, without those that a filter of an aggregate certainly leaves out.
fn inputs(study: &Study, rule: &Rule, row: Option<usize>) -> BTreeSet<CellId> {
    let mut cells = BTreeSet::new();
    if let Some(formula) = &rule.formula {
        crossfoot_core::formula::inputs(&formula.expr, study, row, &mut |cell| {
            cells.insert(cell);
        });
    }
    cells
}

/// Whether a walk along the edges leads from `from` to `to`.
fn reaches<K: Ord + Copy>(edges: &BTreeMap<K, BTreeSet<K>>, from: K, to: K) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending: Vec<K> = edges.get(&from).into_iter().flatten().copied().collect();
    while let Some(next) = pending.pop() {
        if next == to {
            return true;
        }
        if seen.insert(next) {
            pending.extend(edges.get(&next).into_iter().flatten());
        }
    }
    false
}
