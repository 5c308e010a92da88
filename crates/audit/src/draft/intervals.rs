//! Values with an interval around them in the same cells, `1.42 (1.10–1.83)`: they lie within it,
//! and those of confidence intervals in its middle.

use crossfoot_core::{Unit, say};

use super::Operator;
use super::bands::{Band, Numbers};
use super::evidence::{Evidence, Outcome, Trial, times};
use super::form::is_slip_within;
use super::relation::Work;
use super::surprise::{chance_within, likely};
use super::words::{names_confidence, names_interval};

/// The chance that a number lies between two others.
const BETWEEN: f64 = 1.0 / 3.0;
/// A value is wrong if a typing error moves it away from the middle by at least one in so many of the
/// width, or if a value would be in the middle by chance in one of a hundred cases at most. Another
/// small distance may be another method.
const LEAST_SHIFT: i128 = 8;
const PRECISE: f64 = 0.01;
/// One in so many rows may be misprinted.
const MISPRINTS: usize = 4;
/// An interval that is wider or narrower than those that hold by more than this, as a fraction, says
/// nothing: the ends of all others may be too near to each other to tell one middle from another.
const ALIKE: (i128, i128) = (5, 4);

/// Columns of which each cell prints a value and its interval.
struct Triple<'a> {
    value: &'a Numbers,
    low: &'a Numbers,
    high: &'a Numbers,
    /// Whether the interval is a confidence interval.
    confidence: bool,
}

/// The value and the two ends of a row.
type Bands = [Band; 3];

/// Where the values of an interval lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Middle {
    /// In the middle of the ends.
    Mean,
    /// At the square root of their product, as those of ratios.
    GeometricMean,
}

pub(super) fn draft(work: &mut Work<'_>) {
    let triples = triples(work);
    work.bounds = triples.iter().flat_map(|triple| triple.columns()[1..].to_vec()).collect();
    within(work, &triples);
    let confident: Vec<&Triple<'_>> = triples.iter().filter(|triple| triple.confidence).collect();
    for triple in &confident {
        if let Some((middle, evidence)) = triple.best(work, confident.len()) {
            triple.accept(work, middle, evidence);
        }
    }
}

/// Columns of values whose headings, or the title or a note of the table, say that intervals follow.
fn triples<'a>(work: &Work<'a>) -> Vec<Triple<'a>> {
    let printed = work.printed;
    let around: Vec<&str> =
        printed.notes.iter().map(String::as_str).chain([printed.title.as_str()]).collect();
    let all = work.bands.columns.windows(3).filter_map(|columns| {
        let [value, low, high] = columns else { return None };
        let heading = work.label(value.column);
        let said: &[&str] = if names_interval(heading) { &[heading] } else { &around };
        let confidence = said.iter().any(|text| names_confidence(text))
            && *work.unit(value.column) != Unit::Percent;
        let named = said.iter().any(|text| names_interval(text));
        named.then_some(Triple { value, low, high, confidence })
    });
    all.filter(|triple| {
        let [value, low, high] = triple.columns();
        let next = printed.columns.get(high + 1);
        value + 2 == high
            && work.share_cells(value, low)
            && work.share_cells(low, high)
            && next.is_none_or(|next| next.header != printed.columns[high].header)
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
        let [value, low, high] = triple.columns().map(|column| work.name(column));
        let condition = match triple.is_reversed(work) {
            true => format!("min({low}, {high}) <= {value} <= max({low}, {high})"),
            false => format!("{low} <= {value} <= {high}"),
        };
        let label = work.label(triple.value.column);
        let label = match work.chinese() {
            true => format!("{label}位于其区间之内"),
            false => format!("{label} lies within its interval"),
        };
        work.demand(work.all_rows(), "within-interval", label, condition, evidence);
    }
}

impl Triple<'_> {
    fn columns(&self) -> [usize; 3] {
        [self.value, self.low, self.high].map(|numbers| numbers.column)
    }

    /// What each row prints that has all three and no unit of its own, rows of totals among them.
    fn rows(&self, work: &Work<'_>) -> Vec<(usize, Bands)> {
        let own = &work.printed.row_units;
        let rows =
            (0..work.printed.rows()).filter(|row| !own.contains_key(&(*row, self.value.column)));
        rows.filter_map(|row| {
            Some((row, [self.value.at(row)?, self.low.at(row)?, self.high.at(row)?]))
        })
        .collect()
    }

    /// Whether a value lies within an interval whose greater end is printed first.
    fn is_reversed(&self, work: &Work<'_>) -> bool {
        self.rows(work).into_iter().any(|(_, [value, low, high])| {
            high.high < low.low && high.low <= value.high && value.low <= low.high
        })
    }

    fn within(&self, work: &Work<'_>) -> Vec<Trial> {
        let trials = self.rows(work).into_iter().map(|(row, [value, low, high])| {
            let (least, most) = (low.low.min(high.low), low.high.max(high.high));
            let holds = least <= value.high && value.low <= most;
            let outcome = if holds { Outcome::Holds } else { Outcome::Fails };
            Trial { row, outcome, by_chance: BETWEEN, slip_by_chance: BETWEEN }
        });
        trials.collect()
    }

    /// Where the values lie, in one of so many columns: where fewer of them are misprinted.
    fn best(&self, work: &Work<'_>, columns: usize) -> Option<(Middle, Evidence)> {
        let rows = self.rows(work);
        let found = [Middle::Mean, Middle::GeometricMean].into_iter().filter_map(|middle| {
            let trials = middle.trials(&rows)?;
            let evidence = Evidence::from_trials(&trials, times(2 * columns));
            let few = evidence.slips.len() * MISPRINTS <= evidence.tried();
            (few && evidence.fails.is_empty() && evidence.convinces()).then_some((middle, evidence))
        });
        found.min_by_key(|(_, evidence)| evidence.slips.len())
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
                work.demand(work.all_rows(), "middle-of-interval", label, condition, evidence);
            }
        }
    }
}

