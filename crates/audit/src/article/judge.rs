//! Which formulas a numeral states, and how sure that is: words decide, its value confirms.
//!
//! Whoever wrote the numeral chose an operation, then cells, then printed the value; or the numeral
//! has nothing to do with the tables. The words give the probabilities of the choice
//! ([`super::evidence`], [`super::clues`]). A right value prints as the numeral does. A wrong one is
//! a typing error away, or is any other number of as many digits. A numeral that has nothing to do
//! with the tables is any number of as many digits too. So a formula that fits by chance among many
//! is worth little, and one that the words name alone keeps its weight though it does not fit.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use std::collections::BTreeSet;

use crossfoot_core::{Decimal, Qualifier, Quantity, QuantityKind, Rounding, Unit};

use super::Operation;
use super::hypothesis::{Hypothesis, Target};
use crate::slip::Slip;

/// From this probability on a statement is drafted.
pub(super) const SURE: f64 = 0.92;
/// From this probability of all candidates together on a person may choose among them.
pub(super) const LIKELY: f64 = 0.5;
/// From this probability on a numeral is taken for a cell where other words confirm it.
pub(super) const CONFIRMED: f64 = 0.6;

/// How probable a numeral is that has nothing to do with the tables.
const NOTHING: f64 = 0.35;
/// How much of that is lost where the sentence names a row and a column completely.
const NAMED: f64 = 0.95;
/// How probable a wrong value is: by a typing error, cut off instead of rounded, by its last digit,
/// and any other.
const SLIP: f64 = 0.03;
const NAMED_SLIP: f64 = 0.2;
const CUT_OFF: f64 = 0.05;
const LAST_DIGIT: f64 = 0.01;
const ANY: f64 = 0.004;
/// The same for a cell if the numeral is printed in another row of its column, and for a change if it
/// is that from the later to the earlier figure.
const COPIED: f64 = 0.006;
const WRONG_BASE: f64 = 0.015;
/// How far a value may lie beyond the bound that "more than" gives.
const BEYOND: f64 = 0.12;

/// How many percentage points `half` and `a third` may be off.
const PART: f64 = 1.0;

/// What a change gains whose later figure is what the sentence says it leads to.
const ENDS: f64 = 3.0;

/// The most that other numerals tell of one.
const MOST_KINSHIP: f64 = 4.0;

/// A hypothesis with its probability.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub(super) hypothesis: Hypothesis,
    pub(super) probability: f64,
}

/// What to look for, for a quantity.
pub(super) fn target(quantity: &Quantity, qualifier: Qualifier) -> Target {
    let mut value = quantity.value.to_f64().abs();
    let mut half = quantity.step.to_f64() / 2.0;
    if quantity.kind == QuantityKind::Fraction {
        value *= 100.0;
        half = (half * 100.0).max(PART);
    }
    let beyond = value * BEYOND;
    let (below, above) = match qualifier {
        Qualifier::Is => (half, half),
        Qualifier::About if quantity.kind == QuantityKind::Fraction => (half, half),
        Qualifier::About => (half * 2.0, half * 2.0),
        Qualifier::MoreThan | Qualifier::AtLeast => (half, beyond.max(half)),
        Qualifier::LessThan | Qualifier::AtMost => (beyond.max(half), half),
    };
    let percent = quantity.unit == Unit::Percent || quantity.kind == QuantityKind::Fraction;
    let negative = quantity.value.signum() < 0;
    let least = matches!(qualifier, Qualifier::AtLeast | Qualifier::MoreThan);
    let points = quantity.unit == Unit::Points;
    Target { value, below, above, negative, percent, points, least }
}

