//! How likely it is that a relation holds only by chance. Only these probabilities are floats;
//! whether a relation holds is decided in exact arithmetic.
#![expect(
    clippy::float_arithmetic,
    reason = "probabilities of coincidences; no verdict depends on one"
)]

use crossfoot_core::{Phrase, Rational, say};

/// A relation is drafted when a table of unrelated numbers would have fewer than this many that
/// hold as well.
const MOST_BY_CHANCE: f64 = 1e-3;
/// The factor on the chance when a header says what the numbers show: of tables with a column
/// called `Total`, at most one in twenty is assumed to mean something else.
const HEADER_AGREES: f64 = 0.05;
/// The same where the form of every cell says it.
const FORM_SAYS: f64 = 1e-3;
/// The factor on the chance of a relation other than a sum that no name speaks for.
pub(super) const UNNAMED: f64 = 100.0;
/// Families of relations that are tried on a table: sums, shares and changes, all others. Together
/// they may not exceed the limit.
const FAMILIES: f64 = 3.0;
/// The most rows that are weighed; more would add nothing.
const MOST_ROWS: usize = 48;

/// The outcome of a relation on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It holds.
    Holds,
    /// The printed figure is one typing error away.
    Slip,
    /// It does not hold.
    Fails,
}

/// One row on which a relation was tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trial {
    pub(super) row: usize,
    pub(super) outcome: Outcome,
    /// The probability that an unrelated figure agrees.
    pub(super) by_chance: f64,
    /// The probability that it agrees or is one typing error away.
    pub(super) slip_by_chance: f64,
}

impl Trial {
    pub(super) fn holds(&self) -> bool {
        self.outcome == Outcome::Holds
    }

    /// The same for a relation that is expected to hold: that it holds where figures repeat each
    /// other is some evidence as well.
    pub(super) fn expected(self) -> Self {
        /// How often a line without the relation holds where its figures repeat each other.
        const REPEATED: f64 = 0.3;
        let by_chance = self.by_chance.min(REPEATED);
        Self { by_chance, slip_by_chance: self.slip_by_chance.max(by_chance), ..self }
    }
}

/// What all rows say about a relation.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Rows on which it holds.
    pub holds: Vec<usize>,
    /// Rows on which the printed figure is one typing error away from it.
    pub slips: Vec<usize>,
    /// Rows on which it does not hold.
    pub fails: Vec<usize>,
    /// How many relations that hold as well would be expected in a table of unrelated numbers.
    pub by_chance: f64,
    /// What the headers add, in words, if anything.
    pub header: Option<Phrase>,
}

impl Evidence {
    /// Weighs trials of one among `searched` relations of a family.
    pub(super) fn from_trials(trials: &[Trial], searched: f64) -> Self {
        Self::among(trials, searched * FAMILIES)
    }

    /// Weighs trials of one among `searched` relations that are not part of a family.
    pub(super) fn among(trials: &[Trial], searched: f64) -> Self {
        let step = trials.len().div_ceil(MOST_ROWS).max(1);
        let weighed: Vec<&Trial> = trials.iter().step_by(step).collect();
        let by_chance = tail(&weighed) * searched;
        Self {
            holds: rows(trials, Outcome::Holds),
            slips: rows(trials, Outcome::Slip),
            fails: rows(trials, Outcome::Fails),
            by_chance,
            header: None,
        }
    }

    /// Rows on which it was tried.
    pub fn tried(&self) -> usize {
        self.holds.len() + self.slips.len() + self.fails.len()
    }

    /// Whether it holds in so many rows that an exception is a fault of its row: in at least half
    /// of them, with few exceptions, and fewer that no typing error explains.
    pub(super) fn nearly_everywhere(&self) -> bool {
        let tried = self.tried();
        let least = if tried == 1 || tried == 2 && self.fails.is_empty() { 1 } else { 2 };
        self.holds.len() >= least
            && self.holds.len() * 2 >= tried
            && self.fails.len() <= (tried / 4).max(1)
            && self.fails.len() + self.slips.len() <= (tried / 3).max(2)
    }

    /// The same for a relation that its name and its place say should hold: more of the exceptions
    /// may be such that no typing error explains them.
    pub(super) fn mostly(&self) -> bool {
        let exceptions = self.fails.len() + self.slips.len();
        self.holds.len() >= exceptions && exceptions <= (self.tried() / 3).max(2)
    }

    /// Whether it holds without exception.
    pub(super) fn is_clean(&self) -> bool {
        self.slips.is_empty() && self.fails.is_empty()
    }

    /// Whether chance is ruled out.
    pub(super) fn is_no_chance(&self) -> bool {
        self.by_chance < MOST_BY_CHANCE
    }

    /// Whether it is drafted.
    pub(super) fn convinces(&self) -> bool {
        self.nearly_everywhere() && self.is_no_chance()
    }

