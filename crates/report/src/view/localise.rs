//! `crossfoot localise`: the lightest sets of figures whose change satisfies every rule, values
//! that would do, and why no lighter set can.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_audit::localise::{Component, Conflict, Proposal};
use crossfoot_audit::root::{self, Blamed, RootCause};
use crossfoot_audit::{Localisation, RootCauses, check_name, show};
use crossfoot_core::{Phrase, Study, Variable, say};

use super::{caption, count, spaced, thousands};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Sets told of one component.
const MOST_SETS: usize = 20;
/// Contradictions told of one component, names told in one line.
const MOST_NAMES: usize = 12;
/// Decimals told beyond those that a figure prints.
const MORE_DECIMALS: u32 = 2;

/// What localisation found.
pub fn localise(study: &Study, found: &Localisation, roots: &RootCauses) -> Document {
    let mut document = Document::default();
    document.heading(
        1,
        Line::toned(study.id.clone(), Tone::Code).then(spaced(&study.title), Tone::Plain),
    );
    document.paragraph(answer(found));
    if !found.components.is_empty() {
        document.paragraph(Line::toned(
            say!(
                "This assumes that as few figures as possible are wrong, however probable each error is; `check` weighs that."
            ),
            Tone::Muted,
        ));
    }
    let scope = say!(
        "{} took part, {} could not",
        count::checks(found.considered),
        thousands(found.left_out.len())
    );
    document.list(vec![Line::toned(scope, Tone::Muted)]);
    if let Some(conflict) = &found.impossible {
        document.heading(2, say!("No allowed change resolves this"));
        document.list(vec![contradiction(study, conflict)]);
    }
    for component in &found.components {
        self::component(&mut document, study, found, component);
    }
    beside(&mut document, study, found, roots);
    left_out(&mut document, study, found);
    document
}

/// What `check` finds most probable, where that is none of the lightest changes.
fn beside(document: &mut Document, study: &Study, found: &Localisation, roots: &RootCauses) {
    let probable: Vec<&RootCause> = roots
        .errors()
        .into_iter()
        .filter(|error| matches!(error.blamed, Blamed::Figure(_)) && error.right.is_some())
        .collect();
    let named: BTreeSet<Variable> = probable
        .iter()
        .filter_map(|error| match error.blamed {
            Blamed::Figure(variable) => Some(variable),
            Blamed::Column(_) | Blamed::Rule(_) => None,
        })
        .collect();
    let among = found.components.iter().all(|component| {
        component.sets.iter().any(|set| set.iter().all(|variable| named.contains(variable)))
    });
    let least: usize =
        found.components.iter().filter_map(|component| component.sets.first()).map(Vec::len).sum();
    if found.components.is_empty() || probable.is_empty() || among && named.len() == least {
        return;
    }
    document.heading(2, say!("`check` finds something else most probable"));
    document.paragraph(say!(
        "It weighs how errors are made, and follows them into the figures that were computed from them."
    ));
    let lines = probable.iter().filter_map(|error| {
        let Blamed::Figure(variable) = error.blamed else { return None };
        let right = match error.remedies.first().map(|remedy| &remedy.proposal) {
            Some(root::Proposal::Wording(wording)) => wording.phrase(study),
            Some(root::Proposal::Value { value, .. }) => {
                study.unit(variable).quantity(value.to_string())
            }
            None => study.unit(variable).quantity(error.right?.to_string()),
        };
        let line =
            say!("{}, printed {}: {}", study.name(variable), printed(study, variable), right);
        let probability = spaced(say!("({})", values::probability(error.probability)));
        Some(Line::from(line).then(probability, Tone::Muted))
    });
    document.list(lines.collect());
}

/// The one sentence that a reader may quote.
fn answer(found: &Localisation) -> Line {
    if found.impossible.is_some() {
        return Line::toned(
            say!("No change of the figures that may change satisfies every rule."),
            Tone::Bad,
        );
    }
    if found.components.is_empty() {
        return Line::toned(
            say!("Every rule that took part is satisfied by the reported figures."),
            Tone::Good,
        );
    }
    let least: usize =
        found.components.iter().filter_map(|component| component.sets.first()).map(Vec::len).sum();
    let weight = show::number(&found.weight(), 6);
    let weight = if weight == thousands(least) {
        Phrase::default()
    } else {
        say!(", of weight {},", weight)
    };
    if let Some(at_least) = &found.at_least {
        return Line::toned(
            say!(
                "The search was stopped. Changing {}{} satisfies every rule; every change that does weighs at least {}, and not all were tried.",
                count::figures(least),
                weight,
                show::number(at_least, 6)
            ),
            Tone::Note,
        );
    }
    let solutions = found.solutions();
    let ways = match found.components.iter().all(|component| component.complete) {
        true if solutions == crossfoot_core::Rational::ONE => say!("in one way only"),
        true => say!("in {} ways", show::number(&solutions, 0)),
        false => say!("in more than {} ways", show::number(&solutions, 0)),
    };
    Line::toned(
        say!(
            "Changing {}{} satisfies every rule, {}; no lighter change does.",
            count::figures(least),
            weight,
            ways
        ),
        Tone::Note,
    )
}

