//! Reading numbers as they are printed.

use std::borrow::Cow;

use super::affixes::{
    scientific, strip_currency, strip_magnitude, strip_marks, strip_percent, strip_qualifier,
    strip_symbol, strip_unit,
};
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
/// `%` of any width; full-width and Chinese digits with 万 and 亿; words such as `million`;
/// `1.2×10−5` and `1.2E-5`; a raised decimal point; signs and dashes before digits; `(123)` for
/// −123 where the format says so; currency marks; `> ≥ < ≤ ~`, `under 2`, `p < 0.001`, `200+`;
/// footnote marks and letters; the unit's own name after the number; and the residue of
/// spreadsheets (`2454.0` for a count, `50810.751000000004`).
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
    let span = trimmed(text)?;
    if let Some(value) = read_plain(text.as_bytes(), span.range(), unit, format) {
        return Ok(Figure::new(value, Qualifier::Is, span));
    }
    let (value, qualifier) = read_styled(&normalise(&text[span.range()]), unit, format, None)?;
    Ok(Figure::new(value, qualifier, span))
}

/// Reads one figure to so many decimals, half to even on the digits as they are printed, of which
/// there may be any number: spreadsheets print `50810.751000000004` for 50810.8, and `57` for 57.0.
///
/// # Errors
/// [`ReadError`] says why the text is not a figure.
///
/// ```
/// use crossfoot_core::{NumberFormat, Unit, read_rounded};
/// let english = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
/// for (text, value) in [
///     ("50810.751000000004", "50810.8"),
///     ("57", "57.0"),
///     ("0.25", "0.2"),
///     ("0.25000000000000000000001", "0.3"),
///     ("-0.35", "-0.4"),
/// ] {
///     let figure = read_rounded(text, &Unit::Percent, english, 1).unwrap();
///     assert_eq!(figure.value().to_plain(), value);
/// }
/// ```
pub fn read_rounded(
    text: &str,
    unit: &Unit,
    format: NumberFormat,
    decimals: u8,
) -> Result<Figure, ReadError> {
    let span = trimmed(text)?;
    let text = normalise(&text[span.range()]);
    let (value, qualifier) = read_styled(&text, unit, format, Some(decimals))?;
    Ok(Figure::new(value, qualifier, span))
}

/// The stretch of a text without the spaces around it.
fn trimmed(text: &str) -> Result<Span, ReadError> {
    let trimmed = text.trim();
    if trimmed.len() > ShortSpan::MAX {
        return Err(ReadError::TooLong);
    }
    let start = text.len() - text.trim_start().len();
    Ok(Span::new(start, start + trimmed.len()))
}

/// The general case, on text whose signs, spaces and digits were folded to ASCII.
fn read_styled(
    text: &str,
    unit: &Unit,
    format: NumberFormat,
    decimals: Option<u8>,
) -> Result<(Decimal, Qualifier), ReadError> {
    // What looks like a footnote mark may be an exponent.
    let body = if scientific(text).is_some() { text } else { strip_marks(text, unit) };
    let (qualifier, body) = strip_qualifier(strip_symbol(body));
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
    let body = strip_unit(strip_currency(body), unit);
    let (percent, body) = strip_percent(body).map_or((false, body), |rest| (true, rest));
    if percent && !matches!(unit, Unit::Percent | Unit::Points | Unit::Number) {
        return Err(ReadError::UnexpectedPercent);
    }
    let value = match (chinese::read(body), chinese::read_mixed(body)) {
        (Some(value), _) => Decimal::new(value, 0).ok_or(ReadError::TooLong)?,
        (None, Some(value)) => value,
        (None, None) => {
            let (shift, digits) = strip_magnitude(body);
            read_digits(digits, unit, format, (shift, decimals))?
        }
    };
    let signed = if negative { -value.mantissa() } else { value.mantissa() };
    Decimal::new(signed, value.decimals()).map(|value| (value, qualifier)).ok_or(ReadError::TooLong)
}

