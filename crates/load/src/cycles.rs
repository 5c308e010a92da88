//! Rules must not go in circles: a derived figure is derived in one direction only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossfoot_core::formula::{self, Expr};
use crossfoot_core::{CellId, ColumnId, Diagnostic, Rule, Study, Target, Variable};

use crate::Problems;

/// What is derived, or derived from: a cell, or in a coarser view a column; or what a claim
/// printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node<C> {
    Cell(C),
    Claim(usize),
}

/// What is derived by each rule, and from what; several rules may derive the same.
type Edges<'a, N> = BTreeMap<N, Vec<(&'a Rule, BTreeSet<N>)>>;

/// Reports a rule whose formula reads its own target, and rules that derive figures from each
/// other.
///
/// Claims are derived by their own formulas. A rule of the manifest that targets a claim is a
/// second way to the same figure, a cross-check, and closes no circle unless it reads its own
/// target. Nor does a rule on a whole that was inferred from the shares that rest on it.
///
/// Columns first: where no column depends on itself no cell can. Only rules within a circle of
/// columns are looked at cell by cell, so that a total row summed from the other rows of its own
/// column is not a circle.
pub(crate) fn check(study: &Study, problems: &mut Problems) {
    let mut columns: Edges<'_, Node<ColumnId>> = BTreeMap::new();
    for rule in study.rules.iter() {
        let target = match rule.target {
            Target::Column(column) => Node::Cell(column),
            Target::Cell(cell) => Node::Cell(cell.column),
            Target::Claim(claim) => Node::Claim(claim),
            Target::Condition(_) => continue,
        };
        let last = study.checked_rows(rule).last().flatten();
        let read = if counts_only_itself(study, rule) {
            Some(target).filter(|target| may_read(study, rule, *target)).into_iter().collect()
        } else {
            inputs(study, rule, last).into_iter().map(Node::coarse).collect()
        };
        columns.entry(target).or_default().push((rule, read));
    }
    let circular = circles(&columns);
    if circular.is_empty() {
        return;
    }
    let mut cells: Edges<'_, Node<CellId>> = BTreeMap::new();
    for rule in study.rules.iter() {
        for (target, row) in instances(study, rule) {
            if circular.contains(&target.coarse()) {
                let read = if counts_only_itself(study, rule) {
                    own_input(study, rule, row, target)
                } else {
                    inputs(study, rule, row)
                        .into_iter()
                        .filter(|input| circular.contains(&input.coarse()))
                        .collect()
                };
                cells.entry(target).or_default().push((rule, read));
            }
        }
    }
    let circular = circles(&cells);
    let mut reported = BTreeSet::new();
    for target in &circular {
        for (rule, read) in &cells[target] {
            let own = read.contains(target);
            if reported.contains(&rule.id) || !own && !reaches(&cells, &circular, read, *target) {
                continue;
            }
            reported.insert(&rule.id);
            let name = match *target {
                Node::Cell(cell) => study.cell_name(cell),
                Node::Claim(claim) => study.claims[claim].id.qualified(),
            };
            let message = if own {
                format!("rule `{}` reads its own target {name}", rule.id)
            } else {
                format!("rule `{}` is circular: {name} depends on itself", rule.id)
            };
            problems.push(
                Diagnostic::at(&rule.source, rule.span, message)
                    .help("state each relation once, in one direction"),
            );
        }
    }
}

impl Node<CellId> {
    const fn coarse(self) -> Node<ColumnId> {
        match self {
            Self::Cell(cell) => Node::Cell(cell.column),
            Self::Claim(claim) => Node::Claim(claim),
        }
    }
}

/// What the rule derives, and on which row.
fn instances(study: &Study, rule: &Rule) -> Vec<(Node<CellId>, Option<usize>)> {
    match rule.target {
        Target::Column(column) => {
            let rows = study.checked_rows(rule).flatten();
            rows.map(|row| (Node::Cell(CellId { column, row }), Some(row))).collect()
        }
        Target::Cell(cell) => vec![(Node::Cell(cell), None)],
        Target::Claim(claim) => vec![(Node::Claim(claim), None)],
        Target::Condition(_) => Vec::new(),
    }
}

/// The cells and claims that a rule reads on a row, without the cells that a filter of an aggregate
/// certainly leaves out.
fn inputs(study: &Study, rule: &Rule, row: Option<usize>) -> BTreeSet<Node<CellId>> {
    let mut read = BTreeSet::new();
    if let Some(formula) = &rule.formula {
        formula::inputs(&formula.expr, study, row, &mut |input| {
            read.insert(match input {
                Variable::Cell(cell) => Node::Cell(cell),
                Variable::Claim(claim) => Node::Claim(claim),
            });
        });
    }
    read
}

