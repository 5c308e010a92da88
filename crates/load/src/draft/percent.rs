//! Percentages that only a heading over several columns or the title calls so: `Visits, %`, `Share of
//! households. Per cent`.

use crossfoot_core::{Figure, LEVELS, NumberFormat, Rational, Unit};
use crossfoot_ingest::PrintedTable;

use super::filled::{Filled, Fit};
use super::reading::{Reading, Role};
use super::units::{self, Header};

/// Makes percentages of the columns of numbers without a unit of their own whose heading, else the
/// title, says so, if none of their numbers is over 100.
pub(super) fn apply(
    table: &PrintedTable,
    headers: &[Header],
    (cells, format): (&[Vec<Filled>], NumberFormat),
    readings: &mut [Reading],
) {
    let title = table.title.as_deref().is_some_and(ends_in_percent);
    for (at, (header, reading)) in headers.iter().zip(readings).enumerate() {
        let printed = table.heading(at).printed();
        let (above, own) = printed.rsplit_once(LEVELS).unwrap_or(("", &printed));
        let stated = title || above.split(LEVELS).any(ends_in_percent);
        let counts = units::says_count(own) || units::says_rank(own) || units::says_average(own);
        let [kind] = reading.kinds.as_mut_slice() else { continue };
        let number = matches!(kind.unit.as_str(), "count" | "number");
        let plain = number && kind.role == Role::Value && kind.scale == 1;
        if stated && plain && !counts && header.unit.is_none() && are_parts(&cells[at], format) {
            kind.unit = "percent".to_owned();
            reading.remarks.retain(|remark| remark != super::UNKNOWN_REMARK);
        }
    }
}

/// Whether a text ends in words for percent: `Visits, %`, `Households (%)`, `by county. Per cent`.
fn ends_in_percent(text: &str) -> bool {
    let lower = text.trim().trim_end_matches([')', '）', '.', '】', ']']).to_lowercase();
    let signed = lower.strip_suffix(['%', '％']).map(str::trim_end);
    let named = ["per cent", "percent", "percentages", "百分比"];
    match signed {
        Some(before) => !before.ends_with(|c: char| c.is_ascii_digit()),
        None => named.iter().any(|words| lower.ends_with(words)),
    }
}

/// Whether no number of some cells is over a hundred.
fn are_parts(cells: &[Filled], format: NumberFormat) -> bool {
    let fit = Fit::single(cells, &Unit::Number, format);
    let mut figures = fit.figures(0).map(|(_, figure)| figure);
    figures.all(is_part)
}

fn is_part(figure: &Figure) -> bool {
    figure.value().to_rational().abs() <= Rational::from(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_in_percent() {
        for text in ["Visits, %", "Households (%)", "Funds by county. 2006. Per cent", "比重（%）"]
        {
            assert!(ends_in_percent(text), "{text}");
        }
        for text in ["Share of the top 10%", "Percentages and numbers", "Households"] {
            assert!(!ends_in_percent(text), "{text}");
        }
    }
}
