//! What the columns of a sheet hold, found by reading every cell as the loader would.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crossfoot_core::{
    DateSpan, Missing, NumberFormat, Unit, decimal_mark_evidence, read_figure, read_figures,
};

use super::units::{self, Header};
use super::{ColumnDraft, PartDraft, names};
use crossfoot_ingest::PrintedTable;

/// Characters of the longest text that may stand for a missing value, and how many such marks a
/// column may have.
const LONGEST_MARK: usize = 12;
const MOST_MARKS: usize = 3;

/// How a column is read: its units in each cell, what one printed unit stands for, and the marks
/// that hold no figure.
struct Reading {
    units: Vec<&'static str>,
    named: Option<String>,
    scale: i64,
    marks: BTreeSet<String>,
    remark: Option<String>,
}

impl Reading {
    /// One figure of a known unit in each cell.
    fn plain(unit: &'static str, scale: i64, marks: BTreeSet<String>) -> Self {
        Self { units: vec![unit], named: None, scale, marks, remark: None }
    }
}

/// The columns of a sheet, the marks of missing values in it, and how its numbers are written.
pub(super) fn draft(
    table: &PrintedTable,
    decimal: Option<char>,
) -> (Vec<ColumnDraft>, Vec<String>, NumberFormat) {
    let format = format(table, decimal);
    let printed: Vec<String> =
        table.headings().map(|heading| heading.printed().trim().to_owned()).collect();
    let headers: Vec<Header> = printed.iter().map(|header| units::header(header)).collect();
    let readings: Vec<Reading> =
        headers.iter().enumerate().map(|(at, header)| reading(table, at, header, format)).collect();
    let labels: Vec<String> = headers.iter().map(|header| header.label.clone()).collect();
    let percent: Vec<bool> = readings
        .iter()
        .map(|reading| reading.units == ["percent"] || reading.named.as_deref() == Some("percent"))
        .collect();
    let mut taken = names::columns(&labels, &percent);
    let marks: BTreeSet<String> =
        readings.iter().flat_map(|reading| reading.marks.iter().cloned()).collect();
    let mut columns = Vec::new();
    for (at, reading) in readings.into_iter().enumerate() {
        let header = printed[at].clone();
        let parts = (reading.units.iter().enumerate())
            .map(|(position, unit)| {
                let unit = reading
                    .named
                    .clone()
                    .filter(|_| position == 0)
                    .unwrap_or_else(|| (*unit).to_owned());
                let (name, label) = part_name(&taken[at], &labels[at], position, &reading.units);
                let name = if position == 0 { name } else { names::free(&name, &taken) };
                if position > 0 {
                    taken.push(name.clone());
                }
                PartDraft {
                    name,
                    label,
                    unit,
                    scale: if position == 0 { reading.scale } else { 1 },
                }
            })
            .collect();
        columns.push(ColumnDraft { header, parts, remark: reading.remark });
    }
    (columns, marks.into_iter().collect(), format)
}

/// The name and label of one of the figures that a cell prints.
fn part_name(name: &str, label: &str, position: usize, units: &[&str]) -> (String, String) {
    let percent = units[position] == "percent";
    match position {
        0 => (name.to_owned(), label.to_owned()),
        _ if percent && units[0] != "percent" => (format!("{name}_pct"), format!("{label}, %")),
        _ if units[0] == "percent" => (format!("{name}_n"), format!("{label}, number")),
        _ => (format!("{name}_of"), format!("{label}, of")),
    }
}

/// The decimal mark that the figures of the sheet prove, all of them alike, and whether negative
/// numbers are in parentheses.
fn format(table: &PrintedTable, decimal: Option<char>) -> NumberFormat {
    let printed: Vec<Cow<'_, str>> = table.cells().map(|cell| cell.printed()).collect();
    let cells: Vec<&str> =
        printed.iter().map(|cell| cell.trim()).filter(|text| is_numeric(text)).collect();
    let proved: Vec<char> = cells.iter().filter_map(|cell| decimal_mark_evidence(cell)).collect();
    let commas = proved.iter().filter(|mark| **mark == ',').count();
    let seen = if commas * 2 > proved.len() { ',' } else { '.' };
    let negative = cells.iter().any(|text| {
        text.starts_with('(')
            && text.ends_with(')')
            && text[1..text.len() - 1].chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    });
    NumberFormat { decimal: Some(decimal.unwrap_or(seen)), negative_parentheses: negative }
}