/// The target of a rule, if the rule reads it.
fn own_input(
    study: &Study,
    rule: &Rule,
    row: Option<usize>,
    target: Node<CellId>,
) -> BTreeSet<Node<CellId>> {
    let variable = match target {
        Node::Cell(cell) => Variable::Cell(cell),
        Node::Claim(claim) => Variable::Claim(claim),
    };
    let formula = rule.formula.iter();
    let own = formula.filter(|formula| formula::reads(&formula.expr, study, row, variable));
    own.map(|_| target).collect()
}

/// Whether a rule may read a column or claim, on whatever row.
fn may_read(study: &Study, rule: &Rule, target: Node<ColumnId>) -> bool {
    reads_part(rule, |part| match (part, target) {
        (Expr::Claim(claim), Node::Claim(target)) => *claim == target,
        (Expr::Cell(column, _) | Expr::Rank(column, ..), Node::Cell(target)) => *column == target,
        (Expr::Aggregate(aggregate), Node::Cell(target)) => {
            aggregate.table == target.table && aggregate.column == Some(target.column)
        }
        (Expr::Denominator(index, _), Node::Cell(target)) => {
            let whole = &study.denominators[*index];
            whole.part == target || whole.share == target
        }
        _ => false,
    })
}

/// Whether a rule closes a circle only if it reads its own target: a cross-check, or a rule about an
/// inferred whole.
fn counts_only_itself(study: &Study, rule: &Rule) -> bool {
    let cross_check =
        matches!(rule.target, Target::Claim(_)) && Arc::ptr_eq(&rule.source, &study.manifest);
    cross_check || reads_denominator(rule)
}

/// Whether a rule rests on a whole that was not printed: each share is checked against what the
/// others say of it, and none is derived from another.
fn reads_denominator(rule: &Rule) -> bool {
    reads_part(rule, |part| matches!(part, Expr::Denominator(..)))
}

fn reads_part(rule: &Rule, test: impl FnMut(&Expr) -> bool) -> bool {
    rule.formula.as_ref().is_some_and(|formula| formula.expr.any(test))
}

/// The circles, and what lies on the way from one to another.
fn circles<N: Ord + Copy>(edges: &Edges<'_, N>) -> BTreeSet<N> {
    let pairs = edges.iter().flat_map(|(target, rules)| {
        rules.iter().flat_map(|(_, read)| read).map(|input| (*target, *input))
    });
    let pairs: Vec<(N, N)> = pairs.filter(|(_, input)| edges.contains_key(input)).collect();
    let derived = left_over(&pairs);
    let flipped: Vec<(N, N)> = pairs
        .into_iter()
        .filter(|(a, b)| derived.contains(a) && derived.contains(b))
        .map(|(a, b)| (b, a))
        .collect();
    left_over(&flipped)
}

/// What is left when every first of a pair whose seconds are all gone is taken away, again and
/// again.
fn left_over<N: Ord + Copy>(pairs: &[(N, N)]) -> BTreeSet<N> {
    let mut waits: BTreeMap<N, usize> = BTreeMap::new();
    let mut readers: BTreeMap<N, Vec<N>> = BTreeMap::new();
    for (first, second) in pairs {
        *waits.entry(*first).or_default() += 1;
        readers.entry(*second).or_default().push(*first);
    }
    let mut free: Vec<N> =
        readers.keys().copied().filter(|node| !waits.contains_key(node)).collect();
    while let Some(node) = free.pop() {
        for reader in readers.get(&node).into_iter().flatten() {
            if let Some(count) = waits.get_mut(reader) {
                *count -= 1;
                if *count == 0 {
                    waits.remove(reader);
                    free.push(*reader);
                }
            }
        }
    }
    waits.into_keys().collect()
}

/// Whether what `from` is derived from, within `among`, includes `to`.
fn reaches<N: Ord + Copy>(
    edges: &Edges<'_, N>,
    among: &BTreeSet<N>,
    from: &BTreeSet<N>,
    to: N,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending: Vec<N> = from.iter().copied().collect();
    while let Some(next) = pending.pop() {
        if next == to {
            return true;
        }
        if among.contains(&next) && seen.insert(next) {
            pending.extend(edges[&next].iter().flat_map(|(_, read)| read));
        }
    }
    false
}
