//! The CSV of a study → fields, each with its stretch of the text. A file of a million rows is cut
//! stretch by stretch on all cores, and no field is kept longer than it is read.

pub(crate) mod record;
mod stretches;

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span};

use crate::Problems;
use record::{Dialect, Fault};
pub use stretches::Stretch;
use stretches::stretches;

/// A CSV text whose header was read, and whose rows can be cut stretch by stretch.
///
/// ```
/// use crossfoot_core::Source;
/// use crossfoot_ingest::text::csv::{CsvText, Rows};
///
/// let source = Source::new("t.csv", "Year,Total\n2023,\"1,204\"\n".to_owned()).unwrap();
/// let mut problems = Vec::new();
/// let csv = CsvText::open(&source, &mut problems).unwrap();
/// let mut rows = Rows::default();
/// csv.stretches.iter().for_each(|stretch| csv.cut(stretch, &mut rows, &mut problems));
/// assert!(problems.is_empty());
/// assert_eq!(source.field(rows.field(0, 1)), "1,204");
/// ```
#[derive(Clone, Debug)]
pub struct CsvText {
    /// The text.
    pub source: Arc<Source>,
    /// The fields of the first record.
    pub header: Vec<Span>,
    /// The text after the header; each stretch holds whole records.
    pub stretches: Vec<Stretch>,
}

/// Rows cut into fields.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    width: usize,
    /// `width` fields for every row.
    fields: Vec<Span>,
    /// Line on which each row starts.
    pub lines: Vec<u32>,
}

impl CsvText {
    /// Reads the header of a file.
    pub fn open(source: &Arc<Source>, problems: &mut Problems) -> Option<Self> {
        let mut header = Vec::new();
        let record = record::cut(source.text().as_bytes(), 0, Dialect::STUDY, &mut header);
        if let Some(fault) = record.as_ref().and_then(|record| record.fault) {
            problems.push(misquoted(source, fault));
            return None;
        }
        let body = record.map_or(source.text().len(), |record| record.end);
        Some(Self { source: Arc::clone(source), header, stretches: stretches(source.text(), body) })
    }

    /// A text whose header is known.
    pub(crate) fn with_header(source: Arc<Source>, header: Vec<Span>) -> Self {
        let fields = &mut Vec::new();
        let record = record::cut(source.text().as_bytes(), 0, Dialect::STUDY, fields);
        let body = record.map_or(source.text().len(), |record| record.end);
        Self { stretches: stretches(source.text(), body), source, header }
    }

    /// The names in the header, and a report of duplicates.
    pub fn columns(&self, problems: &mut Problems) -> Vec<String> {
        names(&self.source, &self.header, problems)
    }

    /// A report of a header that is one field, and that another separator would cut into several.
    pub fn other_separator(&self) -> Option<Diagnostic> {
        let [whole] = self.header.as_slice() else { return None };
        let names = [(';', "semicolons"), ('\t', "tabs")];
        let (_, name) = names
            .into_iter()
            .find(|(separator, _)| self.source.slice(*whole).contains(*separator))?;
        let problem = Diagnostic::at(
            &self.source,
            *whole,
            format!("expected commas between the fields, found {name}"),
        );
        Some(problem.help("save it as CSV with commas"))
    }

    /// Cuts one stretch and adds its rows to others. Ragged rows and quotes that do not fit are
    /// reported, and such rows are left out.
    pub fn cut(&self, stretch: &Stretch, rows: &mut Rows, problems: &mut Problems) {
        rows.width = self.header.len();
        if stretch.quoted {
            self.cut_quoted(&stretch.range, rows, problems);
        } else {
            self.cut_plain(&stretch.range, rows, problems);
        }
    }

