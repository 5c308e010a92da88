//! Why a statistic cannot be given: named, so that no result ever holds a number that lies.

use crossfoot_core::{Phrase, say};

/// Why a statistic cannot be estimated from the numbers at hand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.phrase())]
#[non_exhaustive]
pub enum Reason {
    /// A share or rate of nothing.
    ZeroTotal,
    /// A ratio to a count of zero, or its logarithm.
    ZeroCount,
    /// A ratio to a negative amount, or its logarithm.
    Negative,
    /// A share of nothing or all, whose odds are zero or infinite.
    NoOdds,
    /// Successes beyond the trials.
    MoreThanWhole,
    /// Nothing to compare with.
    OnePeriod,
    /// Nothing to be distributed over.
    OneCategory,
    /// Nothing varies.
    AllEqual,
    /// Observations that lie on the fit, so that there is no error to judge it by.
    NoScatter,
    /// Too few observations for the parameters of a method.
    TooFewPoints {
        /// Observations at hand.
        found: usize,
        /// What they are, such as `annual points`.
        unit: Phrase,
        /// Observations needed, in words or digits.
        needed: Phrase,
    },
    /// A figure that the statistic needs was not published.
    Missing(Phrase),
    /// A figure that is not a whole number of things.
    NotACount(String),
    /// A figure that is a bound, or said to be rough.
    NotOneValue(String),
    /// Counts so small that their scatter is that of whole numbers; the mean that is needed.
    TooSmall(u32),
    /// Counts that scatter little more than independent draws; how many times more is needed.
    HiddenByDraws(u32),
    /// A count so large that sums of several would not fit.
    TooLarge(String),
    /// Periods that are not evenly spaced.
    Uneven(Phrase),
    /// Periods that are too short, or one of which is part of another.
    Periods(Phrase),
    /// An iteration that did not settle.
    NotConverged,
    /// A negative binomial without finite shape.
    NotOverDispersed,
    /// A list of shares that exceeds its whole, or holds a negative one.
    NotAShare,
    /// Lists that belong together and differ in length, or are empty.
    Mismatch,
}

impl Reason {
    /// The reason in words, without a full stop.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::ZeroTotal => say!("the total is zero"),
            Self::ZeroCount => say!("no ratio with a count of zero"),
            Self::Negative => say!("no ratio with an amount below zero"),
            Self::NoOdds => say!("a share of 0 % or 100 % has no odds"),
            Self::MoreThanWhole => say!("the part is larger than the whole"),
            Self::OnePeriod => say!("there is only one period"),
            Self::OneCategory => say!("there is only one category"),
            Self::AllEqual => say!("all values are equal"),
            Self::NoScatter => say!("nothing scatters around the fit"),
            Self::TooFewPoints { found, unit, needed } => {
                say!(
                    "cannot be estimated from {} {}; at least {} are needed",
                    in_words(*found),
                    unit,
                    needed
                )
            }
            Self::Missing(what) => say!("{} is missing", what),
            Self::NotACount(name) => say!("{} is not an exact count", name),
            Self::NotOneValue(name) => say!("{} is not reported as one value", name),
            Self::TooSmall(least) => {
                say!(
                    "the counts are too small; at least {} on average are needed",
                    least.to_string()
                )
            }
            Self::HiddenByDraws(least) => {
                say!(
                    "the counts scatter less than {} times as much as independent draws, which hides how alike neighbours are",
                    least.to_string()
                )
            }
            Self::TooLarge(name) => say!("{} is larger than 10^15", name),
            Self::Uneven(how) => say!("the periods are not evenly spaced: {}", how),
            Self::Periods(how) => say!("the periods cannot be compared: {}", how),
            Self::NotConverged => say!("the fit does not converge"),
            Self::NotOverDispersed => say!("the counts vary no more than Poisson counts"),
            Self::NotAShare => say!("the listed shares are not parts of the whole"),
            Self::Mismatch => say!("the lists do not match in length, or are empty"),
        }
    }

    /// Too few observations, and how many are needed at least.
    pub(crate) fn too_few(found: usize, unit: impl Into<Phrase>, least: usize) -> Self {
        Self::TooFewPoints { found, unit: unit.into(), needed: least.to_string().into() }
    }

    /// The same reason with a name for the points that are too few.
    pub(crate) fn with_unit(self, points: &Phrase) -> Self {
        match self {
            Self::TooFewPoints { found, needed, .. } => {
                Self::TooFewPoints { found, unit: points.clone(), needed }
            }
            other => other,
        }
    }
}

/// Small numbers as words, as in a sentence.
fn in_words(number: usize) -> Phrase {
    match number {
        0 => say!("no"),
        1 => say!("one"),
        2 => say!("two"),
        3 => say!("three"),
        4 => say!("four"),
        5 => say!("five"),
        6 => say!("six"),
        7 => say!("seven"),
        8 => say!("eight"),
        9 => say!("nine"),
        10 => say!("ten"),
        11 => say!("eleven"),
        12 => say!("twelve"),
        _ => number.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn says_what_is_lacking() {
        let reason =
            Reason::TooFewPoints { found: 4, unit: "annual points".into(), needed: "8".into() };
        assert_eq!(
            reason.to_string(),
            "cannot be estimated from four annual points; at least 8 are needed"
        );
    }
}
