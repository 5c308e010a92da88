//! A number in a text, as it may be printed.

use std::ops::Range;

use crossfoot::core::{Decimal, thousands};

/// What separates thousands.
const SEPARATORS: [&str; 5] = [",", " ", "\u{A0}", "\u{2009}", "\u{202F}"];

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form(Option<&'static str>);

impl Form {
    /// A number in this form, without its sign.
    pub(crate) fn print(self, value: Decimal) -> String {
        let plain = value.to_plain();
        let plain = plain.trim_start_matches(['-', '−']);
        let Some(separator) = self.0 else { return plain.to_owned() };
        let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        format!("{}{rest}", thousands(whole).replace(',', separator))
    }
}

/// Where a number is printed first in a text, and how.
pub(crate) fn find(text: &str, value: Decimal) -> Option<(Range<usize>, Form)> {
    let separated = SEPARATORS.iter().map(|separator| Form(Some(separator)));
    std::iter::once(Form(None)).chain(separated).find_map(|form| {
        let printed = form.print(value);
        let mut found = text.match_indices(&printed);
        let (at, _) = found.find(|(at, _)| stands_alone(text, *at..at + printed.len()))?;
        Some((at..at + printed.len(), form))
    })
}

/// Whether the digits of a stretch are all of their number.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let goes_on = behind.strip_prefix(['.', ',', '·']).unwrap_or(behind);
    let began = before.strip_suffix(['.', ',', '·']).unwrap_or(before);
    !goes_on.starts_with(|c: char| c.is_ascii_digit())
        && !began.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_whole_and_keep_their_form() {
        let value = Decimal::new(1_204, 0).unwrap();
        assert_eq!(find("11,204 or 1204.5", value), None);
        let (range, form) = find("in all 1,204 (5%)", value).unwrap();
        assert_eq!((range, form.print(Decimal::new(12_040, 0).unwrap())), (7..12, "12,040".into()));
        let (range, _) = find("57.5, 7.5", Decimal::new(75, 1).unwrap()).unwrap();
        assert_eq!(range, 6..9);
    }
}
