//! What publications print around the digits of a number: footnote marks, inequalities, currencies,
//! magnitudes, units.

use super::Qualifier;
use crate::Unit;

/// Letters that mark footnotes, or revised, provisional and uncertain figures. Letters that more
/// often abbreviate a unit, such as `m`, are not among them.
const LETTERS: &[char] = &['a', 'b', 'c', 'd', 'e', 'f', 'p', 'r', 'E'];

/// Removes footnote marks after a number: `5,690*`, `12²`, `7[a]`, `251 a,b`, `12 (a)`.
pub(super) fn strip_marks<'a>(text: &'a str, unit: &Unit) -> &'a str {
    let mut rest = text.trim();
    loop {
        let signs = rest.trim_end_matches(is_footnote_sign).trim_end();
        let next = strip_letters(strip_bracketed(signs), unit);
        if next == rest {
            return rest;
        }
        rest = next;
    }
}

/// A sign that marks a footnote.
pub(crate) fn is_footnote_sign(c: char) -> bool {
    let signs = matches!(c, '*' | '†' | '‡' | '§' | '¶' | '#' | '⁎');
    signs || matches!(c, '¹' | '²' | '³' | '⁰'..='⁹' | 'ᵃ'..='ᵛ')
}

/// Whether a text is footnote letters, such as `a` or `a,b`.
pub(super) fn is_footnote_letters(text: &str) -> bool {
    !text.is_empty()
        && text.split(',').all(|mark| {
            let mut chars = mark.trim().chars();
            chars.next().is_some_and(|c| LETTERS.contains(&c)) && chars.next().is_none()
        })
}

/// The text before a bracket that holds a footnote mark.
fn strip_bracketed(text: &str) -> &str {
    /// Characters of the longest mark.
    const LONGEST: usize = 6;
    let (open, close) = match text.chars().next_back() {
        Some(']') => ('[', ']'),
        Some(')') => ('(', ')'),
        _ => return text,
    };
    let Some(at) = text.rfind(open).filter(|at| *at > 0) else { return text };
    let inside = text[at + 1..].trim_end_matches(close);
    let mark = if open == '(' {
        is_footnote_letters(inside)
    } else {
        inside.chars().count() <= LONGEST
            && inside.starts_with(|c: char| c.is_alphanumeric() || is_footnote_sign(c))
            && inside.chars().all(|c| c.is_alphanumeric() || is_footnote_sign(c) || c == ',')
    };
    if mark { text[..at].trim_end() } else { text }
}

/// The text before letters that mark footnotes, each by itself.
fn strip_letters<'a>(text: &'a str, unit: &Unit) -> &'a str {
    if text.ends_with(unit.name()) {
        return text;
    }
    let mut rest = text;
    while let Some(before) = rest.strip_suffix(LETTERS) {
        if before.ends_with(char::is_alphabetic) {
            return text;
        }
        rest = before.trim_end().trim_end_matches(',').trim_end();
    }
    if rest.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | ')' | ']')) {
        rest
    } else {
        text
    }
}

/// The name of a statistic before its value: `p < 0.001`, `n = 12`.
pub(super) fn strip_symbol(text: &str) -> &str {
    let names = ["p-value", "P-value", "p value", "P value", "p", "P", "n", "N"];
    let behind = names.into_iter().find_map(|name| {
        let behind = text.strip_prefix(name)?.trim_start();
        behind.starts_with(['=', '<', '>', '≤', '≥', '~']).then_some(behind)
    });
    behind.map_or(text, |behind| behind.trim_start_matches('=').trim_start())
}

