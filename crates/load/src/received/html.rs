//! HTML → tables.

use std::sync::Arc;

use crossfoot_core::{Source, say};
use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};

use super::bounds::{CELLS, COLUMNS};
use super::markup::{Builder, TooLarge};
use super::{Format, Found, refuse};
use crate::LoadError;

/// Reads the tables of a page.
pub(super) fn read(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    let text = source.text();
    let refuse = |TooLarge(place)| too_large(source.name(), &place);
    let mut builder = Builder::new(source);
    let lossy = |text: &HtmlString| String::from_utf8_lossy(text).into_owned();
    for token in Tokenizer::new_with_emitter(text, DefaultEmitter::new_with_span()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| lossy(&value.value));
                builder.start(&lossy(&tag.name), attribute, tag.span.start).map_err(refuse)?;
                if tag.self_closing && matches!(tag.name.as_slice(), b"td" | b"th") {
                    builder.end(&lossy(&tag.name)).map_err(refuse)?;
                }
            }
            Token::EndTag(tag) => builder.end(&lossy(&tag.name)).map_err(refuse)?,
            Token::String(said) => builder.text(&lossy(&said.value), said.span.start),
            _ => {}
        }
    }
    Ok((Format::Html, builder.finish().map_err(refuse)?))
}

/// Refuses a table of more cells than are allowed.
pub(super) fn too_large(name: &str, place: &super::Place) -> LoadError {
    let message = say!("the table has more than {} columns or {} cells up to this one", COLUMNS.to_string(), CELLS.to_string());
    refuse::cell(name, place, message, say!("keep the rows and columns that are needed"))
}
