//! Typing errors in the digits of a number: which one turns one text into another, and how many
//! texts it could have made.

use crossfoot_core::{Decimal, Phrase, say};

use crate::cause::CauseKind;

/// One typing error in the digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Two neighbouring digits changed places.
    AdjacentTransposition,
    /// Two digits that are not neighbours changed places.
    DigitSwap,
    /// One digit is another.
    DigitReplaced,
    /// A digit is missing.
    DigitOmitted,
    /// A digit was added that differs from its neighbours.
    DigitAdded,
    /// A digit was typed twice.
    DigitRepeated,
}

impl Slip {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [
        Self::AdjacentTransposition,
        Self::DigitSwap,
        Self::DigitReplaced,
        Self::DigitOmitted,
        Self::DigitAdded,
        Self::DigitRepeated,
    ];

    /// The kind of cause that it is.
    pub(crate) const fn kind(self) -> CauseKind {
        match self {
            Self::AdjacentTransposition => CauseKind::AdjacentTransposition,
            Self::DigitSwap => CauseKind::DigitSwap,
            Self::DigitReplaced => CauseKind::DigitReplaced,
            Self::DigitOmitted => CauseKind::DigitOmitted,
            Self::DigitAdded => CauseKind::DigitAdded,
            Self::DigitRepeated => CauseKind::DigitRepeated,
        }
    }

    /// What happened, in words.
    pub(crate) fn story(self) -> Phrase {
        match self {
            Self::AdjacentTransposition => say!("two neighbouring digits changed places"),
            Self::DigitSwap => say!("two digits changed places"),
            Self::DigitReplaced => say!("one digit is wrong"),
            Self::DigitOmitted => say!("a digit is missing"),
            Self::DigitAdded => say!("a digit was added"),
            Self::DigitRepeated => say!("a digit was typed twice"),
        }
    }

    /// Whether any slip makes one number of another.
    pub(crate) fn may_make(right: Decimal, printed: Decimal) -> bool {
        Self::ALL.iter().any(|slip| slip.ways(right, printed).is_some())
    }

    /// How many different texts the slip can make of the digits of `right`, if those of `printed`
    /// are one of them. Leading zeros do not count. A digit left out after the point leaves one
    /// decimal less, and one added there makes one more.
    ///
    /// For n digits in r runs of equal digits: 9n replacements, r omissions, r repetitions, 9n + 10
    /// − r additions; one transposition or swap for every pair of different digits.
    pub(crate) fn ways(self, right: Decimal, printed: Decimal) -> Option<usize> {
        let decimals = (right.decimals(), printed.decimals());
        let (right, printed) = (right.digits(), printed.digits());
        let (right, printed) = (right.as_bytes(), significant(printed.as_bytes()));
        let n = right.len();
        match self {
            Self::AdjacentTransposition | Self::DigitSwap | Self::DigitReplaced
                if decimals.0 != decimals.1 =>
            {
                None
            }
            Self::AdjacentTransposition => {
                is_exchange(right, printed, false).then(|| exchanges(right, false))
            }
            Self::DigitSwap => is_exchange(right, printed, true).then(|| exchanges(right, true)),
            Self::DigitReplaced => {
                (differences(right, printed)?.take(2).count() == 1).then_some(9 * n)
            }
            Self::DigitOmitted if n == 1 => None,
            Self::DigitOmitted => {
                extra_digit(right, &padded(printed, n - 1)?, decimals).map(|_| runs(right))
            }
            Self::DigitAdded | Self::DigitRepeated => {
                let longer = padded(printed, n + 1)?;
                let at = extra_digit(&longer, right, (decimals.1, decimals.0))?;
                let repeats = [at.checked_sub(1), Some(at + 1)]
                    .into_iter()
                    .flatten()
                    .any(|near| longer.get(near) == longer.get(at));
                (repeats == (self == Self::DigitRepeated))
                    .then(|| if repeats { runs(right) } else { 9 * n + 10 - runs(right) })
            }
        }
    }
}

