//! Articles in JATS XML → their tables, with label, caption and notes.

use std::sync::Arc;

use crossfoot_core::{Phrase, Source, Span, say};
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

use super::html::too_large;
use super::markup::{Builder, TooLarge};
use super::{Format, Found, refuse};
use crate::LoadError;

/// Reads the tables of an article.
pub(super) fn read(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    let mut reader = Reader::from_str(source.text());
    let mut builder = Builder::new(source.text());
    let refuse = |TooLarge(place)| too_large(source.name(), &place);
    let broken = |at: u64, message: Phrase| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        refuse::stretch(source, Span::new(at, at + 1), message, say!("the file is damaged; receive it again"))
    };
    let mut open: Vec<(String, u64)> = Vec::new();
    loop {
        let start = reader.buffer_position();
        let at = usize::try_from(start).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| broken(reader.error_position(), say!("this is not XML: {}", error.to_string())))?;
        match event {
            Event::Start(tag) => {
                let name = local(&tag);
                builder.start(&name, |wanted| attribute(&tag, wanted), at).map_err(refuse)?;
                open.push((name, start));
            }
            Event::Empty(tag) => {
                let name = local(&tag);
                builder.start(&name, |wanted| attribute(&tag, wanted), at).map_err(refuse)?;
                builder.end(&name).map_err(refuse)?;
            }
            Event::End(_) => {
                if let Some((name, _)) = open.pop() {
                    builder.end(&name).map_err(refuse)?;
                }
            }
            Event::Text(text) => builder.text(&text.xml10_content(), at),
            Event::CData(text) => builder.text(&text.xml10_content(), at),
            Event::GeneralRef(entity) => match (entity.resolve_char_ref(), resolve_html5_entity(&entity)) {
                (Ok(Some(c)), _) => builder.text(c.encode_utf8(&mut [0; 4]), at),
                (_, Some(text)) => builder.text(text, at),
                _ => return Err(broken(start, say!("the entity `&{};` is not known", entity.to_string()))),
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some((name, at)) = open.pop() {
        return Err(broken(at, say!("the element `{}` is never closed", name)));
    }
    let pictures = std::mem::take(&mut builder.pictures);
    let mut found = builder.finish().map_err(refuse)?;
    found.notes.extend(pictures.into_iter().map(|title| say!("a table is a picture and was not read: {}", title)));
    Ok((Format::Jats, found))
}

fn local(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name).map(|attribute| attribute.value.to_string())
}
