//! Columns whose cells print one thing: a date, a percentage, an amount, a count, a number, a word.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{DateSpan, Figure, NumberFormat, Qualifier, Rational, Unit, without_mark};

use super::decimals;
use super::filled::{Filled, Fit, has_percent};
use super::reading::Reading;
use super::units::{self, Header};

/// Characters of the longest text that may be a mark in a column of dates, and how many such marks
/// it may have.
const LONGEST_MARK: usize = 12;
const MOST_MARKS: usize = 3;

/// How the cells read with one value in each, or the first cell that has no such value where too
/// many do not. A column of labels has no cells that are odd.
pub(super) fn single(
    cells: &[Filled],
    header: &Header,
    column: usize,
    labels: bool,
    format: NumberFormat,
) -> Result<Reading, usize> {
    if let Some(odd) = dates(cells, &header.label, column) {
        return Ok(Reading::plain("date", odd));
    }
    let unit = common_unit(cells, format);
    let number = unit.as_deref().map_or(Unit::Number, Unit::from_name);
    let fit = Fit::single(cells, &number, format);
    if let Some(odd) = fit.odd.first().filter(|_| labels || !fit.is_mostly_read()) {
        return Err(*odd);
    }
    if let Some(code) = codes(cells, header) {
        return Ok(Reading::text(cells, Some(code)));
    }
    let mut reading = match unit {
        Some(unit) => Reading::plain(&unit, fit.odd.clone()),
        None => numbers(cells, header, &fit, format),
    };
    decimals::declare(cells, &fit, format.decimal.unwrap_or('.'), &mut reading);
    Ok(reading)
}

/// Numbers, whose unit the header or the cells say.
fn numbers(cells: &[Filled], header: &Header, fit: &Fit, format: NumberFormat) -> Reading {
    let label = header.label.as_str();
    let percent: Vec<bool> = fit.read.iter().map(|(at, _)| has_percent(&cells[*at].text)).collect();
    let signs = percent.iter().filter(|sign| **sign).count();
    let whole = signs == 0 && is_whole(cells, fit, format);
    let stated = header.unit.as_ref().map(|(unit, scale)| (unit.as_str(), *scale));
    let (unit, scale) = match stated {
        Some(("points", _)) if signs > 0 => ("points", 1),
        _ if signs > 0 && are_percentages(fit, &percent, header) => ("percent", 1),
        _ if signs > 0 => {
            let mut mixed = Reading::plain(super::UNKNOWN, fit.odd.clone());
            mixed
                .remarks
                .push("some of these numbers are percentages and others are not".to_owned());
            return mixed;
        }
        _ if units::says_p_value(label) => ("ratio", 1),
        None if !units::says_percent(label) && are_p_values(fit) => ("ratio", 1),
        _ if units::says_rank(label) && whole => ("rank", 1),
        Some(("percent", _)) if whole && units::says_count(label) => ("count", 1),
        Some((unit, scale)) if unit != "count" || scale != 1 || whole => (unit, scale),
        _ => match currency(cells) {
            Some(currency) => (currency, 1),
            // `rate` and `share` may be printed as fractions.
            None if units::says_fraction(label) && are_fractions(fit) => (super::UNKNOWN, 1),
            None if units::says_percent(label) || label.starts_with(['%', '％']) => ("percent", 1),
            None if whole => ("count", 1),
            None if units::says_ratio(label) => ("ratio", 1),
            None => (super::UNKNOWN, 1),
        },
    };
    let (mut unit, mut odd) = (unit, fit.odd.clone());
    if unit == "percent" {
        // Percentage points among percentages are something else.
        let percentages = Fit::single(cells, &Unit::Percent, format);
        match percentages.is_mostly_read() {
            true => odd = percentages.odd,
            false => unit = "points",
        }
    }
    let mut reading = Reading::plain(unit, odd).scaled(scale);
    if unit == super::UNKNOWN {
        reading.remarks.push(super::UNKNOWN_REMARK.to_owned());
    }
    reading
}

/// Whether numbers of which some have a percent sign are all percentages: at least half have it,
/// the header says so, or the first alone has it and none exceeds 100.
fn are_percentages(fit: &Fit, percent: &[bool], header: &Header) -> bool {
    let signs = percent.iter().filter(|sign| **sign).count();
    let said = header.unit.as_ref().is_some_and(|(unit, _)| unit == "percent")
        || units::says_percent(&header.label);
    let small = fit.figures(0).all(|(_, figure)| {
        let power = 10_i64.checked_pow(u32::from(figure.decimals().max(0).unsigned_abs()));
        figure.decimals() >= 0 && power.is_some_and(|one| figure.mantissa().abs() / one <= 100)
    });
    signs * 2 >= percent.len() || said || percent.first() == Some(&true) && small
}

/// Whether no number exceeds one and some have decimals, so that these are no percentages.
fn are_fractions(fit: &Fit) -> bool {
    fit.figures(0).all(|(_, figure)| is_fraction(figure))
        && fit.figures(0).any(|(_, figure)| figure.decimals() > 0)
}