/// Every number with so many decimals of which `printed` may be a typing error in the digits, a
/// shift of the point or a change of sign.
pub(crate) fn neighbours(printed: Decimal, decimals: i8) -> Vec<Decimal> {
    let digits = printed.digits().into_bytes();
    let n = digits.len();
    let mut texts = Vec::new();
    for at in 0..n {
        for new in b'0'..=b'9' {
            texts.push(replaced(&digits, at..at + 1, &[new]));
        }
        texts.push(replaced(&digits, at..at + 1, &[]));
        for other in at + 1..n {
            let mut exchanged = digits.clone();
            exchanged.swap(at, other);
            texts.push(exchanged);
        }
    }
    for (at, new) in (0..=n).flat_map(|at| (b'0'..=b'9').map(move |new| (at, new))) {
        texts.push(replaced(&digits, at..at, &[new]));
    }
    for zeros in 1..=3 {
        texts.push([digits.as_slice(), &b"000"[..zeros]].concat());
        if digits.ends_with(&b"000"[..zeros]) {
            texts.push(digits[..n - zeros].to_vec());
        }
    }
    texts.push(digits);
    let sign = if printed.mantissa() < 0 { -1 } else { 1 };
    let right = texts.iter().filter_map(|text| {
        let magnitude = text.iter().try_fold(0_i64, |sum, digit| {
            sum.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        })?;
        Decimal::new(sign * magnitude, decimals)
    });
    let opposite = Decimal::new(-printed.mantissa(), decimals);
    let mut right: Vec<Decimal> = right.chain(opposite).filter(|right| *right != printed).collect();
    right.sort_by_key(|right| right.mantissa());
    right.dedup();
    right
}

fn replaced(digits: &[u8], range: std::ops::Range<usize>, by: &[u8]) -> Vec<u8> {
    [&digits[..range.start], by, &digits[range.end..]].concat()
}

/// Digits without zeros in front.
fn significant(digits: &[u8]) -> &[u8] {
    &digits[digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len())..]
}

/// Digits with zeros in front, `length` altogether; `None` where there are more.
fn padded(digits: &[u8], length: usize) -> Option<Vec<u8>> {
    let zeros = length.checked_sub(digits.len())?;
    Some(std::iter::repeat_n(b'0', zeros).chain(digits.iter().copied()).collect())
}

/// Where the two differ, if `printed` is not longer.
fn differences(right: &[u8], printed: &[u8]) -> Option<impl Iterator<Item = (usize, u8, u8)>> {
    let pairs = right.iter().copied().zip(padded(printed, right.len())?).enumerate();
    Some(
        pairs
            .filter(|(_, (a, b))| a != b)
            .map(|(at, (a, b))| (at, a, b))
            .collect::<Vec<_>>()
            .into_iter(),
    )
}

/// How many pairs of different digits there are, neighbours or not.
fn exchanges(digits: &[u8], far: bool) -> usize {
    let pairs = (0..digits.len()).flat_map(|a| (a + 1..digits.len()).map(move |b| (a, b)));
    pairs.filter(|(a, b)| (b - a > 1) == far && digits[*a] != digits[*b]).count()
}

/// Whether two digits, neighbours or not, changed places.
fn is_exchange(right: &[u8], printed: &[u8], far: bool) -> bool {
    let Some(mut differences) = differences(right, printed) else { return false };
    let (Some(first), Some(second), None) =
        (differences.next(), differences.next(), differences.next())
    else {
        return false;
    };
    (second.0 - first.0 > 1) == far && first.1 == second.2 && first.2 == second.1
}

