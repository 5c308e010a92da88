//! Verdicts: what checking one rule gave.

use std::fmt;

use crate::{Phrase, pattern};

/// What checking one rule gave. Every rule ends in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Published equals the exact value.
    Exact,
    /// Published is the exact value, rounded at its decimals.
    Rounded,
    /// The inputs are themselves rounded, and the intervals meet.
    Compatible,
    /// Only cutting off the digits gives it.
    Truncated,
    /// None of the above.
    Inconsistent,
    /// Rows are not listed, and some values for them fit.
    Feasible,
    /// Rows are not listed, and no values for them fit.
    Infeasible,
    /// An input is missing, and nothing bounds it.
    Unverifiable,
}

impl Verdict {
    /// All verdicts, from agreement to ignorance.
    pub const ALL: [Self; 8] = [
        Self::Exact,
        Self::Rounded,
        Self::Compatible,
        Self::Truncated,
        Self::Inconsistent,
        Self::Feasible,
        Self::Infeasible,
        Self::Unverifiable,
    ];

    /// The name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => pattern!("exact"),
            Self::Rounded => pattern!("rounded"),
            Self::Compatible => pattern!("compatible"),
            Self::Truncated => pattern!("truncated"),
            Self::Inconsistent => pattern!("inconsistent"),
            Self::Feasible => pattern!("feasible"),
            Self::Infeasible => pattern!("infeasible"),
            Self::Unverifiable => pattern!("unverifiable"),
        }
    }

    /// The name in words.
    pub const fn phrase(self) -> Phrase {
        Phrase::from_pattern(self.name())
    }

    /// Whether published and recomputed disagree.
    pub const fn disagrees(self) -> bool {
        matches!(self, Self::Truncated | Self::Inconsistent | Self::Infeasible)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
