//! The parts of a Word document → their text, and elements of a page over it.

use std::ops::Range;

use crossfoot_core::LoadError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};

use super::runs::{Paragraph, Setting};
use super::styles::{Style, Styles, attribute, is_on, level, value};
use super::tables::{Merge, Table};
use crate::article::plain;
use crate::bounds::DEPTH;
use crate::markup::entities;
use crate::workbook::archive;

/// What comes in a page.
#[derive(Debug)]
pub(super) enum Event {
    Start {
        element: &'static str,
        at: usize,
    },
    Cell {
        element: &'static str,
        at: usize,
        across: usize,
        down: usize,
    },
    /// A cell that one above covers, with all in it up to an event.
    Covered {
        end: usize,
    },
    Text(Range<usize>),
    End(&'static str),
}

/// Walks through the parts of a document.
pub(super) struct Walk<'a> {
    name: &'a str,
    styles: &'a Styles,
    text: String,
    events: Vec<Event>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    setting: Setting,
    /// Elements of formulas that are open, and of their exponents and indices.
    formulas: usize,
    raised: usize,
    lowered: usize,
    in_run: bool,
    /// Whether the characters of a run are coming.
    in_text: bool,
    /// How many elements are open within the one that is left out.
    dropped: usize,
    /// The mark of the footnote that is written.
    mark: Option<String>,
    footnotes: Vec<String>,
    deletions: bool,
    counted: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(name: &'a str, styles: &'a Styles) -> Self {
        Self {
            name,
            styles,
            text: String::new(),
            events: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            setting: Setting::default(),
            formulas: 0,
            raised: 0,
            lowered: 0,
            in_run: false,
            in_text: false,
            dropped: 0,
            mark: None,
            footnotes: Vec::new(),
            deletions: false,
            counted: false,
        }
    }

    /// Goes through a part; `note` is the element of its notes, where it has those.
    pub(super) fn part(
        &mut self,
        part: &str,
        xml: &str,
        note: Option<&'static str>,
    ) -> Result<(), LoadError> {
        let mut reader = Reader::from_str(xml);
        let mut depth = 0_usize;
        if note.is_some() {
            self.events.push(Event::Start { element: "footnotes", at: self.text.len() });
        }
        loop {
            let event = reader
                .read_event()
                .map_err(|error| archive::damaged(self.name, format!("{part}: {error}")))?;
            match event {
                Xml::Start(tag) => {
                    depth += 1;
                    if depth > DEPTH {
                        let why = format!("{part}: elements are nested more than {DEPTH} deep");
                        return Err(archive::damaged(self.name, why));
                    }
                    self.start(&tag, note, true);
                }
                Xml::Empty(tag) => {
                    self.start(&tag, note, false);
                    if self.dropped == 0 {
                        self.end(tag.local_name().as_ref());
                    }
                }
                Xml::End(tag) => {
                    depth = depth.saturating_sub(1);
                    match self.dropped {
                        0 => self.end(tag.local_name().as_ref()),
                        _ => self.dropped -= 1,
                    }
                }
                Xml::Text(text) => self.characters(&text.xml10_content()),
                Xml::CData(text) => self.characters(&text.xml10_content()),
                Xml::GeneralRef(entity) => {
                    match (entity.resolve_char_ref(), entities::resolve(&entity)) {
                        (Ok(Some(c)), _) => self.characters(c.encode_utf8(&mut [0; 4])),
                        (_, Some(text)) => self.characters(&text),
                        _ => {}
                    }
                }
                Xml::Eof if depth > 0 => {
                    let why = format!("{part}: it ends within an element");
                    return Err(archive::damaged(self.name, why));
                }
                Xml::Eof => break,
                _ => {}
            }
        }
        if note.is_some() {
            self.events.push(Event::End("footnotes"));
        }
        Ok(())
    }

    /// The text, the events and what is to be said.
    pub(super) fn finish(self) -> (String, Vec<Event>, Vec<String>) {
        let notes = [
            (self.deletions, "text deleted in tracked changes was left out"),
            (self.counted, "numbers that Word adds to headings and lists are not in the text"),
        ];
        let notes = notes.into_iter().filter(|(is_so, _)| *is_so);
        (self.text, self.events, notes.map(|(_, note)| note.to_owned()).collect())
    }

