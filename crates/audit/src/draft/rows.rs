//! Rows that are the sum of all others: `Total`, `合计`.

use crossfoot_core::{Cell, Unit, say};

use super::Tried;
use super::bands::Numbers;
use super::evidence::{Evidence, Outcome, Surprise, Trial};
use super::relation::Work;
use super::sums::is_slip;
use super::{DraftRule, words};

/// Rows that are named as totals.
pub(super) fn total_rows(work: &Work<'_>) -> Vec<usize> {
    (0..work.printed.rows()).filter(|row| naming(work, *row).is_some()).collect()
}

/// The column of words that calls a row a total.
fn naming(work: &Work<'_>, row: usize) -> Option<usize> {
    let columns = work.printed.columns.iter().enumerate();
    let mut texts = columns.filter(|(_, column)| {
        column.unit == Unit::Text && matches!(column.cells[row], Cell::Text(_))
    });
    texts.find(|(at, _)| words::names_total_row(&work.printed.text(*at, row))).map(|(at, _)| at)
}

/// A condition that leaves a row out; `None` where its name cannot be written.
pub(super) fn leaves_out(work: &Work<'_>, row: usize) -> Option<String> {
    let column = naming(work, row)?;
    let text = work.printed.text(column, row).trim().to_owned();
    let quote = if text.contains('"') { '\'' } else { '"' };
    (!text.contains(quote)).then(|| format!("{} != {quote}{text}{quote}", work.name(column)))
}

pub(super) fn draft(work: &mut Work<'_>, totals: &[usize]) {
    // Of several rows of totals it is not known what each is the total of.
    let [total] = totals else { return };
    let members = work.rows.clone();
    let Some(filter) =
        leaves_out(work, *total).filter(|_| members.len() >= 2 && !members.contains(total))
    else {
        return;
    };
    let columns: Vec<&Numbers> = work
        .groups()
        .into_iter()
        .flatten()
        .filter(|numbers| !matches!(work.unit(numbers.column), Unit::Points | Unit::Ratio))
        .collect();
    let mut added: Vec<(usize, Trial)> = Vec::new();
    let mut shares: Vec<(usize, Trial)> = Vec::new();
    for numbers in columns {
        let Some(trial) = trial(numbers, *total, &members) else { continue };
        if *work.unit(numbers.column) == Unit::Percent {
            shares.push((numbers.column, trial))
        } else {
            added.push((numbers.column, trial))
        }
    }
    let what = work.printed.text(naming(work, *total).unwrap_or(0), *total).trim().to_owned();
    for (kind, mut trials) in [("", added), ("-share", shares)] {
        // Rates are no sums over rows; of percentages those that are take part.
        if kind == "-share" {
            trials.retain(|(_, trial)| trial.outcome == Outcome::Holds);
        }
        let all: Vec<Trial> = trials.iter().map(|(_, trial)| *trial).collect();
        let evidence = Evidence::of(&all, 1.0).with_header(say!("the row is called `{}`", &what));
        let names: Vec<&str> = trials.iter().map(|(column, _)| work.name(*column)).collect();
        let single = names.len() == 1 && !evidence.holds.is_empty() && evidence.is_no_chance();
        if !(single || evidence.convinces()) {
            if !evidence.holds.is_empty() && kind.is_empty() {
                work.weigh(format!("{what} = sum of the other rows"), &evidence);
            }
            continue;
        }
        let key = work.row_key(*total);
        if kind.is_empty() {
            work.row_sums.push((*total, members.clone()));
        }
        let targets =
            names.iter().map(|name| format!("{}.{name}[{key}]", work.printed.id)).collect();
        let label = if work.chinese() {
            format!("{what}等于其余各行之和")
        } else {
            format!("{what} is the sum of the other rows")
        };
        let id = format!(
            "{}-row{kind}",
            if words::is_chinese(&what) {
                "total".to_owned()
            } else {
                what.to_lowercase()
                    .split_whitespace()
                    .next()
                    .unwrap_or("total")
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .to_owned()
            }
        );
        let formula = format!("sum(self where {filter})");
        work.rules.push(DraftRule {
            table: work.table,
            id,
            label,
            targets,
            formula,
            rows: None,
            evidence,
            tried_on: Tried::Columns,
        });
    }
}

/// The column's figure in the row of totals beside the sum of those in the others.
fn trial(numbers: &Numbers, total: usize, members: &[usize]) -> Option<Trial> {
    let band = numbers.at(total)?;
    let bands: Vec<_> = members.iter().map(|row| numbers.at(*row)).collect::<Option<_>>()?;
    let (low, high) = (
        bands.iter().map(|band| band.low).sum::<i128>(),
        bands.iter().map(|band| band.high).sum::<i128>(),
    );
    let surprise = Surprise::of(numbers, &[members, &[total]].concat());
    let (by_chance, slip_by_chance) = surprise.of_sum(band, low, high);
    let outcome = match band.prints(low, high) {
        true => Outcome::Holds,
        false if low == high && is_slip(band, low) => Outcome::Slip,
        false => Outcome::Fails,
    };
    Some(Trial { row: numbers.column, outcome, by_chance, slip_by_chance })
}
