//! What stands beside a number and says what it counts: `%`, `percentage points`, `$`, `years`,
//! `件`.

use super::scan::Found;
use super::{QuantityKind, Reading, chinese, multiple};
use crate::Unit;
use crate::token::{Kind, Tokens};

/// Signs and codes of currencies, and the name of the unit that they mean.
const CURRENCIES: [(&str, &str); 20] = [
    ("$", "USD"),
    ("USD", "USD"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("美元", "USD"),
    ("€", "EUR"),
    ("EUR", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("欧元", "EUR"),
    ("£", "GBP"),
    ("GBP", "GBP"),
    ("RMB", "RMB"),
    ("CNY", "RMB"),
    ("¥", "RMB"),
    ("￥", "RMB"),
    ("yuan", "RMB"),
    ("人民币", "RMB"),
    ("元", "RMB"),
    ("块钱", "RMB"),
];

/// Words of measures and the name of the unit that they mean.
const MEASURES: [(&str, &str); 60] = [
    ("year", "years"),
    ("years", "years"),
    ("yr", "years"),
    ("yrs", "years"),
    ("month", "months"),
    ("months", "months"),
    ("week", "weeks"),
    ("weeks", "weeks"),
    ("wk", "weeks"),
    ("day", "days"),
    ("days", "days"),
    ("hour", "hours"),
    ("hours", "hours"),
    ("hr", "hours"),
    ("hrs", "hours"),
    ("minute", "minutes"),
    ("minutes", "minutes"),
    ("min", "minutes"),
    ("mins", "minutes"),
    ("second", "seconds"),
    ("seconds", "seconds"),
    ("sec", "seconds"),
    ("ms", "ms"),
    ("decade", "decades"),
    ("decades", "decades"),
    ("century", "centuries"),
    ("centuries", "centuries"),
    ("kg", "kg"),
    ("mg", "mg"),
    ("μg", "µg"),
    ("ng", "ng"),
    ("pg", "pg"),
    ("ml", "mL"),
    ("μl", "µL"),
    ("dl", "dL"),
    ("km", "km"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("μm", "µm"),
    ("nm", "nm"),
    ("meters", "m"),
    ("metres", "m"),
    ("kcal", "kcal"),
    ("hz", "Hz"),
    ("khz", "kHz"),
    ("mhz", "MHz"),
    ("ghz", "GHz"),
    ("mmhg", "mmHg"),
    ("mmol", "mmol"),
    ("nmol", "nmol"),
    ("kda", "kDa"),
    ("bp", "bp"),
    ("kb", "kb"),
    ("mb", "Mb"),
    ("gb", "GB"),
    ("tb", "TB"),
    ("pb", "PB"),
    ("ppm", "ppm"),
    ("tonnes", "t"),
    ("hectares", "ha"),
];

/// Units directly behind digits or after one space. Their letter case matters: `mM` and `mm` differ.
const LETTERS: [(&str, &str); 15] = [
    ("h", "hours"),
    ("s", "seconds"),
    ("g", "g"),
    ("m", "m"),
    ("L", "L"),
    ("l", "L"),
    ("V", "V"),
    ("W", "W"),
    ("J", "J"),
    ("N", "N"),
    ("M", "M"),
    ("mM", "mM"),
    ("μM", "µM"),
    ("nM", "nM"),
    ("pM", "pM"),
];

/// Chinese measures; the units of time and length first, then what counts things.
const HAN_MEASURES: [(&str, &str); 19] = [
    ("个月", "months"),
    ("個月", "months"),
    ("小时", "hours"),
    ("分钟", "minutes"),
    ("公里", "km"),
    ("千米", "km"),
    ("公斤", "kg"),
    ("千克", "kg"),
    ("平方米", "m²"),
    ("毫克", "mg"),
    ("毫升", "mL"),
    ("厘米", "cm"),
    ("年", "years"),
    ("周岁", "years"),
    ("岁", "years"),
    ("天", "days"),
    ("日", "days"),
    ("周", "weeks"),
    ("吨", "t"),
];

/// Chinese words that count things.
const CLASSIFIERS: [&str; 40] = [
    "双", "雙", "对", "對", "件", "例", "人", "名", "项", "項", "家", "个", "個", "位", "所", "种",
    "種", "批", "份", "条", "台", "起", "只", "次", "户", "座", "篇", "类", "組", "组", "本", "辆",
    "艘", "株", "张", "頭", "头", "枚", "处", "场",
];

/// Nouns that a whole number before them counts.
const THINGS: [&str; 24] = [
    "cases",
    "patients",
    "participants",
    "people",
    "persons",
    "subjects",
    "individuals",
    "women",
    "men",
    "children",
    "samples",
    "studies",
    "items",
    "respondents",
    "students",
    "permits",
    "deaths",
    "adults",
    "males",
    "females",
    "animals",
    "mice",
    "genes",
    "countries",
];

/// The unit that a word names: `t` of `tonnes`, `EUR` of `euros`.
///
/// ```
/// assert_eq!(crossfoot_core::named_measure("Tonnes"), Some("t"));
/// assert_eq!(crossfoot_core::named_measure("patients"), None);
/// ```
pub fn named_measure(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let mut all = MEASURES.iter().chain(&CURRENCIES);
    all.find(|(name, _)| *name == lower || *name == word).map(|(_, unit)| *unit)
}

/// The same numeral with the currency before it.
pub(super) fn with_currency(tokens: &Tokens, mut found: Found, free: usize) -> Found {
    let Reading::Quantity(quantity) = &mut found.reading else { return found };
    let Some(mark) = tokens.before(found.first).filter(|mark| *mark >= free) else { return found };
    let Some(unit) = currency(tokens.str(mark)) else { return found };
    let code = tokens.is_word(mark);
    let upper = tokens.str(mark).chars().all(char::is_uppercase);
    if code && !upper || tokens.kind(mark) == Some(Kind::Han) {
        return found;
    }
    let country = mark.checked_sub(1).filter(|before| {
        *before >= free && !code && tokens.is_any(*before, &["US", "HK", "A", "C", "NT"])
    });
    let national = country.map(|country| tokens.str(country)).filter(|name| *name != "US");
    quantity.unit = match national {
        Some(country) => Unit::Measure(format!("{country}$").into()),
        None => Unit::Measure(unit.into()),
    };
    found.first = country.unwrap_or(mark);
    found
}

fn currency(text: &str) -> Option<&'static str> {
    let known = CURRENCIES.iter().find(|(mark, _)| *mark == text);
    known.map(|(_, unit)| *unit)
}

/// The same numeral with the unit behind it.
pub(super) fn with_unit(tokens: &Tokens, mut found: Found) -> Found {
    let Reading::Quantity(quantity) = &mut found.reading else { return found };
    if quantity.kind != QuantityKind::Level {
        return found;
    }
    if let Some(end) = multiple::after(tokens, found.end) {
        return multiple::multiple(Found { end, ..found });
    }
    if let Some((unit, end)) = percent(tokens, found.end) {
        (quantity.unit, found.end) = (unit, end);
    } else if quantity.unit == Unit::Number {
        let han = han_measure(tokens, chinese::skip_more(tokens, found.end));
        if let Some((unit, end)) = han.or_else(|| measure(tokens, found.end, quantity.digits)) {
            (quantity.unit, found.end) = (unit, end);
        } else if counts(tokens, found.first, found.end) {
            quantity.unit = Unit::Count;
        }
    }
    found
}

/// `%`, `per cent`, `percentage points`, `个百分点`.
fn percent(tokens: &Tokens, end: usize) -> Option<(Unit, usize)> {
    let at = tokens.skip_space(end);
    if matches!(tokens.kind(at), Some(Kind::Mark('%' | '％' | '﹪'))) {
        let point = if tokens.is_dash(at + 1) { at + 2 } else { tokens.skip_space(at + 1) };
        if tokens.is_any(point, &["point", "points"]) {
            return Some((Unit::Points, point + 1));
        }
        return Some((Unit::Percent, at + 1));
    }
    for points in ["个百分点", "個百分點", "百分点", "百分點"] {
        if let Some(end) = tokens.han(at, points) {
            return Some((Unit::Points, end));
        }
    }
    let at = if tokens.is_mark(end, '-') { end + 1 } else { at };
    if tokens.is_any(at, &["percentage", "percent"]) || tokens.phrase(at, "per cent").is_some() {
        let word = tokens.phrase(at, "per cent").unwrap_or(at + 1);
        let point = if tokens.is_dash(word) { word + 1 } else { tokens.skip_space(word) };
        if point > word && tokens.is_any(point, &["point", "points"]) {
            return Some((Unit::Points, point + 1));
        }
        return Some((Unit::Percent, word));
    }
    if tokens.is(at, "percents") {
        return Some((Unit::Percent, at + 1));
    }
    tokens.is_any(at, &["pp", "ppt", "ppts"]).then_some((Unit::Points, at + 1))
}

/// A measure in Latin letters, after a space, a hyphen or nothing.
fn measure(tokens: &Tokens, end: usize, digits: bool) -> Option<(Unit, usize)> {
    let hyphen = tokens.is_mark(end, '-') || tokens.is_mark(end, '‐');
    let at = if hyphen { end + 1 } else { tokens.skip_space(end) };
    if tokens.is_mark(at, '°') && tokens.is(at + 1, "C") {
        return Some((Unit::Measure("°C".into()), at + 2));
    }
    if tokens.is_mark(at, '€') || tokens.is_mark(at, '£') {
        return Some((Unit::Measure(currency(tokens.str(at))?.into()), at + 1));
    }
    let micro = tokens.is_mark(at, 'µ') && tokens.is_word(at + 1) && tokens.str(at + 1).len() <= 2;
    if micro {
        return Some((Unit::Measure(format!("µ{}", tokens.str(at + 1)).into()), at + 2));
    }
    let word = tokens.str(at);
    if !tokens.is_word(at) {
        return None;
    }
    if let Some((_, name)) = LETTERS.iter().find(|(known, _)| *known == word) {
        let initial = word.len() == 1 && tokens.is_mark(at + 1, '.') && at + 2 < tokens.len();
        let alone = !hyphen && tokens.kind(at + 1) != Some(Kind::Digits) && !initial;
        return (digits && alone).then(|| (Unit::Measure((*name).into()), at + 1));
    }
    if let Some((_, name)) = MEASURES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)) {
        return Some((Unit::Measure((*name).into()), at + 1));
    }
    currency(word).map(|name| (Unit::Measure(name.into()), at + 1))
}

