//! A group of findings in parts that can be explained one by one.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::Variable;

use super::hypothesis::{Extension, State};
use super::partition::Partition;
use super::search::{Group, WORTH_KEEPING};
use crate::CheckId;

/// One change of figures as published.
#[derive(Clone)]
pub(super) struct Step {
    /// By how much it makes everything printed more probable: a logarithm.
    gain: f64,
    /// The failing checks that it concerns, in order.
    touched: Vec<CheckId>,
    /// The figures that it changes.
    figures: Vec<Variable>,
}

impl<'a, 'p> Group<'a, 'p> {
    /// The group in independent parts: no single change worth making concerns checks of two parts.
    /// Changes are looked at as long as there is work left.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn parts(&self, work: usize) -> Vec<Self> {
        let last = self.problem.work() + work;
        let start = self.state(Vec::new(), Vec::new());
        let suspects = self.all_undecided(&start, &BTreeSet::new());
        let extensions = suspects.into_iter().flat_map(|each| self.extensions(&start, each));
        let mut complete = self.complete;
        let mut steps = Vec::new();
        for Extension { sources, excused, .. } in extensions {
            if self.problem.work() > last {
                complete = false;
                break;
            }
            let state = self.state(sources, excused);
            let gain = state.score.log - start.score.log;
            if gain >= WORTH_KEEPING.ln() {
                let figures = state.sources.iter().map(|source| source.variable).collect();
                steps.push(Step { gain, touched: state.score.touched, figures });
            }
        }
        self.cut(steps, complete)
    }

    /// The part in smaller parts, each to be explained while the others are as in the best known
    /// hypothesis: no single change that may be in the place of some of its errors concerns checks
    /// of two parts. A joint change of several parts is missed.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn split(&self, best: &State) -> Vec<Self> {
        let mut steps = Vec::new();
        let mut worth: BTreeMap<CheckId, f64> = BTreeMap::new();
        for source in &best.sources {
            let Extension { sources, excused, .. } = best.without(source.variable);
            let without = self.state(sources, excused);
            let explained = without.score.unexplained.iter().map(|(id, _)| *id);
            let explained: Vec<CheckId> =
                explained.filter(|id| self.is_failing(*id) && !best.is_open(*id)).collect();
            let gain = best.score.log - without.score.log;
            for id in &explained {
                let share = worth.entry(*id).or_insert(0.0);
                *share = share.max(gain / explained.len() as f64);
            }
            steps.push(Step { gain, touched: explained, figures: vec![source.variable] });
        }
        // What is explained by a change no longer needs the errors that explain it now.
        let rivals = self.steps.iter().filter(|step| {
            let instead = step.touched.iter().filter_map(|id| worth.get(id));
            step.gain - instead.sum::<f64>() >= WORTH_KEEPING.ln()
        });
        steps.extend(rivals.cloned());
        self.cut(steps, self.complete)
    }

    fn is_failing(&self, id: CheckId) -> bool {
        self.failing.binary_search(&id).is_ok()
    }

    /// The parts whose checks no step joins.
    fn cut(&self, steps: Vec<Step>, complete: bool) -> Vec<Self> {
        let mut together = Partition::new(self.failing.len());
        for step in &steps {
            let touched = step.touched.iter().filter_map(|id| self.failing.binary_search(id).ok());
            together.join_all(touched);
        }
        let parts = together.parts().into_iter().map(|members| {
            let failing: Vec<CheckId> = members.into_iter().map(|at| self.failing[at]).collect();
            let own = steps
                .iter()
                .filter(|step| step.touched.iter().any(|id| failing.binary_search(id).is_ok()));
            let steps: Vec<Step> = own.cloned().collect();
            let mut suspected: BTreeMap<CheckId, BTreeSet<Variable>> = BTreeMap::new();
            for step in &steps {
                for id in &step.touched {
                    suspected.entry(*id).or_default().extend(&step.figures);
                }
            }
            let suspects = self.suspects.iter();
            let suspects =
                suspects.filter(|(rule, _)| failing.iter().any(|id| id.rule == *rule)).copied();
            let suspects = suspects.collect();
            Self { problem: self.problem, failing, suspects, suspected, steps, complete }
        });
        parts.collect()
    }
}
