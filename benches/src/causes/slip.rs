//! Slips: the ways in which a figure that was right is printed wrong.

use crossfoot_audit::CauseKind;
use crossfoot_audit::cause::priors;
use crossfoot_audit::root::ErrorKind;
use crossfoot_core::{Decimal, Rational};

use super::release::Computed;
use crate::random::Random;

/// The kinds of slips that concern single cells, named as the causes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Two neighbouring digits changed places.
    AdjacentTransposition,
    /// Two other digits did.
    DigitSwap,
    /// One digit is another.
    DigitReplaced,
    /// A digit is missing.
    DigitOmitted,
    /// A digit too many, unlike its neighbours.
    DigitAdded,
    /// A digit is printed twice.
    DigitRepeated,
    /// The decimal point is off.
    DecimalShift,
    /// Plus for minus, or the other way round.
    Sign,
    /// Two cells hold each other's figures.
    CellsSwapped,
    /// The figure of the row before.
    StaleFigure,
    /// Any other value of as many digits.
    Arbitrary,
    /// The digits were cut off. This one and those below are not drawn, but made on purpose.
    Truncation,
    /// Rounded to more decimals first.
    RoundedTwice,
    /// Changed so that shares add up.
    ForcedSum,
    /// Another total was divided by.
    OtherDenominator,
    /// The figure of a cell beside it.
    NeighbourRepeated,
}

/// Places that a decimal point is off.
const SHIFTS: [i32; 6] = [1, -1, 2, -2, 3, -3];
/// How often it was moved before the figure was rounded, where that makes a difference.
const BEFORE_ROUNDING: (u64, u64) = (1, 2);

impl Kind {
    /// Those that are drawn.
    pub const ALL: [Self; 11] = [
        Self::AdjacentTransposition,
        Self::DigitSwap,
        Self::DigitReplaced,
        Self::DigitOmitted,
        Self::DigitAdded,
        Self::DigitRepeated,
        Self::DecimalShift,
        Self::Sign,
        Self::CellsSwapped,
        Self::StaleFigure,
        Self::Arbitrary,
    ];

    /// The kind of cause that it is; any other value is none.
    pub const fn cause(self) -> Option<CauseKind> {
        match self {
            Self::AdjacentTransposition => Some(CauseKind::AdjacentTransposition),
            Self::DigitSwap => Some(CauseKind::DigitSwap),
            Self::DigitReplaced => Some(CauseKind::DigitReplaced),
            Self::DigitOmitted => Some(CauseKind::DigitOmitted),
            Self::DigitAdded => Some(CauseKind::DigitAdded),
            Self::DigitRepeated => Some(CauseKind::DigitRepeated),
            Self::DecimalShift => Some(CauseKind::DecimalShift),
            Self::Sign => Some(CauseKind::Sign),
            Self::CellsSwapped => Some(CauseKind::CellsSwapped),
            Self::StaleFigure => Some(CauseKind::StaleFigure),
            Self::Truncation => Some(CauseKind::Truncation),
            Self::RoundedTwice => Some(CauseKind::RoundedTwice),
            Self::ForcedSum => Some(CauseKind::ForcedSum),
            Self::OtherDenominator => Some(CauseKind::OtherDenominator),
            Self::NeighbourRepeated => Some(CauseKind::NeighbourRepeated),
            Self::Arbitrary => None,
        }
    }

    /// The name of the cause.
    pub fn name(self) -> &'static str {
        self.cause().map_or(ErrorKind::Arbitrary.name(), CauseKind::name)
    }

    fn prior(self) -> f64 {
        self.cause().map_or(priors::UNEXPLAINED, CauseKind::prior)
    }

    /// A kind, as often as its prior says.
    #[expect(
        clippy::float_arithmetic,
        reason = "priors are floats; as whole millionths they are drawn from alike on every machine"
    )]
    pub(super) fn draw(random: &mut Random) -> Self {
        let weights = Self::ALL.map(|kind| (kind.prior() * 1e6).round() as u64);
        Self::ALL[random.weighted(&weights)]
    }
}

/// What slips of a figure depend on.
pub(super) struct Around<'a> {
    pub(super) figure: &'a Computed,
    /// Whether it is computed and rounded, and so may be shifted before rounding.
    pub(super) rounded: bool,
    /// Whether such figures have signs.
    pub(super) signed: bool,
    /// The figure of the row before.
    pub(super) before: Option<Decimal>,
}

/// What is printed instead: `None` where the kind cannot happen here or leaves the value as it was.
/// Swaps of cells concern two figures and are drawn elsewhere.
pub(super) fn misprint(kind: Kind, around: &Around<'_>, random: &mut Random) -> Option<Decimal> {
    let right = around.figure.printed;
    let printed = match kind {
        Kind::DecimalShift => {
            let places = random.pick(&SHIFTS);
            if around.rounded && random.chance(BEFORE_ROUNDING) {
                crossfoot_core::Rounding::HalfUp.apply(
                    &(&around.figure.exact * &Rational::power_of_ten(places)),
                    right.decimals(),
                )?
            } else {
                shifted(right, places)?
            }
        }
        Kind::Sign => {
            around.signed.then(|| Decimal::new(-right.mantissa(), right.decimals()))??
        }
        Kind::StaleFigure => around.before?,
        Kind::Arbitrary => arbitrary(right, random)?,
        Kind::CellsSwapped => return None,
        _ => retyped(kind, right, random)?,
    };
    (printed.to_rational() != right.to_rational()).then_some(printed)
}

