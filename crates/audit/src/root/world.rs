//! What follows when some figures were printed wrong: the corrected world, and how probable the
//! printed one is in it.

use std::collections::{BTreeSet, VecDeque};

use crossfoot_core::{Decimal, Interval, Rounding, Variable};

use super::fit::{Fit, Taken};
use super::problem::Problem;
use crate::CheckId;
use crate::cause::{CauseKind, priors};

/// A figure taken to be printed wrong.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) variable: Variable,
    /// What should have been printed.
    pub(super) right: Decimal,
    /// The right value before rounding, where a rule gives it.
    pub(super) exact: Option<Interval>,
    /// The name of the kind of misprint.
    pub(super) kind: SourceKind,
    /// Logarithm of the probability that this was printed instead.
    pub(super) log: f64,
}

/// How a figure came to be printed wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceKind {
    /// A misprint, of a known kind or an arbitrary one.
    Misprint(Option<CauseKind>),
    /// Something else was computed: the best cause of the finding says what.
    WrongFormula,
}

impl SourceKind {
    /// Two figures are printed in each other's place.
    pub(super) const EXCHANGED: Self = Self::Misprint(Some(CauseKind::CellsSwapped));
}

/// A figure whose value differs in the corrected world.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub(super) variable: Variable,
    pub(super) value: Decimal,
    /// The check that gives the value, where one does.
    pub(super) by: Option<CheckId>,
    /// What it gives before rounding.
    pub(super) exact: Option<Interval>,
}

/// How well a hypothesis explains what is printed.
#[derive(Clone, Debug)]
pub(super) struct Score {
    /// Logarithm of the probability of everything printed, up to a constant of the study.
    pub(super) log: f64,
    /// The failing checks that it concerns: they read a changed figure or are about one.
    pub(super) touched: Vec<CheckId>,
    /// Checks that it leaves unexplained, with the logarithm of the probability that a slip or
    /// wrong formula of their own gave what they show.
    pub(super) unexplained: Vec<(CheckId, f64)>,
}

/// The probability of what a check shows, for each choice of which sources it read as printed and
/// which as they should be.
struct Versions {
    /// Which sources it reads, by position.
    reads: Vec<usize>,
    /// By choice: bit i is set where the printed figure of `reads[i]` was used.
    likelihood: Vec<f64>,
    /// Whether one of the choices gives what is printed.
    explained: bool,
}

/// How well one version of a check explains what its target prints.
#[derive(Clone, Copy)]
pub(super) struct Likelihood {
    probability: f64,
    explained: bool,
}

/// A check that reads more sources than this is evaluated only with all of them right and with all
/// of them as printed.
const MOST_READ: usize = 4;
/// With more sources than this, propagation is computed for each check separately.
const MOST_MODES: usize = 6;
/// A limit on evaluations while changes are followed. Reaching it means that rules form a circle
/// through rounding.
const MOST_STEPS: usize = 20_000;

