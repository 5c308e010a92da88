//! All targets of a study that disagree with their rules, found by target, so that studies with many faults stay quick.

use std::collections::BTreeMap;

use crossfoot_core::formula::{Expr, inputs};
use crossfoot_core::{CellId, Rational, Study, Target};

use crate::check::check_name;
use crate::{Check, CheckId, Recomputed};

/// A target that disagrees with its rule.
pub(crate) struct Fault {
    pub(crate) id: CheckId,
    /// The single value that the rule gives, if it gives one, in the printed unit and scale.
    pub(crate) value: Option<Rational>,
}

/// The cell or claim of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FaultTarget {
    Cell(CellId),
    Claim(usize),
    None,
}

/// What a check's rule is about.
pub(crate) fn fault_target(study: &Study, id: CheckId) -> FaultTarget {
    match study.rules[id.rule].target {
        Target::Column(column) => FaultTarget::Cell(CellId { column, row: id.row.unwrap_or(0) }),
        Target::Cell(cell) => FaultTarget::Cell(cell),
        Target::Claim(claim) => FaultTarget::Claim(claim),
        Target::Condition(_) => FaultTarget::None,
    }
}

/// Faults by target.
pub(crate) struct Faults(BTreeMap<FaultTarget, Vec<Fault>>);

impl Faults {
    pub(crate) fn of<'a>(study: &Study, checks: impl Iterator<Item = (CheckId, &'a Check)>) -> Self {
        let mut faults = BTreeMap::<_, Vec<Fault>>::new();
        for (id, check) in checks {
            let value = match &check.recomputed {
                Ok(Recomputed::Number(value)) => value.as_point().cloned(),
                _ => None,
            };
            let target = fault_target(study, id);
            if target != FaultTarget::None {
                faults.entry(target).or_default().push(Fault { id, value });
            }
        }
        Self(faults)
    }

    /// The faults of a target.
    pub(crate) fn about(&self, target: FaultTarget) -> &[Fault] {
        self.0.get(&target).map_or(&[], Vec::as_slice)
    }

    /// The names of checks that found inputs of `id` at fault, without its own.
    pub(crate) fn among_inputs(&self, study: &Study, id: CheckId) -> Vec<String> {
        let Some(formula) = &study.rules[id.rule].formula else { return Vec::new() };
        let mut names = Vec::new();
        let mut add = |target| names.extend(self.about(target).iter().filter(|fault| fault.id != id).map(|fault| check_name(study, fault.id)));
        inputs(&formula.expr, study, id.row, &mut |cell| add(FaultTarget::Cell(cell)));
        formula.expr.walk(&mut |part| {
            if let Expr::Claim(claim) = part {
                add(FaultTarget::Claim(*claim));
            }
        });
        names.dedup();
        names
    }
}
