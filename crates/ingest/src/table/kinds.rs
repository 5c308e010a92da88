//! What a printed text looks like: nothing, a figure, a period, words. Only the shape is looked at;
//! figures are read later, by column.

use crossfoot_core::DateSpan;

/// The shape of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing.
    Empty,
    /// A year, or a part of one: `2021`, `2021年`, `2021-03`, `Q1 2021`, `2021/22`.
    Period,
    /// Digits with their marks, also several: `1,966 34.55%`.
    Figure,
    /// Anything else.
    Words,
}

/// The shape of a text.
pub(crate) fn kind(text: &str) -> Kind {
    let text = text.trim();
    if text.is_empty() {
        Kind::Empty
    } else if is_written_period(text) {
        Kind::Period
    } else if is_figure(text) || is_formula(text) {
        Kind::Figure
    } else {
        Kind::Words
    }
}

/// A year from 1800 to 2199, or a part of one, as a date is read; also a fiscal year, and several
/// years, and a year as spreadsheets save it: `2001.0`.
pub fn is_period(text: &str) -> bool {
    is_written_period(text) || text.contains('.') && whole(text).is_some_and(is_year)
}

fn is_written_period(text: &str) -> bool {
    let text = text.trim_end_matches(['*', ' ']);
    let text = text.strip_prefix("FY").map_or(text, str::trim_start);
    // The second year of `2021/22` says no more than the first, as the quarter of `2021/3`.
    let text = text
        .split_once('/')
        .filter(|(year, next)| year.len() == 4 && matches!(next.len(), 1 | 2))
        .map_or(text, |(year, _)| year);
    let mut years =
        text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() > 2).peekable();
    years.peek().is_some()
        && years.all(|year| ("1800".."2200").contains(&year) && year.len() == 4)
        && DateSpan::read(text).is_some()
}

/// The whole number that a text is, also as spreadsheets save it: `2001`, `2001.0`, `36892.00000`.
pub(crate) fn whole(text: &str) -> Option<u32> {
    let (whole, zeros) = text.split_once('.').unwrap_or((text, ""));
    let plain = whole.bytes().all(|byte| byte.is_ascii_digit()) && whole.len() < 9;
    (plain && zeros.bytes().all(|byte| byte == b'0')).then(|| whole.parse().ok()).flatten()
}

fn is_year(number: u32) -> bool {
    (1800..2200).contains(&number)
}

/// The year that a text is, with the marks that headings have: `2001`, `2001.0`, `2011 %`, `2003*`.
pub(crate) fn year(text: &str) -> Option<u32> {
    let text = text.strip_prefix("FY").map_or(text, str::trim_start);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, marks) = text.split_at(end);
    let marked = marks.chars().count() < 5
        && marks.chars().filter(|c| c.is_alphanumeric()).count() < 2
        && !marks.contains([',', '-', '–', '/']);
    whole(number).filter(|number| marked && is_year(*number))
}

/// Whether a text names something, as a mark of what is missing does not.
pub(crate) fn is_named(text: &str) -> bool {
    const MISSING: [&str; 12] =
        ["n/a", "na", "n.a.", "n.a", "n/d", "nd", "n.d.", "none", "nil", "null", "x", "d"];
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != '$');
    !bare.is_empty() && !MISSING.contains(&bare.to_lowercase().trim_end_matches('.'))
}

/// The formula of a cell whose value was not kept, such as `=F7-C7`: a figure stands there.
fn is_formula(text: &str) -> bool {
    let rest = text.strip_prefix('=').unwrap_or_default();
    rest.starts_with(|c: char| c.is_ascii_uppercase() || matches!(c, '(' | '-' | '+'))
        && rest.contains(|c: char| c.is_ascii_digit())
}

/// Digits with the marks of figures, and hardly a letter, which may be a footnote mark. `Q1` is a
/// name, and a range such as `0–14` is a class, no figure, unless it is an interval after its
/// figure: `12.1 (11.9–12.3)`.
fn is_figure(text: &str) -> bool {
    let text = without_interval(text);
    let ranged = text.char_indices().any(|(at, c)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let between = before.ends_with(' ') && after.starts_with(' ');
        let before = if between { before.trim_end() } else { before };
        matches!(c, '-' | '–' | '—' | '−') && before.ends_with(|c: char| c.is_numeric())
    });
    let mut marks = text
        .char_indices()
        .filter(|(_, c)| c.is_alphabetic() && !matches!(c, '万' | '亿' | '萬' | '億'));
    // A letter is a footnote mark, or that of a power of ten.
    let letter = marks.next().is_none_or(|(at, letter)| {
        matches!(letter, 'e' | 'E') || !text[at..].contains(char::is_numeric)
    });
    let named = text.starts_with(|c: char| c.is_alphabetic() || c == '#');
    text.contains(|c: char| c.is_numeric())
        && !named
        && !ranged
        && letter
        && marks.next().is_none()
        && !text.contains([':', '：', '?', '"', '='])
        && !is_class(text)
        && !is_thousands(text)
}