impl Problem<'_> {
    /// The sources with what they should be, and every figure derived from them that no longer
    /// follows, recomputed.
    pub(super) fn corrected(&self, sources: &[Source], excused: &[usize]) -> Vec<Changed> {
        let mut changed: Vec<Changed> = sources
            .iter()
            .map(|source| Changed {
                variable: source.variable,
                value: source.right,
                by: None,
                exact: source.exact.clone(),
            })
            .collect();
        let mut queue: VecDeque<Variable> = sources.iter().map(|source| source.variable).collect();
        let mut steps = 0;
        while let Some(variable) = queue.pop_front() {
            for id in self
                .reading(variable)
                .iter()
                .copied()
                .filter(|id| !excused.contains(&id.rule) && !self.is_accepted(*id))
            {
                let Some(target) = self.target(id).filter(|target| self.figure(*target).is_some())
                else {
                    continue;
                };
                let at = changed.iter().position(|each| each.variable == target);
                if at.is_some_and(|at| changed[at].by.is_some_and(|by| by != id))
                    || steps > MOST_STEPS
                {
                    continue;
                }
                steps += 1;
                let Some(new) = self.follows(id, target, &self.taken(&changed, id)) else {
                    continue;
                };
                match at {
                    Some(at) => changed[at] = new,
                    None => changed.push(new),
                }
                queue.push_back(target);
            }
        }
        changed
    }

    /// What the target of a check should be, if it does not follow from the figures as `taken`.
    fn follows(&self, id: CheckId, target: Variable, taken: &[Taken]) -> Option<Changed> {
        self.follows.get(id, taken, || {
            let fails = matches!(self.fit(id, taken), Fit::Fails | Fit::CutOff);
            let exact = self.value(id, taken).filter(|_| fails)?;
            let value = corrected_value(self, target, &exact)?;
            Some(Changed { variable: target, value, by: Some(id), exact: Some(exact) })
        })
    }

    /// The changed figures that a check reads or is about.
    fn taken(&self, changed: &[Changed], id: CheckId) -> Vec<Taken> {
        self.add_work(changed.len());
        let figures = self.figures(id);
        let matters = changed.iter().filter(|each| figures.have(each.variable));
        matters.map(|each| Taken { variable: each.variable, value: each.value }).collect()
    }

    /// The changed figures that the result of a check follows from, directly or through others.
    pub(super) fn origins(&self, changed: &[Changed], id: CheckId) -> BTreeSet<Variable> {
        let mut seen = BTreeSet::new();
        let mut pending: Vec<Variable> = self.inputs(id).to_vec();
        while let Some(variable) = pending.pop() {
            let of_changed = changed.iter().find(|each| each.variable == variable);
            let Some(each) = of_changed.filter(|_| seen.insert(variable)) else { continue };
            if let Some(by) = each.by {
                pending.extend(self.inputs(by).iter());
            }
        }
        seen
    }

    /// Whether a check holds in the corrected world.
    pub(super) fn holds_corrected(&self, changed: &[Changed], id: CheckId) -> bool {
        self.fit(id, &self.taken(changed, id)) == Fit::Holds
    }

    /// Whether a check disagrees in the corrected world.
    pub(super) fn fails_corrected(&self, changed: &[Changed], id: CheckId) -> bool {
        matches!(self.fit(id, &self.taken(changed, id)), Fit::Fails | Fit::CutOff)
    }

    /// The probability of what is printed if `sources` are misprints and the `excused` rules do not
    /// belong to the study; `failing` are its findings.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn score(
        &self,
        failing: &[CheckId],
        sources: &[Source],
        excused: &[usize],
    ) -> Score {
        let changed = self.corrected(sources, excused);
        let mut touched: Vec<CheckId> = Vec::new();
        changed.iter().for_each(|each| touched.extend(self.reading(each.variable).iter()));
        changed.iter().for_each(|each| touched.extend(self.about(each.variable).iter()));
        touched.sort_unstable();
        let concerned = failing
            .iter()
            .copied()
            .filter(|id| touched.binary_search(id).is_ok() || excused.contains(&id.rule))
            .collect();
        let mut score = Score {
            log: sources.iter().map(|source| source.log).sum(),
            touched: concerned,
            unexplained: Vec::new(),
        };
        touched.extend(failing);
        touched.retain(|id| !excused.contains(&id.rule) && !self.is_accepted(*id));
        touched.sort_unstable();
        touched.dedup();
        self.add_work(touched.len() * (1 + changed.len()));
        let mut read = Vec::new();
        let mut together: Vec<CheckId> = Vec::new();
        for id in touched {
            if together.contains(&id) {
                continue;
            }
            let makers = self.makers(id, &changed, excused);
            let all = makers.iter().map(|maker| self.versions(*maker, sources, &changed));
            if let Some(either) = Versions::of_either(all.collect()) {
                together.extend(makers);
                read.push(either);
                continue;
            }
            let versions = self.versions(id, sources, &changed);
            if !versions.explained {
                score
                    .unexplained
                    .push((id, versions.likelihood.iter().copied().fold(0.0, f64::max).ln()));
            }
            read.push(versions);
        }
        for versions in read.extract_if(.., |versions| versions.reads.is_empty()) {
            score.log += versions.likelihood.first().map_or(0.0, |likelihood| likelihood.ln());
        }
        score.log += propagation(&self.events(sources), &read);
        score
    }

    /// The checks about the target of a check that hold in the corrected world, if it is one of
    /// them and there are several: the figure may have been computed by any of their rules.
    fn makers(&self, id: CheckId, changed: &[Changed], excused: &[usize]) -> Vec<CheckId> {
        let Some(target) = self.target(id) else { return Vec::new() };
        let about = self.about(target);
        if about.len() < 2 {
            return Vec::new();
        }
        let mut makers: Vec<CheckId> = about
            .iter()
            .copied()
            .filter(|about| {
                !excused.contains(&about.rule)
                    && !self.is_accepted(*about)
                    && !self.is_statement(*about)
                    && self.holds_corrected(changed, *about)
            })
            .collect();
        if makers.len() < 2 || !makers.contains(&id) {
            makers.clear();
        }
        makers
    }

    /// For each source, the first of the event that it belongs to: two cells that hold each other's
    /// figures were exchanged once.
    fn events(&self, sources: &[Source]) -> Vec<usize> {
        let first = sources.iter().enumerate().map(|(at, source)| {
            sources[..at].iter().position(|other| self.are_exchanged(source, other)).unwrap_or(at)
        });
        first.collect()
    }

    /// Whether two sources are the halves of one exchange.
    pub(super) fn are_exchanged(&self, one: &Source, other: &Source) -> bool {
        [one, other].iter().all(|each| each.kind == SourceKind::EXCHANGED)
            && self.prints(one.variable, other.right)
            && self.prints(other.variable, one.right)
    }

    fn prints(&self, variable: Variable, value: Decimal) -> bool {
        self.figure(variable).is_some_and(|figure| figure.value() == value)
    }

    /// The probability of what a check shows, for each choice of which sources it read as printed.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn versions(&self, id: CheckId, sources: &[Source], changed: &[Changed]) -> Versions {
        let figures = self.figures(id);
        let about = sources.iter().find(|source| Some(source.variable) == self.target(id));
        let (exchanged, mut reads): (Vec<usize>, Vec<usize>) = (0..sources.len())
            .filter(|at| figures.read(sources[*at].variable))
            .partition(|at| about.is_some_and(|about| self.are_exchanged(about, &sources[*at])));
        // What was exchanged had been computed before.
        let exchanged: Vec<Taken> =
            exchanged.into_iter().map(|at| source_taken(&sources[at])).collect();
        let downstream: Vec<Taken> = changed
            .iter()
            .filter(|each| {
                figures.read(each.variable)
                    && !sources.iter().any(|source| source.variable == each.variable)
            })
            .map(|each| Taken { variable: each.variable, value: each.value })
            .collect();
        if self.target(id).is_none() {
            // No author computed a condition: the right figures satisfy it or they do not.
            let holds = if reads.is_empty() && downstream.is_empty() {
                !self.verdict(id).disagrees()
            } else {
                self.holds_corrected(changed, id)
            };
            return Versions {
                reads: Vec::new(),
                likelihood: vec![if holds { 1.0 } else { priors::FALSE_STATEMENT }],
                explained: holds,
            };
        }
        let all_or_none = reads.len() > MOST_READ;
        let choices = if all_or_none { 2 } else { 1 << reads.len() };
        let mut explained = false;
        let likelihood = (0..choices).map(|choice: usize| {
            let right = reads
                .iter()
                .enumerate()
                .filter(|(bit, _)| if all_or_none { choice == 0 } else { choice >> bit & 1 == 0 });
            let mut taken: Vec<Taken> = right
                .map(|(_, at)| source_taken(&sources[*at]))
                .chain(about.map(source_taken))
                .chain(exchanged.iter().copied())
                .collect();
            let as_printed = self.likelihood(id, &taken);
            explained |= as_printed.explained;
            if downstream.is_empty() {
                return as_printed.probability;
            }
            taken.extend(&downstream);
            let corrected = self.likelihood(id, &taken);
            let carried = priors::DERIVED_CARRIED * as_printed.probability;
            let anew = (1.0 - priors::DERIVED_CARRIED) * corrected.probability;
            // Figures that were printed nowhere do not explain a check that is more likely wrong by
            // itself.
            explained |= corrected.explained && anew > carried;
            carried + anew
        });
        let likelihood = likelihood.collect();
        if all_or_none {
            reads.truncate(1);
        }
        Versions { reads, likelihood, explained }
    }

    /// The probability of what the target of a check prints, computed from figures of which some
    /// are `taken` to be others.
    fn likelihood(&self, id: CheckId, taken: &[Taken]) -> Likelihood {
        if taken.is_empty() && !self.verdict(id).disagrees() {
            return Likelihood { probability: 1.0, explained: true };
        }
        self.likelihoods.get(id, taken, || self.work_out_likelihood(id, taken))
    }

    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn work_out_likelihood(&self, id: CheckId, taken: &[Taken]) -> Likelihood {
        if matches!(self.fit(id, taken), Fit::Holds | Fit::Unknown) {
            return Likelihood { probability: 1.0, explained: true };
        }
        if self.is_statement(id) {
            return Likelihood { probability: priors::FALSE_STATEMENT, explained: false };
        }
        let wrong_formula = self.wrong_formula(id);
        let target =
            self.target(id).filter(|target| taken.iter().all(|each| each.variable != *target));
        let slip = match (target, self.value(id, taken)) {
            (Some(target), Some(value)) if self.is_leaf(target) => self.slip(target, &value),
            _ => 0.0,
        };
        Likelihood {
            probability: self.known.fault * (wrong_formula + slip + priors::NOTHING_FITS),
            explained: false,
        }
    }

    /// The probability that a target was printed by a slip from one of the values that it should
    /// have.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn slip(&self, target: Variable, value: &Interval) -> f64 {
        let right = self.expected(target, value);
        let each = right
            .iter()
            .filter_map(|right| self.misprint(target, *right, Some(value)))
            .map(|misprint| misprint.weight);
        each.sum::<f64>() / right.len().max(1) as f64
    }
}

