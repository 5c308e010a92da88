//! What is said at the cells of a workbook: findings about a figure or claim, what it most probably
//! should be, and how bad that is.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_audit::{Audit, CheckId, Finding, Recomputed, Subject, check};
use crossfoot_core::formula::Expr;
use crossfoot_core::{CellId, ColumnId, Phrase, Study, Target, Unit, Variable, Verdict, say};

use crate::{Language, values};

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
        let Subject::Check(id) = finding.subject else { continue };
        let variable =
            match (study.rules[id.rule].variable(id.row), study.rules[id.rule].target, id.row) {
                (Some(variable), ..) => variable,
                (None, Target::Condition(Some(table)), Some(row)) => {
                    Variable::Cell(CellId { column: ColumnId { table, column: 0 }, row })
                }
                _ => continue,
            };
        let remark = remarks.entry(variable).or_insert(Remark { bad: false, lines: Vec::new() });
        remark.bad |= audit.verdict(id) != Verdict::Truncated;
        remark.lines.extend(told(study, audit, finding, id).iter().map(|line| language.say(line)));
    }
    let cut_off = cut_off(study, audit);
    for correction in &audit.roots.corrections {
        let remark =
            remarks.entry(correction.variable).or_insert(Remark { bad: false, lines: Vec::new() });
        remark.bad |= correction.source && !cut_off.contains(&correction.variable);
        let corrected =
            format!("{}{}", correction.corrected, study.unit(correction.variable).suffix());
        let line = if correction.source {
            say!("most probably {}", corrected)
        } else {
            say!("follows from a misprint elsewhere: {}", corrected)
        };
        remark.lines.push(language.say(&line));
    }
    remarks
}

/// What disagrees only in that its digits were cut off: its correction adds a digit to the verdict,
/// and nothing worse.
fn cut_off(study: &Study, audit: &Audit) -> BTreeSet<Variable> {
    let checks = audit.findings.iter().filter_map(|finding| {
        if let Subject::Check(id) = finding.subject { Some(id) } else { None }
    });
    let truncated = checks.filter(|id| audit.verdict(*id) == Verdict::Truncated);
    truncated.filter_map(|id| study.rules[id.rule].variable(id.row)).collect()
}

/// A finding in a few lines: the rule, both values, the best cause.
fn told(study: &Study, audit: &Audit, finding: &Finding, id: CheckId) -> Vec<Phrase> {
    let mut lines = vec![
        say!("{}: {}", finding.code.name(), study.rules[id.rule].label.as_str()),
        disagreement(study, audit, id),
    ];
    match finding.causes.first() {
        Some(cause) => lines.push(say!(
            "{} ({})",
            cause.detail.clone(),
            values::probability(cause.probability)
        )),
        None if finding.inputs_at_fault.is_empty() => {}
        None => lines.push(say!(
            "rests on figures with findings of their own: {}",
            Phrase::list(&finding.inputs_at_fault)
        )),
    }
    lines
}

/// What was printed and what was found instead, as a sentence without its full stop.
fn disagreement(study: &Study, audit: &Audit, id: CheckId) -> Phrase {
    let found = check(study, &audit.basis, id);
    let (printed, recomputed) =
        (values::published(study, id), values::recomputed(study, id, &found));
    let says = matches!(study.rules[id.rule].target, Target::Claim(claim) if study.claims[claim].unit == Unit::Truth);
    match (&found.recomputed, study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr)) {
        // A condition prints nothing.
        (Ok(_), _) if printed.is_empty() => say!("this condition {}", recomputed),
        (Err(_), _) if printed.is_empty() => say!("this condition cannot hold: {}", recomputed),
        (Err(_), _) => say!("this cannot be {}: {}", printed, recomputed),
        (Ok(Recomputed::Truth(..)), _) if says => {
            say!("the text says {}, which {}", printed, recomputed)
        }
        (Ok(Recomputed::ShareOfSome(_)), _) => {
            say!("printed {}: {} has this share", printed, recomputed)
        }
        (_, Some(expr @ (Expr::Claim(_) | Expr::Cell(..)))) => {
            say!("printed {}, and {} prints {}", printed, expr.describe(study, id.row), recomputed)
        }
        _ => say!("printed {}, recomputed {}", printed, recomputed),
    }
}
