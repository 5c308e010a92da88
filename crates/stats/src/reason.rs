//! Why a statistic cannot be given: named, so that no result ever holds a number that lies.

/// Why a statistic cannot be estimated from the numbers at hand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A share or rate of nothing.
    #[error("the total is zero")]
    ZeroTotal,
    /// A ratio to a count of zero, or its logarithm.
    #[error("there is no ratio with a count of zero")]
    ZeroCount,
    /// Successes beyond the trials.
    #[error("the part is larger than the whole")]
    MoreThanWhole,
    /// Nothing to compare with.
    #[error("there is only one period")]
    OnePeriod,
    /// Nothing to be distributed over.
    #[error("there is only one category")]
    OneCategory,
    /// Nothing varies.
    #[error("all values are equal")]
    AllEqual,
    /// Observations that lie on the fit, so that there is no error to judge it by.
    #[error("nothing scatters around the fit")]
    NoScatter,
    /// Too few observations for the parameters of a method.
    #[error("cannot be estimated from {} {unit}; at least {needed} are needed", in_words(*.found))]
    TooFewPoints {
        /// Observations at hand.
        found: usize,
        /// What they are, such as `annual points`.
        unit: String,
        /// Observations needed, in words or digits.
        needed: String,
    },
    /// A figure that the statistic needs was not published.
    #[error("{0} is missing")]
    Missing(String),
    /// A figure that is no whole number of things.
    #[error("{0} is no exact count")]
    NotACount(String),
    /// A count so large that sums of several would not fit.
    #[error("{0} is larger than a trillion")]
    TooLarge(String),
    /// Periods that do not follow each other at equal distance.
    #[error("the periods are not evenly spaced: {0}")]
    Uneven(String),
    /// An iteration that did not settle.
    #[error("the fit does not converge")]
    NotConverged,
    /// A negative binomial without finite shape.
    #[error("the counts vary no more than Poisson counts do")]
    NotOverDispersed,
    /// A list of shares that exceeds its whole, or holds a negative one.
    #[error("the listed shares are no parts of the whole")]
    NotAShare,
    /// Lists that belong together and differ in length, or are empty.
    #[error("the lists do not match in length, or are empty")]
    Mismatch,
}

impl Reason {
    /// The same reason with a name for the points that are too few.
    pub(crate) fn of(self, points: &str) -> Self {
        match self {
            Self::TooFewPoints { found, needed, .. } => Self::TooFewPoints { found, unit: points.to_owned(), needed },
            other => other,
        }
    }
}

/// Small numbers as words, as in a sentence.
fn in_words(number: usize) -> String {
    const WORDS: [&str; 13] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn says_what_is_lacking() {
        let reason = Reason::TooFewPoints { found: 4, unit: "annual points".into(), needed: "8".into() };
        assert_eq!(reason.to_string(), "cannot be estimated from four annual points; at least 8 are needed");
    }
}
