//! Hypotheses about a group of findings: what is wrong, and how well that explains them.

use crossfoot_core::Variable;

use super::fit::Taken;
use super::world::{Score, Source};
use crate::CheckId;

/// A hypothesis and how well it explains the group.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) sources: Vec<Source>,
    pub(super) excused: Vec<usize>,
    pub(super) score: Score,
}

/// A hypothesis that contains another and blames more.
pub(super) struct Extension {
    pub(super) sources: Vec<Source>,
    pub(super) excused: Vec<usize>,
    /// The logarithm of the probability of what it adds.
    pub(super) log: f64,
}

/// What distinguishes hypotheses: figures with their right values, and wrong rules.
pub(super) type Key = (Vec<(Variable, i64)>, Vec<usize>);

pub(super) fn key(sources: &[Source], excused: &[usize]) -> Key {
    (
        sources.iter().map(|source| (source.variable, source.right.mantissa())).collect(),
        excused.to_vec(),
    )
}

impl State {
    pub(super) fn key(&self) -> Key {
        key(&self.sources, &self.excused)
    }

    pub(super) fn prior(&self) -> f64 {
        self.sources.iter().map(|source| source.log).sum()
    }

    /// Whether a figure is one of its sources.
    pub(super) fn blames(&self, variable: Variable) -> bool {
        self.sources.iter().any(|source| source.variable == variable)
    }

    /// The sources whose figures it does not blame yet.
    pub(super) fn new_among<'s>(&self, sources: &'s [Source]) -> impl Iterator<Item = &'s Source> {
        sources.iter().filter(|source| !self.blames(source.variable))
    }

    /// Its sources as the values that they should have.
    pub(super) fn taken(&self) -> Vec<Taken> {
        self.sources
            .iter()
            .map(|source| Taken { variable: source.variable, value: source.right })
            .collect()
    }

    /// Whether it still leaves unexplained what `other` explains beyond `before`, which both contain.
    pub(super) fn leaves_open(&self, before: &Self, other: &Self) -> bool {
        let mut gained = before.score.unexplained.iter().filter(|(id, _)| !other.is_open(*id));
        gained.all(|(id, _)| self.is_open(*id))
    }

    pub(super) fn is_open(&self, id: CheckId) -> bool {
        self.score.unexplained.iter().any(|(open, _)| *open == id)
    }

    /// The hypothesis with what another blames in addition.
    pub(super) fn joined(&self, other: &Self) -> Extension {
        let more: Vec<Source> = self.new_among(&other.sources).cloned().collect();
        let log = more.iter().map(|source| source.log).sum();
        let mut joined = self.with_sources(more, log);
        joined.excused.extend(other.excused.iter().filter(|rule| !self.excused.contains(rule)));
        joined.excused.sort_unstable();
        joined
    }

    /// The hypothesis without one of its sources.
    pub(super) fn without(&self, variable: Variable) -> Extension {
        let mut sources = self.sources.clone();
        sources.retain(|source| source.variable != variable);
        let log = sources.iter().map(|source| source.log).sum();
        Extension { sources, excused: self.excused.clone(), log }
    }

    /// The hypothesis with more sources, in the order of the study.
    pub(super) fn with_sources(
        &self,
        more: impl IntoIterator<Item = Source>,
        log: f64,
    ) -> Extension {
        let mut sources = self.sources.clone();
        sources.extend(more);
        sources.sort_by_key(|source| source.variable);
        Extension { sources, excused: self.excused.clone(), log }
    }
}
