//! How good a method's answers are, measured against what was misprinted.

use std::collections::BTreeMap;
use std::time::Duration;

use crossfoot_core::{Decimal, Rounding, Variable};

use super::generator::{Generated, Misprint};
use super::methods::Ranked;

/// Probabilities closer than this are a tie.
const TIE: f64 = 1e-9;
/// From this probability, a report says that a figure should be another.
const SURE: f64 = 0.95;
/// Bins of the reliability table.
const BINS: usize = 10;
/// The quantile of the normal distribution for intervals of 95 %.
const Z: f64 = 1.959_964;

/// One study and what a method said of it.
#[derive(Clone, Debug)]
pub struct Case {
    truth: BTreeMap<Variable, Decimal>,
    /// The part of the truth that can be seen.
    seen: BTreeMap<Variable, Decimal>,
    detectable: bool,
    ranked: Vec<Ranked>,
    audit: Duration,
    method: Duration,
}

/// Answers whose probability lies in one tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many.
    pub answers: usize,
    /// How many of them are true.
    pub right: usize,
    /// The sum of their probabilities.
    pub probability: f64,
}

/// How a method did on many studies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// All studies.
    pub studies: usize,
    /// Studies in which no more checks disagree than without misprints.
    pub undetectable: usize,
    /// Figures misprinted and seen, in all studies.
    pub seen: usize,
    /// Figures that first answers change, in all studies.
    pub changes: usize,
    /// Of these, the ones that were misprinted and get their right values.
    pub right_changes: usize,
    /// Of these in turn, the ones that are seen.
    pub seen_changes: usize,
    /// Studies with some misprint that would not be seen alone.
    pub partial: usize,
    /// In how many of those just the misprints that are seen came first, or all of them.
    pub partial_first: usize,
    /// Studies in which each misprint is seen. All that follows is of these.
    pub detectable: usize,
    /// The truth came first.
    pub first: usize,
    /// It was among the first three.
    pub three: usize,
    /// The first named the right figures, whatever it gave for their values.
    pub figures: usize,
    /// Another answer is as probable as the truth, and none is more probable.
    pub ties: usize,
    /// How often the truth would come first if ties were broken by chance.
    pub ceiling: f64,
    /// Another answer is more probable than the truth.
    pub less_probable: usize,
    /// The truth is not among the answers.
    pub missing: usize,
    /// The first answers by their probability, where they have one.
    pub reliability: [Bin; BINS],
    audit: Vec<Duration>,
    method: Vec<Duration>,
}

impl Case {
    /// What a method said of a generated study, and the times that the audit and the method took.
    pub fn new(
        generated: &Generated,
        ranked: Vec<Ranked>,
        audit: Duration,
        method: Duration,
    ) -> Self {
        Self {
            truth: right_values(generated.truth.iter()),
            seen: right_values(generated.truth.iter().filter(|misprint| misprint.seen)),
            detectable: generated.detectable,
            ranked,
            audit,
            method,
        }
    }

    /// Whether everything can be found.
    pub fn is_detectable(&self) -> bool {
        self.detectable && self.seen.len() == self.truth.len()
    }

    /// Whether the truth comes first, or nothing where nothing is wrong.
    pub fn is_right(&self) -> bool {
        match self.ranked.first() {
            Some(first) => says(first, &self.truth),
            None => self.truth.is_empty(),
        }
    }

    /// Whether the first answer changes something and has a probability of at least 0.95.
    pub fn is_sure(&self) -> bool {
        self.ranked.first().is_some_and(|first| {
            !first.changes.is_empty() && first.probability.is_some_and(|p| p >= SURE)
        })
    }

    /// The place of the truth among the answers.
    pub fn place(&self) -> Option<usize> {
        self.ranked.iter().position(|ranked| says(ranked, &self.truth))
    }
}

fn right_values<'a>(misprints: impl Iterator<Item = &'a Misprint>) -> BTreeMap<Variable, Decimal> {
    misprints.map(|misprint| (misprint.variable, misprint.right)).collect()
}

/// Whether an answer names these figures and no others.
fn names(ranked: &Ranked, truth: &BTreeMap<Variable, Decimal>) -> bool {
    ranked.changes.len() == truth.len()
        && ranked.changes.iter().all(|(variable, _)| truth.contains_key(variable))
}

