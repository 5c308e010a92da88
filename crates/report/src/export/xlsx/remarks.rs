//! What is said at the cells of a workbook: findings about a figure or claim, what it most probably should be, and how bad that is.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId, Finding, Subject, check};
use crossfoot_core::{CellId, ColumnId, Phrase, Study, Target, Variable, Verdict, say};

use crate::{Language, values};

/// What is said at a cell, and how bad it is.
pub(super) struct Remark {
    pub(super) bad: bool,
    pub(super) lines: Vec<String>,
}

/// What is to be said at each figure and claim: findings about it, and its corrected value. A condition on a row is told at the row's first cell.
pub(super) fn remarks(study: &Study, audit: &Audit, language: &Language) -> BTreeMap<Variable, Remark> {
    let mut remarks: BTreeMap<Variable, Remark> = BTreeMap::new();
    for finding in audit.open_findings() {
        let Subject::Check(id) = finding.subject else { continue };
        let variable = match (study.rules[id.rule].variable(id.row), study.rules[id.rule].target, id.row) {
            (Some(variable), ..) => variable,
            (None, Target::Condition(Some(table)), Some(row)) => Variable::Cell(CellId { column: ColumnId { table, column: 0 }, row }),
            _ => continue,
        };
        let remark = remarks.entry(variable).or_insert(Remark { bad: false, lines: Vec::new() });
        remark.bad |= audit.verdict(id) != Verdict::Truncated;
        remark.lines.extend(told(study, audit, finding, id).iter().map(|line| language.say(line)));
    }
    for correction in &audit.roots.corrections {
        let remark = remarks.entry(correction.variable).or_insert(Remark { bad: false, lines: Vec::new() });
        remark.bad |= correction.source;
        let corrected = format!("{}{}", correction.corrected, study.unit(correction.variable).suffix());
        let line = if correction.source { say!("most probably {}", corrected) } else { say!("follows from a misprint elsewhere: {}", corrected) };
        remark.lines.push(language.say(&line));
    }
    remarks
}

/// A finding in a few lines: the rule, both values, the best cause.
fn told(study: &Study, audit: &Audit, finding: &Finding, id: CheckId) -> Vec<Phrase> {
    let recomputed = values::recomputed(study, id, &check(study, &audit.basis, id));
    let mut lines = vec![
        say!("{}: {}", finding.code.name(), study.rules[id.rule].label.as_str()),
        say!("printed {}, recomputed {}", values::published(study, id), recomputed),
    ];
    lines.extend(finding.causes.first().map(|cause| say!("{} ({})", cause.detail.clone(), values::probability(cause.probability))));
    lines
}
