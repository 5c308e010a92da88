//! Rows whose numbers have a unit of their own: percentages or averages below counts.

use std::collections::BTreeMap;

use crossfoot_core::{Figure, NumberFormat, Unit, read_figure, read_parts};

use super::filled::{Filled, has_digit, has_percent};
use super::meaning::{Meaning, meanings};
use super::reading::Reading;
use super::{RowDraft, UNKNOWN, units};
use crossfoot_ingest::PrintedTable;

/// The rows with units of their own.
pub(super) type OwnUnits = BTreeMap<usize, &'static str>;

/// The rows in which all numbers are percentages or averages, by their signs, or by their label and
/// their decimals. None where these are half of the rows: then the columns have such a unit.
pub(super) fn own_units(
    cells: &[Vec<Filled>],
    labels: &[String],
    format: NumberFormat,
) -> OwnUnits {
    let mut may_be: Vec<bool> = labels.iter().map(|label| may_be_own(label)).collect();
    let numeric = cells.iter().skip(1).flatten().filter(|cell| has_digit(&cell.text));
    let mut is_numeric = vec![false; labels.len()];
    for cell in numeric.clone() {
        is_numeric[cell.row] = true;
        may_be[cell.row] |= cell.text.contains(['%', '％', '(', '（', '[', '±']);
    }
    let mut numbers: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for cell in numeric.filter(|cell| may_be[cell.row]) {
        numbers.entry(cell.row).or_default().push(&cell.text);
    }
    let found: OwnUnits = numbers
        .iter()
        .filter_map(|(row, texts)| Some((*row, own_unit(texts, labels.get(*row)?, format)?)))
        .collect();
    let rows = is_numeric.iter().filter(|numeric| **numeric).count();
    if found.len() * 2 < rows { found } else { OwnUnits::new() }
}

/// Whether a label says percentages, averages or their spread.
fn may_be_own(label: &str) -> bool {
    units::says_percent_sign(label) || units::says_average(label) || says_spread(label)
}

/// Whether a label says that a spread is behind a number: `mean (SD)`, `median (IQR)`.
fn says_spread(label: &str) -> bool {
    let said = meanings(label);
    said.iter().any(|meaning| *meaning != Meaning::Percent) && !said.contains(&Meaning::Percent)
}

/// The unit that the numbers of a row have by themselves, if any.
fn own_unit(texts: &[&str], label: &str, format: NumberFormat) -> Option<&'static str> {
    if texts.iter().any(|text| read_figure(text, &Unit::Number, format).is_err()) {
        return has_spread(texts, label, format).then_some(UNKNOWN);
    }
    let signs = texts.iter().all(|text| has_percent(text));
    let percent = units::says_percent_sign(label);
    if !signs && !percent && !units::says_average(label) {
        return None;
    }
    let unit = if signs || percent { Unit::Percent } else { Unit::Number };
    let figures: Vec<Figure> =
        texts.iter().map(|text| read_figure(text, &unit, format)).collect::<Result<_, _>>().ok()?;
    let decimals = figures.iter().any(|figure| figure.decimals() > 0);
    match unit {
        _ if signs => Some("percent"),
        Unit::Percent
            if decimals && (units::says_change(label) || figures.iter().all(is_small)) =>
        {
            Some("percent")
        }
        Unit::Number if decimals => Some(UNKNOWN),
        _ => None,
    }
}

/// Whether the cells of a row print numbers and their spread, such as means and deviations: the
/// label says so, or all numbers before others have decimals, which counts have not.
fn has_spread(texts: &[&str], label: &str, format: NumberFormat) -> bool {
    let parts = [(&Unit::Number, false), (&Unit::Number, true), (&Unit::Number, true)];
    let read = texts.iter().filter_map(|text| read_parts(text, &parts, format).ok());
    let mut several = read.filter(|figures| figures[1].is_some()).peekable();
    several.peek().is_some()
        && (says_spread(label)
            || units::says_average(label)
            || several.all(|figures| figures[0].is_some_and(|first| first.decimals() > 0)))
}

/// Whether a number is one of −100 to 100.
fn is_small(figure: &Figure) -> bool {
    let power = 10_i64.checked_pow(u32::from(figure.decimals().max(0).unsigned_abs()));
    figure.decimals() >= 0 && power.is_some_and(|one| figure.mantissa().abs() <= 100 * one)
}

/// The rows that a study must declare: those with a number in a column of another unit. `None` if a
/// column has numbers in such a row that have no such unit.
pub(super) fn declared(
    table: &PrintedTable,
    own: &OwnUnits,
    cells: &[Vec<Filled>],
    readings: &[Reading],
    format: NumberFormat,
) -> Option<Vec<RowDraft>> {
    let mut rows: BTreeMap<usize, &'static str> = BTreeMap::new();
    for (reading, cells) in readings.iter().zip(cells) {
        let number = Unit::from_name(reading.unit()).is_number();
        for (at, cell) in cells.iter().enumerate().filter(|_| number) {
            let Some(unit) = own.get(&cell.row).filter(|_| !reading.odd.contains(&at)) else {
                continue;
            };
            reading.read_as(&cell.text, unit, format)?;
            if reading.kinds.iter().any(|kind| kind.unit != *unit) {
                rows.insert(cell.row, unit);
            }
        }
    }
    let lines = table.lines();
    Some(
        rows.into_iter()
            .map(|(row, unit)| RowDraft { line: lines[row], unit: unit.to_owned() })
            .collect(),
    )
}
