#![doc = include_str!("faulty_input.md")]

use crossfoot_core::formula::{Expr, Outcome, Value, evaluate};

use super::case::{Case, Explanation, scale, show, times};
use super::faults::Fault;
use crate::check::target_name;
use crossfoot_core::{CellId, Variable, say};

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(expr) = case.expr else { return Vec::new() };
    let mut inputs = Vec::new();
    expr.walk(&mut |part| inputs.extend(target(case, part)));
    inputs.sort();
    inputs.dedup();
    let faults: Vec<(Variable, &Fault)> = inputs
        .into_iter()
        .flat_map(|input| case.context.faults.about(input).iter().map(move |fault| (input, fault)))
        .filter(|(_, fault)| fault.id != case.id && is_derived(case, fault))
        .collect();
    let found = faults.iter().filter_map(|(input, fault)| {
        let value = fault.value.as_ref()?;
        let right = value.clone() * scale(case.study, fault.id);
        let other = expr.rewrite(&mut |part| {
            (target(case, part) == Some(*input)).then(|| Expr::Number(right.clone()))
        });
        let outcome = evaluate(&other, case.study, case.context.basis, case.id.row).ok()?;
        if outcome.bounded || !case.fits(&Outcome { value: outcome.value.clone(), bounded: false })
        {
            return None;
        }
        let (name, value) = (target_name(case.study, fault.id), crate::show::number(value, 4));
        let detail = match &outcome.value {
            Value::Number(result) => {
                say!(
                    "{} is wrong: by its own rule it should be {}, which gives {} here",
                    name,
                    value,
                    show(result)
                )
            }
            _ => say!("{} is wrong: by its own rule it should be {}", name, value),
        };
        Some(Explanation::new(detail, None, times(faults.len(), 1.0)))
    });
    found.collect()
}

/// Two printings of one figure that differ do not say which of them is wrong; only a rule that
/// derives the value does.
fn is_derived(case: &Case<'_>, fault: &Fault) -> bool {
    let formula = case.study.rules[fault.id.rule].formula.as_ref();
    formula.is_some_and(|formula| !matches!(formula.expr, Expr::Cell(..) | Expr::Claim(_)))
}

/// The cell or claim that a part of a formula reads.
fn target(case: &Case<'_>, part: &Expr) -> Option<Variable> {
    match part {
        Expr::Cell(column, row) => {
            Some(Variable::Cell(CellId { column: *column, row: row.resolve(case.id.row)? }))
        }
        Expr::Claim(claim) => Some(Variable::Claim(*claim)),
        _ => None,
    }
}
