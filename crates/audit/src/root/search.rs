//! Best-first search for the sets of root causes that explain a group of findings.
//!
//! A hypothesis is a set of misprinted figures with their right values, and perhaps of rules that
//! the publication does not follow. Every hypothesis is complete: a finding that its sources do not
//! explain is explained by a slip or wrong formula of that figure alone, at its price.
//!
//! The search decides one suspect after the other, the one that may explain the most checks first:
//! it is wrong, in each way that explains one of the unexplained checks, or it is right. So every set
//! is met once, and once a figure that many checks read is right, each of them needs an error of its
//! own. A hypothesis is dropped if none that contains it can be [`WORTH_KEEPING`] times as probable
//! as the best one known: unexplained checks that depend on no common suspect each need a source or
//! an explanation.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;

use crossfoot_core::Variable;

use super::extend::Suspect;
use super::hypothesis::{Extension, Key, State, key};
use super::parts::Step;
use super::problem::Problem;
use super::world::Source;
use crate::CheckId;

/// Hypotheses less probable than this, relative to the best, are not kept.
pub(super) const WORTH_KEEPING: f64 = 1e-4;

/// What the search found.
pub(super) struct Found {
    /// The most probable first.
    pub(super) states: Vec<State>,
    /// Whether no hypothesis worth keeping was left out.
    pub(super) exhaustive: bool,
}

/// Findings that share figures.
pub(super) struct Group<'a, 'p> {
    pub(super) problem: &'a Problem<'p>,
    /// Its checks that disagree.
    pub(super) failing: Vec<CheckId>,
    /// Rules that fail on nearly every row, with the logarithm of the probability that they are
    /// wrong and hold by chance where they hold.
    pub(super) suspects: Vec<(usize, f64)>,
    /// For each failing check, the figures whose misprint may explain it.
    pub(super) suspected: BTreeMap<CheckId, BTreeSet<Variable>>,
    /// The single changes worth making at the start, where the group is a part of another.
    pub(super) steps: Vec<Step>,
    /// Whether every suspect was looked at when it was made.
    pub(super) complete: bool,
}

/// A hypothesis in the queue: the most probable is extended first.
struct Open {
    state: Rc<State>,
    /// The suspects that were found right.
    right: BTreeSet<Suspect>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Open {}
impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.state
            .score
            .log
            .total_cmp(&other.state.score.log)
            .then_with(|| other.state.key().cmp(&self.state.key()))
            .then_with(|| self.right.cmp(&other.right))
    }
}

/// The hypotheses that were scored, and how much more may be computed.
struct Known<'a> {
    group: &'a Group<'a, 'a>,
    states: BTreeMap<Key, Rc<State>>,
    /// The logarithm of the probability of the best one.
    best: f64,
    /// The same of the best one that blames each figure alone.
    alone: BTreeMap<Variable, f64>,
    /// The work after which the search ends.
    last: usize,
}

impl Known<'_> {
    /// The logarithm of the least probability that is worth keeping.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn least(&self) -> f64 {
        self.best + WORTH_KEEPING.ln()
    }

    /// Whether all the work was done that may be done.
    const fn is_over(&self) -> bool {
        self.group.problem.work() > self.last
    }

    /// The hypothesis of an extension, which is scored once.
    fn scored(&mut self, extension: Extension) -> Rc<State> {
        let Extension { sources, excused, .. } = extension;
        let state = (self.states)
            .entry(key(&sources, &excused))
            .or_insert_with(|| Rc::new(self.group.state(sources, excused)));
        let (state, log) = (Rc::clone(state), state.score.log);
        self.best = self.best.max(log);
        if let [source] = state.sources.as_slice() {
            let known = self.alone.entry(source.variable).or_insert(log);
            *known = known.max(log);
        }
        state
    }

    fn best_state(&self) -> Option<Rc<State>> {
        self.states.values().min_by(|a, b| most_probable_first(a, b)).map(Rc::clone)
    }

    /// The hypotheses worth keeping, the most probable first.
    fn worth_keeping(self) -> Vec<State> {
        let least = self.least();
        let worth = self.states.into_values().filter(|state| state.score.log >= least);
        let mut states: Vec<State> = worth.map(|state| State::clone(&state)).collect();
        states.sort_by(most_probable_first);
        states
    }
}

fn most_probable_first(one: &State, other: &State) -> Ordering {
    other.score.log.total_cmp(&one.score.log).then_with(|| one.key().cmp(&other.key()))
}

