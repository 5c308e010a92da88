//! Text with white space as a file has it → prose on one line that knows where it was taken from.

use std::ops::Range;

use crossfoot_core::{MarkKind, Prose};

use crate::markup::entities;

/// Writes the prose of one block.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    prose: Prose,
    /// A space that is written once something follows it: where it stands, and whether it is one in
    /// the source.
    space: Option<(Range<usize>, bool)>,
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
            // A line end may be written as two characters.
            let line_end = written.starts_with("\r\n") && rest.starts_with('\n');
            let (shown, length) = entity(written, rest)
                .or_else(|| line_end.then_some((1, 2)))
                .or_else(|| skipped(written, rest).map(|length| (0, length)))
                .unwrap_or((rest.len(), written.len()));
            if shown > 0 {
                self.written_as(&rest[..shown], at..at + length);
            }
            (rest, written, at) = (&rest[shown..], &written[length..], at + length);
        }
    }

    /// Adds text that stands in the source byte for byte.
    pub(crate) fn verbatim(&mut self, text: &str, at: usize) {
        let mut start = 0;
        for (position, byte) in text.bytes().enumerate() {
            if byte.is_ascii_whitespace() {
                self.word(&text[start..position], at + start);
                self.space.get_or_insert((at + position..at + position + 1, byte == b' '));
                start = position + 1;
            }
        }
        self.word(&text[start..], at + start);
    }

    /// Adds text that the source writes in another way.
    fn written_as(&mut self, text: &str, source: Range<usize>) {
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.space.get_or_insert((source, false));
        } else {
            self.flush_space();
            self.prose.push_as(text, source);
        }
    }

    /// Separates what follows from what is there.
    pub(crate) fn gap(&mut self, at: usize) {
        self.space.get_or_insert((at..at, false));
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
            Some((source, true)) => self.prose.push(" ", source.start),
            Some((source, false)) => self.prose.push_as(" ", source),
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

/// How long a text is that is shown of an entity, and how long that is written; one of HTML may
/// have no semicolon, and an ampersand may stand for itself.
fn entity(written: &str, shown: &str) -> Option<(usize, usize)> {
    /// Bytes of the longest name, `CounterClockwiseContourIntegral`.
    const LONGEST: usize = 33;
    let rest = written.strip_prefix('&')?;
    let named = rest.bytes().take(LONGEST);
    let end = named.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let closed = rest[end..].starts_with(';').then(|| resolved(&rest[..end], shown)).flatten();
    if let Some(length) = closed {
        return Some((length, end + 2));
    }
    if shown.strip_prefix('&').is_some_and(|shown| shown.starts_with(&rest[..end])) {
        return Some((1, 1));
    }
    let open = (1..=end).rev().find_map(|end| Some((resolved(&rest[..end], shown)?, end + 1)));
    open.or_else(|| shown.starts_with('&').then_some((1, 1)))
}

/// How long what an entity stands for is, if a text starts with it.
fn resolved(name: &str, shown: &str) -> Option<usize> {
    let rest = match name.strip_prefix('#') {
        Some(number) => shown.strip_prefix(character(number)?),
        None => shown.strip_prefix(entities::resolve(name)?.as_str()),
    };
    Some(shown.len() - rest?.len())
}

/// How much of what is written is not shown at all, up to where both are the same again.
fn skipped(written: &str, shown: &str) -> Option<usize> {
    /// Bytes of the longest stretch that is left out without an element, such as `</>`.
    const LONGEST: usize = 256;
    /// Bytes that are the same behind it.
    const SAME: usize = 4;
    (1..written.len().min(LONGEST)).find(|at| {
        let pairs = written.as_bytes()[*at..].iter().zip(shown.as_bytes()).take(SAME);
        // An entity is written otherwise.
        let mut pairs = pairs.take_while(|(other, _)| **other != b'&').peekable();
        pairs.peek().is_some() && pairs.all(|(other, one)| other == one)
    })
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
        let source = "  a &lt;\r\n 5&#x2009;000&nbsp&amp; b&c </>d ";
        let mut writer = Writer::default();
        writer.text("  a <\n 5\u{2009}000\u{A0}& b&c d ", source, 0..source.len());
        let prose = writer.take();
        assert_eq!(prose.text(), "a < 5\u{2009}000\u{A0}& b&c d");
        for (part, wanted) in
            [("a", "a"), ("<", "&lt;"), ("000", "000"), ("b&c", "b&c"), ("d", "d")]
        {
            let start = prose.text().find(part).expect("it is there");
            assert_eq!(&source[prose.source(start..start + part.len()).range()], wanted);
        }
    }
}
