//! Values with an interval around them in the same cells, `1.42 (1.10–1.83)`: they lie within it,
//! and those of confidence intervals in its middle.

use crossfoot_core::say;

use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Trial, times};
use super::form::is_slip_within;
use super::relation::Work;
use super::surprise::{chance_within, likely};
use super::words::names_interval;
use super::{Operator, Tried};

/// The chance that a number lies between two others.
const BETWEEN: f64 = 1.0 / 3.0;
/// A misprint moves a value away from the middle by at least one in so many of the width. What
/// moves it less may be another method.
const LEAST_SHIFT: i128 = 8;

/// Columns of which each cell prints a value and its interval.
struct Triple<'a> {
    value: &'a Numbers,
    low: &'a Numbers,
    high: &'a Numbers,
}

/// The value and the two bounds of a row.
type Bands = [Band; 3];

/// Where the values of an interval lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Middle {
    /// In the middle of the bounds.
    Mean,
    /// At the square root of their product, as those of ratios.
    GeometricMean,
}

pub(super) fn draft(work: &mut Work<'_>) {
    let triples = triples(work);
    within(work, &triples);
    for triple in &triples {
        if let Some((middle, evidence)) = triple.best(work, triples.len())
            && !work.is_derived(triple.value.column)
        {
            triple.accept(work, middle, evidence);
        }
    }
}

/// Columns of values whose headings, or the title or a note of the table, say that intervals follow.
fn triples<'a>(work: &Work<'a>) -> Vec<Triple<'a>> {
    let printed = work.printed;
    let about =
        printed.notes.iter().any(|note| names_interval(note)) || names_interval(&printed.title);
    let all = work.bands.columns.windows(3).filter_map(|columns| match columns {
        [value, low, high] => Some(Triple { value, low, high }),
        _ => None,
    });
    all.filter(|triple| {
        let [value, low, high] = triple.columns();
        (about || names_interval(work.label(value)))
            && value + 2 == high
            && work.share_cells(value, low)
            && work.share_cells(low, high)
            && printed
                .columns
                .get(high + 1)
                .is_none_or(|next| next.header != printed.columns[high].header)
    })
    .collect()
}

/// Drafts for each column that its values lie within their intervals, if they do in the whole table.
fn within(work: &mut Work<'_>, triples: &[Triple<'_>]) {
    let trials: Vec<Vec<Trial>> = triples.iter().map(|triple| triple.within(work)).collect();
    let word = say!("the heading or a note says that intervals follow");
    let all = Evidence::among(&trials.concat(), 1.0).with_header(word.clone());
    if !all.is_no_chance() {
        return;
    }
    for (triple, trials) in triples.iter().zip(&trials) {
        let mut evidence = Evidence::among(trials, 1.0).with_header(word.clone());
        if !evidence.nearly_everywhere() {
            continue;
        }
        evidence.by_chance = all.by_chance;
        let [value, low, high] = triple.columns();
        let condition =
            format!("{} <= {} <= {}", work.name(low), work.name(value), work.name(high));
        let label = match work.chinese() {
            true => format!("{}位于其区间之内", work.label(value)),
            false => format!("{} lies within its interval", work.label(value)),
        };
        work.demand("within-interval", label, condition, evidence, Tried::Rows);
    }
}

