//! Source texts and places in them: where a figure, a formula or a fault stands.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::halves::Halves;
use crate::origin::{Origins, Whereabouts};
use crate::{Place, Spot};

/// A stretch of bytes in a source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Number of bytes.
    pub len: u32,
}

impl Span {
    /// From one byte offset up to another. Offsets beyond 4 GiB, which [`Source::new`] refuses, are
    /// cut.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: clipped(start), len: clipped(end.saturating_sub(start)) }
    }

    /// As a range of byte offsets.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }

    /// The same stretch moved `by` bytes to the right.
    pub fn shifted(self, by: u32) -> Self {
        Self { start: self.start.saturating_add(by), len: self.len }
    }
}

/// The offset, cut at 4 GiB.
fn clipped(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A stretch of at most 65,535 bytes, kept in six: a table of many millions of cells keeps one for
/// each.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ShortSpan {
    start: Halves,
    len: u16,
}

impl ShortSpan {
    /// The longest stretch.
    pub const MAX: usize = u16::MAX as usize;

    /// The stretch, cut off behind [`Self::MAX`] bytes.
    #[inline]
    pub const fn new(span: Span) -> Self {
        let len = if span.len > u16::MAX as u32 { u16::MAX } else { span.len as u16 };
        Self { start: Halves::new(span.start), len }
    }

    /// As a span of any length.
    #[inline]
    pub const fn span(self) -> Span {
        Span { start: self.start.get(), len: self.len as u32 }
    }
}

impl fmt::Debug for ShortSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.span().fmt(f)
    }
}

/// Bytes of text for which one number is kept to find lines by: few enough to be counted through in
/// no time.
const BLOCK: usize = 4_096;

/// A file's text and its name as shown to people; or the texts of several files, one behind the
/// other, each place in which is one in its file.
///
/// A text that was written for what another file holds knows where each of its cells was received
/// ([`Source::written`]), and problems in it are told there.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    /// Lines that end before each block of the text, and in all of it.
    lines_before: Vec<u32>,
    /// Where the cells of the text, or of the first file, were received.
    origins: Option<Arc<Origins>>,
    /// The files behind the first.
    joined: Vec<Joined>,
}

/// A file behind others in one source.
#[derive(Debug)]
struct Joined {
    name: String,
    /// Where its text starts.
    start: u32,
    /// Lines that end before it.
    lines: u32,
    /// Where its cells were received.
    origins: Option<Arc<Origins>>,
}

/// One file of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileText<'a> {
    /// The name shown to people.
    pub name: &'a str,
    /// The file's text.
    pub text: &'a str,
    /// The stretch that was asked for, in this text.
    pub span: Span,
}

impl Source {
    /// Indexes the lines of a text; `None` when it is larger than 4 GiB.
    pub fn new(name: impl Into<String>, text: String) -> Option<Arc<Self>> {
        Self::indexed(name.into(), text, None).map(Arc::new)
    }

    /// A text that was written for what another file holds, and where its cells were received.
    ///
    /// ```
    /// use crossfoot_core::{Diagnostic, Origins, Received, Source, Span, Spot};
    /// let mut origins = Origins::new("t.xlsx", None);
    /// let spot = Spot::cell("Sheet1", 4, 2);
    /// origins.push(Received { written: Span::new(0, 1), spot, at: (5, 3) });
    /// let source = Source::written("t.csv", "a\n".into(), origins).unwrap();
    /// let problem = Diagnostic::at(&source, Span::new(0, 1), "no number").label("expected one");
    /// assert_eq!(problem.to_string(), "t.xlsx: Sheet1!C5: no number (expected one)");
    /// ```
    pub fn written(name: impl Into<String>, text: String, origins: Origins) -> Option<Arc<Self>> {
        Self::indexed(name.into(), text, Some(Arc::new(origins))).map(Arc::new)
    }

    /// The same text under another name.
    pub fn renamed(&self, name: impl Into<String>) -> Option<Arc<Self>> {
        Self::indexed(name.into(), self.text.clone(), self.origins.clone()).map(Arc::new)
    }

