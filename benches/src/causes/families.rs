//! Families of studies: shapes that real tables have, and what goes wrong in them, one at a time.
//!
//! Each family has one event per study. Its kind is fixed, or drawn from the priors where the family
//! is about the shape of the table.

use anyhow::{Context, Result, bail};
use crossfoot_core::{Decimal, Rational, Rounding, Unit};

use super::generator::{
    Generated, Generator, Size, followed, neighbours, plan, row_before, strike,
};
use super::plan::{ClaimPlan, ColumnPlan, Plan, Recipe, Slot, TABLE};
use super::release::{Computed, Slip, print};
use super::slip::{Around, Kind, misprint};
use crate::random::Random;

/// A family of studies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Regions and categories with a subtotal and totals of both; any slip.
    TwoWay,
    /// The same, where the slip came first and half of the figures computed from it follow.
    FollowedByHalf,
    /// Months with a total and a running total; any slip.
    Monthly,
    /// A share of rounded shares; any slip.
    ShareOfShares,
    /// A single share is cut off.
    Truncated,
    /// A share is rounded to one decimal more first.
    RoundedTwice,
    /// The largest share of a row is changed so that the shares add up to 100.
    ForcedSum,
    /// All counts are rounded to base 5, in one table with too few to show it; nothing is wrong.
    BaseFive,
    /// A share of another total of the row.
    OtherDenominator,
    /// Two figures in each other's place.
    Swapped,
    /// The figure of the next cell in the row.
    NeighbourRepeated,
    /// A row in which two counts are still those of the row before.
    StaleRow,
    /// One count in two columns and two or three statements; two of them have slips of their own.
    SeveralSources,
    /// Regions and categories with a subtotal and totals of both; four digits are wrong.
    ManyInTwoWay,
}

/// Draws of a study before it is given up.
const MOST_DRAWS: usize = 20_000;
/// The probability that a figure follows, in the family where half of them do.
const HALF: (u64, u64) = (1, 2);
/// Decimals of shares.
const DECIMALS: i8 = 1;
/// Wrong figures in the family with many.
const WRONG_DIGITS: usize = 4;
/// What counts are rounded to in that family.
const BASE: i64 = 5;

impl Family {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::TwoWay,
        Self::FollowedByHalf,
        Self::Monthly,
        Self::ShareOfShares,
        Self::Truncated,
        Self::RoundedTwice,
        Self::ForcedSum,
        Self::BaseFive,
        Self::OtherDenominator,
        Self::Swapped,
        Self::NeighbourRepeated,
        Self::StaleRow,
        Self::SeveralSources,
        Self::ManyInTwoWay,
    ];

    /// The name in tables and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TwoWay => "two-way",
            Self::FollowedByHalf => "followed by half",
            Self::Monthly => "monthly",
            Self::ShareOfShares => "share of shares",
            Self::Truncated => "cut off alone",
            Self::RoundedTwice => "rounded twice",
            Self::ForcedSum => "forced sum",
            Self::BaseFive => "base 5",
            Self::OtherDenominator => "other denominator",
            Self::Swapped => "swapped",
            Self::NeighbourRepeated => "neighbour repeated",
            Self::StaleRow => "stale row",
            Self::SeveralSources => "several sources",
            Self::ManyInTwoWay => "many in two-way",
        }
    }

    /// A study without faults.
    fn plan(self, random: &mut Random, seed: u64) -> Plan {
        match self {
            Self::TwoWay | Self::FollowedByHalf | Self::NeighbourRepeated | Self::ManyInTwoWay => {
                two_way(random, 1)
            }
            Self::BaseFive => two_way(random, BASE),
            Self::Monthly => monthly(random),
            Self::ShareOfShares => share_of_shares(random),
            Self::SeveralSources => several_sources(random),
            Self::Truncated
            | Self::RoundedTwice
            | Self::ForcedSum
            | Self::OtherDenominator
            | Self::Swapped
            | Self::StaleRow => plan(seed, Size::Published),
        }
    }

    /// What goes wrong; `None` where it cannot at the figure that was drawn.
    fn event(self, plan: &Plan, clean: &[Computed], random: &mut Random) -> Option<Vec<Slip>> {
        let slot = random.index(plan.quantities.len());
        let kind = match self {
            Self::BaseFive => return Some(Vec::new()),
            Self::TwoWay | Self::Monthly | Self::ShareOfShares => {
                let struck = strike(plan, clean, slot, random)?;
                return Some(followed(plan, clean, &[], struck, random));
            }
            Self::FollowedByHalf => return followed_by_half(plan, clean, slot, random),
            Self::StaleRow => return stale_row(plan, clean, slot, random),
            Self::SeveralSources => return two_sources(plan, clean, random),
            Self::ManyInTwoWay => return wrong_digits(plan, clean, random),
            Self::Swapped => {
                let other = random.pick_if_any(&neighbours(plan, slot))?;
                let [here, there] = [slot, other].map(|slot| clean[slot].printed);
                let struck =
                    vec![(slot, Kind::CellsSwapped, there), (other, Kind::CellsSwapped, here)];
                return (here != there).then(|| followed(plan, clean, &[], struck, random));
            }
            Self::Truncated => Kind::Truncation,
            Self::RoundedTwice => Kind::RoundedTwice,
            Self::ForcedSum => Kind::ForcedSum,
            Self::OtherDenominator => Kind::OtherDenominator,
            Self::NeighbourRepeated => Kind::NeighbourRepeated,
        };
        let printed = match self {
            Self::Truncated => {
                share(plan, slot).filter(|_| is_seen_to_be_rounded(plan, clean, slot))?;
                Rounding::Truncate.apply(&clean[slot].exact, clean[slot].printed.decimals())?
            }
            Self::RoundedTwice => {
                share(plan, slot)?;
                let decimals = clean[slot].printed.decimals();
                let first = Rounding::HalfUp.apply(&clean[slot].exact, decimals + 1)?;
                Rounding::HalfUp.apply(&first.to_rational(), decimals)?
            }
            Self::ForcedSum => forced(plan, clean, slot)?,
            Self::OtherDenominator => other_share(plan, clean, slot, random)?,
            _ => repeated(plan, clean, slot)?,
        };
        let right = clean[slot].printed;
        (printed != right).then(|| vec![Slip::alone(slot, kind, right, printed)])
    }
}

