//! Elements and text of HTML, JATS or Markdown → tables: what opens, what closes and what is said
//! in between.
//!
//! The three differ in how elements are written, not in what a table is: rows of cells, some over
//! several rows or columns, a caption, notes.

use crossfoot_core::{LoadError, Source, Spot};

use crate::bounds::DEPTH;
use crate::markup::spans::{self, SpannedCell, SpannedRow};
use crate::markup::style;
use crate::refuse;
use crate::table::blocks;
use crate::table::grid::Grid;
use crate::table::kinds::is_note;
use crate::table::marks::{Raised, raised};
use crate::table::raw::{Found, RawCell};
use crate::text::ruler::Ruler;

/// What the text of an element is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Cell { head: bool, across: usize, down: usize },
    Raised,
    Caption,
    Label,
    Heading,
    Note,
    Paragraph,
    Nothing,
}

/// The text of an element that is open.
#[derive(Debug)]
struct Capture {
    element: String,
    wanted: Use,
    text: String,
    marks: Vec<String>,
    /// Where the text starts, or else the element.
    at: usize,
}

/// A table that is open.
#[derive(Default)]
struct Open {
    rows: Vec<SpannedRow>,
    caption: String,
    /// Whether rows are headings because of their place.
    in_head: bool,
    /// Captures below this one belong to what is around the table.
    base: usize,
}

/// A text outside of tables that is the caption or a note of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    /// Where the text starts.
    pub(crate) at: usize,
    /// The table, by its index among those that were closed.
    pub(crate) table: usize,
    pub(crate) is_note: bool,
}

/// What belongs to which table of the file.
#[derive(Debug, Default)]
pub(crate) struct Belongings {
    /// The first printed table of each that was closed, if it has one.
    pub(crate) first: Vec<Option<usize>>,
    pub(crate) claims: Vec<Claim>,
}

/// A table that is closed.
struct Closed {
    grid: Grid,
    title: String,
    notes: Vec<String>,
}

/// The frame of a table in JATS.
#[derive(Default)]
struct Frame {
    label: String,
    caption: String,
    notes: Vec<String>,
    first: usize,
}

/// A figure of a page that is open.
#[derive(Default)]
struct Figure {
    caption: String,
    picture: bool,
    /// How many tables were closed before.
    first: usize,
}