/// A measure or counting word in Chinese.
fn han_measure(tokens: &Tokens, end: usize) -> Option<(Unit, usize)> {
    let at = tokens.skip_space(end);
    if tokens.kind(at) != Some(Kind::Han) {
        return None;
    }
    let money = CURRENCIES.iter().filter_map(|(name, unit)| Some((*unit, tokens.han(at, name)?)));
    let measures =
        HAN_MEASURES.iter().filter_map(|(name, unit)| Some((*unit, tokens.han(at, name)?)));
    if let Some((unit, end)) = money.chain(measures).next() {
        return Some((Unit::Measure(unit.into()), end));
    }
    is_classifier(tokens, at).then_some((Unit::Count, at + 1))
}

/// Whether a Chinese counting word stands at a token; `所` of `表1所示` is none.
pub(super) fn is_classifier(tokens: &Tokens, at: usize) -> bool {
    let shown = tokens.str(at) == "所" && matches!(tokens.str(at + 1), "示" | "列" | "述");
    CLASSIFIERS.contains(&tokens.str(at)) && !shown
}

/// Whether a Chinese unit or counting word stands at a token.
pub(super) fn is_han_unit(tokens: &Tokens, at: usize) -> bool {
    is_classifier(tokens, at)
        || HAN_MEASURES.iter().any(|(name, _)| tokens.han(at, name).is_some())
        || CURRENCIES.iter().any(|(name, _)| tokens.han(at, name).is_some())
        || ["倍", "成"].iter().any(|name| tokens.han(at, name).is_some())
}

/// Whether a number counts things: `n = 3,114`, `12 patients`, `5,328件`.
fn counts(tokens: &Tokens, first: usize, end: usize) -> bool {
    let sign = tokens.before(first).filter(|sign| tokens.is_mark(*sign, '='));
    let symbol = sign.and_then(|sign| tokens.before(sign));
    symbol.is_some_and(|symbol| tokens.is(symbol, "n"))
        || tokens.is_space(end) && tokens.is_any(end + 1, &THINGS)
}