/// The hypotheses by probability, the best first. What is said of each of several things is said of
/// the first of them.
pub(super) fn judge(
    hypotheses: &[Hypothesis],
    quantity: &Quantity,
    qualifier: Qualifier,
    (named, each): (f64, bool),
    (others, end): (&[(Hypothesis, f64)], Option<Hypothesis>),
) -> Vec<Judged> {
    let target = target(quantity, qualifier);
    let chance = chance(quantity, target);
    let printed = printed(quantity);
    let printing = Printing::new(hypotheses);
    let mut judged: Vec<Judged> = hypotheses
        .iter()
        .map(|hypothesis| {
            let fit = match hypothesis.fits {
                true => hypothesis.fit,
                false => wrong(hypothesis, printed, chance) + printing.mistaken(hypothesis),
            };
            let kin = others.iter().map(|(other, weight)| weight * hypothesis.kinship(other));
            let kin = kin.sum::<f64>().clamp(-MOST_KINSHIP, MOST_KINSHIP);
            let ends = end.is_some_and(|end| hypothesis.ends_at(&end));
            let words = hypothesis.words + kin + if ends { ENDS } else { 0.0 };
            Judged { hypothesis: *hypothesis, probability: words.exp() * fit }
        })
        .collect();
    let nothing = NOTHING * (1.0 - NAMED * named) * chance;
    let sum: f64 = judged.iter().map(|judged| judged.probability).sum::<f64>() + nothing;
    judged.iter_mut().for_each(|judged| judged.probability /= sum);
    pool(&mut judged, target.below.max(target.above));
    if each {
        pool_each(&mut judged);
    }
    judged.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    judged
}

/// A percentage that the table prints, and the share or change in the same row that gives it, are
/// one: what the numeral prints is what the table prints, and what it does not print is what is
/// computed, which is known more exactly.
fn pool(judged: &mut [Judged], within: f64) {
    let likely: Vec<usize> =
        (0..judged.len()).filter(|at| judged[*at].probability > LEAST).collect();
    for one in likely {
        for other in 0..judged.len() {
            let (printed, computed) = match judged[one].hypothesis.operation {
                Operation::Value => (one, other),
                _ => (other, one),
            };
            let [Judged { hypothesis: cell, .. }, Judged { hypothesis: formula, .. }] =
                [judged[printed], judged[computed]];
            if is_computed(&cell, &formula, within) {
                let (kept, other) =
                    if cell.fits { (printed, computed) } else { (computed, printed) };
                judged[kept].probability += judged[other].probability;
                judged[other].probability = 0.0;
            }
        }
    }
}

/// Whether a share or change gives the percentage that a cell of its row prints.
fn is_computed(cell: &Hypothesis, formula: &Hypothesis, within: f64) -> bool {
    let derived = matches!(formula.operation, Operation::Share | Operation::Change);
    let alike = match cell.fits {
        true => formula.fits,
        false => !formula.fits && (formula.value - cell.value).abs() <= within,
    };
    cell.operation == Operation::Value
        && derived
        && alike
        && formula.table == cell.table
        && cell.row().is_some()
        && formula.row() == cell.row()
}

/// A hypothesis less probable than this takes nothing over.
const LEAST: f64 = 0.02;

/// Cells of one column that all print the numeral are one statement, of the first of them.
fn pool_each(judged: &mut [Judged]) {
    let cells = (0..judged.len()).filter(|at| {
        let Judged { hypothesis, probability } = &judged[*at];
        hypothesis.fits && hypothesis.is_cell() && *probability >= LEAST_EACH
    });
    let mut cells: Vec<usize> = cells.collect();
    cells.sort_by_key(|at| (judged[*at].hypothesis.table, judged[*at].hypothesis.first.row()));
    let Some((first, rest)) = cells.split_first() else { return };
    let Judged { hypothesis: own, .. } = judged[*first];
    for other in rest {
        let Judged { hypothesis, probability } = judged[*other];
        if hypothesis.table == own.table && hypothesis.first.column() == own.first.column() {
            judged[*first].probability += probability;
            judged[*other].probability = 0.0;
        }
    }
}

/// A cell less probable than this is not one of several that are meant.
const LEAST_EACH: f64 = 0.1;

