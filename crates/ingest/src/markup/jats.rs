//! Articles in JATS XML → their prose, and their tables with label, caption and notes.

use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::bounds::DEPTH;
use crate::markup::entities;
use crate::markup::page::Page;
use crate::markup::roles::Dialect;
use crate::table::raw::Found;
use crate::{Format, refuse};

/// Reads the tables and the prose of an article.
pub(crate) fn read(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    let mut reader = Reader::from_str(source.text());
    let mut page = Page::new(source, Dialect::Jats);
    let mut open: Vec<(String, u64)> = Vec::new();
    let mut columns = Columns::default();
    loop {
        let start = reader.buffer_position();
        let at = usize::try_from(start).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| {
            broken(source, reader.error_position(), format!("invalid XML: {}", error))
        })?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(tag) => {
                let name = local(&tag);
                columns.see(&name, &tag);
                page.start(&name, &|wanted| columns.attribute(&tag, wanted), at)?;
                open.push((name, start));
                if open.len() > DEPTH {
                    let message = format!("elements are nested more than {DEPTH} deep");
                    return Err(broken(source, start, message));
                }
            }
            Event::Empty(tag) => {
                let name = local(&tag);
                columns.see(&name, &tag);
                page.start(&name, &|wanted| columns.attribute(&tag, wanted), at)?;
                page.end(&name)?;
            }
            Event::End(_) => {
                if let Some((name, _)) = open.pop() {
                    page.end(&name)?;
                }
            }
            Event::Text(text) => page.text(&text.xml10_content(), at..end),
            Event::CData(text) => {
                let within = at + "<![CDATA[".len()..end.saturating_sub("]]>".len());
                page.text(&text.xml10_content(), within);
            }
            Event::GeneralRef(entity) => {
                match (entity.resolve_char_ref(), entities::resolve(&entity)) {
                    (Ok(Some(c)), _) => page.text(c.encode_utf8(&mut [0; 4]), at..end),
                    (_, Some(text)) => page.text(&text, at..end),
                    _ => {
                        return Err(broken(
                            source,
                            start,
                            format!("unknown entity `&{};`", &*entity),
                        ));
                    }
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some((name, at)) = open.pop() {
        return Err(broken(source, at, format!("element `{}` is never closed", name)));
    }
    let found = page.finish()?;
    Ok((Format::Jats, found))
}

/// The name of an element without its namespace; the rows and cells of the OASIS model are called
/// as those of HTML.
fn local(tag: &BytesStart<'_>) -> String {
    match tag.local_name().as_ref() {
        "row" => "tr".to_owned(),
        "entry" => "td".to_owned(),
        name => name.to_owned(),
    }
}

/// Refuses an article that is broken at a byte.
fn broken(source: &Arc<Source>, at: u64, message: impl std::fmt::Display) -> LoadError {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let help = "the file is damaged; get it again";
    refuse::stretch(source, Span::new(at, at + 1), message, help)
}

/// The names of the columns of a table in the OASIS model, by which its cells say how far they
/// reach.
#[derive(Default)]
struct Columns(Vec<String>);

impl Columns {
    fn see(&mut self, element: &str, tag: &BytesStart<'_>) {
        match element {
            "tgroup" => self.0.clear(),
            "colspec" => self.0.push(attribute(tag, "colname").unwrap_or_default()),
            _ => {}
        }
    }

    /// An attribute of an element, also where the OASIS model says it otherwise.
    fn attribute(&self, tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
        attribute(tag, wanted).or_else(|| self.reach(tag, wanted).map(|count| count.to_string()))
    }

    /// Over how many rows or columns a cell reaches in the OASIS model.
    fn reach(&self, tag: &BytesStart<'_>, wanted: &str) -> Option<usize> {
        match wanted {
            "rowspan" => attribute(tag, "morerows")?.parse::<usize>().ok()?.checked_add(1),
            "colspan" => {
                let last = self.position(&attribute(tag, "nameend")?)?;
                Some(last.checked_sub(self.position(&attribute(tag, "namest")?)?)? + 1)
            }
            _ => None,
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column == name)
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}
