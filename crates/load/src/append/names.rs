//! Whether two headings are the same name, or name the same thing in English or Chinese.

use crate::draft::term;
use crate::received::LEVELS;

/// A heading as names are compared with it.
pub(super) struct Named {
    whole: String,
    /// Of a heading with others above it the last says most.
    last: String,
    meaning: Vec<String>,
}

impl Named {
    pub(super) fn of(heading: &str) -> Self {
        let last = heading.rsplit(LEVELS).next().unwrap_or(heading);
        Self { whole: plain(heading), last: plain(last), meaning: meaning(last) }
    }

    /// Whether a name is this heading but for case, spaces, signs and what stands in brackets.
    pub(super) fn is(&self, name: &str) -> bool {
        let name = plain(name);
        !name.is_empty() && (name == self.whole || name == self.last)
    }

    /// Whether a name means in official statistics what the heading means.
    pub(super) fn means(&self, name: &str) -> bool {
        !self.meaning.is_empty() && self.meaning == meaning(name)
    }
}

/// What stands before a bracket, unless nothing does.
fn before_brackets(name: &str) -> &str {
    let before = name.split(['(', '（', '[']).next().unwrap_or(name);
    if before.trim().is_empty() { name } else { before }
}

fn plain(name: &str) -> String {
    before_brackets(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a name is called in English, its words in order; nothing where a stretch of it is not known.
fn meaning(name: &str) -> Vec<String> {
    let before = before_brackets(name);
    let english = term(before).unwrap_or_else(|| before.to_lowercase());
    let words =
        english.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !matches!(*word, "permits" | "of" | "the" | "number"));
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_the_same_agree() {
        assert!(Named::of("Total permits (Items)").is("total  PERMITS"));
        assert!(Named::of("2025 / 合计").is("合计"));
        assert!(Named::of("合计").means("Total"));
        assert!(Named::of("采集许可").means("Collection permits"));
        assert!(!Named::of("合计").means("占比"));
        assert!(!Named::of("").is(""), "a column without a heading is none of the others");
    }
}