/// Words and signs of inequality before a number. Where several fit, the longest counts.
pub(crate) const QUALIFIERS: [(&str, Qualifier); 76] = [
    (">=", Qualifier::AtLeast),
    ("<=", Qualifier::AtMost),
    ("≥", Qualifier::AtLeast),
    ("≧", Qualifier::AtLeast),
    ("⩾", Qualifier::AtLeast),
    ("≤", Qualifier::AtMost),
    ("≦", Qualifier::AtMost),
    ("⩽", Qualifier::AtMost),
    (">", Qualifier::MoreThan),
    ("＞", Qualifier::MoreThan),
    ("<", Qualifier::LessThan),
    ("＜", Qualifier::LessThan),
    ("~", Qualifier::About),
    ("～", Qualifier::About),
    ("≈", Qualifier::About),
    ("∼", Qualifier::About),
    ("more than", Qualifier::MoreThan),
    ("greater than", Qualifier::MoreThan),
    ("higher than", Qualifier::MoreThan),
    ("larger than", Qualifier::MoreThan),
    ("over", Qualifier::MoreThan),
    ("above", Qualifier::MoreThan),
    ("exceeding", Qualifier::MoreThan),
    ("exceeds", Qualifier::MoreThan),
    ("exceeded", Qualifier::MoreThan),
    ("exceed", Qualifier::MoreThan),
    ("surpass", Qualifier::MoreThan),
    ("surpassed", Qualifier::MoreThan),
    ("surpassing", Qualifier::MoreThan),
    ("less than", Qualifier::LessThan),
    ("fewer than", Qualifier::LessThan),
    ("lower than", Qualifier::LessThan),
    ("smaller than", Qualifier::LessThan),
    ("under", Qualifier::LessThan),
    ("below", Qualifier::LessThan),
    ("at least", Qualifier::AtLeast),
    ("no less than", Qualifier::AtLeast),
    ("not less than", Qualifier::AtLeast),
    ("no fewer than", Qualifier::AtLeast),
    ("greater than or equal to", Qualifier::AtLeast),
    ("more than or equal to", Qualifier::AtLeast),
    ("a minimum of", Qualifier::AtLeast),
    ("at most", Qualifier::AtMost),
    ("no more than", Qualifier::AtMost),
    ("not more than", Qualifier::AtMost),
    ("less than or equal to", Qualifier::AtMost),
    ("up to", Qualifier::AtMost),
    ("a maximum of", Qualifier::AtMost),
    ("about", Qualifier::About),
    ("approximately", Qualifier::About),
    ("approx.", Qualifier::About),
    ("around", Qualifier::About),
    ("ca.", Qualifier::About),
    ("circa", Qualifier::About),
    ("nearly", Qualifier::About),
    ("almost", Qualifier::About),
    ("roughly", Qualifier::About),
    ("some", Qualifier::About),
    ("close to", Qualifier::About),
    ("超过", Qualifier::MoreThan),
    ("超过了", Qualifier::MoreThan),
    ("大于", Qualifier::MoreThan),
    ("高于", Qualifier::MoreThan),
    ("不足", Qualifier::LessThan),
    ("少于", Qualifier::LessThan),
    ("小于", Qualifier::LessThan),
    ("低于", Qualifier::LessThan),
    ("不少于", Qualifier::AtLeast),
    ("不低于", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("不超过", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("大约", Qualifier::About),
    ("约", Qualifier::About),
    ("近", Qualifier::About),
    ("将近", Qualifier::About),
];

/// An inequality in signs or words, before the number or after it.
pub(super) fn strip_qualifier(text: &str) -> (Qualifier, &str) {
    // Most numbers have none.
    let bare = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '$'));
    let fitting = QUALIFIERS.iter().filter(|_| !bare).filter_map(|(words, qualifier)| {
        let start = text.get(..words.len()).filter(|start| start.eq_ignore_ascii_case(words))?;
        let behind = &text[words.len()..];
        let ends = !start.ends_with(|c: char| c.is_ascii_alphabetic() || c == '.')
            || behind.starts_with(' ');
        ends.then(|| (words.len(), (*qualifier, behind.trim_start())))
    });
    let before = fitting.max_by_key(|(length, _)| *length).map(|(_, found)| found);
    before.or_else(|| qualifier_after(text)).unwrap_or((Qualifier::Is, text))
}

