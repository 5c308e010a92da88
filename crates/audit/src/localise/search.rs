//! Implicit hitting sets: every set of changes that satisfies all edits shares a figure with every
//! contradiction, so the lightest sets that do so are tried, and each that fails teaches new
//! contradictions, until none fails.
//!
//! The method follows Davies and Bacchus (2011, Solving MAXSAT by solving a sequence of simpler SAT
//! instances, CP 2011, LNCS 6876, 225–239). All optima are needed here, so every lightest hitting
//! set is tried.

use std::cell::Cell;
use std::collections::BTreeSet;

use crossfoot_core::Rational;

use super::Conflict;
use super::hitting::{Part, Set, Solver, Watch, hits_all};
use super::network::{Found, Network};
use super::system::{System, Tested};

/// Steps that are spent on contradictions which prove a weight that is known.
const MOST_STEPS: usize = 2_000;

/// What is known of a system.
pub(super) struct Search<'a> {
    pub(super) system: &'a System<'a>,
    /// By variable, whether it may change.
    pub(super) changeable: Vec<bool>,
    pub(super) solver: Solver<'a>,
    watch: Watch<'a>,
    /// The system as a network, if it is one.
    pub(super) network: Option<Network>,
    /// The most sets that are listed for one part.
    pub(super) most: usize,
    pub(super) conflicts: Vec<Conflict>,
    /// The figures of each conflict that may change.
    pub(super) family: Vec<Set>,
    /// Sets whose change satisfies the edits.
    passed: BTreeSet<Set>,
    /// The lightest change that is known to satisfy the edits, though it may not be a lightest one.
    best: Option<Set>,
}

/// What a search ends with.
pub(super) enum Ended {
    /// The parts of all lightest sets, and how they group.
    Found(Vec<Part>, Vec<Group>),
    /// It was told to stop: the lightest set so far, and what no set weighs less than.
    Stopped(Set, Rational),
}

/// Parts that share edits, and so must be tried together.
pub(super) type Group = Vec<usize>;

impl<'a> Search<'a> {
    pub(super) fn new(
        system: &'a System<'a>,
        changeable: Vec<bool>,
        weights: Vec<Rational>,
        watch: Watch<'a>,
        most: usize,
    ) -> Self {
        Self {
            system,
            network: Network::from_system(system, &changeable, &weights),
            changeable,
            solver: Solver::new(weights, watch),
            watch,
            most,
            conflicts: Vec::new(),
            family: Vec::new(),
            passed: BTreeSet::new(),
            best: None,
        }
    }

    /// All lightest sets; or the contradiction that no allowed change resolves.
    pub(super) fn run(&mut self) -> Result<Ended, Conflict> {
        self.learn(self.system.as_printed())?;
        match self.network.as_ref().map(|network| network.minimum(self.watch, self.most)) {
            Some(Found::All(parts)) => {
                self.prove(&parts)?;
                let groups = (0..parts.len()).map(|part| vec![part]).collect();
                return Ok(Ended::Found(parts, groups));
            }
            Some(Found::Stopped(least)) => {
                self.solver.proven = least;
                return self.stopped();
            }
            Some(Found::Nothing) | None => {}
        }
        loop {
            let lightest = self.solver.lightest(&self.family);
            if self.solver.stopped {
                return self.stopped();
            }
            self.solver.proven = self.solver.weigh(&lightest);
            if self.fails(lightest)? {
                continue;
            }
            let parts = self.solver.minimum(&self.family, self.most);
            if self.solver.stopped {
                return self.stopped();
            }
            let groups = self.groups(&parts);
            let mut learned = false;
            for group in &groups {
                let known = self.family.len();
                for set in unions(&parts, group, self.most) {
                    if !self.solver.goes_on() {
                        return self.stopped();
                    }
                    // Skip a set that the contradictions just learned rule out; the next round
                    // proposes other sets.
                    if hits_all(&self.family[known..], &set) {
                        learned |= self.fails(set)?;
                    }
                }
            }
            if !learned {
                return Ok(Ended::Found(parts, groups));
            }
        }
    }

