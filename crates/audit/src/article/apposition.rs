//! A share of the total that stands behind its part: `244 deaths, 52.8% of the total`.

#![expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]

use crossfoot_core::{Numeral, Quantity, Reading, Study, Unit};

use super::formulas;
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
/// so and nothing else explains it.
pub(super) fn add(
    (study, labels): (&Study, &[Labels]),
    text: &str,
    previous: &Statement,
    numeral: &Numeral,
    candidates: &mut Vec<Candidate>,
) {
    let Reading::Quantity(quantity) = &numeral.reading else { return };
    let between = text.get(previous.numeral.range.end..numeral.range.start).unwrap_or_default();
    let behind = text[numeral.range.end..].trim_start();
    let said = quantity.unit == Unit::Percent
        && between.split_whitespace().count() <= BETWEEN
        && !between.contains(['.', ';', '('])
        && TOTALS.iter().any(|total| behind.starts_with(total));
    if !said || candidates.iter().any(|one| one.prints && one.probability >= MEANT / 2.0) {
        return;
    }
    let Some(share) = share_in_total(study, labels, previous, quantity) else { return };
    candidates.iter_mut().for_each(|one| one.probability *= 1.0 - MEANT);
    candidates.insert(0, share);
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
