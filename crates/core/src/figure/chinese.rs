//! Chinese numerals: `一百三十一`, `二〇二四`, and the magnitudes 万 (10⁴) and 亿 (10⁸).

use crate::Decimal;

/// The value of a numeral written in Chinese characters only; `None` where it is not one.
pub(crate) fn read(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0_i64, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut section, mut pending, mut largest) = (0_i64, 0_i64, None, 0);
    // The power that the character before stands for.
    let mut before = None;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if pending.is_some_and(|p| p != 0) {
                return None;
            }
            pending = Some(value);
        } else if let Some(power) = tens(c) {
            if pending.is_none() && section > 0 && before.is_some_and(|before| before <= power) {
                return None;
            }
            section = section.checked_add(
                pending.take().filter(|digit| *digit != 0).unwrap_or(1).checked_mul(power)?,
            )?;
        } else {
            let power = magnitude(c)?;
            let doubled = section == 0 && before.is_some_and(|before| before == power);
            section = section.checked_add(pending.take().unwrap_or(0))?;
            total = if doubled {
                total.checked_mul(power)?
            } else if power > largest {
                total.checked_add(section)?.checked_mul(power)?
            } else {
                total.checked_add(section.checked_mul(power)?)?
            };
            (section, largest) = (0, largest.max(power));
        }
        before = self::power(c).or_else(|| before.filter(|_| digit(c).is_some_and(|c| c != 0)));
    }
    // `一万三` is 13,000.
    let place = before.filter(|power| *power >= 100 && ends_with_power_and_digit(text));
    let last = pending.unwrap_or(0).checked_mul(place.map_or(1, |power| power / 10))?;
    total.checked_add(section)?.checked_add(last)
}

/// Whether the last character is a digit behind a power of ten.
fn ends_with_power_and_digit(text: &str) -> bool {
    let mut chars = text.chars().rev();
    chars.next().is_some_and(is_digit) && chars.next().is_some_and(|c| power(c).is_some())
}

/// Digits before each magnitude, `14亿1175万`, known to the last of them.
pub(super) fn read_mixed(text: &str) -> Option<Decimal> {
    let (high, low) = text.split_once(['亿', '億'])?;
    let low = low.strip_suffix(['万', '萬'])?;
    let low = whole_number(low).filter(|low| *low < 10_000)?;
    Decimal::new(whole_number(high)?.checked_mul(10_000)?.checked_add(low)?, -4)
}

/// The number that ASCII digits, without a sign, spell.
fn whole_number(digits: &str) -> Option<i64> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// Whether a text is one character of a numeral.
pub(crate) fn is_numeral(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_numeral_char) && chars.next().is_none()
}

fn is_numeral_char(c: char) -> bool {
    is_digit(c) || power(c).is_some()
}

/// Whether a character is a digit.
pub(crate) fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

/// 10⁴ or 10⁸.
pub(crate) const fn magnitude(c: char) -> Option<i64> {
    match c {
        '万' | '萬' => Some(10_000),
        '亿' | '億' => Some(100_000_000),
        _ => None,
    }
}

/// The power of ten that a character stands for, from ten on.
pub(crate) fn power(c: char) -> Option<i64> {
    tens(c).or_else(|| magnitude(c))
}

const fn tens(c: char) -> Option<i64> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1_000),
        _ => None,
    }
}

const fn digit(c: char) -> Option<i64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '兩' | '贰' | '貳' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numerals() {
        for (text, value) in [
            ("十", 10),
            ("一百三十一", 131),
            ("二〇二四", 2024),
            ("两千零五", 2005),
            ("三亿五千万", 350_000_000),
            ("一万零一", 10_001),
            ("九千八百七十六", 9_876),
            ("五千四百三十二", 5_432),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        assert_eq!(read("一二十"), None);
        assert_eq!(read("项"), None);
    }
}
