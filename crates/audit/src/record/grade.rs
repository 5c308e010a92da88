//! How grave a disagreement is.

use crossfoot_core::{Interval, Qualifier, Unit, Verdict};

use super::{Record, Reported};

/// How grave a disagreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Grade {
    /// It may come from rounding alone: the digits were cut off, or the recomputed value is within
    /// one unit of the last printed place. A count of whole things is not rounded, so that one too
    /// few is substantive.
    Rounding,
    /// Anything else.
    Substantive,
}

impl Grade {
    /// The name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rounding => "rounding",
            Self::Substantive => "substantive",
        }
    }

    /// The grade of a check that disagrees.
    pub(super) fn from_record(record: &Record<'_>) -> Self {
        match record.verdict {
            Verdict::Truncated => Self::Rounding,
            _ if is_within_one_unit(record) => Self::Rounding,
            _ => Self::Substantive,
        }
    }
}

/// Whether a rounded figure differs from the recomputed one by a unit of its last place at most.
fn is_within_one_unit(record: &Record<'_>) -> bool {
    let (Reported::Figure { figure, unit, scale, .. }, Some(value)) =
        (&record.reported, record.number())
    else {
        return false;
    };
    // `≥ 7` is not `> 7` rounded.
    if !matches!(figure.qualifier, Qualifier::Is | Qualifier::About) {
        return false;
    }
    let is_exact = *unit == Unit::Count && *scale == 1 && figure.decimals() <= 0;
    !is_exact && Interval::Point(figure.value().to_rational()).widen(&figure.unit()).meets(value)
}
