//! The root causes of Crossfoot: hypotheses about the whole study.

use crossfoot_audit::Audit;
use crossfoot_core::Study;

use super::{Method, Ranked};

/// Answers asked for.
const MOST: usize = 10;

/// What the audit infers.
pub(super) struct Crossfoot;

impl Method for Crossfoot {
    fn name(&self) -> &'static str {
        "crossfoot"
    }

    fn rank(&self, _: &Study, audit: &Audit) -> Vec<Ranked> {
        let answers = audit.roots.ranked(MOST).into_iter().map(|answer| Ranked {
            probability: Some(answer.probability),
            changes: answer
                .changes
                .into_iter()
                .map(|(variable, right)| (variable, Some(right)))
                .collect(),
        });
        answers.collect()
    }
}
