//! Dates as printed, to the year, month or day, and spans of them.

mod written;

pub use written::is_month;

use std::fmt;

use crate::figure::affixes::is_footnote_sign;
use crate::halves::Halves;
use written::Written;

/// A stretch of the calendar: `2023` is all of that year, `2023-07` that month,
/// `2025Q3` three months, `2019–2022` four years.
///
/// ```
/// use crossfoot_core::DateSpan;
/// let rules = DateSpan::read("2023-06-01").unwrap();
/// assert!(DateSpan::read("2023").unwrap().covers(rules));
/// assert_eq!(DateSpan::read("2021 2023 2024"), DateSpan::read("2021–2024"));
/// assert_eq!(DateSpan::read("2023-13"), None);
/// assert_eq!(DateSpan::read("2025年第三季度"), DateSpan::read("Jul–Sep 2025"));
/// ```
///
/// Spans are ordered by their first day, then by their last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateSpan {
    first: Halves,
    last: Halves,
}

impl DateSpan {
    /// From one day to another, both as `yyyymmdd`.
    const fn new(first: u32, last: u32) -> Self {
        Self { first: Halves::new(first), last: Halves::new(last) }
    }

    const fn first(self) -> u32 {
        self.first.get()
    }

    const fn last(self) -> u32 {
        self.last.get()
    }

