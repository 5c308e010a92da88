//! A table as printed: the one form in which the rest of the program meets a table, wherever it
//! comes from.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crossfoot_core::{Origins, Received, Source, Span, Spot};

use super::raw::{RawCell, RawTable};
use crate::Problems;
use crate::text::csv::{CsvText, Rows, record};

/// A table as printed: CSV with commas in a [`Source`], and the place of each cell in it.
///
/// The text is that of a study's own file, or what the study would keep of a received one. Then the
/// source knows where every cell was received, so that a `Diagnostic` at a cell is shown there.
///
/// ```
/// use crossfoot_core::Diagnostic;
/// use crossfoot_ingest::{Options, read_bytes};
///
/// let pasted = "Year\tTotal\n2021\t5 690\n";
/// let received = read_bytes("t.txt", pasted.as_bytes(), Options::default()).unwrap();
/// let table = &received.tables[0];
/// assert_eq!(table.to_csv(), "Year,Total\n2021,5 690\n");
/// let cell = table.cell(0, 1);
/// assert_eq!((&*cell.text(), cell.place().to_string()), ("5 690", "line 2, column 6".into()));
/// let problem = Diagnostic::at(table.source(), cell.span(), "this is not a count");
/// assert_eq!(problem.to_string(), "t.txt:2:6: this is not a count");
/// ```
#[derive(Clone)]
pub struct PrintedTable {
    /// The caption or the lines above the table.
    pub title: Option<String>,
    /// The sheet that it is on.
    pub sheet: Option<String>,
    /// What is printed below the table.
    pub notes: Vec<String>,
    csv: CsvText,
    rows: Arc<Rows>,
    subheadings: Vec<usize>,
    indents: Vec<usize>,
}

/// A cell or a heading of a table as printed.
#[derive(Clone, Copy)]
pub struct Printed<'a> {
    source: &'a Source,
    /// All that is printed.
    span: Span,
    /// The same without a footnote mark that is set apart.
    text: Span,
    /// Where it was received; nothing in a study's own file.
    received: Option<&'a Received>,
    /// Its row and column in the text, from 1.
    at: (u32, u32),
}

impl<'a> Printed<'a> {
    /// The text without a footnote mark that is set apart: `251` of `251ᵃ`.
    pub fn text(&self) -> Cow<'a, str> {
        self.source.field(self.text)
    }

    /// The text with its footnote mark, as figures are read: `251[a]`, `2,214*`.
    pub fn printed(&self) -> Cow<'a, str> {
        self.source.field(self.span)
    }

    /// The stretch of the table's source that is printed, for a `Diagnostic`.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where it was received.
    pub fn place(&self) -> Spot {
        let received = self.received.map(|cell| cell.spot.clone());
        received.unwrap_or_else(|| self.source.place(self.span).spot)
    }

    /// Its row and column in the grid of cells that was received, both from 1: lines and fields of
    /// a text, rows and columns of a sheet or of a table in a page.
    pub fn grid(&self) -> (u32, u32) {
        self.received.map_or(self.at, |cell| cell.at)
    }
}

impl PrintedTable {
    /// Cuts a study's own file. Reports ragged rows, open quotes and text after a closing quote,
    /// all of them.
    pub fn cut(source: &Arc<Source>, problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let csv = CsvText::open(source, problems)?;
        let mut rows = Rows::default();
        csv.stretches.iter().for_each(|stretch| csv.cut(stretch, &mut rows, problems));
        (problems.len() == before).then(|| Self {
            title: None,
            sheet: None,
            notes: Vec::new(),
            csv,
            rows: Arc::new(rows),
            subheadings: Vec::new(),
            indents: Vec::new(),
        })
    }

