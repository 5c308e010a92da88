//! Word documents → their text, and the elements of it: paragraphs, headings, tables, footnotes.
//!
//! The parts of a document are walked through once; what they hold is then read as a page is, so
//! that tables and prose come from the same readers. Places are those in the text taken out.

mod events;
mod runs;
mod styles;
mod tables;

use std::sync::Arc;

use crossfoot_core::{LoadError, Source};

use crate::markup::page::Page;
use crate::markup::roles::Dialect;
use crate::refuse;
use crate::table::raw::Found;
use crate::workbook::archive;
use events::{Event, Walk};
use styles::Styles;

const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const NOTES: [(&str, &str); 2] =
    [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")];

/// Reads the tables and the prose of a document.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<(Arc<Source>, Found), LoadError> {
    archive::check(name, bytes)?;
    let styles = match archive::holds(bytes, STYLES) {
        true => Styles::read(name, &archive::part(name, bytes, STYLES)?)?,
        false => Styles::default(),
    };
    let mut walk = Walk::new(name, &styles);
    walk.part(DOCUMENT, &archive::part(name, bytes, DOCUMENT)?, None)?;
    for (part, note) in NOTES {
        if archive::holds(bytes, part) {
            walk.part(part, &archive::part(name, bytes, part)?, Some(note))?;
        }
    }
    let (text, events, notes) = walk.finish();
    let source = Source::new(name, text).ok_or_else(|| refuse::too_large(name))?;
    let mut found = replay(&source, &events)?;
    found.notes.extend(notes);
    found.draft.title_first();
    Ok((source, found))
}

/// Reads the events of a text as those of a page.
fn replay(source: &Source, events: &[Event]) -> Result<Found, LoadError> {
    let mut page = Page::new(source, Dialect::Page);
    let mut at = 0;
    while let Some(event) = events.get(at) {
        at += 1;
        match event {
            Event::Start { element, at } => page.open(element, *at)?,
            Event::Cell { element, at, across, down } => {
                let [across, down] = [across, down].map(ToString::to_string);
                page.start(
                    element,
                    &|wanted| match wanted {
                        "colspan" => Some(across.clone()),
                        "rowspan" => Some(down.clone()),
                        _ => None,
                    },
                    *at,
                )?;
            }
            // A cell that is merged with the one above shows nothing.
            Event::Covered { end } => at = (*end).max(at),
            Event::Text(range) => {
                let text = source.text().get(range.clone()).unwrap_or_default();
                page.text(text, range.clone());
            }
            Event::End(element) => page.end(element)?,
        }
    }
    page.finish()
}
