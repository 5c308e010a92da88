//! CSV text → a grid of fields, each with its place.

use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span};

use crate::Problems;

/// A CSV file cut into fields, row after row.
pub(crate) struct Grid {
    pub(crate) source: Arc<Source>,
    pub(crate) header: Vec<Span>,
    /// `header.len()` fields for every row.
    fields: Vec<Span>,
    /// Line on which each row starts.
    pub(crate) lines: Vec<u32>,
}

impl Grid {
    /// Cuts a file. Reports ragged rows, open quotes and text behind a closing quote, all of them.
    pub(crate) fn cut(source: &Arc<Source>, problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(source.text().as_bytes());
        let mut record = csv::ByteRecord::new();
        let mut grid = Self { source: Arc::clone(source), header: Vec::new(), fields: Vec::new(), lines: Vec::new() };
        let mut row = Vec::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    problems.push(Diagnostic::bare(format!("{}: this is not CSV: {error}", source.name())));
                    return None;
                }
            }
            let start = record.position().map_or(0, |position| position.byte() as usize);
            row.clear();
            if let Err((span, message)) = locate(source.text(), start, &record, &mut row) {
                problems.push(Diagnostic::at(source, span, message));
                return None;
            }
            if grid.header.is_empty() {
                grid.header.clone_from(&row);
            } else if row.len() == grid.header.len() {
                grid.fields.extend_from_slice(&row);
                grid.lines.push(line_of(source, row[0]));
            } else {
                let whole = Span::new(row[0].range().start, row.last().map_or(start, |last| last.range().end));
                let message = format!("this row has {} fields, and the header has {}", row.len(), grid.header.len());
                problems.push(Diagnostic::at(source, whole, message).help("quote a field that holds a comma"));
            }
        }
        if grid.lines.is_empty() && problems.len() == before {
            let end = source.text().trim_end().len();
            problems.push(Diagnostic::at(source, Span::new(0, end), "this file has a header and no rows"));
        }
        (problems.len() == before).then_some(grid)
    }

    pub(crate) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(crate) fn field(&self, row: usize, column: usize) -> Span {
        self.fields[row * self.header.len() + column]
    }

    /// The position of a header, and a report of headers that stand twice.
    pub(crate) fn columns(&self, problems: &mut Problems) -> Vec<String> {
        let names: Vec<String> = self.header.iter().map(|span| self.source.field(*span).trim().to_owned()).collect();
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                problems.push(Diagnostic::at(&self.source, self.header[at], format!("two columns have the header `{name}`")));
            }
        }
        names
    }
}

fn line_of(source: &Source, span: Span) -> u32 {
    u32::try_from(source.line(span)).unwrap_or(u32::MAX)
}

/// Finds the fields of a record in the text: the content between quotes where a field is quoted.
fn locate(text: &str, start: usize, record: &csv::ByteRecord, row: &mut Vec<Span>) -> Result<(), (Span, &'static str)> {
    let bytes = text.as_bytes();
    let mut at = start;
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    for field in record {
        if bytes.get(at) == Some(&b'"') {
            let open = at;
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break,
                    (Some(_), _) => at += 1,
                    (None, _) => return Err((Span::new(open, open + 1), "this quote is never closed")),
                }
            }
            row.push(Span::new(open + 1, at));
            at += 1;
            if !matches!(bytes.get(at), None | Some(b',' | b'\r' | b'\n')) {
                return Err((Span::new(at, at + 1), "text stands behind a closing quote"));
            }
        } else {
            row.push(Span::new(at, at + field.len()));
            at += field.len();
        }
        at += 1;
    }
    Ok(())
}
