//! An article: sections, paragraphs and sentences, every character with its place in the received
//! file.

use std::ops::Range;
use std::sync::Arc;

use crate::{Source, Span};

/// A text with sections, sentences and the places of its tables, in the order of the file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Article {
    /// The text that places refer to: the received file, or the text that was extracted from it if
    /// the file itself is not text.
    pub source: Arc<Source>,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Its sections. A text without any has one without a name.
    pub sections: Vec<Section>,
    /// Its headings, paragraphs, captions and notes.
    pub blocks: Vec<Block>,
}

/// A part of an article under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What people call it: its number (`3.1`) if it has one, else its heading, or the name of its
    /// part (`abstract`).
    pub name: String,
    /// Its heading as printed, without the number.
    pub title: String,
    /// What it is for.
    pub part: Part,
}

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Names, affiliations, dates, identifiers, licence.
    Front,
    /// The summary.
    Abstract,
    /// What the article says.
    Body,
    /// Acknowledgements, funding, contributions, availability of data.
    Back,
    /// The list of references.
    References,
}

/// A stretch of prose with one duty.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its section, by index.
    pub section: usize,
    /// What it is.
    pub kind: BlockKind,
    /// What it says.
    pub prose: Prose,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The title of the article.
    Title,
    /// The heading of a section.
    Heading,
    /// A paragraph, or an item of a list.
    Paragraph,
    /// The caption of a table, by its index among the tables of the file, or of a figure.
    Caption(Option<usize>),
    /// A note below a table.
    Note(usize),
}

/// Running text on one line, with the places of its characters, its sentences and its marks.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
    sentences: Vec<Range<usize>>,
    marks: Vec<Mark>,
}

/// A stretch of prose that was copied from the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it starts in the prose.
    start: usize,
    /// Where it starts in the source.
    at: u32,
    /// Where what stands for all of it ends in the source; nothing where that has the same bytes.
    end: Option<u32>,
}

/// A stretch of prose that is no plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes in the prose.
    pub range: Range<usize>,
    /// What it is.
    pub kind: MarkKind,
}

/// What a marked stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A reference to the literature: `(Xiang and Zhu, 2021)`, `[12]`.
    Citation,
    /// A reference to a table: `Table 2`.
    Table,
    /// A reference to a figure.
    Figure,
    /// A reference to a section, an equation, a supplement or anything else of the article.
    Reference,
    /// Above the line: exponents, marks of footnotes and affiliations.
    Raised,
    /// Below the line.
    Lowered,
    /// A mathematical formula.
    Formula,
    /// An address.
    Link,
    /// In italics.
    Emphasis,
}

impl Article {
    /// An article of these parts.
    pub const fn new(
        source: Arc<Source>,
        title: Option<String>,
        sections: Vec<Section>,
        blocks: Vec<Block>,
    ) -> Self {
        Self { source, title, sections, blocks }
    }

    /// The section that a block stands in.
    pub fn section(&self, block: &Block) -> &Section {
        &self.sections[block.section]
    }
}

impl Prose {
    /// Adds text that stands in the source, byte for byte, from an offset on.
    pub fn push(&mut self, text: &str, at: usize) {
        self.add(text, at, None);
    }

    /// Adds text that a stretch of the source writes otherwise: `&nbsp;`, several spaces.
    pub fn push_as(&mut self, text: &str, source: Range<usize>) {
        self.add(text, source.start, Some(clipped(source.end)));
    }

    fn add(&mut self, text: &str, at: usize, end: Option<u32>) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        let goes_on = self.pieces.last().is_some_and(|piece| {
            (end, piece.end) == (None, None) && piece.at as usize + (start - piece.start) == at
        });
        if !goes_on {
            self.pieces.push(Piece { start, at: clipped(at), end });
        }
        self.text.push_str(text);
    }

    /// Says that a stretch is no plain text.
    pub fn mark(&mut self, range: Range<usize>, kind: MarkKind) {
        self.marks.push(Mark { range, kind });
    }

    /// The same prose with these sentences.
    #[must_use]
    pub fn with_sentences(mut self, sentences: Vec<Range<usize>>) -> Self {
        self.sentences = sentences;
        self
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its sentences, in order.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// A sentence by its index, without the spaces around it; all of the text if it has none.
    pub fn sentence(&self, index: usize) -> &str {
        let range = self.sentences.get(index).cloned().unwrap_or(0..self.text.len());
        self.text[range].trim()
    }

    /// The sentence that holds a byte, by index.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let behind = self.sentences.partition_point(|sentence| sentence.start <= byte);
        behind.checked_sub(1).filter(|at| byte < self.sentences[*at].end)
    }

    /// Its marked stretches.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether a stretch touches a mark of a kind.
    pub fn is_marked(&self, range: &Range<usize>, kind: MarkKind) -> bool {
        let mut marks = self.marks.iter().filter(|mark| mark.kind == kind);
        marks.any(|mark| mark.range.start < range.end && range.start < mark.range.end)
    }

    /// The stretch of the source that a stretch of the prose was taken from.
    ///
    /// ```
    /// use crossfoot_core::{Prose, Span};
    /// // The source reads "a&nbsp;bc".
    /// let mut prose = Prose::default();
    /// prose.push("a", 0);
    /// prose.push_as("\u{A0}", 1..7);
    /// prose.push("bc", 7);
    /// assert_eq!(prose.text(), "a\u{A0}bc");
    /// assert_eq!(prose.source(3..5), Span::new(7, 9));
    /// ```
    pub fn source(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        let last = range.end.saturating_sub(1).max(range.start);
        let end = match self.piece(last) {
            Some(Piece { end: Some(end), .. }) => *end as usize,
            _ => self.offset(last) + (range.end - last),
        };
        Span::new(start, end.max(start))
    }

    /// The byte of the source that a byte of the prose was taken from.
    fn offset(&self, byte: usize) -> usize {
        self.piece(byte).map_or(0, |piece| {
            let within = if piece.end.is_none() { byte - piece.start } else { 0 };
            piece.at as usize + within
        })
    }

    fn piece(&self, byte: usize) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|piece| piece.start <= byte);
        self.pieces.get(behind.checked_sub(1)?)
    }
}

/// An offset, cut at 4 GiB.
fn clipped(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
