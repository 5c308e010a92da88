//! Numbers in digits: `1,204`, `−3.2`, `1.3 billion`, `1.2×10⁻⁵`, `3rd`, `½`.

use super::scan::Found;
use super::{QuantityKind, Reading, english, part};
use crate::Rational;
use crate::token::{Kind, Tokens};

/// The most digits of a number; longer ones are codes.
const LONGEST: usize = 30;

/// Digits as one integer, and how many of them are after the point.
struct Digits {
    mantissa: i128,
    decimals: i32,
    end: usize,
}

/// A number in digits with its sign, power of ten and scale.
pub(super) fn read(tokens: &Tokens, at: usize) -> Option<Found> {
    let digits = plain(tokens, at)?;
    let times_ten = power_of_ten(tokens, digits.end);
    let is_ten = digits.mantissa == 10 && digits.decimals == 0;
    // `10⁻⁵` is ten to a power by itself.
    let bare = bare_power(tokens, digits.end).filter(|_| is_ten);
    let bare = bare.map(|(power, end)| (power - 1, end));
    let (power, end) = times_ten.or(bare).unwrap_or((0, digits.end));
    let exponent = power - digits.decimals;
    let step = Rational::power_of_ten(exponent);
    let value = Rational::from(digits.mantissa) * step.clone();
    let first = sign(tokens, at);
    let value = if first.is_some() { -value } else { value };
    let found = Found::level(first.unwrap_or(at), end, (value, step), true);
    Some(with_tail(tokens, found))
}

/// Whether a numeral is a number in digits that nothing says more of yet.
pub(super) fn is_plain(found: &Found) -> bool {
    matches!(&found.reading, Reading::Quantity(quantity)
        if quantity.digits && quantity.kind == QuantityKind::Level)
}

/// `1,204`, `1 204` with thin spaces, `3.25`, `.05`, `43·5`. Of a version (`2.1.3`) the first two
/// parts are the value.
fn plain(tokens: &Tokens, at: usize) -> Option<Digits> {
    let leading = tokens.is_mark(at, '.');
    if leading {
        let free = at == 0
            || !matches!(tokens.kind(at - 1), Some(Kind::Digits | Kind::Word))
                && !tokens.is_mark(at - 1, '.');
        if !free || tokens.kind(at + 1) != Some(Kind::Digits) {
            return None;
        }
    } else if tokens.kind(at) != Some(Kind::Digits) {
        return None;
    }
    let mut digits = Digits { mantissa: 0, decimals: 0, end: at };
    if !leading {
        digits.push(tokens.str(at))?;
        digits.end = at + 1;
        if tokens.str(at).chars().count() <= 3 {
            while let Some(next) = group(tokens, at, digits.end) {
                digits.push(tokens.str(next))?;
                digits.end = next + 1;
            }
        }
    }
    let point = matches!(tokens.kind(digits.end), Some(Kind::Mark('.' | '·' | '．')));
    if point && tokens.kind(digits.end + 1) == Some(Kind::Digits) {
        let decimals = tokens.str(digits.end + 1);
        digits.push(decimals)?;
        digits.decimals = decimals.chars().count() as i32;
        digits.end += 2;
        while tokens.is_mark(digits.end, '.') && tokens.kind(digits.end + 1) == Some(Kind::Digits) {
            digits.end += 2;
        }
    }
    Some(digits)
}

impl Digits {
    fn push(&mut self, text: &str) -> Option<()> {
        if text.chars().count() > LONGEST {
            return None;
        }
        for c in text.chars() {
            self.mantissa = self.mantissa.checked_mul(10)?.checked_add(value_of(c)?)?;
        }
        Some(())
    }
}

/// The value of an ASCII or full-width digit.
pub(super) fn value_of(c: char) -> Option<i128> {
    let base = if c.is_ascii() { '0' } else { '０' };
    u32::from(c).checked_sub(u32::from(base)).filter(|value| *value < 10).map(i128::from)
}

/// The next three digits of a number that starts at a token.
fn group(tokens: &Tokens, first: usize, at: usize) -> Option<usize> {
    let three = tokens.kind(at + 1) == Some(Kind::Digits)
        && tokens.str(at + 1).chars().count() == 3
        && !tokens.is_word(at + 2);
    let separator = match tokens.kind(at)? {
        Kind::Mark(',' | '，' | '\'' | '’') => true,
        Kind::Space => match tokens.str(at) {
            "\u{2009}" | "\u{202F}" => true,
            // Two numbers can stand beside each other; `40 000` and `1 234 567` are one.
            " " | "\u{A0}" => {
                tokens.str(at + 1) == "000"
                    || at > first + 1
                    || tokens.is_space(at + 2) && {
                        let next = tokens.str(at + 3);
                        tokens.kind(at + 3) == Some(Kind::Digits) && next.len() == 3
                    }
            }
            _ => false,
        },
        _ => false,
    };
    (three && separator && !tokens.str(first).starts_with('0')).then_some(at + 1)
}