    /// A table of texts, such as one that a program has made; `None` where rows are not as wide as
    /// the header, or the text would be larger than 4 GiB.
    pub fn from_texts(name: &str, header: &[String], rows: &[Vec<String>]) -> Option<Self> {
        let mut text = String::new();
        for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
            for (at, field) in row.iter().enumerate() {
                text.push_str(if at > 0 { "," } else { "" });
                record::write(&mut text, field, row.len() == 1);
            }
            text.push('\n');
        }
        Self::cut(&Source::new(name, text)?, &mut Problems::new())
    }

    /// Writes a table as a study keeps it: UTF-8, commas, line feeds, texts exactly as printed,
    /// quotes where they are needed. `None` where that is larger than 4 GiB.
    pub(crate) fn write(table: RawTable, file: &str, text: Option<&Arc<Source>>) -> Option<Self> {
        let mut origins = Origins::new(file, text.cloned());
        let mut written = String::new();
        let alone = table.header.len() == 1;
        let header = push_row(&mut written, &mut origins, table.header, alone);
        let mut rows = Rows::with_width(header.len());
        let mut line = 2;
        let names = table.rows.iter().map(|row| row.iter().find(|cell| !cell.text.is_empty()));
        let indents = names.map(|name| name.map_or(0, |name| name.indent)).collect();
        for row in table.rows {
            let start = written.len();
            rows.push(push_row(&mut written, &mut origins, row, alone), line);
            line += memchr::memchr_iter(b'\n', &written.as_bytes()[start..]).count() as u32;
        }
        let csv = CsvText::with_header(Source::written(file, written, origins)?, header);
        Some(Self {
            title: table.title,
            sheet: table.sheet,
            notes: table.notes,
            csv,
            rows: Arc::new(rows),
            subheadings: table.subheadings,
            indents,
        })
    }

    /// The table under the name of its future file, so that problems of the file as a whole are
    /// reported under it. `None` where its text is larger than 4 GiB.
    pub fn renamed(&self, name: &str) -> Option<Self> {
        let source = self.csv.source.renamed(name)?;
        Some(Self { csv: CsvText { source, ..self.csv.clone() }, ..self.clone() })
    }

    /// The text in which its cells are stretches.
    pub fn source(&self) -> &Arc<Source> {
        &self.csv.source
    }

    /// The table as the text of a CSV file. Title and notes belong into the manifest and are left
    /// out; a separate footnote mark is in brackets.
    pub fn to_csv(&self) -> &str {
        self.csv.source.text()
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        self.csv.header.len()
    }

    /// The number of rows below the header.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows, counted from 0, that only name the rows below them, such as a sub-heading or the
    /// name of a panel. Those of a study's own file are not looked for.
    ///
    /// ```
    /// use crossfoot_ingest::{Options, read_bytes};
    ///
    /// let text = "Region,Beds,Staff\nNorth,,\nLeeds,12,40\nYork,9,31\nSouth,,\nBath,5,14\n";
    /// let received = read_bytes("beds.csv", text.as_bytes(), Options::default()).unwrap();
    /// assert_eq!(received.tables[0].subheadings(), [0, 3]);
    /// ```
    pub fn subheadings(&self) -> &[usize] {
        &self.subheadings
    }

    /// By how many spaces the name of each row was indented where it was received. Nothing is known
    /// of a study's own file.
    pub fn indents(&self) -> &[usize] {
        &self.indents
    }

    /// The line of its text on which each row starts.
    pub fn lines(&self) -> &[u32] {
        &self.rows.lines
    }

    /// The stretch of the source that a heading is.
    pub fn header(&self) -> &[Span] {
        &self.csv.header
    }

    /// The stretch of the source that a cell is.
    pub fn field(&self, row: usize, column: usize) -> Span {
        self.rows.field(row, column)
    }

    /// The names in the header, and a report of duplicates.
    pub fn columns(&self, problems: &mut Problems) -> Vec<String> {
        self.csv.columns(problems)
    }

    /// A heading: of merged and repeated headings from the top down, joined by
    /// [`LEVELS`](crate::LEVELS), with the unit of a row of units in brackets.
    pub fn heading(&self, column: usize) -> Printed<'_> {
        self.printed(self.csv.header[column], column)
    }

    /// The headings from left to right.
    pub fn headings(&self) -> impl ExactSizeIterator<Item = Printed<'_>> {
        (0..self.width()).map(|column| self.heading(column))
    }

    /// A cell. What names rows and is merged over several is in each of them, a figure in the
    /// first.
    pub fn cell(&self, row: usize, column: usize) -> Printed<'_> {
        self.printed(self.field(row, column), (row + 1) * self.width() + column)
    }

    /// All cells, row after row.
    pub fn cells(&self) -> impl Iterator<Item = Printed<'_>> {
        (0..self.rows())
            .flat_map(move |row| (0..self.width()).map(move |column| self.cell(row, column)))
    }

    /// The cells of a column from the top down.
    pub fn column(&self, column: usize) -> impl ExactSizeIterator<Item = Printed<'_>> {
        (0..self.rows()).map(move |row| self.cell(row, column))
    }

    fn printed(&self, span: Span, number: usize) -> Printed<'_> {
        let source = self.csv.source.as_ref();
        let received = source.received().and_then(|origins| origins.cell(number));
        let text = received.map_or(span, |cell| cell.written);
        let at = [number / self.width(), number % self.width()]
            .map(|position| u32::try_from(position + 1).unwrap_or(u32::MAX));
        Printed { source, span, text, received, at: at.into() }
    }

    /// Whether another table has the same headings and cells, but for spaces around them.
    pub fn reads_as(&self, other: &Self) -> bool {
        self.width() == other.width()
            && self.rows() == other.rows()
            && self
                .headings()
                .chain(self.cells())
                .zip(other.headings().chain(other.cells()))
                .all(|(own, other)| own.printed().trim() == other.printed().trim())
    }

    /// The first rows of the table.
    #[must_use]
    pub fn first_rows(&self, most: usize) -> Self {
        let mut raw = self.raw();
        raw.rows.truncate(most);
        raw.subheadings.retain(|row| *row < most);
        self.rewritten(raw)
    }

    /// The cells by themselves, to lay them out otherwise.
    pub(super) fn raw(&self) -> RawTable {
        RawTable {
            title: self.title.clone(),
            sheet: self.sheet.clone(),
            header: self.headings().map(Printed::raw).collect(),
            rows: (0..self.rows()).map(|row| self.raw_row(row)).collect(),
            subheadings: self.subheadings.clone(),
            notes: self.notes.clone(),
        }
    }

    /// The cells of a row, of which the one that names it is as indented as it was received.
    fn raw_row(&self, row: usize) -> Vec<RawCell> {
        let mut cells: Vec<RawCell> =
            (0..self.width()).map(|column| self.cell(row, column).raw()).collect();
        if let Some(name) = cells.iter_mut().find(|cell| !cell.text.is_empty()) {
            name.indent = self.indents.get(row).copied().unwrap_or(0);
        }
        cells
    }

    /// The table of these of its cells, each with the place where it was received.
    pub(super) fn rewritten(&self, raw: RawTable) -> Self {
        let source = self.source();
        let written = match source.received() {
            Some(origins) => Self::write(raw, origins.file(), origins.text()),
            None => Self::write(raw, source.name(), Some(source)),
        };
        // Headings that are made different take a few bytes more, and a table that was 4 GiB before
        // is kept as it is.
        written.unwrap_or_else(|| self.clone())
    }
}

