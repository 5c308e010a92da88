//! Reading the figures that nearly every cell of a big table holds, without allocation.

use std::ops::Range;

use super::NumberFormat;
use crate::{Decimal, Unit};

/// Reads the common case: ASCII digits, commas in threes, a point, a percent sign.
/// `field` is its place in `text`. `None` means only that [`super::read_figure`] must read it.
#[inline]
pub fn read_plain(
    text: &[u8],
    field: Range<usize>,
    unit: &Unit,
    format: NumberFormat,
) -> Option<Decimal> {
    let percent =
        matches!(unit, Unit::Percent) && field.len() > 1 && text.get(field.end - 1) == Some(&b'%');
    let field = field.start..field.end - usize::from(percent);
    let (mantissa, decimals) = match read_word(text, &field) {
        Some((mantissa, decimals)) if decimals == 0 || format.decimal != Some(',') => {
            (mantissa, decimals)
        }
        _ => read_bytes(text.get(field)?, format)?,
    };
    let refused =
        decimals > 0 && (matches!(unit, Unit::Count) || decimals == 3 && format.decimal.is_none());
    (!refused).then_some(Decimal::known(mantissa, decimals))
}

/// Up to eight digits, or seven and a point, all at once: their number, and how many of them are
/// after the point.
///
/// Fields of a column differ in length, and of a loop over their bytes the processor would guess
/// the end wrong nearly every time.
#[inline]
fn read_word(text: &[u8], field: &Range<usize>) -> Option<(i64, i8)> {
    let length = field.len();
    if length == 0 || length > 8 {
        return None;
    }
    // The eight bytes up to the end of the field; those before it become zero, and so do the digits
    // 0.
    let bytes: [u8; 8] = text.get(field.end.checked_sub(8)?..field.end)?.try_into().ok()?;
    let before = 64 - 8 * length as u32;
    let word = (u64::from_le_bytes(bytes) ^ each(b'0')) >> before << before;
    let point = zero_bytes(word ^ (each(b'.' ^ b'0') >> before << before)) >> before << before;
    if point == 0 {
        return all_digits(word).then(|| (value_of(word), 0));
    }
    // The digits before the point move up by one byte and close the gap.
    let before_point = (point >> 7) - 1;
    let digits = (word & before_point) << 8 | word & !(before_point << 8 | 0xFF);
    let decimals = point.leading_zeros() as usize / 8;
    let sound =
        point.is_power_of_two() && decimals > 0 && decimals + 1 < length && all_digits(digits);
    sound.then(|| (value_of(digits), decimals as i8))
}

/// Every byte of a word the same.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of every byte that is zero.
const fn zero_bytes(word: u64) -> u64 {
    let low = each(0x7F);
    !(((word & low) + low) | word | low)
}

/// Whether every byte is at most nine.
const fn all_digits(word: u64) -> bool {
    (((word & each(0x7F)) + each(0x7F - 9)) | word) & each(0x80) == 0
}

/// The number whose digits are the bytes of a word, the lowest byte first: two, four and eight
/// digits at a time.
const fn value_of(digits: u64) -> i64 {
    let twos = (digits * 10 + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (twos * 100 + (twos >> 16)) & 0x0000_FFFF_0000_FFFF;
    let eight = (fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF;
    eight as i64
}

/// The same one byte after another, for long figures and those with separators.
fn read_bytes(text: &[u8], format: NumberFormat) -> Option<(i64, i8)> {
    if text.len() > Decimal::MAX_DIGITS as usize - 2 {
        return None;
    }
    let (mut mantissa, mut group, mut grouped, mut point) = (0_i64, 0_i8, false, false);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                group += 1;
            }
            b',' if format.decimal == Some('.')
                && !point
                && (1..=3).contains(&group)
                && (!grouped || group == 3) =>
            {
                (grouped, group) = (true, 0)
            }
            b'.' if format.decimal != Some(',')
                && !point
                && group > 0
                && (!grouped || group == 3) =>
            {
                (point, group) = (true, 0)
            }
            _ => return None,
        }
    }
    let complete = group > 0 && (!grouped || point || group == 3);
    complete.then_some((mantissa, if point { group } else { 0 }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_words() {
        for (text, read) in [
            ("0", Some((0, 0))),
            ("5690", Some((5_690, 0))),
            ("12345678", Some((12_345_678, 0))),
            ("34.55", Some((3_455, 2))),
            ("0.000001", Some((1, 6))),
            ("123456.7", Some((1_234_567, 1))),
            ("", None),
            (".5", None),
            ("5.", None),
            (".", None),
            ("1.2.3", None),
            ("1,234", None),
            ("-5", None),
            ("123456789", None),
        ] {
            let line = format!("        {text}");
            assert_eq!(read_word(line.as_bytes(), &(8..line.len())), read, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_word_is_read_as_its_bytes_are(before in "[0-9.x]{8}", text in "[0-9.,%\\-\u{130}]{0,9}") {
            let all = format!("{before}{text}");
            let english = NumberFormat { decimal: Some('.'), negative_parentheses: false };
            if let Some(read) = read_word(all.as_bytes(), &(before.len()..all.len())) {
                prop_assert_eq!(Some(read), read_bytes(text.as_bytes(), english));
            }
        }

        #[test]
        fn plain_digits_are_always_read(number in 0_u32..99_999_999) {
            let all = format!("x,y,z,0,{number}");
            let field = 8..all.len();
            prop_assert_eq!(read_word(all.as_bytes(), &field), Some((i64::from(number), 0)));
        }
    }
}
