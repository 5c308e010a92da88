//! What is wrong, in sentences: what the rule says with its figures, who says otherwise, and what
//! happened.

use crossfoot_audit::root::{Blamed, Remedy, RootCause};
use crossfoot_audit::{Finding, Recomputed, Record, place_name, show};
use crossfoot_core::formula::Expr;
use crossfoot_core::{Phrase, Study, pattern, say};

use super::Sources;
use crate::disagreement::{convincing, is_statement};
use crate::values;
use crate::view::{figure_of, printed_figure};

/// Places that confirm a correction and are named.
const MOST_PLACES: usize = 3;

/// What is wrong with a figure that a root cause blames.
pub(super) fn of_root(sources: Sources<'_>, root: &RootCause) -> Vec<Phrase> {
    let Sources { study, audit, corrected: (after, audited), .. } = sources;
    let is_wording = root.remedies.first().is_some_and(Remedy::is_wording);
    let first = root.explains.first().map(|id| audit.record(study, *id));
    let rule = match (root.own_check(study), root.blamed) {
        // The authors computed what they say from what they printed.
        (Some(id), _) if is_wording => reckoned(&audit.record(study, id)),
        (Some(id), _) => reckoned(&audited.record(after, id)),
        (None, Blamed::Column(_)) => first.as_ref().and_then(reckoned),
        (None, _) => first.as_ref().and_then(contradicted),
    };
    let confirmed = confirmed(study, root).into_iter().chain(computed_from(study, root));
    let happened = root.kind.cause().map(|kind| Phrase::from_pattern(kind.sentence()));
    rule.into_iter().chain(confirmed).chain(happened).collect()
}

/// What is wrong with what a finding is about, where no root cause explains it.
pub(super) fn of_finding(record: &Record<'_>, finding: &Finding) -> Vec<Phrase> {
    let happened = convincing(finding).map(|cause| {
        let sentence = Phrase::from_pattern(cause.kind.sentence());
        say!("{} ({})", sentence, values::probability(cause.probability))
    });
    let said = if is_statement(record) { Some(compared(record)) } else { reckoned(record) };
    said.into_iter().chain(happened).collect()
}

/// The rule and what its figures give: `the four categories add up to the total: 1,427 + 92 + 10 +
/// 3,853 = 5,382`.
fn reckoned(record: &Record<'_>) -> Option<Phrase> {
    let study = record.study();
    let rule = record.rule();
    let expr = rule.formula.as_ref().map(|formula| &formula.expr)?;
    let result = result(record)?;
    // What is printed in thousands is not what is written with other figures.
    let in_units = record.variable().is_none_or(|variable| study.scale(variable) == 1);
    let arithmetic = in_units.then(|| expr.arithmetic(study, record.id.row)).flatten();
    let computed = match (expr, arithmetic) {
        (Expr::Claim(_) | Expr::Cell(..), _) => say!("{}: {}", other_place(record)?, result),
        (_, Some(arithmetic)) => say!("{} = {}", arithmetic, result),
        (_, None) => say!("recomputed: {}", result),
    };
    // What a claim says stands beside it.
    Some(if rule.own_claim().is_some() { computed } else { say!("{}: {}", &rule.label, computed) })
}

/// The same of a check of another figure, with what that figure prints.
fn contradicted(record: &Record<'_>) -> Option<Phrase> {
    let reckoned = reckoned(record)?;
    let printed = values::published(record);
    Some(match record.variable().filter(|_| !printed.is_empty()) {
        Some(variable) => {
            let place = place_name(record.study(), variable);
            say!("{}, but {} has {}", reckoned, place, printed)
        }
        None => reckoned,
    })
}

/// The place of the one figure that another repeats.
pub(super) fn other_place(record: &Record<'_>) -> Option<Phrase> {
    record.inputs().first().map(|input| place_name(record.study(), *input))
}

/// What was recomputed, with its unit.
pub(super) fn result(record: &Record<'_>) -> Option<Phrase> {
    match &record.recomputed {
        Ok(Recomputed::Number(value)) => {
            let shown = show::interval(value, values::shown_decimals(record));
            Some(match record.variable() {
                Some(variable) => record.study().unit(variable).quantity(shown),
                None => shown,
            })
        }
        Ok(Recomputed::Nothing) | Err(_) => None,
        Ok(_) => Some(values::recomputed(record)),
    }
}

/// The figures that a statement in words compares.
fn compared(record: &Record<'_>) -> Phrase {
    let figures = record.inputs().into_iter().map(|input| {
        let (study, place) = (record.study(), place_name(record.study(), input));
        say!("{}: {}", place, printed_figure(study, input))
    });
    let figures: Vec<Phrase> = figures.take(MOST_PLACES).collect();
    match figures.is_empty() {
        true => values::recomputed(record),
        false => Phrase::joined(pattern!("; "), figures),
    }
}

/// That what was meant to be printed was itself computed from a misprint.
fn computed_from(study: &Study, root: &RootCause) -> Option<Phrase> {
    let places: Vec<Phrase> =
        root.computed_from.iter().map(|variable| place_name(study, *variable)).collect();
    let Blamed::Figure(variable) = root.blamed else { return None };
    let meant = figure_of(study, variable, root.meant.filter(|_| !places.is_empty())?);
    Some(say!("{} was meant, computed from the misprint of {}", meant, Phrase::list(places)))
}

/// The places that print the right value already.
fn confirmed(study: &Study, root: &RootCause) -> Option<Phrase> {
    let right = root.right.as_ref()?;
    let same = root.untouched.iter().filter(|variable| {
        study.printed(**variable).figure().is_some_and(|figure| figure.value() == *right)
    });
    let places: Vec<Phrase> =
        same.take(MOST_PLACES).map(|variable| place_name(study, *variable)).collect();
    (!places.is_empty()).then(|| say!("{} also has {}", Phrase::list(places), right.to_string()))
}