    /// Reads a date or a span; several dates mean the span from the earliest to the latest. A year
    /// may have a mark: `2024*`, `2024p`, `2024 (r)`.
    pub fn read(text: &str) -> Option<Self> {
        let text = without_mark(text.trim());
        if let Some(single) = Self::read_single(text).or_else(|| Self::read_two_years(text)) {
            return Some(single);
        }
        let pieces = text
            .split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | ',' | ';' | '/'))
            .filter(|piece| !piece.is_empty());
        let mut all = None;
        for piece in pieces {
            let next = Self::read_single(piece)
                .or_else(|| Self::read_years(piece))
                .or_else(|| Self::read_written(piece));
            let Some(next) = next else { return Self::read_written(text) };
            all = Some(all.map_or(next, |so_far: Self| so_far.hull(next)));
        }
        all
    }

    /// The calendar years that a fiscal year lies in, as a label names it; the one year of `FY2019`.
    /// A label like `2010-11` is one only among others of its kind: alone it is November.
    ///
    /// ```
    /// use crossfoot_core::DateSpan;
    /// let year = DateSpan::read("2010–2011");
    /// for label in ["2010/11", "2010-11", "2010–11", "2010/11*", "FY2010/11", "FY 2010-2011"] {
    ///     assert_eq!(DateSpan::read_fiscal(label), year, "{label}");
    /// }
    /// assert_eq!(DateSpan::read_fiscal("FY2010"), DateSpan::read("2010"));
    /// assert!(DateSpan::read_fiscal("2010").or(DateSpan::read_fiscal("2010/12")).is_none());
    /// ```
    pub fn read_fiscal(label: &str) -> Option<Self> {
        let label =
            without_mark(label.trim_matches(|c: char| c.is_whitespace() || is_footnote_sign(c)));
        let named = ["FY", "Fiscal year", "fiscal year"].iter().find_map(|n| label.strip_prefix(n));
        let years = named.map_or(label, str::trim_start);
        let (first, second) = match years.split_once(['/', '-', '–', '—']) {
            Some((first, second)) => (number(first, 4)?, second),
            None => {
                let year = named.and(number(years, 4))?;
                return Some(Self::days(year, (1, 1), (12, 31)));
            }
        };
        let follows = match second.len() {
            2 => number(second, 2)? == (first + 1) % 100,
            _ => number(second, 4)? == first + 1,
        };
        follows.then(|| Self::new(first * 10_000 + 101, (first + 1) * 10_000 + 1231))
    }

    /// Periods in words, such as `2025Q3`, `Sep 2025` or `2025年9月`.
    fn read_written(text: &str) -> Option<Self> {
        match written::read(text)? {
            Written::Months(year, (from, to)) => {
                Some(Self::days(year, (from, 1), (to, days_in_month(year, to))))
            }
            Written::Day(year, month, day) => (1..=days_in_month(year, month))
                .contains(&day)
                .then(|| Self::days(year, (month, day), (month, day))),
        }
    }

    /// `2023`, `2023-07` or `2023-07-01`.
    fn read_single(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let Some(month) = parts.next() else { return Some(Self::days(year, (1, 1), (12, 31))) };
        let month = number(month, 2).filter(|month| (1..=12).contains(month))?;
        let length = days_in_month(year, month);
        let Some(day) = parts.next() else {
            return Some(Self::days(year, (month, 1), (month, length)));
        };
        let day = number(day, 2).filter(|day| (1..=length).contains(day))?;
        parts.next().is_none().then(|| Self::days(year, (month, day), (month, day)))
    }

    /// `2019/20` and `2019-20`, where the second number is a year and cannot be a month.
    fn read_two_years(text: &str) -> Option<Self> {
        let mark = text.get(4..5)?;
        let short = text.len() == 7 && (mark == "/" || mark == "-");
        Self::read_fiscal(text).filter(|_| short)
    }

    /// `2019-2022`.
    fn read_years(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (number(from, 4)?, number(to, 4)?);
        (from <= to).then_some(Self::new(from * 10_000 + 101, to * 10_000 + 1231))
    }

    const fn days(year: u32, from: (u32, u32), to: (u32, u32)) -> Self {
        Self::new(year * 10_000 + from.0 * 100 + from.1, year * 10_000 + to.0 * 100 + to.1)
    }

    /// The span from the earlier start to the later end.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// Whether every day of `other` lies in `self`.
    pub const fn covers(self, other: Self) -> bool {
        self.first() <= other.first() && other.last() <= self.last()
    }

    /// Whether the spans share a day.
    pub const fn meets(self, other: Self) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// Whether every day of `self` lies before every day of `other`.
    pub const fn before(self, other: Self) -> bool {
        self.last() < other.first()
    }

    /// Whether `self` starts on the first day of `other` or before it.
    pub const fn starts_by(self, other: Self) -> bool {
        self.first() <= other.first()
    }

    /// Whether `self` ends after the last day of `other` or on it.
    pub const fn ends_after(self, other: Self) -> bool {
        self.last() >= other.last()
    }

    /// The first and last month, counted from January of the year 0.
    pub const fn months(self) -> (u32, u32) {
        (
            self.first() / 10_000 * 12 + self.first() / 100 % 100 - 1,
            self.last() / 10_000 * 12 + self.last() / 100 % 100 - 1,
        )
    }

    /// All days of the month that it starts in.
    #[must_use]
    pub const fn first_month(self) -> Self {
        let (year, month) = (self.first() / 10_000, self.first() / 100 % 100);
        Self::days(year, (month, 1), (month, days_in_month(year, month)))
    }

    /// The stretches of it that others leave; `None` where two of these share a day.
    ///
    /// ```
    /// use crossfoot_core::DateSpan;
    /// let [year, q1, q2, q3, q4] =
    ///     ["2025", "2025Q1", "2025Q2", "2025Q3", "2025Q4"].map(|text| DateSpan::read(text).unwrap());
    /// assert_eq!(year.left_by(&mut [q3, q1]), Some(vec![q2, q4]));
    /// assert_eq!(year.left_by(&mut [q2, q3, q4]), Some(vec![q1]));
    /// let january = DateSpan::read("2025-01").unwrap();
    /// assert_eq!(year.left_by(&mut [january, q1]), None);
    /// ```
    pub fn left_by(self, parts: &mut [Self]) -> Option<Vec<Self>> {
        parts.sort_unstable();
        let mut left = Vec::new();
        let mut next = self.first();
        for part in parts.iter().filter(|part| self.meets(**part)) {
            if part.first() < next && next > self.first() {
                return None;
            }
            if part.first() > next {
                left.push(Self::new(next, day_before(part.first())));
            }
            next = day_after(part.last());
        }
        if next <= self.last() {
            left.push(Self::new(next, self.last()));
        }
        Some(left)
    }

    /// Whether it starts with the first day of a month and ends with the last of one.
    const fn is_whole_months(self) -> bool {
        let (year, month) = (self.last() / 10_000, self.last() / 100 % 100);
        self.first() % 100 == 1 && self.last() % 100 == days_in_month(year, month)
    }

    /// First and last calendar year.
    pub const fn years(self) -> (u32, u32) {
        (self.first() / 10_000, self.last() / 10_000)
    }
}

/// A year without the footnote mark or the letter of a preliminary figure behind it. `2020s` are ten
/// years.
///
/// ```
/// use crossfoot_core::without_mark;
/// for label in ["2024", "2024*", "2024p", "2024 r", "2024[a]", "2024 (p)", "2024 1)", "2024**"] {
///     assert_eq!(without_mark(label), "2024", "{label}");
/// }
/// for label in ["2024s", "2024 to", "2024-07", "12024*", "2024 (total)"] {
///     assert_eq!(without_mark(label), label);
/// }
/// ```
pub fn without_mark(label: &str) -> &str {
    let Some((year, mark)) = label.split_at_checked(4) else { return label };
    let signs = mark.trim_start();
    let inner = signs.trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let short = inner.chars().count() <= 2 && inner.chars().all(|c| c.is_ascii_alphanumeric());
    let bracketed = short && !inner.is_empty() && signs.ends_with([')', ']']);
    let letter = inner.len() == 1
        && signs == inner
        && inner != "s"
        && inner.starts_with(|c: char| c.is_ascii_lowercase());
    let symbols = !signs.is_empty() && signs.chars().all(is_footnote_sign);
    let marked = number(year, 4).is_some() && (bracketed || letter || symbols);
    if marked { year } else { label }
}

