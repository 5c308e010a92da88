//! Every claim beside what was recomputed.

use crossfoot_audit::{Audit, CheckId, part_name};
use crossfoot_core::{Study, Unit, Variable, say};

use super::{IN_PART, count, mark, outcome, tone};
use crate::document::{Align, Document, Grid, Line, Table, Tags, Tone};
use crate::values;

/// A table of all claims, in the order of the text.
pub(super) fn claims(document: &mut Document, study: &Study, audit: &Audit) {
    let table = table(study, audit, &checks(study));
    if !table.rows.is_empty() {
        document.heading(2, say!("{} in the text", count::claims(table.rows.len())));
        document.table(table);
    }
}

/// The same to put in order and to search, with the formula that each claim asserts.
pub(super) fn grid(study: &Study, audit: &Audit) -> Option<Grid> {
    let checks = checks(study);
    let names = checks.iter().map(|(_, claim)| study.claims[*claim].id.qualified()).collect();
    let notes =
        checks.iter().enumerate().map(|(row, (id, _))| ((row, CLAIM), describe(study, audit, *id)));
    let caption = say!("{} in the text", count::claims(checks.len())).into();
    let notes = notes.filter(|(_, note)| !note.plain().is_empty()).collect();
    let tags = checks.iter().map(|(id, claim)| Tags {
        outcome: outcome(audit.verdict(*id)),
        section: part_name(study, Variable::Claim(*claim)).into(),
    });
    Some(Grid {
        id: "claims-table".to_owned(),
        caption,
        tags: tags.collect(),
        table: table(study, audit, &checks),
        names,
        notes,
        sortable: true,
        ..Grid::default()
    })
}

/// The column of what is claimed.
const CLAIM: usize = 1;

/// The check and the claim of every claim.
pub(crate) fn checks(study: &Study) -> Vec<(CheckId, usize)> {
    let rules = study.rules.iter().enumerate();
    let checks =
        rules.filter_map(|(rule, known)| Some((CheckId { rule, row: None }, known.own_claim()?)));
    checks.collect()
}

/// The formula that a claim asserts and, where it disagrees, the best cause.
fn describe(study: &Study, audit: &Audit, id: CheckId) -> Line {
    let formula = Line::toned(study.rules[id.rule].text.as_str(), Tone::Code);
    match audit.finding(id).and_then(|finding| finding.causes.first()) {
        Some(cause) => formula.then(" · ", Tone::Muted).then(cause.detail.clone(), Tone::Strong),
        None => formula,
    }
}

fn table(study: &Study, audit: &Audit, checks: &[(CheckId, usize)]) -> Table {
    let header = [say!("section"), say!("claim"), say!("printed"), "".into(), say!("recomputed")]
        .map(Line::from)
        .to_vec();
    let rows = checks.iter().map(|(id, claim)| row(study, audit, *id, *claim)).collect();
    Table {
        header,
        align: vec![Align::Left, Align::Left, Align::Right, Align::Left, Align::Left],
        rows,
    }
}

fn row(study: &Study, audit: &Audit, id: CheckId, claim: usize) -> Vec<Vec<Line>> {
    let claim = &study.claims[claim];
    let record = audit.record(study, id);
    let verdict = record.verdict;
    let recomputed = values::recomputed(&record);
    let tone_of_value = if verdict.disagrees() { Tone::Bad } else { Tone::Muted };
    let printed = values::published(&record);
    let printed = if claim.unit == Unit::Truth { say!("“{}”", printed) } else { printed };
    let sign = if record.holds_in_part() {
        Line::toned(IN_PART, Tone::Note)
    } else {
        Line::toned(mark(verdict), tone(verdict))
    };
    vec![
        vec![Line::toned(claim.section.clone(), Tone::Muted)],
        vec![Line::from(claim.statement.clone())],
        vec![Line::from(printed)],
        vec![sign],
        vec![Line::toned(recomputed, tone_of_value)],
    ]
}
