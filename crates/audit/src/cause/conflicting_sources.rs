#![doc = include_str!("conflicting_sources.md")]

use crossfoot_core::{Variable, Verdict, say};

use super::case::{Case, Explanation};
use crate::CheckId;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let Some(own) = case.target() else { return Vec::new() };
    let row = match own {
        Variable::Cell(cell) => Some(cell.row),
        Variable::Claim(_) => None,
    };
    let others =
        (0..case.study.rules.len()).filter(|rule| *rule != case.id.rule).filter_map(|rule| {
            let row = case.study.rules[rule].rows_of().and(row);
            let id = CheckId { rule, row };
            if case.study.rules[rule].variable(row) != Some(own) {
                return None;
            }
            let verdict = case.context.rules[rule].verdict(row)?;
            let confirms = matches!(
                verdict,
                Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Truncated
            );
            confirms.then_some((id, verdict))
        });
    let found = others.filter_map(|(id, verdict)| {
        let source = case.study.rules[id.rule].formula.as_ref()?.expr.describe(case.study, id.row);
        let detail = match verdict {
            Verdict::Truncated => {
                say!("no error here: with digits cut off, this value follows from {}, so the other place is based on other figures", source.as_str())
            }
            _ => say!("no error here: this value follows from {}, so the other place is based on other figures", source.as_str()),
        };
        Some(Explanation { instead: vec![source], ..Explanation::new(detail, None, 1.0) })
    });
    found.take(1).collect()
}
