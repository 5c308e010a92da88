//! Markdown → tables.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markup::builder::{Builder, TooLarge};
use crate::markup::html::too_large;
use crate::table::raw::Found;
use crate::{Format, refuse};

/// Whether a line that separates headings from rows stands below a line with bars, as only tables
/// of Markdown have it.
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
    let refuse = |TooLarge(place)| too_large(source.name(), &place);
    let mut builder = Builder::new(source);
    let mut width = 0;
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
    {
        let at = range.start;
        let mut start = |element: &str| builder.start(element, |_| None, at).map_err(refuse);
        match event {
            Event::Start(Tag::Table(columns)) => {
                width = columns.len();
                start("table")?;
            }
            Event::Start(Tag::TableHead) => {
                check_width(source, range, width)?;
                start("thead")?;
                start("tr")?;
            }
            Event::Start(Tag::TableRow) => {
                check_width(source, range, width)?;
                start("tr")?;
            }
            Event::Start(Tag::TableCell) => start("td")?,
            Event::Start(Tag::Heading { .. }) => start("h2")?,
            Event::Start(Tag::Paragraph) => start("p")?,
            Event::End(TagEnd::Table) => builder.end("table").map_err(refuse)?,
            Event::End(TagEnd::TableHead) => builder.end("thead").map_err(refuse)?,
            Event::End(TagEnd::TableRow) => builder.end("tr").map_err(refuse)?,
            Event::End(TagEnd::TableCell) => builder.end("td").map_err(refuse)?,
            Event::End(TagEnd::Heading(_)) => builder.end("h2").map_err(refuse)?,
            Event::End(TagEnd::Paragraph) => builder.end("p").map_err(refuse)?,
            Event::Text(said) | Event::Code(said) => builder.text(&said, at),
            Event::FootnoteReference(mark) => {
                start("sup")?;
                builder.text(&mark, at);
                builder.end("sup").map_err(refuse)?;
            }
            Event::SoftBreak | Event::HardBreak => builder.text(" ", at),
            Event::InlineHtml(tag) => {
                let name = tag.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
                let done = if tag.starts_with("</") {
                    builder.end(&name)
                } else {
                    builder.start(&name, |_| None, at)
                };
                done.map_err(refuse)?;
            }
            _ => {}
        }
    }
    Ok((Format::Markdown, builder.finish().map_err(refuse)?))
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
    let message = format!("this row has {} cells, and {} are headed", cells, width);
    Err(refuse::stretch(
        source,
        Span::new(row.start, row.start + text.len()),
        message,
        "a bar within a cell is written `\\|`",
    ))
}
