//! Dates and periods in running text: `July 2023`, `20 December 2020`, `2021–2024`, `2023年7月`.

use super::scan::Found;
use super::{Reading, english};
use crate::token::{Kind, Tokens};
use crate::{DateSpan, Unit, is_month};

/// A date that starts at a token.
pub(super) fn read(tokens: &Tokens, at: usize) -> Option<Found> {
    if at > 0 && matches!(tokens.kind(at - 1), Some(Kind::Word | Kind::Digits)) {
        return None;
    }
    match tokens.kind(at)? {
        Kind::Word if is_month(tokens.str(at)) => month_first(tokens, at),
        Kind::Word => quarter(tokens, at),
        Kind::Digits => han(tokens, at)
            .or_else(|| iso(tokens, at))
            .or_else(|| iso_month(tokens, at))
            .or_else(|| day_first(tokens, at))
            .or_else(|| years(tokens, at)),
        _ => None,
    }
}

/// A year written in four digits that dates may have.
fn year(tokens: &Tokens, at: usize) -> Option<u32> {
    let text = tokens.str(at);
    let year = text.parse().ok().filter(|_| text.len() == 4)?;
    (1700..=2100).contains(&year).then_some(year)
}

/// A day of a month in digits, with or without ending.
fn day(tokens: &Tokens, at: usize) -> Option<usize> {
    let text = tokens.str(at);
    let day = tokens.kind(at) == Some(Kind::Digits) && text.len() <= 2;
    let valid = day && text.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day));
    valid.then(|| at + 1 + usize::from(tokens.is_any(at + 1, &["st", "nd", "rd", "th"])))
}

/// `July 2023`, `July–September 2023`, `December 20, 2020`.
fn month_first(tokens: &Tokens, at: usize) -> Option<Found> {
    let mut end = after_month(tokens, at);
    let dash = tokens.skip_space(end);
    if tokens.is_dash(dash) && is_month(tokens.str(tokens.skip_space(dash + 1))) {
        end = after_month(tokens, tokens.skip_space(dash + 1));
    }
    let next = tokens.skip_space(end);
    if let Some(day_end) = day(tokens, next) {
        end = day_end;
    }
    let comma = end + usize::from(tokens.is_mark(end, ','));
    let last = tokens.skip_space(comma);
    let last = if tokens.is(last, "of") { tokens.skip_space(last + 1) } else { last };
    if last == end {
        return None;
    }
    year(tokens, last)?;
    dated(tokens, at, last + 1)
}

fn after_month(tokens: &Tokens, at: usize) -> usize {
    at + 1 + usize::from(tokens.is_mark(at + 1, '.'))
}

/// `20 December 2020`, `1st of July, 2023`.
fn day_first(tokens: &Tokens, at: usize) -> Option<Found> {
    let end = day(tokens, at)?;
    let month = tokens.skip_space(end);
    let month = if tokens.is(month, "of") { tokens.skip_space(month + 1) } else { month };
    if month == end || !is_month(tokens.str(month)) {
        return None;
    }
    let end = after_month(tokens, month);
    let comma = end + usize::from(tokens.is_mark(end, ','));
    let last = tokens.skip_space(comma);
    year(tokens, last).filter(|_| last > end)?;
    dated(tokens, at, last + 1)
}

/// `2020-12-20`.
fn iso(tokens: &Tokens, at: usize) -> Option<Found> {
    year(tokens, at)?;
    let parts = [at + 1, at + 3].iter().all(|at| {
        tokens.is_mark(*at, '-')
            && tokens.kind(at + 1) == Some(Kind::Digits)
            && tokens.str(at + 1).len() == 2
    });
    if parts { dated(tokens, at, at + 5) } else { None }
}

/// `Q3 2025`, `the third quarter of 2025`.
fn quarter(tokens: &Tokens, at: usize) -> Option<Found> {
    let code =
        tokens.is_any(at, &["Q", "H"]) && matches!(tokens.str(at + 1), "1" | "2" | "3" | "4");
    if code {
        let last = tokens.skip_space(at + 2);
        year(tokens, last).filter(|_| last > at + 2)?;
        let text = format!("{}{}{}", tokens.str(at), tokens.str(at + 1), tokens.str(last));
        return Some(Found::new(at, last + 1, Reading::Date(DateSpan::read(&text)?)));
    }
    let (class, form) = english::number_word(tokens.str(at))?;
    let english::Class::Small(1..=4) = class else { return None };
    let end = tokens.phrase(at + 2, "quarter").filter(|_| form == english::Form::Ordinal)?;
    let last = tokens.skip_space(end);
    let last = if tokens.is(last, "of") { tokens.skip_space(last + 1) } else { last };
    year(tokens, last).filter(|_| last > end)?;
    let text = format!("{}quarter{}", tokens.str(at), tokens.str(last)).to_ascii_lowercase();
    Some(Found::new(at, last + 1, Reading::Date(DateSpan::read(&text)?)))
}