/// Whether an answer also gives their values.
fn says(ranked: &Ranked, truth: &BTreeMap<Variable, Decimal>) -> bool {
    names(ranked, truth) && ranked.changes.iter().all(|change| is_right(change, truth))
}

/// Whether a change gives a misprinted figure its value. One with more decimals than the figure
/// should have must round to it: a figure printed with too many decimals does not show how many it
/// should have.
fn is_right(
    (variable, value): &(Variable, Option<Decimal>),
    truth: &BTreeMap<Variable, Decimal>,
) -> bool {
    let (Some(right), Some(value)) = (truth.get(variable), value) else { return false };
    let rounded = if value.decimals() > right.decimals() {
        Rounding::HalfUp.apply(&value.to_rational(), right.decimals())
    } else {
        Some(*value)
    };
    rounded.is_some_and(|rounded| rounded.to_rational() == right.to_rational())
}

impl Score {
    /// The score over many studies.
    #[expect(clippy::float_arithmetic, reason = "statistics about answers")]
    pub fn from_cases(cases: &[Case]) -> Self {
        let mut score = Self { studies: cases.len(), ..Self::default() };
        for case in cases {
            score.audit.push(case.audit);
            score.method.push(case.method);
            score.add_changes(case);
            if !case.is_detectable() {
                let found = case
                    .ranked
                    .first()
                    .is_some_and(|ranked| says(ranked, &case.seen) || says(ranked, &case.truth));
                score.undetectable += usize::from(!case.detectable);
                score.partial += usize::from(case.detectable);
                score.partial_first += usize::from(case.detectable && found);
                continue;
            }
            let place = case.place();
            score.detectable += 1;
            score.first += usize::from(place == Some(0));
            score.three += usize::from(place.is_some_and(|place| place < 3));
            score.figures +=
                usize::from(case.ranked.first().is_some_and(|ranked| names(ranked, &case.truth)));
            score.add_ties(case, place);
            if let Some(probability) = case.ranked.first().and_then(|ranked| ranked.probability) {
                let bin =
                    &mut score.reliability[((probability * BINS as f64) as usize).min(BINS - 1)];
                bin.answers += 1;
                bin.right += usize::from(place == Some(0));
                bin.probability += probability;
            }
        }
        score.audit.sort_unstable();
        score.method.sort_unstable();
        score
    }

    fn add_changes(&mut self, case: &Case) {
        self.seen += case.seen.len();
        let Some(first) = case.ranked.first() else { return };
        let changes = first.changes.iter();
        self.changes += changes.len();
        self.right_changes +=
            changes.clone().filter(|change| is_right(change, &case.truth)).count();
        self.seen_changes += changes.filter(|change| is_right(change, &case.seen)).count();
    }

    #[expect(clippy::float_arithmetic, reason = "statistics about answers")]
    fn add_ties(&mut self, case: &Case, place: Option<usize>) {
        let Some(place) = place else {
            self.missing += 1;
            return;
        };
        let best = case.ranked[0].probability;
        let tied = case.ranked.iter().filter(|ranked| is_as_good(ranked, best)).count().max(1);
        if place == 0 || is_as_good(&case.ranked[place], best) {
            self.ties += usize::from(tied > 1);
            self.ceiling += 1.0 / tied as f64;
        } else {
            self.less_probable += 1;
        }
    }

    /// The expected calibration error: the mean distance of probability and frequency over the
    /// bins, weighted by answers. Nothing where the method gives no probabilities.
    #[expect(clippy::float_arithmetic, reason = "statistics about answers")]
    pub fn calibration_error(&self) -> Option<f64> {
        let answers: usize = self.reliability.iter().map(|bin| bin.answers).sum();
        let distance: f64 =
            self.reliability.iter().map(|bin| (bin.probability - bin.right as f64).abs()).sum();
        (answers > 0).then(|| distance / answers as f64)
    }

