//! Elements and text of HTML, JATS, Markdown or DOCX → the blocks of an article: the other half of
//! what [`Builder`](super::builder::Builder) makes of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crossfoot_core::{Block, BlockKind, MarkKind, Part};

use crate::article::draft::{Draft, named};
use crate::article::writer::Writer;
use crate::markup::builder::Belongings;
use crate::markup::roles::{self, Around, Attribute, Dialect, Role};

/// Elements with a role within each other that are told apart. Browsers stop at 512 elements.
const ROLES: usize = 256;

/// The table of a note while its frame is open.
const UNKNOWN: usize = usize::MAX;

/// An element that is open and has a role.
#[derive(Debug)]
struct Opened {
    element: String,
    role: Role,
    /// Where its text starts in the block.
    start: usize,
    /// Whether its text is no prose.
    silent: bool,
    /// The section around it.
    section: usize,
    /// The block that it interrupts.
    interrupted: Option<Writer>,
}

/// A frame of tables and what belongs to it.
#[derive(Debug)]
struct Frame {
    /// Its blocks.
    blocks: Range<usize>,
    /// How many tables were closed before it, and with it.
    tables: Range<usize>,
}

/// Collects the prose of elements as they come.
#[derive(Debug)]
pub(crate) struct Elements<'a> {
    source: &'a str,
    dialect: Dialect,
    draft: Draft,
    open: Vec<Opened>,
    writer: Writer,
    /// Whether only a label is written, and its heading or caption comes next.
    labelled: bool,
    frames: Vec<Frame>,
    /// Frames that are open, by index.
    within: Vec<usize>,
    /// Whether the title of the article has come.
    titled: bool,
    /// How many tables were closed up to here.
    tables: usize,
}

impl<'a> Elements<'a> {
    pub(crate) fn new(source: &'a str, dialect: Dialect) -> Self {
        Self {
            source,
            dialect,
            draft: Draft::default(),
            open: Vec::new(),
            writer: Writer::default(),
            labelled: false,
            frames: Vec::new(),
            within: Vec::new(),
            titled: false,
            tables: 0,
        }
    }

    /// An element opens at an offset, after so many tables.
    pub(crate) fn start(
        &mut self,
        element: &str,
        attribute: Attribute<'_>,
        at: usize,
        tables: usize,
    ) {
        self.tables = tables;
        let silent = self.is_silent();
        let role = match self.dialect {
            Dialect::Jats => roles::jats(element, attribute, self.around()),
            Dialect::Page => roles::page(element, attribute),
        };
        let Some(role) = role.filter(|_| self.open.len() < ROLES) else { return };
        if silent && !matches!(role, Role::Caption) {
            // One of the same name within must not close it.
            if self.open.last().is_some_and(|last| last.element == element) {
                self.push(element, Role::Dropped, true);
            }
            return;
        }
        match role {
            Role::Break => return self.writer.gap(at),
            Role::Datum => self.writer.separate(at),
            Role::Token => self.writer.token(at),
            Role::Mark(_) | Role::Dropped | Role::Label => {}
            _ => self.before_block(element, &role),
        }
        let interrupted = self.interrupt(&role);
        let section = self.draft.outline.current;
        match role {
            Role::Part(part, name) => self.draft.outline.open(named(name, part)),
            Role::Frame | Role::Cells => {
                let first = self.draft.blocks.len();
                self.within.push(self.frames.len());
                self.frames.push(Frame { blocks: first..first, tables: tables..tables });
            }
            _ => {}
        }
        let hidden = matches!(role, Role::Dropped | Role::Cells);
        self.push(element, role, hidden);
        if let Some(last) = self.open.last_mut() {
            (last.interrupted, last.section) = (interrupted, section);
        }
    }

    /// An element closes, after so many tables.
    pub(crate) fn end(&mut self, element: &str, tables: usize) {
        self.tables = tables;
        let found = self.open.iter().rposition(|open| open.element == element);
        let Some(found) = found else { return };
        // What is left open in a table does not close what is around it.
        let table = self.open.iter().rposition(|open| open.role == Role::Cells);
        if table.is_some_and(|table| table > found)
            && self.dialect == Dialect::Page
            && element != "figure"
        {
            return;
        }
        self.close_to(found);
    }

