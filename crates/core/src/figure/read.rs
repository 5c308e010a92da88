//! Reading numbers as they are printed.

use std::borrow::Cow;

use super::format::is_digits;
use super::{Figure, NumberFormat, Qualifier, chinese, read_plain};
use crate::{Decimal, ShortSpan, Span, Unit};

/// Why a text is not a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Not a number at all.
    #[error("this is not a number")]
    NotANumber,
    /// `1,234` or `1.234` where nothing says which mark separates the decimals.
    #[error("ambiguous number: its mark could separate thousands or decimals")]
    AmbiguousMark,
    /// Thousands groups of the wrong length, or two decimal marks.
    #[error("unexpected mark between the digits")]
    Grouping,
    /// More than [`Decimal::MAX_DIGITS`] significant digits.
    #[error("this number has more than 18 significant digits")]
    TooLong,
    /// A percent sign on something that is not a percentage.
    #[error("unexpected percent sign: this is not a percentage")]
    UnexpectedPercent,
    /// The cell cannot be cut into as many figures as the column holds, or in more than one way.
    #[error("cannot split this cell into the values that the column holds")]
    Parts,
}

/// Reads one figure. The span covers the trimmed text, from the start of `text`.
///
/// Understood: thousands separated by `,` `.` an apostrophe or any space;
/// `%` of any width; full-width and Chinese digits with 万 and 亿; words such as `million`; signs and
/// dashes before digits; `(123)` for −123 where the format says so; currency marks; `> ≥ < ≤
/// ~`; footnote marks; the unit's own name after the number; and the residue of spreadsheets (`2454.0`
/// for a count, `50810.751000000004`).
///
/// # Errors
/// [`ReadError`] says why the text is not a figure.
///
/// ```
/// use crossfoot_core::{NumberFormat, ReadError, Unit, read_figure};
/// let english = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
/// for (text, unit, value) in [
///     ("5,690", Unit::Count, "5690"),
///     ("３４.５５％", Unit::Percent, "34.55"),
///     ("1.2万", Unit::Count, "12000"),
/// ] {
///     assert_eq!(read_figure(text, &unit, english).unwrap().value().to_plain(), value);
/// }
/// assert_eq!(read_figure("12,34", &Unit::Count, english), Err(ReadError::Grouping));
/// ```
pub fn read_figure(text: &str, unit: &Unit, format: NumberFormat) -> Result<Figure, ReadError> {
    let trimmed = text.trim();
    if trimmed.len() > ShortSpan::MAX {
        return Err(ReadError::TooLong);
    }
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start + trimmed.len());
    if let Some(value) = read_plain(text.as_bytes(), span.range(), unit, format) {
        return Ok(Figure::new(value, Qualifier::Is, span));
    }
    let (value, qualifier) = read_styled(&normalise(trimmed), unit, format)?;
    Ok(Figure::new(value, qualifier, span))
}

/// Reads a cell that prints several figures, such as `1,966 34.55%` or `817/926 (88.2)`, one per
/// unit in order.
///
/// # Errors
/// [`ReadError::Parts`] when the cell does not fall into that many figures in exactly one way.
pub fn read_figures(
    text: &str,
    units: &[&Unit],
    format: NumberFormat,
) -> Result<Vec<Figure>, ReadError> {
    if let [unit] = units {
        return Ok(vec![read_figure(text, unit, format)?]);
    }
    let mut tokens: Vec<Span> = Vec::new();
    for piece in text.split(separates_figures).filter(|piece| !piece.is_empty()) {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        tokens.push(Span::new(start, start + piece.len()));
    }
    let mut ways = Vec::new();
    cut(text, &tokens, units, format, &mut Vec::new(), &mut ways);
    match (ways.pop(), ways.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(ReadError::Parts),
    }
}

#[inline]
fn separates_figures(c: char) -> bool {
    is_space(c) || matches!(c, '/' | '(' | ')' | '（' | '）' | ';' | '；' | '[' | ']')
}

/// Tries every way of joining neighbouring tokens into one figure per unit; stops at the second
/// that fits.
fn cut(
    text: &str,
    tokens: &[Span],
    units: &[&Unit],
    format: NumberFormat,
    so_far: &mut Vec<Figure>,
    ways: &mut Vec<Vec<Figure>>,
) {
    let Some((unit, rest)) = units.split_first() else {
        if tokens.is_empty() {
            ways.push(so_far.clone());
        }
        return;
    };
    for taken in 1..=tokens.len().saturating_sub(rest.len()).min(4) {
        let span = Span::new(tokens[0].range().start, tokens[taken - 1].range().end);
        let Ok(figure) = read_figure(&text[span.range()], unit, format) else { continue };
        so_far.push(figure.shifted(span.start));
        cut(text, &tokens[taken..], rest, format, so_far, ways);
        so_far.pop();
        if ways.len() > 1 {
            return;
        }
    }
}

