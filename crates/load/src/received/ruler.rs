//! Byte offsets of a text → lines and columns, one after the other, so that a text of one long line is walked through once.

use super::Place;

/// Where the last place was.
pub(super) struct Ruler<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column of an offset. Offsets that grow are found quickest.
    pub(super) fn place(&mut self, offset: usize) -> Place {
        if offset < self.at {
            *self = Self::new(self.text);
        }
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let between = &self.text[self.at..end];
        match between.rsplit_once('\n') {
            Some((before, last)) => {
                self.line += 1 + before.matches('\n').count() as u32;
                self.column = 1 + last.chars().count() as u32;
            }
            None => self.column += between.chars().count() as u32,
        }
        self.at = end;
        Place::Text { line: self.line, column: self.column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_in_characters() {
        let text = "年份,a\n2021,é1\n";
        let mut ruler = Ruler::new(text);
        let mut at = |part: &str| ruler.place(text.find(part).unwrap()).to_string();
        assert_eq!([at("年"), at("a"), at("2021"), at("1\n")].join("; "), "line 1, column 1; line 1, column 4; line 2, column 1; line 2, column 7");
        assert_eq!(at("份"), "line 1, column 2");
    }
}