    /// There is text at a stretch of the source.
    pub(crate) fn text(&mut self, text: &str, raw: Range<usize>) {
        if self.is_silent() {
            return;
        }
        self.labelled &= text.trim().is_empty() || self.is_in(|role| *role == Role::Label);
        self.writer.text(text, self.source, raw);
    }

    /// The blocks, when all has come.
    pub(crate) fn finish(mut self, belongings: &Belongings) -> Draft {
        self.tables = belongings.first.len();
        self.close_to(0);
        self.flush();
        let mut draft = self.draft;
        claimed(&mut draft.blocks, belongings);
        for frame in &self.frames {
            let mut tables = frame.tables.clone();
            let own = tables.find_map(|table| belongings.first.get(table).copied().flatten());
            for block in draft.blocks.get_mut(frame.blocks.clone()).into_iter().flatten() {
                match (&mut block.kind, own) {
                    (BlockKind::Caption(table @ None), own) => *table = own,
                    (BlockKind::Note(table @ UNKNOWN), Some(own)) => *table = own,
                    _ => {}
                }
            }
        }
        for block in &mut draft.blocks {
            // The notes of a figure, or of a table that is a picture, are read like its caption.
            if block.kind == BlockKind::Note(UNKNOWN) {
                block.kind = BlockKind::Caption(None);
            }
        }
        // A paragraph that a table interrupts was finished after it.
        draft.blocks.sort_by_key(start);
        draft
    }

    fn push(&mut self, element: &str, role: Role, silent: bool) {
        let silent = silent || role != Role::Caption && self.is_silent();
        self.open.push(Opened {
            element: element.to_owned(),
            role,
            start: self.writer.len(),
            silent,
            section: self.draft.outline.current,
            interrupted: None,
        });
    }

    fn is_silent(&self) -> bool {
        self.open.last().is_some_and(|open| open.silent)
    }

    fn is_in(&self, wanted: impl Fn(&Role) -> bool) -> bool {
        self.open.iter().any(|open| wanted(&open.role))
    }

    fn around(&self) -> Around {
        let part = self.draft.outline.sections[self.draft.outline.current].part;
        Around {
            is_data: matches!(part, Part::Front | Part::References),
            in_entry: self
                .open
                .iter()
                .any(|open| matches!(open.element.as_str(), "ref" | "related-article" | "product"))
                || part == Part::References,
            in_frame: !self.within.is_empty(),
            in_caption: self.is_in(|role| *role == Role::Caption),
        }
    }

    /// What is open and the new block ends.
    fn before_block(&mut self, element: &str, role: &Role) {
        if self.dialect == Dialect::Page {
            let closes = match element {
                "li" => {
                    self.last_of(&["li", "ul", "ol"]).filter(|at| self.open[*at].element == "li")
                }
                "dt" | "dd" => {
                    self.last_of(&["dt", "dd", "dl"]).filter(|at| self.open[*at].element != "dl")
                }
                _ => self
                    .last_of(&["p", "table", "li", "figure"])
                    .filter(|at| self.open[*at].element == "p"),
            };
            if let Some(at) = closes {
                self.close_to(at);
            }
        }
        let goes_on = matches!(role, Role::Frame | Role::Aside | Role::Cells)
            && self.is_in(|role| *role == Role::Paragraph);
        if !self.labelled && !goes_on {
            self.flush();
        }
    }

    fn last_of(&self, elements: &[&str]) -> Option<usize> {
        self.open.iter().rposition(|open| elements.contains(&open.element.as_str()))
    }

    /// Puts the block apart that a frame interrupts.
    fn interrupt(&mut self, role: &Role) -> Option<Writer> {
        let interrupts = matches!(role, Role::Frame | Role::Aside | Role::Cells);
        (interrupts && !self.writer.is_empty() && !self.labelled)
            .then(|| std::mem::take(&mut self.writer))
    }

