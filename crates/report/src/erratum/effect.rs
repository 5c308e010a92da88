//! Whether a correction changes a conclusion.

use std::collections::BTreeSet;

use crossfoot_audit::{Audit, CheckId, Record, place_name};
use crossfoot_core::{CellId, ColumnId, Conclusion, Phrase, Question, Study, Unit, Variable, say};
use crossfoot_stats::{Estimate, Value};

use super::{Sources, is_in_words};
use crate::view::{CONCLUSIONS, statistic_size};

/// What becomes of the conclusions and statements that read some figures when these are corrected.
pub(super) fn of_changes(sources: Sources<'_>, changed: &[Variable]) -> Vec<Phrase> {
    let changed: BTreeSet<Variable> = changed.iter().copied().collect();
    let conclusions = sources.study.conclusions.iter();
    let read = conclusions.filter(|conclusion| reads(sources.study, conclusion, &changed));
    let conclusions = read.filter_map(|conclusion| of_conclusion(sources, conclusion));
    conclusions.chain(of_statements(sources, &changed)).collect()
}

/// A statement in words that does not hold.
pub(super) fn of_statement(record: &Record<'_>) -> Vec<Phrase> {
    is_in_words(record).then(|| say!("yes: this statement does not hold")).into_iter().collect()
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
    let sections = &sources.analysis.sections;
    let estimates = sections
        .iter()
        .filter(|section| section.kind == CONCLUSIONS)
        .flat_map(|section| &section.estimates)
        .filter(|estimate| estimate.subject.to_string() == conclusion.label);
    let found: Vec<(&Estimate, &Value)> = estimates
        .take(2)
        .filter_map(|estimate| Some((estimate, estimate.result.as_ref().ok()?)))
        .collect();
    let [(published, before), (corrected, after)] = found[..] else { return None };
    let (before, now) = (statistic_size(published, before), statistic_size(corrected, after));
    let kept = after.note.as_ref().is_none_or(|note| *note == "holds");
    Some(match kept {
        true if before == now => return None,
        true => say!("no: {}: {} instead of {}", conclusion.label.as_str(), now, before),
        false => say!("yes: {}: {} instead of {}", conclusion.label.as_str(), now, before),
    })
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