/// An inequality after the number.
fn qualifier_after(text: &str) -> Option<(Qualifier, &str)> {
    const AFTER: [(&str, Qualifier); 3] =
        [("+", Qualifier::AtLeast), ("以上", Qualifier::AtLeast), ("以下", Qualifier::AtMost)];
    AFTER
        .into_iter()
        .find_map(|(words, qualifier)| Some((qualifier, text.strip_suffix(words)?.trim_end())))
}

/// The sign or code of a currency before a number.
pub(super) fn strip_currency(text: &str) -> &str {
    let marks = ["RMB", "CNY", "USD", "EUR", "GBP", "US$", "$", "€", "£", "¥", "元"];
    marks.into_iter().find_map(|mark| text.strip_prefix(mark)).map_or(text, str::trim_start)
}

/// What follows the digits and says what they count: a currency, percentage points, the unit's own
/// name.
pub(super) fn strip_unit<'a>(text: &'a str, unit: &Unit) -> &'a str {
    const POINTS: [&str; 7] =
        ["个百分点", "百分点", "percentage points", "percentage point", "points", "p.p.", "pp"];
    // A number of points in a column of percentages is something else than they are.
    let points = matches!(unit, Unit::Points | Unit::Number);
    let percent = points || *unit == Unit::Percent;
    let text = text.strip_prefix("百分之").filter(|_| percent).unwrap_or(text);
    let currencies = ["€", "£", "$", "元"];
    POINTS
        .into_iter()
        .filter(|_| points)
        .chain(currencies)
        .chain([unit.name()])
        .find_map(|suffix| text.strip_suffix(suffix))
        .map_or(text, str::trim_end)
}

/// A percent sign or word after a number.
pub(super) fn strip_percent(text: &str) -> Option<&str> {
    let signs = ["%", " percent", " per cent"];
    signs.into_iter().find_map(|sign| text.strip_suffix(sign)).map(str::trim_end)
}

/// Words for powers of ten behind digits.
pub(crate) const SCALES: [(&str, i8); 8] = [
    ("million", 6),
    ("billion", 9),
    ("trillion", 12),
    ("thousand", 3),
    ("万", 4),
    ("萬", 4),
    ("亿", 8),
    ("億", 8),
];

/// Powers of ten written as a word after the digits, or in scientific notation: `1.2×10−5`,
/// `1.2 x 10^5`, `1.2×10[−5]`, `1.2E-5`.
pub(super) fn strip_magnitude(text: &str) -> (i8, &str) {
    let found = SCALES
        .into_iter()
        .find_map(|(word, power)| Some((power, text.strip_suffix(word)?.trim_end())));
    found.or_else(|| scientific(text)).unwrap_or((0, text))
}

/// The power of ten and the digits before it.
pub(super) fn scientific(text: &str) -> Option<(i8, &str)> {
    if let Some((digits, power)) = text.split_once(['×', 'x', '*']) {
        let power = power.trim_start().strip_prefix("10")?.trim_start();
        let power = power.strip_prefix('^').unwrap_or(power);
        let bracketed = power.strip_prefix('[').and_then(|power| power.strip_suffix(']'));
        return Some((exponent(bracketed.unwrap_or(power))?, digits.trim_end()));
    }
    let (digits, power) = text.split_once(['E', 'e'])?;
    // `1E5` may be a code.
    let clear = power.starts_with(['-', '+']) || digits.contains('.');
    Some((exponent(power).filter(|_| clear)?, digits))
}

/// An exponent with or without a sign, of at most two digits.
fn exponent(text: &str) -> Option<i8> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = (1..=2).contains(&digits.len()) && super::format::is_digits(digits);
    let power: i8 = digits.parse().ok().filter(|_| plain)?;
    Some(if text.starts_with('-') { -power } else { power })
}