    /// Without quotes every comma ends a field and every line end a row.
    fn cut_plain(&self, stretch: &Range<usize>, rows: &mut Rows, problems: &mut Problems) {
        let text = self.source.text().as_bytes();
        let mut line = self.line(stretch.start);
        let (mut start, mut row) = (stretch.start, rows.fields.len());
        for end in low_bytes(text, stretch) {
            let mark = text[end];
            if !matches!(mark, b',' | b'\n' | b'\r') {
                continue;
            }
            let blank = rows.fields.len() == row && start == end && mark != b',';
            if !blank {
                rows.fields.push(Span { start: start as u32, len: (end - start) as u32 });
            }
            start = end + 1;
            if mark != b',' {
                row = self.close(rows, row, line, problems);
                line += u32::from(mark == b'\n');
            }
        }
        if rows.fields.len() > row || start < stretch.end {
            rows.fields.push(Span::new(start, stretch.end));
            self.close(rows, row, line, problems);
        }
    }

    fn cut_quoted(&self, stretch: &Range<usize>, rows: &mut Rows, problems: &mut Problems) {
        let text = &self.source.text().as_bytes()[..stretch.end];
        let (mut at, mut row) = (stretch.start, rows.fields.len());
        let (mut line, mut counted) = (self.line(at), at);
        while let Some(record) = record::cut(text, at, Dialect::STUDY, &mut rows.fields) {
            at = record.end;
            if let Some(fault) = record.fault {
                problems.push(misquoted(&self.source, fault));
                rows.fields.truncate(row);
                continue;
            }
            let start = rows.fields[row].range().start;
            line += memchr::memchr_iter(b'\n', &text[counted..start]).count() as u32;
            counted = start;
            row = self.close(rows, row, line, problems);
        }
    }

    /// Keeps the row whose fields start at `row` if there are as many as in the header. Returns
    /// where the next row's fields start.
    fn close(&self, rows: &mut Rows, row: usize, line: u32, problems: &mut Problems) -> usize {
        let fields = &rows.fields[row..];
        let starts_with_text = fields.first().is_some_and(|field| {
            field.len > 0 && self.source.text().as_bytes()[field.start as usize].is_ascii_graphic()
        });
        // Most rows start with a text, and no other field of them is looked at.
        let blank = !starts_with_text
            && fields.iter().all(|field| self.source.slice(*field).trim().is_empty());
        if blank {
            // Lines of nothing but separators or spaces are what spreadsheets leave below a table.
            rows.fields.truncate(row);
        } else if fields.len() == rows.width {
            rows.lines.push(line);
        } else if let [first, .., last] | [first @ last] = fields {
            let whole = Span::new(first.range().start, last.range().end);
            let message = format!(
                "expected {} as in the header, found {}",
                fields_in_words(rows.width),
                fields.len()
            );
            let problem = Diagnostic::at(&self.source, whole, message);
            problems.push(if fields.len() > rows.width {
                problem.help("quote a field that holds a comma")
            } else {
                problem
            });
            rows.fields.truncate(row);
        }
        rows.fields.len()
    }

    fn line(&self, at: usize) -> u32 {
        u32::try_from(self.source.line(Span::new(at, at))).unwrap_or(u32::MAX)
    }

    /// No file has more rows: each is on its own line and takes a byte for every field.
    pub fn most_rows(&self) -> usize {
        self.source.lines().min(self.source.text().len() / self.header.len().max(1) + 1)
    }
}