/// Whether a text is made of digits and of their marks.
pub(super) fn is_numeric(text: &str) -> bool {
    const WITH_DIGITS: [char; 12] = ['.', ',', ' ', '%', '％', '(', ')', '-', '−', '+', '/', '$'];
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '\'' || WITH_DIGITS.contains(&c))
}

fn reading(table: &PrintedTable, column: usize, header: &Header, format: NumberFormat) -> Reading {
    let label = header.label.as_str();
    let printed: Vec<Cow<'_, str>> = table.column(column).map(|cell| cell.printed()).collect();
    let cells: Vec<&str> = printed
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| Missing::customary(cell).is_none())
        .collect();
    if cells.is_empty() {
        let mut empty = Reading::plain("text", 1, BTreeSet::new());
        empty.remark = Some("all cells are empty".to_owned());
        return empty;
    }
    let some_percent = cells.iter().any(|cell| cell.contains(['%', '％']));
    let count =
        figures(&cells, &Unit::Count, format).filter(|_| !cells.iter().any(|cell| is_code(cell)));
    let whole = count.as_ref().is_some_and(|_| {
        cells.iter().all(|cell| {
            read_figure(cell, &Unit::Count, format).map_or(true, |figure| figure.decimals() <= 0)
        })
    });
    let number =
        figures(&cells, &Unit::Ratio, format).filter(|_| !cells.iter().any(|cell| is_code(cell)));
    if let Some(marks) = dates(&cells, label, column) {
        return Reading::plain("date", 1, marks);
    }
    if some_percent && let Some(marks) = figures(&cells, &Unit::Percent, format) {
        let points = header.unit.as_ref().is_some_and(|(unit, _)| unit == "points");
        return Reading::plain(if points { "points" } else { "percent" }, 1, marks);
    }
    if units::says_code(label) && count.is_some() && !units::says_rank(label) {
        return Reading::plain("text", 1, BTreeSet::new());
    }
    if units::says_rank(label)
        && whole
        && let Some(marks) = count
    {
        return Reading::plain("rank", 1, marks);
    }
    if let Some((unit, scale)) = &header.unit {
        let marks = figures(&cells, &Unit::from_name(unit), format)
            .filter(|_| unit != "count" || *scale != 1 || whole);
        if let Some(marks) = marks {
            return Reading {
                named: Some(unit.clone()),
                ..Reading::plain("number", *scale, marks)
            };
        }
    }
    if let Some((currency, marks)) = currency(&cells, format) {
        return Reading { named: Some(currency), ..Reading::plain("number", 1, marks) };
    }
    if let Some(marks) = number.or(count) {
        return numbers(label, whole, marks);
    }
    several(&cells, header, format).unwrap_or_else(|| Reading {
        remark: unreadable(table, column, format),
        ..Reading::plain("text", 1, BTreeSet::new())
    })
}

/// Numbers whose unit is not printed.
fn numbers(label: &str, whole: bool, marks: BTreeSet<String>) -> Reading {
    if units::says_percent(label) {
        return Reading::plain("percent", 1, marks);
    }
    if whole {
        return Reading::plain("count", 1, marks);
    }
    if units::says_ratio(label) {
        return Reading::plain("ratio", 1, marks);
    }
    let remark = "replace `number` with the unit of these numbers, such as RMB or percent";
    Reading { remark: Some(remark.to_owned()), ..Reading::plain("number", 1, marks) }
}

/// The marks among cells that are figures of a unit otherwise.
fn figures(cells: &[&str], unit: &Unit, format: NumberFormat) -> Option<BTreeSet<String>> {
    marks(cells, |cell| read_figure(cell, unit, format).is_ok())
}

/// The marks among the cells that do not read, if those are few, short and without digits; `None`
/// where something else does not read.
fn marks(cells: &[&str], reads: impl Fn(&str) -> bool) -> Option<BTreeSet<String>> {
    let (mut marks, mut marked) = (BTreeSet::new(), 0);
    for cell in cells.iter().filter(|cell| !reads(cell)) {
        if cell.chars().count() > LONGEST_MARK
            || cell.contains(|c: char| {
                c.is_numeric() || c.is_control() || matches!(c, '%' | '％' | '"')
            })
        {
            return None;
        }
        marks.insert((*cell).to_owned());
        marked += 1;
        if marks.len() > MOST_MARKS {
            return None;
        }
    }
    (marked * 3 <= cells.len()).then_some(marks)
}

