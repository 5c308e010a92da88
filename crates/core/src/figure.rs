//! A figure: a number as printed, with its digits, its decimals and its place.

pub(crate) mod affixes;
pub(crate) mod chinese;
mod format;
mod parts;
mod plain;
mod read;

pub use format::{NumberFormat, decimal_mark_evidence, may_be_either};
pub use parts::{read_figures, read_parts};
pub use plain::read_plain;
pub use read::{ReadError, read_figure, read_rounded};

use crate::{Bound, Decimal, Interval, Rational, Rounding, ShortSpan, Span};

/// A word or sign of inequality printed before a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// None: the number itself.
    #[default]
    Is,
    /// `>`: more than, over, exceeding.
    MoreThan,
    /// `≥`: at least.
    AtLeast,
    /// `<`: less than, under.
    LessThan,
    /// `≤`: at most, up to.
    AtMost,
    /// `~`: about; one unit of the last place either way.
    About,
}

impl Qualifier {
    /// The sign before the number.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Is => "",
            Self::MoreThan => ">",
            Self::AtLeast => "≥",
            Self::LessThan => "<",
            Self::AtMost => "≤",
            Self::About => "~",
        }
    }
}

/// A number as printed. 16 bytes, so that tables of many millions of cells stay in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    mantissa: i64,
    span: ShortSpan,
    decimals: i8,
    /// The inequality printed before it.
    pub qualifier: Qualifier,
}

impl Figure {
    /// A figure with its digits and the stretch of the source that holds it, of at most
    /// [`ShortSpan::MAX`] bytes.
    #[inline]
    pub const fn new(value: Decimal, qualifier: Qualifier, span: Span) -> Self {
        Self {
            mantissa: value.mantissa(),
            span: ShortSpan::new(span),
            decimals: value.decimals(),
            qualifier,
        }
    }

    /// The printed decimal.
    #[inline]
    pub const fn value(&self) -> Decimal {
        Decimal::known(self.mantissa, self.decimals)
    }

    /// All its digits as one integer.
    #[inline]
    pub const fn mantissa(&self) -> i64 {
        self.mantissa
    }

    /// Digits after its decimal point.
    #[inline]
    pub const fn decimals(&self) -> i8 {
        self.decimals
    }

    /// Its place in the source.
    pub const fn span(&self) -> Span {
        self.span.span()
    }

    /// Another number at the same place.
    #[must_use]
    pub const fn with_value(mut self, value: Decimal) -> Self {
        (self.mantissa, self.decimals) = (value.mantissa(), value.decimals());
        self
    }

    /// The same figure at another place of its file.
    #[must_use]
    pub fn shifted(mut self, by: u32) -> Self {
        self.span = ShortSpan::new(self.span().shifted(by));
        self
    }

    /// Every true value the figure can stand for.
    ///
    /// `exact` figures are counts of whole things. Others stand for what rounds to them: half a
    /// unit of the last place either way, both ends included because either half rule is accepted,
    /// unless the publication states a `rounding`: half-up and half-even leave [p − u/2, p + u/2),
    /// truncation [p, p + u), mirrored for negative values. Where the text says `about`, one unit
    /// of the last place either way.
    pub fn interval(&self, exact: bool, rounding: Option<Rounding>, about: bool) -> Interval {
        let value = self.value().to_rational();
        let printed = match self.qualifier {
            Qualifier::Is if about || exact && self.decimals >= 0 => Interval::Point(value),
            Qualifier::Is => unrounded(self.value(), rounding),
            Qualifier::About => Interval::Point(value),
            Qualifier::MoreThan => Interval::at_least(Bound::open(value)),
            Qualifier::AtLeast => Interval::at_least(Bound::closed(value)),
            Qualifier::LessThan => Interval::at_most(Bound::open(value)),
            Qualifier::AtMost => Interval::at_most(Bound::closed(value)),
        };
        if about || self.qualifier == Qualifier::About {
            printed.widen(&self.unit())
        } else {
            printed
        }
    }

    /// One unit of the last printed place.
    pub fn unit(&self) -> Rational {
        Rational::power_of_ten(-i32::from(self.decimals))
    }
}

/// The values that print as `printed`.
fn unrounded(printed: Decimal, rounding: Option<Rounding>) -> Interval {
    let value = printed.to_rational();
    let unit = Rational::power_of_ten(-i32::from(printed.decimals()));
    let negative = printed.mantissa() < 0;
    let half = unit.checked_div(&Rational::from(2)).unwrap_or(Rational::ZERO);
    let (near, far, far_closed) = match rounding {
        None => (half.clone(), half, true),
        Some(Rounding::HalfUp) => (half.clone(), half, false),
        Some(Rounding::HalfEven) => {
            let closed = printed.mantissa() % 2 == 0;
            return Interval::new(
                Some(Bound { value: &value - &half, closed }),
                Some(Bound { value: &value + &half, closed }),
            );
        }
        Some(Rounding::Truncate) if printed.mantissa() == 0 => {
            return Interval::new(Some(Bound::open(-unit.clone())), Some(Bound::open(unit)));
        }
        Some(Rounding::Truncate) => (Rational::ZERO, unit, false),
    };
    if negative {
        Interval::new(
            Some(Bound { value: &value - &far, closed: far_closed }),
            Some(Bound::closed(&value + &near)),
        )
    } else {
        Interval::new(
            Some(Bound::closed(&value - &near)),
            Some(Bound { value: &value + &far, closed: far_closed }),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unrounding(mantissa: i64, rounding: Option<Rounding>) -> String {
        unrounded(Decimal::new(mantissa, 1).unwrap(), rounding).to_string()
    }

    /// The bounds published with the R package scrutiny, vignette "Rounding options" (unround).
    #[test]
    fn unrounds_8_2_as_published() {
        assert_eq!(unrounding(82, None), "[163/20, 33/4]");
        assert_eq!(unrounding(82, Some(Rounding::HalfUp)), "[163/20, 33/4)");
        assert_eq!(unrounding(82, Some(Rounding::Truncate)), "[41/5, 83/10)");
        assert_eq!(unrounding(-82, Some(Rounding::HalfUp)), "(-33/4, -163/20]");
        assert_eq!(unrounding(-82, Some(Rounding::Truncate)), "(-83/10, -41/5]");
    }
}
