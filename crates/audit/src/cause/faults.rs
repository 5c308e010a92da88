//! All targets of a study that disagree with their rules, found by target, so that studies with
//! many faults stay quick.

use std::collections::BTreeMap;

use crossfoot_core::formula::inputs;
use crossfoot_core::{Rational, Study, Variable};

use crate::check::Check;
use crate::check::check_name;
use crate::{CheckId, Recomputed};

/// A target that disagrees with its rule.
pub(crate) struct Fault {
    pub(crate) id: CheckId,
    /// The single value that the rule gives, if it gives one, in the printed unit and scale.
    pub(crate) value: Option<Rational>,
}

/// Faults by target.
pub(crate) struct Faults(BTreeMap<Variable, Vec<Fault>>);

impl Faults {
    pub(crate) fn from_checks<'a>(
        study: &Study,
        checks: impl Iterator<Item = (CheckId, &'a Check)>,
    ) -> Self {
        let mut faults = BTreeMap::<_, Vec<Fault>>::new();
        for (id, check) in checks {
            let value = match &check.recomputed {
                Ok(Recomputed::Number(value)) => value.as_point().cloned(),
                _ => None,
            };
            if let Some(target) = study.rules[id.rule].variable(id.row) {
                faults.entry(target).or_default().push(Fault { id, value });
            }
        }
        Self(faults)
    }

    /// The faults of a target.
    pub(crate) fn about(&self, target: Variable) -> &[Fault] {
        self.0.get(&target).map_or(&[], Vec::as_slice)
    }

    /// The names of checks that found inputs of `id` at fault, without its own.
    pub(crate) fn among_inputs(&self, study: &Study, id: CheckId) -> Vec<String> {
        let Some(formula) = &study.rules[id.rule].formula else { return Vec::new() };
        let mut names = Vec::new();
        inputs(&formula.expr, study, id.row, &mut |input| {
            names.extend(
                self.about(input)
                    .iter()
                    .filter(|fault| fault.id != id)
                    .map(|fault| check_name(study, fault.id)),
            );
        });
        names.dedup();
        names
    }
}