impl Rows {
    /// No rows of so many fields yet.
    pub(crate) fn with_width(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Adds a row that starts on a line.
    pub(crate) fn push(&mut self, fields: Vec<Span>, line: u32) {
        self.fields.extend(fields);
        self.lines.push(line);
    }

    /// Forgets the rows and keeps their room for others.
    pub fn clear(&mut self) {
        self.fields.clear();
        self.lines.clear();
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A field of a row.
    pub fn field(&self, row: usize, column: usize) -> Span {
        self.fields[row * self.width + column]
    }

    /// The fields of one column.
    pub fn column(&self, column: usize) -> impl ExactSizeIterator<Item = Span> {
        self.fields.get(column..).unwrap_or_default().iter().step_by(self.width.max(1)).copied()
    }
}

/// `1 field`, `2 fields`.
pub(crate) fn fields_in_words(count: usize) -> String {
    format!("{count} field{}", if count == 1 { "" } else { "s" })
}

/// A report of a file with nothing after its header.
pub fn has_no_rows(source: &Arc<Source>) -> Diagnostic {
    let end = source.text().trim_end().len();
    Diagnostic::at(source, Span::new(0, end), "this file has a header and no rows")
}

fn names(source: &Arc<Source>, header: &[Span], problems: &mut Problems) -> Vec<String> {
    let names: Vec<String> =
        header.iter().map(|span| source.field(*span).trim().to_owned()).collect();
    for (at, name) in names.iter().enumerate() {
        if names[..at].contains(name) {
            problems.push(Diagnostic::at(
                source,
                header[at],
                format!("duplicate column header `{name}`"),
            ));
        }
    }
    names
}

/// Where the marks between fields may be: every ASCII byte up to the comma, and now and then a
/// hyphen, eight bytes looked at in one step.
fn low_bytes(text: &[u8], stretch: &Range<usize>) -> impl Iterator<Item = usize> {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let (words, rest) = text[stretch.clone()].as_chunks::<8>();
    let in_words = words.iter().enumerate().flat_map(move |(at, word)| {
        let word = u64::from_le_bytes(*word);
        let mut low = word.wrapping_sub(each(b',' + 1)) & !word & each(0x80);
        let start = stretch.start + 8 * at;
        std::iter::from_fn(move || {
            let found = (low != 0).then(|| start + low.trailing_zeros() as usize / 8);
            low &= low.wrapping_sub(1);
            found
        })
    });
    in_words.chain(stretch.end - rest.len()..stretch.end)
}

/// A report of a quote that does not fit.
pub(crate) fn misquoted(source: &Arc<Source>, fault: Fault) -> Diagnostic {
    let (at, message) = match fault {
        Fault::Open { at } => (at, "this quote is never closed".to_owned()),
        Fault::Behind { open, at } => {
            let [opened, closed] = [open, at].map(|at| source.line(Span::new(at, at)));
            let since = if opened == closed {
                String::new()
            } else {
                format!(" of a field that opens on line {opened}")
            };
            (at, format!("unexpected text after the closing quote{since}"))
        }
    };
    Diagnostic::at(source, Span::new(at, at + 1), message).help("write a quote inside quotes twice")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet(body: &str) -> CsvText {
        let source = Source::new("t.csv", format!("a,b\n{body}")).unwrap();
        CsvText::open(&source, &mut Problems::new()).unwrap()
    }

    fn messages(problems: &Problems) -> Vec<String> {
        problems.iter().map(ToString::to_string).collect()
    }

    proptest! {
        #[test]
        fn without_quotes_both_ways_cut_alike(body in "[ab\u{e9},, \r\n-]{0,60}") {
            let sheet = sheet(&body);
            let all = 4..sheet.source.text().len();
            let (mut plain, mut by_lexer) = (Rows { width: 2, ..Rows::default() }, Rows { width: 2, ..Rows::default() });
            let (mut problems, mut problems_by_lexer) = (Problems::new(), Problems::new());
            sheet.cut_plain(&all, &mut plain, &mut problems);
            sheet.cut_quoted(&all, &mut by_lexer, &mut problems_by_lexer);
            prop_assert_eq!((plain.fields, plain.lines, messages(&problems)), (by_lexer.fields, by_lexer.lines, messages(&problems_by_lexer)));
        }

        #[test]
        fn fields_hold_neither_comma_nor_line_end_outside_quotes(body in "[ab\",\n]{0,60}") {
            let sheet = sheet(&body);
            let (mut rows, mut problems) = (Rows::default(), Problems::new());
            sheet.stretches.iter().for_each(|stretch| sheet.cut(stretch, &mut rows, &mut problems));
            if !body.contains('"') {
                prop_assert!(rows.fields.iter().all(|field| !sheet.source.slice(*field).contains([',', '\n'])));
            }
            prop_assert_eq!(rows.fields.len(), 2 * rows.len());
        }
    }
}
