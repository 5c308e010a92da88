//! Rows that are the sum of all others: `Total`, `合计`.

use crossfoot_core::{Cell, Unit, say};

use super::Tried;
use super::bands::Numbers;
use super::evidence::{Evidence, Outcome, Surprise, Trial};
use super::relation::Work;
use super::sums::is_slip;
use super::{DraftRule, Operator, words};

/// Rows that are named as totals.
pub(super) fn total_rows(work: &Work<'_>) -> Vec<usize> {
    (0..work.printed.rows()).filter(|row| naming(work, *row).is_some()).collect()
}

/// The column of text that calls a row a total.
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
    // With several rows of totals it is unclear which rows each one adds up.
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
    let (added, mut shares): (ByColumn, ByColumn) = columns
        .into_iter()
        .filter_map(|numbers| Some((numbers.column, trial(numbers, *total, &members)?)))
        .partition(|(column, _)| *work.unit(*column) != Unit::Percent);
    // Rates are not sums over rows; percentages that are do add up.
    shares.retain(|(_, trial)| trial.outcome == Outcome::Holds);
    let row = TotalRow {
        row: *total,
        name: work.printed.text(naming(work, *total).unwrap_or(0), *total).trim().to_owned(),
        formula: format!("sum(self where {filter})"),
    };
    if row.draft(work, "", &added) {
        work.row_sums.push((*total, members));
    }
    row.draft(work, "-share", &shares);
}

/// Columns, each with how its sum did.
type ByColumn = Vec<(usize, Trial)>;

/// A row of totals whose sums are drafted.
struct TotalRow {
    row: usize,
    name: String,
    formula: String,
}

impl TotalRow {
    /// Drafts that the row is the sum of the others in some columns, where that convinces.
    fn draft(&self, work: &mut Work<'_>, kind: &str, trials: &[(usize, Trial)]) -> bool {
        let all: Vec<Trial> = trials.iter().map(|(_, trial)| *trial).collect();
        let evidence = Evidence::from_trials(&all, 1.0)
            .with_header(say!("the row is called `{}`", &self.name));
        let single = trials.len() == 1 && !evidence.holds.is_empty() && evidence.is_no_chance();
        if !(single || evidence.convinces()) {
            if !evidence.holds.is_empty() && kind.is_empty() {
                work.weigh(format!("{} = sum of the other rows", self.name), &evidence);
            }
            return false;
        }
        let key = work.row_key(self.row);
        let targets = trials
            .iter()
            .map(|(column, _)| format!("{}.{}[{key}]", work.printed.id, work.name(*column)))
            .collect();
        let label = if work.chinese() {
            format!("{}等于其余各行之和", self.name)
        } else {
            format!("{} is the sum of the other rows", self.name)
        };
        work.rules.push(DraftRule {
            table: work.table,
            id: format!("{}-row{kind}", self.word()),
            label,
            operator: Operator::Sum,
            targets,
            formula: self.formula.clone(),
            rows: None,
            evidence,
            tried_on: Tried::Columns,
        });
        true
    }

    /// The first word of its name, for an id.
    fn word(&self) -> String {
        if words::is_chinese(&self.name) {
            return "total".to_owned();
        }
        let lower = self.name.to_lowercase();
        let first = lower.split_whitespace().next().unwrap_or("total");
        first.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}

/// Compares a column's figure in the row of totals with the sum of the other rows.
fn trial(numbers: &Numbers, total: usize, members: &[usize]) -> Option<Trial> {
    let band = numbers.at(total)?;
    let bands: Vec<_> = members.iter().map(|row| numbers.at(*row)).collect::<Option<_>>()?;
    let (low, high) = (
        bands.iter().map(|band| band.low).sum::<i128>(),
        bands.iter().map(|band| band.high).sum::<i128>(),
    );
    let surprise = Surprise::from_rows(numbers, &[members, &[total]].concat());
    let (by_chance, slip_by_chance) = surprise.chance_of_sum(band, low, high);
    let outcome = match band.prints(low, high) {
        true => Outcome::Holds,
        false if low == high && is_slip(band, low) => Outcome::Slip,
        false => Outcome::Fails,
    };
    Some(Trial { row: numbers.column, outcome, by_chance, slip_by_chance })
}
