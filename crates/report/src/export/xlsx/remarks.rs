//! What is said at the cells of a workbook: findings about a figure or claim, what it most probably
//! should be, and how bad that is.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_audit::{Audit, Finding};
use crossfoot_core::{CellId, ColumnId, Phrase, Study, Target, Variable, Verdict, say};

use crate::Language;
use crate::disagreement::Disagreement;
use crate::values;

/// What is said at a cell, and how bad it is.
pub(super) struct Remark {
    /// Whether it disagrees; else it was cut off, or follows from what disagrees.
    pub(super) bad: bool,
    pub(super) lines: Vec<String>,
}

/// What is to be said at each figure and claim: findings about it, and its corrected value. A
/// condition on a row is told at the row's first cell.
pub(super) fn remarks(
    study: &Study,
    audit: &Audit,
    language: &Language,
) -> BTreeMap<Variable, Remark> {
    let mut remarks: BTreeMap<Variable, Remark> = BTreeMap::new();
    for finding in audit.open_findings() {
        let Some(record) = audit.record_of(study, finding) else { continue };
        let variable = match (record.variable(), record.rule().target, record.id.row) {
            (Some(variable), ..) => variable,
            (None, Target::Condition(Some(table)), Some(row)) => {
                Variable::Cell(CellId { column: ColumnId { table, column: 0 }, row })
            }
            _ => continue,
        };
        let remark = remarks.entry(variable).or_insert(Remark { bad: false, lines: Vec::new() });
        remark.bad |= record.verdict != Verdict::Truncated;
        remark.lines.extend(
            Disagreement::new(&record, finding).lines().iter().map(|line| language.say(line)),
        );
    }
    let cut_off = cut_off(study, audit);
    for correction in &audit.roots.corrections {
        let remark =
            remarks.entry(correction.variable).or_insert(Remark { bad: false, lines: Vec::new() });
        remark.bad |= correction.source && !cut_off.contains(&correction.variable);
        let corrected =
            format!("{}{}", correction.corrected, study.unit(correction.variable).suffix());
        let probability = audit.roots.error_of(correction).map(|error| error.probability);
        let should_be = probability.and_then(values::should_be);
        let line = if let Some(should_be) = should_be {
            Phrase::joined(" ", [should_be, corrected.into()])
        } else if correction.source {
            say!("one possible value: {}", corrected)
        } else {
            say!("follows from a typing error elsewhere: {}", corrected)
        };
        remark.lines.push(language.say(&line));
    }
    remarks
}

/// What disagrees only in that its digits were cut off: its correction adds a digit to the verdict,
/// and nothing worse.
fn cut_off(study: &Study, audit: &Audit) -> BTreeSet<Variable> {
    let checks = audit.findings.iter().filter_map(Finding::check_id);
    let truncated = checks.filter(|id| audit.verdict(*id) == Verdict::Truncated);
    truncated.filter_map(|id| study.rules[id.rule].variable(id.row)).collect()
}
