//! Mistakes that are often made: what a place prints then is no chance, and stays a finding.

use super::{Factor, Form, Formula, Given, change};
use crate::draft::bands::{Quotient, quotient};
use crate::draft::lattice::{Counts, Lattice};

/// Among more places than this, none is looked for that has exchanged figures with another.
const MOST_EXCHANGED: usize = 200;

/// Among so few places, hardly one has such a divisor by chance.
const FEW_PLACES: usize = 10;

impl Formula {
    /// Whether a frequent mistake gives the target or an input of a place: a figure that repeats the
    /// one beside it, a shifted decimal point, a change in percent of the later figure, a quotient by
    /// the divisor of another place, a change in percent for one in points, or a figure that has
    /// changed places with that of another place.
    pub(super) fn is_known_mistake(&self, lattice: &Lattice, place: usize, counts: Counts) -> bool {
        if self.repeats_neighbour(lattice, place) || self.is_shifted(lattice, place, counts) {
            return true;
        }
        match self.form {
            Form::Change(factor) => self.is_change_of_later(lattice, place, factor) == Some(true),
            Form::Sum => {
                self.is_percent_for_points(lattice, place)
                    || self.is_exchanged(lattice, place, counts)
            }
            Form::Quotient(factor) => {
                self.is_of_another_place(lattice, place, factor)
                    || self.has_target_of_another(lattice, place, counts)
            }
            Form::Balance(_) | Form::Mean => false,
        }
    }

    /// Whether the decimal point of its target is one or two places from where it should be.
    fn is_shifted(&self, lattice: &Lattice, place: usize, counts: Counts) -> bool {
        let Some(Given { band, low, high, .. }) = self.give(lattice, place, counts) else {
            return false;
        };
        let shifts = [(10, 1), (100, 1), (1, 10), (1, 100)];
        band.is_telling()
            && shifts.into_iter().any(|(times, over)| {
                let ends = scaled(low, times, over).zip(scaled(high, times, over));
                ends.and_then(|(low, high)| band.prints_quotient(low, high)) == Some(true)
            })
    }

    /// Whether two places print the target of each other.
    fn has_target_of_another(&self, lattice: &Lattice, place: usize, counts: Counts) -> bool {
        let few = lattice.places.len() <= MOST_EXCHANGED;
        let Some(own) =
            self.give(lattice, place, counts).filter(|own| few && own.band.is_telling())
        else {
            return false;
        };
        (0..lattice.places.len()).filter(|other| *other != place).any(|other| {
            self.give(lattice, other, counts).is_some_and(|its| {
                its.band.middle() != own.band.middle()
                    && its.band.prints_quotient(own.low, own.high) == Some(true)
                    && own.band.prints_quotient(its.low, its.high) == Some(true)
            })
        })
    }

    /// Whether a quotient of few places has the divisor of another.
    fn is_of_another_place(&self, lattice: &Lattice, place: usize, factor: Factor) -> bool {
        let [dividend, divisor] = self.inputs[..] else { return false };
        let printed = lattice.at(self.target, place, Counts::Exact);
        let Some(printed) = printed.filter(|band| band.is_telling()) else { return false };
        let Some(dividend) = lattice.at(dividend, place, Counts::Exact) else { return false };
        let whole = factor.value() * lattice.one;
        let mut others = (0..lattice.places.len()).filter(|other| *other != place);
        lattice.places.len() <= FEW_PLACES
            && others.any(|other| {
                let divisor = lattice.at(divisor, other, Counts::Exact);
                let ends = divisor.and_then(|of| quotient(dividend.ends(), of.ends(), whole));
                ends.and_then(|(low, high)| printed.prints_quotient(low, high)) == Some(true)
            })
    }

    fn is_change_of_later(&self, lattice: &Lattice, place: usize, factor: Factor) -> Option<bool> {
        let band = lattice.at(self.target, place, Counts::Exact)?;
        let [from, to] = self.pair(lattice, place, Counts::Exact)?;
        let (low, high) = change(to, from, factor.value() * lattice.one)?;
        Some(band.is_telling() && band.opposite().prints_quotient(low, high)?)
    }

    /// Whether one of two parts is the relative change from the other to their sum, in percent.
    fn is_percent_for_points(&self, lattice: &Lattice, place: usize) -> bool {
        let pair = self.pair(lattice, place, Counts::Exact);
        let sum = lattice.at(self.target, place, Counts::Exact);
        let Some(([one, other], sum)) = pair.zip(sum) else { return false };
        [(one, other), (other, one)].into_iter().any(|(from, printed)| {
            let ends = change(from, sum, 100 * lattice.one);
            let printed = Some(printed).filter(|band| band.in_units().abs() >= 10).zip(ends);
            printed.and_then(|(band, (low, high))| band.prints_quotient(low, high)) == Some(true)
        })
    }

    /// Whether a line prints what the one beside it prints there, and hardly anywhere else.
    fn repeats_neighbour(&self, lattice: &Lattice, place: usize) -> bool {
        let lines = self.inputs.iter().chain([&self.target]);
        let pairs = lines.flat_map(|line| [line.checked_sub(1), Some(*line)]).flatten();
        pairs.filter(|first| first + 1 < lattice.lines.len()).any(|first| {
            let telling =
                lattice.at(first, place, Counts::Exact).is_some_and(|band| band.is_telling());
            let alike = (0..lattice.places.len())
                .filter(|at| {
                    let [one, other] =
                        [first, first + 1].map(|line| lattice.at(line, *at, Counts::Exact));
                    one.zip(other).is_some_and(|(one, other)| one.middle() == other.middle())
                })
                .take(2)
                .collect::<Vec<_>>();
            telling && alike == [place]
        })
    }

    /// How far a sum of a place is off, within rounding.
    fn off(&self, lattice: &Lattice, place: usize, counts: Counts) -> Option<(i128, i128)> {
        let Given { band, low, high, .. } = self.give(lattice, place, counts)?;
        (low.1 == 1).then_some((band.low - high.0, band.high - low.0))
    }

    /// Whether the place and another both hold once a line has changed its figures in them.
    fn is_exchanged(&self, lattice: &Lattice, place: usize, counts: Counts) -> bool {
        let few = lattice.places.len() <= MOST_EXCHANGED;
        let Some((least, most)) = self.off(lattice, place, counts).filter(|_| few) else {
            return false;
        };
        (0..lattice.places.len()).filter(|other| *other != place).any(|other| {
            let off = self.off(lattice, other, counts).filter(|off| off.0 > 0 || off.1 < 0);
            let Some((fewest, greatest)) = off else { return false };
            self.inputs.iter().any(|line| {
                let [own, its] = [place, other].map(|at| lattice.at(*line, at, Counts::Exact));
                let Some((own, its)) = own.zip(its) else { return false };
                let by = its.middle() - own.middle();
                own.is_telling()
                    && (least..=most).contains(&by)
                    && (fewest..=greatest).contains(&-by)
            })
        })
    }
}

/// A quotient multiplied and divided by a number.
fn scaled((dividend, divisor): Quotient, times: i128, over: i128) -> Option<Quotient> {
    Some((dividend.checked_mul(times)?, divisor.checked_mul(over)?))
}