/// Whether numbers are probabilities of which one is only bounded, as `<0.001`.
fn are_p_values(fit: &Fit) -> bool {
    let mut figures = fit.figures(0).map(|(_, figure)| figure);
    fit.figures(0).all(|(_, figure)| is_fraction(figure))
        && figures.any(|figure| figure.qualifier == Qualifier::LessThan && figure.decimals() > 1)
}

fn is_fraction(figure: &Figure) -> bool {
    let value = figure.value().to_rational();
    Rational::ZERO <= value && value <= Rational::ONE
}

/// Whether all figures are whole, but for zeros that a spreadsheet adds.
pub(super) fn is_whole(cells: &[Filled], fit: &Fit, format: NumberFormat) -> bool {
    fit.figures(0).all(|(at, figure)| {
        let text = super::filled::slice(&cells[at], figure);
        figure.decimals() <= 0
            || crossfoot_core::read_figure(text, &Unit::Count, format)
                .is_ok_and(|figure| figure.decimals() <= 0)
    })
}

/// The cell that shows that numbers are codes: a zero in front, a letter behind most of them, a
/// header that says so.
fn codes(cells: &[Filled], header: &Header) -> Option<usize> {
    if let Some(at) = cells.iter().position(|cell| is_code(&cell.text)) {
        return Some(at);
    }
    let lettered: Vec<usize> = (0..cells.len())
        .filter(|at| {
            let mut chars = cells[*at].text.chars().rev();
            chars.next().is_some_and(|c| c.is_ascii_lowercase())
                && chars.next().is_some_and(|c| c.is_ascii_digit())
        })
        .collect();
    if lettered.len() * 2 > cells.len() {
        return lettered.first().copied();
    }
    let label = header.label.to_lowercase();
    // `No` may as well be the answer.
    let said = match label.as_str() {
        "no" | "no." | "#" => is_numbering(cells),
        _ => units::says_code(&label) && !units::says_rank(&label),
    };
    (said && cells.iter().any(|cell| is_plain(&cell.text))).then_some(0)
}

/// Whether cells count from 1.
fn is_numbering(cells: &[Filled]) -> bool {
    cells.iter().enumerate().all(|(at, cell)| cell.text.parse() == Ok(at + 1))
}

/// Whether a text is digits and a point.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A number with zeros in front names something.
fn is_code(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// The unit that at least half of the cells print behind their numbers, such as `5.4 °C`.
fn common_unit(cells: &[Filled], format: NumberFormat) -> Option<String> {
    /// Characters of the longest unit.
    const LONGEST: usize = 12;
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in cells {
        let text = cell.text.trim_start_matches(is_of_number);
        let measure = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '°' | 'µ'))
            && text.len() < cell.text.len()
            && text.chars().count() <= LONGEST
            && text.chars().all(|c| c.is_alphanumeric() || " °/².³^-".contains(c));
        let read = crossfoot_core::read_figure(&cell.text, &Unit::Number, format).is_ok();
        if measure && !read && !matches!(text, "st" | "nd" | "rd" | "th" | "to" | "x") {
            *uses.entry(text).or_default() += 1;
        }
    }
    let (unit, count) = uses.into_iter().max_by_key(|(_, count)| *count)?;
    let is_measure = matches!(Unit::from_name(unit), Unit::Measure(_));
    (is_measure && count * 2 >= cells.len()).then(|| unit.to_owned())
}

/// Whether a character may be a part of a number.
fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || ".,−-–+<>≥≤~".contains(c)
}

/// Dates: written as such, or years in a column that says so or comes first. Only a few short marks
/// may be among them.
fn dates(cells: &[Filled], label: &str, column: usize) -> Option<Vec<usize>> {
    let odd: Vec<usize> =
        (0..cells.len()).filter(|at| DateSpan::read(&cells[*at].text).is_none()).collect();
    let marks: BTreeSet<&str> = odd.iter().map(|at| cells[*at].text.as_str()).collect();
    let short = marks.iter().all(|mark| {
        mark.chars().count() <= LONGEST_MARK
            && !mark.contains(|c: char| c.is_numeric() || c.is_control() || matches!(c, '%' | '％'))
    });
    if !short || marks.len() > MOST_MARKS || odd.len() * 3 > cells.len() {
        return None;
    }
    let dates = cells.iter().map(|cell| cell.text.as_str()).filter(|cell| !marks.contains(cell));
    let dates: Vec<&str> = dates.map(without_mark).collect();
    // `2010-11` is a month, unless others show that the column has fiscal years.
    let fiscal = dates.iter().all(|cell| DateSpan::read_fiscal(cell).is_some());
    if fiscal && dates.iter().any(|cell| DateSpan::read(cell) != DateSpan::read_fiscal(cell)) {
        return None;
    }
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
    (likely && !dates.is_empty()).then_some(odd)
}

fn is_year(cell: &str) -> bool {
    cell.parse::<u32>().is_ok_and(|year| (1_900..2_100).contains(&year))
}

/// The currency that cells print.
fn currency(cells: &[Filled]) -> Option<&'static str> {
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
        cells.iter().any(|cell| cell.text.trim_start_matches(['-', '−', '(']).starts_with(sign))
    })?;
    Some(unit)
}
