//! The number of cases that a heading or a title gives: `Placebo (n = 123)`, `N = 48`, `n (123)`.

use super::Base;

/// The number in the heading of a column or, where that has none, in the title of the table, if
/// there is one only.
pub(super) fn base(heading: &str, title: Option<&str>) -> Option<Base> {
    let own = numbers(heading).last().map(|(value, _)| *value).or_else(|| bracketed(heading));
    if let Some(value) = own {
        return Some(Base { value, in_title: false });
    }
    match numbers(title?).as_slice() {
        [(value, _)] => Some(Base { value: *value, in_title: true }),
        _ => None,
    }
}

/// A heading without the number of cases, by which a column is named.
pub(super) fn without(heading: &str) -> &str {
    match numbers(heading).last() {
        Some((_, at)) if *at > 0 => {
            heading[..*at].trim_end_matches([' ', '(', '[', '/', ',', '（'])
        }
        _ => heading,
    }
}

/// The number of a heading such as `n (1,234)`.
fn bracketed(heading: &str) -> Option<u64> {
    let behind = heading.trim().strip_prefix(['n', 'N'])?.trim_start();
    let inside = behind.strip_prefix('(')?.strip_suffix(')')?;
    let digits = inside.replace(',', "");
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Every `n = 123` of a text, with its place.
fn numbers(text: &str) -> Vec<(u64, usize)> {
    let signs = text.match_indices(['=', '＝']);
    signs
        .filter_map(|(at, sign)| {
            let before = text[..at].trim_end();
            let name = before.chars().next_back().filter(|name| matches!(name, 'n' | 'N'))?;
            let start = before.len() - name.len_utf8();
            // Not the end of a word.
            let word = before[..start].ends_with(char::is_alphanumeric);
            let behind = text[at + sign.len()..].trim_start();
            let end =
                behind.find(|c: char| !(c.is_ascii_digit() || c == ',')).unwrap_or(behind.len());
            let digits = behind[..end].trim_end_matches(',').replace(',', "");
            // `n = 12.5` and `n = 12%` count nothing.
            let whole = !behind[end..].starts_with(['%', '.']) || behind[end..].starts_with(". ");
            digits.parse().ok().filter(|_| !word && whole).map(|value| (value, start))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_gives_its_number_of_cases() {
        for (heading, title, expected) in [
            ("Placebo (n = 1,234)", None, Some((1_234, false))),
            ("Placebo group / n=15", Some("Trial (N = 40)"), Some((15, false))),
            ("All", Some("Patients (N = 40)"), Some((40, true))),
            ("All", Some("Men (n = 40) and women (n = 30)"), None),
            ("n (1,234)", None, Some((1_234, false))),
            ("n (%)", None, None),
            ("Mean = 12", None, None),
            ("n = 12.5", None, None),
        ] {
            let found = base(heading, title).map(|base| (base.value, base.in_title));
            assert_eq!(found, expected, "{heading}");
        }
        assert_eq!(without("Placebo (n = 1,234)"), "Placebo");
        assert_eq!(without("n = 12"), "n = 12");
    }
}
