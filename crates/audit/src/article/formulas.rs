//! Drafted formulas as the language understands them.

use crossfoot_core::formula::{self, Formula, Published, Scope, Truth, Value};
use crossfoot_core::{Interval, Study, Unit};

/// Unit and value of a formula, if it has a number.
pub(super) fn number(study: &Study, text: &str) -> Option<(Unit, Interval)> {
    let compiled = compiled(study, text)?;
    let formula::Type::Number(unit) = &compiled.ty else { return None };
    let published = Published::default();
    let outcome = formula::evaluate(&compiled.expr, study, &published, None).ok()?;
    let Value::Number(value) = outcome.value else { return None };
    Some((unit.clone().unwrap_or(Unit::Number), value))
}

/// Whether a condition holds, if it can be evaluated.
pub(super) fn holds(study: &Study, text: &str) -> Option<Truth> {
    let compiled = compiled(study, text)?;
    let published = Published::default();
    match formula::evaluate(&compiled.expr, study, &published, None).ok()?.value {
        Value::Truth(truth) => Some(truth),
        _ => None,
    }
}

fn compiled(study: &Study, text: &str) -> Option<Formula> {
    let scope = Scope {
        tables: &study.tables,
        claims: &study.claims,
        denominators: &study.denominators,
        row: None,
        at: None,
        this: None,
    };
    formula::parse(text).and_then(|node| formula::resolve(&node, &scope)).ok()
}
