//! Markdown → tables.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markup::builder::Builder;
use crate::table::raw::Found;
use crate::{Format, refuse};

/// Whether a line that separates headings from rows is below a line with bars, as only tables of
/// Markdown have it.
pub(crate) fn is_markdown(text: &str) -> bool {
    text.lines()
        .zip(text.lines().skip(1))
        .any(|(above, line)| above.contains('|') && is_ruled(line))
}

/// Whether a line is the one of dashes below the headings of a table.
fn is_ruled(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '\r'))
}

/// Reads the tables of a text.
pub(crate) fn read(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    let text = source.text();
    let mut builder = Builder::new(source);
    let mut width = 0;
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
    {
        let at = range.start;
        match event {
            Event::Start(Tag::Table(columns)) => {
                width = columns.len();
                builder.start("table", |_| None, at)?;
            }
            Event::Start(Tag::TableHead) => {
                check_width(source, range, width)?;
                builder.start("thead", |_| None, at)?;
                builder.start("tr", |_| None, at)?;
            }
            Event::Start(Tag::TableRow) => {
                check_width(source, range, width)?;
                builder.start("tr", |_| None, at)?;
            }
            Event::Start(Tag::TableCell) => builder.start("td", |_| None, at)?,
            Event::Start(Tag::Heading { .. }) => builder.start("h2", |_| None, at)?,
            Event::Start(Tag::Paragraph) => builder.start("p", |_| None, at)?,
            Event::End(TagEnd::Table) => builder.end("table")?,
            Event::End(TagEnd::TableHead) => builder.end("thead")?,
            Event::End(TagEnd::TableRow) => builder.end("tr")?,
            Event::End(TagEnd::TableCell) => builder.end("td")?,
            Event::End(TagEnd::Heading(_)) => builder.end("h2")?,
            Event::End(TagEnd::Paragraph) => builder.end("p")?,
            Event::Text(text) | Event::Code(text) => builder.text(&text, at),
            Event::FootnoteReference(mark) => {
                builder.start("sup", |_| None, at)?;
                builder.text(&mark, at);
                builder.end("sup")?;
            }
            Event::SoftBreak | Event::HardBreak => builder.text(" ", at),
            Event::InlineHtml(tag) => {
                let name = tag.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
                if tag.starts_with("</") {
                    builder.end(&name)?;
                } else {
                    builder.start(&name, |_| None, at)?;
                }
            }
            _ => {}
        }
    }
    Ok((Format::Markdown, builder.finish()?))
}

/// A row with more cells than headings would lose the last of them in silence, and one with fewer
/// leaves it open which are missing.
fn check_width(source: &Arc<Source>, row: Range<usize>, width: usize) -> Result<(), LoadError> {
    let text = source.text().get(row.clone()).unwrap_or_default().trim();
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
    let mut escaped = false;
    let mut cells = 1;
    for c in inner.chars() {
        cells += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    if cells == width {
        return Ok(());
    }
    let message = format!("expected {} cells as in the header, found {}", width, cells);
    Err(refuse::stretch(
        source,
        Span::new(row.start, row.start + text.len()),
        message,
        "write a bar inside a cell as `\\|`",
    ))
}
