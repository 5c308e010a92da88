//! Forms of relations between lines, and how each is tried in a place.

mod mistakes;

use std::ops::RangeInclusive;

use crossfoot_core::Decimal;
use num_integer::Integer;

use super::bands::{Band, Quotient, quotient};
use super::evidence::{Outcome, Trial, chance_of_whole};
use super::lattice::{Counts, Lattice, Way};
use super::surprise::{
    Surprise, among_round, any_of, in_place, in_proportion, in_sizes, likely, slips, window,
};
use crate::slip::Slip;

/// A typing error that explains a place is told from chance if chance explains fewer than this.
const TELLING: f64 = 0.1;
/// Of so many values that a figure may have had, none is a typing error away by chance.
const FEW_RIGHT: i128 = 8;
/// Of more values than this, one always is.
const MOST_RIGHT: i128 = 32;

/// Up to this part of their sum, things in several parts are counted once in the total.
const COMMON: (i128, i128) = (3, 5);

/// How a line may be computed from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// They are added.
    Sum,
    /// Some are added, others subtracted: opening plus receipts less payments.
    Balance(Less),
    /// Their arithmetic mean.
    Mean,
    /// The first is divided by the second, in percent or not.
    Quotient(Factor),
    /// The relative change from the first to the second, in percent or not.
    Change(Factor),
}

/// Which inputs of a balance are subtracted: bit by bit, the first is the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Less(pub(super) u8);

impl Less {
    /// Whether the input at a position is subtracted.
    pub(super) const fn has(self, at: usize) -> bool {
        self.0 >> at & 1 == 1
    }
}

/// What a quotient is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Factor {
    One,
    Hundred,
    /// What the target is called a rate of: 100,000 of `Cases per 100,000`.
    Per(u32),
}

impl Factor {
    /// Those that are tried whatever the target is called.
    pub(super) const ALL: [Self; 2] = [Self::One, Self::Hundred];

    pub(super) const fn value(self) -> i128 {
        match self {
            Self::One => 1,
            Self::Hundred => 100,
            Self::Per(rate) => rate as i128,
        }
    }
}

impl Form {
    /// The ends of a quotient or change of two figures; `None` for other forms, and where the
    /// divisor may be zero or less.
    fn ends(self, [first, second]: [Band; 2], one: i128) -> Option<(Quotient, Quotient)> {
        match self {
            Self::Quotient(factor) => quotient(first.ends(), second.ends(), factor.value() * one),
            Self::Change(factor) => change(first, second, factor.value() * one),
            Self::Sum | Self::Balance(_) | Self::Mean => None,
        }
    }

    /// What each input of a quotient or change would be if the target and the other are right;
    /// `None` where a figure is not positive, or a change is a loss of everything.
    fn inputs_of(self, target: Band, [first, second]: [Band; 2], one: i128) -> Option<[Right; 2]> {
        // A target in parts of what `whole` is; a change is the quotient less one.
        let (whole, dividend, divisor, more) = match self {
            Self::Quotient(factor) => (factor.value() * one, first, second, 0),
            Self::Change(factor) => (factor.value() * one, second, first, factor.value() * one),
            Self::Sum | Self::Balance(_) | Self::Mean => return None,
        };
        let (low, high) = (target.low + more, target.high + more);
        if low <= 0 || divisor.low <= 0 || dividend.low <= 0 {
            return None;
        }
        let of_dividend = divisor.low.checked_mul(low)?.div_euclid(whole)
            ..=divisor.high.checked_mul(high)?.div_euclid(whole) + 1;
        let of_divisor = dividend.low.checked_mul(whole)?.div_euclid(high)
            ..=dividend.high.checked_mul(whole)?.div_euclid(low) + 1;
        Some(match self {
            Self::Change(_) => [of_divisor, of_dividend],
            _ => [of_dividend, of_divisor],
        })
    }
}

/// The values that a figure may have had.
type Right = RangeInclusive<i128>;

/// A line computed from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Formula {
    pub(super) form: Form,
    pub(super) target: usize,
    pub(super) inputs: Vec<usize>,
}