/// The token of the sign before digits.
fn sign(tokens: &Tokens, at: usize) -> Option<usize> {
    let sign = at.checked_sub(1)?;
    if let Some(word) = sign_word(tokens, at) {
        return Some(word);
    }
    if !matches!(tokens.kind(sign), Some(Kind::Mark('−' | '-' | '－' | '–'))) {
        return None;
    }
    let Some(before) = sign.checked_sub(1) else { return Some(sign) };
    let free = match tokens.kind(before)? {
        Kind::Space => {
            let number = before.checked_sub(1).and_then(|at| tokens.kind(at));
            !tokens.is_mark(sign, '–') || !matches!(number, Some(Kind::Digits | Kind::Mark('%')))
        }
        Kind::Mark(c) => matches!(
            c,
            '(' | '[' | '=' | '<' | '>' | '≤' | '≥' | ',' | '~' | '“' | '（' | '：' | ':' | '±'
        ),
        Kind::Han => true,
        _ => false,
    };
    free.then_some(sign)
}

/// `minus` before a number. "Negative" is more often a result: "HIV negative".
pub(super) fn sign_word(tokens: &Tokens, at: usize) -> Option<usize> {
    let space = at.checked_sub(1).filter(|space| tokens.is_space(*space))?;
    let word = space.checked_sub(1)?;
    let subtracts =
        tokens.before(word).is_some_and(|before| tokens.kind(before) == Some(Kind::Digits));
    let negative = tokens.is(word, "negative")
        && tokens
            .before(word)
            .is_some_and(|before| tokens.is_any(before, &["is", "was", "between", "by"]));
    (tokens.is(word, "minus") && !subtracts || negative).then_some(word)
}

/// The power of ten behind digits: `×10⁻⁵`, `× 10^5`, `e-5`, `E+7`.
fn power_of_ten(tokens: &Tokens, at: usize) -> Option<(i32, usize)> {
    if tokens.is(at, "e") {
        let signed = matches!(tokens.kind(at + 1), Some(Kind::Mark('-' | '−' | '+' | '–' | '－')));
        let power = exponent(tokens, at + 1 + usize::from(signed))?;
        let negative = signed && !tokens.is_mark(at + 1, '+');
        return Some((if negative { -power.0 } else { power.0 }, power.1));
    }
    let times = tokens.skip_space(at);
    let cross = tokens.is_mark(times, '×') || tokens.is_mark(times, '⋅') || tokens.is(times, "x");
    let ten = tokens.skip_space(times + 1);
    (cross && tokens.str(ten) == "10").then(|| bare_power(tokens, ten + 1))?
}

/// The exponent behind a ten: `^-5`, `−5`, `⁻⁵`.
fn bare_power(tokens: &Tokens, at: usize) -> Option<(i32, usize)> {
    let caret = tokens.is_mark(at, '^');
    let at = at + usize::from(caret);
    let negative = matches!(tokens.kind(at), Some(Kind::Mark('−' | '⁻' | '–')))
        || tokens.is_mark(at, '-') && (caret || tokens.kind(at + 1) == Some(Kind::Raised));
    let digits = at + usize::from(negative);
    let plain = tokens.kind(digits) == Some(Kind::Raised) || caret || negative;
    let (power, end) = exponent(tokens, digits).filter(|_| plain)?;
    Some((if negative { -power } else { power }, end))
}

fn exponent(tokens: &Tokens, at: usize) -> Option<(i32, usize)> {
    let text = tokens.str(at);
    let raised = tokens.kind(at) == Some(Kind::Raised);
    if !raised && tokens.kind(at) != Some(Kind::Digits) || text.chars().count() > 2 {
        return None;
    }
    let power = text.chars().try_fold(0, |sum, c| {
        let digit = if raised { raised_value(c) } else { value_of(c) };
        digit.map(|digit| sum * 10 + digit)
    })?;
    Some((power as i32, at + 1))
}

fn raised_value(c: char) -> Option<i128> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == c).map(|value| value as i128)
}

/// Digits above the line.
pub(super) fn raised(tokens: &Tokens, at: usize) -> Option<Found> {
    let (value, end) = exponent(tokens, at)?;
    let value = Rational::from(i128::from(value));
    Some(Found::level(at, end, (value, Rational::ONE), true))
}