/// How probable it is that any number of as many digits is this one.
pub(super) fn chance(quantity: &Quantity, target: Target) -> f64 {
    let steps = match quantity.step.signum() {
        0 => 10.0,
        _ => target.value / quantity.step.to_f64(),
    };
    let width = (target.below + target.above) / quantity.step.to_f64().max(1e-9);
    let digits = (steps.max(1.0).log10().floor() + 1.0).clamp(1.0, 6.0);
    let chance = (10_f64.powf(-digits) * width.max(1.0)).min(0.3);
    // Small numbers are everywhere.
    if target.value < FEW && !target.percent { chance.max(0.3) } else { chance }
}

/// Numbers below this say little by their value.
const FEW: f64 = 4.0;

/// The digits of a quantity, without its sign.
pub(super) fn printed(quantity: &Quantity) -> Option<Decimal> {
    Rounding::HalfUp.apply(&quantity.value.abs(), quantity.decimals()?)
}

/// How probable the numeral is if the hypothesis is right, and so the numeral wrong. A sentence hardly
/// states a cell of a row that none of its words names.
fn wrong(hypothesis: &Hypothesis, printed: Option<Decimal>, chance: f64) -> f64 {
    let any = ANY * chance;
    if hypothesis.unnamed {
        return any;
    }
    let Some(printed) = printed else { return any };
    let Some(right) = approximate(hypothesis.value, printed.decimals()) else { return any };
    if let Some(cut) = cut_off(hypothesis.value, printed.decimals())
        && cut.mantissa() == printed.mantissa()
        && printed.decimals() > 0
    {
        return any + CUT_OFF;
    }
    let apart = (right.mantissa() - printed.mantissa()).abs();
    if apart <= 2 && printed.mantissa() > 30 {
        return any + LAST_DIGIT / 4.0;
    }
    if printed.mantissa() < 20 {
        return any;
    }
    let ways = Slip::ALL.iter().filter_map(|slip| slip.ways(right, printed));
    let slip = if hypothesis.beside { NAMED_SLIP } else { SLIP };
    let slips = ways.map(|ways| slip / (6.0 * ways.max(1) as f64)).fold(0.0, f64::max);
    any + slips
}

/// What prints a numeral: the columns of cells, and changes.
struct Printing {
    columns: BTreeSet<(usize, Option<usize>)>,
    changes: Vec<Hypothesis>,
}

impl Printing {
    fn new(hypotheses: &[Hypothesis]) -> Self {
        let (mut columns, mut changes) = (BTreeSet::new(), Vec::new());
        for one in hypotheses.iter().filter(|one| one.fits) {
            if one.is_cell() {
                columns.insert((one.table, one.first.column()));
            } else if one.operation == Operation::Change {
                changes.push(*one);
            }
        }
        Self { columns, changes }
    }

    /// How probable the numeral is if a frequent mistake made it of what prints it.
    fn mistaken(&self, hypothesis: &Hypothesis) -> f64 {
        let place = (hypothesis.table, hypothesis.first.column());
        if hypothesis.is_cell() && hypothesis.beside && self.columns.contains(&place) {
            return COPIED;
        }
        let is_change = hypothesis.operation == Operation::Change;
        if is_change && self.changes.iter().any(|other| hypothesis.is_back_from(other)) {
            return WRONG_BASE;
        }
        0.0
    }
}

/// A machine number rounded to so many decimals.
fn approximate(value: f64, decimals: i8) -> Option<Decimal> {
    whole((value.abs() * 10_f64.powi(i32::from(decimals))).round(), decimals)
}

/// The same cut off.
fn cut_off(value: f64, decimals: i8) -> Option<Decimal> {
    whole((value.abs() * 10_f64.powi(i32::from(decimals))).floor(), decimals)
}

fn whole(scaled: f64, decimals: i8) -> Option<Decimal> {
    // Machine numbers below this are whole without error.
    (scaled < 9e15).then(|| Decimal::new(scaled as i64, decimals)).flatten()
}
