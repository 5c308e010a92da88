//! Chinese numerals in running text: `十二万`, `三分之一`, `近三成`, `百分之五`, `第二`.

use super::scan::Found;
use super::{QuantityKind, Reading, multiple, part, unit};
use crate::figure::chinese;
use crate::token::{Kind, Tokens};
use crate::{Rational, Unit};

/// Within a numeral: `十余万`.
pub(super) const AND_MORE: [&str; 5] = ["余", "多", "几", "幾", "餘"];

/// Words before a numeral that make it vague: `几十` is several tens.
const SEVERAL: [&str; 4] = ["几", "幾", "数", "數"];

/// The token behind `余` or `多`, where one stands: `三十余家`.
pub(super) fn skip_more(tokens: &Tokens, at: usize) -> usize {
    let more = AND_MORE.contains(&tokens.str(at)) && unit::is_han_unit(tokens, at + 1);
    if more { at + 1 } else { at }
}

/// A number in Chinese characters or digits, before what follows it.
struct Number {
    value: Rational,
    step: Rational,
    end: usize,
    digits: bool,
}

/// A numeral that starts with a Chinese character.
pub(super) fn read(tokens: &Tokens, at: usize) -> Option<Found> {
    if let Some(next) = tokens.han(at, "第") {
        return ordinal(tokens, at, next);
    }
    if let Some(next) = tokens.han(at, "负").or_else(|| tokens.han(at, "負")) {
        let number = number(tokens, next)?;
        let quantity = (number.value.clone(), number.step.clone());
        let plain = Found::level(at, number.end, quantity, number.digits);
        let mut found = after(tokens, next, &number).unwrap_or(plain);
        if let Reading::Quantity(quantity) = &mut found.reading {
            quantity.value = -quantity.value.clone();
        }
        found.first = at;
        return Some(found);
    }
    let parts = [
        ("百分之", 0),
        ("千分之", 1),
        ("万分之", 2),
        ("萬分之", 2),
        ("百万分之", 4),
        ("千万分之", 5),
        ("万万分之", 6),
        ("百万万分之", 8),
        ("仟分之", 1),
    ];
    for (name, power) in parts {
        if let Some(found) = tokens.han(at, name).and_then(|next| percent(tokens, at, next, power))
        {
            return Some(found);
        }
    }
    cardinal(tokens, at)
}

/// `第二`, `第3`; `第一` of a sentence as well.
fn ordinal(tokens: &Tokens, first: usize, at: usize) -> Option<Found> {
    let number = number(tokens, at)?;
    let place = number.value.to_integer()?;
    Some(Found::new(first, number.end, Reading::Ordinal(i64::try_from(place).ok()?)))
}

/// `百分之五`: the value in hundredths.
fn percent(tokens: &Tokens, first: usize, at: usize, power: i32) -> Option<Found> {
    // `百分之百`.
    let hundred = tokens.han(at, "百").map(|end| Number {
        value: Rational::from(100_i128),
        step: Rational::ONE,
        end,
        digits: false,
    });
    let number = number(tokens, at).or(hundred)?;
    let factor = Rational::power_of_ten(-power);
    let (value, step) = (number.value * factor.clone(), number.step * factor);
    let found = Found::level(first, number.end, (value, step), number.digits);
    Some(found.with(QuantityKind::Level, Unit::Percent))
}

/// `十二万`, `三分之一`, `三成`, `两倍`.
fn cardinal(tokens: &Tokens, at: usize) -> Option<Found> {
    // The tail of what is no numeral: `二三十`.
    let before = at.checked_sub(1);
    if before.is_some_and(|at| {
        let text = tokens.str(at);
        tokens.kind(at) == Some(Kind::Digits)
            || chinese::is_numeral(text)
            || SEVERAL.contains(&text)
    }) {
        return None;
    }
    let read = number(tokens, at)?;
    after(tokens, at, &read).or_else(|| {
        counts(tokens, at, read.end)
            .then(|| Found::level(at, read.end, (read.value, read.step), read.digits))
    })
}