impl Triple<'_> {
    fn columns(&self) -> [usize; 3] {
        [self.value, self.low, self.high].map(|numbers| numbers.column)
    }

    /// What each row prints that has all three and no unit of its own.
    fn rows(&self, work: &Work<'_>) -> Vec<(usize, Bands)> {
        let own = &work.printed.row_units;
        let rows = work.rows.iter().filter(|row| !own.contains_key(&(**row, self.value.column)));
        rows.filter_map(|row| {
            Some((*row, [self.value.at(*row)?, self.low.at(*row)?, self.high.at(*row)?]))
        })
        .collect()
    }

    fn within(&self, work: &Work<'_>) -> Vec<Trial> {
        let trials = self.rows(work).into_iter().map(|(row, [value, low, high])| {
            let holds = low.low <= value.high && value.low <= high.high && low.low <= high.high;
            let outcome = if holds { Outcome::Holds } else { Outcome::Fails };
            Trial { row, outcome, by_chance: BETWEEN, slip_by_chance: BETWEEN }
        });
        trials.collect()
    }

    /// What the rows say of values in the middle, in one of so many columns.
    fn middle(&self, work: &Work<'_>, middle: Middle, columns: usize) -> Option<Evidence> {
        let trials: Option<Vec<Trial>> =
            self.rows(work).into_iter().map(|(row, bands)| middle.trial(row, bands)).collect();
        let trials = trials.filter(|trials| !trials.is_empty())?;
        Some(Evidence::from_trials(&trials, times(2 * columns)))
    }

    /// Where the values lie, among so many columns. The ends of narrow intervals have nearly the same
    /// mean of both kinds: the geometric one must explain what the other does not.
    fn best(&self, work: &Work<'_>, columns: usize) -> Option<(Middle, Evidence)> {
        let mean = self.middle(work, Middle::Mean, columns)?;
        let found = match mean.holds.len() * 2 >= mean.tried() {
            true => (Middle::Mean, mean),
            false => (Middle::GeometricMean, self.middle(work, Middle::GeometricMean, columns)?),
        };
        (found.1.fails.is_empty() && found.1.convinces()).then_some(found)
    }

    fn accept(&self, work: &mut Work<'_>, middle: Middle, evidence: Evidence) {
        let [value, low, high] = self.columns();
        let [name, below, above] = self.columns().map(|column| work.name(column).to_owned());
        let label = match (work.chinese(), middle) {
            (true, Middle::Mean) => format!("{}位于其区间的中点", work.label(value)),
            (true, Middle::GeometricMean) => format!("{}是其区间两端的几何平均", work.label(value)),
            (false, Middle::Mean) => {
                format!("{} is in the middle of its interval", work.label(value))
            }
            (false, Middle::GeometricMean) => {
                format!("{} is the geometric mean of the ends of its interval", work.label(value))
            }
        };
        match middle {
            Middle::Mean => {
                let formula = format!("mean({below}, {above})");
                let inputs = [low, high];
                work.derive(Operator::Average, (value, &inputs), label, formula, evidence);
            }
            Middle::GeometricMean => {
                let condition = format!("{name} * {name} = {below} * {above}");
                work.demand("middle-of-interval", label, condition, evidence, Tried::Rows);
            }
        }
    }
}

impl Middle {
    /// Whether the value of a row lies there; `None` where that has no meaning.
    fn trial(self, row: usize, bands: Bands) -> Option<Trial> {
        let [value, low, high] = bands;
        let width = high.middle() - low.middle();
        if width <= 0 || self == Self::GeometricMean && (low.low <= 0 || value.low <= 0) {
            return None;
        }
        let outcome = match self.holds(bands)? {
            true => Outcome::Holds,
            false if self.is_misprint(bands, width) => Outcome::Slip,
            false => Outcome::Fails,
        };
        let by_chance = chance_within(value, [low, high]);
        Some(Trial { row, outcome, by_chance, slip_by_chance: likely(by_chance, value) })
    }

    fn holds(self, [value, low, high]: Bands) -> Option<bool> {
        Some(match self {
            Self::Mean => {
                2 * value.low <= low.high + high.high && low.low + high.low <= 2 * value.high
            }
            Self::GeometricMean => {
                value.low.checked_mul(value.low)? <= low.high.checked_mul(high.high)?
                    && low.low.checked_mul(high.low)? <= value.high.checked_mul(value.high)?
            }
        })
    }

    /// The value between two bounds.
    fn of(self, low: Band, high: Band) -> i128 {
        match self {
            Self::Mean => (low.middle() + high.middle()) / 2,
            Self::GeometricMean => (low.middle() * high.middle()).isqrt(),
        }
    }

    /// Whether one of the three is a typing error far from what the others give.
    fn is_misprint(self, [value, low, high]: Bands, width: i128) -> bool {
        let middle = self.of(low, high);
        let (other_low, other_high) = match self {
            Self::Mean => (2 * value.middle() - high.middle(), 2 * value.middle() - low.middle()),
            Self::GeometricMean => {
                let square = value.middle() * value.middle();
                (square / high.middle(), square / low.middle())
            }
        };
        (value.middle() - middle).abs() * LEAST_SHIFT >= width
            && (is_near(value, middle, 1)
                || is_near(low, other_low, 2)
                || is_near(high, other_high, 2))
    }
}

/// Whether a figure is one typing error away from a value that is known to so many units. A bound is
/// known to twice the rounding of the value and that of the other bound.
fn is_near(band: Band, right: i128, units: i128) -> bool {
    is_slip_within(band, right - units * band.unit..=right + units * band.unit)
}
