//! Whether a correction changes a conclusion.

use std::collections::BTreeSet;

use crossfoot_audit::root::Blamed;
use crossfoot_audit::{Audit, CheckId, Record, place_name};
use crossfoot_core::{CellId, ColumnId, Conclusion, Phrase, Question, Study, Unit, Variable, say};
use crossfoot_stats::{Analysis, Comparison, Drawn, Estimate};

use super::Sources;
use crate::disagreement::is_statement;
use crate::view::statistic_size;

/// What becomes of the conclusions and statements that read some figures when these are corrected.
pub(super) fn of_changes(sources: Sources<'_>, changed: &[Variable]) -> Vec<Phrase> {
    let changed: BTreeSet<Variable> = changed.iter().copied().collect();
    let conclusions = sources.study.conclusions.iter();
    let read = conclusions.filter(|conclusion| reads(sources.study, conclusion, &changed));
    let conclusions = read.filter_map(|conclusion| of_conclusion(sources, conclusion));
    conclusions.chain(of_statements(sources, &changed)).collect()
}

/// That no conclusion changes; where one could.
pub(super) fn none(study: &Study, blamed: Blamed) -> Vec<Phrase> {
    let in_words = study.claims.iter().any(|claim| claim.unit == Unit::Truth);
    match blamed {
        Blamed::Figure(Variable::Claim(_)) => vec![say!("only this statement")],
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
    let turned = audit.checks().filter(|(id, verdict)| {
        let rule = &study.rules[id.rule];
        let in_words =
            rule.own_claim().is_some_and(|claim| study.claims[claim].unit == Unit::Truth);
        in_words
            && verdict.disagrees() != after.verdict(*id).disagrees()
            && reads_one(study, audit, *id, changed)
    });
    let turned = turned.filter_map(|(id, verdict)| {
        let claim = Variable::Claim(study.rules[id.rule].own_claim()?);
        let place = place_name(study, claim);
        Some(match verdict.disagrees() {
            true => say!("yes: a statement of {} holds now", place),
            false => say!("yes: a statement of {} no longer holds", place),
        })
    });
    turned.collect()
}

fn reads_one(study: &Study, audit: &Audit, id: CheckId, changed: &BTreeSet<Variable>) -> bool {
    audit.record(study, id).inputs().iter().any(|input| changed.contains(input))
}
