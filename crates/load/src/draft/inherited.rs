//! Units that only a heading over several columns or the title names: `Visits, %`, `TWh`, `Share of
//! households. Per cent`.

use std::borrow::Cow;

use crossfoot_core::{DateSpan, LEVELS, NumberFormat, Rational, Unit};
use crossfoot_ingest::PrintedTable;

use super::filled::{Filled, Fit};
use super::reading::{Reading, Role};
use super::units::{self, Header};

/// Gives the columns of numbers without a unit of their own that of a heading above them, else that
/// of the title. Percentages are not over 100. A title names the measure of all of them if they are
/// years, and a currency whatever they are: what is not paid is counted in words.
pub(super) fn apply(
    table: &PrintedTable,
    headers: &[Header],
    (cells, format): (&[Vec<Filled>], NumberFormat),
    readings: &mut [Reading],
) {
    let headings: Vec<Cow<'_, str>> =
        (0..headers.len()).map(|at| table.heading(at).printed()).collect();
    let open = (0..headers.len())
        .filter(|at| is_open(&headers[*at], &readings[*at], lowest(&headings[*at])));
    let open: Vec<usize> = open.collect();
    let years =
        open.iter().all(|at| names_year(&headings[*at]) || is_total(lowest(&headings[*at])));
    let title = table.title.as_deref().and_then(last_unit);
    let title = title.filter(|unit| years || unit == "percent" || is_currency(unit));
    for at in open {
        let above = headings[at].rsplit_once(LEVELS).map_or("", |(above, _)| above);
        let heading =
            above.rsplit(LEVELS).find_map(|level| unit_alone(level).or_else(|| last_unit(level)));
        let Some(unit) = heading.or_else(|| title.clone()) else { continue };
        if unit != "percent" || are_parts(&cells[at], format) {
            readings[at].kinds[0].unit = unit;
            readings[at].remarks.retain(|remark| remark != super::UNKNOWN_REMARK);
        }
    }
}

/// Whether a column of numbers has no unit of its own, and its heading names nothing else.
fn is_open(header: &Header, reading: &Reading, own: &str) -> bool {
    let other = [units::says_count, units::says_rank, units::says_average, units::says_percent];
    let [kind] = reading.kinds.as_slice() else { return false };
    let number = matches!(kind.unit.as_str(), "count" | "number");
    let plain = number && kind.role == Role::Value && kind.scale == 1 && header.unit.is_none();
    plain && !other.iter().any(|says| says(own))
}

/// Whether a unit is a currency, which has a name in capitals.
fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase())
}

/// The lowest level of a heading.
fn lowest(heading: &str) -> &str {
    heading.rsplit_once(LEVELS).map_or(heading, |(_, own)| own)
}

/// Whether a heading names a total, such as that of the years beside it.
fn is_total(heading: &str) -> bool {
    ["total", "sum", "all", "合计", "总计"].contains(&heading.trim().to_lowercase().as_str())
}

/// Whether a heading has a year in it.
fn names_year(heading: &str) -> bool {
    let mut words = heading.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word.len() == 4 && DateSpan::read(word).is_some())
}

/// The unit that a text is and nothing else.
fn unit_alone(text: &str) -> Option<String> {
    measure(&text.trim().to_lowercase())
}

/// The unit at the end of a text, behind a comma or in brackets: `Visits, %`, `Households (%)`, `by
/// county. Per cent`.
fn last_unit(text: &str) -> Option<String> {
    let lower = text.trim().trim_end_matches([')', '）', '.', '】', ']']).to_lowercase();
    let last = lower.rsplit([',', '(', '（', '[', '【', '：', ':']).next()?.trim();
    if last.len() < lower.len()
        && let Some(unit) = measure(last)
    {
        return Some(unit);
    }
    let signed = lower.strip_suffix(['%', '％']).map(str::trim_end);
    let named = ["per cent", "percent", "percentages", "百分比"];
    let percent = match signed {
        Some(before) => !before.ends_with(|c: char| c.is_ascii_digit()),
        None => named.iter().any(|words| lower.ends_with(words)),
    };
    percent.then(|| "percent".to_owned())
}

/// The measure that a text names, without a scale.
fn measure(text: &str) -> Option<String> {
    let text = text.strip_prefix("in ").unwrap_or(text);
    units::unscaled_unit(text).filter(|unit| !matches!(unit.as_str(), "count" | "points"))
}

/// Whether no number of some cells is over a hundred.
fn are_parts(cells: &[Filled], format: NumberFormat) -> bool {
    let fit = Fit::single(cells, &Unit::Number, format);
    let mut figures = fit.figures(0).map(|(_, figure)| figure.value().to_rational().abs());
    figures.all(|value| value <= Rational::from(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_in_units() {
        for (text, unit) in [
            ("Visits, %", Some("percent")),
            ("Households (%)", Some("percent")),
            ("Funds by county. 2006. Per cent", Some("percent")),
            ("比重（%）", Some("percent")),
            ("Final consumption by sector, TWh", Some("TWh")),
            ("Waste (in tonnes)", Some("t")),
            ("Share of the top 10%", None),
            ("Percentages and numbers", None),
            ("tonnes", None),
        ] {
            assert_eq!(last_unit(text).as_deref(), unit, "{text}");
        }
        assert_eq!(unit_alone("TWh").as_deref(), Some("TWh"));
    }
}