/// The general case, on text whose signs, spaces and digits were folded to ASCII.
fn read_styled(
    text: &str,
    unit: &Unit,
    format: NumberFormat,
) -> Result<(Decimal, Qualifier), ReadError> {
    let body = strip_marks(text);
    let (qualifier, body) = strip_qualifier(body);
    let body = strip_currency(body);
    let (parenthesised, body) =
        match body.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            Some(inner) if format.negative_parentheses => (true, inner.trim()),
            _ => (false, body),
        };
    let (negative, body) = match body.strip_prefix(['-', '+']) {
        Some(rest) => (body.starts_with('-') != parenthesised, rest),
        None => (parenthesised, body),
    };
    let body = strip_currency(body);
    let body = body.strip_suffix(unit.name()).map_or(body, str::trim_end);
    let (percent, body) =
        body.strip_suffix('%').map_or((false, body), |rest| (true, rest.trim_end()));
    if percent && !matches!(unit, Unit::Percent | Unit::Points) {
        return Err(ReadError::UnexpectedPercent);
    }
    let value = match (chinese::read(body), chinese::read_mixed(body)) {
        (Some(value), _) => Decimal::new(value, 0).ok_or(ReadError::TooLong)?,
        (None, Some(value)) => value,
        (None, None) => {
            let (shift, digits) = strip_magnitude(body);
            read_digits(digits, unit, format, shift)?
        }
    };
    let signed = if negative { -value.mantissa() } else { value.mantissa() };
    Decimal::new(signed, value.decimals()).map(|value| (value, qualifier)).ok_or(ReadError::TooLong)
}

fn read_digits(
    text: &str,
    unit: &Unit,
    format: NumberFormat,
    shift: i8,
) -> Result<Decimal, ReadError> {
    if !text.contains(|c: char| c.is_ascii_digit())
        || text.contains(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'')))
    {
        return Err(ReadError::NotANumber);
    }
    let marks: Vec<char> = text.chars().filter(|c| matches!(c, '.' | ',')).collect();
    if !marks.is_empty() && format.decimal.is_none() && super::decimal_mark_evidence(text).is_none()
    {
        return Err(ReadError::AmbiguousMark);
    }
    let decimal = format.decimal.or_else(|| super::decimal_mark_evidence(text)).unwrap_or('.');
    let (int, frac) = text.split_once(decimal).unwrap_or((text, ""));
    if !is_digits(frac) || frac.is_empty() && int.is_empty() || text.ends_with(decimal) {
        return Err(ReadError::Grouping);
    }
    let groups: Vec<&str> = int.split(|c: char| !c.is_ascii_digit()).collect();
    let separators = int.chars().filter(|c| !c.is_ascii_digit());
    let one_kind = separators.clone().all(|c| Some(c) == separators.clone().next());
    let regular = match groups.as_slice() {
        [first, rest @ ..] => {
            rest.is_empty()
                || (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3)
        }
        [] => true,
    };
    if !one_kind || !regular {
        return Err(ReadError::Grouping);
    }
    let frac = if *unit == Unit::Count && shift == 0 { frac.trim_end_matches('0') } else { frac };
    let (digits, decimals) = drop_float_residue(groups.concat() + frac, frac.len());
    let significant = digits.trim_start_matches('0');
    if significant.len() > Decimal::MAX_DIGITS as usize || decimals > Decimal::MAX_DIGITS as usize {
        return Err(ReadError::TooLong);
    }
    let mantissa = if significant.is_empty() {
        0
    } else {
        significant.parse().map_err(|_| ReadError::TooLong)?
    };
    Decimal::new(mantissa, decimals as i8 - shift).ok_or(ReadError::TooLong)
}

