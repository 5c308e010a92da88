//! What stands behind a number and is computed from the same cells: `244 deaths, 52.8% of the total`,
//! `322 or 0.5 per cent more`.

#![expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]

use crossfoot_core::formula::Truth;
use crossfoot_core::{Numeral, Quantity, Rational, Reading, Study, Unit};

use super::formulas;
use super::hypothesis::Operand;
use super::judge::SURE;
use super::labels::Labels;
use super::within::prints;
use super::write::Writer;
use super::{Candidate, Operation, Outcome, Statement};

/// How probable it is that the total of the column is meant.
const MEANT: f64 = 0.95;
/// Words between a part and its share.
const BETWEEN: usize = 4;
/// What follows a share of the total.
const TOTALS: [&str; 4] =
    ["of the total", "of the grand total", "of the overall total", "of total"];

/// Adds the share of the numeral before a percentage in the total of its column, where the words say
/// so and nothing else explains it; or its own difference in percent, unless that is certain without.
pub(super) fn add(
    (study, labels): (&Study, &[Labels]),
    text: &str,
    previous: &Statement,
    numeral: &Numeral,
    candidates: &mut Vec<Candidate>,
) {
    let Reading::Quantity(quantity) = &numeral.reading else { return };
    let between = text.get(previous.numeral.range.end..numeral.range.start).unwrap_or_default();
    let near = between.split_whitespace().count() <= BETWEEN && !between.contains(';');
    if quantity.unit != Unit::Percent || !near {
        return;
    }
    let behind = text[numeral.range.end..].trim_start();
    let of_total = !between.contains(['.', '(']) && starts_with_any(behind, &TOTALS);
    let found = match of_total {
        true if !candidates.iter().any(|one| one.prints && one.probability >= MEANT / 2.0) => {
            share_in_total(study, labels, previous, quantity)
        }
        false if joins(between, behind) && !is_certain(candidates) => {
            change_of_difference(study, labels, previous, quantity)
        }
        _ => None,
    };
    let Some(found) = found else { return };
    candidates.retain(|one| one.formula != found.formula);
    candidates.iter_mut().for_each(|one| one.probability *= 1.0 - MEANT);
    candidates.insert(0, found);
}

/// Whether a candidate that the numeral prints is drafted anyway.
fn is_certain(candidates: &[Candidate]) -> bool {
    candidates.iter().any(|one| one.prints && one.probability >= SURE)
}

fn starts_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Whether words join a difference with its percentage, and not with another one's.
fn joins(between: &str, behind: &str) -> bool {
    const JOINS: [&str; 4] = ["or", "i.e.", "equal", "equivalent"];
    let bracket =
        between.trim_end().ends_with('(') && behind.starts_with(')') && !between.contains(',');
    let words = between.split_whitespace().map(|word| word.trim_matches([',', '(', '—', '–']));
    let joined = words.into_iter().any(|word| JOINS.contains(&word));
    (bracket || joined) && !starts_with_any(behind, &["of ", "point", "and "])
}

/// The change that a certain difference of two cells is in percent of the earlier, or else of the one
/// that it is more than.
fn change_of_difference(
    study: &Study,
    labels: &[Labels],
    difference: &Statement,
    quantity: &Quantity,
) -> Option<Candidate> {
    let best = difference.candidates.first().filter(|best| {
        difference.outcome == Outcome::Drafted
            && best.operation == Operation::Difference
            && best.prints
    })?;
    let [one, other] = best.cells[..] else { return None };
    let labels = labels.iter().find(|labels| labels.table == one.column.table)?;
    let writer = Writer { study, labels };
    let [a, b] = [one, other]
        .map(|cell| Some((writer.cell(cell.row, labels.position(cell.column.column)?), cell)));
    let (a, b) = (a?, b?);
    // `more − less`, as the words say it, or else the figures.
    let grows = formulas::holds(study, &format!("{} > {}", a.0, b.0)) == Some(Truth::True);
    let (more, less) = match &best.formula {
        formula if *formula == format!("{} - {}", a.0, b.0) => (a, b),
        formula if *formula == format!("{} - {}", b.0, a.0) => (b, a),
        _ if grows => (a, b),
        _ => (b, a),
    };
    let [later, earlier] = [more.1, less.1]
        .map(|cell| Some(Operand::Cell(cell.row, labels.position(cell.column.column)?)));
    let periods = labels.periods((earlier?, later?));
    let falls = periods.is_some_and(|(from, to)| from > to);
    let (from, to) = if falls { (more.0, less.0) } else { (less.0, more.0) };
    let signed = quantity.value.signum() < 0;
    let formula = match falls && !signed {
        true => format!("-change({from}, {to})"),
        false => format!("change({from}, {to})"),
    };
    let (unit, value) = formulas::number(study, &formula)?;
    let half = quantity.step.clone() * Rational::new(1, 2)?;
    let [low, high] = [-half.clone(), half].map(|away| &quantity.value + &away);
    let (least, most) = value.low().zip(value.high())?;
    let prints = least.value <= high && most.value >= low;
    // Two other cells may differ by as much as two periods do.
    (prints || periods.is_some()).then(|| Candidate {
        formula,
        operation: Operation::Change,
        probability: MEANT,
        cells: best.cells.clone(),
        unit,
        prints,
        value,
        numerals: Vec::new(),
    })
}

/// The share of a number that is certainly a cell, or a sum of cells of one column, in the total.
fn share_in_total(
    study: &Study,
    labels: &[Labels],
    part: &Statement,
    quantity: &Quantity,
) -> Option<Candidate> {
    let best = part.candidates.first().filter(|_| part.outcome == Outcome::Drafted)?;
    let plain = matches!(best.operation, Operation::Value | Operation::Sum) && best.prints;
    let column = best.cells.first().filter(|_| plain)?.column;
    let labels = labels.iter().find(|labels| labels.table == column.table)?;
    let place = labels.position(column.column)?;
    let writer = Writer { study, labels };
    let mut totals = (0..labels.rows.len())
        .filter(|row| labels.rows[*row].as_ref().is_some_and(|label| label.total));
    let (total, None) = (totals.next()?, totals.next()) else { return None };
    let whole = writer.id(total, place);
    if best.cells.iter().any(|cell| cell.column != column || cell.row == total) {
        return None;
    }
    let formula = format!("share({}, {})", best.formula, writer.cell(total, place));
    let (unit, value) = formulas::number(study, &formula)?;
    let prints = prints(quantity, &value.middle()?);
    let mut cells = best.cells.clone();
    cells.push(whole);
    cells.sort_unstable();
    Some(Candidate {
        formula,
        operation: Operation::Share,
        probability: MEANT,
        cells,
        unit,
        value,
        prints,
        numerals: Vec::new(),
    })
}