/// `3rd`, `21st`.
pub(super) fn ordinal(tokens: &Tokens, at: usize) -> Option<Found> {
    let digits = tokens.str(at);
    let place = digits.parse::<i64>().ok().filter(|_| digits.len() <= 4)?;
    let ending = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    let free = at == 0 || !matches!(tokens.kind(at - 1), Some(Kind::Word | Kind::Mark('.' | ',')));
    let ends = tokens.is(at + 1, ending);
    (free && ends).then(|| Found::new(at, at + 2, Reading::Ordinal(place)))
}

/// `½`: as `half`.
pub(super) fn vulgar(tokens: &Tokens, at: usize) -> Option<Found> {
    Some(part::fraction(at, at + 1, vulgar_value(tokens, at)?))
}

fn vulgar_value(tokens: &Tokens, at: usize) -> Option<Rational> {
    const SIGNS: [(&str, i128, i128); 9] = [
        ("½", 1, 2),
        ("⅓", 1, 3),
        ("⅔", 2, 3),
        ("¼", 1, 4),
        ("¾", 3, 4),
        ("⅕", 1, 5),
        ("⅙", 1, 6),
        ("⅛", 1, 8),
        ("⅒", 1, 10),
    ];
    let (_, num, den) = SIGNS.iter().find(|(sign, ..)| *sign == tokens.str(at))?;
    Rational::new(*num, *den)
}

/// The same number with what follows it: `½`, `and a half`, `million`.
pub(super) fn with_tail(tokens: &Tokens, mut found: Found) -> Found {
    let Reading::Quantity(quantity) = &mut found.reading else { return found };
    let spelled_scale = !quantity.digits && quantity.step.abs() > Rational::ONE;
    let whole = quantity.digits && quantity.step == Rational::ONE;
    let vulgar = vulgar_value(tokens, found.end).filter(|_| whole);
    let part = vulgar.map(|part| (part, found.end + 1));
    let part = part.or_else(|| and_a_half(tokens, found.end));
    if !spelled_scale && let Some((part, end)) = part {
        quantity.value = further(&quantity.value, part);
        quantity.step = Rational::ZERO;
        found.end = end;
    }
    let at = match tokens.kind(found.end) {
        Some(Kind::Space | Kind::Mark('-')) => found.end + 1,
        _ => found.end,
    };
    let scale = match english::number_word(tokens.str(at)) {
        Some((english::Class::Scale(power), english::Form::Cardinal)) => Some(power),
        Some((english::Class::Hundred, english::Form::Cardinal)) if quantity.digits => Some(2),
        _ => abbreviated(tokens.str(at)),
    };
    if let Some(power) = scale {
        let factor = Rational::power_of_ten(power as i32);
        quantity.value = quantity.value.clone() * factor.clone();
        quantity.step = quantity.step.clone() * factor;
        found.end = at + 1;
    }
    // "three million and a half" is 3.5 million.
    if (scale.is_some() || spelled_scale)
        && let Some((part, end)) = and_a_half(tokens, found.end)
    {
        let whole = if spelled_scale {
            quantity.step.clone()
        } else {
            Rational::power_of_ten(scale.unwrap_or(0) as i32)
        };
        quantity.value = further(&quantity.value, &part * &whole);
        quantity.step = Rational::ZERO;
        found.end = end;
    }
    found
}

/// A value that is by a part further from zero.
fn further(value: &Rational, part: Rational) -> Rational {
    if value.signum() < 0 { value - &part } else { value + &part }
}

fn abbreviated(word: &str) -> Option<u32> {
    match word {
        "bn" | "bln" => Some(9),
        "mil" => Some(6),
        "tn" | "tln" => Some(12),
        _ => None,
    }
}

/// `and a half`, `and three quarters`.
fn and_a_half(tokens: &Tokens, at: usize) -> Option<(Rational, usize)> {
    let numerator = tokens.phrase(at + 1, "and").filter(|_| tokens.is_space(at))? + 1;
    let count = if tokens.is_any(numerator, &["a", "one"]) {
        1
    } else {
        match english::number_word(tokens.str(numerator))? {
            (english::Class::Small(value), english::Form::Cardinal) => value,
            _ => return None,
        }
    };
    if tokens.skip_space(numerator + 1) == numerator + 1 && !tokens.is_dash(numerator + 1) {
        return None;
    }
    let (denominator, plural) = english::denominator(tokens.str(numerator + 2))?;
    let agrees = plural == (count > 1);
    Some((Rational::new(count, denominator).filter(|_| agrees)?, numerator + 3))
}
