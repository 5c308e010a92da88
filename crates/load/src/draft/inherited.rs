//! Units that only a heading over several columns or the title names: `Visits, %`, `TWh`, `Share of
//! households. Per cent`.

use crossfoot_core::{LEVELS, NumberFormat, Rational, Unit};
use crossfoot_ingest::PrintedTable;

use super::filled::{Filled, Fit};
use super::reading::{Reading, Role};
use super::units::{self, Header};

/// Gives the columns of numbers without a unit of their own that of a heading above them, else that
/// of the title. Percentages are not over 100.
pub(super) fn apply(
    table: &PrintedTable,
    headers: &[Header],
    (cells, format): (&[Vec<Filled>], NumberFormat),
    readings: &mut [Reading],
) {
    let title = table.title.as_deref().and_then(last_unit);
    for (at, (header, reading)) in headers.iter().zip(readings).enumerate() {
        let printed = table.heading(at).printed();
        let (above, own) = printed.rsplit_once(LEVELS).unwrap_or(("", &printed));
        let heading =
            above.rsplit(LEVELS).find_map(|level| unit_alone(level).or_else(|| last_unit(level)));
        let Some(unit) = heading.or_else(|| title.clone()) else { continue };
        let other = [units::says_count, units::says_rank, units::says_average, units::says_percent];
        let [kind] = reading.kinds.as_mut_slice() else { continue };
        let number = matches!(kind.unit.as_str(), "count" | "number");
        let plain = number && kind.role == Role::Value && kind.scale == 1 && header.unit.is_none();
        let fits = unit != "percent" || are_parts(&cells[at], format);
        if plain && fits && !other.iter().any(|says| says(own)) {
            kind.unit = unit;
            reading.remarks.retain(|remark| remark != super::UNKNOWN_REMARK);
        }
    }
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
