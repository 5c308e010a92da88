//! What is written for percentages of a base: a rule, or a base that is not reported.

use std::ops::Range;

use super::super::evidence::Evidence;
use super::super::relation::Work;
use super::super::rows::between_lines;
use super::super::{DraftDenominator, DraftRule, Operator, Tried};
use super::{Base, Found};

/// Drafts the rule of percentages of a base.
pub(super) fn pair_rule(work: &mut Work<'_>, part: usize, percent: usize, found: &Found) {
    let table = &work.printed.id;
    let lines = &work.printed.lines;
    let name = work.name(part);
    let (base, words) = match &found.base {
        Base::Heading(number) => (number.to_string(), format!("n = {number}")),
        Base::Row(row) => (format!("{name}[{}]", work.row_key(*row)), work.row_name(*row)),
        Base::Columns(columns) => {
            let names: Vec<&str> = columns.iter().map(|column| work.name(*column)).collect();
            (names.join(" + "), work.list(columns))
        }
        Base::Rows(rows) => {
            let (first, last) = (rows.start, rows.end - 1);
            let words = format!("{} to {}", work.row_name(first), work.row_name(last));
            (format!("sum({table}.{name}[#{}..#{}])", lines[first], lines[last]), words)
        }
    };
    let all = found.rows == (0..work.printed.rows());
    let (first, last) = (lines[found.rows.start], lines[found.rows.end - 1]);
    let rows = (!all).then(|| format!("{table} where {}", between_lines(first, last)));
    let label = match work.chinese() {
        true => format!("{}占{words}的百分比", work.label(part)),
        false => format!("{} in percent of {words}", work.label(part)),
    };
    let rule = DraftRule {
        table: work.table,
        id: work.id(&work.name(percent).replace('_', "-")),
        label,
        operator: Operator::Share,
        targets: vec![format!("{table}.{}", work.name(percent))],
        formula: format!("share({name}, {base})"),
        rows,
        evidence: found.evidence.clone(),
        tried_on: Tried::Rows,
    };
    work.rules.push(rule);
    let mut inputs = vec![part];
    if let Base::Columns(columns) = &found.base {
        if let [whole] = columns[..] {
            work.shares.push((percent, part, whole));
        }
        inputs.extend(columns);
    }
    work.note_derived(percent, inputs);
}

/// Drafts a base that is not reported.
pub(super) fn denominator(
    work: &mut Work<'_>,
    part: usize,
    percent: usize,
    rows: Range<usize>,
    evidence: Evidence,
) {
    let table = &work.printed.id;
    let lines = &work.printed.lines;
    let all = rows == (0..work.printed.rows());
    let label = match work.chinese() {
        true => format!("{}的基数，未刊出", work.label(percent)),
        false => format!("the base of {}, which is not reported", work.label(percent)),
    };
    let found = DraftDenominator {
        id: format!("{table}-{}-base-{}", work.name(percent), lines[rows.start]),
        label,
        part: format!("{table}.{}", work.name(part)),
        share: format!("{table}.{}", work.name(percent)),
        rows: (!all).then(|| between_lines(lines[rows.start], lines[rows.end - 1])),
        evidence,
        table: work.table,
    };
    work.denominators.push(found);
    work.note_derived(percent, vec![part]);
}
