//! How a table writes numbers, and what its figures tell about it.

/// How numbers are written. `1,234` can be read only when the decimal mark is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// `.` or `,`; `None` while nothing in the table or manifest settles it.
    pub decimal: Option<char>,
    /// Whether `(123)` is −123.
    pub negative_parentheses: bool,
}

/// The decimal mark that one printed text proves, if it does: in one of its numbers the mark that
/// stands last of two kinds, that is not followed by exactly three digits, or the other one where a
/// mark repeats. Each number is judged apart: a footnote mark, the whole behind a slash and the
/// parts of a date prove nothing of it.
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
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    // `1,2041)` may be 1,204 with a footnote mark.
    let marked = text.contains(')') && !text.contains('(');
    text.split(|c: char| !is_part(c)).filter(|_| !marked).find_map(proved_by)
}

/// Whether a mark stands once in a number, before its last three digits and behind no more than
/// three: then it may separate thousands as well as decimals. What stands around the number does
/// not matter, except that a percentage is no number of things.
///
/// ```
/// use crossfoot_core::may_be_either;
/// assert!(may_be_either("1.204", '.') && may_be_either("(1.204)", '.') && may_be_either("1,204*", ','));
/// assert!(!may_be_either("1.204", ',') && !may_be_either("1.20", '.') && !may_be_either("1.204%", '.'));
/// ```
pub fn may_be_either(number: &str, mark: char) -> bool {
    let number = number.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '%' | '％'));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number.split_once(mark).is_some_and(|(before, after)| {
        digits(before) && digits(after) && before.len() <= 3 && after.len() == 3
    })
}

/// The decimal mark that the digits and marks of one number prove.
fn proved_by(number: &str) -> Option<char> {
    let number = number.trim_end_matches(['.', ',']);
    let last = number.rfind(['.', ','])?;
    let (before, after) = (&number[..last], &number[last + 1..]);
    let (mark, other) = if number[last..].starts_with('.') { ('.', ',') } else { (',', '.') };
    let grouped = |digits: &str, mark: char| {
        let mut groups = digits.split(mark);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.all(|group| group.len() == 3)
    };
    match (before.contains(mark), before.contains(other)) {
        (false, true) => grouped(before, other).then_some(mark),
        (true, false) => grouped(number, mark).then_some(other),
        (true, true) => None,
        (false, false) => {
            (after.len() != 3 || before.len() > 3 || before.is_empty() || before == "0")
                .then_some(mark)
        }
    }
}
