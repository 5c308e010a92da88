//! A numeral with the words and marks around it.

use std::ops::Range;

use crossfoot_core::{
    Article, Block, BlockKind, MarkKind, Numeral, Part, Prose, Quantity, Reading, Unit,
};

/// What the rules look at.
pub(super) struct Context<'a> {
    pub(super) part: Part,
    pub(super) kind: BlockKind,
    pub(super) numeral: &'a Numeral,
    /// The heading of its section.
    pub(super) heading: &'a str,
    /// The text of its block, before the numeral.
    pub(super) before: &'a str,
    /// The numeral as printed.
    pub(super) shown: &'a str,
    /// The text of its block, behind the numeral.
    pub(super) after: &'a str,
    /// Its sentence.
    pub(super) sentence: &'a str,
    /// What follows its sentence.
    pub(super) rest: &'a str,
    prose: &'a Prose,
}

impl<'a> Context<'a> {
    pub(super) fn new(article: &'a Article, block: &'a Block, numeral: &'a Numeral) -> Self {
        let prose = &block.prose;
        let (text, section) = (prose.text(), article.section(block));
        let Range { start, end } = numeral.range;
        let sentence =
            prose.sentence_at(start).map_or(0..text.len(), |at| prose.sentences()[at].clone());
        Self {
            part: section.part,
            kind: block.kind,
            numeral,
            heading: &section.title,
            before: &text[..start],
            shown: &text[start..end],
            after: &text[end..],
            rest: text[sentence.end..].trim_start(),
            sentence: &text[sentence],
            prose,
        }
    }

    /// Whether the reader marked the numeral as something.
    pub(super) fn is_marked(&self, kind: MarkKind) -> bool {
        self.prose.is_marked(&self.numeral.range, kind)
    }

    /// The marked text around the numeral.
    pub(super) fn marked(&self, kind: MarkKind) -> Option<&'a str> {
        let range = &self.numeral.range;
        let mut marks = self.prose.marks().iter().filter(|mark| mark.kind == kind);
        let mark =
            marks.find(|mark| mark.range.start < range.end && range.start < mark.range.end)?;
        self.prose.text().get(mark.range.clone())
    }

    /// The quantity, if the numeral is one.
    pub(super) fn quantity(&self) -> Option<&'a Quantity> {
        match &self.numeral.reading {
            Reading::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// Whether it is a whole number in digits without sign, unit or separator.
    pub(super) fn is_plain(&self) -> bool {
        !self.shown.is_empty() && self.shown.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether its unit is a percentage.
    pub(super) fn is_percent(&self) -> bool {
        self.quantity().is_some_and(|quantity| quantity.unit == Unit::Percent)
    }

    /// The word before the numeral, without the marks around it.
    pub(super) fn word_before(&self) -> &'a str {
        last_word(self.before)
    }

    /// The word behind the numeral.
    pub(super) fn word_after(&self) -> &'a str {
        let text = self.after.trim_start_matches([' ', '\u{A0}', '-']);
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        &text[..end]
    }

    /// The text before the numeral and before the numbers that it is listed with: "Tables 1, 2 and
    /// 3" → "Tables ".
    pub(super) fn before_list(&self) -> &'a str {
        let mut text = self.before;
        loop {
            let rest =
                text.trim_end_matches([' ', '\u{A0}', ',', '–', '-', '(', ')', '&', '、', '及']);
            let rest =
                rest.strip_suffix("and").or_else(|| rest.strip_suffix(" to")).unwrap_or(rest);
            let rest = rest.trim_end_matches([' ', '\u{A0}', ',']);
            let number = rest.trim_end_matches(|c: char| c.is_ascii_digit());
            let letter = number.len() < rest.len()
                && (number.is_empty()
                    || number.ends_with([' ', '\u{A0}', ',', '–', '-', '(', '.']));
            if !letter {
                return text;
            }
            text = number;
        }
    }
}

/// The last word of a text, without the marks behind it.
pub(super) fn last_word(text: &str) -> &str {
    let text = text
        .trim_end_matches([' ', '\u{A0}', '.', ',', '*', '_', '(', '[', ':', '“', '"', '’', '”']);
    let start = text
        .rfind(|c: char| !c.is_alphanumeric() && c != '-')
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[start..]
}

/// Whether a word is one of some, letter case aside.
pub(super) fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}