/// Kinds that are drawn until the digits of a figure allow one.
const MOST_DRAWS: usize = 20;

/// A slip of the fingers in a figure, of each kind as often as its prior says; `None` if none fits.
pub(crate) fn digits(right: Decimal, random: &mut Random) -> Option<(Kind, Decimal)> {
    (0..MOST_DRAWS).find_map(|_| {
        let kind = Kind::draw(random);
        let printed = retyped(kind, right, random)?;
        (printed.to_rational() != right.to_rational()).then_some((kind, printed))
    })
}

/// The decimal point that many places further to the right; whole numbers have no point.
fn shifted(right: Decimal, places: i32) -> Option<Decimal> {
    let decimals = i32::from(right.decimals()) - places;
    let zeros = u32::try_from(-decimals).unwrap_or(0);
    Decimal::new(
        right.mantissa().checked_mul(10_i64.checked_pow(zeros)?)?,
        i8::try_from(decimals.max(0)).ok()?,
    )
}

fn arbitrary(right: Decimal, random: &mut Random) -> Option<Decimal> {
    let size = right.mantissa().unsigned_abs().checked_ilog10().unwrap_or(0);
    let least = if size == 0 { 0 } else { 10_u64.pow(size) };
    let mantissa = i64::try_from(least + random.below(10_u64.pow(size + 1) - least)).ok()?;
    Decimal::new(if right.mantissa() < 0 { -mantissa } else { mantissa }, right.decimals())
}

/// A slip of the fingers: the digits change, the point stays between those it stood between.
fn retyped(kind: Kind, right: Decimal, random: &mut Random) -> Option<Decimal> {
    let mut digits: Vec<u8> = right.digits().bytes().map(|digit| digit - b'0').collect();
    let mut decimals = usize::try_from(right.decimals()).ok()?;
    let length = digits.len();
    let whole = length - decimals;
    let at = random.index(length);
    match kind {
        Kind::AdjacentTransposition if length > 1 => {
            let first = random.index(length - 1);
            digits.swap(first, first + 1);
        }
        Kind::DigitSwap if length > 2 => {
            let pairs: Vec<(usize, usize)> = (0..length)
                .flat_map(|first| (first + 2..length).map(move |second| (first, second)))
                .collect();
            let (first, second) = random.pick(&pairs);
            digits.swap(first, second);
        }
        Kind::DigitReplaced => digits[at] = (digits[at] + 1 + random.below(9) as u8) % 10,
        Kind::DigitOmitted if length > 1 => {
            digits.remove(at);
            decimals -= usize::from(at >= whole);
        }
        Kind::DigitAdded => {
            let at = random.index(length + 1);
            let new = random.below(10) as u8;
            if at.checked_sub(1).is_some_and(|before| digits[before] == new)
                || digits.get(at) == Some(&new)
            {
                return None;
            }
            digits.insert(at, new);
            decimals +=
                usize::from(at > whole || at == whole && decimals > 0 && random.chance((1, 2)));
        }
        Kind::DigitRepeated => {
            digits.insert(at, digits[at]);
            decimals += usize::from(at >= whole);
        }
        _ => return None,
    }
    // Nobody prints a number that starts with a zero and goes on with another digit of its whole
    // part.
    if digits.len() == decimals || digits[0] == 0 && digits.len() > decimals + 1 {
        return None;
    }
    let mantissa = digits.iter().fold(0_i64, |number, digit| number * 10 + i64::from(*digit));
    Decimal::new(
        if right.mantissa() < 0 { -mantissa } else { mantissa },
        i8::try_from(decimals).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(mantissa: i64, decimals: i8) -> Computed {
        let printed = Decimal::new(mantissa, decimals).unwrap();
        Computed { exact: printed.to_rational(), printed }
    }

    /// All that a kind makes of a figure in many draws.
    fn made(kind: Kind, mantissa: i64, decimals: i8) -> Vec<String> {
        let figure = figure(mantissa, decimals);
        let around =
            Around { figure: &figure, rounded: false, signed: true, before: Decimal::new(77, 0) };
        let mut random = Random::new(5);
        let mut all: Vec<String> = (0..2_000)
            .filter_map(|_| Some(misprint(kind, &around, &mut random)?.to_plain()))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    #[test]
    fn each_kind_makes_what_its_name_says() {
        assert_eq!(made(Kind::AdjacentTransposition, 5_382, 0), ["3582", "5328", "5832"]);
        assert_eq!(made(Kind::DigitSwap, 5_382, 0), ["2385", "5283", "8352"]);
        assert_eq!(made(Kind::DigitOmitted, 3_455, 2), ["3.55", "34.5", "4.55"]);
        assert_eq!(made(Kind::DigitRepeated, 124, 1), ["112.4", "12.44", "122.4"]);
        assert_eq!(
            made(Kind::DecimalShift, 173, 2),
            ["0.00173", "0.0173", "0.173", "17.3", "173", "1730"]
        );
        assert_eq!(made(Kind::Sign, -58, 1), ["5.8"]);
        assert_eq!(made(Kind::StaleFigure, 78, 0), ["77"]);
        assert_eq!(made(Kind::DigitReplaced, 53, 0).len(), 17);
        assert_eq!(made(Kind::DigitAdded, 53, 0).len(), 25);
        assert_eq!(made(Kind::Arbitrary, 53, 0).len(), 89);
    }
}
