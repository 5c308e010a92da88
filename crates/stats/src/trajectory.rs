//! The course of a series of counts: changes, index, growth, phases and swing. Nothing here is an
//! inference: it describes what was counted.

use std::cmp::Ordering;

use crossfoot_core::Rational;

use crate::Reason;

/// A change from one count to another.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// Things more; negative for fewer.
    pub absolute: i128,
    /// In hundredths of the earlier count, exactly; absent from zero.
    pub percent: Option<Rational>,
}

/// The change from one count to another.
///
/// `to − from`, and 100 (to − from) / from in percent. From zero there is no relative change.
///
/// ```
/// use crossfoot_stats::change;
/// let fall = change(5_690, 2_214);
/// assert_eq!((fall.absolute, fall.percent.unwrap().to_string().as_str()), (-3_476, "-34760/569"));
/// assert!(change(0, 10).percent.is_none());
/// ```
pub fn change(from: u64, to: u64) -> Change {
    let absolute = i128::from(to) - i128::from(from);
    Change { absolute, percent: Rational::new(100 * absolute, i128::from(from)) }
}

/// Every count in hundredths of the one at `base`.
///
/// # Errors
/// [`Reason::ZeroCount`] for a base of zero, [`Reason::Mismatch`] for a base beyond the list.
///
/// ```
/// use crossfoot_stats::index;
/// assert_eq!(index(&[50, 75, 0], 0).unwrap(), [100.0, 150.0, 0.0]);
/// assert!(index(&[0, 1], 0).is_err());
/// ```
pub fn index(counts: &[u64], base: usize) -> Result<Vec<f64>, Reason> {
    match counts.get(base) {
        None => Err(Reason::Mismatch),
        Some(0) => Err(Reason::ZeroCount),
        Some(base) => Ok(counts.iter().map(|count| 100.0 * *count as f64 / *base as f64).collect()),
    }
}

/// Compound growth per period, in percent: 100 ((to / from)^(1 / periods) − 1).
///
/// # Errors
/// [`Reason::ZeroCount`] from zero, [`Reason::OnePeriod`] over no time.
///
/// ```
/// use crossfoot_stats::compound_growth;
/// assert!((compound_growth(100, 121, 2.0).unwrap() - 10.0).abs() < 1e-12);
/// assert_eq!(compound_growth(100, 0, 2.0), Ok(-100.0));
/// assert!(compound_growth(0, 5, 2.0).is_err());
/// ```
pub fn compound_growth(from: u64, to: u64, periods: f64) -> Result<f64, Reason> {
    match from {
        0 if periods > 0.0 => Err(Reason::ZeroCount),
        _ => compounded(to as f64 / from as f64, periods),
    }
}

/// What a ratio of the last value to the first, at least zero, comes to per period, in percent: 100
/// (ratio^(1 / periods) − 1).
///
/// # Errors
/// [`Reason::OnePeriod`] over no time.
///
/// ```
/// use crossfoot_stats::compounded;
/// assert!((compounded(1.21, 2.0).unwrap() - 10.0).abs() < 1e-12);
/// assert!(compounded(1.21, 0.0).is_err());
/// ```
pub fn compounded(ratio: f64, periods: f64) -> Result<f64, Reason> {
    if periods > 0.0 {
        Ok(100.0 * (ratio.powf(1.0 / periods) - 1.0))
    } else {
        Err(Reason::OnePeriod)
    }
}

/// Where a series was heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Each value above the one before.
    Up,
    /// Each value below the one before.
    Down,
    /// Each value the same as the one before.
    Level,
}

/// A stretch of a series in one direction; stretches share their ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phase {
    /// Position of its first count.
    pub first: usize,
    /// Position of its last count.
    pub last: usize,
    /// Where it was heading.
    pub direction: Direction,
}

/// The phases of a series of counts or shares, which are as long as can be. A turning point is
/// where one ends and the next begins.
///
/// ```
/// use crossfoot_stats::{Direction, phases};
/// let found = phases(&[5_690, 6_900, 5_382, 2_214]);
/// assert_eq!(found.len(), 2);
/// assert_eq!((found[1].first, found[1].last, found[1].direction), (1, 3, Direction::Down));
/// assert!(phases(&[3]).is_empty());
/// ```
pub fn phases<T: PartialOrd>(values: &[T]) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for (at, pair) in values.windows(2).enumerate() {
        let direction = match pair[0].partial_cmp(&pair[1]) {
            Some(Ordering::Less) => Direction::Up,
            Some(Ordering::Greater) => Direction::Down,
            Some(Ordering::Equal) | None => Direction::Level,
        };
        match phases.last_mut() {
            Some(phase) if phase.direction == direction => phase.last = at + 1,
            _ => phases.push(Phase { first: at, last: at + 1, direction }),
        }
    }
    phases
}

/// How far a series swung between its highest and its lowest count.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Swing {
    /// Position of the first highest count.
    pub peak: usize,
    /// Position of the first lowest count.
    pub trough: usize,
    /// Highest minus lowest, in percent of the mean: 0 for a series at rest, 200 for one that
    /// swings about its mean down to zero.
    pub amplitude: f64,
}

/// The swing of a series: 100 (max − min) / mean. Unchanged when all counts are multiplied.
///
/// # Errors
/// [`Reason::OnePeriod`] for fewer than two counts, [`Reason::ZeroTotal`] where all are zero.
///
/// ```
/// use crossfoot_stats::swing;
/// let found = swing(&[10, 30, 20]).unwrap();
/// assert_eq!((found.peak, found.trough, found.amplitude), (1, 0, 100.0));
/// assert!(swing(&[0, 0]).is_err());
/// ```
pub fn swing(counts: &[u64]) -> Result<Swing, Reason> {
    if counts.len() < 2 {
        return Err(Reason::OnePeriod);
    }
    let sum: u64 = counts.iter().sum();
    if sum == 0 {
        return Err(Reason::ZeroTotal);
    }
    let (mut peak, mut trough) = (0, 0);
    for at in 1..counts.len() {
        peak = if counts[at] > counts[peak] { at } else { peak };
        trough = if counts[at] < counts[trough] { at } else { trough };
    }
    let width = (counts[peak] - counts[trough]) as f64;
    Ok(Swing { peak, trough, amplitude: 100.0 * width * counts.len() as f64 / sum as f64 })
}
