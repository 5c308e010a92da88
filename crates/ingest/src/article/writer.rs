//! Text with white space as a file has it → prose on one line that knows where it was taken from.

use std::ops::Range;

use crossfoot_core::{MarkKind, Prose};
use quick_xml::escape::resolve_html5_entity;

/// Writes the prose of one block.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    prose: Prose,
    /// A space that is written once something follows it: where it stands, and whether it is one in
    /// the source.
    space: Option<(usize, bool)>,
}

impl Writer {
    /// Adds text that the source has at `raw`, perhaps with entities and other line ends.
    pub(crate) fn text(&mut self, text: &str, source: &str, raw: Range<usize>) {
        let mut rest = text;
        let mut at = raw.start;
        let mut written = source.get(raw).unwrap_or_default();
        while !rest.is_empty() {
            let same = shared(rest, written);
            self.verbatim(&rest[..same], at);
            (rest, written, at) = (&rest[same..], &written[same..], at + same);
            if rest.is_empty() {
                return;
            }
            let (shown, length) = match entity(written) {
                Some((shown, length)) if rest.starts_with(shown.as_str()) => (shown.len(), length),
                // A line end that is written as two characters.
                _ if written.starts_with("\r\n") && rest.starts_with('\n') => (1, 2),
                _ => (rest.len(), written.len()),
            };
            self.at(&rest[..shown], at);
            (rest, written, at) = (&rest[shown..], &written[length..], at + length);
        }
    }

    /// Adds text that stands in the source byte for byte.
    pub(crate) fn verbatim(&mut self, text: &str, at: usize) {
        let mut start = 0;
        for (position, byte) in text.bytes().enumerate() {
            if byte.is_ascii_whitespace() {
                self.word(&text[start..position], at + start);
                self.space.get_or_insert((at + position, byte == b' '));
                start = position + 1;
            }
        }
        self.word(&text[start..], at + start);
    }

    /// Adds text that the source writes otherwise at an offset.
    pub(crate) fn at(&mut self, text: &str, at: usize) {
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.gap(at);
        } else {
            self.flush_space();
            self.prose.push_at(text, at);
        }
    }

    /// Separates what follows from what is there.
    pub(crate) fn gap(&mut self, at: usize) {
        self.space.get_or_insert((at, false));
    }

    /// Separates what follows from a word that is there.
    pub(crate) fn separate(&mut self, at: usize) {
        if self.prose.text().ends_with(char::is_alphanumeric) {
            self.gap(at);
        }
    }

    /// Separates a token of a formula from those before it, but not a number from its sign.
    pub(crate) fn token(&mut self, at: usize) {
        if !self.prose.text().ends_with(['-', '−', '(', '[', '{']) {
            self.gap(at);
        }
    }

    /// Forgets the white space at the end of a formula, which is that of its markup.
    pub(crate) fn end_formula(&mut self) {
        self.space = None;
    }

    fn word(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.flush_space();
            self.prose.push(text, at);
        }
    }

    fn flush_space(&mut self) {
        match self.space.take() {
            Some(_) if self.prose.text().is_empty() => {}
            Some((at, true)) => self.prose.push(" ", at),
            Some((at, false)) => self.prose.push_at(" ", at),
            None => {}
        }
    }

    /// Where the next character is written, if no space comes before it.
    pub(crate) fn len(&self) -> usize {
        self.prose.text().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.prose.text().is_empty()
    }

    /// What is written.
    pub(crate) fn written(&self) -> &str {
        self.prose.text()
    }

    /// Marks what was written since `start`.
    pub(crate) fn mark(&mut self, start: usize, kind: MarkKind) {
        let text = self.prose.text().get(start..).unwrap_or_default();
        let start = start + (text.len() - text.trim_start().len());
        let range = start..self.len();
        // A raised reference to a note is in an element for each.
        let known =
            self.prose.marks().last().is_some_and(|mark| mark.range == range && mark.kind == kind);
        if !range.is_empty() && !known {
            self.prose.mark(range, kind);
        }
    }

    /// The prose, and a new beginning.
    pub(crate) fn take(&mut self) -> Prose {
        std::mem::take(self).prose
    }
}

/// How many bytes two texts share at their starts, up to an entity.
fn shared(text: &str, written: &str) -> usize {
    let pairs = text.bytes().zip(written.bytes());
    let same = pairs.take_while(|(one, other)| one == other && *other != b'&').count();
    (0..=same).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What the entity at the start of a text stands for, and how long it is written; an ampersand
/// stands for itself.
fn entity(written: &str) -> Option<(String, usize)> {
    /// Bytes of the longest name, `CounterClockwiseContourIntegral`.
    const LONGEST: usize = 33;
    let rest = written.strip_prefix('&')?;
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
    let resolved = end.and_then(|end| {
        let name = rest.get(..end)?;
        let shown = match name.strip_prefix('#') {
            Some(number) => character(number)?.to_string(),
            None => resolve_html5_entity(name)?.to_owned(),
        };
        Some((shown, end + 2))
    });
    Some(resolved.unwrap_or_else(|| ("&".to_owned(), 1)))
}

fn character(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_keep_their_places() {
        let source = "  a &lt;\r\n 5&#x2009;000&nbsp;&amp; b&c ";
        let mut writer = Writer::default();
        writer.text("  a <\n 5\u{2009}000\u{A0}& b&c ", source, 0..source.len());
        let prose = writer.take();
        assert_eq!(prose.text(), "a < 5\u{2009}000\u{A0}& b&c");
        for (part, wanted) in [("a", "a"), ("<", "&lt;"), ("000", "000"), ("b&c", "b&c")] {
            let start = prose.text().find(part).expect("it is there");
            assert_eq!(&source[prose.source(start..start + part.len()).range()], wanted);
        }
    }
}