impl Generator {
    /// The study of a family for a seed, in which something disagrees, unless nothing is wrong.
    ///
    /// # Errors
    /// When no such study is found, or its files cannot be written.
    pub fn family(&self, seed: u64, family: Family) -> Result<Generated> {
        for draw in 0..MOST_DRAWS as u64 {
            let own = seed ^ (draw << 40);
            let mut random = Random::new(own);
            let plan = family.plan(&mut random, own);
            let clean = print(&plan, &[]).context("a study without slips cannot be computed")?;
            let Some(event) = family.event(&plan, &clean, &mut random) else { continue };
            if print(&plan, &event).is_none() {
                continue;
            }
            let none = event.is_empty();
            let events = if none { Vec::new() } else { vec![event] };
            let generated = self.with_events(seed, &plan, &clean, &events)?;
            if generated.detectable || none {
                return Ok(generated);
            }
        }
        bail!("no study of the family {} for seed {seed}", family.name())
    }
}

/// A count of an order of magnitude that differs from row to row.
fn count(random: &mut Random, base: i64) -> i64 {
    let size = random.pick(&[40, 200, 900, 3_000, 20_000]);
    (1 + random.below(size) as i64) * base
}

/// Regions with three to five categories, of which the first two have a subtotal; totals of both.
fn two_way(random: &mut Random, base: i64) -> Plan {
    const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
    const REGIONS: [&str; 6] = ["east", "north", "south", "west", "centre", "abroad"];
    let regions = 3 + random.index(4);
    let names = &NAMES[..3 + random.index(3)];
    let mut plan = Plan::empty(regions + 1);
    plan.names =
        REGIONS[..regions].iter().chain(&["Total"]).map(|name| (*name).to_owned()).collect();
    let mut columns: Vec<Vec<Slot>> = Vec::new();
    for _ in names {
        let mut slots: Vec<Slot> =
            (0..regions).map(|_| push(&mut plan, Recipe::Given(count(random, base)), 0)).collect();
        let all = slots.iter().map(|slot| (false, *slot)).collect();
        slots.push(plan.sum(all));
        columns.push(slots);
    }
    let [first, second] = [&columns[0], &columns[1]];
    let subtotal = across(&mut plan, regions, &[first, second]);
    let parts: Vec<&Vec<Slot>> = std::iter::once(&subtotal).chain(&columns[2..]).collect();
    let total = across(&mut plan, regions, &parts);
    for (name, slots) in names.iter().zip(&columns) {
        plan.column(name, slots, None);
    }
    plan.column("ab", &subtotal, Some("a + b".to_owned()));
    plan.column("all", &total, Some(format!("ab + {}", names[2..].join(" + "))));
    for name in names.iter().chain(&["ab", "all"]) {
        plan.rules.push((
            format!("{TABLE}.{name}['Total']"),
            "sum(self where year != 'Total')".to_owned(),
        ));
    }
    plan
}

