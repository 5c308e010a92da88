//! How a table writes numbers, and what its figures tell about it.

/// How numbers are written. `1,234` can be read only when the decimal mark is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// `.` or `,`; `None` while nothing in the table or manifest settles it.
    pub decimal: Option<char>,
    /// Whether `(123)` is −123.
    pub negative_parentheses: bool,
}

/// The decimal mark that one printed text proves, if it does: the mark that stands last of two kinds, that is not followed
/// by exactly three digits, or the other one where a mark repeats.
///
/// ```
/// use crossfoot_core::decimal_mark_evidence;
/// assert_eq!(decimal_mark_evidence("1,966 34.55%"), Some('.'));
/// assert_eq!(decimal_mark_evidence("1.234,5"), Some(','));
/// assert_eq!(decimal_mark_evidence("1,234,567"), Some('.'));
/// assert_eq!(decimal_mark_evidence("1,234"), None);
/// ```
pub fn decimal_mark_evidence(text: &str) -> Option<char> {
    text.split_whitespace().find_map(|token| {
        let digits: String = token.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        let digits = digits.trim_end_matches(['.', ',']);
        let last = digits.rfind(['.', ','])?;
        let mark = digits[last..].chars().next()?;
        let other = if mark == '.' { ',' } else { '.' };
        let before = &digits[..last];
        if before.contains(other) {
            Some(mark)
        } else if before.contains(mark) {
            Some(other)
        } else {
            (digits.len() - last - 1 != 3 || before.len() > 3 || before.is_empty() || before == "0").then_some(mark)
        }
    })
}