    /// Closes all that was opened from this one on.
    fn close_to(&mut self, first: usize) {
        while self.open.len() > first {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(last) = self.open.last() else { return };
        match last.role {
            Role::Mark(kind) => {
                let start = last.start.min(self.writer.len());
                let kind = self.link(kind, start);
                kind.into_iter().for_each(|kind| self.writer.mark(start, kind));
                if kind == Some(MarkKind::Formula) {
                    self.writer.end_formula();
                }
            }
            Role::Label => {
                self.labelled = last.start == 0 && !self.writer.is_empty();
                self.writer.gap(0);
            }
            Role::Datum | Role::Token | Role::Dropped | Role::Break => {}
            _ => self.flush(),
        }
        let Some(last) = self.open.pop() else { return };
        match last.role {
            Role::Part(..) | Role::Section | Role::Aside => {
                self.draft.outline.current = last.section
            }
            Role::Frame | Role::Cells => {
                let frame = self.within.pop().and_then(|frame| self.frames.get_mut(frame));
                if let Some(frame) = frame {
                    frame.blocks.end = self.draft.blocks.len();
                    frame.tables.end = self.tables;
                }
            }
            _ => {}
        }
        if let Some(interrupted) = last.interrupted {
            self.writer = interrupted;
        }
    }

    /// What a link marks: an address if it reads as one, and within a page a citation if it is a
    /// number.
    fn link(&self, kind: MarkKind, start: usize) -> Option<MarkKind> {
        let text = self.writer.written().get(start..).unwrap_or_default();
        let number =
            text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
        let marks = match kind {
            MarkKind::Link => ["://", "www.", "@", "10."].iter().any(|part| text.contains(part)),
            MarkKind::Citation => number || self.dialect == Dialect::Jats,
            _ => true,
        };
        marks.then_some(kind)
    }

    /// Ends the block that is written.
    fn flush(&mut self) {
        self.labelled = false;
        if self.writer.is_empty() {
            self.writer = Writer::default();
            return;
        }
        let prose = self.writer.take();
        let kind = self.kind();
        self.titled |= kind == BlockKind::Title;
        if kind == BlockKind::Heading {
            self.open_section(prose.text());
        }
        self.draft.push(kind, prose);
    }

    /// What is written, by what is open.
    fn kind(&self) -> BlockKind {
        self.open
            .iter()
            .rev()
            .find_map(|open| match open.role {
                Role::Title => Some(BlockKind::Title),
                Role::Heading(1) if !self.titled => Some(BlockKind::Title),
                Role::Heading(_) | Role::Own => Some(BlockKind::Heading),
                Role::Caption | Role::Frame => Some(BlockKind::Caption(None)),
                Role::Note => Some(BlockKind::Note(UNKNOWN)),
                Role::Aside => Some(BlockKind::Paragraph),
                _ => None,
            })
            .unwrap_or(BlockKind::Paragraph)
    }

    /// The section of a heading that has come.
    fn open_section(&mut self, heading: &str) {
        let mut around = self.open.iter().rev().map(|open| &open.role);
        let holder = around.find(|role| {
            matches!(role, Role::Heading(_) | Role::Section | Role::Part(..) | Role::Aside)
        });
        let outline = &mut self.draft.outline;
        match holder {
            Some(Role::Heading(level)) => outline.heading(*level, heading),
            Some(Role::Part(..)) => outline.rename(heading),
            _ => outline.nested(heading),
        }
    }
}

/// Gives captions and notes outside of frames to their tables.
fn claimed(blocks: &mut [Block], belongings: &Belongings) {
    let starts: BTreeMap<usize, usize> =
        blocks.iter().enumerate().map(|(at, block)| (start(block), at)).collect();
    for claim in &belongings.claims {
        let table = belongings.first.get(claim.table).copied().flatten();
        let block = starts.get(&claim.at).and_then(|at| blocks.get_mut(*at));
        if let (Some(block), Some(table)) = (block, table) {
            match block.kind {
                BlockKind::Paragraph if claim.is_note => block.kind = BlockKind::Note(table),
                BlockKind::Paragraph | BlockKind::Caption(_) => {
                    block.kind = BlockKind::Caption(Some(table));
                }
                BlockKind::Title | BlockKind::Heading | BlockKind::Note(_) => {}
            }
        }
    }
}

/// Where a block starts in the source.
fn start(block: &Block) -> usize {
    block.prose.source(0..1).range().start
}
