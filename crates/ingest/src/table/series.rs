//! Numbers that head columns: years, dates as spreadsheets count them, numbers of columns.

use crate::table::kinds::{whole, year};

/// What the numbers of a row are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Years close to each other.
    Years,
    /// Days in steps of a calendar.
    Dates,
    /// One, two, three.
    Counted,
}

/// The most years that headings of one table are apart.
const SPREAD: u32 = 80;
/// From how many on numbers that count up need not begin with one.
const LONG: usize = 3;
/// Days from the beginning of 1955 to that of 2064, as spreadsheets count them.
const DAYS: std::ops::Range<u32> = 20_090..59_902;

/// What numbers that follow each other in a row are, if they can be headings.
pub(crate) fn read(texts: &[&str]) -> Option<Numbers> {
    let years: Vec<u32> = texts.iter().filter_map(|text| marked_year(text)).collect();
    let dates: Vec<u32> = texts.iter().filter_map(|text| date(text)).collect();
    let plain = texts.iter().filter(|text| year(text).is_some()).count();
    if years.len() + dates.len() == texts.len() && (years.is_empty() || plain * 2 > years.len()) {
        let dated = dates.is_empty() || are_dates(&dates);
        return match years.is_empty() {
            true => dated.then_some(Numbers::Dates),
            false => (dated && are_years(&years)).then_some(Numbers::Years),
        };
    }
    let counted = all(texts, whole)?;
    let first = *counted.first().filter(|first| **first < 2 || counted.len() > LONG)?;
    counted.iter().zip(first..).all(|(one, other)| *one == other).then_some(Numbers::Counted)
}

fn are_years(years: &[u32]) -> bool {
    let (first, last) = (years.iter().min(), years.iter().max());
    first.zip(last).is_some_and(|(first, last)| last - first <= SPREAD) && goes_on(years)
}

/// Whether days are in steps of a calendar, but for a few.
fn are_dates(dates: &[u32]) -> bool {
    let steps = dates.windows(2).filter(|pair| is_step(pair[0].abs_diff(pair[1]))).count();
    steps > 0 && steps * 5 >= (dates.len() - 1) * 4
}

/// A year, also with the number of a footnote that was set above the line: `20071`.
fn marked_year(text: &str) -> Option<u32> {
    let marked = text.len() == 5 && text.ends_with(|c: char| ('1'..='9').contains(&c));
    year(text).or_else(|| year(text.get(..4).filter(|_| marked)?))
}

fn all(texts: &[&str], read: fn(&str) -> Option<u32>) -> Option<Vec<u32>> {
    texts.iter().map(|text| read(text)).collect()
}

/// Whether years go up, go down, or come again in groups: `2001 2001 2002`, `2001 2002 2001 2002`.
fn goes_on(years: &[u32]) -> bool {
    let up = years.windows(2).all(|pair| pair[0] <= pair[1]);
    let down = years.windows(2).all(|pair| pair[0] >= pair[1]);
    let again = (2..=years.len() / 2)
        .any(|length| years.chunks(length).all(|group| years.starts_with(group)));
    up || down || again
}

/// Whether a number may be one of those that head columns.
pub(crate) fn may_head(text: &str) -> bool {
    marked_year(text).is_some() || whole(text).is_some()
}

/// A day as spreadsheets count them.
pub(crate) fn date(text: &str) -> Option<u32> {
    whole(text).filter(|day| DAYS.contains(day))
}

/// Whether days are a day, some weeks, some months or some years apart.
fn is_step(days: u32) -> bool {
    matches!(days, 1 | 7 | 14 | 28..=31 | 59..=62 | 89..=92 | 181..=184 | 365 | 366)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_headings_are_known() {
        for (texts, numbers) in [
            (["1999.00000", "2000.00000", "2001.00000"], Some(Numbers::Years)),
            (["2011 %", "2010 %", "2009 %"], Some(Numbers::Years)),
            (["36892.00000", "36923.00000", "36951.00000"], Some(Numbers::Dates)),
            (["1", "2", "3"], Some(Numbers::Counted)),
            (["1999", "1850", "2001"], None),
            (["36892", "40000", "36951"], None),
            (["41", "1,042", "33"], None),
        ] {
            assert_eq!(read(&texts), numbers, "{texts:?}");
        }
        assert_eq!(read(&["2001", "2002", "2001", "2002"]), Some(Numbers::Years));
        assert_eq!(read(&["2005", "2006", "20071"]), Some(Numbers::Years));
        assert_eq!(read(&["2", "3", "4", "5"]), Some(Numbers::Counted));
    }
}
