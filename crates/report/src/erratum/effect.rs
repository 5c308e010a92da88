//! Whether a correction changes a conclusion.

use std::collections::BTreeSet;

use crossfoot_audit::root::Blamed;
use crossfoot_audit::{Record, place_name};
use crossfoot_core::{CellId, ColumnId, Conclusion, Phrase, Question, Study, Unit, Variable, say};
use crossfoot_stats::{Analysis, Comparison, Drawn, Estimate};

use super::Sources;
use crate::disagreement::is_statement;
use crate::view::statistic_size;

/// What happens to the conclusions and statements that read some figures when these are corrected.
pub(super) fn of_root(
    sources: Sources<'_>,
    blamed: Blamed,
    changed: &BTreeSet<Variable>,
) -> Vec<Phrase> {
    let study = sources.study;
    let read = study.conclusions.iter().filter(|conclusion| reads(study, conclusion, changed));
    let conclusions = read.filter_map(|conclusion| of_conclusion(sources, conclusion));
    let effect: Vec<Phrase> = conclusions.chain(of_statements(sources, changed)).collect();
    let in_words = study.claims.iter().any(|claim| claim.unit == Unit::Truth);
    match blamed {
        _ if !effect.is_empty() => effect,
        Blamed::Figure(Variable::Claim(_)) => vec![say!("only this statement")],
        // Nothing could change.
        _ if study.conclusions.is_empty() && !in_words => Vec::new(),
        _ => vec![say!("no change")],
    }
}

/// A statement in words that does not hold.
pub(super) fn of_statement(record: &Record<'_>) -> Vec<Phrase> {
    is_statement(record).then(|| say!("yes: this statement does not hold")).into_iter().collect()
}

/// Whether a conclusion reads one of some figures.
fn reads(study: &Study, conclusion: &Conclusion, changed: &BTreeSet<Variable>) -> bool {
    match &conclusion.question {
        Question::Change { from, to, of } => {
            let wholes = of.iter().flat_map(|column| {
                [from, to].map(|cell| CellId { column: *column, row: cell.row })
            });
            let mut cells = [*from, *to].into_iter().chain(wholes);
            cells.any(|cell| changed.contains(&Variable::Cell(cell)))
        }
        Question::Group { ranking, .. } => {
            let ranking = &study.rankings[*ranking];
            let share = ColumnId { table: ranking.table, column: ranking.share };
            changed
                .iter()
                .any(|variable| matches!(variable, Variable::Cell(cell) if cell.column == share))
        }
    }
}

/// A conclusion before and after.
fn of_conclusion(sources: Sources<'_>, conclusion: &Conclusion) -> Option<Phrase> {
    let [published, corrected] =
        ["published", "corrected"].map(|basis| answer(sources.analysis, &conclusion.id, basis));
    let (before, now) = (size(published), size(corrected));
    let (_, drawn) = corrected?;
    let label = conclusion.label.as_str();
    match drawn.comparison.is_none_or(Comparison::is_unchanged) {
        true if before == now => None,
        true => Some(say!("no: {}: {} instead of {}", label, now, before)),
        false => Some(say!("yes: {}: {} instead of {}", label, now, before)),
    }
}

/// The answer to a conclusion on one basis, and its estimate.
pub(crate) fn answer<'a>(
    analysis: &'a Analysis,
    conclusion: &str,
    basis: &str,
) -> Option<(&'a Estimate, &'a Drawn)> {
    let estimates = analysis.sections.iter().flat_map(|section| &section.estimates);
    let mut drawn = estimates.filter_map(|estimate| Some((estimate, estimate.drawn.as_ref()?)));
    drawn.find(|(_, drawn)| drawn.answers(conclusion, basis))
}

/// The size of an answer; nothing where there is none.
pub(crate) fn size(answer: Option<(&Estimate, &Drawn)>) -> Phrase {
    let value = answer.and_then(|(estimate, _)| Some((estimate, estimate.result.as_ref().ok()?)));
    value.map(|(estimate, value)| statistic_size(estimate, value)).unwrap_or_default()
}

/// Statements in words that hold on one basis only.
fn of_statements(sources: Sources<'_>, changed: &BTreeSet<Variable>) -> Vec<Phrase> {
    let Sources { study, audit, corrected: (_, after), .. } = sources;
    let turned = audit
        .checks()
        .filter(|(id, verdict)| verdict.disagrees() != after.verdict(*id).disagrees())
        .map(|(id, _)| audit.record(study, id))
        .filter(is_statement)
        .filter(|record| record.inputs().iter().any(|input| changed.contains(input)));
    let said = turned.filter_map(|record| {
        let place = place_name(study, record.variable()?);
        Some(match record.verdict.disagrees() {
            true => say!("yes: a statement of {} holds now", place),
            false => say!("yes: a statement of {} no longer holds", place),
        })
    });
    said.collect()
}