/// A number with zeros in front names something.
fn is_code(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// Dates: written as such, or years in a column that says so or comes first.
fn dates(cells: &[&str], label: &str, column: usize) -> Option<BTreeSet<String>> {
    let marks = marks(cells, |cell| DateSpan::read(cell).is_some())?;
    let dates: Vec<&&str> = cells.iter().filter(|cell| !marks.contains(**cell)).collect();
    let all_years = dates.iter().all(|cell| is_year(cell));
    let different = dates.iter().collect::<BTreeSet<_>>().len() == dates.len();
    let written = dates.iter().all(|cell| !cell.bytes().all(|byte| byte.is_ascii_digit()));
    let years: BTreeSet<u32> = dates.iter().filter_map(|cell| cell.parse().ok()).collect();
    let in_a_row = years.len() >= 3
        && years
            .last()
            .zip(years.first())
            .is_some_and(|(last, first)| (last - first) as usize + 1 == years.len());
    let likely = written
        || units::says_date(label) && dates.iter().any(|cell| is_year(cell))
        || all_years && different && (column == 0 || in_a_row);
    likely.then_some(marks)
}

fn is_year(cell: &str) -> bool {
    cell.parse::<u32>().is_ok_and(|year| (1_900..2_100).contains(&year))
}

/// The currency that cells print.
fn currency(cells: &[&str], format: NumberFormat) -> Option<(String, BTreeSet<String>)> {
    let signs = [
        ("US$", "USD"),
        ("$", "USD"),
        ("USD", "USD"),
        ("RMB", "RMB"),
        ("CNY", "RMB"),
        ("¥", "RMB"),
        ("￥", "RMB"),
        ("€", "EUR"),
        ("EUR", "EUR"),
        ("£", "GBP"),
        ("GBP", "GBP"),
    ];
    let (_, unit) = signs.into_iter().find(|(sign, _)| {
        cells.iter().any(|cell| cell.trim_start_matches(['-', '−', '(']).starts_with(sign))
    })?;
    let marks = figures(cells, &Unit::from_name(unit), format)?;
    Some((unit.to_owned(), marks))
}

/// Several figures in each cell: a count with its share, a count of another with their share, a
/// mean with its spread.
fn several(cells: &[&str], header: &Header, format: NumberFormat) -> Option<Reading> {
    let percent = header.unit.as_ref().is_some_and(|(unit, _)| unit == "percent")
        || header.label.contains('%')
        || cells.iter().any(|cell| cell.contains(['%', '％']));
    let behind =
        cells.iter().any(|cell| cell.trim_end_matches([')', '）', ']']).ends_with(['%', '％']));
    let ways: &[&[&'static str]] =
        match (percent, behind || !cells.iter().any(|cell| cell.contains(['%', '％']))) {
            (true, true) => {
                &[&["count", "percent"], &["count", "count", "percent"], &["number", "percent"]]
            }
            (true, false) => &[&["percent", "count"]],
            (false, _) => {
                &[&["count", "count", "percent"], &["count", "count"], &["number", "number"]]
            }
        };
    for names in ways {
        let units: Vec<Unit> = names.iter().map(|name| Unit::from_name(name)).collect();
        let units: Vec<&Unit> = units.iter().collect();
        if !percent && !cells.iter().all(|cell| cell.contains(['/', '(', '（', '['])) {
            continue;
        }
        if let Some(marks) = marks(cells, |cell| read_figures(cell, &units, format).is_ok()) {
            return Some(Reading { units: names.to_vec(), ..Reading::plain("", 1, marks) });
        }
    }
    None
}

/// Where a column that holds mostly numbers has other cells, the first of them: it may be a typing
/// error.
fn unreadable(table: &PrintedTable, column: usize, format: NumberFormat) -> Option<String> {
    let printed: Vec<Cow<'_, str>> = table.column(column).map(|cell| cell.printed()).collect();
    let cells: Vec<(usize, &str)> = printed
        .iter()
        .enumerate()
        .map(|(row, cell)| (row, cell.trim()))
        .filter(|(_, cell)| Missing::customary(cell).is_none())
        .collect();
    let wrong: Vec<&(usize, &str)> = cells
        .iter()
        .filter(|(_, cell)| read_figure(cell, &Unit::Percent, format).is_err())
        .collect();
    let (row, text) = wrong.first()?;
    let mostly = wrong.len() * 2 < cells.len();
    mostly.then(|| {
        format!(
            "{} of {} cells are not single numbers, first `{text}` in row {}; correct them to have \
             the column checked",
            wrong.len(),
            cells.len(),
            row + 1
        )
    })
}
