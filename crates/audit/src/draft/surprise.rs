//! How likely one figure agrees with a value only by chance: by its magnitude, the spread of its
//! line, how often it is printed, and what the other lines print in its place.
#![expect(
    clippy::float_arithmetic,
    reason = "probabilities of coincidences; no verdict depends on one"
)]

use super::bands::{Band, Numbers, Quotient};
use super::evidence::{Outcome, Trial};

/// Figures within this fraction of each other are of one magnitude.
const ALIKE: f64 = 0.1;

/// How many lines repeat their figures, as a fraction.
const REPEATS: f64 = 0.1;
/// Lines of so many figures are too short to tell how often one of them is printed.
const FEW: usize = 12;

/// How surprising it is that a figure of a line agrees with a given value: from the magnitude of
/// the figure, the spread of the line, and how often the same figure is printed.
#[derive(Clone, Debug)]
pub(super) struct Surprise {
    spread: f64,
    printed: Vec<i128>,
}

impl Surprise {
    /// Of a column in some rows.
    pub(super) fn from_rows(numbers: &Numbers, rows: &[usize]) -> Self {
        Self::from_bands(rows.iter().filter_map(|row| numbers.at(*row)))
    }

    /// Of a line that prints these figures.
    pub(super) fn from_bands(bands: impl Iterator<Item = Band>) -> Self {
        let mut printed: Vec<i128> = bands.map(Band::in_units).collect();
        printed.sort_unstable();
        let spread =
            printed.last().zip(printed.first()).map_or(0.0, |(last, first)| (last - first) as f64);
        Self { spread, printed }
    }

    /// The same without the spread of the line: for the first of several similar figures.
    pub(super) fn magnitude(&self) -> Self {
        Self { spread: f64::INFINITY, printed: self.printed.clone() }
    }

    /// The probability that an unrelated figure agrees with one that is printed, where a window of
    /// so many units of its last place does.
    pub(super) fn by_chance(&self, band: Band, window: f64) -> f64 {
        let printed = band.in_units();
        let same = self.printed.partition_point(|other| *other <= printed)
            - self.printed.partition_point(|other| *other < printed);
        let near = window / (printed.abs() as f64 + 1.0);
        let often = self.often(same, near);
        let within = window / (self.spread + 1.0);
        near.max(within).max(often).min(1.0)
    }

    /// How often another figure of the line is the same as one that is printed so many times. Few
    /// may be the same by chance; else the line repeats its figures.
    fn often(&self, same: usize, near: f64) -> f64 {
        if same < 2 {
            return 0.0;
        }
        let all = self.printed.len();
        if all > FEW {
            return same as f64 / all as f64;
        }
        let others = (0..same).map(|at| (all - at) as f64 / (at + 1) as f64).product::<f64>();
        let chance = (others * near.min(1.0).powi(same as i32 - 1)).min(1.0);
        let repeats = REPEATS / (REPEATS + (1.0 - REPEATS) * chance);
        repeats * (same - 1) as f64 / (all - 1) as f64
    }

    /// What a row says of a relation that gives a quotient between two ends for its figure; `None`
    /// where that cannot be computed in machine words.
    pub(super) fn trial(
        &self,
        row: usize,
        band: Band,
        (low, high): (Quotient, Quotient),
    ) -> Option<Trial> {
        let holds = band.prints_quotient(low, high)?;
        let outcome = if holds { Outcome::Holds } else { Outcome::Fails };
        let by_chance = self.by_chance(band, window(low, high, band.unit));
        Some(Trial { row, outcome, by_chance, slip_by_chance: by_chance })
    }

    /// The probabilities that a figure agrees with a sum between two ends, and that it agrees or is
    /// one typing error away, of which there are so many.
    pub(super) fn chance_of_sum(
        &self,
        band: Band,
        (low, high): (i128, i128),
        slips: f64,
    ) -> (f64, f64) {
        let by_chance = self.by_chance(band, 1.0 + (high - low) as f64 / band.unit.max(1) as f64);
        (by_chance, any_of(by_chance, slips))
    }
}

/// The probability that a line of a place, whose sorted figures these are, prints what one of them
/// does, within a window of units of its last place: how many others do, or would if those of its
/// magnitude were spread evenly.
pub(super) fn in_place(figures: &[i128], band: Band, window: f64) -> f64 {
    let half = window * band.unit as f64 / 2.0;
    let reach = (band.middle() as f64 * ALIKE).abs().max(half);
    let evenly = others(figures, band, reach) * half / reach;
    (others(figures, band, half).max(evenly) / figures.len().max(1) as f64).min(1.0)
}

