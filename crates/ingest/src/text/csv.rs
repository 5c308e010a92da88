//! CSV text → fields, each with its place.

mod stretches;

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span};

use crate::Problems;
pub use stretches::Stretch;
use stretches::stretches;

/// A CSV file whose header was read, and whose rows can be cut stretch by stretch.
pub struct Sheet {
    /// The text.
    pub source: Arc<Source>,
    /// The fields of the first record.
    pub header: Vec<Span>,
    /// The text behind the header; each stretch holds whole records.
    pub stretches: Vec<Stretch>,
}

/// Rows cut into fields.
#[derive(Clone, Default)]
pub struct Rows {
    width: usize,
    /// `width` fields for every row.
    fields: Vec<Span>,
    /// Line on which each row starts.
    pub lines: Vec<u32>,
}

/// A CSV file cut into fields, row after row.
pub struct Grid {
    /// The text.
    pub source: Arc<Source>,
    /// The fields of the first record.
    pub header: Vec<Span>,
    /// The rows below the header.
    pub rows: Rows,
}

impl Grid {
    /// Cuts a file. Reports ragged rows, open quotes and text behind a closing quote, all of them.
    pub fn cut(source: &Arc<Source>, problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let sheet = Sheet::open(source, problems)?;
        let mut rows = Rows::default();
        for stretch in &sheet.stretches {
            sheet.cut(stretch, &mut rows, problems)?;
        }
        (problems.len() == before).then_some(Self {
            source: sheet.source,
            header: sheet.header,
            rows,
        })
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A field of a row.
    pub fn field(&self, row: usize, column: usize) -> Span {
        self.rows.field(row, column)
    }

    /// The names in the header, and a report of those that stand twice.
    pub fn columns(&self, problems: &mut Problems) -> Vec<String> {
        names(&self.source, &self.header, problems)
    }
}

impl Sheet {
    /// Reads the header of a file.
    pub fn open(source: &Arc<Source>, problems: &mut Problems) -> Option<Self> {
        let mut reader = reader(source.text());
        let mut record = csv::ByteRecord::new();
        let mut header = Vec::new();
        if read(&mut reader, &mut record, source, problems)? {
            locate(source, record_start(&record), &record, (b',', b'"'), &mut header, problems)?;
        }
        let body = reader.position().byte() as usize;
        Some(Self { source: Arc::clone(source), header, stretches: stretches(source.text(), body) })
    }

    /// The names in the header, and a report of those that stand twice.
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
            format!("the fields of this file are separated by {name}"),
        );
        Some(problem.label("expected commas").help("save it as CSV with commas"))
    }

    /// Cuts one stretch and adds its rows to others. Ragged rows are reported and left out; `None`
    /// where the rest cannot be understood, and then the last row may be in pieces.
    pub fn cut(&self, stretch: &Stretch, rows: &mut Rows, problems: &mut Problems) -> Option<()> {
        rows.width = self.header.len();
        if stretch.quoted {
            self.cut_quoted(&stretch.range, rows, problems)?;
        } else {
            self.cut_plain(&stretch.range, rows, problems);
        }
        Some(())
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

    fn cut_quoted(
        &self,
        stretch: &Range<usize>,
        rows: &mut Rows,
        problems: &mut Problems,
    ) -> Option<()> {
        // From the line end before the stretch on, because csv would drop a byte order mark at the
        // start of what it reads.
        let from = stretch.start.saturating_sub(1);
        let mut reader = reader(&self.source.text()[from..stretch.end]);
        let mut record = csv::ByteRecord::new();
        while read(&mut reader, &mut record, &self.source, problems)? {
            let row = rows.fields.len();
            if locate(
                &self.source,
                from + record_start(&record),
                &record,
                (b',', b'"'),
                &mut rows.fields,
                problems,
            )
            .is_none()
            {
                rows.fields.truncate(row);
                continue;
            }
            let line = rows.fields.get(row).map_or(0, |first| self.line(first.range().start));
            self.close(rows, row, line, problems);
        }
        Some(())
    }

    /// Keeps the row whose fields start at `row` if there are as many as in the header. Returns
    /// where the next row's fields start.
    fn close(&self, rows: &mut Rows, row: usize, line: u32, problems: &mut Problems) -> usize {
        let fields = &rows.fields[row..];
        let starts_with_text = |field: &Span| {
            field.len > 0 && self.source.text().as_bytes()[field.start as usize].is_ascii_graphic()
        };
        let blank = |field: &Span| self.source.slice(*field).trim().is_empty();
        if !fields.first().is_some_and(starts_with_text) && fields.iter().all(blank) {
            // Lines of nothing but separators or spaces are what spreadsheets leave below a table.
            rows.fields.truncate(row);
        } else if fields.len() == rows.width {
            rows.lines.push(line);
        } else if let [first, .., last] | [first @ last] = fields {
            let whole = Span::new(first.range().start, last.range().end);
            let s = if fields.len() == 1 { "" } else { "s" };
            let message = format!(
                "this row has {} field{s}, and the header has {}",
                fields.len(),
                rows.width
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

    /// No file has more rows: each stands on its own line and takes a byte for every field.
    pub fn most_rows(&self) -> usize {
        self.source.lines().min(self.source.text().len() / self.header.len().max(1) + 1)
    }
}

impl Rows {
    /// Forgets the rows and keeps their room for others.
    pub fn clear(&mut self) {
        self.fields.clear();
        self.lines.clear();
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
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

/// A report of a file with nothing behind its header.
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
                format!("two columns have the header `{name}`"),
            ));
        }
    }
    names
}