fn read_digits(
    text: &str,
    unit: &Unit,
    format: NumberFormat,
    (shift, rounded): (i8, Option<u8>),
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
    let digits = groups.concat() + frac;
    let (digits, decimals) = match rounded {
        Some(to) => (round_digits(digits, frac.len(), usize::from(to)), usize::from(to)),
        None => drop_float_residue(digits, frac.len()),
    };
    let significant = digits.trim_start_matches('0');
    if significant.len() > Decimal::MAX_DIGITS as usize || decimals > Decimal::MAX_DIGITS as usize {
        return Err(ReadError::TooLong);
    }
    let mantissa = if significant.is_empty() {
        0
    } else {
        significant.parse().map_err(|_| ReadError::TooLong)?
    };
    let decimals = decimals as i8 - shift;
    if decimals.unsigned_abs() > Decimal::MAX_DIGITS as u8 {
        return Err(ReadError::TooLong);
    }
    Decimal::new(mantissa, decimals).ok_or(ReadError::TooLong)
}

/// Digits of which the last `decimals` are after the point, with `to` of them: zeros are added, or
/// the rest is rounded half to even.
fn round_digits(mut digits: String, decimals: usize, to: usize) -> String {
    let Some(dropped) = decimals.checked_sub(to) else {
        return digits + &"0".repeat(to - decimals);
    };
    let rest = digits.split_off(digits.len() - dropped);
    let is_odd = digits.bytes().last().is_some_and(|digit| digit % 2 == 1);
    let half = rest.strip_prefix('5').map(|behind| is_odd || behind.contains(|c| c != '0'));
    if half.unwrap_or(rest.starts_with(|first| first > '5')) {
        let nines = digits.len() - digits.trim_end_matches('9').len();
        digits.truncate(digits.len() - nines);
        let raised = digits.pop().map_or('1', |digit| char::from(digit as u8 + 1));
        digits.push(raised);
        digits.push_str(&"0".repeat(nines));
    }
    digits
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
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        '·' | '∙' => '.',
        '～' | '≈' | '约' => '~',
        c if is_space(c) => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
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
            ("−7.5 percentage points", &Unit::Points, "-7.5"),
            ("1 percentage point", &Unit::Points, "1"),
            ("7 pp", &Unit::Points, "7"),
            ("3.2 p.p.", &Unit::Points, "3.2"),
            ("7 per cent", &Unit::Percent, "7"),
            ("百分之七十", &Unit::Percent, "70"),
            ("43·5", &Unit::Ratio, "43.5"),
            ("251a", &Unit::Count, "251"),
            ("251 a,b", &Unit::Count, "251"),
            ("251 (b)", &Unit::Count, "251"),
            ("12.3**", &Unit::Number, "12.3"),
            ("35.5%b", &Unit::Percent, "35.5"),
            ("under 2%", &Unit::Percent, "<2"),
            ("<1%", &Unit::Number, "<1"),
            ("p < 0.001", &Unit::Ratio, "<0.001"),
            ("P = .03", &Unit::Ratio, "0.03"),
            ("200+", &Unit::Count, "≥200"),
            ("7个百分点", &Unit::Points, "7"),
            ("不超过5%", &Unit::Percent, "≤5"),
            ("1.2×10−5", &Unit::Ratio, "0.000012"),
            ("1.2 × 10[−5]", &Unit::Number, "0.000012"),
            ("1.2E-5", &Unit::Ratio, "0.000012"),
            ("872.7E", &usd, "872.7"),
            ("5 €", &Unit::from_name("EUR"), "5"),
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
        for unit in [Unit::Count, Unit::Percent] {
            assert_eq!(plain("7 pp", &unit, ENGLISH), Err(ReadError::NotANumber));
        }
        assert_eq!(plain("— 5", &Unit::Count, ENGLISH), Err(ReadError::Grouping));
        for text in ["5m", "1O5", "12ab", "A5", "1E5", "1-3", "2×3", "1.2E-30", "p", "n =", "a"] {
            assert!(plain(text, &Unit::Number, ENGLISH).is_err(), "{text}");
        }
        assert_eq!(plain("(12)", &Unit::Count, ENGLISH), Err(ReadError::NotANumber));
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,24}", decimal in prop::option::of(prop::sample::select(vec!['.', ',']))) {
            let format = NumberFormat { decimal, negative_parentheses: true };
            for unit in [Unit::Count, Unit::Percent, Unit::from_name("RMB")] {
                let _ = read_figure(&text, &unit, format);
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
