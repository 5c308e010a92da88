//! Texts → stems of their words, by which labels of tables are found in sentences.

use std::ops::Range;

use crossfoot_core::is_chinese;
use rust_stemmers::{Algorithm, Stemmer};

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its stem in small letters; of a Chinese text two neighbouring characters.
    pub(super) stem: String,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// How many clauses end before it.
    pub(super) clause: usize,
}

/// Cuts texts into words.
pub(super) struct Words(Stemmer);

impl Default for Words {
    fn default() -> Self {
        Self(Stemmer::create(Algorithm::English))
    }
}

impl Words {
    /// The words of a text that may name something, in order. Words that only join others are left
    /// out.
    pub(super) fn cut(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut clause = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if is_chinese(c) {
                let next = chars.peek().filter(|(_, next)| is_chinese(*next));
                let end = next.map_or(start + c.len_utf8(), |(at, next)| at + next.len_utf8());
                let alone = words.last().is_none_or(|word: &Word| word.range.end <= start);
                if next.is_some() || alone {
                    let stem = text[start..end].to_owned();
                    words.push(Word { stem, range: start..end, clause });
                }
                continue;
            }
            if !c.is_alphanumeric() {
                let ends = matches!(
                    c,
                    ';' | ':' | '(' | ')' | '—' | '；' | '：' | '（' | '）' | '，' | '。'
                );
                let comma = c == ',' && !chars.peek().is_some_and(|(_, c)| c.is_ascii_digit());
                clause += usize::from(ends || comma);
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = chars.peek().copied() {
                let number = c.is_ascii_digit() && matches!(next, ',' | '.' | '\'');
                let joins = next.is_alphanumeric() && !is_chinese(next)
                    || number && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
                if !joins {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            let written = &text[start..end];
            if BREAKS.contains(&written) {
                clause += 1;
            }
            self.push(written, start..end, clause, &mut words);
        }
        words
    }

    fn push(&self, written: &str, range: Range<usize>, clause: usize, words: &mut Vec<Word>) {
        let lower = written.to_lowercase();
        if JOINS.contains(&lower.as_str()) || lower == "s" && range.start > 0 {
            return;
        }
        let stem = if lower.starts_with(|c: char| c.is_ascii_digit()) {
            lower.replace([',', '\''], "")
        } else if written.len() > 1 && written.chars().all(char::is_uppercase) {
            lower
        } else {
            let stem = self.0.stem(&lower).into_owned();
            synonym(&stem).map_or(stem, str::to_owned)
        };
        words.push(Word { stem, range, clause });
    }
}

/// The last word of a text, with the marks beside it.
pub(super) fn last_word(text: &str) -> &str {
    text.split_whitespace().next_back().unwrap_or_default()
}

/// Words after which a sentence speaks of something else.
const BREAKS: [&str; 6] = ["while", "whereas", "but", "although", "compared", "versus"];

/// Words that name nothing.
const JOINS: [&str; 52] = [
    "a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "from", "with", "without", "and",
    "or", "as", "is", "are", "was", "were", "be", "been", "being", "this", "that", "these",
    "those", "it", "its", "their", "they", "who", "which", "had", "has", "have", "did", "do",
    "not", "no", "than", "then", "there", "here", "also", "we", "our", "into", "per", "during",
    "between", "both",
];

/// Stems of words that mean the same in tables and in sentences about them.
const SYNONYMS: [(&str, &str); 16] = [
    ("men", "male"),
    ("man", "male"),
    ("women", "femal"),
    ("woman", "femal"),
    ("boy", "male"),
    ("girl", "femal"),
    ("francophon", "french"),
    ("anglophon", "english"),
    ("american", "america"),
    ("overal", "total"),
    ("altogeth", "total"),
    ("all", "total"),
    ("percentag", "percent"),
    ("proport", "percent"),
    ("share", "percent"),
    ("licenc", "licens"),
];

fn synonym(stem: &str) -> Option<&'static str> {
    SYNONYMS.iter().find(|(word, _)| *word == stem).map(|(_, same)| *same)
}

/// How nearly two stems are the same, from 0 to 1: words of one family often have stems that differ
/// in their last letters (`revoc`, `revok`).
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let longer = one.len().max(other.len());
    let letters = one.bytes().chain(other.bytes()).all(|byte| byte.is_ascii_alphabetic());
    if letters && same >= 4 && same * 4 >= longer * 3 { 0.7 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        Words::default().cut(text).into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn words_of_a_family_have_one_stem() {
        assert_eq!(stems("Farms reporting"), stems("the farm reports"));
        assert_eq!(stems("Women"), stems("female"));
        assert!(likeness("revoc", "revok") > 0.5 && likeness("collect", "collabor") < 0.5);
    }

    #[test]
    fn numbers_are_words_and_clauses_are_counted() {
        let words = Words::default().cut("In 2023, 1,204 permits; (in 2024) 1,318");
        let told: Vec<_> = words.iter().map(|word| (word.stem.as_str(), word.clause)).collect();
        assert_eq!(told, [("2023", 0), ("1204", 1), ("permit", 1), ("2024", 3), ("1318", 4)]);
    }

    #[test]
    fn chinese_is_cut_into_pairs() {
        assert_eq!(stems("国际合作2023年"), ["国际", "际合", "合作", "2023", "年"]);
    }
}
