//! Whether the second figures of cells are percentages of the first in one common whole, decided
//! by the column and in integers.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crossfoot_core::Figure;

/// Cells that decide: with fewer, two plain numbers fit by chance.
const FEWEST: usize = 3;
/// One in so many cells may be misprinted.
const MISPRINTS: usize = 6;
/// With more cells, none may be misprinted, so that the work stays small.
const MOST: usize = 200;

/// The least and the greatest whole of which a count is the percentage beside it, within rounding.
struct Wholes {
    part: i128,
    least: (i128, i128),
    most: (i128, i128),
}

impl Wholes {
    /// `None` where either is zero, so that every whole fits.
    fn new((part, percent): &(Figure, Figure)) -> Option<Self> {
        if part.mantissa() <= 0 || percent.mantissa() <= 0 {
            return None;
        }
        // 100 × part ÷ whole is within half a unit of the last place.
        let unit = 10_i128.pow(u32::from(percent.decimals().max(0).unsigned_abs()));
        let (part, twice) = (i128::from(part.mantissa()), 2 * i128::from(percent.mantissa()));
        Some(Self {
            part,
            least: (200 * part * unit, twice + 1),
            most: (200 * part * unit, twice - 1),
        })
    }

    fn holds(&self, whole: (i128, i128)) -> bool {
        compare(self.least, whole).is_le() && compare(whole, self.most).is_le()
    }
}

/// Whether numbers of things and what is printed after them obey `part / whole = percent`, within
/// rounding. All must have the same whole: the one in the heading, or any other. A few of many cells
/// may be misprinted.
pub(super) fn have_one_whole(pairs: &[(Figure, Figure)], cases: Option<u64>) -> bool {
    let impossible = pairs.iter().filter(|(part, percent)| !may_be_share(part, percent)).count();
    let telling: Vec<Wholes> = pairs
        .iter()
        .filter(|(part, percent)| may_be_share(part, percent))
        .filter_map(Wholes::new)
        .collect();
    let allowed = few(pairs.len());
    let Some(allowed) = allowed.checked_sub(impossible) else { return false };
    let given = cases.map(|cases| (i128::from(cases), 1));
    // A whole that fits a cell is at least the least whole of that cell.
    let mut leasts: Vec<(i128, i128)> = telling.iter().map(|one| one.least).collect();
    leasts.sort_by(|a, b| compare(*b, *a));
    let tried = leasts.into_iter().take(allowed + 1);
    given.into_iter().chain(tried).any(|whole| {
        let mut parts: Vec<i128> =
            telling.iter().filter(|one| one.holds(whole)).map(|one| one.part).collect();
        let misses = telling.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        // The whole that the heading gives needs less to convince.
        let said = Some(whole) == given && parts.len() > FEWEST;
        parts.len() >= FEWEST && misses <= allowed.max(usize::from(said))
    })
}

/// Whether each of these is a percentage of a whole number, as of the cases of its own row, and its
/// decimals leave less than a fifth of one to choose.
pub(super) fn have_own_wholes(pairs: &[(Figure, Figure)]) -> bool {
    if !pairs.iter().all(|(part, percent)| may_be_share(part, percent)) {
        return false;
    }
    let telling: Vec<Wholes> = pairs.iter().filter_map(Wholes::new).collect();
    let parts: BTreeSet<i128> = telling.iter().map(|one| one.part).collect();
    parts.len() >= FEWEST
        && telling.iter().all(|Wholes { least, most, .. }| {
            // n / (t − 1) and n / (t + 1) are less than a fifth apart if 10 n < t² − 1.
            let narrow = most.1.checked_mul(least.1).is_none_or(|product| 10 * most.0 < product);
            let whole = most.0.div_euclid(most.1);
            narrow && compare(*least, (whole, 1)).is_le()
        })
}

/// How many of so many cells may be misprinted.
pub(super) const fn few(cells: usize) -> usize {
    if cells > MOST { 0 } else { cells / MISPRINTS }
}

/// How two fractions with positive denominators compare, by Euclid's algorithm: no product is formed
/// that could overflow.
fn compare(a: (i128, i128), b: (i128, i128)) -> Ordering {
    let (whole, other) = (a.0.div_euclid(a.1), b.0.div_euclid(b.1));
    let rests = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
    whole.cmp(&other).then_with(|| match rests {
        (0, rest) => 0.cmp(&rest),
        (rest, 0) => rest.cmp(&0),
        (rest, other) => compare((b.1, other), (a.1, rest)),
    })
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
        for (cells, expected) in [
            (vec!["71 (20.3)", "147 (42.1)", "0 (0.0)", "30 (8.6)"], true),
            (vec!["45 (12.1)", "52 (9.8)", "61 (14.0)"], false),
            (vec!["71 (20.3)", "147 (42.1)"], false),
            (vec!["71 (20.3)", "147 (42.7)", "44 (12.6)", "30 (8.6)", "8 (2.3)"], false),
            (vec!["71.5 (20.3)", "147 (42.1)", "30 (8.6)"], false),
        ] {
            assert_eq!(have_one_whole(&pairs(&cells), None), expected, "{cells:?}");
        }
    }

    #[test]
    fn shares_of_rows_of_their_own_are_told_by_their_decimals() {
        for (cells, expected) in [
            (vec!["31 (36.05)", "20 (23.81)", "51 (30.00)"], true),
            (vec!["31 (36.05)", "20 (23.87)", "51 (30.00)"], false),
            (vec!["31 (36.0)", "20 (23.8)", "51 (30.0)"], false),
            (vec!["31 (36.05)", "20 (23.81)"], false),
            (vec!["1 (10.0)", "1 (10.0)", "1 (10.0)"], false),
            (
                vec![
                    "1000000000000 (50.123456789012)",
                    "2000000000000 (50.123456789012)",
                    "3000000000000 (50.123456789012)",
                ],
                false,
            ),
        ] {
            assert_eq!(have_own_wholes(&pairs(&cells)), expected, "{cells:?}");
        }
    }

    #[test]
    fn one_of_six_shares_may_be_misprinted() {
        let cells = ["71 (20.3)", "147 (42.7)", "44 (12.6)", "30 (8.6)", "8 (2.3)", "49 (14.0)"];
        assert!(have_one_whole(&pairs(&cells), None));
        assert!(have_one_whole(&pairs(&cells), Some(349)));
        assert!(have_one_whole(
            &pairs(&["53 (17)", "61 (420)", "7 (2)", "9 (3)", "21 (7)", "3 (1)"]),
            None
        ));
        let others = ["71 (20.3)", "147 (42.7)", "44 (12.1)", "30 (8.6)", "8 (2.3)", "49 (14.0)"];
        assert!(!have_one_whole(&pairs(&others), Some(349)));
    }
}