/// What should be printed at a variable whose value lies in an interval: the middle, rounded.
pub(super) fn corrected_value(
    problem: &Problem<'_>,
    variable: Variable,
    exact: &Interval,
) -> Option<Decimal> {
    problem
        .known
        .study
        .rounding
        .unwrap_or(Rounding::HalfUp)
        .apply(&exact.middle()?, problem.decimals(variable))
}

fn source_taken(source: &Source) -> Taken {
    Taken { variable: source.variable, value: source.right }
}

/// The logarithm of the probability of the versions that checks used, over all modes. A slip is
/// made late, in printing, or early, before other figures were computed; then each check that reads
/// the figure may have used the misprint. Sources of one event, the first of which is at the
/// position in `events`, are all early or all late.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn propagation(events: &[usize], read: &[Versions]) -> f64 {
    let sources = events.len();
    if sources > MOST_MODES {
        return read
            .iter()
            .map(|versions| versions.probability(|_| priors::EARLY * priors::CARRIED).ln())
            .sum();
    }
    let possible = (0..1_usize << sources)
        .filter(|mode| (0..sources).all(|at| is_early(*mode, at) == is_early(*mode, events[at])));
    let modes = possible.map(|mode| {
        let prior: f64 = (0..sources)
            .filter(|at| events[*at] == *at)
            .map(|at| if is_early(mode, at) { priors::EARLY } else { 1.0 - priors::EARLY })
            .product();
        let reads = read.iter().map(|versions| {
            versions.probability(|at| if is_early(mode, at) { priors::CARRIED } else { 0.0 })
        });
        prior * reads.product::<f64>()
    });
    modes.sum::<f64>().ln()
}