/// Where the marks between fields may stand: every ASCII byte up to the comma, and now and then a
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

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The next record, if there is one; `None` where csv cannot go on.
fn read(
    reader: &mut csv::Reader<&[u8]>,
    record: &mut csv::ByteRecord,
    source: &Source,
    problems: &mut Problems,
) -> Option<bool> {
    let result = reader.read_byte_record(record);
    result
        .map_err(|error| {
            problems.push(Diagnostic::bare(format!("{}: this is not CSV: {error}", source.name())))
        })
        .ok()
}

fn record_start(record: &csv::ByteRecord) -> usize {
    record.position().map_or(0, |position| position.byte() as usize)
}

/// Finds the fields of a record in the text, by what separates and what quotes them: the content
/// between quotes where a field is quoted.
pub fn locate(
    source: &Arc<Source>,
    start: usize,
    record: &csv::ByteRecord,
    (separator, quote): (u8, u8),
    fields: &mut Vec<Span>,
    problems: &mut Problems,
) -> Option<()> {
    let bytes = source.text().as_bytes();
    let mut refuse = |at: usize, message: String| {
        problems.push(
            Diagnostic::at(source, Span::new(at, at + 1), message)
                .help("a quote inside quotes is written twice"),
        );
        None
    };
    let mut at = start;
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    for field in record {
        if bytes.get(at) == Some(&quote) {
            let open = at;
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (Some(one), Some(other)) if *one == quote && *other == quote => at += 2,
                    (Some(one), _) if *one == quote => break,
                    (Some(_), _) => at += 1,
                    (None, _) => return refuse(open, "this quote is never closed".to_owned()),
                }
            }
            fields.push(Span::new(open + 1, at));
            at += 1;
            if bytes
                .get(at)
                .is_some_and(|byte| *byte != separator && !matches!(byte, b'\r' | b'\n'))
            {
                let (opened, closed) =
                    (source.line(Span::new(open, at)), source.line(Span::new(at, at)));
                let since = if opened == closed {
                    String::new()
                } else {
                    format!(", of a field that opens on line {opened}")
                };
                return refuse(at, format!("text stands behind a closing quote{since}"));
            }
        } else {
            fields.push(Span::new(at, at + field.len()));
            at += field.len();
        }
        at += 1;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet(body: &str) -> Sheet {
        let source = Source::new("t.csv", format!("a,b\n{body}")).unwrap();
        Sheet::open(&source, &mut Problems::new()).unwrap()
    }

    fn told(problems: &Problems) -> Vec<String> {
        problems.iter().map(ToString::to_string).collect()
    }

    proptest! {
        #[test]
        fn without_quotes_rows_are_cut_as_csv_cuts_them(body in "[ab\u{e9},, \r\n-]{0,60}") {
            let sheet = sheet(&body);
            let all = 4..sheet.source.text().len();
            let (mut plain, mut by_csv) = (Rows { width: 2, ..Rows::default() }, Rows { width: 2, ..Rows::default() });
            let (mut problems, mut problems_by_csv) = (Problems::new(), Problems::new());
            sheet.cut_plain(&all, &mut plain, &mut problems);
            prop_assert!(sheet.cut_quoted(&all, &mut by_csv, &mut problems_by_csv).is_some());
            prop_assert_eq!((plain.fields, plain.lines, told(&problems)), (by_csv.fields, by_csv.lines, told(&problems_by_csv)));
        }

        #[test]
        fn fields_hold_neither_comma_nor_line_end_outside_quotes(body in "[ab\",\n]{0,60}") {
            let sheet = sheet(&body);
            let mut rows = Rows::default();
            let cut = sheet.stretches.iter().try_for_each(|stretch| sheet.cut(stretch, &mut rows, &mut Problems::new()));
            if cut.is_some() && !body.contains('"') {
                prop_assert!(rows.fields.iter().all(|field| !sheet.source.slice(*field).contains([',', '\n'])));
            }
            prop_assert!(cut.is_none() || rows.fields.len() == 2 * rows.len());
        }
    }
}