/// The sums of columns in every row.
fn across(plan: &mut Plan, regions: usize, parts: &[&Vec<Slot>]) -> Vec<Slot> {
    let rows = 0..=regions;
    rows.map(|row| plan.sum(parts.iter().map(|part| (false, part[row])).collect())).collect()
}

/// Counts of every month.
fn given(plan: &mut Plan, random: &mut Random, months: usize) -> Vec<Slot> {
    (0..months).map(|_| push(plan, Recipe::Given(20 + random.below(900) as i64), 0)).collect()
}

/// Six to twelve months with a total, a running total and a share.
fn monthly(random: &mut Random) -> Plan {
    let months = 6 + random.index(7);
    let mut plan = Plan::empty(months);
    let first = given(&mut plan, random, months);
    let renewed = given(&mut plan, random, months);
    let issued: Vec<Slot> =
        first.iter().zip(&renewed).map(|(a, b)| plan.sum(vec![(false, *a), (false, *b)])).collect();
    let mut running: Vec<Slot> = Vec::new();
    for slot in &issued {
        let before = running.last().map(|before| (false, *before));
        let terms = before.into_iter().chain([(false, *slot)]).collect();
        running.push(plan.sum(terms));
    }
    let shares: Vec<Slot> = first
        .iter()
        .zip(&issued)
        .map(|(part, whole)| plan.share(*part, *whole, DECIMALS))
        .collect();
    plan.column("first", &first, None);
    plan.column("renewed", &renewed, None);
    plan.column("issued", &issued, Some("first + renewed".to_owned()));
    plan.column("running", &running, Some("prev(running) + issued".to_owned()));
    plan.column("first_pct", &shares, Some("share(first, issued)".to_owned()));
    plan
}

/// Years with two shares of counts, and the one as a share of the other, from rounded figures.
fn share_of_shares(random: &mut Random) -> Plan {
    let years = 4 + random.index(4);
    let mut plan = Plan::empty(years);
    let mut columns: [Vec<Slot>; 6] = Default::default();
    for _ in 0..years {
        let all = 2_000 + random.below(30_000) as i64;
        let foreign = all / 3 + random.below(all as u64 / 3) as i64;
        let women = foreign / 3 + random.below(foreign as u64 / 3) as i64;
        let [all, foreign, women] =
            [all, foreign, women].map(|count| push(&mut plan, Recipe::Given(count), 0));
        let foreign_pct = plan.share(foreign, all, DECIMALS);
        let women_pct = plan.share(women, all, DECIMALS);
        let ratio = plan.share(women_pct, foreign_pct, DECIMALS);
        let slots = [all, foreign, women, foreign_pct, women_pct, ratio];
        columns.iter_mut().zip(slots).for_each(|(column, slot)| column.push(slot));
    }
    let rules = [
        ("all", None),
        ("foreign", None),
        ("women", None),
        ("foreign_pct", Some("share(foreign, all)")),
        ("women_pct", Some("share(women, all)")),
        ("ratio", Some("share(women_pct, foreign_pct)")),
    ];
    for ((name, formula), slots) in rules.into_iter().zip(&columns) {
        plan.columns.push(ColumnPlan {
            name: name.to_owned(),
            unit: if formula.is_some() { Unit::Percent } else { Unit::Count },
            slots: slots.iter().map(|slot| Some(*slot)).collect(),
            formula: formula.map(str::to_owned),
        });
    }
    plan
}

/// Years with one count in two columns, and statements that repeat that of one year.
fn several_sources(random: &mut Random) -> Plan {
    let years = 3 + random.index(4);
    let mut plan = Plan::empty(years);
    let total =
        (0..years).map(|_| push(&mut plan, Recipe::Given(1_000 + random.below(90_000) as i64), 0));
    let total: Vec<Slot> = total.collect();
    let again: Vec<Slot> =
        total.iter().map(|slot| push(&mut plan, Recipe::Copy(*slot), 0)).collect();
    let row = random.index(years);
    let year = plan.first_year + row;
    for (at, column) in ["total", "again", "total"].iter().take(2 + random.index(2)).enumerate() {
        let slot = push(&mut plan, Recipe::Copy(total[row]), 0);
        plan.claims.push(ClaimPlan {
            slot,
            unit: Unit::Count,
            statement: format!("the total of {year} in place {at}"),
            formula: format!("{TABLE}.{column}[{year}]"),
        });
    }
    plan.column("total", &total, None);
    plan.column("again", &again, Some("total".to_owned()));
    plan
}