/// A denominator, tenths or a multiple.
fn after(tokens: &Tokens, at: usize, read: &Number) -> Option<Found> {
    if let Some(part) = tokens.han(read.end, "分之").and_then(|next| number(tokens, next)) {
        let value = part.value.checked_div(&read.value)?;
        return Some(part::fraction(at, part.end, value));
    }
    if let Some(tenths) = tenths(tokens, at, read) {
        return Some(tenths);
    }
    let end = tokens.han(read.end, "倍")?;
    let quantity = (read.value.clone(), read.step.clone());
    Some(multiple::multiple(Found::level(at, end, quantity, read.digits)))
}

/// `三成`: tenths; `三成半`, `三成五`.
fn tenths(tokens: &Tokens, first: usize, read: &Number) -> Option<Found> {
    let end = tokens.han(read.end, "成")?;
    // "三成分": three components.
    if ["分", "为", "立", "员", "果", "功", "本", "熟", "年"].contains(&tokens.str(end)) {
        return None;
    }
    let ten = Rational::from(10_i128);
    let half = tokens.han(end, "半").map(|end| (Rational::from(5_i128), end));
    let more = half.or_else(|| {
        let more = number(tokens, end).filter(|more| more.end == end + 1)?;
        Some((more.value, more.end))
    });
    let (add, end, step) = match more {
        Some((add, end)) => (add, end, Rational::ONE),
        None => (Rational::ZERO, end, &read.step * &ten),
    };
    let found = Found::level(first, end, (&(&read.value * &ten) + &add, step), read.digits);
    Some(found.with(QuantityKind::Level, Unit::Percent))
}

/// Digits with the Chinese scale, tenths, denominator or multiple behind them: `1.2亿`, `5万4千`,
/// `2.5成`, `16分之5`, `3倍`.
pub(super) fn with_scale(tokens: &Tokens, found: Found) -> Found {
    if tokens.kind(tokens.skip_space(found.end)) != Some(Kind::Han) {
        return found;
    }
    let Reading::Quantity(quantity) = &found.reading else { return found };
    let (value, step) = (quantity.value.clone(), quantity.step.clone());
    let mut number = Number { value, step, end: found.end, digits: true };
    number.scale(tokens);
    if quantity.unit != Unit::Number {
        return found;
    }
    if let Some(after) = after(tokens, found.first, &number) {
        return after;
    }
    if number.end == found.end {
        return found;
    }
    Found::level(found.first, number.end, (number.value, number.step), true)
}

impl Number {
    /// Multiplies by the magnitudes behind it and adds the lower terms: `5万4千6百`, `3万4000`.
    fn scale(&mut self, tokens: &Tokens) {
        let Some((mut factor, end)) = factor(tokens, self.end) else { return };
        let power = Rational::from(factor);
        self.value = &self.value * &power;
        self.step = &self.step * &power;
        self.end = end;
        while let Some(term) = self.term(tokens, factor) {
            self.value = &self.value + &term.1;
            (factor, self.step, self.end) = (term.0, Rational::from(term.0), term.2);
        }
    }

    /// A lower term: digits and their magnitude, smaller than the last.
    fn term(&self, tokens: &Tokens, above: i128) -> Option<(i128, Rational, usize)> {
        let at = tokens.han(self.end, "零").unwrap_or(self.end);
        let text = tokens.str(at);
        let digits: i128 = text.parse().ok().filter(|_| text.len() < 9)?;
        let (power, end) = factor(tokens, at + 1).unwrap_or((1, at + 1));
        let fits = power < above && digits.checked_mul(power)? < above;
        fits.then(|| (power, Rational::from(digits * power), end))
    }
}

/// The product of the magnitudes at a token: `万亿`, `多万`.
fn factor(tokens: &Tokens, at: usize) -> Option<(i128, usize)> {
    let mut at = tokens.skip_space(at);
    if AND_MORE.contains(&tokens.str(at)) {
        at += 1;
    }
    let mut product = 1_i128;
    let start = at;
    while let Some(power) = tokens.str(at).chars().next().and_then(chinese::power)
        && tokens.han(at, "百分").is_none()
    {
        product = product.checked_mul(i128::from(power))?;
        at += 1;
    }
    // "10千米" are kilometres.
    let measure = product == 1_000 && tokens.is_any(at, &["米", "克", "瓦"]);
    (at > start && !measure).then_some((product, at))
}

