//! Byte offsets of a text → lines and columns, in next to no time however long the lines are.

use std::cell::Cell;

use crossfoot_core::{Source, Spot};

/// Bytes for which one place is kept.
const BLOCK: usize = 4_096;

/// Finds lines and columns in a text.
pub(crate) struct Ruler<'a> {
    text: &'a [u8],
    /// The place at which each block starts.
    blocks: Vec<Mark>,
    /// The place that was asked for last; the next one is mostly just after it.
    last: Cell<Mark>,
}

/// A place: its offset, its line and how many characters are before it in the line.
#[derive(Clone, Copy, Default)]
struct Mark {
    at: usize,
    line: usize,
    column: usize,
}

impl Mark {
    /// The place at an offset after this one.
    fn forward(self, text: &[u8], at: usize) -> Self {
        let between = &text[self.at..at];
        match memchr::memrchr(b'\n', between) {
            Some(end) => {
                let lines = memchr::memchr_iter(b'\n', &between[..end]).count() + 1;
                Self { at, line: self.line + lines, column: characters(&between[end + 1..]) }
            }
            None => Self { at, line: self.line, column: self.column + characters(between) },
        }
    }
}

impl<'a> Ruler<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        let text = source.text().as_bytes();
        let mut blocks = vec![Mark::default()];
        for end in (BLOCK..=text.len()).step_by(BLOCK) {
            let before = blocks.last().copied().unwrap_or_default();
            blocks.push(before.forward(text, end));
        }
        Self { text, blocks, last: Cell::default() }
    }

    /// Line and column of an offset.
    pub(crate) fn place(&self, offset: usize) -> Spot {
        let at = offset.min(self.text.len());
        let (last, block) = (self.last.get(), self.blocks[at / BLOCK]);
        let near = if last.at <= at && last.at > block.at { last } else { block };
        let mark = near.forward(self.text, at);
        self.last.set(mark);
        Spot::text(mark.line + 1, mark.column + 1)
    }
}

/// Bytes that start a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte).cast_signed() >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_in_characters() {
        let text = format!("年份,a\n{}é1\n", "2021,".repeat(2_000));
        let source = Source::new("t", text.clone()).unwrap();
        let ruler = Ruler::new(&source);
        for (part, place) in [
            ("年", "line 1, column 1"),
            ("a", "line 1, column 4"),
            ("é", "line 2, column 10001"),
            ("1\n", "line 2, column 10002"),
        ] {
            assert_eq!(ruler.place(text.rfind(part).unwrap()).to_string(), place);
        }
        assert_eq!(ruler.place(text.len()).to_string(), "line 3, column 1");
    }
}