/// Slips of two of the places that report the count of the statements.
fn two_sources(plan: &Plan, clean: &[Computed], random: &mut Random) -> Option<Vec<Slip>> {
    let [whole] = plan.quantities[plan.claims[0].slot].inputs()[..] else { return None };
    let mut places = plan.readers(whole);
    places.push(whole);
    let first = random.pick(&places);
    places.retain(|place| *place != first);
    let second = random.pick(&places);
    let slips = [first, second].map(|slot| {
        let [(_, kind, printed)] = strike(plan, clean, slot, random)?[..] else { return None };
        Some(Slip::alone(slot, kind, clean[slot].printed, printed))
    });
    slips.into_iter().collect()
}

/// A wrong digit in each of some figures, which nothing follows.
fn wrong_digits(plan: &Plan, clean: &[Computed], random: &mut Random) -> Option<Vec<Slip>> {
    let mut left: Vec<Slot> = (0..plan.quantities.len()).collect();
    let slips = (0..WRONG_DIGITS).map(|_| {
        let slot = left.swap_remove(random.index(left.len()));
        let kind = Kind::DigitReplaced;
        let around = Around { figure: &clean[slot], rounded: false, signed: false, before: None };
        let printed = misprint(kind, &around, random)?;
        Some(Slip::alone(slot, kind, clean[slot].printed, printed))
    });
    slips.collect()
}

fn push(plan: &mut Plan, recipe: Recipe, decimals: i8) -> Slot {
    plan.push(recipe, decimals)
}

/// Part and whole of a share in the table.
fn share(plan: &Plan, slot: Slot) -> Option<(Slot, Slot)> {
    let claimed = plan.claims.iter().any(|claim| claim.slot == slot);
    match plan.quantities[slot].recipe {
        Recipe::Share { part, whole }
            if !claimed && plan.quantities[slot].rounding == Rounding::HalfUp =>
        {
            Some((part, whole))
        }
        _ => None,
    }
}

/// Whether another figure of the column would be another if it were cut off.
fn is_seen_to_be_rounded(plan: &Plan, clean: &[Computed], slot: Slot) -> bool {
    let column = plan.columns.iter().find(|column| column.slots.contains(&Some(slot)));
    let others = column.into_iter().flat_map(|column| column.slots.iter().flatten());
    others.filter(|other| **other != slot).map(|other| &clean[*other]).any(|figure| {
        Rounding::Truncate.apply(&figure.exact, figure.printed.decimals()) != Some(figure.printed)
    })
}

/// Any slip that came first, and half of the figures that are computed from it follow.
fn followed_by_half(
    plan: &Plan,
    clean: &[Computed],
    slot: Slot,
    random: &mut Random,
) -> Option<Vec<Slip>> {
    let struck = strike(plan, clean, slot, random)?;
    let fixed: Vec<Slot> = struck.iter().map(|(slot, ..)| *slot).collect();
    let slips = struck.into_iter().map(|(slot, kind, printed)| {
        let readers = plan.readers(slot).into_iter().filter(|reader| !fixed.contains(reader));
        let used_by = readers.filter(|_| random.chance(HALF)).collect();
        Slip { slot, kind, right: clean[slot].printed, printed, used_by }
    });
    Some(slips.collect())
}

/// Two counts of the row of a figure that are those of the row before.
fn stale_row(
    plan: &Plan,
    clean: &[Computed],
    slot: Slot,
    random: &mut Random,
) -> Option<Vec<Slip>> {
    let row = plan
        .columns
        .iter()
        .find_map(|column| column.slots.iter().position(|other| *other == Some(slot)))?;
    let given: Vec<Slot> = plan
        .columns
        .iter()
        .filter_map(|column| column.slots[row])
        .filter(|slot| matches!(plan.quantities[*slot].recipe, Recipe::Given(_)))
        .collect();
    let first = random.index(given.len().checked_sub(1)?);
    let slips = given[first..first + 2].iter().map(|slot| {
        let (right, printed) = (clean[*slot].printed, clean[row_before(plan, *slot)?].printed);
        let slip = Slip::alone(*slot, Kind::StaleFigure, right, printed);
        (right != printed).then_some(slip)
    });
    slips.collect()
}