/// How many other figures are within so much of one of them.
fn others(figures: &[i128], band: Band, within: f64) -> f64 {
    let [low, high] = [-within, within].map(|by| (band.middle() as f64 + by) as i128);
    let start = figures.partition_point(|figure| *figure < low);
    figures.partition_point(|figure| *figure <= high).saturating_sub(start + 1) as f64
}

/// How much the quotients of pairs vary beyond rounding, as a fraction of their mean; `None` of
/// fewer than two.
pub(super) fn variation(pairs: impl Iterator<Item = (Band, Band)>) -> Option<f64> {
    let (mut lowest, mut highest, mut sum, mut count) = (f64::INFINITY, f64::NEG_INFINITY, 0.0, 0);
    for (part, whole) in pairs.filter(|(part, whole)| part.low > 0 && whole.low > 0) {
        lowest = lowest.min(part.high as f64 / whole.low as f64);
        highest = highest.max(part.low as f64 / whole.high as f64);
        sum += part.middle() as f64 / whole.middle() as f64;
        count += 1;
    }
    (count > 1).then(|| ((highest - lowest) / (sum / f64::from(count))).max(0.0))
}

/// The probability that a figure agrees that may only vary by so much of itself.
pub(super) fn in_proportion(band: Band, window: f64, variation: Option<f64>) -> f64 {
    let Some(variation) = variation else { return 0.0 };
    let printed = band.in_units().unsigned_abs() as f64;
    (window / (variation * printed + 1.0)).min(1.0)
}

/// The probability that a figure agrees that is a multiple of a number as its parts are, as others
/// among these figures may be.
pub(super) fn among_round(figures: &[i128], band: Band, grain: i128) -> f64 {
    let grain = grain.max(1);
    let multiples = match grain {
        1 => figures.len(),
        _ => figures.iter().filter(|figure| is_multiple(**figure, grain)).count(),
    };
    let often = multiples as f64 / figures.len().max(1) as f64;
    let size = grain as f64 / (band.middle().unsigned_abs() as f64 + grain as f64);
    (often * size).min(1.0)
}

/// The probability that a figure is a given one, from its size.
pub(super) fn in_size(band: Band) -> f64 {
    in_sizes(band, 1)
}

/// The probability that a figure is one of so many given ones, from its size.
pub(super) fn in_sizes(band: Band, count: i128) -> f64 {
    count as f64 / (band.in_units().unsigned_abs() as f64 + 1.0)
}

/// Whether a number is a multiple of another; quickly where both are short.
fn is_multiple(number: i128, of: i128) -> bool {
    match (i64::try_from(number), i64::try_from(of)) {
        (Ok(number), Ok(of)) => number % of == 0,
        _ => number % of == 0,
    }
}

/// How many figures one typing error can make of a figure.
pub(super) fn slips(band: Band) -> f64 {
    let last = band.value.mantissa().unsigned_abs().checked_ilog10();
    let digits = last.map_or(0.0, |last| f64::from(last) + 1.0);
    20.0 * digits + digits * digits / 2.0 + 10.0
}

/// The probability that a figure somewhere between two others lies at one place, within rounding.
pub(super) fn chance_within(band: Band, [low, high]: [Band; 2]) -> f64 {
    let width = (high.middle() - low.middle()).max(0) as f64 / band.unit.max(1) as f64;
    let ends = (low.unit + high.unit) as f64 / (2 * band.unit.max(1)) as f64;
    ((1.0 + ends) / (width + 1.0)).min(1.0)
}

/// The probability that a figure that agrees so often by chance agrees or is one typing error away.
pub(super) fn likely(by_chance: f64, band: Band) -> f64 {
    any_of(by_chance, slips(band))
}

/// The probability that something so likely happens in one of so many ways.
pub(super) fn any_of(by_chance: f64, ways: f64) -> f64 {
    (by_chance * ways).min(1.0)
}

/// How many units of a figure's last place a quotient between two ends covers, a window for
/// rounding and cutting off included.
pub(super) fn window(low: Quotient, high: Quotient, unit: i128) -> f64 {
    1.5 + ((to_float(high) - to_float(low)) / unit as f64).abs()
}

fn to_float((dividend, divisor): Quotient) -> f64 {
    dividend as f64 / divisor as f64
}