impl Group<'_, '_> {
    /// All hypotheses worth keeping, if so much work is enough to find them.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn search(&self, work: usize) -> Found {
        let start = Rc::new(self.state(Vec::new(), Vec::new()));
        let mut known = Known {
            group: self,
            states: BTreeMap::from([(start.key(), Rc::clone(&start))]),
            best: start.score.log,
            alone: BTreeMap::new(),
            last: self.problem.work() + work / 3 * 2,
        };
        self.climb(Rc::clone(&start), &mut known);
        let mut met = BTreeSet::from([start.key()]);
        let mut queue = BinaryHeap::from([Open { state: start, right: BTreeSet::new() }]);
        while !known.is_over()
            && let Some(Open { state, mut right }) = queue.pop()
        {
            let mut outlook = self.outlook(&state, &right);
            if self.bound(&state, &outlook) < known.least() {
                continue;
            }
            let undecided = self.undecided(&state, &right, &known.alone);
            for (at, suspect) in undecided.iter().enumerate() {
                if at > 0 {
                    outlook = self.outlook(&state, &right);
                }
                for extension in self.extensions(&state, *suspect) {
                    if known.is_over() {
                        break;
                    }
                    if !self.is_worth(&state, &outlook, &extension, known.least())
                        || !met.insert(key(&extension.sources, &extension.excused))
                    {
                        continue;
                    }
                    let right = self.still_right(&right, &state, &extension.sources);
                    let next = known.scored(extension);
                    if next.score.log >= state.score.log + WORTH_KEEPING.ln() {
                        queue.push(Open { state: next, right });
                    }
                }
                right.insert(*suspect);
            }
            if !undecided.is_empty() {
                queue.push(Open { state, right });
            }
        }
        let exhaustive = self.complete && queue.is_empty();
        if !exhaustive {
            known.last = self.problem.work() + work / 3;
            self.look_around(&mut known);
        }
        Found { exhaustive, states: known.worth_keeping() }
    }

    /// Puts others in the place of each error of the best hypothesis, and continues with what is
    /// more probable. What is as probable is then known, too.
    fn look_around(&self, known: &mut Known<'_>) {
        while let Some(state) = known.best_state() {
            for source in &state.sources {
                if known.is_over() {
                    return;
                }
                let base = known.scored(state.without(source.variable));
                let opened = base.score.unexplained.iter().filter(|(id, _)| !state.is_open(*id));
                let suspects = self.suspects_of(opened.map(|(id, _)| *id), &base);
                self.better(&base, suspects, known);
            }
            match known.best_state() {
                Some(best) if best.key() != state.key() => self.climb(best, known),
                _ => return,
            }
        }
    }

    /// Adds what makes the hypothesis more probable as long as there is something: a first good one,
    /// next to which others need not be considered.
    fn climb(&self, mut state: Rc<State>, known: &mut Known<'_>) {
        loop {
            let suspects = self.all_undecided(&state, &BTreeSet::new());
            let better = self.better(&state, suspects, known);
            let Some(first) = better.first() else { return };
            let mut next = Rc::clone(first);
            // What explains other checks is added at once, and not found again for each step.
            for other in &better[1..] {
                if known.is_over() || !next.leaves_open(&state, other) {
                    continue;
                }
                let both = known.scored(next.joined(other));
                if both.score.log > next.score.log {
                    next = both;
                }
            }
            state = next;
        }
    }

    /// The extensions by some suspects that make a hypothesis more probable, the most probable first.
    fn better(
        &self,
        state: &State,
        suspects: Vec<Suspect>,
        known: &mut Known<'_>,
    ) -> Vec<Rc<State>> {
        let outlook = self.outlook(state, &BTreeSet::new());
        let mut better: Vec<Rc<State>> = Vec::new();
        let extensions = suspects.into_iter().flat_map(|each| self.extensions(state, each));
        for extension in extensions {
            if known.is_over() {
                break;
            }
            if self.is_worth(state, &outlook, &extension, known.least()) {
                better.push(known.scored(extension));
            }
        }
        better.retain(|next| next.score.log > state.score.log);
        better.sort_by(|a, b| most_probable_first(a, b));
        better
    }

    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn state(&self, sources: Vec<Source>, excused: Vec<usize>) -> State {
        let mut score = self.problem.score(&self.failing, &sources, &excused);
        score.log += self
            .suspects
            .iter()
            .filter(|(rule, _)| excused.contains(rule))
            .map(|(_, log)| log)
            .sum::<f64>();
        State { sources, excused, score }
    }
}
