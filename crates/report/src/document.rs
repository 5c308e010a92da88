//! The document model: what a report says, before it is known where, and in which language, it will be shown.

use crossfoot_core::Phrase;

use crate::Language;

/// How a stretch of text is meant. No meaning rests on the tone alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Running text.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// What may be skipped.
    Muted,
    /// Agreement.
    Good,
    /// Worth a look.
    Note,
    /// A fault.
    Bad,
    /// A name in a file or on the command line.
    Code,
}

/// A line of text in stretches of one tone each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<(Phrase, Tone)>);

impl Line {
    /// A line of one tone.
    pub fn of(text: impl Into<Phrase>, tone: Tone) -> Self {
        Self(vec![(text.into(), tone)])
    }

    /// The same line with more behind it.
    #[must_use]
    pub fn then(mut self, text: impl Into<Phrase>, tone: Tone) -> Self {
        self.0.push((text.into(), tone));
        self
    }

    /// The text without tones.
    pub fn plain(&self) -> String {
        self.0.iter().map(|(text, _)| text.to_string()).collect()
    }
}

impl<T: Into<Phrase>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::of(text, Tone::Plain)
    }
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table; a cell may hold several lines.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Column headings, which may be empty.
    pub header: Vec<Line>,
    /// One per column.
    pub align: Vec<Align>,
    /// Rows of cells of lines.
    pub rows: Vec<Vec<Vec<Line>>>,
}

/// Something found: one line of aligned figures, and what there is to say about it.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What it is about.
    pub name: Line,
    /// What was printed, and that it was.
    pub printed: Line,
    /// What was recomputed, and how it was.
    pub recomputed: Line,
    /// The lines below, the most important first.
    pub body: Vec<Line>,
}

/// A part of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading of a level from 1.
    Heading(u8, Line),
    /// Running text.
    Paragraph(Line),
    /// Points, each on its own.
    List(Vec<Line>),
    /// A table.
    Table(Table),
    /// Things found.
    Items(Vec<Item>),
    /// Text in Markdown that is shown as it is.
    Markdown(String),
}

/// What one command or report says.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its parts, from top to bottom.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The same document with everything said in a language.
    #[must_use]
    pub fn in_language(mut self, language: &Language) -> Self {
        self.each_line(&mut |line| line.0.iter_mut().for_each(|(phrase, _)| *phrase = Phrase::Data(language.say(phrase))));
        self
    }

    /// Does something to every line of text.
    fn each_line(&mut self, change: &mut impl FnMut(&mut Line)) {
        for block in &mut self.blocks {
            match block {
                Block::Heading(_, line) | Block::Paragraph(line) => change(line),
                Block::List(lines) => lines.iter_mut().for_each(&mut *change),
                Block::Table(table) => table.header.iter_mut().chain(table.rows.iter_mut().flatten().flatten()).for_each(&mut *change),
                Block::Items(items) => items.iter_mut().for_each(|item| {
                    [&mut item.name, &mut item.printed, &mut item.recomputed].into_iter().chain(&mut item.body).for_each(&mut *change);
                }),
                Block::Markdown(_) => {}
            }
        }
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, line: impl Into<Line>) {
        self.blocks.push(Block::Heading(level, line.into()));
    }

    /// Adds running text.
    pub fn paragraph(&mut self, line: impl Into<Line>) {
        self.blocks.push(Block::Paragraph(line.into()));
    }

    /// Adds points, unless there are none.
    pub fn list(&mut self, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.blocks.push(Block::List(lines));
        }
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }
}