/// Collects tables from elements as they come.
pub(crate) struct Builder<'a> {
    /// The name of the file, as refusals show it.
    file: &'a str,
    ruler: Ruler<'a>,
    open: Vec<Open>,
    closed: Vec<Closed>,
    captures: Vec<Capture>,
    frame: Option<Frame>,
    figure: Option<Figure>,
    /// The last heading or line that introduces a table, until one comes, and where it starts.
    heading: Option<(String, usize)>,
    /// The paragraph directly above, if it may be a title, and where it starts.
    lead: Option<(String, usize)>,
    claims: Vec<Claim>,
    /// Whether only notes have come since the last table.
    just_closed: bool,
    /// Captions of tables that are pictures.
    pictures: Vec<String>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        let ruler = Ruler::new(source);
        Self {
            file: source.name(),
            ruler,
            open: vec![],
            closed: vec![],
            captures: vec![],
            frame: None,
            figure: None,
            heading: None,
            lead: None,
            claims: vec![],
            just_closed: false,
            pictures: vec![],
        }
    }

    /// An element opens at an offset.
    pub(crate) fn start(
        &mut self,
        element: &str,
        attribute: impl Fn(&str) -> Option<String>,
        at: usize,
    ) -> Result<(), LoadError> {
        self.check_depth(at)?;
        self.end_paragraph(element);
        match element {
            "table" => {
                self.open.push(Open { base: self.captures.len(), ..Open::default() });
            }
            "table-wrap" => {
                self.frame = Some(Frame { first: self.closed.len(), ..Frame::default() })
            }
            "figure" => {
                self.figure = Some(Figure { first: self.closed.len(), ..Figure::default() })
            }
            "img" => self.picture(attribute("alt").unwrap_or_default()),
            "thead" | "tbody" | "tfoot" | "tr" => {
                self.end_cell();
                let Some(table) = self.open.last_mut() else { return Ok(()) };
                match element {
                    "tr" => table.rows.push(SpannedRow { head: table.in_head, cells: vec![] }),
                    section => table.in_head = section == "thead",
                }
            }
            "td" | "th" => {
                self.end_cell();
                let Some(table) = self.open.last_mut() else { return Ok(()) };
                if table.rows.is_empty() {
                    table.rows.push(SpannedRow { head: table.in_head, cells: vec![] });
                }
                let [across, down] = ["colspan", "rowspan"]
                    .map(|name| attribute(name).and_then(|text| text.trim().parse().ok()));
                let across = across.unwrap_or(1).max(1);
                let down = down.unwrap_or(1);
                self.capture(element, Use::Cell { head: element == "th", across, down }, at);
            }
            "sup" => self.capture(element, Use::Raised, at),
            "span" | "font" | "small" | "a" | "b" | "i"
                if attribute("style").is_some_and(|style| style::raises(&style)) =>
            {
                self.capture(element, Use::Raised, at);
            }
            "xref"
                if matches!(attribute("ref-type").as_deref(), Some("table-fn" | "fn"))
                    && !self.is_in(Use::Raised) =>
            {
                self.capture(element, Use::Raised, at);
            }
            "caption" | "figcaption" => self.capture(element, Use::Caption, at),
            "label" if self.frame.is_some() && self.open.is_empty() && !self.is_in(Use::Note) => {
                self.capture(element, Use::Label, at)
            }
            "fn" | "table-wrap-foot" if self.frame.is_some() => {
                self.capture(element, Use::Note, at)
            }
            "p" | "small" if self.open.is_empty() && self.frame.is_none() => {
                self.capture(element, Use::Paragraph, at)
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.capture(element, Use::Heading, at),
            "script" | "style" | "head" | "template" | "object-id" | "alt-text" | "long-desc" => {
                self.capture(element, Use::Nothing, at)
            }
            "br" | "break" | "p" | "div" | "li" | "title" | "hr" => self.text(" ", at),
            _ => {}
        }
        Ok(())
    }

    /// An element closes.
    pub(crate) fn end(&mut self, element: &str) -> Result<(), LoadError> {
        match element {
            "table" => self.end_table()?,
            "thead" | "tbody" | "tfoot" | "tr" => {
                self.end_cell();
                if let (Some(table), "thead") = (self.open.last_mut(), element) {
                    table.in_head = false;
                }
            }
            "table-wrap" => self.end_frame(),
            "figure" => self.end_figure(),
            _ => {
                let base = self.open.last().map_or(0, |table| table.base);
                let found = self
                    .captures
                    .iter()
                    .rposition(|capture| capture.element == element)
                    .filter(|at| *at >= base);
                match found {
                    Some(at) => self.finish_to(at),
                    None if matches!(element, "p" | "div" | "li" | "title") => self.text(" ", 0),
                    None => {}
                }
            }
        }
        Ok(())
    }

    /// There is text at an offset.
    pub(crate) fn text(&mut self, text: &str, at: usize) {
        let base = self.open.last().map_or(0, |table| table.base);
        let Some(capture) = self.captures.get_mut(base..).and_then(<[_]>::last_mut) else {
            let note = self.frame.is_some() || text.trim().is_empty();
            self.just_closed &= note;
            return;
        };
        if capture.text.trim().is_empty() && !text.trim().is_empty() {
            capture.at = at + (text.len() - text.trim_start().len());
        }
        capture.text.push_str(text);
    }

    /// The cell of a table that is not closed by anything.
    pub(crate) fn open_cell(&self) -> Option<Spot> {
        let base = self.open.last()?.base;
        self.captures.get(base).map(|capture| self.ruler.place(capture.at))
    }

    /// Whether a table is not closed.
    pub(crate) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// How many tables are closed.
    pub(crate) fn closed(&self) -> usize {
        self.closed.len()
    }

    /// The tables, when all has come, and what belongs to them.
    pub(crate) fn finish(mut self) -> Result<(Found, Belongings), LoadError> {
        while !self.open.is_empty() {
            self.end_table()?;
        }
        self.end_frame();
        self.finish_to(0);
        let mut found = Found { pictures: self.pictures, ..Found::default() };
        let mut belongings = Belongings { claims: self.claims, ..Belongings::default() };
        for Closed { grid, title, mut notes } in self.closed {
            let mut of_grid = blocks::tables(&grid);
            if of_grid.tables.is_empty() && !title.is_empty() {
                found.notes.push(format!("the table `{}` could not be read", title));
            }
            if let Some(table) = of_grid.tables.first_mut() {
                let own = table.title.take().unwrap_or_default();
                table.title = Some([title, own].join(" ").trim().to_owned())
                    .filter(|title| !title.is_empty());
            }
            if let Some(table) = of_grid.tables.last_mut() {
                table.notes.append(&mut notes);
            }
            let first = (!of_grid.tables.is_empty()).then_some(found.tables.len());
            belongings.first.push(first);
            found.add(of_grid);
        }
        Ok((found, belongings))
    }

    /// Refuses a page with more elements that are not closed than one has: the time to look through
    /// them grows with their number.
    fn check_depth(&self, at: usize) -> Result<(), LoadError> {
        if self.open.len() + self.captures.len() <= DEPTH {
            return Ok(());
        }
        let message = format!("elements are nested more than {DEPTH} deep");
        let help = "keep only the tables, or save the page again in a browser";
        Err(refuse::cell(self.file, &self.ruler.place(at), message, help))
    }

    fn is_in(&self, wanted: Use) -> bool {
        self.captures.iter().any(|capture| capture.wanted == wanted)
    }

    fn capture(&mut self, element: &str, wanted: Use, at: usize) {
        self.captures.push(Capture {
            element: element.to_owned(),
            wanted,
            text: String::new(),
            marks: vec![],
            at,
        });
    }

    /// Closes the cell that is open in this table, if one is.
    fn end_cell(&mut self) {
        let Some(base) = self.open.last().map(|table| table.base) else { return };
        if self.captures.len() > base {
            self.finish_to(base);
        }
    }

    /// Closes a paragraph outside of tables that the next block closes, as browsers do.
    fn end_paragraph(&mut self, next: &str) {
        const BLOCKS: [&str; 16] = [
            "p",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "dl",
            "div",
            "figure",
            "section",
            "blockquote",
            "pre",
        ];
        let outside = self.open.is_empty() && self.frame.is_none();
        if !outside || !BLOCKS.contains(&next) {
            return;
        }
        let open = self.captures.iter().rposition(|capture| capture.element == "p");
        if let Some(open) = open {
            self.finish_to(open);
        }
    }

    /// Closes all that was opened from this capture on.
    fn finish_to(&mut self, first: usize) {
        while self.captures.len() > first {
            let Some(capture) = self.captures.pop() else { return };
            self.finish_capture(capture);
        }
    }

    fn finish_capture(&mut self, capture: Capture) {
        let text = one_line(&capture.text);
        match capture.wanted {
            Use::Cell { head, across, down } => {
                let place = self.ruler.place(capture.at);
                let mark = (!capture.marks.is_empty()).then(|| capture.marks.join(","));
                let cell = RawCell::new(text, mark, place);
                if let Some(row) = self.open.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.cells.push(SpannedCell { cell, head, across, down });
                }
            }
            Use::Raised => {
                let Some(around) = self.captures.last_mut() else { return };
                match (raised(&around.text, &text), around.wanted) {
                    (Raised::Text(text), _) => around.text.push_str(&text),
                    (Raised::Mark(mark), Use::Cell { .. }) => {
                        around.marks.extend((!mark.is_empty()).then_some(mark))
                    }
                    (Raised::Mark(mark), Use::Note | Use::Paragraph)
                        if around.text.trim().is_empty() =>
                    {
                        around.text.push_str(&format!("{mark} "))
                    }
                    (Raised::Mark(mark), _) => around.text.push_str(&format!("[{mark}]")),
                }
            }
            Use::Caption => match (self.open.last_mut(), self.frame.as_mut()) {
                (Some(table), _) => table.caption = text,
                (None, Some(frame)) => frame.caption = text,
                (None, None) => self.caption(text, capture.at),
            },
            Use::Label => self.frame.iter_mut().for_each(|frame| frame.label.clone_from(&text)),
            Use::Note => self
                .frame
                .iter_mut()
                .for_each(|frame| frame.notes.extend((!text.is_empty()).then(|| text.clone()))),
            Use::Heading => {
                self.just_closed = false;
                self.introduce(text, capture.at);
            }
            Use::Paragraph => self.paragraph(text, capture.at),
            Use::Nothing => {}
        }
    }

    /// What comes may introduce the next table.
    fn introduce(&mut self, text: String, at: usize) {
        self.lead = None;
        self.heading = (!text.is_empty()).then_some((text, at));
    }

    /// A caption outside of tables is that of the table above in a figure, or of the one below.
    fn caption(&mut self, text: String, at: usize) {
        if let Some(figure) = self.figure.as_mut() {
            figure.caption.clone_from(&text);
        }
        let untitled = self.just_closed && self.closed.last().is_some_and(|t| t.title.is_empty());
        match self.closed.last_mut() {
            Some(table) if untitled => {
                table.title = text;
                let table = self.closed.len() - 1;
                self.claims.push(Claim { at, table, is_note: false });
            }
            _ => self.introduce(text, at),
        }
    }

    /// A paragraph outside of tables is a note of the table above, or the caption of the one below.
    fn paragraph(&mut self, text: String, at: usize) {
        match self.closed.last_mut() {
            Some(table) if self.just_closed && is_note(&text) => {
                table.notes.push(text);
                let table = self.closed.len() - 1;
                self.claims.push(Claim { at, table, is_note: true });
            }
            _ if is_caption(&text) => self.introduce(text, at),
            _ if text.is_empty() => {}
            _ => {
                self.just_closed = false;
                self.lead = is_title(&text).then_some((text, at));
            }
        }
    }

    /// What introduces the table that ends, joined: a caption that says it is one and the line below
    /// it, or what stands directly above.
    fn title(&mut self) -> Option<String> {
        let (heading, lead) = (self.heading.take(), self.lead.take());
        let heading = heading.filter(|(text, _)| lead.is_none() || is_caption(text));
        let parts: Vec<(String, usize)> = [heading, lead].into_iter().flatten().collect();
        let table = self.closed.len();
        self.claims.extend(parts.iter().map(|(_, at)| Claim { at: *at, table, is_note: false }));
        let texts: Vec<String> = parts.into_iter().map(|(text, _)| text).collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    }

    /// A picture may be one of a table, as the text in its place says.
    fn picture(&mut self, text: String) {
        match self.figure.as_mut() {
            Some(figure) => {
                figure.picture = true;
                if figure.caption.is_empty() {
                    figure.caption = text;
                }
            }
            None if is_caption(&text) => self.pictures.push(text),
            None => {}
        }
    }

    /// A figure with the caption of a table, but a picture in its place, is reported.
    fn end_figure(&mut self) {
        let Some(Figure { caption, picture, first }) = self.figure.take() else { return };
        if !picture || self.closed.len() > first {
            return;
        }
        // The caption is not that of the table below.
        self.heading.take_if(|(heading, _)| *heading == caption);
        self.pictures.extend(is_caption(&caption).then_some(caption));
    }

    fn end_table(&mut self) -> Result<(), LoadError> {
        self.end_cell();
        let Some(table) = self.open.pop() else { return Ok(()) };
        self.captures.truncate(table.base);
        let grid = spans::grid(self.file, table.rows)?;
        let title = if table.caption.is_empty() { self.title() } else { None };
        let title = title.unwrap_or(table.caption);
        (self.heading, self.lead) = (None, None);
        self.just_closed = true;
        self.closed.push(Closed { grid, title, notes: vec![] });
        Ok(())
    }

    fn end_frame(&mut self) {
        let Some(frame) = self.frame.take() else { return };
        let title = [frame.label, frame.caption].join(" ").trim().to_owned();
        if self.closed.len() == frame.first {
            self.pictures.push(title);
            return;
        }
        for table in &mut self.closed[frame.first..] {
            table.title.clone_from(&title);
        }
        if let Some(last) = self.closed.last_mut() {
            last.notes.extend(frame.notes);
        }
    }
}

