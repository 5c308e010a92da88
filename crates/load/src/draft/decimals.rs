//! How many decimals the numbers of a spreadsheet have, which prints `50810.751000000004` for
//! 50810.751 and `57.00` for 57.

use super::filled::{Filled, Fit, slice};
use super::reading::Reading;

/// More decimals than any publication prints: the digits behind them are those of a binary number.
const MOST: usize = 6;
/// Digits that every binary number keeps.
const SAFE: usize = 15;

/// Declares the decimals of a column of numbers in which a cell has more than any publication
/// prints, of one in which every whole number is followed by zeros, and of one in which some are
/// followed by zeros only to have as many decimals as others.
pub(super) fn declare(cells: &[Filled], fit: &Fit, mark: char, reading: &mut Reading) {
    let texts: Vec<&str> = fit.figures(0).map(|(at, figure)| slice(&cells[at], figure)).collect();
    let Some(kind) = reading.kinds.first_mut() else { return };
    if let Some(long) = texts.iter().find(|text| fraction(text, mark).len() > MOST) {
        let known = texts.iter().map(|text| known_decimals(text, mark).min(MOST)).max();
        kind.decimals = known.and_then(|known| u8::try_from(known).ok());
        let decimals = kind.decimals.unwrap_or_default();
        reading.remarks.push(format!(
            "`{long}` is a number of a spreadsheet; these are rounded to {decimals} decimals"
        ));
    } else if kind.unit == "count" && texts.iter().all(|text| has_only_zeros(text, mark)) {
        kind.decimals = Some(0);
        let first = texts.first().copied().unwrap_or_default();
        reading.remarks.push(format!("`{first}` and all others are whole numbers"));
    } else if let Some((decimals, padded)) = padded(&texts, mark) {
        kind.decimals = u8::try_from(decimals).ok();
        reading.remarks.push(format!("`{padded}` and others end in zeros that say nothing"));
    }
}

/// The decimals that some numbers print and all others only follow by zeros, such as 586.6 beside
/// 1,228.50, and the first of those.
fn padded<'a>(texts: &[&'a str], mark: char) -> Option<(usize, &'a str)> {
    /// Fewer numbers end in zero by chance.
    const LEAST: usize = 8;
    let needed = texts.iter().map(|text| fraction(text, mark).trim_end_matches('0').len()).max()?;
    let mut longer = texts.iter().filter(|text| fraction(text, mark).len() > needed);
    let first = longer.next()?;
    let shows = texts.iter().any(|text| fraction(text, mark).len() == needed);
    (needed > 0 && shows && longer.count() + 1 >= LEAST).then_some((needed, first))
}

/// The digits behind the decimal mark.
fn fraction(text: &str, mark: char) -> &str {
    let behind = text.split_once(mark).map_or("", |(_, behind)| behind);
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    &behind[..end]
}

/// Whether zeros are behind the decimal mark, and nothing else.
fn has_only_zeros(text: &str, mark: char) -> bool {
    let fraction = fraction(text, mark);
    !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0')
}

/// The decimals that a number has without the residue of a binary one: behind the digits that are
/// kept, all are zeros or nines then.
fn known_decimals(text: &str, mark: char) -> usize {
    let fraction = fraction(text, mark);
    let whole = text.split(mark).next().unwrap_or_default();
    let digits: String =
        whole.chars().filter(char::is_ascii_digit).chain(fraction.chars()).collect();
    let significant = digits.trim_start_matches('0').len();
    let residue = significant.saturating_sub(SAFE).min(fraction.len());
    let kept = &fraction[..fraction.len() - residue];
    let nines = kept.trim_end_matches('9');
    let rounded_up = residue > 0 && kept.len() - nines.len() > 2;
    if rounded_up { nines.len() } else { kept.trim_end_matches('0').len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_before_the_residue() {
        for (text, decimals) in [
            ("50810.751000000004", 3),
            ("0.30000000000000004", 1),
            ("0.29999999999999999", 1),
            ("57.0", 0),
            ("12.50000", 1),
            ("-3.1999999999999997", 1),
            ("0.33333333333333331", 15),
        ] {
            assert_eq!(known_decimals(text, '.'), decimals, "{text}");
        }
    }
}