/// The reported figure of a place, and what a formula gives for it.
struct Given {
    band: Band,
    low: Quotient,
    high: Quotient,
    /// Whether agreement would be no evidence: the figures repeat each other.
    is_trivial: bool,
}

impl Formula {
    fn give(&self, lattice: &Lattice, place: usize, counts: Counts) -> Option<Given> {
        let band = lattice.at(self.target, place, counts)?;
        if matches!(self.form, Form::Sum | Form::Balance(_) | Form::Mean) {
            return self.add(lattice, place, counts, band);
        }
        let pair = self.pair(lattice, place, counts)?;
        let (low, high) = self.form.ends(pair, lattice.one)?;
        let [first, second] = pair.map(Band::middle);
        let is_trivial = match self.form {
            Form::Quotient(_) => {
                first == 0 || [second, band.middle()].contains(&first) || second == lattice.one
            }
            _ => first == second,
        };
        Some(Given { band, low, high, is_trivial })
    }

    fn pair(&self, lattice: &Lattice, place: usize, counts: Counts) -> Option<[Band; 2]> {
        let [first, second] = self.inputs[..] else { return None };
        Some([lattice.at(first, place, counts)?, lattice.at(second, place, counts)?])
    }

    /// Whether it is a balance that subtracts the input at a position.
    pub(super) fn subtracts(&self, at: usize) -> bool {
        matches!(self.form, Form::Balance(less) if less.has(at))
    }

    /// The sum, balance or mean of the inputs that report anything.
    fn add(&self, lattice: &Lattice, place: usize, counts: Counts, band: Band) -> Option<Given> {
        let (mut low, mut high, mut present, mut nonzero) = (0_i128, 0_i128, 0_i128, 0);
        let (mut differ, mut repeated, mut first) = (false, false, None);
        for (at, input) in self.inputs.iter().enumerate() {
            let Some(input) = lattice.at(*input, place, counts) else { continue };
            let input = if self.subtracts(at) { input.opposite() } else { input };
            low = low.checked_add(input.low)?;
            high = high.checked_add(input.high)?;
            present += 1;
            nonzero += usize::from(input.middle() != 0);
            differ |= *first.get_or_insert(input.middle()) != input.middle();
            repeated |= input.middle() == band.middle();
        }
        if counts == Counts::Rounded {
            (low, high) = tolerated(low, high, present, band.width());
        }
        let is_mean = self.form == Form::Mean;
        let divisor = if is_mean { present } else { 1 };
        (present > 0).then_some(Given {
            band,
            low: (low, divisor),
            high: (high, divisor),
            is_trivial: if is_mean { !differ } else { nonzero < 2 || repeated },
        })
    }

    /// What a sum or mean of these figures is a multiple of, and the round part of that: the sum of
    /// round numbers is round.
    fn grains(&self, lattice: &Lattice, place: usize) -> [i128; 2] {
        let inputs = self.inputs.iter().filter_map(|line| lattice.at(*line, place, Counts::Exact));
        let (grain, count) = inputs
            .fold((0_i128, 0), |(grain, count), input| (grain.gcd(&input.middle()), count + 1));
        match self.form {
            Form::Sum | Form::Balance(_) => [grain, round_part(grain)],
            Form::Mean => [grain, round_part(grain)].map(|grain| grain / count.max(1)),
            Form::Quotient(_) | Form::Change(_) => [1, 1],
        }
    }

    /// The probability that a figure agrees because all figures are as round.
    fn among_round(&self, lattice: &Lattice, place: usize, band: Band) -> f64 {
        let figures = &lattice.places[place].figures;
        let [all, round] =
            self.grains(lattice, place).map(|grain| among_round(figures, band, grain));
        all.max(round)
    }

    /// Whether it holds in a place; `None` where it cannot be tried.
    pub(super) fn holds(&self, lattice: &Lattice, place: usize, counts: Counts) -> Option<bool> {
        let given = self.give(lattice, place, counts)?;
        given.band.prints_quotient(given.low, given.high)
    }

