//! The document model: what a report says, before it is known where, and in which language, it will
//! be shown.

use std::collections::BTreeMap;

use crossfoot_core::{Phrase, on_one_line};

use crate::Language;

/// How a stretch of text is meant. No meaning rests on the tone alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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
    /// The path of a file from the folder of the document, which leads there; of letters, digits
    /// and `-_./` only.
    File,
    /// An address on the web, which leads there.
    Url,
    /// A folder of such a path, which leads to this file in it.
    Opens(&'static str),
}

/// A line of text in stretches of one tone each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<(Phrase, Tone)>);

impl Line {
    /// A line of one tone.
    pub fn toned(text: impl Into<Phrase>, tone: Tone) -> Self {
        Self(vec![(text.into(), tone)])
    }

    /// The same line with more behind it.
    #[must_use]
    pub fn then(mut self, text: impl Into<Phrase>, tone: Tone) -> Self {
        self.0.push((text.into(), tone));
        self
    }

    /// The same line with another behind it.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// Its stretches as they are shown, whatever the format: on one line, with control characters
    /// made visible.
    pub fn stretches(&self) -> impl Iterator<Item = (String, Tone)> {
        self.0.iter().map(|(text, tone)| (on_one_line(&text.to_string()).into_owned(), *tone))
    }

    /// The text without tones.
    pub fn plain(&self) -> String {
        self.stretches().map(|(text, _)| text).collect()
    }
}

impl<T: Into<Phrase>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::toned(text, Tone::Plain)
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

impl Table {
    /// Every line of text in it, the headings first.
    fn lines(&mut self) -> impl Iterator<Item = &mut Line> {
        self.header.iter_mut().chain(self.rows.iter_mut().flatten().flatten())
    }
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

/// A table that a reader may put in order and search, with more to say about its cells.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The name that links lead to.
    pub id: String,
    /// What it holds, in words.
    pub caption: Line,
    /// Header, alignment and rows.
    pub table: Table,
    /// What each row is about, so that links lead to it; empty where rows have no names.
    pub names: Vec<String>,
    /// More about cells, by row and column.
    pub notes: BTreeMap<(usize, usize), Line>,
    /// More about rows, by row: on paper it is elsewhere, on a page it is folded.
    pub more: BTreeMap<usize, More>,
    /// What rows can be chosen by, by row; empty where they cannot.
    pub tags: Vec<Tags>,
    /// Whether there is reason to put it in another order and to search it.
    pub sortable: bool,
}

/// What there is to say about a row of a table beyond its cells.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// What it is about.
    pub title: Line,
    /// What there is to say.
    pub blocks: Vec<Block>,
}

/// What a row of a table can be chosen by.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// Whether it disagrees, agrees, or was not decided.
    pub outcome: Outcome,
    /// The table or section that it belongs to.
    pub section: Line,
}

/// How checks end, for readers who choose what they see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// The publication and its recomputation disagree.
    #[default]
    Disagrees,
    /// They agree.
    Agrees,
    /// Nothing could be decided.
    Undecided,
}

/// A chart with its words, in the language of the document.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The stem of its file.
    pub name: String,
    /// What it shows to be so.
    pub title: String,
    /// The same for those who do not see it.
    pub alt: String,
    /// The picture.
    pub svg: String,
    /// What it draws, as CSV.
    pub csv: String,
}

/// A part of a document.
#[derive(Clone, Debug)]
#[non_exhaustive]
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
    /// Text in Markdown that others wrote: HTML in it is text, and it ends where it ends.
    Quotation(String),
    /// The name of the heading behind it, that links lead to.
    Anchor(String),
    /// A table to put in order and to search.
    Grid(Grid),
    /// A chart.
    Figure(Figure),
    /// What only some readers want: a line that says what it is, and the rest.
    Details(Line, Vec<Block>),
    /// A section that only some readers want: its heading, and the rest, folded where that is
    /// possible.
    Fold(Line, Vec<Block>),
}