impl Middle {
    const fn other(self) -> Self {
        match self {
            Self::Mean => Self::GeometricMean,
            Self::GeometricMean => Self::Mean,
        }
    }

    /// Whether the value of each row lies there; `None` where that has no meaning.
    fn trials(self, rows: &[(usize, Bands)]) -> Option<Vec<Trial>> {
        let held: Option<Vec<bool>> = rows.iter().map(|(_, bands)| self.holds(*bands)).collect();
        let held = held?;
        let spreads = rows.iter().zip(&held).filter(|(_, holds)| **holds);
        let spreads: Vec<(i128, i128)> =
            spreads.map(|((_, bands), _)| self.spread(*bands)).collect();
        let trials = rows.iter().zip(&held).map(|((row, bands), holds)| {
            let [value, low, high] = *bands;
            let by_chance = chance_within(value, [low, high]);
            let wrong = by_chance <= PRECISE || self.is_far(*bands) && self.is_misprint(*bands);
            let one_method =
                self.other().holds(*bands) != Some(true) && is_like(self.spread(*bands), &spreads);
            let outcome = match holds {
                true => Outcome::Holds,
                false if wrong && one_method => Outcome::Slip,
                false => Outcome::Fails,
            };
            Trial { row: *row, outcome, by_chance, slip_by_chance: likely(by_chance, value) }
        });
        Some(trials.collect())
    }

    /// Whether a value lies there within rounding; `None` of intervals without width, and of
    /// geometric means of what is not positive.
    fn holds(self, [value, low, high]: Bands) -> Option<bool> {
        if high.middle() <= low.middle() {
            return None;
        }
        match self {
            Self::Mean => {
                Some(2 * value.low <= low.high + high.high && low.low + high.low <= 2 * value.high)
            }
            Self::GeometricMean if low.low <= 0 || value.low <= 0 => None,
            Self::GeometricMean => Some(
                value.low.checked_mul(value.low)? <= low.high.checked_mul(high.high)?
                    && low.low.checked_mul(high.low)? <= value.high.checked_mul(value.high)?,
            ),
        }
    }

    /// The value between two ends.
    fn of(self, low: Band, high: Band) -> i128 {
        match self {
            Self::Mean => (low.middle() + high.middle()) / 2,
            Self::GeometricMean => (low.middle() * high.middle()).isqrt(),
        }
    }

    /// How wide an interval is, as a fraction: its width, or the quotient of its ends.
    const fn spread(self, [_, low, high]: Bands) -> (i128, i128) {
        match self {
            Self::Mean => (high.middle() - low.middle(), 1),
            Self::GeometricMean => (high.middle(), low.middle()),
        }
    }

    /// Whether a value is so far from the middle that no other method of computing it is meant.
    fn is_far(self, [value, low, high]: Bands) -> bool {
        let width = high.middle() - low.middle();
        (value.middle() - self.of(low, high)).abs() * LEAST_SHIFT >= width
    }

    /// Whether one of the three is a typing error away from what the others give.
    fn is_misprint(self, [value, low, high]: Bands) -> bool {
        let (other_low, other_high) = match self {
            Self::Mean => (2 * value.middle() - high.middle(), 2 * value.middle() - low.middle()),
            Self::GeometricMean => {
                let square = value.middle() * value.middle();
                (square / high.middle(), square / low.middle())
            }
        };
        is_near(value, self.of(low, high), 1)
            || is_near(low, other_low, 2)
            || is_near(high, other_high, 2)
    }
}

/// Whether an interval is about as wide as some of the others.
fn is_like(spread: (i128, i128), others: &[(i128, i128)]) -> bool {
    let (more, less) = ALIKE;
    let wider = others.iter().any(|other| spread.0 * other.1 * less <= other.0 * spread.1 * more);
    let narrower =
        others.iter().any(|other| other.0 * spread.1 * less <= spread.0 * other.1 * more);
    wider && narrower
}

/// Whether a figure is one typing error away from a value that is known to so many units. An end is
/// known less well than the value, because it follows from two rounded figures.
fn is_near(band: Band, right: i128, units: i128) -> bool {
    is_slip_within(band, right - units * band.unit..=right + units * band.unit)
}