    fn indexed(name: String, text: String, origins: Option<Arc<Origins>>) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        let mut lines_before = vec![0];
        let mut lines = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            lines += line_ends(block);
            lines_before.push(lines);
        }
        Some(Self { name, text, lines_before, origins, joined: Vec::new() })
    }

    /// Several files as one source, and where each of them starts in it; `None` when they are
    /// larger than 4 GiB together.
    ///
    /// ```
    /// use crossfoot_core::{Source, Span};
    /// let (first, second) = (Source::new("2024.csv", "a\n1".into()).unwrap(), Source::new("2025.csv", "a\n2\n".into()).unwrap());
    /// let (both, starts) = Source::join(&[first, second]).unwrap();
    /// assert_eq!(starts, [0, 4]);
    /// let found = Span::new(2, 3).shifted(starts[1]);
    /// assert_eq!((both.slice(found), both.place(found).to_string()), ("2", "2025.csv:2:1".into()));
    /// ```
    pub fn join(files: &[Arc<Self>]) -> Option<(Arc<Self>, Vec<u32>)> {
        let mut text = String::new();
        let mut starts = Vec::new();
        for file in files {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            starts.push(u32::try_from(text.len()).ok()?);
            text.push_str(&file.text);
        }
        let first = files.first()?;
        let mut whole = Self::indexed(first.name.clone(), text, first.origins.clone())?;
        let behind = files.iter().zip(&starts).skip(1);
        let joined = behind.map(|(file, start)| Joined {
            name: file.name.clone(),
            start: *start,
            lines: whole.line_ends_before(*start as usize),
            origins: file.origins.clone(),
        });
        whole.joined = joined.collect();
        Some((Arc::new(whole), starts))
    }

    /// The file that holds a stretch.
    pub fn file(&self, span: Span) -> FileText<'_> {
        let behind = self.joined.partition_point(|file| file.start <= span.start);
        let (name, start) = behind.checked_sub(1).map_or((self.name.as_str(), 0), |at| {
            (self.joined[at].name.as_str(), self.joined[at].start)
        });
        let end = self.joined.get(behind).map_or(self.text.len(), |next| next.start as usize);
        let text = self.text.get(start as usize..end).unwrap_or_default();
        FileText { name, text, span: Span { start: span.start - start, len: span.len } }
    }

    /// Where the cells of the file that holds a stretch were received, if its text was written for
    /// what another file holds; and the stretch in that text.
    fn origins(&self, span: Span) -> Option<(&Origins, Span)> {
        let behind = self.joined.partition_point(|file| file.start <= span.start);
        let origins = match behind.checked_sub(1) {
            Some(at) => self.joined[at].origins.as_deref(),
            None => self.origins.as_deref(),
        };
        Some((origins?, self.file(span).span))
    }

    /// Where the cells of this text were received, if it was written for what another file holds.
    pub fn received(&self) -> Option<&Origins> {
        self.origins.as_deref()
    }

    /// Where a stretch is shown to people: here, or where the cell that holds it was received.
    pub(crate) fn whereabouts<'a>(self: &'a Arc<Self>, span: Span) -> Whereabouts<'a> {
        let Some((origins, within)) = self.origins(span) else {
            return Whereabouts::Text(self, span);
        };
        origins.whereabouts(self.file(span).text, within)
    }

    /// The name shown to people: the path as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of lines, the one behind the last line end included.
    pub fn lines(&self) -> usize {
        self.lines_before.last().map_or(0, |lines| *lines as usize) + 1
    }

    /// The text of a stretch, empty where the stretch lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The stretch widened to whole characters and cut off where the text ends: parsers count
    /// bytes, people see characters.
    pub(crate) fn whole_characters(&self, span: Span) -> Span {
        let last = self.text.len();
        let mut before = (0..=span.range().start.min(last)).rev();
        let mut behind = span.range().end.min(last)..=last;
        let start = before.find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let end = behind.find(|at| self.text.is_char_boundary(*at)).unwrap_or(last);
        Span::new(start, end)
    }

    /// The text of a CSV field, with doubled quotes resolved.
    pub fn field(&self, span: Span) -> Cow<'_, str> {
        field(&self.text, span)
    }

    /// The line of its file, from 1.
    pub fn line(&self, span: Span) -> usize {
        let behind = self.joined.partition_point(|file| file.start <= span.start);
        let before = behind.checked_sub(1).map_or(0, |at| self.joined[at].lines);
        (self.line_ends_before(span.start as usize) - before) as usize + 1
    }

    fn line_ends_before(&self, at: usize) -> u32 {
        let at = self.text.len().min(at);
        let block = at / BLOCK;
        self.lines_before[block] + line_ends(&self.text.as_bytes()[block * BLOCK..at])
    }

    /// The place behind the last character of a stretch.
    pub fn end(&self, span: Span) -> Place {
        self.place(Span::new(span.range().end, span.range().end))
    }

    /// Line and column, both from 1, the column in characters; or where the cell that holds the
    /// stretch was received, if the text was written for what another file holds.
    pub fn place(&self, span: Span) -> Place {
        if let Some((origins, within)) = self.origins(span)
            && let Some(place) = origins.place(within)
        {
            return place;
        }
        let at = self.text.len().min(span.start as usize);
        let start = memchr::memrchr(b'\n', &self.text.as_bytes()[..at]).map_or(0, |end| end + 1);
        let before = self.text.get(start..at).unwrap_or_default();
        Place {
            file: self.file(span).name.to_owned(),
            spot: Spot::text(self.line(span), before.chars().count() + 1),
        }
    }

    /// The byte at a line and column of a single file, both from 1, the column in characters: the
    /// inverse of [`Self::place`].
    ///
    /// ```
    /// use crossfoot_core::{Source, Span};
    /// let source = Source::new("t.csv", "a,é\n1,é2\n".into()).unwrap();
    /// let place = source.place(Span::new(9, 10));
    /// assert_eq!((place.line(), place.column(), source.offset(2, 4)), (2, 4, Some(9)));
    /// assert_eq!((source.offset(2, 9), source.offset(9, 1)), (None, None));
    /// ```
    pub fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let before = u32::try_from(line.checked_sub(1)?).ok()?;
        let block = self.lines_before.partition_point(|lines| *lines < before).saturating_sub(1);
        let behind = (before - self.lines_before.get(block)?) as usize;
        let from = block * BLOCK;
        let start = match behind {
            0 => 0,
            nth => {
                from + memchr::memchr_iter(b'\n', self.text.as_bytes().get(from..)?).nth(nth - 1)?
                    + 1
            }
        };
        let line = self.text[start..].split('\n').next().unwrap_or_default();
        line.char_indices()
            .map(|(at, _)| start + at)
            .chain([start + line.len()])
            .nth(column.checked_sub(1)?)
    }
}

/// The text of a CSV field, with doubled quotes resolved.
pub(crate) fn field(text: &str, span: Span) -> Cow<'_, str> {
    let raw = text.get(span.range()).unwrap_or_default();
    let quoted = span.start > 0 && text.as_bytes().get(span.start as usize - 1) == Some(&b'"');
    if quoted && raw.contains("\"\"") { raw.replace("\"\"", "\"").into() } else { raw.into() }
}

fn line_ends(text: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', text).count() as u32
}