    /// Learns contradictions that no set lighter than the parts meets, as far as a few steps lead.
    fn prove(&mut self, parts: &[Part]) -> Result<(), Conflict> {
        let weight = parts.iter().fold(Rational::ZERO, |sum, part| &sum + &part.weight);
        let (steps, watch) = (Cell::new(0), self.watch);
        let weights = self.solver.weights().to_vec();
        self.refute_below(
            &mut Solver::new(weights, &|_| {
                steps.set(steps.get() + 1);
                steps.get() <= MOST_STEPS && watch(&weight)
            }),
            &weight,
        )
    }

    /// Tries what a solver proposes until it weighs as much as is known to be needed.
    fn refute_below(&mut self, solver: &mut Solver<'_>, weight: &Rational) -> Result<(), Conflict> {
        loop {
            let lightest = solver.lightest(&self.family);
            if solver.stopped || solver.weigh(&lightest) >= *weight || !self.fails(lightest)? {
                return Ok(());
            }
        }
    }

    /// The lightest set so far, without what it does not need.
    fn stopped(&mut self) -> Result<Ended, Conflict> {
        if self.best.is_none() {
            self.fails(Vec::new())?;
        }
        let mut best = self.best.take().unwrap_or_default();
        for element in best.clone() {
            let fewer: Set = best.iter().copied().filter(|other| *other != element).collect();
            if !fewer.is_empty() && matches!(self.system.test(&fewer), Tested::Feasible(..)) {
                best = fewer;
            }
        }
        Ok(Ended::Stopped(best, self.solver.proven.clone()))
    }

    /// Whether no values of a set satisfy the edits. Its contradictions are learned then, and those
    /// of the larger sets that they lead to, until one set succeeds.
    fn fails(&mut self, mut set: Set) -> Result<bool, Conflict> {
        set.sort_unstable();
        if self.passed.contains(&set) {
            return Ok(false);
        }
        let mut failed = false;
        let first = set.clone();
        while let Tested::Infeasible(conflicts) = self.system.test(&set) {
            failed = true;
            let known = self.family.len();
            self.learn(conflicts)?;
            set.extend(self.family[known..].iter().flatten());
            set.sort_unstable();
            set.dedup();
        }
        if !failed {
            self.passed.insert(first);
        }
        let weight = self.solver.weigh(&set);
        if self.best.as_ref().is_none_or(|best| weight < self.solver.weigh(best)) {
            self.best = Some(set);
        }
        Ok(failed)
    }

    fn learn(&mut self, conflicts: Vec<Conflict>) -> Result<(), Conflict> {
        for conflict in conflicts {
            let member: Set = self
                .system
                .positions(&conflict)
                .into_iter()
                .filter(|variable| self.changeable[*variable])
                .collect();
            if member.is_empty() {
                return Err(conflict);
            }
            self.conflicts.push(conflict);
            self.family.push(member);
        }
        Ok(())
    }

    /// Parts without an edit in common satisfy their edits independently.
    fn groups(&self, parts: &[Part]) -> Vec<Group> {
        let elements: Vec<BTreeSet<usize>> =
            parts.iter().map(|part| part.sets.iter().flatten().copied().collect()).collect();
        let mut groups: Vec<Group> = (0..parts.len()).map(|part| vec![part]).collect();
        for members in &self.system.members {
            let (joined, mut others): (Vec<Group>, Vec<Group>) =
                groups.into_iter().partition(|group| {
                    group.iter().any(|part| {
                        members.iter().any(|variable| elements[*part].contains(variable))
                    })
                });
            others.extend((!joined.is_empty()).then(|| joined.concat()));
            groups = others;
        }
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort();
        groups
    }
}

/// The unions of one set from each part of a group, at most `most`.
pub(super) fn unions(parts: &[Part], group: &Group, most: usize) -> Vec<Set> {
    group.iter().fold(vec![Vec::new()], |sets: Vec<Set>, part| {
        let unions = sets.iter().flat_map(|set| {
            parts[*part].sets.iter().map(move |other| [set.as_slice(), other].concat())
        });
        unions.take(most).collect()
    })
}