/// The largest of the shares of a row, changed so that they add up to 100.
fn forced(plan: &Plan, clean: &[Computed], slot: Slot) -> Option<Decimal> {
    let (_, whole) = share(plan, slot)?;
    let alike: Vec<Slot> = (0..plan.quantities.len())
        .filter(|other| {
            share(plan, *other).is_some_and(|(part, of)| of == whole && is_part(plan, part, whole))
        })
        .collect();
    let sum: i64 = alike.iter().map(|slot| clean[*slot].printed.mantissa()).sum();
    let decimals = clean[slot].printed.decimals();
    let hundred = 100 * 10_i64.pow(u32::try_from(decimals).ok()?);
    let largest = alike.iter().all(|other| clean[*other].exact <= clean[slot].exact);
    (alike.contains(&slot) && largest && plan.condition.is_none() && sum != hundred)
        .then(|| Decimal::new(clean[slot].printed.mantissa() + hundred - sum, decimals))
        .flatten()
}

/// Whether a figure is one of the terms of a sum.
fn is_part(plan: &Plan, part: Slot, whole: Slot) -> bool {
    plan.quantities[whole].inputs().contains(&part)
}

/// A share of another count of the same row, or of the same total a row before or later.
fn other_share(
    plan: &Plan,
    clean: &[Computed],
    slot: Slot,
    random: &mut Random,
) -> Option<Decimal> {
    let (part, whole) = share(plan, slot)?;
    let others: Vec<Slot> = plan
        .columns
        .iter()
        .filter(|column| column.unit == Unit::Count && column.formula.is_some())
        .flat_map(|column| column.slots.iter().flatten().copied())
        .filter(|other| *other != whole && is_near(plan, *other, whole))
        .collect();
    let other = random.pick_if_any(&others)?;
    let hundred = Rational::from(100);
    let exact = (&clean[part].printed.to_rational() * &hundred)
        .checked_div(&clean[other].printed.to_rational())?;
    Rounding::HalfUp.apply(&exact, clean[slot].printed.decimals())
}

/// Whether two figures are in one row or in one column.
fn is_near(plan: &Plan, one: Slot, other: Slot) -> bool {
    plan.columns
        .iter()
        .any(|column| column.slots.contains(&Some(one)) && column.slots.contains(&Some(other)))
        || (0..plan.rows).any(|row| {
            let row: Vec<Slot> =
                plan.columns.iter().filter_map(|column| column.slots[row]).collect();
            row.contains(&one) && row.contains(&other)
        })
}

/// The figure of the cell before in the row.
fn repeated(plan: &Plan, clean: &[Computed], slot: Slot) -> Option<Decimal> {
    let at = plan.columns.iter().position(|column| column.slots.contains(&Some(slot)))?;
    let row = plan.columns[at].slots.iter().position(|other| *other == Some(slot))?;
    let other = plan.columns[at.checked_sub(1)?].slots[row]?;
    Some(clean[other].printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes of the best hypothesis about a study.
    fn best(generated: &Generated) -> Vec<(crossfoot_core::Variable, Decimal)> {
        let ranked = crossfoot_audit::audit(&generated.study).roots.ranked(1);
        ranked.into_iter().next().map(|ranked| ranked.changes).unwrap_or_default()
    }

    #[test]
    fn studies_of_a_family_have_one_event_that_is_seen() {
        let generator = Generator::new().unwrap();
        for family in Family::ALL {
            for seed in 0..4 {
                let generated = generator.family(seed, family).unwrap();
                assert_eq!(generated.detectable, family != Family::BaseFive, "{}", family.name());
                assert!(generated.truth.iter().all(|misprint| misprint.right != misprint.printed));
            }
        }
    }

    /// Where nothing else fits as well, the only kind that a family has is found.
    #[test]
    fn what_happens_in_the_last_place_is_found() {
        let generator = Generator::new().unwrap();
        for family in [Family::Truncated, Family::RoundedTwice, Family::NeighbourRepeated] {
            for seed in 0..8 {
                let generated = generator.family(seed, family).unwrap();
                let truth = &generated.truth[0];
                assert_eq!(best(&generated), [(truth.variable, truth.right)], "{}", family.name());
            }
        }
    }

    #[test]
    fn figures_rounded_to_a_base_are_not_misprints() {
        let generator = Generator::new().unwrap();
        for seed in 0..20 {
            let generated = generator.family(seed, Family::BaseFive).unwrap();
            assert_eq!(best(&generated), [], "seed {seed}");
        }
    }
}
