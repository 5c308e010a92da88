#![doc = include_str!("conflicting_sources.md")]

use crossfoot_core::Verdict;

use super::case::{Case, Explanation, FaultTarget, fault_target};
use crate::CheckId;
use crate::check::check_name;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let own = fault_target(case.study, case.id);
    if own == FaultTarget::None {
        return Vec::new();
    }
    let others = (0..case.study.rules.len()).filter(|rule| *rule != case.id.rule).filter_map(|rule| {
        let row = case.study.rules[rule].rows_of().and(case.id.row);
        let id = CheckId { rule, row };
        if fault_target(case.study, id) != own {
            return None;
        }
        let verdict = case.context.rules[rule].verdicts.get(row.unwrap_or(0))?;
        let confirms = matches!(verdict, Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Truncated);
        confirms.then_some((id, *verdict))
    });
    let found = others.map(|(id, verdict)| {
        let how = if verdict == Verdict::Truncated { "with digits cut off, " } else { "" };
        let detail = format!("the two places rest on different figures: {how}the printed value follows from {}", check_name(case.study, id));
        Explanation { detail, value: None, ways: 1.0 }
    });
    found.take(1).collect()
}