/// `2023年`, `2023年7月1日`, `2021—2024年`, `2023年第三季度`.
fn han(tokens: &Tokens, at: usize) -> Option<Found> {
    let width = tokens.str(at).chars().count();
    if width != 4 {
        return None;
    }
    let start = tokens.get(at)?.start;
    if tokens.is_dash(at + 1) && tokens.han(at + 3, "年").is_some() {
        let second = DateSpan::read(tokens.str(at + 2))?;
        let span = DateSpan::read(tokens.str(at))?.hull(second);
        return Some(Found::new(at, at + 4, Reading::Date(span)));
    }
    tokens.han(at + 1, "年")?;
    // The longest stretch that is one date.
    (2..=10).rev().find_map(|length| {
        let last = tokens.get(at + length - 1)?;
        let ends = matches!(tokens.str(at + length - 1), "年" | "月" | "日" | "号" | "份" | "度");
        let date = DateSpan::read(&tokens.text()[start..last.end]).filter(|_| ends)?;
        Some(Found::new(at, at + length, Reading::Date(date)))
    })
}

/// `2023-07`; `2011-12` are two years.
fn iso_month(tokens: &Tokens, at: usize) -> Option<Found> {
    let year = year(tokens, at)?;
    let text = tokens.str(at + 2);
    let month: u32 = text.parse().ok().filter(|_| text.len() == 2)?;
    let alone = tokens.is_mark(at + 1, '-')
        && tokens.kind(at + 2) == Some(Kind::Digits)
        && !tokens.is_dash(at + 3)
        && !tokens.is_mark(at + 3, '%');
    let is_month = (1..=12).contains(&month) && month <= year % 100;
    if alone && is_month { dated(tokens, at, at + 3) } else { None }
}

/// `2023`, `2021–2024`, `2021–24`, `the 1990s`.
fn years(tokens: &Tokens, at: usize) -> Option<Found> {
    let first = year(tokens, at)?;
    if at > 0 && is_glued(tokens, at) {
        return None;
    }
    if tokens.is_dash(at + 1) || tokens.is_mark(at + 1, '/') {
        let text = tokens.str(at + 2);
        let short = (text.len() == 2 && tokens.kind(at + 2) == Some(Kind::Digits))
            .then(|| text.parse().ok().map(|short: u32| first / 100 * 100 + short))
            .flatten();
        let free = !matches!(tokens.kind(at + 3), Some(Kind::Word | Kind::Mark('%')));
        let second = year(tokens, at + 2).filter(|_| !tokens.is_mark(at + 1, '/')).or(short);
        if let Some(second) = second.filter(|second| *second > first && free) {
            let span = DateSpan::read(tokens.str(at))?.hull(DateSpan::read(&second.to_string())?);
            return Some(Found::new(at, at + 3, Reading::Date(span)));
        }
    }
    if tokens.is(at + 1, "s") && first.is_multiple_of(10) {
        let span = DateSpan::read(tokens.str(at))?.hull(DateSpan::read(&(first + 9).to_string())?);
        return Some(Found::new(at, at + 2, Reading::Date(span)));
    }
    if counts(tokens, at) { None } else { dated(tokens, at, at + 1) }
}

/// Whether a mark binds four digits to what is before them: `ISO-2019`, `$2000`, `-1999`, `0.2019`.
fn is_glued(tokens: &Tokens, at: usize) -> bool {
    match tokens.kind(at - 1) {
        Some(Kind::Mark('$' | '€' | '£' | '¥' | '±' | '−' | '<' | '>' | '≤' | '≥' | '=')) => {
            true
        }
        Some(Kind::Mark(c)) if crate::token::is_dash(c) => {
            at.checked_sub(2)
                .is_some_and(|before| tokens.is_word(before) && !is_mid(tokens.str(before)))
                || at < 2
                || tokens.is_space(at - 2)
        }
        Some(Kind::Mark('.' | ',')) => {
            at.checked_sub(2).is_some_and(|before| tokens.kind(before) == Some(Kind::Digits))
        }
        Some(Kind::Space) => tokens.before(at).is_some_and(|before| {
            matches!(tokens.kind(before), Some(Kind::Mark('=' | '<' | '>' | '≤' | '≥' | '$')))
                || tokens.is_any(before, &["RMB", "USD", "EUR"])
        }),
        _ => false,
    }
}

fn is_mid(word: &str) -> bool {
    ["mid", "early", "late", "pre", "post"].iter().any(|mid| mid.eq_ignore_ascii_case(word))
}

/// Whether four digits that look like a year are a number: `2000 patients`, `2000.5`.
fn counts(tokens: &Tokens, at: usize) -> bool {
    let decimal = tokens.is_mark(at + 1, '.') && tokens.kind(at + 2) == Some(Kind::Digits);
    let found = Found::level(at, at + 1, (crate::Rational::ZERO, crate::Rational::ONE), true);
    let found = super::unit::with_unit(tokens, super::digits::with_tail(tokens, found));
    let in_time = tokens.before(at).is_some_and(|before| {
        tokens.is_any(before, &["in", "since", "of", "from", "until", "between", "and", "to", "by"])
    });
    let unit = match &found.reading {
        Reading::Quantity(quantity) => quantity.unit.clone(),
        _ => Unit::Number,
    };
    let scaled = found.end > at + 1;
    let power = matches!(tokens.kind(at + 1), Some(Kind::Raised | Kind::Mark('×' | '^')));
    decimal || power || scaled || unit == Unit::Count && !in_time
}

fn dated(tokens: &Tokens, first: usize, end: usize) -> Option<Found> {
    let text = &tokens.text()[tokens.range(first, end)];
    Some(Found::new(first, end, Reading::Date(DateSpan::read(text)?)))
}