/// Whether Chinese characters that can be a numeral are one: a single one needs a counting word,
/// since most stand in words (`一般`, `四川`, `十分`).
fn counts(tokens: &Tokens, first: usize, end: usize) -> bool {
    let alone = tokens.kind(end) != Some(Kind::Han)
        && (first == 0 || tokens.kind(first - 1) != Some(Kind::Han));
    let idle = tokens.str(first) == "一"
        && end == first + 1
        && ["个", "個", "种", "種", "些", "次", "项", "類", "类"].contains(&tokens.str(end));
    let unit = unit::is_han_unit(tokens, skip_more(tokens, end)) && !idle;
    let text = &tokens.text()[tokens.range(first, end)];
    let tens = text.contains(['十', '百', '千', '万', '亿', '萬', '億', '拾', '佰', '仟']);
    let several = end > first + 1 && tens;
    // "一九九八" is a year.
    let spelled_digits = end >= first + 4;
    let word = tokens.str(first) == "十" && end == first + 1;
    // `三两`: neither a number nor a year.
    let digits = text.chars().all(chinese::is_digit) && (2..4).contains(&(end - first));
    if digits && !text.contains(['〇', '零']) {
        return false;
    }
    let decimal = end > first + 2 && text.contains(['点', '點']);
    // `一到五个`, `一以上`.
    let bound = ["到", "至"]
        .iter()
        .any(|to| tokens.han(end, to).is_some_and(|next| chinese::is_numeral(tokens.str(next))))
        || ["以上", "以下"].iter().any(|bound| tokens.han(end, bound).is_some());
    unit || alone || bound || spelled_digits || decimal || several && !word
}

fn is_digit(tokens: &Tokens, at: usize) -> bool {
    chinese::is_numeral(tokens.str(at))
}

/// The longest number in Chinese characters that starts at a token.
fn number(tokens: &Tokens, at: usize) -> Option<Number> {
    if tokens.kind(at) == Some(Kind::Digits) {
        let found = super::digits::read(tokens, at)?;
        let Reading::Quantity(quantity) = found.reading else { return None };
        let (value, step) = (quantity.value, quantity.step);
        let mut number = Number { value, step, end: found.end, digits: true };
        number.scale(tokens);
        return Some(number);
    }
    let mut end = at;
    let mut text = String::new();
    while is_digit(tokens, end)
        || end > at && AND_MORE.contains(&tokens.str(end)) && is_digit(tokens, end + 1)
    {
        if is_digit(tokens, end) {
            text.push_str(tokens.str(end));
        }
        end += 1;
    }
    // "百", "千" and "万" alone are parts of words.
    if !text.starts_with(|c| chinese::is_digit(c) || c == '十' || c == '拾') {
        return None;
    }
    // "七十百分位": the longest stretch that is one number.
    let whole = loop {
        if let Some(whole) = chinese::read(&text) {
            break whole;
        }
        text.pop()?;
        end -= 1;
    };
    if chinese::is_numeral(tokens.str(end)) && text.chars().all(chinese::is_digit) || text == "拾"
    {
        return None;
    }
    let scale = text.chars().rev().map_while(chinese::magnitude).product::<i64>();
    let mut number = Number {
        value: Rational::from(i128::from(whole)),
        step: Rational::from(i128::from(scale)),
        end,
        digits: false,
    };
    let point = tokens.han(end, "点").or_else(|| tokens.han(end, "點"));
    if let Some(point) = point.filter(|point| tokens.str(*point).chars().all(chinese::is_digit)) {
        let mut decimals = point;
        while tokens.kind(decimals) == Some(Kind::Han)
            && tokens.str(decimals).chars().all(chinese::is_digit)
        {
            let digit = chinese::read(tokens.str(decimals))?;
            number.step = if decimals == point {
                Rational::power_of_ten(-1)
            } else {
                &number.step * &Rational::power_of_ten(-1)
            };
            number.value = &number.value + &(&Rational::from(i128::from(digit)) * &number.step);
            decimals += 1;
        }
        number.end = decimals;
    }
    Some(number)
}