/// `50810.751000000004` is a binary float printed in full: 16 or 17 digits that end in a run of
/// zeros or nines at the fifteenth.
fn drop_float_residue(digits: String, decimals: usize) -> (String, usize) {
    /// Digits that every double keeps.
    const SAFE: usize = 15;
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let significant = digits.len() - leading;
    let excess = significant.saturating_sub(SAFE);
    if !(1..=3).contains(&excess) || decimals <= excess {
        return (digits, decimals);
    }
    let Ok(all) = digits.parse::<i128>() else { return (digits, decimals) };
    let power = 10_i128.pow(excess as u32);
    let kept = (all + power / 2).div_euclid(power).to_string();
    let kept = format!("{kept:0>width$}", width = digits.len() - excess);
    let decimals = decimals - excess;
    let zeros = (kept.len() - kept.trim_end_matches('0').len()).min(decimals);
    if zeros < 3 {
        (digits, decimals + excess)
    } else {
        (kept[..kept.len() - zeros].to_owned(), decimals - zeros)
    }
}

/// Folds full-width forms, dashes, spaces and percent signs of every kind to ASCII.
fn normalise(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.chars().map(fold).collect::<String>().into()
}

#[inline]
fn fold(c: char) -> char {
    match c {
        '−' | '–' | '—' | '‐' | '‑' | '﹣' | '－' => '-',
        '％' | '﹪' | '٪' => '%',
        '’' | '‘' | '＇' | '´' => '\'',
        '，' => ',',
        '＞' => '>',
        '＜' => '<',
        '≧' => '≥',
        '≦' => '≤',
        '～' | '≈' | '约' => '~',
        c if is_space(c) => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Removes footnote marks after a number: `5,690*`, `12²`, `7[a]`.
fn strip_marks(text: &str) -> &str {
    let text = text.trim().trim_end_matches(is_footnote_mark).trim_end();
    match text.rfind('[') {
        Some(open) if open > 0 && text.ends_with(']') && text.len() - open <= 4 => {
            text[..open].trim_end()
        }
        _ => text,
    }
}

#[inline]
fn is_footnote_mark(c: char) -> bool {
    let signs = matches!(c, '*' | '†' | '‡' | '§' | '¶' | '#' | '⁎');
    signs || matches!(c, '¹' | '²' | '³' | '⁰'..='⁹' | 'ᵃ'..='ᵛ')
}

fn strip_qualifier(text: &str) -> (Qualifier, &str) {
    let signs = [
        (">=", Qualifier::AtLeast),
        ("<=", Qualifier::AtMost),
        ("≥", Qualifier::AtLeast),
        ("≤", Qualifier::AtMost),
        (">", Qualifier::MoreThan),
        ("<", Qualifier::LessThan),
        ("~", Qualifier::About),
    ];
    let found = signs
        .into_iter()
        .find_map(|(sign, qualifier)| Some((qualifier, text.strip_prefix(sign)?.trim_start())));
    found.unwrap_or((Qualifier::Is, text))
}

fn strip_currency(text: &str) -> &str {
    let marks = ["RMB", "CNY", "USD", "EUR", "GBP", "US$", "$", "€", "£", "¥", "元"];
    marks.into_iter().find_map(|mark| text.strip_prefix(mark)).map_or(text, str::trim_start)
}

/// Powers of ten written as a word after the digits.
fn strip_magnitude(text: &str) -> (i8, &str) {
    let words = [
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("trillion", 12),
        ("万", 4),
        ("萬", 4),
        ("亿", 8),
        ("億", 8),
    ];
    let found = words
        .into_iter()
        .find_map(|(word, power)| Some((power, text.strip_suffix(word)?.trim_end())));
    found.unwrap_or((0, text))
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::*;

    const ENGLISH: NumberFormat = NumberFormat { decimal: Some('.'), negative_parentheses: false };
    const GERMAN: NumberFormat = NumberFormat { decimal: Some(','), negative_parentheses: false };
    const UNKNOWN: NumberFormat = NumberFormat { decimal: None, negative_parentheses: false };

    fn plain(text: &str, unit: &Unit, format: NumberFormat) -> Result<String, ReadError> {
        read_figure(text, unit, format)
            .map(|figure| format!("{}{}", figure.qualifier.sign(), figure.value().to_plain()))
    }

    #[test]
    fn reads_what_publications_print() {
        let usd = Unit::from_name("USD");
        for (text, unit, value) in [
            ("5,690", &Unit::Count, "5690"),
            ("1 234 567", &Unit::Count, "1234567"),
            ("1\u{202F}234", &Unit::Count, "1234"),
            ("1'234", &Unit::Count, "1234"),
            ("2454.0", &Unit::Count, "2454"),
            ("50810.751000000004", &usd, "50810.751"),
            ("34.55 %", &Unit::Percent, "34.55"),
            ("3.70", &Unit::Percent, "3.70"),
            (".70", &Unit::Ratio, "0.70"),
            ("−2.4", &Unit::Points, "-2.4"),
            ("１２３", &Unit::Count, "123"),
            ("一百三十一", &Unit::Count, "131"),
            ("1.2万", &Unit::Count, "12000"),
            ("3亿", &Unit::Count, "300000000"),
            ("14亿1175万", &Unit::Count, "1411750000"),
            ("RMB 5 million", &Unit::from_name("RMB"), "5000000"),
            ("$1.4 million", &usd, "1400000"),
            ("100 PB", &Unit::from_name("PB"), "100"),
            ("2,214*", &Unit::Count, "2214"),
            ("251[a]", &Unit::Count, "251"),
            (">1,272", &Unit::Count, ">1272"),
            ("≥ 500", &Unit::Count, "≥500"),
        ] {
            assert_eq!(plain(text, unit, ENGLISH).as_deref(), Ok(value), "{text}");
        }
        assert_eq!(plain("1.234,50", &usd, GERMAN).as_deref(), Ok("1234.50"));
        let accounting = NumberFormat { negative_parentheses: true, ..ENGLISH };
        assert_eq!(plain("(1,234)", &usd, accounting).as_deref(), Ok("-1234"));
    }

    #[test]
    fn refuses_what_is_not_certain() {
        assert_eq!(plain("1,234", &Unit::Count, UNKNOWN), Err(ReadError::AmbiguousMark));
        assert_eq!(plain("1.234", &Unit::Ratio, UNKNOWN), Err(ReadError::AmbiguousMark));
        assert_eq!(plain("1,23", &Unit::Count, ENGLISH), Err(ReadError::Grouping));
        assert_eq!(plain("1.2.3", &Unit::Ratio, ENGLISH), Err(ReadError::Grouping));
        assert_eq!(plain("12 %", &Unit::Count, ENGLISH), Err(ReadError::UnexpectedPercent));
        assert_eq!(plain("twelve", &Unit::Count, ENGLISH), Err(ReadError::NotANumber));
        assert_eq!(plain(&"9".repeat(40), &Unit::Count, ENGLISH), Err(ReadError::TooLong));
        assert_eq!(plain("— 5", &Unit::Count, ENGLISH), Err(ReadError::Grouping));
        assert_eq!(plain("(12)", &Unit::Count, ENGLISH), Err(ReadError::NotANumber));
    }

    /// The figures of a cell with their places.
    fn values(text: &str, units: &[&Unit]) -> Result<Vec<(String, Range<usize>)>, ReadError> {
        let figures = read_figures(text, units, ENGLISH)?;
        Ok(figures
            .iter()
            .map(|figure| (figure.value().to_plain(), figure.span().range()))
            .collect())
    }

    #[test]
    fn cuts_cells_that_print_several_figures() {
        let (n, pct) = (&Unit::Count, &Unit::Percent);
        assert_eq!(
            values("1,966 34.55%", &[n, pct]),
            Ok(vec![("1966".into(), 0..5), ("34.55".into(), 6..12)])
        );
        assert_eq!(
            values("1 966 34.55%", &[n, pct]),
            Ok(vec![("1966".into(), 0..5), ("34.55".into(), 6..12)])
        );
        assert_eq!(
            values("817/926 (88.2)", &[n, n, pct]),
            Ok(vec![("817".into(), 0..3), ("926".into(), 4..7), ("88.2".into(), 9..13)])
        );
        assert_eq!(values("1 966 345", &[n, n]), Err(ReadError::Parts));
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,24}", decimal in prop::option::of(prop::sample::select(vec!['.', ',']))) {
            let format = NumberFormat { decimal, negative_parentheses: true };
            for unit in [Unit::Count, Unit::Percent, Unit::from_name("RMB")] {
                let _ = read_figure(&text, &unit, format);
                let _ = read_figures(&text, &[&Unit::Count, &unit], format);
            }
        }

        #[test]
        fn printing_and_reading_agree(mantissa in -999_999_999_999_i64..999_999_999_999, decimals in 0_i8..6) {
            let value = Decimal::new(mantissa, decimals).unwrap();
            let unit = Unit::from_name("RMB");
            prop_assert_eq!(read_figure(&value.to_string(), &unit, ENGLISH).unwrap().value(), value);
            prop_assert_eq!(read_figure(&value.to_plain(), &unit, ENGLISH).unwrap().value(), value);
            let german = value.to_string().replace(',', " ").replace('.', ",");
            prop_assert_eq!(read_figure(&german, &unit, GERMAN).unwrap().value(), value);
        }
    }
}