    /// Whether one typing error, in its target or in an input, explains that it does not hold in a
    /// place.
    fn is_slip_away(&self, lattice: &Lattice, place: usize, counts: Counts) -> bool {
        let Some(given) = self.give(lattice, place, counts) else { return false };
        // What may be printed of the value lies half a unit around it.
        let half = given.band.unit / 2;
        let least = given.low.0.div_euclid(given.low.1) - half;
        let most = -(-given.high.0).div_euclid(given.high.1) + half;
        is_slip_within(given.band, least..=most) || self.has_slipped_input(lattice, place, &given)
    }

    /// Whether it holds in a place but for the sign of its target, or of a part of a sum.
    pub(super) fn holds_but_for_sign(
        &self,
        lattice: &Lattice,
        place: usize,
        counts: Counts,
    ) -> bool {
        let Some(Given { band, low, high, .. }) = self.give(lattice, place, counts) else {
            return false;
        };
        let opposite = band.opposite();
        if opposite.middle() != 0 && opposite.rounds_quotient(low, high) == Some(true) {
            return true;
        }
        let mut parts =
            self.inputs.iter().filter_map(|part| lattice.at(*part, place, Counts::Exact));
        self.form == Form::Sum
            && parts.any(|part| {
                let [low, high] = [low.0, high.0].map(|end| (end - 2 * part.middle(), 1));
                part.middle() != 0 && band.rounds_quotient(low, high) == Some(true)
            })
    }

    /// Whether a typing error or a frequent mistake explains that it does not hold in a place.
    pub(super) fn may_be_error(&self, lattice: &Lattice, place: usize, counts: Counts) -> bool {
        self.is_slip_away(lattice, place, counts) || self.is_known_mistake(lattice, place, counts)
    }

    /// Whether an input is one typing error away from what the target and the others say.
    fn has_slipped_input(&self, lattice: &Lattice, place: usize, given: &Given) -> bool {
        let Given { band, low, high, .. } = given;
        if matches!(self.form, Form::Sum | Form::Balance(_) | Form::Mean) {
            let (least, most) = (band.low * low.1 - high.0, band.high * low.1 - low.0);
            return self.inputs.iter().enumerate().any(|(at, part)| {
                let Some(part) = lattice.at(*part, place, Counts::Exact) else { return false };
                let (least, most) =
                    if self.subtracts(at) { (-most, -least) } else { (least, most) };
                is_slip_within(part, part.middle() + least..=part.middle() + most)
            });
        }
        let Some([first, second]) = self.pair(lattice, place, Counts::Exact) else { return false };
        let right = self.form.inputs_of(*band, [first, second], lattice.one);
        let Some([of_first, of_second]) = right else { return false };
        is_slip_within(first, of_first) || is_slip_within(second, of_second)
    }