impl Printed<'_> {
    fn raw(self) -> RawCell {
        let (text, printed) = (self.text().into_owned(), self.printed());
        let behind = printed.strip_prefix(text.as_str()).unwrap_or_default();
        let mark =
            behind.strip_prefix('[').and_then(|mark| mark.strip_suffix(']')).unwrap_or(behind);
        let mark = (!behind.is_empty()).then(|| mark.to_owned());
        RawCell { mark, at: self.grid(), ..RawCell::new(text, None, self.place()) }
    }
}

/// Writes a row; its cells as they are printed.
fn push_row(text: &mut String, origins: &mut Origins, row: Vec<RawCell>, alone: bool) -> Vec<Span> {
    let mut fields = Vec::with_capacity(row.len());
    for (at, cell) in row.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let span = record::write(text, &cell.printed(), alone);
        let quotes = cell.text.matches('"').count();
        let start = span.range().start;
        let written = Span::new(start, start + cell.text.len() + quotes);
        origins.push(Received { written, spot: cell.place, at: cell.at });
        fields.push(span);
    }
    text.push('\n');
    fields
}

/// Its CSV, with the texts around it.
impl fmt::Debug for PrintedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrintedTable")
            .field("title", &self.title)
            .field("sheet", &self.sheet)
            .field("notes", &self.notes)
            .field("csv", &self.to_csv())
            .finish()
    }
}
