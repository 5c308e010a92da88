//! Units: what a number counts. Percent and percentage point are different units.

use std::fmt;
use std::sync::Arc;

use crate::{Phrase, say};

/// What a number counts or measures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Whole things; exact as printed unless printed in thousands or the like.
    Count,
    /// A share or a relative change, in hundredths.
    Percent,
    /// A difference of two percentages.
    Points,
    /// A quotient of like quantities.
    Ratio,
    /// A number whose unit nobody stated: it may be any of the others.
    Number,
    /// A day, month, year or span of them.
    Date,
    /// Words.
    Text,
    /// A direction, order or comparison that holds or does not (claims only).
    Truth,
    /// Anything else by its name: money (`RMB`), storage (`PB`), `years`.
    Measure(Arc<str>),
}

impl Unit {
    /// The unit of that name. Every name is one; `rank` is a count.
    pub fn from_name(name: &str) -> Self {
        match name {
            "count" | "rank" => Self::Count,
            "percent" => Self::Percent,
            "points" => Self::Points,
            "ratio" => Self::Ratio,
            "number" => Self::Number,
            "date" => Self::Date,
            "text" => Self::Text,
            "truth" => Self::Truth,
            other => Self::Measure(other.into()),
        }
    }

    /// The name used in manifests and messages.
    pub fn name(&self) -> &str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Points => "points",
            Self::Ratio => "ratio",
            Self::Number => "number",
            Self::Date => "date",
            Self::Text => "text",
            Self::Truth => "truth",
            Self::Measure(name) => name,
        }
    }

    /// What a cell of this unit holds, in words.
    pub fn noun(&self) -> String {
        match self {
            Self::Count => "a count".into(),
            Self::Percent => "a percentage".into(),
            Self::Points => "percentage points".into(),
            Self::Ratio => "a ratio".into(),
            Self::Number => "a number".into(),
            Self::Date => "a date".into(),
            Self::Text => "a text".into(),
            Self::Truth => "a statement that holds or does not".into(),
            Self::Measure(name) => format!("a number in {name}"),
        }
    }

    /// What follows a number of this unit on the page, such as ` %`.
    pub fn suffix(&self) -> String {
        match self {
            Self::Percent => " %".into(),
            Self::Points => " points".into(),
            Self::Measure(name) => format!(" {name}"),
            _ => String::new(),
        }
    }

    /// A number of this unit as it is shown, such as `34.55 %`.
    pub fn quantity(&self, number: impl Into<Phrase>) -> Phrase {
        let number = number.into();
        match self {
            Self::Percent => say!("{} %", number),
            Self::Points => say!("{} points", number),
            Self::Measure(name) => Phrase::joined(" ", [number, (&**name).into()]),
            _ => number,
        }
    }

    /// Whether values of this unit are numbers.
    pub const fn is_number(&self) -> bool {
        !matches!(self, Self::Date | Self::Text | Self::Truth)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