/// The number of runs of equal digits.
fn runs(digits: &[u8]) -> usize {
    1 + digits.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Where `longer` has one digit more than `shorter`, if they differ in nothing else: the last place
/// from which the digit may be missing. It is on the side of the point that the numbers of decimals
/// ask for.
fn extra_digit(longer: &[u8], shorter: &[u8], decimals: (i8, i8)) -> Option<usize> {
    let at = longer.iter().zip(shorter).take_while(|(a, b)| a == b).count();
    (longer.get(at + 1..)? == shorter.get(at..)? && is_on_its_side(longer, at, decimals))
        .then_some(at)
}

/// Whether the digit at `at`, or an equal one just before it, is on the side of the point that the
/// decimals of the longer and of the shorter number ask for.
fn is_on_its_side(longer: &[u8], at: usize, (decimals, decimals_of_shorter): (i8, i8)) -> bool {
    let point = longer.len().saturating_sub(usize::from(decimals.max(0).unsigned_abs()));
    let first = at - longer[..at].iter().rev().take_while(|digit| **digit == longer[at]).count();
    match i16::from(decimals) - i16::from(decimals_of_shorter) {
        0 => first < point,
        1 => at >= point,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Every text that a slip can make of some digits, spelled out.
    fn made(slip: Slip, digits: &str) -> BTreeSet<String> {
        let digits: Vec<char> = digits.chars().collect();
        let n = digits.len();
        let mut all: BTreeSet<Vec<char>> = match slip {
            Slip::AdjacentTransposition => exchanged(&digits, false),
            Slip::DigitSwap => exchanged(&digits, true),
            Slip::DigitReplaced => {
                let places = (0..n).flat_map(|at| ('0'..='9').map(move |new| (at, new)));
                places
                    .map(|(at, new)| [&digits[..at], &[new], &digits[at + 1..]].concat())
                    .collect()
            }
            Slip::DigitOmitted if n < 2 => BTreeSet::new(),
            Slip::DigitOmitted => {
                (0..n).map(|at| [&digits[..at], &digits[at + 1..]].concat()).collect()
            }
            Slip::DigitAdded => inserted(&digits, false),
            Slip::DigitRepeated => inserted(&digits, true),
        };
        all.remove(&digits);
        all.into_iter().map(String::from_iter).collect()
    }

    /// Digits with two of them exchanged, neighbours or not.
    fn exchanged(digits: &[char], far: bool) -> BTreeSet<Vec<char>> {
        let mut all = BTreeSet::new();
        for a in 0..digits.len() {
            for b in (a + 1..digits.len()).filter(|b| (b - a > 1) == far) {
                let mut new = digits.to_vec();
                new.swap(a, b);
                all.insert(new);
            }
        }
        all
    }

    /// Digits with one more, which repeats a neighbour or does not.
    fn inserted(digits: &[char], repeats: bool) -> BTreeSet<Vec<char>> {
        let n = digits.len();
        let mut all = BTreeSet::new();
        for at in 0..=n {
            for new in '0'..='9' {
                let touches = at > 0 && digits[at - 1] == new || at < n && digits[at] == new;
                if touches == repeats {
                    all.insert([&digits[..at], &[new], &digits[at..]].concat());
                }
            }
        }
        all
    }

    /// Decimals as which `right` may be printed by a slip of its digits that puts no zero in front:
    /// with its decimals, or one more or less for a digit after the point.
    fn printed_by(slip: Slip, right: Decimal) -> Vec<Decimal> {
        let texts = made(slip, &right.digits());
        let decimals = (right.decimals() - 1).max(0)..=right.decimals() + 1;
        let mut all = Vec::new();
        for (text, decimals) in
            texts.iter().flat_map(|text| decimals.clone().map(move |decimals| (text, decimals)))
        {
            all.extend(Decimal::new(text.parse().unwrap(), decimals).filter(|printed| {
                printed.digits() == *text && slip.ways(right, *printed).is_some()
            }));
        }
        all
    }

    fn integer(value: i64) -> Decimal {
        Decimal::new(value, 0).unwrap()
    }

    fn signed(decimal: Decimal, negative: bool) -> Decimal {
        let mantissa = if negative { -decimal.mantissa() } else { decimal.mantissa() };
        Decimal::new(mantissa, decimal.decimals()).unwrap()
    }

    proptest! {
        /// Behind the point: 42.77 becomes 42.7 by one digit less, never 4.27 or 427.
        #[test]
        fn digits_are_left_out_on_either_side_of_the_point(
            whole in 10_i64..1_000,
            hundredths in 10_i64..100,
        ) {
            let right = Decimal::new(whole * 100 + hundredths, 2).unwrap();
            let behind = Decimal::new(whole * 10 + hundredths / 10, 1).unwrap();
            let before = Decimal::new(whole / 10 * 100 + hundredths, 2).unwrap();
            for shorter in [behind, before] {
                prop_assert!(Slip::DigitOmitted.ways(right, shorter).is_some());
                prop_assert!(
                    Slip::DigitAdded
                        .ways(shorter, right)
                        .or(Slip::DigitRepeated.ways(shorter, right))
                        .is_some()
                );
            }
            prop_assert_eq!(
                Slip::DigitOmitted.ways(right, Decimal::new(behind.mantissa(), 0).unwrap()),
                None
            );
        }

        #[test]
        fn every_text_that_a_slip_makes_is_recognised_and_counted(
            right in 1_i64..200_000,
            other in 0_i64..2_000_000,
        ) {
            for slip in Slip::ALL {
                let all = made(slip, &right.to_string());
                for text in &all {
                    prop_assert_eq!(
                        slip.ways(integer(right), integer(text.parse().unwrap())),
                        Some(all.len()),
                        "{:?} of {} to {}",
                        slip,
                        right,
                        text
                    );
                }
                if !all.iter().any(|text| text.parse() == Ok(other)) {
                    prop_assert_eq!(
                        slip.ways(integer(right), integer(other)),
                        None,
                        "{:?} of {} to {}",
                        slip,
                        right,
                        other
                    );
                }
            }
        }

        /// Every right figure that a slip may have changed into the printed one is tried.
        #[test]
        fn what_a_slip_changed_is_among_the_neighbours(
            mantissa in 1_i64..200_000,
            decimals in 0_i8..4,
            negative: bool,
        ) {
            let right = Decimal::new(mantissa, decimals).unwrap();
            for slip in Slip::ALL {
                for printed in printed_by(slip, right) {
                    let tried = neighbours(signed(printed, negative), decimals);
                    // A zero shows no sign.
                    let negative = negative && printed.mantissa() != 0;
                    prop_assert!(
                        tried.contains(&signed(right, negative)),
                        "{:?} of {} to {}",
                        slip,
                        right.to_plain(),
                        printed.to_plain()
                    );
                }
            }
        }

        /// A shift of the point after rounding, printed with as many decimals as before or as many
        /// as it takes; and a lost sign.
        #[test]
        fn what_was_shifted_is_among_the_neighbours(
            mantissa in 1_i64..200_000,
            decimals in 0_i8..4,
            places in 1_i8..4,
        ) {
            let right = Decimal::new(mantissa, decimals).unwrap();
            let power = 10_i64.pow(u32::from(places.unsigned_abs()));
            let kept = [
                Decimal::new(mantissa * power, decimals),
                (mantissa % power == 0).then(|| Decimal::new(mantissa / power, decimals)).flatten(),
            ];
            let moved = [
                Decimal::new(mantissa, decimals + places),
                (decimals >= places).then(|| Decimal::new(mantissa, decimals - places)).flatten(),
            ];
            for printed in kept.into_iter().chain(moved).flatten() {
                prop_assert!(
                    neighbours(printed, decimals).contains(&right),
                    "{} to {}",
                    right.to_plain(),
                    printed.to_plain()
                );
            }
            let opposite = Decimal::new(-mantissa, decimals).unwrap();
            prop_assert!(neighbours(opposite, decimals).contains(&right));
        }
    }
}
