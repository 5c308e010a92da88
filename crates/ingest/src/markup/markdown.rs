//! Markdown → tables and prose.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markup::page::Page;
use crate::markup::roles::Dialect;
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

/// Reads the tables and the prose of a text.
pub(crate) fn read(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    let text = source.text();
    let mut page = Page::new(source, Dialect::Page);
    let mut width = 0;
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
    {
        let at = range.start;
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::Table(columns) => width = columns.len(),
                    Tag::TableHead | Tag::TableRow => check_width(source, range, width)?,
                    _ => {}
                }
                let is_head = tag == Tag::TableHead;
                if let Some(element) = element(tag.to_end()) {
                    page.open(element, at)?;
                }
                if is_head {
                    page.open("tr", at)?;
                }
            }
            Event::End(tag) => {
                if let Some(element) = element(tag) {
                    page.end(element)?;
                }
            }
            Event::Text(text) | Event::Code(text) => page.text(&text, range),
            Event::FootnoteReference(mark) => {
                page.open("sup", at)?;
                page.text(&mark, range);
                page.end("sup")?;
            }
            Event::SoftBreak | Event::HardBreak => page.text(" ", range),
            Event::InlineHtml(tag) => {
                let name = tag.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
                if tag.starts_with("</") {
                    page.end(&name)?;
                } else {
                    page.open(&name, at)?;
                }
            }
            _ => {}
        }
    }
    Ok((Format::Markdown, page.finish()?))
}

/// The element of HTML that a tag is.
fn element(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Table => "table",
        TagEnd::TableHead => "thead",
        TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Heading(level) => match level as usize {
            1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        },
        TagEnd::Paragraph => "p",
        TagEnd::Emphasis => "em",
        TagEnd::Item => "li",
        TagEnd::List(_) => "ul",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::FootnoteDefinition => "aside",
        _ => return None,
    })
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