/// What one command or report says.
///
/// ```
/// use crossfoot_report::document::{Document, Line, Tone};
///
/// let mut document = Document::default();
/// document.heading(1, "Permits");
/// document.list(vec![Line::from("total: ").then("1,204", Tone::Good)]);
/// assert_eq!(crossfoot_report::markdown(&document), "# Permits\n\n- total: 1,204\n");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its parts, from top to bottom.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The same document with everything said in a language, but names in code and of files.
    #[must_use]
    pub fn in_language(mut self, language: &Language) -> Self {
        self.each_line(&mut |line| {
            for (phrase, tone) in &mut line.0 {
                *phrase = Phrase::Data(match tone {
                    Tone::Code | Tone::File | Tone::Opens(_) => phrase.to_string(),
                    _ => language.say(phrase),
                });
            }
            if language.code == "zh" {
                close_up(line);
            }
        });
        self
    }

    /// Does something to every line of text.
    fn each_line(&mut self, change: &mut impl FnMut(&mut Line)) {
        each_line(&mut self.blocks, change);
    }

    /// Adds what another document says, its headings so many levels further down.
    pub fn below(&mut self, levels: u8, other: Self) {
        self.blocks.extend(other.blocks.into_iter().map(|block| match block {
            Block::Heading(level, line) => Block::Heading(level + levels, line),
            other => other,
        }));
    }

    /// Adds a table to put in order and to search, unless there is none or it has no rows.
    pub fn grid(&mut self, grid: Option<Grid>) {
        self.blocks.extend(grid.filter(|grid| !grid.table.rows.is_empty()).map(Block::Grid));
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

/// Takes away spaces beside full-width marks, which bring their own.
fn close_up(line: &mut Line) {
    const OPENING: [char; 3] = ['（', '“', '《'];
    const CLOSING: [char; 7] = ['，', '。', '；', '：', '、', '）', '（'];
    let mut before = None;
    for (phrase, _) in &mut line.0 {
        let Phrase::Data(text) = phrase else { continue };
        let bare = text.trim_start_matches(' ');
        if bare.starts_with(OPENING) || before.is_some_and(|last| CLOSING.contains(&last)) {
            *text = bare.to_owned();
        }
        before = text.chars().next_back().or(before);
    }
}

/// Does something to every line of text in some blocks.
fn each_line(blocks: &mut [Block], change: &mut impl FnMut(&mut Line)) {
    for block in blocks {
        match block {
            Block::Heading(_, line) | Block::Paragraph(line) => change(line),
            Block::List(lines) => lines.iter_mut().for_each(&mut *change),
            Block::Table(table) => table.lines().for_each(&mut *change),
            Block::Items(items) => items.iter_mut().for_each(|item| {
                [&mut item.name, &mut item.printed, &mut item.recomputed]
                    .into_iter()
                    .chain(&mut item.body)
                    .for_each(&mut *change);
            }),
            Block::Grid(grid) => {
                change(&mut grid.caption);
                grid.table.lines().for_each(&mut *change);
                grid.notes.values_mut().for_each(&mut *change);
                grid.tags.iter_mut().for_each(|tags| change(&mut tags.section));
                for more in grid.more.values_mut() {
                    change(&mut more.title);
                    each_line(&mut more.blocks, change);
                }
            }
            Block::Details(summary, inside) | Block::Fold(summary, inside) => {
                change(summary);
                each_line(inside, change);
            }
            Block::Markdown(_) | Block::Quotation(_) | Block::Anchor(_) | Block::Figure(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_marks_need_no_spaces_beside_them() {
        let line = Line::toned("29 项检查：", Tone::Plain).then(" 精确", Tone::Good);
        let mut line = line.then("  （p = 0.99）", Tone::Muted).then(" · a.csv", Tone::Muted);
        close_up(&mut line);
        assert_eq!(line.plain(), "29 项检查：精确（p = 0.99）· a.csv");
    }

    #[test]
    fn lines_in_english_keep_their_spaces() {
        let mut line = Line::toned("29 checks:", Tone::Plain).then("  (p = 0.99)", Tone::Muted);
        close_up(&mut line);
        assert_eq!(line.plain(), "29 checks:  (p = 0.99)");
    }
}
