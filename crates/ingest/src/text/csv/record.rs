//! The one lexer of CSV: records cut into fields, each with its stretch of the text; and how a
//! field is quoted when it is written.

use std::borrow::Cow;

use crossfoot_core::{Source, Span};
use memchr::{memchr, memchr3};

/// What separates fields and what quotes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) separator: u8,
    pub(crate) quote: u8,
}

impl Dialect {
    /// CSV as studies keep it.
    pub(crate) const STUDY: Self = Self { separator: b',', quote: b'"' };

    /// The text of a field, with doubled quotes resolved.
    pub(crate) fn field(self, source: &Source, span: Span) -> Cow<'_, str> {
        match self.quote {
            b'\'' if source.text()[..span.range().start].ends_with('\'') => {
                source.slice(span).replace("''", "'").into()
            }
            _ => source.field(span),
        }
    }
}

/// A record whose fields were cut.
#[derive(Debug)]
pub(crate) struct Record {
    /// Where its first field starts, quotes included.
    pub(crate) start: usize,
    /// After its line end.
    pub(crate) end: usize,
    /// The first quote in it that does not fit.
    pub(crate) fault: Option<Fault>,
}

/// A quote that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A quote that is never closed.
    Open {
        /// Its place.
        at: usize,
    },
    /// Text between a closing quote and the separator.
    Behind {
        /// Where the field opens.
        open: usize,
        /// Where that text starts.
        at: usize,
    },
}

/// Cuts the record that starts at `from`, or after blank lines there, and adds its fields to
/// others: the content between the quotes where a field is quoted. `None` at the end of the text.
///
/// A quote inside an unquoted field is text. Where a quote does not fit, the record goes on as if
/// text were there, and the first such place is reported.
pub(crate) fn cut(
    text: &[u8],
    from: usize,
    dialect: Dialect,
    fields: &mut Vec<Span>,
) -> Option<Record> {
    let blank = text.get(from..)?.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let mut at = from + blank.count();
    if at == text.len() {
        return None;
    }
    let (first, mut fault) = (at, None);
    loop {
        let (mut start, mut behind) = (at, None);
        if text.get(at) == Some(&dialect.quote) {
            start = at + 1;
            match closing(text, start, dialect.quote) {
                Some(close) => (behind, at) = (Some(close), close + 1),
                None => {
                    fault = fault.or(Some(Fault::Open { at }));
                    (behind, at) = (Some(text.len()), text.len());
                }
            }
        }
        let end =
            at + memchr3(dialect.separator, b'\r', b'\n', &text[at..]).unwrap_or(text.len() - at);
        if behind.is_some() && end > at {
            fault = fault.or(Some(Fault::Behind { open: start - 1, at }));
        }
        fields.push(Span::new(start, behind.unwrap_or(end)));
        match text.get(end) {
            Some(byte) if *byte == dialect.separator => at = end + 1,
            mark => {
                let both = mark == Some(&b'\r') && text.get(end + 1) == Some(&b'\n');
                let end = (end + 1 + usize::from(both)).min(text.len());
                return Some(Record { start: first, end, fault });
            }
        }
    }
}

/// The quote that closes a field whose content starts at `from`; one that is doubled is part of it.
pub(crate) fn closing(text: &[u8], mut from: usize, quote: u8) -> Option<usize> {
    loop {
        let close = from + memchr(quote, text.get(from..)?)?;
        if text.get(close + 1) != Some(&quote) {
            return Some(close);
        }
        from = close + 2;
    }
}

/// Writes a field as studies keep it, in quotes where it needs them: where it would be cut, or
/// `alone` in its row and blank, which would be a blank line. Returns the place of its text.
pub(crate) fn write(out: &mut String, field: &str, alone: bool) -> Span {
    let quoted = field.contains([',', '"', '\n', '\r']) || alone && field.is_empty();
    if !quoted {
        let start = out.len();
        out.push_str(field);
        return Span::new(start, out.len());
    }
    out.push('"');
    let start = out.len();
    out.push_str(&field.replace('"', "\"\""));
    let end = out.len();
    out.push('"');
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All records of a text as texts, and whether a quote does not fit.
    fn records(text: &str, dialect: Dialect) -> (Vec<Vec<String>>, bool) {
        let source = Source::new("t.csv", text.to_owned()).unwrap();
        let (mut at, mut all, mut faulty) = (0, Vec::new(), false);
        let mut fields = Vec::new();
        while let Some(record) = cut(text.as_bytes(), at, dialect, &mut fields) {
            all.push(
                fields.drain(..).map(|field| dialect.field(&source, field).into_owned()).collect(),
            );
            faulty |= record.fault.is_some();
            at = record.end;
        }
        (all, faulty)
    }

    proptest! {
        #[test]
        fn records_are_those_of_the_csv_crate(text in "[ab\u{e9};'\r\n]{0,40}") {
            let dialect = Dialect { separator: b';', quote: b'\'' };
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(dialect.separator)
                .quote(dialect.quote)
                .from_reader(text.as_bytes());
            let known: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let (found, faulty) = records(&text, dialect);
            prop_assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), known.iter().map(Vec::len).collect::<Vec<_>>());
            prop_assert!(faulty || found == known, "{:?} {:?}", found, known);
        }

        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec("[a,\" \r\n]{0,5}", 3), 1..4)) {
            let mut text = String::new();
            for row in &rows {
                for (at, field) in row.iter().enumerate() {
                    text.push_str(if at > 0 { "," } else { "" });
                    let span = write(&mut text, field, false);
                    prop_assert_eq!(text[span.range()].replace("\"\"", "\""), field.as_str());
                }
                text.push('\n');
            }
            prop_assert_eq!(records(&text, Dialect::STUDY), (rows, false));
        }
    }

    fn fault(text: &str) -> Option<Fault> {
        cut(text.as_bytes(), 0, Dialect::STUDY, &mut Vec::new())?.fault
    }

    #[test]
    fn a_quote_that_does_not_fit_is_reported_at_its_place() {
        assert_eq!(fault("a,\"b\n"), Some(Fault::Open { at: 2 }));
        assert_eq!(fault("\"a\"b,c\n"), Some(Fault::Behind { open: 0, at: 3 }));
        assert_eq!(fault("a\"b\",\"c\"\"\"\n"), None);
    }
}
