//! How a table writes numbers, and what its figures show about it.

/// How numbers are written. `1,234` can be read only when the decimal mark is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// `.` or `,`; `None` while nothing in the table or manifest settles it.
    pub decimal: Option<char>,
    /// Whether `(123)` is −123.
    pub negative_parentheses: bool,
}

/// The decimal mark that one printed text proves, if any: in one of its numbers the last of two
/// kinds of marks, a mark that is not followed by exactly three digits, or the other mark if one
/// repeats. Each number is judged on its own: a footnote mark, the whole after a slash and the
/// parts of a date prove nothing.
///
/// ```
/// use crossfoot_core::decimal_mark_evidence;
/// assert_eq!(decimal_mark_evidence("1,966 34.55%"), Some('.'));
/// assert_eq!(decimal_mark_evidence("1.234,5"), Some(','));
/// assert_eq!(decimal_mark_evidence("1,234,567"), Some('.'));
/// for nothing in ["1,234", "1,204[1]", "1,204/926", "12.03.2024", "1.1.1"] {
///     assert_eq!(decimal_mark_evidence(nothing), None, "{nothing}");
/// }
/// ```
pub fn decimal_mark_evidence(text: &str) -> Option<char> {
    // `1,2041)` may be 1,204 with a footnote mark.
    let marked = text.contains(')') && !text.contains('(');
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .filter(|_| !marked)
        .find_map(proved_by)
}

/// Whether a number has a mark once, before its last three digits and after at most three. It may
/// then separate thousands or decimals. Text around the number does not matter, except that a
/// percentage is not a number of things.
///
/// ```
/// use crossfoot_core::may_be_either;
/// assert!(may_be_either("1.204", '.') && may_be_either("(1.204)", '.') && may_be_either("1,204*", ','));
/// assert!(!may_be_either("1.204", ',') && !may_be_either("1.20", '.') && !may_be_either("1.204%", '.'));
/// ```
pub fn may_be_either(number: &str, mark: char) -> bool {
    let number = number.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '%' | '％'));
    number.split_once(mark).is_some_and(|(before, after)| {
        (1..=3).contains(&before.len()) && after.len() == 3 && is_digits(before) && is_digits(after)
    })
}

/// Whether a text holds nothing but ASCII digits.
pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The decimal mark that the digits and marks of one number prove.
fn proved_by(number: &str) -> Option<char> {
    let number = number.trim_end_matches(['.', ',']);
    let last = number.rfind(['.', ','])?;
    let (before, after) = (&number[..last], &number[last + 1..]);
    let (mark, other) = if number[last..].starts_with('.') { ('.', ',') } else { (',', '.') };
    match (before.contains(mark), before.contains(other)) {
        (false, true) => is_grouped(before, other).then_some(mark),
        (true, false) => is_grouped(number, mark).then_some(other),
        (true, true) => None,
        (false, false) => {
            (after.len() != 3 || before.len() > 3 || before.is_empty() || before == "0")
                .then_some(mark)
        }
    }
}

/// Whether marks separate digits into groups of three, the first of which may be shorter.
fn is_grouped(number: &str, mark: char) -> bool {
    let mut groups = number.split(mark);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
}