    /// What its lines report in a place.
    fn figures<'l>(
        &'l self,
        lattice: &'l Lattice,
        place: usize,
    ) -> impl Iterator<Item = Band> + 'l {
        let lines = self.inputs.iter().chain([&self.target]);
        lines.filter_map(move |line| lattice.at(*line, place, Counts::Exact))
    }

    /// Whether a total has decimals and is not above its greatest part: it is a rate or a mean.
    pub(super) fn is_rate_of_inputs(&self, lattice: &Lattice, place: usize) -> bool {
        let target = lattice.at(self.target, place, Counts::Exact);
        target.is_some_and(|band| band.decimals() > 0)
            && self.inputs.len() > 2
            && self.lies_between_inputs(lattice, place)
    }

    /// Whether a sum is not above its greatest part, nor below its least, which are not negative;
    /// or far below the sum of its parts, as where these have members in common.
    pub(super) fn lies_between_inputs(&self, lattice: &Lattice, place: usize) -> bool {
        let inputs =
            self.inputs.iter().filter_map(|input| lattice.at(*input, place, Counts::Exact));
        let inputs: Vec<i128> = inputs.map(Band::middle).collect();
        let Some(least) = inputs.iter().min().filter(|least| **least >= 0) else { return false };
        let Some(target) = lattice.at(self.target, place, Counts::Exact) else { return false };
        let (most, sum) = (inputs.iter().max().copied().unwrap_or_default(), inputs.iter().sum());
        let in_common: i128 = if inputs.len() > 2 { sum } else { 0 };
        self.form == Form::Sum
            && (*least..=most.max(in_common * COMMON.0 / COMMON.1)).contains(&target.middle())
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

    /// Whether a quotient or change of the reported figures, taken as exact, is printed in a place.
    pub(super) fn holds_exactly(&self, lattice: &Lattice, place: usize) -> bool {
        let ends = self
            .pair(lattice, place, Counts::Exact)
            .and_then(|pair| self.form.ends(pair.map(Band::exact), lattice.one));
        let target = lattice.at(self.target, place, Counts::Rounded);
        let held = ends.zip(target).and_then(|((low, high), band)| band.prints_quotient(low, high));
        held == Some(true)
    }

    /// Whether it is a quotient whose dividend is the exact product of target and divisor.
    pub(super) fn is_product(&self, lattice: &Lattice) -> bool {
        let places = 0..lattice.places.len();
        let mut products = places.filter_map(|place| {
            let [dividend, divisor] = self.pair(lattice, place, Counts::Exact)?.map(Band::middle);
            let quotient = lattice.at(self.target, place, Counts::Exact)?.middle();
            Some(quotient.checked_mul(divisor)? == dividend.checked_mul(lattice.one)?)
        });
        self.form == Form::Quotient(Factor::One) && products.all(|is_exact| is_exact)
    }

    /// Tries it in all places.
    pub(super) fn trials(&self, lattice: &Lattice, counts: Counts) -> Vec<Trial> {
        let target = &lattice.lines[self.target];
        let variation = self.variation(lattice);
        let mut trials = Vec::with_capacity(lattice.places.len());
        for place in 0..lattice.places.len() {
            // Figures of one row are similar: only the magnitude of the first is surprising.
            let first = trials.is_empty();
            let alone = first && lattice.way == Way::Down;
            let surprise = if alone { &target.magnitude } else { &target.surprise };
            let variation = variation.filter(|_| !first);
            trials.extend(self.trial(lattice, place, counts, surprise, variation));
        }
        trials
    }

    /// How much the lines of a sum or mean vary in proportion to each other. If lines are multiples
    /// of each other, a sum that holds in one place holds in all.
    fn variation(&self, lattice: &Lattice) -> Option<f64> {
        if !matches!(self.form, Form::Sum | Form::Mean) {
            return None;
        }
        let all = self.inputs.iter().filter_map(|input| lattice.variation(*input, self.target));
        all.max_by(f64::total_cmp)
    }

    fn trial(
        &self,
        lattice: &Lattice,
        place: usize,
        counts: Counts,
        surprise: &Surprise,
        variation: Option<f64>,
    ) -> Option<Trial> {
        let Given { band, low, high, is_trivial } = self.give(lattice, place, counts)?;
        let holds = band.prints_quotient(low, high)?;
        let slips = self.figures(lattice, place).map(slips).sum();
        let is_sum = matches!(self.form, Form::Sum | Form::Balance(_));
        let (by_chance, slip_by_chance) = if is_sum {
            surprise.chance_of_sum(band, (low.0, high.0), slips)
        } else {
            let chance = surprise.by_chance(band, window(low, high, band.unit));
            (chance, any_of(chance, slips))
        };
        let outcome = if holds {
            Outcome::Holds
        } else if is_sum && low == high && is_slip(band, low.0)
            || slip_by_chance < TELLING && self.is_slip_away(lattice, place, counts)
        {
            Outcome::Slip
        } else {
            Outcome::Fails
        };
        if is_trivial || lattice.places[place].is_derived {
            return Some(Trial { row: place, outcome, by_chance: 1.0, slip_by_chance: 1.0 });
        }
        let window = window(low, high, band.unit);
        let whole = 100 * lattice.one;
        if is_sum && lattice.lines[self.target].is_share() && band.middle() == whole {
            // That all of them are printed as 100 says nothing of their parts, but the parts of rows
            // that are alike add up to nearly as much.
            let by_chance = chance_of_whole(2 * (high.0 - low.0 + band.unit), whole);
            let slip_by_chance = any_of(by_chance, slips);
            return Some(Trial { row: place, outcome, by_chance, slip_by_chance });
        }
        let figures = &lattice.places[place].figures;
        let least = in_place(figures, band, window)
            .max(self.among_round(lattice, place, band))
            .max(in_proportion(band, window, variation));
        Some(Trial {
            row: place,
            outcome,
            by_chance: by_chance.max(least),
            slip_by_chance: slip_by_chance.max(least),
        })
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

/// The ends of a sum of so many figures, each rounded by so much: their errors mostly cancel each
/// other.
pub(super) fn tolerated(low: i128, high: i128, parts: i128, width: i128) -> (i128, i128) {
    let middle = (low + high) / 2;
    let most = (width / 2).max(1) * (parts.isqrt() + 1);
    (low.max(middle - most), high.min(middle + most))
}

/// The ends of a relative change times a factor; `None` where it may start from zero or less.
fn change(from: Band, to: Band, factor: i128) -> Option<(Quotient, Quotient)> {
    if from.low <= 0 {
        return None;
    }
    let below = if to.low >= 0 { from.high } else { from.low };
    let above = if to.high >= 0 { from.low } else { from.high };
    let [low, high] = [to.low - below, to.high - above].map(|by| by.checked_mul(factor));
    Some(((low?, below), (high?, above)))
}

/// Whether the printed figure is one typing error away from one of several values: of a few, or of
/// so few for its size that chance explains it in fewer than one in ten cases.
pub(super) fn is_slip_within(band: Band, right: RangeInclusive<i128>) -> bool {
    let (unit, least, most) = (band.unit.max(1), *right.start(), *right.end());
    let first = -(-least).div_euclid(unit);
    let last = most.div_euclid(unit);
    let count = last - first + 1;
    let telling =
        count <= FEW_RIGHT || count <= MOST_RIGHT && likely(in_sizes(band, count), band) < TELLING;
    telling && (first..=last).any(|value| is_slip(band, value * unit))
}

/// Whether the printed figure is one typing error away from a value.
fn is_slip(band: Band, value: i128) -> bool {
    let right = (value % band.unit == 0)
        .then(|| i64::try_from(value / band.unit).ok())
        .flatten()
        .and_then(|mantissa| Decimal::new(mantissa, band.value.decimals()));
    right.is_some_and(|right| {
        (right.mantissa() < 0) == (band.value.mantissa() < 0)
            && may_be_slip(right, band.value)
            && Slip::may_make(right, band.value)
    })
}

/// Whether a typing error may make one number of another with as many decimals, by a quick test that
/// never misses. Of as many digits, they differ by a digit in one place, or by a multiple of nine
/// where digits changed places; otherwise one has a digit too many.
fn may_be_slip(right: Decimal, printed: Decimal) -> bool {
    let [one, other] = [right, printed].map(|number| number.mantissa().unsigned_abs());
    let [digits, others] = [one, other].map(|number| number.checked_ilog10().unwrap_or(0));
    if i64::from(digits.min(others)) < i64::from(right.decimals()) {
        return true;
    }
    if digits != others {
        return has_digit_too_many(one.max(other), one.min(other));
    }
    let mut difference = one.abs_diff(other);
    while difference >= 10 && difference % 10 == 0 {
        difference /= 10;
    }
    difference < 10 || difference % 9 == 0
}

/// Whether a number without one of its digits is another.
fn has_digit_too_many(longer: u64, shorter: u64) -> bool {
    let powers = (0..=longer.checked_ilog10().unwrap_or(0)).map(|place| 10_u64.pow(place));
    powers.into_iter().any(|power| longer / power / 10 * power + longer % power == shorter)
}