fn component(document: &mut Document, study: &Study, found: &Localisation, component: &Component) {
    let figures = component.sets.first().map_or(0, Vec::len);
    let weight = show::number(&component.weight, 6);
    let weight = if weight == thousands(figures) {
        Phrase::default()
    } else {
        say!(", of weight {}", weight)
    };
    let title = match component.sets.len() {
        1 if component.complete => {
            say!("{} would have to change{}", count::figures(figures), weight)
        }
        sets => say!("One of {} of {}{}", count::sets(sets), count::figures(figures), weight),
    };
    document.heading(2, title);
    let rows = component.sets.iter().zip(&component.values).take(MOST_SETS).map(|(set, values)| {
        let figures = set.iter().enumerate();
        let proposals =
            figures.map(|(at, variable)| (variable, values.as_ref().and_then(|all| all.get(at))));
        vec![
            set.iter().map(|variable| Line::toned(study.name(*variable), Tone::Code)).collect(),
            set.iter().map(|variable| Line::from(printed(study, *variable))).collect(),
            proposals.map(|(variable, proposal)| value(study, *variable, proposal)).collect(),
        ]
    });
    let header = [say!("change"), say!("printed"), say!("to")].map(Line::from).to_vec();
    document.table(Table {
        header,
        align: vec![Align::Left, Align::Right, Align::Left],
        rows: rows.collect(),
    });
    let untold = component.sets.len().saturating_sub(MOST_SETS);
    let mut lines = Vec::new();
    if untold > 0 {
        lines.push(Line::toned(
            say!("and {} not shown; `--format json` has them", count::sets(untold)),
            Tone::Muted,
        ));
    }
    if !component.complete {
        lines.push(Line::toned(say!("and more that were not searched"), Tone::Muted));
    }
    document.list(lines);
    if found.at_least.is_some() {
        return;
    }
    let reason = match component.conflicts.len() {
        1 => say!("No lighter change is enough, because these figures cannot all be correct:"),
        _ => say!(
            "No lighter change is enough, because in each of these lines the figures cannot all be correct:"
        ),
    };
    document.paragraph(reason);
    let told =
        component.conflicts.iter().take(MOST_NAMES).filter_map(|at| found.conflicts.get(*at));
    let mut lines: Vec<Line> = told.map(|conflict| contradiction(study, conflict)).collect();
    if component.conflicts.len() > MOST_NAMES {
        lines.push(Line::toned(
            say!("and {} more", thousands(component.conflicts.len() - MOST_NAMES)),
            Tone::Muted,
        ));
    }
    document.list(lines);
}

/// The figures of a contradiction and the checks that bring it about.
fn contradiction(study: &Study, conflict: &Conflict) -> Line {
    let names: Vec<String> =
        conflict.variables.iter().map(|variable| study.name(*variable)).collect();
    let mut checks: Vec<String> =
        conflict.steps.iter().map(|step| check_name(study, step.check)).collect();
    checks.dedup();
    Line::toned(super::names(&names, MOST_NAMES), Tone::Code)
        .then(spaced(say!("by {}", super::names(&checks, MOST_NAMES))), Tone::Muted)
}

fn printed(study: &Study, variable: Variable) -> Phrase {
    match (study.printed(variable).figure(), variable, &study.claims_source) {
        (Some(figure), ..) => {
            study.unit(variable).quantity(format!("{}{}", figure.qualifier.sign(), figure.value()))
        }
        (None, Variable::Claim(claim), Some(source)) => {
            source.field(study.claims[claim].span).trim().into()
        }
        _ => Phrase::default(),
    }
}

fn value(study: &Study, variable: Variable, proposal: Option<&Proposal>) -> Line {
    let Some(proposal) = proposal else {
        return Line::toned(say!("no values were found"), Tone::Note);
    };
    let Some(value) = &proposal.value else { return Line::from(say!("other words")) };
    let decimals = study
        .printed(variable)
        .figure()
        .map_or(0, |figure| u32::try_from(figure.value().decimals()).unwrap_or(0));
    let text = study.unit(variable).quantity(show::number(value, decimals + MORE_DECIMALS));
    let how = if proposal.only { say!("would have to be") } else { say!("for example") };
    Line::toned(caption(how), Tone::Muted).then(text, Tone::Strong)
}

/// The checks that took no part, by reason.
fn left_out(document: &mut Document, study: &Study, found: &Localisation) {
    let mut reasons: BTreeMap<String, (Phrase, Vec<String>)> = BTreeMap::new();
    for (id, reason) in &found.left_out {
        let reason = reason.describe(study);
        reasons
            .entry(reason.to_string())
            .or_insert_with(|| (reason, Vec::new()))
            .1
            .push(check_name(study, *id));
    }
    if !reasons.is_empty() {
        document.heading(2, say!("{} that took no part", count::checks(found.left_out.len())));
    }
    let lines = reasons.into_values().map(|(reason, checks)| {
        Line::toned(say!("{}: ", reason), Tone::Plain)
            .then(super::names(&checks, MOST_NAMES), Tone::Muted)
    });
    document.list(lines.collect());
}
