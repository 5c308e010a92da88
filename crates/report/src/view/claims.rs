//! Every claim beside what was recomputed.

use crossfoot_audit::{Audit, CheckId, check};
use crossfoot_core::{Study, Target, Unit, say};

use super::{count, mark, tone};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// A table of all claims, in the order of the text.
pub(super) fn claims(document: &mut Document, study: &Study, audit: &Audit) {
    let rows = study.rules.iter().enumerate().filter_map(|(rule, known)| match known.target {
        Target::Claim(claim) if known.id.starts_with("claim:") => Some((CheckId { rule, row: None }, claim)),
        _ => None,
    });
    let rows: Vec<Vec<Vec<Line>>> = rows.map(|(id, claim)| row(study, audit, id, claim)).collect();
    if rows.is_empty() {
        return;
    }
    document.heading(2, say!("{} in the text", count::claims(rows.len())));
    let header = [say!("section"), say!("claim"), say!("printed"), "".into(), say!("recomputed")].map(Line::from).to_vec();
    document.table(Table { header, align: vec![Align::Left, Align::Left, Align::Right, Align::Left, Align::Left], rows });
}

fn row(study: &Study, audit: &Audit, id: CheckId, claim: usize) -> Vec<Vec<Line>> {
    let claim = &study.claims[claim];
    let check = check(study, &audit.basis, id);
    let verdict = check.verdict;
    let recomputed = values::recomputed(study, id, &check);
    let tone_of_value = if verdict.disagrees() { Tone::Bad } else { Tone::Muted };
    let printed = values::published(study, id);
    let printed = if claim.unit == Unit::Truth { say!("“{}”", printed) } else { printed };
    vec![
        vec![Line::of(claim.section.clone(), Tone::Muted)],
        vec![Line::from(claim.statement.clone())],
        vec![Line::from(printed)],
        vec![Line::of(mark(verdict), tone(verdict))],
        vec![Line::of(recomputed, tone_of_value)],
    ]
}
