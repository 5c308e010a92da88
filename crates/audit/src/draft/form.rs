//! Forms of relations between lines, and how each is tried in a place.

use crossfoot_core::Decimal;
use num_integer::Integer;

use super::bands::Band;
use super::evidence::{Outcome, Surprise, Trial, window};
use super::lattice::{Lattice, Way};
use crate::slip::Slip;

/// How a line may be computed from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// They are added.
    Sum,
    /// Their arithmetic mean.
    Mean,
    /// The first is divided by the second, in percent or not.
    Quotient(Factor),
    /// The relative change from the first to the second, in percent or not.
    Change(Factor),
}

/// What a quotient is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Factor {
    One,
    Hundred,
}

impl Factor {
    pub(super) const ALL: [Self; 2] = [Self::One, Self::Hundred];

    pub(super) const fn value(self) -> i128 {
        match self {
            Self::One => 1,
            Self::Hundred => 100,
        }
    }
}

/// A dividend and a positive divisor.
pub(super) type Quotient = (i128, i128);

/// A line computed from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Formula {
    pub(super) form: Form,
    pub(super) target: usize,
    pub(super) inputs: Vec<usize>,
}

/// What a formula gives in a place.
struct Given {
    band: Band,
    low: Quotient,
    high: Quotient,
    /// Whether agreement would be no evidence: the figures repeat each other.
    trivial: bool,
    /// What all added figures are multiples of: the sum of round numbers is round.
    grain: i128,
}

impl Formula {
    /// The ends of what it gives in a place, and what is printed there.
    fn give(&self, lattice: &Lattice, place: usize, loose: bool) -> Option<Given> {
        let band = lattice.at(self.target, place, loose)?;
        match self.form {
            Form::Sum | Form::Mean => self.add(lattice, place, loose, band),
            Form::Quotient(factor) => {
                let [part, whole] = self.pair(lattice, place, loose)?;
                let (low, high) = quotient(part, whole, factor.value() * lattice.one)?;
                let trivial = part.middle() == 0
                    || [whole.middle(), band.middle()].contains(&part.middle())
                    || whole.middle() == lattice.one;
                Some(Given { band, low, high, trivial, grain: 1 })
            }
            Form::Change(factor) => {
                let [from, to] = self.pair(lattice, place, loose)?;
                let (low, high) = change(from, to, factor.value() * lattice.one)?;
                Some(Given { band, low, high, trivial: from.middle() == to.middle(), grain: 1 })
            }
        }
    }

    fn pair(&self, lattice: &Lattice, place: usize, loose: bool) -> Option<[Band; 2]> {
        let [first, second] = self.inputs[..] else { return None };
        Some([lattice.at(first, place, loose)?, lattice.at(second, place, loose)?])
    }

    /// The sum or mean of the inputs that print anything.
    fn add(&self, lattice: &Lattice, place: usize, loose: bool, band: Band) -> Option<Given> {
        let (mut low, mut high, mut present, mut nonzero) = (0_i128, 0_i128, 0_i128, 0);
        let (mut differ, mut repeated, mut first, mut grain) = (false, false, None, 0_i128);
        for input in &self.inputs {
            let Some(input) = lattice.at(*input, place, loose) else { continue };
            low = low.checked_add(input.low)?;
            high = high.checked_add(input.high)?;
            present += 1;
            nonzero += usize::from(input.middle() != 0);
            differ |= *first.get_or_insert(input.middle()) != input.middle();
            repeated |= input.middle() == band.middle();
            grain = grain.gcd(&input.middle());
        }
        let (low, high) =
            if loose { tolerated(low, high, present, band.unit) } else { (low, high) };
        let divisor = if self.form == Form::Mean { present } else { 1 };
        (present > 0).then_some(Given {
            band,
            low: (low, divisor),
            high: (high, divisor),
            trivial: match self.form {
                Form::Mean => !differ,
                _ => nonzero < 2 || repeated,
            },
            grain: if self.form == Form::Mean { 1 } else { round_part(grain) },
        })
    }

    /// Whether it holds in a place; `None` where it cannot be tried.
    pub(super) fn holds(&self, lattice: &Lattice, place: usize, loose: bool) -> Option<bool> {
        let given = self.give(lattice, place, loose)?;
        given.band.prints_quotient(given.low, given.high)
    }

    /// Whether a sum is not above its greatest part, nor below its least, which are not negative.
    pub(super) fn lies_between_inputs(&self, lattice: &Lattice, place: usize) -> bool {
        let printed = |line: &usize| lattice.at(*line, place, false).map(Band::middle);
        let inputs: Vec<i128> = self.inputs.iter().filter_map(printed).collect();
        let ends = inputs.iter().min().zip(inputs.iter().max());
        self.form == Form::Sum
            && ends.zip(printed(&self.target)).is_some_and(|((least, most), target)| {
                (0..=*most).contains(least) && (*least..=*most).contains(&target)
            })
    }

    /// All its lines, in order.
    pub(super) fn lines(&self) -> Vec<usize> {
        let mut lines = self.inputs.clone();
        lines.push(self.target);
        lines.sort_unstable();
        lines
    }

    /// Whether its target is beside its inputs.
    pub(super) fn is_beside(&self) -> bool {
        let lines = self.lines();
        lines.last().zip(lines.first()).is_some_and(|(last, first)| last - first < lines.len() + 2)
    }

