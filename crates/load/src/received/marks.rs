//! What is set above the line: footnote marks, powers, and the ends of ordinals.

/// What raised text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// A footnote mark, kept apart from the text.
    Mark(String),
    /// Part of the text, in characters that are raised themselves: `10⁵`, `km²`, or of an ordinal: `1st`.
    Text(String),
}

/// Tells what stands raised behind `before`.
pub(super) fn raised(before: &str, text: &str) -> Raised {
    /// Units whose square or cube is printed.
    const UNITS: [&str; 6] = ["m", "km", "cm", "mm", "dm", "s"];
    let text = text.trim();
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let number = text.strip_prefix(['-', '−']).unwrap_or(text);
    let power = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && (word == "10" || UNITS.contains(&word));
    let ordinal = ["st", "nd", "rd", "th", "er", "e", "o"].contains(&text) && word.ends_with(|c: char| c.is_ascii_digit());
    if power {
        Raised::Text(text.chars().map(superscript).collect())
    } else if ordinal {
        Raised::Text(text.to_owned())
    } else {
        Raised::Mark(text.trim_matches(['[', ']', '(', ')', ',', ' ']).to_owned())
    }
}

fn superscript(c: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).and_then(|digit| DIGITS.get(digit as usize)).copied().unwrap_or('⁻')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_ordinals_are_no_marks() {
        assert_eq!(raised("2,214", "a"), Raised::Mark("a".to_owned()));
        assert_eq!(raised("251", "1"), Raised::Mark("1".to_owned()));
        assert_eq!(raised("Total", "(1)"), Raised::Mark("1".to_owned()));
        assert_eq!(raised("3 × 10", "−5"), Raised::Text("⁻⁵".to_owned()));
        assert_eq!(raised("area in km", "2"), Raised::Text("²".to_owned()));
        assert_eq!(raised("the 1", "st"), Raised::Text("st".to_owned()));
    }
}
