//! Which figures and rules may be wrong in addition to a hypothesis, and in which ways.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::Variable;

use super::fit::Taken;
use super::hypothesis::{Extension, State};
use super::search::Group;
use super::world::Source;
use crate::CheckId;

/// A suspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Suspect {
    Rule(usize),
    Figure(Variable),
}

impl Group<'_, '_> {
    /// The suspects that are decided next: a rule, or the figure that may explain the most
    /// unexplained checks, and of several the one that explains best `alone`. If none of those that
    /// were suspected at the start is left, all other figures of the unexplained checks.
    pub(super) fn undecided(
        &self,
        state: &State,
        right: &BTreeSet<Suspect>,
        alone: &BTreeMap<Variable, f64>,
    ) -> Vec<Suspect> {
        let rule = self.undecided_rules(state, right).next();
        if let Some(rule) = rule {
            return vec![rule];
        }
        let mut explains: BTreeMap<Variable, usize> = BTreeMap::new();
        for (id, _) in &state.score.unexplained {
            for figure in self.open_figures(*id, state, right) {
                *explains.entry(figure).or_default() += 1;
            }
        }
        let ranked = explains.into_iter().map(|(figure, checks)| {
            (checks, alone.get(&figure).copied().unwrap_or(f64::NEG_INFINITY), figure)
        });
        let most = ranked.max_by(|one, other| {
            one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)).then(other.2.cmp(&one.2))
        });
        match most {
            Some((.., figure)) => vec![Suspect::Figure(figure)],
            None => self.all_undecided(state, right),
        }
    }

    /// The suspect rules and all figures of the unexplained checks that are not decided.
    pub(super) fn all_undecided(&self, state: &State, right: &BTreeSet<Suspect>) -> Vec<Suspect> {
        let open = state.score.unexplained.iter().map(|(id, _)| *id);
        let mut figures = self.suspects_of(open, state);
        figures.retain(|figure| !right.contains(figure));
        self.undecided_rules(state, right).chain(figures).collect()
    }

    /// The figures of some checks that a hypothesis does not blame.
    pub(super) fn suspects_of(
        &self,
        checks: impl Iterator<Item = CheckId>,
        state: &State,
    ) -> Vec<Suspect> {
        let figures = checks.flat_map(|id| self.figures(id));
        let figures: BTreeSet<Variable> = figures.filter(|figure| !state.blames(*figure)).collect();
        figures.into_iter().map(Suspect::Figure).collect()
    }

    /// The suspect rules of unexplained checks that are not decided.
    fn undecided_rules<'s>(
        &'s self,
        state: &'s State,
        right: &'s BTreeSet<Suspect>,
    ) -> impl Iterator<Item = Suspect> + 's {
        let rules = self.suspects.iter().map(|(rule, _)| *rule);
        rules
            .filter(|rule| state.score.unexplained.iter().any(|(id, _)| id.rule == *rule))
            .map(Suspect::Rule)
            .filter(|rule| !right.contains(rule))
    }

    /// The figures that may explain a check and are not decided: those that were suspected at the
    /// start, or, if one of its figures is blamed, all.
    pub(super) fn open_figures(
        &self,
        id: CheckId,
        state: &State,
        right: &BTreeSet<Suspect>,
    ) -> Vec<Variable> {
        let mut blamed = state.sources.iter().map(|source| source.variable);
        let figures = if blamed.any(|figure| self.problem.concerns(id, figure)) {
            self.figures(id)
        } else {
            self.suspected.get(&id).into_iter().flatten().copied().collect()
        };
        self.problem.add_work(figures.len());
        let undecided = figures
            .into_iter()
            .filter(|figure| !state.blames(*figure) && !right.contains(&Suspect::Figure(*figure)));
        undecided.collect()
    }

    /// The figures that a check reads or is about.
    fn figures(&self, id: CheckId) -> Vec<Variable> {
        self.problem.inputs(id).iter().copied().chain(self.problem.target(id)).collect()
    }

    /// The suspects that stay right when sources are added: what a figure of the same check should
    /// be depends on them.
    pub(super) fn still_right(
        &self,
        right: &BTreeSet<Suspect>,
        state: &State,
        sources: &[Source],
    ) -> BTreeSet<Suspect> {
        let mut still = right.clone();
        for source in state.new_among(sources) {
            for (id, _) in &state.score.unexplained {
                if self.problem.concerns(*id, source.variable) {
                    for figure in self.figures(*id) {
                        still.remove(&Suspect::Figure(figure));
                    }
                }
            }
        }
        still
    }

    /// The hypothesis with one more suspect, in each way that explains one of the unexplained
    /// checks. A figure may be wrong alone, or have changed places with another.
    pub(super) fn extensions(&self, state: &State, suspect: Suspect) -> Vec<Extension> {
        let figure = match suspect {
            Suspect::Rule(rule) => return self.without_rule(state, rule).into_iter().collect(),
            Suspect::Figure(figure) => figure,
        };
        let taken = state.taken();
        let mut found = Vec::new();
        let unexplained = state.score.unexplained.iter().map(|(id, _)| id);
        let checks: BTreeSet<&CheckId> = self.failing.iter().chain(unexplained).collect();
        for id in checks {
            if self.problem.concerns(*id, figure) {
                let exchanges = self.problem.exchanges_with_target(*id, &state.sources, figure);
                found
                    .extend(exchanges.into_iter().map(|(both, log)| state.with_sources(both, log)));
                self.extend_by(state, *id, figure, &taken, &mut found);
            }
        }
        found
    }

    /// The hypothesis that the publication does not follow one more rule.
    fn without_rule(&self, state: &State, rule: usize) -> Option<Extension> {
        let (_, log) = self.suspects.iter().find(|(suspect, _)| *suspect == rule)?;
        Some(Extension {
            sources: state.sources.clone(),
            excused: [state.excused.as_slice(), &[rule]].concat(),
            log: *log,
        })
    }

    /// Adds the extensions that explain a check by a misprint of one of its figures.
    fn extend_by(
        &self,
        state: &State,
        id: CheckId,
        variable: Variable,
        taken: &[Taken],
        found: &mut Vec<Extension>,
    ) {
        // A slip of a figure that nothing else depends on is already an explanation of that check;
        // only its exchange with another figure is new.
        let leaf = self.problem.target(id) == Some(variable) && self.problem.is_leaf(variable);
        for source in self.misprints(id, variable, taken) {
            if let Some((both, log)) = self.problem.exchange(id, &state.sources, &source) {
                found.push(state.with_sources(both, log));
            }
            if !leaf {
                let log = source.log;
                found.push(state.with_sources([source], log));
            }
        }
    }

    /// What a figure should be for a check to hold, with the other sources corrected or as printed.
    fn misprints(&self, id: CheckId, variable: Variable, taken: &[Taken]) -> Vec<Source> {
        let mut versions = vec![taken];
        if taken.iter().any(|each| self.problem.reads(id, each.variable)) {
            versions.push(&[]);
        }
        let mut sources: Vec<Source> = Vec::new();
        for taken in versions {
            for source in self.problem.sources_of(id, variable, taken).iter() {
                if !sources.iter().any(|known| known.right == source.right) {
                    sources.push(source.clone());
                }
            }
        }
        sources
    }
}
