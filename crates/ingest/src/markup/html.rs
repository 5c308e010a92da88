//! HTML → tables and prose.

use std::sync::Arc;

use crossfoot_core::{LoadError, Source};
use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use crate::markup::attributes;
use crate::markup::page::Page;
use crate::markup::roles::Dialect;
use crate::markup::style;
use crate::markup::unseen::Unseen;
use crate::table::raw::Found;
use crate::text::ruler::Ruler;
use crate::{Format, refuse};

/// Reads the tables and the prose of a page.
pub(crate) fn read(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    attributes::check(source)?;
    let text = source.text();
    let mut page = Page::new(source, Dialect::Page);
    let mut unseen = Unseen::default();
    for token in Tokenizer::new_with_emitter(text, DefaultEmitter::new_with_span()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let hidden = attribute(&tag, "hidden")
                    .is_some_and(|hidden| hidden != "until-found")
                    || attribute(&tag, "style").is_some_and(|style| style::hides(&style));
                if unseen.start(&lossy(&tag.name), hidden && !tag.self_closing, tag.span.start) {
                    continue;
                }
                page.start(&lossy(&tag.name), &|name| attribute(&tag, name), tag.span.start)?;
                if tag.self_closing && matches!(tag.name.as_slice(), b"td" | b"th") {
                    page.end(&lossy(&tag.name))?;
                }
            }
            Token::EndTag(tag) if unseen.end(&lossy(&tag.name)) => {}
            Token::EndTag(tag) => page.end(&lossy(&tag.name))?,
            Token::String(text) if unseen.text(&text.value) => {}
            Token::String(text) => page.text(&lossy(&text.value), text.span.start..text.span.end),
            _ => {}
        }
    }
    if let Some(place) = page.open_cell() {
        let message = "the page ends inside this cell of a table".to_owned();
        return Err(refuse::cell(
            source.name(),
            &place,
            message,
            "the file is cut off; get it again",
        ));
    }
    let cut = page.is_open();
    let mut found = page.finish()?;
    found
        .notes
        .extend(cut.then(|| "the page ends inside its last table; rows may be missing".to_owned()));
    let place = unseen.first.map(|at| Ruler::new(source).place(at));
    found.notes.extend(place.map(|place| format!("hidden text was left out, first at {}", place)));
    Ok((Format::Html, found))
}

fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| lossy(&value.value))
}

fn lossy(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}