/// Whether a text is the caption of a table, such as `Table 2 Permits by office`, and no sentence
/// about one: `Table 2 shows permits.`
pub(crate) fn is_caption(text: &str) -> bool {
    const STARTS: [&str; 3] = ["table", "tab.", "表"];
    let rest = STARTS.iter().find_map(|start| {
        let (head, rest) = text.split_at_checked(start.len())?;
        head.eq_ignore_ascii_case(start).then_some(rest.trim_start())
    });
    let Some(rest) = rest else { return false };
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = title.len() < rest.len();
    let first = title.trim_start().chars().next();
    let goes_on = first.is_none_or(|c| c.is_alphabetic() && !c.is_uppercase());
    !(numbered && goes_on && text.ends_with(['.', '。']))
}

/// Whether a paragraph may be the title of what follows: short, and no sentence.
fn is_title(text: &str) -> bool {
    /// Characters of the longest title that does not say it is one.
    const LONGEST: usize = 120;
    text.chars().count() <= LONGEST
        && !text.contains(". ")
        && !text.ends_with(['.', ',', ';', ':', '?', '!', '。', '，', '；', '：', '？', '！'])
}

/// White space of the source is one space; spaces that are no white space to a browser, such as
/// those between thousands, stay.
fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ").trim().to_owned()
}