/// Whether a text is a class from one number to a larger one: `12000 -19999`, `$5,001 - $10,000`.
fn is_class(text: &str) -> bool {
    let Some(at) = text.find([' ', '-', '–', '—', '−', '~']) else { return false };
    let (from, to) = text.split_at(at);
    let between = to.chars().take_while(|c| c.is_whitespace() || "-–—−~".contains(*c));
    let marks: String = between.collect();
    let dash = marks.trim();
    dash.chars().count() == 1
        && matches!((amount(from), amount(&to[marks.len()..])), (Some(from), Some(to)) if from < to)
}

/// A whole number with a currency before it and commas in it.
fn amount(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(['$', '£', '€', '¥']);
    let digits: String = text.chars().filter(|c| *c != ',').collect();
    digits.starts_with(|c: char| c.is_ascii_digit()).then(|| whole(&digits)).flatten()
}

/// Whether a text says that numbers are in thousands: `$000`, `£'000`, `(000)`.
pub(crate) fn is_thousands(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let marks: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let spare = marks.trim_matches(|c| "$£€¥'’‘`() s".contains(c));
    digits == "000" && !marks.is_empty() && spare.is_empty()
}

/// A text without the interval in brackets at its end.
fn without_interval(text: &str) -> &str {
    let bracketed = text
        .strip_suffix([')', ']'])
        .and_then(|inner| inner.split_once([' ', '\u{A0}']))
        .map(|(before, behind)| (before, behind.trim_start()));
    match bracketed.and_then(|(before, behind)| Some((before, behind.strip_prefix(['(', '['])?))) {
        Some((before, inner))
            if inner.chars().all(|c| {
                c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | ' ' | '-' | '–' | '—' | '−')
            }) =>
        {
            before
        }
        _ => text,
    }
}

/// Whether a text says of itself that it is a note or a source.
pub(crate) fn is_note(text: &str) -> bool {
    const STARTS: [&str; 27] = [
        "source",
        "note",
        "*",
        "†",
        "‡",
        "§",
        "¶",
        "[",
        "注",
        "註",
        "资料来源",
        "數據來源",
        "数据来源",
        "資料來源",
        "来源",
        "來源",
        "说明",
        "說明",
        "备注",
        "備註",
        "備注",
        "quelle",
        "anmerkung",
        "fuente",
        "nota",
        "remark",
        "abbreviation",
    ];
    let lower = text.trim_start_matches(['(', '（', '"', '“']).to_lowercase();
    let numbered = lower.starts_with(['¹', '²', '³', '⁴', '⁵', 'ᵃ', 'ᵇ', 'ᶜ']);
    let lettered = matches!(
        lower.as_bytes(),
        [b'a'..=b'h' | b'1'..=b'9', b')' | b'.', b' ', ..] | [b'a'..=b'h' | b'1'..=b'9', b')', ..]
    );
    STARTS.iter().any(|start| lower.starts_with(start)) || numbered || lettered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_with_their_words_are_periods() {
        for text in [
            "2021",
            "2021年",
            "Q1 2021",
            "2021Q1",
            "2021-03",
            "2021/22",
            "Jan 2021",
            "2021年第一季度",
            "2021–2024",
            "2023年7月",
            "FY2021",
            "September 2025",
        ] {
            assert_eq!(kind(text), Kind::Period, "{text}");
        }
        for text in [
            "5,690",
            "5690",
            "2.021",
            "34.55%",
            "1,966 34.55%",
            "(88.2)",
            "1.2万",
            "2 214*",
            "~40",
            "0",
            "251a",
            "€5",
            "12.1 (11.9-12.3)",
            "5 (88%)",
            "12.1 -3.4",
            "1.2E-05",
            "1 000",
        ] {
            assert_eq!(kind(text), Kind::Figure, "{text}");
        }
        for text in [
            "0–14",
            "Total",
            "Phase 2 trials",
            "n/a",
            "-",
            "Participation (%)",
            "10:30",
            "2021 permits",
            "Q1",
            "x2",
            "12–14 (2021)",
            "12000 -19999",
            "09/16 - 09/22",
            "$5,001 – $10,000",
            "£'000",
            "#1",
            "1Ð5,000",
            "(0–14)",
        ] {
            assert_eq!(kind(text), Kind::Words, "{text}");
        }
    }
}
