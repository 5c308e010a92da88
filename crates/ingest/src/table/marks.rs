//! What is set above the line: footnote marks, powers, and the ends of ordinals.

use crate::table::kinds::{Kind, kind};

/// What raised text is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Raised {
    /// A footnote mark, kept apart from the text.
    Mark(String),
    /// Part of the text, in characters that are raised themselves: `10⁵`, `km²`, or of an ordinal:
    /// `1st`.
    Text(String),
}

/// The text of a workbook's cell in stretches, some of them raised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs(Vec<(bool, String)>);

impl Runs {
    /// Adds text to the end.
    pub(crate) fn push(&mut self, raised: bool, text: &str) {
        match self.0.last_mut() {
            Some((same, last)) if *same == raised => last.push_str(text),
            _ => self.0.push((raised, text.to_owned())),
        }
    }

    /// Whether something of it is raised.
    pub(crate) fn any_raised(&self) -> bool {
        self.0.iter().any(|(raised, text)| *raised && !text.trim().is_empty())
    }

    /// The text, and the marks that are set apart from it. A mark in front of words is that of a
    /// note: `[1] At year end`.
    pub(crate) fn finish(self) -> (String, Option<String>) {
        let (mut text, mut front, mut marks) = (String::new(), String::new(), Vec::new());
        for (up, run) in self.0 {
            match (up, text.trim().is_empty()) {
                (true, true) => front.push_str(run.trim()),
                (true, false) => match raised(&text, &run) {
                    Raised::Text(run) => text.push_str(&run),
                    Raised::Mark(mark) => marks.extend((!mark.is_empty()).then_some(mark)),
                },
                (false, _) => text.push_str(&run),
            }
        }
        let rest = text.trim();
        let text = match (front.is_empty(), kind(rest)) {
            (true, _) => rest.to_owned(),
            (false, Kind::Empty) => front,
            (false, Kind::Words) => format!("[{front}] {rest}"),
            (false, Kind::Figure | Kind::Period) => {
                marks.insert(0, front);
                rest.to_owned()
            }
        };
        (text, (!marks.is_empty()).then(|| marks.join(",")))
    }
}

/// What is raised after `before`.
pub(crate) fn raised(before: &str, text: &str) -> Raised {
    /// Units whose square or cube is printed.
    const UNITS: [&str; 6] = ["m", "km", "cm", "mm", "dm", "s"];
    let text = text.trim();
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let number = text.strip_prefix(['-', '−']).unwrap_or(text);
    let power = !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (word == "10" || UNITS.contains(&word));
    let ordinal = ["st", "nd", "rd", "th", "er", "e", "o"].contains(&text)
        && word.ends_with(|c: char| c.is_ascii_digit());
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

    fn finished(runs: &[(bool, &str)]) -> String {
        let mut all = Runs::default();
        runs.iter().for_each(|(raised, text)| all.push(*raised, text));
        let (text, mark) = all.finish();
        format!("{text}|{}", mark.unwrap_or_default())
    }

    #[test]
    fn runs_are_text_and_marks() {
        assert_eq!(finished(&[(false, "120"), (true, "2")]), "120|2");
        assert_eq!(
            finished(&[(false, "Beds"), (true, "a,"), (true, "b"), (false, " (number)")]),
            "Beds (number)|a,b"
        );
        assert_eq!(finished(&[(false, "area, km"), (true, "2")]), "area, km²|");
        assert_eq!(finished(&[(true, "1"), (false, " At year end")]), "[1] At year end|");
        assert_eq!(finished(&[(true, "a"), (false, "251")]), "251|a");
        assert_eq!(finished(&[(true, "251"), (false, " ")]), "251|");
    }

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