/// Whether a mode has the slip of a source before other figures were computed from it.
const fn is_early(mode: usize, source: usize) -> bool {
    mode >> source & 1 == 1
}

impl Versions {
    /// The versions of a figure that several rules may have computed, each with the same
    /// probability; `None` unless one of them explains it, or where they read too much.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn of_either(rules: Vec<Self>) -> Option<Self> {
        let mut reads: Vec<usize> =
            rules.iter().flat_map(|rule| rule.reads.iter().copied()).collect();
        reads.sort_unstable();
        reads.dedup();
        if reads.len() > MOST_READ || rules.iter().all(|rule| !rule.explained) {
            return None;
        }
        let likelihood = (0..1_usize << reads.len()).map(|choice| {
            let each = rules.iter().map(|rule| rule.likelihood[rule.choice(&reads, choice)]);
            each.sum::<f64>() / rules.len() as f64
        });
        let likelihood = likelihood.collect();
        Some(Self { reads, likelihood, explained: true })
    }

    /// Its own choice that corresponds to a choice about more sources.
    fn choice(&self, reads: &[usize], choice: usize) -> usize {
        let bits = self.reads.iter().enumerate().filter(|(_, source)| {
            reads.iter().position(|read| read == *source).is_some_and(|at| choice >> at & 1 == 1)
        });
        bits.fold(0, |own, (bit, _)| own | 1 << bit)
    }

    /// The probability of what the check shows, where `printed` is the probability that it used
    /// the printed figure of a source.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn probability(&self, printed: impl Fn(usize) -> f64) -> f64 {
        let choices = self.likelihood.iter().enumerate().map(|(choice, likelihood)| {
            let used = self.reads.iter().enumerate().map(|(bit, at)| {
                if choice >> bit & 1 == 1 { printed(*at) } else { 1.0 - printed(*at) }
            });
            likelihood * used.product::<f64>()
        });
        choices.sum::<f64>()
    }
}