    /// Whether it holds in a place for what is printed, taken exactly.
    pub(super) fn holds_exactly(&self, lattice: &Lattice, place: usize) -> bool {
        let exact = |line: usize| lattice.at(line, place, false).map(Band::exact);
        let [Some(first), Some(second)] =
            [0, 1].map(|at| self.inputs.get(at).copied().and_then(exact))
        else {
            return false;
        };
        let given = match self.form {
            Form::Quotient(factor) => quotient(first, second, factor.value() * lattice.one),
            Form::Change(factor) => change(first, second, factor.value() * lattice.one),
            Form::Sum | Form::Mean => None,
        };
        let band = lattice.at(self.target, place, true);
        let held = given.zip(band).map(|((low, high), band)| band.prints_quotient(low, high));
        held.flatten() == Some(true)
    }

    /// Tries it in some places. `expected`: its name and place say that it should hold, so that
    /// figures that repeat each other are some evidence.
    pub(super) fn trials(
        &self,
        lattice: &Lattice,
        places: &[usize],
        loose: bool,
        expected: bool,
    ) -> Vec<Trial> {
        let surprise = lattice.surprise(self.target);
        let alone = surprise.alone();
        let variation = self.variation(lattice, places);
        let mut trials = Vec::with_capacity(places.len());
        for place in places {
            // Figures of one row are similar: only the magnitude of the first is surprising.
            let first = trials.is_empty();
            let surprise = if lattice.way == Way::Down && first { &alone } else { surprise };
            let variation = if first { None } else { variation };
            let trial = self.trial(lattice, *place, loose, (surprise, variation));
            trials.extend(trial.map(|trial| if expected { trial.expected() } else { trial }));
        }
        trials
    }

    /// How much the lines of a sum or mean vary in proportion to each other. Of lines that are
    /// multiples of each other a sum that holds in one place holds in all.
    fn variation(&self, lattice: &Lattice, places: &[usize]) -> Option<f64> {
        if !matches!(self.form, Form::Sum | Form::Mean) {
            return None;
        }
        let ratios = |input: &usize| {
            let pairs = places.iter().filter_map(|place| {
                let [part, whole] =
                    [*input, self.target].map(|line| lattice.at(line, *place, true));
                Some((part?, whole?))
            });
            Surprise::variation(pairs)
        };
        self.inputs.iter().filter_map(ratios).max_by(f64::total_cmp)
    }

    fn trial(
        &self,
        lattice: &Lattice,
        place: usize,
        loose: bool,
        (surprise, variation): (&Surprise, Option<f64>),
    ) -> Option<Trial> {
        let Given { band, low, high, trivial, grain } = self.give(lattice, place, loose)?;
        let holds = band.prints_quotient(low, high)?;
        let exact = self.form == Form::Sum && low == high;
        let outcome = match holds {
            true => Outcome::Holds,
            false if exact && is_slip(band, low.0) => Outcome::Slip,
            false => Outcome::Fails,
        };
        if trivial || lattice.derived[place] {
            return Some(Trial { row: place, outcome, by_chance: 1.0, slip_by_chance: 1.0 });
        }
        let window = window(low, high, band.unit);
        let figures = lattice.figures(place);
        let among = Surprise::in_place(figures, band, window);
        let among = Surprise::worse(among, Surprise::among_round(figures, band, grain));
        let among = Surprise::worse(among, Surprise::in_proportion(band, window, variation));
        let (by_chance, slip_by_chance) = if self.form == Form::Sum {
            surprise.chance_of_sum(band, low.0, high.0)
        } else {
            let chance = surprise.by_chance(band, window);
            (chance, chance)
        };
        let [by_chance, slip_by_chance] =
            [by_chance, slip_by_chance].map(|chance| Surprise::worse(chance, among));
        Some(Trial { row: place, outcome, by_chance, slip_by_chance })
    }
}

/// The round part of a number: its factors two and five.
fn round_part(number: i128) -> i128 {
    let (mut rest, mut round) = (number, 1);
    for factor in [2, 5] {
        while rest != 0 && rest % factor == 0 {
            rest /= factor;
            round *= factor;
        }
    }
    round
}

/// The ends of a sum of so many rounded figures: their errors mostly cancel each other.
pub(super) fn tolerated(low: i128, high: i128, parts: i128, unit: i128) -> (i128, i128) {
    let middle = (low + high) / 2;
    let most = (unit / 2).max(1) * (parts.isqrt() + 1);
    (low.max(middle - most), high.min(middle + most))
}

/// The ends of a quotient times a factor; `None` where the divisor may be zero, or is negative.
fn quotient(part: Band, whole: Band, factor: i128) -> Option<(Quotient, Quotient)> {
    if whole.low <= 0 {
        return None;
    }
    let (low, high) = (part.low.checked_mul(factor)?, part.high.checked_mul(factor)?);
    let below = if low >= 0 { whole.high } else { whole.low };
    let above = if high >= 0 { whole.low } else { whole.high };
    Some(((low, below), (high, above)))
}

/// The ends of a relative change times a factor; `None` where it starts from zero or less.
fn change(from: Band, to: Band, factor: i128) -> Option<(Quotient, Quotient)> {
    if from.low <= 0 {
        return None;
    }
    let below = if to.low >= 0 { from.high } else { from.low };
    let above = if to.high >= 0 { from.low } else { from.high };
    let [low, high] = [to.low - below, to.high - above].map(|by| by.checked_mul(factor));
    Some(((low?, below), (high?, above)))
}

/// Whether the printed figure is one typing error away from a value.
fn is_slip(band: Band, value: i128) -> bool {
    let right = (value % band.unit == 0)
        .then(|| i64::try_from(value / band.unit).ok())
        .flatten()
        .and_then(|mantissa| Decimal::new(mantissa, band.value.decimals()));
    right.is_some_and(|right| {
        (right.mantissa() < 0) == (band.value.mantissa() < 0)
            && Slip::ALL.iter().any(|slip| slip.ways(right, band.value).is_some())
    })
}