    fn start(&mut self, tag: &BytesStart<'_>, note: Option<&'static str>, is_open: bool) {
        if self.dropped > 0 {
            self.dropped += usize::from(is_open);
            return;
        }
        let at = self.text.len();
        let name = tag.local_name();
        let name = name.as_ref();
        match name {
            "del" | "moveFrom" | "Fallback" => {
                self.deletions |= name != "Fallback";
                self.dropped = usize::from(is_open);
            }
            "footnote" | "endnote" if note == Some(name) => {
                let id = attribute(tag, "id").unwrap_or_default();
                let number = self.footnotes.iter().position(|known| *known == key(name, &id));
                match number {
                    Some(number) => self.mark = Some((number + 1).to_string()),
                    // Separators, and notes whose mark was deleted.
                    None => self.dropped = usize::from(is_open),
                }
            }
            "p" => self.paragraphs.push(Paragraph::default()),
            "pStyle" => self.in_paragraph(|paragraph| paragraph.style = value(tag)),
            "outlineLvl" => self.in_paragraph(|paragraph| paragraph.level = level(tag)),
            "numPr" => self.in_paragraph(|paragraph| paragraph.is_item = true),
            "r" => {
                self.in_run = true;
                self.setting = Setting {
                    formula: self.formulas > 0,
                    raised: self.raised > 0,
                    lowered: self.lowered > 0,
                    ..Setting::default()
                };
                if let Some(mark) = self.mark.take() {
                    self.write(&format!("{mark} "), Setting::default());
                }
            }
            "vertAlign" => {
                self.setting.raised = value(tag).as_deref() == Some("superscript");
                self.setting.lowered = value(tag).as_deref() == Some("subscript");
            }
            "i" => self.setting.italic = is_on(tag),
            "b" => self.setting.bold = is_on(tag),
            "vanish" => self.setting.hidden = is_on(tag),
            "oMath" => self.formulas += 1,
            "sup" => self.raised += 1,
            "sub" => self.lowered += 1,
            "den" => self.write("/", Setting { formula: self.formulas > 0, ..self.setting }),
            "t" => self.in_text = true,
            "tab" | "br" | "cr" if self.in_run => self.write(" ", self.setting),
            "noBreakHyphen" => self.write("-", self.setting),
            "sym" => self.write("\u{FFFD}", self.setting),
            "footnoteReference" | "endnoteReference" => {
                let id = attribute(tag, "id").unwrap_or_default();
                self.footnotes.push(key(name.trim_end_matches("Reference"), &id));
                let mark = self.footnotes.len().to_string();
                self.write(&mark, Setting { raised: true, ..self.setting });
            }
            "tbl" => {
                self.tables.push(Table::default());
                self.events.push(Event::Start { element: "table", at });
            }
            "tr" => {
                self.in_table(Table::start_row);
                self.events.push(Event::Start { element: "tr", at });
            }
            "tblHeader" => self.in_table(|table| table.is_head = is_on(tag)),
            "gridBefore" => {
                let across = value(tag).and_then(|count| count.parse().ok()).unwrap_or(1);
                self.cell(at);
                self.in_table(|table| table.across(across));
                self.end_cell();
            }
            "tc" => self.cell(at),
            "gridSpan" => {
                let across = value(tag).and_then(|count| count.parse().ok()).unwrap_or(1);
                self.in_table(|table| table.across(across));
            }
            "vMerge" => {
                let first = value(tag).as_deref() == Some("restart");
                let merge = if first { Merge::First } else { Merge::Further };
                self.in_table(|table| table.merge(merge));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "r" => (self.setting, self.in_run) = (Setting::default(), false),
            "oMath" => self.formulas = self.formulas.saturating_sub(1),
            "sup" => self.raised = self.raised.saturating_sub(1),
            "sub" => self.lowered = self.lowered.saturating_sub(1),
            "t" => self.in_text = false,
            "tc" => {
                self.end_cell();
                self.text.push('\t');
            }
            "tr" => {
                self.events.push(Event::End("tr"));
                self.text.push('\n');
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    table.finish(&mut self.events);
                }
                self.events.push(Event::End("table"));
                self.text.push('\n');
            }
            _ => {}
        }
    }

    fn in_paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn cell(&mut self, at: usize) {
        let event = self.events.len();
        let is_head = self.tables.last().is_some_and(|table| table.is_head);
        let element = if is_head { "th" } else { "td" };
        self.in_table(|table| table.start_cell(event));
        self.events.push(Event::Cell { element, at, across: 1, down: 1 });
    }

    fn end_cell(&mut self) {
        let is_head = self.tables.last().is_some_and(|table| table.is_head);
        self.events.push(Event::End(if is_head { "th" } else { "td" }));
        let event = self.events.len();
        self.in_table(|table| table.end_cell(event));
    }

    fn characters(&mut self, text: &str) {
        if self.in_text && self.dropped == 0 {
            self.write(text, self.setting);
        }
    }

    /// Adds characters to the text and to the paragraph.
    fn write(&mut self, text: &str, setting: Setting) {
        if setting.hidden {
            return;
        }
        let start = self.text.len();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            self.text.push_str(text);
            paragraph.push(start..self.text.len(), setting);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let style = match (paragraph.level, &paragraph.style) {
            (Some(level), _) => Style::Heading(level),
            (None, Some(style)) => self.styles.style(style),
            (None, None) => Style::Body,
        };
        let style = match style {
            Style::Body if self.tables.is_empty() && paragraph.is_bold(&self.text) => {
                let level = plain::heading(&paragraph.text(&self.text));
                level.map_or(Style::Body, Style::Heading)
            }
            style => style,
        };
        self.counted |= paragraph.is_item;
        let element = match style {
            Style::Title => "h1",
            Style::Heading(level) => HEADINGS[usize::from(level.min(5)) - 1],
            Style::Caption => "figcaption",
            Style::Contents => "nav",
            Style::Body if paragraph.is_item => "li",
            Style::Body => "p",
        };
        paragraph.write(element, &mut self.events);
        self.text.push('\n');
    }
}

/// The elements of headings below that of the title.
const HEADINGS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

/// What a note is known by: footnotes and endnotes are numbered apart.
fn key(kind: &str, id: &str) -> String {
    format!("{kind} {id}")
}