fn number(text: &str, width: usize) -> Option<u32> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

const fn day_after(date: u32) -> u32 {
    let (year, month) = (date / 10_000, date / 100 % 100);
    match (month, date % 100 < days_in_month(year, month)) {
        (_, true) => date + 1,
        (12, false) => (year + 1) * 10_000 + 101,
        (_, false) => year * 10_000 + (month + 1) * 100 + 1,
    }
}

const fn day_before(date: u32) -> u32 {
    let (year, month) = (date / 10_000, date / 100 % 100);
    match (month, date % 100) {
        (1, 1) => (year - 1) * 10_000 + 1231,
        (_, 1) => year * 10_000 + (month - 1) * 100 + days_in_month(year, month - 1),
        _ => date - 1,
    }
}

const fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && !year.is_multiple_of(100)
            || month == 2 && year.is_multiple_of(400) =>
        {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of a date in the ISO form.
fn day(date: u32) -> String {
    format!("{}-{:02}", month(date), date % 100)
}

/// The month of a date in the ISO form.
fn month(date: u32) -> String {
    format!("{:04}-{:02}", date / 10_000, date / 100 % 100)
}

impl fmt::Debug for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DateSpan")
            .field("first", &self.first())
            .field("last", &self.last())
            .finish()
    }
}

/// As short as the span allows: `2023`, `2023-07`, `2023-07-01`, `2023-Q3`,
/// `2021–2024`, `2023-01–2023-09`.
impl fmt::Display for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = self.years();
        let (first, last) = (self.first() % 10_000, self.last() % 10_000);
        let text = match (self.is_whole_months(), first / 100, last / 100) {
            (true, 1, 12) if from == to => from.to_string(),
            (true, 1, 12) => format!("{from}–{to}"),
            (true, start, end) if (from, start) == (to, end) => month(self.first()),
            (true, start @ (1 | 4 | 7 | 10), end) if (from, start + 2) == (to, end) => {
                format!("{from:04}-Q{}", end / 3)
            }
            (true, ..) => format!("{}–{}", month(self.first()), month(self.last())),
            (false, ..) if self.first() == self.last() => day(self.first()),
            (false, ..) => format!("{}–{}", day(self.first()), day(self.last())),
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::DateSpan;

    #[test]
    fn periods_are_read_as_offices_write_them() {
        for (period, written) in [
            ("2025", "2025年 | 2025年全年 | ２０２５年"),
            (
                "2025-09",
                "2025年9月 | 2025年09月份 | 2025年九月 | Sep 2025 | Sept. 2025 | September, 2025 | 2025 Sep | 2025M09",
            ),
            ("2025-12", "2025年十二月 | Dec-2025"),
            (
                "2025-Q3",
                "2025Q3 | 2025 Q3 | 2025-Q3 | Q3 2025 | Q3/2025 | 3rd quarter 2025 | 2025年第三季度 | 2025年3季度 | Jul–Sep 2025 | 2025年7—9月",
            ),
            (
                "2025-01–2025-09",
                "2025年1-9月 | 2025年前三季度 | Jan-Sep 2025 | 2025-01–2025-09 | 2025Q1–2025Q3",
            ),
            ("2025-01–2025-06", "2025年上半年 | 2025 H1"),
            ("2025-09-01", "2025年9月1日"),
            ("2024-11–2025-02", "2024-11–2025-02"),
        ] {
            for text in written.split(" | ") {
                assert_eq!(
                    DateSpan::read(text).map(|date| date.to_string()).as_deref(),
                    Some(period),
                    "{text}"
                );
            }
            assert_eq!(
                DateSpan::read(period).unwrap().to_string(),
                period,
                "what is shown can be read"
            );
        }
        for text in [
            "2025年13月",
            "2025年第五季度",
            "2025年2月30日",
            "Q5 2025",
            "Ma 2025",
            "2025-09-31",
            "2025年9-1月",
            "Sep",
            "年",
            "",
            "total",
        ] {
            assert_eq!(DateSpan::read(text), None, "{text}");
        }
    }
}
