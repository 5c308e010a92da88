//! The styles of a Word document: what a paragraph is, by the name of its style.

use std::collections::BTreeMap;

use crossfoot_core::LoadError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::workbook::archive;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    /// A heading, and how deep it is.
    Heading(u8),
    Caption,
    /// A line of the table of contents.
    Contents,
    Body,
}

/// A style as the document defines it.
#[derive(Debug, Default)]
struct Definition {
    name: String,
    based_on: Option<String>,
    level: Option<u8>,
}

/// The styles of paragraphs, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Definition>);

impl Styles {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, LoadError> {
        let mut reader = Reader::from_str(text);
        let mut styles = Self::default();
        let mut id = String::new();
        loop {
            let event = reader.read_event();
            let event = event
                .map_err(|error| archive::damaged(file, format!("word/styles.xml: {error}")))?;
            match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    if tag.local_name().as_ref() == "style" {
                        id = attribute(&tag, "styleId").unwrap_or_default();
                    }
                    let style = styles.0.entry(id.clone()).or_default();
                    match tag.local_name().as_ref() {
                        "name" => style.name = value(&tag).unwrap_or_default().to_lowercase(),
                        "basedOn" => style.based_on = value(&tag),
                        "outlineLvl" => style.level = level(&tag),
                        _ => {}
                    }
                }
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// What a paragraph with a style is.
    pub(super) fn style(&self, id: &str) -> Style {
        /// Styles that are based on others, one after another.
        const MOST: usize = 20;
        let mut id = id;
        for _ in 0..MOST {
            let Some(definition) = self.0.get(id) else { break };
            if let Some(style) = named(&definition.name) {
                return style;
            }
            if let Some(level) = definition.level {
                return Style::Heading(level);
            }
            let Some(based_on) = &definition.based_on else { return Style::Body };
            id = based_on;
        }
        named(&id.to_lowercase()).unwrap_or(Style::Body)
    }
}

/// What a style is by its name, which is English in all languages of Word.
fn named(name: &str) -> Option<Style> {
    let heading = name.strip_prefix("heading").map(str::trim);
    match name {
        "title" => Some(Style::Title),
        "caption" => Some(Style::Caption),
        _ if name.starts_with("toc ") || name == "table of figures" => Some(Style::Contents),
        _ => heading?.parse().ok().filter(|level| (1..10).contains(level)).map(Style::Heading),
    }
}

/// How deep an outline is; nine stands for running text.
pub(super) fn level(tag: &BytesStart<'_>) -> Option<u8> {
    let level: u8 = value(tag)?.parse().ok()?;
    (level < 9).then_some(level + 1)
}

/// The value of an element that has one.
pub(super) fn value(tag: &BytesStart<'_>) -> Option<String> {
    attribute(tag, "val")
}

/// An attribute of an element, by its name without the namespace.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}

/// Whether an element that switches something does so; without a value it does.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(value(tag).as_deref(), Some("0" | "false" | "none" | "off"))
}