    /// The probability that relations hold by chance all together, if that rules chance out.
    pub(super) fn together<'a>(all: impl Iterator<Item = &'a Self>) -> Option<f64> {
        let by_chance: f64 = all.map(|evidence| evidence.by_chance).product();
        (by_chance < MOST_BY_CHANCE).then_some(by_chance)
    }

    /// The same with what the headers say.
    #[must_use]
    pub(super) fn with_header(mut self, header: Phrase) -> Self {
        self.by_chance *= HEADER_AGREES;
        self.header = Some(header);
        self
    }

    /// The same with the word of the header by which the relation is called, if there is one.
    #[must_use]
    pub(super) fn called(self, word: Option<&'static str>) -> Self {
        match word {
            Some(word) => self.with_header(say!("the header says `{}`", word)),
            None => self,
        }
    }

    /// Weighs trials of a relation that is hardly meant if no word of the header names it.
    pub(super) fn if_called(trials: &[Trial], searched: f64, word: Option<&'static str>) -> Self {
        let unlikely = if word.is_some() { 1.0 } else { UNNAMED };
        Self::from_trials(trials, searched * unlikely).called(word)
    }

    /// The same for what the form of the cells says of each of them.
    #[must_use]
    pub(super) fn with_form(mut self, header: Phrase) -> Self {
        self.by_chance *= FORM_SAYS;
        self.header = Some(header);
        self
    }

    /// The chance in words: `1 in 2,000,000`.
    pub fn chance(&self) -> Phrase {
        let odds = 1.0 / self.by_chance.max(1e-12);
        match odds {
            odds if odds >= 1e12 => say!("1 in more than a trillion"),
            odds if odds >= 10.0 => {
                let power = 10_f64.powf(odds.log10().floor());
                let figure = (odds / power).floor() * power;
                say!("1 in {}", crate::show::number(&Rational::from(figure as i128), 0))
            }
            _ => say!("more than 1 in 10"),
        }
    }
}

/// Whether a relation that holds in so many of the rows that are tried first is tried in all.
pub(super) const fn is_promising(holds: usize, tried: usize) -> bool {
    holds > 0 && holds * 3 >= tried
}

/// The rows with an outcome.
fn rows(trials: &[Trial], outcome: Outcome) -> Vec<usize> {
    trials.iter().filter(|trial| trial.outcome == outcome).map(|trial| trial.row).collect()
}

/// The probability that unrelated figures agree on at least as many rows, and agree or are a slip
/// away on at least as many.
fn tail(trials: &[&Trial]) -> f64 {
    let holds = trials.iter().filter(|trial| trial.outcome == Outcome::Holds).count();
    let near = trials.iter().filter(|trial| trial.outcome != Outcome::Fails).count();
    if holds == trials.len() {
        return trials.iter().map(|trial| trial.by_chance.clamp(0.0, 1.0)).product();
    }
    // The state of h and n: h rows agree and n agree or nearly do, each counted no further than
    // needed.
    let width = near + 1;
    let mut states = vec![0.0; (holds + 1) * width];
    let mut next = states.clone();
    states[0] = 1.0;
    for (done, trial) in trials.iter().enumerate() {
        next.fill(0.0);
        let agree = trial.by_chance.clamp(0.0, 1.0);
        let slip = (trial.slip_by_chance.clamp(0.0, 1.0) - agree).max(0.0);
        let fail = (1.0 - agree - slip).max(0.0);
        for h in 0..=holds.min(done) {
            for n in h..=near.min(done) {
                let weight = states[h * width + n];
                let (more_holds, more_near) = ((h + 1).min(holds), (n + 1).min(near));
                next[more_holds * width + more_near] += weight * agree;
                next[h * width + more_near] += weight * slip;
                next[h * width + n] += weight * fail;
            }
        }
        std::mem::swap(&mut states, &mut next);
    }
    states[holds * width + near]
}

/// The chance that an unrelated sum of shares comes to the whole: its window against the whole.
pub(super) fn chance_of_whole(window: i128, whole: i128) -> f64 {
    (window as f64 / whole as f64).min(1.0)
}

/// The chance that two dates are in order.
pub(super) const EITHER: f64 = 0.5;

/// The chance that a row has its place in an unrelated order.
pub(super) fn chance_of_order(place: usize) -> f64 {
    1.0 / (place as f64 + 1.0)
}

/// Whether sums of so many counts are likelier to be rounded than misprinted: `exact` of them are
/// what their parts add up to, and `near` ones only within rounding. The sum of so many rounded
/// parts has a standard deviation of σ = √((parts + 1) / 12) units, and is the rounded sum with a
/// probability of about 1 / √(1 + 2πσ²).
pub(super) fn likelier_rounded(parts: usize, exact: usize, near: usize, large: bool) -> bool {
    /// How often large counts, such as those of a country, and others are rounded.
    const ROUNDED: [f64; 2] = [0.2, 0.01];
    /// How often a sum is misprinted, and by as little as rounding.
    const MISPRINTED: f64 = 0.002;
    let prior = if large { ROUNDED[0] } else { ROUNDED[1] };
    let variance = (times(parts) + 1.0) / 12.0;
    let right = 1.0 / (1.0 + std::f64::consts::TAU * variance).sqrt();
    let rounded = prior.ln() + times(exact) * right.ln() + times(near) * (1.0 - right).ln();
    let misprinted = (1.0 - prior).ln() + times(near) * MISPRINTED.ln();
    near > 0 && rounded > misprinted
}

/// A product of numbers of relations.
pub(super) fn product(factors: &[f64]) -> f64 {
    factors.iter().product()
}

/// The number of ways to choose.
pub(super) fn choose(from: usize, taken: usize) -> f64 {
    (0..taken).map(|at| from.saturating_sub(at) as f64 / (at + 1) as f64).product()
}

/// A whole number to multiply with.
pub(super) fn times(count: usize) -> f64 {
    count as f64
}
