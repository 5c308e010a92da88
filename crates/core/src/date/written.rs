//! Months, quarters and half years as statistical offices write them, in English and Chinese.

/// English names of the months, which may be cut off after three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Chinese numerals up to the number of months; `十一` before `十` would have to be looked for longest
/// first.
const NUMERALS: [&str; 12] =
    ["十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一"];

/// A stretch of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// From one month to another.
    Months(u32, (u32, u32)),
    /// One day.
    Day(u32, u32, u32),
}

/// Reads `2025Q3`, `Q3 2025`, `3rd quarter 2025`, `Sep 2025`, `Jan–Sep 2025`, `2025年`,
/// `2025年9月`, `2025年1—9月`, `2025年9月1日`, `2025年第三季度`, `2025年上半年`.
pub(super) fn read(text: &str) -> Option<Written> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    let text = text.to_ascii_lowercase();
    chinese(&text).or_else(|| english(&text))
}

/// Digits and dashes of any width as ASCII.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        '–' | '—' | '－' | '−' | '～' | '~' | '至' => '-',
        other => other,
    }
}

fn chinese(text: &str) -> Option<Written> {
    let (year, rest) = text.split_once('年')?;
    let year = year_of(year)?;
    if let Some(months) = chinese_months(rest) {
        return Some(Written::Months(year, months));
    }
    let (months, day) = rest.split_once('月')?;
    match day.strip_suffix(['日', '号']) {
        Some(day) => Some(Written::Day(year, numeral(months)?, day.parse().ok()?)),
        None if day.is_empty() || day == "份" => {
            Some(Written::Months(year, ends(months, numeral)?))
        }
        None => None,
    }
}

/// The months of a whole year, of half a year or of quarters.
fn chinese_months(text: &str) -> Option<(u32, u32)> {
    match text {
        "" | "全年" => return Some((1, 12)),
        "上半年" => return Some((1, 6)),
        "下半年" => return Some((7, 12)),
        "前三季度" | "前3季度" => return Some((1, 9)),
        _ => {}
    }
    let quarters = text.strip_suffix("季度").or_else(|| text.strip_suffix('季'))?;
    let (from, to) = ends(quarters.strip_prefix('第').unwrap_or(quarters), |text| {
        numeral(text).filter(|quarter| *quarter <= 4)
    })?;
    Some((3 * from - 2, 3 * to))
}

fn english(text: &str) -> Option<Written> {
    let (first, last) = (
        text.get(..4).and_then(year_of),
        text.len().checked_sub(4).and_then(|at| text.get(at..)).and_then(year_of),
    );
    let (year, rest) = match (first, last) {
        (Some(year), None) => (year, &text[4..]),
        (None, Some(year)) => (year, &text[..text.len() - 4]),
        _ => return None,
    };
    let rest = rest.trim_matches(['-', ',', '.', '/', ':']);
    let half = match rest {
        "h1" => Some((1, 6)),
        "h2" => Some((7, 12)),
        _ => None,
    };
    if let Some((month, day)) = month_and_day(rest) {
        return Some(Written::Day(year, month, day));
    }
    half.or_else(|| ends(rest, quarter).map(|(from, to)| (3 * from - 2, 3 * to)))
        .or_else(|| ends(rest, month))
        .map(|months| Written::Months(year, months))
}

/// `20december`, `december20`, `1stofjuly`.
fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let named = text.trim_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(named).filter(|before| !before.is_empty());
    let digits = digits.or_else(|| text.get(text.find(|c: char| c.is_ascii_digit())?..))?;
    let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
    let mut name = named.trim_matches(['.', ',', '-']);
    for ending in ["st", "nd", "rd", "th", "of"] {
        name = name.strip_prefix(ending).unwrap_or(name);
    }
    let day = digits.parse().ok().filter(|_| (1..=2).contains(&digits.len()))?;
    Some((month(name)?, day))
}

/// `q3`, `iiiq`, `3rdquarter`, `thirdquarter`.
fn quarter(text: &str) -> Option<u32> {
    let of = text
        .strip_suffix("quarter")
        .or_else(|| text.strip_prefix('q'))
        .or_else(|| text.strip_suffix('q'))?;
    let names = [
        ["1", "1st", "i", "first"],
        ["2", "2nd", "ii", "second"],
        ["3", "3rd", "iii", "third"],
        ["4", "4th", "iv", "fourth"],
    ];
    names.iter().zip(1..).find(|(names, _)| names.contains(&of)).map(|(_, quarter)| quarter)
}

/// Whether a word is the name of a month, with a capital, which may be cut off after three letters.
///
/// ```
/// use crossfoot_core::is_month;
/// assert!(is_month("March") && is_month("Sep") && is_month("Sept"));
/// assert!(!is_month("march") && !is_month("Marc"));
/// ```
pub fn is_month(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.len() >= 3
        && (word.eq_ignore_ascii_case("sept")
            || MONTHS.iter().any(|month| {
                month.eq_ignore_ascii_case(word)
                    || word.len() == 3 && month[..3].eq_ignore_ascii_case(word)
            }))
}

/// `sep`, `sept.`, `september`, `m09`.
fn month(text: &str) -> Option<u32> {
    if let Some(month) = text.strip_prefix('m').and_then(numeral) {
        return Some(month);
    }
    let text = match text.trim_end_matches('.') {
        "sept" => "sep",
        other => other,
    };
    let found = MONTHS.iter().zip(1..).find(|(name, _)| text.len() >= 3 && name.starts_with(text));
    found.map(|(_, month)| month)
}

/// The ends of `1-9`, or both the same.
fn ends(text: &str, read: impl Fn(&str) -> Option<u32>) -> Option<(u32, u32)> {
    let (from, to) = match text.split_once('-') {
        Some((from, to)) => (read(from.trim_end_matches('月'))?, read(to)?),
        None => (read(text)?, read(text)?),
    };
    (from <= to).then_some((from, to))
}

/// 1 to 12 in digits or in Chinese.
fn numeral(text: &str) -> Option<u32> {
    let digits =
        !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits {
        text.parse().ok()
    } else {
        NUMERALS
            .iter()
            .zip((1..=12).rev())
            .find(|(known, _)| **known == text)
            .map(|(_, number)| number)
    };
    number.filter(|number| (1..=12).contains(number))
}

fn year_of(text: &str) -> Option<u32> {
    super::number(text, 4)
}
