//! Whether the second figures of cells are percentages of the first in one common whole, decided
//! by the column and in integers.

use crossfoot_core::Figure;

/// Cells that decide: with fewer, two plain numbers fit by chance.
const FEWEST: usize = 3;

/// Whether numbers of things and what is printed after them obey `part / whole = percent` for one
/// whole, within rounding, in every cell that is not zero.
pub(super) fn have_one_whole(pairs: &[(Figure, Figure)]) -> bool {
    if pairs.iter().any(|(part, percent)| !may_be_share(part, percent)) {
        return false;
    }
    let telling: Vec<(i128, i128, i128)> = pairs
        .iter()
        .filter(|(part, percent)| part.mantissa() > 0 && percent.mantissa() > 0)
        .map(|(part, percent)| {
            // 100 × part ÷ whole is within half a unit of the last place.
            let unit = 10_i128.pow(u32::from(percent.decimals().max(0).unsigned_abs()));
            let twice = 2 * i128::from(percent.mantissa());
            (200 * i128::from(part.mantissa()) * unit, twice + 1, twice - 1)
        })
        .collect();
    let mut parts: Vec<i128> = telling.iter().map(|(part, ..)| *part).collect();
    parts.sort_unstable();
    parts.dedup();
    // The whole is at least every `part / high` and at most every `part / low`.
    let least = telling.iter().map(|(part, high, _)| (*part, *high)).reduce(larger);
    let most = telling.iter().map(|(part, _, low)| (*part, *low)).reduce(smaller);
    parts.len() >= FEWEST
        && least.zip(most).is_some_and(|(least, most)| is_at_most(least, most) == Some(true))
}

/// The larger of two fractions with positive denominators.
fn larger(a: (i128, i128), b: (i128, i128)) -> (i128, i128) {
    if is_at_most(a, b) == Some(true) { b } else { a }
}

/// The smaller of two fractions with positive denominators.
fn smaller(a: (i128, i128), b: (i128, i128)) -> (i128, i128) {
    if is_at_most(a, b) == Some(true) { a } else { b }
}

/// Whether `a ≤ b`, unless the numbers are too long.
fn is_at_most(a: (i128, i128), b: (i128, i128)) -> Option<bool> {
    Some(a.0.checked_mul(b.1)? <= b.0.checked_mul(a.1)?)
}

/// Whether a number is a count and the other one of 0 to 100.
pub(super) fn may_be_share(part: &Figure, percent: &Figure) -> bool {
    let most = 100 * 10_i64.pow(u32::from(percent.decimals().clamp(0, 12).unsigned_abs()));
    part.decimals() == 0
        && part.mantissa() >= 0
        && (0..=12).contains(&percent.decimals())
        && (0..=most).contains(&percent.mantissa())
}

#[cfg(test)]
mod tests {
    use crossfoot_core::{NumberFormat, Unit, read_figures};

    use super::*;

    fn pairs(cells: &[&str]) -> Vec<(Figure, Figure)> {
        let format = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
        let units = [&Unit::Number, &Unit::Number];
        let read = cells.iter().map(|cell| read_figures(cell, &units, format).unwrap());
        read.map(|figures| (figures[0], figures[1])).collect()
    }

    #[test]
    fn shares_of_one_whole_are_told_from_means_and_deviations() {
        assert!(have_one_whole(&pairs(&["71 (20.3)", "147 (42.1)", "0 (0.0)", "30 (8.6)"])));
        assert!(!have_one_whole(&pairs(&["45 (12.1)", "52 (9.8)", "61 (14.0)"])));
        assert!(!have_one_whole(&pairs(&["71 (20.3)", "147 (42.1)"])));
        assert!(!have_one_whole(&pairs(&["71.5 (20.3)", "147 (42.1)", "30 (8.6)"])));
    }
}
