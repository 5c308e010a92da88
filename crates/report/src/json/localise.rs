//! `crossfoot.localise/1`: which figures must change, and the proof, for machines. Stable in order; documented in `localise.md`
//! beside this file.
//!
#![doc = include_str!("localise.md")]

use crossfoot_audit::localise::{Component, Conflict, Proposal};
use crossfoot_audit::{Localisation, check_name};
use crossfoot_core::{Rational, Study, Variable};
use serde::Serialize;

use super::pretty::pretty;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.localise/1";

#[derive(Serialize)]
struct LocalisationJson<'a> {
    schema: &'static str,
    study: StudyJson<'a>,
    weight: String,
    solutions: String,
    at_least: Option<String>,
    components: Vec<ComponentJson<'a>>,
    conflicts: Vec<ConflictJson>,
    impossible: Option<ConflictJson>,
    considered: usize,
    left_out: Vec<LeftOutJson>,
}

#[derive(Serialize)]
struct StudyJson<'a> {
    id: &'a str,
}

#[derive(Serialize)]
struct ComponentJson<'a> {
    weight: String,
    complete: bool,
    sets: Vec<Vec<ChangeJson>>,
    conflicts: &'a [usize],
}

#[derive(Serialize)]
struct ChangeJson {
    target: String,
    value: Option<String>,
    only: bool,
}

#[derive(Serialize)]
struct ConflictJson {
    targets: Vec<String>,
    steps: Vec<StepJson>,
}

#[derive(Serialize)]
struct StepJson {
    check: String,
    requirement: usize,
    multiplier: String,
    assumed: Vec<String>,
}

#[derive(Serialize)]
struct LeftOutJson {
    check: String,
    reason: String,
}

/// A localisation as an object.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn localise(study: &Study, found: &Localisation) -> serde_json::Result<String> {
    let solutions = if found.impossible.is_some() { Rational::ZERO } else { found.solutions() };
    let json = LocalisationJson {
        schema: SCHEMA,
        study: StudyJson { id: &study.id },
        weight: exact(&found.weight()),
        at_least: found.at_least.as_ref().map(ToString::to_string),
        solutions: exact(&solutions),
        components: found
            .components
            .iter()
            .map(|component| component_json(study, component))
            .collect(),
        conflicts: found.conflicts.iter().map(|conflict| conflict_json(study, conflict)).collect(),
        impossible: found.impossible.as_ref().map(|conflict| conflict_json(study, conflict)),
        considered: found.considered,
        left_out: found
            .left_out
            .iter()
            .map(|(id, reason)| LeftOutJson {
                check: check_name(study, *id),
                reason: reason.describe(study).to_string(),
            })
            .collect(),
    };
    pretty(&json)
}

fn component_json<'a>(study: &Study, component: &'a Component) -> ComponentJson<'a> {
    let sets = component.sets.iter().zip(&component.values).map(|(set, values)| {
        let changes = set.iter().enumerate().map(|(at, variable)| {
            let proposal = values.as_ref().and_then(|values| values.get(at));
            change_json(study, *variable, proposal)
        });
        changes.collect()
    });
    ComponentJson {
        weight: exact(&component.weight),
        complete: component.complete,
        sets: sets.collect(),
        conflicts: &component.conflicts,
    }
}

fn change_json(study: &Study, variable: Variable, proposal: Option<&Proposal>) -> ChangeJson {
    ChangeJson {
        target: study.name(variable),
        value: proposal.and_then(|proposal| proposal.value.as_ref()).map(exact),
        only: proposal.is_some_and(|proposal| proposal.only),
    }
}

fn names(study: &Study, variables: &[Variable]) -> Vec<String> {
    variables.iter().map(|variable| study.name(*variable)).collect()
}

fn conflict_json(study: &Study, conflict: &Conflict) -> ConflictJson {
    let steps = conflict.steps.iter().map(|step| StepJson {
        check: check_name(study, step.check),
        requirement: step.requirement,
        multiplier: exact(&step.multiplier),
        assumed: names(study, &step.assumed),
    });
    ConflictJson { targets: names(study, &conflict.variables), steps: steps.collect() }
}

/// A decimal of at most 18 places where that is exact, else a fraction.
pub(super) fn exact(value: &Rational) -> String {
    const PLACES: u32 = 18;
    match value.to_decimal_text(PLACES) {
        (text, false) => text.trim_end_matches('0').trim_end_matches('.').replace('−', "-"),
        (_, true) => value.to_string(),
    }
}
