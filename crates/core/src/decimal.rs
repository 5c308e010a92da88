//! A decimal as printed: its digits and how many of them are after the point.

use std::fmt;

use crate::Rational;

/// Up to 18 significant digits and a number of decimals, which is negative where the last printed
/// digit is left of the units (`1.2万` is 12 × 10³, −3 decimals). `3.70` and `3.7` differ.
///
/// ```
/// use crossfoot_core::Decimal;
/// assert_eq!(Decimal::new(370, 2).unwrap().to_string(), "3.70");
/// assert_eq!(Decimal::new(5_328, 0).unwrap().to_string(), "5,328");
/// assert_eq!(Decimal::new(i64::MAX, 0), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i64,
    decimals: i8,
}

impl Decimal {
    /// The longest figure that is read, in significant digits.
    pub const MAX_DIGITS: u32 = 18;
    const LIMIT: u64 = 10_u64.pow(Self::MAX_DIGITS);

    /// `mantissa × 10^−decimals`, or `None` beyond [`Self::MAX_DIGITS`] digits.
    pub const fn new(mantissa: i64, decimals: i8) -> Option<Self> {
        if mantissa.unsigned_abs() < Self::LIMIT { Some(Self { mantissa, decimals }) } else { None }
    }

    /// Digits that came from a decimal, so that their number need not be checked again.
    #[inline]
    pub(crate) const fn known(mantissa: i64, decimals: i8) -> Self {
        debug_assert!(mantissa.unsigned_abs() < Self::LIMIT);
        Self { mantissa, decimals }
    }

    /// All digits as one integer.
    #[inline]
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// Digits after the decimal point.
    #[inline]
    pub const fn decimals(self) -> i8 {
        self.decimals
    }

    /// The exact value.
    pub fn to_rational(self) -> Rational {
        let power = 10_i128.pow(u32::from(self.decimals.unsigned_abs()).min(Self::MAX_DIGITS * 2));
        let mantissa = i128::from(self.mantissa);
        if self.decimals >= 0 {
            Rational::new(mantissa, power).unwrap_or(Rational::ZERO)
        } else {
            Rational::from(mantissa) * Rational::from(power)
        }
    }

    /// The digits without sign, point or separators, at least one.
    pub fn digits(self) -> String {
        let width = usize::from(self.decimals.max(0).unsigned_abs()) + 1;
        let digits =
            self.mantissa.unsigned_abs().checked_ilog10().map_or(1, |last| last as usize + 1);
        let mut text = String::with_capacity(width.max(digits));
        (digits..width).for_each(|_| text.push('0'));
        let mut power = 10_u64.pow(digits as u32 - 1);
        while power > 0 {
            text.push(char::from(b'0' + (self.mantissa.unsigned_abs() / power % 10) as u8));
            power /= 10;
        }
        text
    }

    /// The digits with a point, without thousands separators, ASCII minus: for machines.
    pub fn to_plain(self) -> String {
        self.write("", "-")
    }

    fn write(self, separator: &str, minus: &str) -> String {
        let digits = self.digits();
        let places = usize::from(self.decimals.max(0).unsigned_abs());
        let (int, frac) = digits.split_at(digits.len() - places);
        let zeros = "0".repeat(usize::from(self.decimals.min(0).unsigned_abs()));
        let int = format!("{int}{zeros}");
        let mut out = String::from(if self.mantissa < 0 { minus } else { "" });
        push_grouped(&mut out, &int, separator);
        if places > 0 {
            out.push('.');
            out.push_str(frac);
        }
        out
    }
}

/// Digits in groups of three from the right, with commas between them: `1,234,567`.
///
/// ```
/// assert_eq!(crossfoot_core::thousands("1234567"), "1,234,567");
/// ```
pub fn thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    push_grouped(&mut out, digits, ",");
    out
}

fn push_grouped(out: &mut String, digits: &str, separator: &str) {
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
}

/// With thousands separators and a true minus sign: for people.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.write(",", "−"))
    }
}
