//! Words, digits and marks of a running text: what numerals are read from.

use std::ops::Range;

/// A stretch of text of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte behind it.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters of an alphabet.
    Word,
    /// Digits, ASCII or full-width.
    Digits,
    /// Digits above the line: `²`, `¹⁰`.
    Raised,
    /// One Chinese character.
    Han,
    /// White space.
    Space,
    /// One other character.
    Mark(char),
}

/// A text and its tokens.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    all: Vec<Token>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut all: Vec<Token> = Vec::with_capacity(text.len() / 3);
        for (start, c) in text.char_indices() {
            let (end, kind) = (start + c.len_utf8(), kind(c));
            match all.last_mut() {
                Some(last) if last.kind == kind && !matches!(kind, Kind::Han | Kind::Mark(_)) => {
                    last.end = end;
                }
                _ => all.push(Token { start, end, kind }),
            }
        }
        Self { text, all }
    }

    pub(crate) const fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) const fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<Token> {
        self.all.get(at).copied()
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.all.get(at).map(|token| token.kind)
    }

    /// What a token says; nothing beyond the ends.
    pub(crate) fn str(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    /// The bytes from one token to before another.
    pub(crate) fn range(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.all.get(from).map_or(self.text.len(), |token| token.start);
        let end = to.checked_sub(1).and_then(|last| self.all.get(last));
        start..end.map_or(start, |token| token.end).max(start)
    }

    /// Whether a token is a word or character, letter case aside.
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        self.str(at).eq_ignore_ascii_case(word)
    }

    /// Whether a token is one of some words, letter case aside.
    pub(crate) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let token = self.str(at);
        words.iter().any(|word| token.eq_ignore_ascii_case(word))
    }

    pub(crate) fn is_space(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Space)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word)
    }

    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    pub(crate) fn is_dash(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Mark(c)) if is_dash(c))
    }

    /// The token behind white space, if there is any.
    pub(crate) fn skip_space(&self, at: usize) -> usize {
        at + usize::from(self.is_space(at))
    }

    /// The token before this one, white space aside.
    pub(crate) fn before(&self, at: usize) -> Option<usize> {
        let at = at.checked_sub(1)?;
        if self.is_space(at) { at.checked_sub(1) } else { Some(at) }
    }

    /// The token behind words that stand at a place, each parted by white space.
    pub(crate) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for (place, word) in phrase.split(' ').enumerate() {
            if place > 0 {
                if !self.is_space(next) {
                    return None;
                }
                next += 1;
            }
            if !self.is(next, word) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The token behind Chinese characters that stand at a place.
    pub(crate) fn han(&self, at: usize, text: &str) -> Option<usize> {
        let start = self.all.get(at)?.start;
        self.text[start..].starts_with(text).then(|| at + text.chars().count())
    }
}

/// Every kind of dash and minus.
pub(crate) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '－' | '～' | '~')
}

/// Whether a character is a Chinese one.
///
/// ```
/// assert!(crossfoot_core::is_chinese('增') && !crossfoot_core::is_chinese('，'));
/// ```
pub const fn is_chinese(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{9FFF}')
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' => Kind::Word,
        '0'..='9' | '０'..='９' => Kind::Digits,
        _ if c.is_ascii() => {
            if c.is_ascii_whitespace() {
                Kind::Space
            } else {
                Kind::Mark(c)
            }
        }
        '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' => Kind::Raised,
        _ if is_chinese(c) => Kind::Han,
        _ if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}') => Kind::Space,
        'ª' | 'º' | 'µ' => Kind::Mark(c),
        _ if c.is_alphabetic() => Kind::Word,
        _ => Kind::Mark(c),
    }
}