    /// The interval of 95 % for the share of studies in which the truth comes first (Wilson 1927).
    #[expect(clippy::float_arithmetic, reason = "statistics about answers")]
    pub fn interval(&self) -> (f64, f64) {
        let n = self.detectable.max(1) as f64;
        let p = self.first as f64 / n;
        let middle = p + Z * Z / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        ((middle - reach) / scale, (middle + reach) / scale)
    }

    /// The time that audits took, median and 95th percentile.
    pub fn audit_time(&self) -> (Duration, Duration) {
        quantiles(&self.audit)
    }

    /// The time that the method took in addition.
    pub fn method_time(&self) -> (Duration, Duration) {
        quantiles(&self.method)
    }
}

fn quantiles(sorted: &[Duration]) -> (Duration, Duration) {
    let [median, high] = [50, 95].map(|percent| {
        sorted.get(sorted.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
    });
    (median, high)
}

/// Whether an answer is as probable as the best.
#[expect(clippy::float_arithmetic, reason = "statistics about answers")]
fn is_as_good(ranked: &Ranked, best: Option<f64>) -> bool {
    ranked.probability.zip(best).is_some_and(|(here, best)| best - here <= TIE)
}

/// A share in percent, or nothing out of nothing.
#[expect(clippy::float_arithmetic, reason = "statistics about answers")]
pub fn percent(part: f64, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * part / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Generator, Size};
    use super::*;

    fn cases(answer: impl Fn(&Generated) -> Vec<Ranked>) -> Vec<Case> {
        let generator = Generator::new().unwrap();
        let generated = (0..60)
            .map(|seed| generator.generate(seed, 1 + seed as usize % 2, Size::Published).unwrap());
        generated
            .map(|generated| {
                Case::new(&generated, answer(&generated), Duration::ZERO, Duration::ZERO)
            })
            .collect()
    }

    fn truth(generated: &Generated, probability: f64) -> Ranked {
        let changes = generated
            .truth
            .iter()
            .map(|misprint| (misprint.variable, Some(misprint.right)))
            .collect();
        Ranked { probability: Some(probability), changes }
    }

    fn wrong(generated: &Generated, probability: f64) -> Ranked {
        let changes = generated
            .truth
            .iter()
            .map(|misprint| (misprint.variable, Some(misprint.printed)))
            .collect();
        Ranked { probability: Some(probability), changes }
    }

    #[test]
    fn a_perfect_method_scores_everything() {
        let score = Score::from_cases(&cases(|generated| vec![truth(generated, 1.0)]));
        let all = score.detectable;
        assert!(all > 30);
        assert_eq!(
            (score.first, score.three, score.figures, score.missing, score.ties),
            (all, all, all, 0, 0)
        );
        assert_eq!((score.ceiling, score.calibration_error()), (all as f64, Some(0.0)));
        assert!(score.interval().0 > 0.9);
    }

    #[test]
    fn a_method_that_is_always_wrong_scores_nothing() {
        let score = Score::from_cases(&cases(|generated| vec![wrong(generated, 1.0)]));
        assert_eq!(
            (score.first, score.three, score.ceiling, score.missing),
            (0, 0, 0.0, score.detectable)
        );
        assert_eq!((score.figures, score.calibration_error()), (score.detectable, Some(1.0)));
        let silent = Score::from_cases(&cases(|_| Vec::new()));
        assert_eq!((silent.first, silent.figures, silent.calibration_error()), (0, 0, None));
    }

    #[test]
    fn ties_are_split() {
        let score = Score::from_cases(&cases(|generated| {
            vec![wrong(generated, 0.5), truth(generated, 0.5)]
        }));
        assert_eq!((score.first, score.three, score.ties), (0, score.detectable, score.detectable));
        assert!((score.ceiling - score.detectable as f64 / 2.0).abs() < 1e-9);
        let score = Score::from_cases(&cases(|generated| {
            vec![wrong(generated, 0.6), truth(generated, 0.4)]
        }));
        assert_eq!((score.less_probable, score.ceiling), (score.detectable, 0.0));
    }

    /// Wilson's interval for 81 of 263, as given by Newcombe (1998), table I.
    #[test]
    fn intervals_are_as_published() {
        let score = Score { detectable: 263, first: 81, ..Score::default() };
        let (low, high) = score.interval();
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
    }
}
