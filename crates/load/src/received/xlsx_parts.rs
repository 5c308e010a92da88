//! The parts of an XLSX workbook, for what `calamine` does not tell: which text of a cell is raised, and what is hidden.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::archive;
use super::hidden::Hidden;
use super::marks::Runs;
use crate::LoadError;

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// Where the parts of a workbook stand, and the texts that its sheets share.
pub(super) struct Parts<'a> {
    name: &'a str,
    bytes: &'a [u8],
    /// The part of each sheet, by its name.
    sheets: BTreeMap<String, String>,
    texts: Vec<Runs>,
}

impl<'a> Parts<'a> {
    pub(super) fn read(name: &'a str, bytes: &'a [u8]) -> Result<Self, LoadError> {
        let mut parts = Self { name, bytes, sheets: BTreeMap::new(), texts: Vec::new() };
        let mut places: BTreeMap<String, String> = BTreeMap::new();
        let mut shared = None;
        parts.each(RELATIONS, |event| {
            let (Event::Start(tag), "Relationship") = (&event, local(&event)) else { return Ok(()) };
            let target = attribute(tag, "Target").unwrap_or_default();
            let place = match target.strip_prefix('/') {
                Some(place) => place.to_owned(),
                None if target.starts_with("xl/") => target,
                None => format!("xl/{target}"),
            };
            if attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/sharedStrings")) {
                shared = Some(place.clone());
            }
            places.extend(attribute(tag, "Id").map(|id| (id, place)));
            Ok(())
        })?;
        let mut sheets = BTreeMap::new();
        parts.each(WORKBOOK, |event| {
            let (Event::Start(tag), "sheet") = (&event, local(&event)) else { return Ok(()) };
            let id = tag.attributes().flatten().find(|found| found.key.local_name().as_ref() == "id").map(|found| found.value.to_string());
            let place = id.and_then(|id| places.get(&id).cloned());
            sheets.extend(attribute(tag, "name").zip(place));
            Ok(())
        })?;
        parts.sheets = sheets;
        if let Some(place) = shared {
            let mut texts = Vec::new();
            let mut text = Text::default();
            parts.each(&place, |event| {
                texts.extend(text.see(&event, "si"));
                Ok(())
            })?;
            parts.texts = texts;
        }
        Ok(parts)
    }

    /// What the part of a sheet says besides the values of its cells.
    pub(super) fn sheet(&self, sheet: &str) -> Result<Seen, LoadError> {
        let mut seen = Seen::default();
        let Some(place) = self.sheets.get(sheet) else { return Ok(seen) };
        let mut cursor = Cursor::default();
        let mut text = Text::default();
        let mut value = None;
        self.each(place, |event| {
            cursor.see(&event);
            let inline = text.see(&event, "is");
            match (&event, local(&event)) {
                (Event::Start(tag), "row") if is_hidden(tag) => seen.hidden.rows(cursor.next.0, cursor.next.0),
                (Event::Start(tag), "col") if is_hidden(tag) => {
                    let column = |name: &str| attribute(tag, name).and_then(|at| at.parse::<u32>().ok()).and_then(|at| at.checked_sub(1));
                    column("min").zip(column("max")).into_iter().for_each(|(first, last)| seen.hidden.columns(first, last));
                }
                (Event::Start(_), "v") => value = Some(String::new()),
                (Event::End(_), "v") => {
                    let number = value.take().filter(|_| cursor.shared).and_then(|value| value.trim().parse::<usize>().ok());
                    let runs = number.and_then(|number| self.texts.get(number)).filter(|runs| runs.any_raised());
                    seen.raised.extend(runs.map(|runs| (cursor.at, runs.clone())));
                }
                (Event::Text(said), _) => value.iter_mut().for_each(|value| value.push_str(&said.xml10_content())),
                _ => {}
            }
            seen.raised.extend(inline.filter(Runs::any_raised).map(|runs| (cursor.at, runs)));
            Ok(())
        })?;
        Ok(seen)
    }

    /// Shows each event of a part.
    fn each(&self, part: &str, mut see: impl FnMut(Event<'_>) -> Result<(), LoadError>) -> Result<(), LoadError> {
        let text = archive::part(self.name, self.bytes, part)?;
        let mut reader = Reader::from_str(&text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            match reader.read_event().map_err(|error| archive::damaged(self.name, format!("{part}: {error}")))? {
                Event::Eof => return Ok(()),
                event => see(event)?,
            }
        }
    }
}

/// What the part of a sheet says besides the values of its cells.
#[derive(Default)]
pub(super) struct Seen {
    /// The texts of cells of which something is raised, by row and column from 0.
    pub(super) raised: BTreeMap<(u32, u32), Runs>,
    pub(super) hidden: Hidden,
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true"))
}

/// The cell that is open.
#[derive(Default)]
struct Cursor {
    at: (u32, u32),
    next: (u32, u32),
    /// Whether its value is the number of a shared text.
    shared: bool,
}

impl Cursor {
    fn see(&mut self, event: &Event<'_>) {
        match (event, local(event)) {
            (Event::Start(tag), "row") => {
                let row = attribute(tag, "r").and_then(|row| row.parse::<u32>().ok()).and_then(|row| row.checked_sub(1));
                self.next = (row.unwrap_or(self.next.0), 0);
            }
            (Event::End(_), "row") => self.next = (self.next.0.saturating_add(1), 0),
            (Event::Start(tag), "c") => {
                self.at = attribute(tag, "r").and_then(|reference| position(&reference)).unwrap_or(self.next);
                self.next.1 = self.at.1.saturating_add(1);
                self.shared = attribute(tag, "t").as_deref() == Some("s");
            }
            _ => {}
        }
    }
}

/// A text as it comes, with its stretches.
#[derive(Default)]
struct Text {
    runs: Option<Runs>,
    raised: bool,
    /// Whether characters of it come, and not how they are pronounced.
    shown: bool,
    aside: bool,
}

impl Text {
    /// The text, when the element that holds it is closed.
    fn see(&mut self, event: &Event<'_>, element: &str) -> Option<Runs> {
        match (event, local(event)) {
            (Event::Start(_), name) if name == element => self.runs = Some(Runs::default()),
            (Event::End(_), name) if name == element => return self.runs.take(),
            (Event::Start(_), "r") => self.raised = false,
            (Event::Start(tag), "vertAlign") => self.raised = attribute(tag, "val").as_deref() == Some("superscript"),
            (Event::Start(_), "rPh") => self.aside = true,
            (Event::End(_), "rPh") => self.aside = false,
            (Event::Start(_), "t") => self.shown = !self.aside,
            (Event::End(_), "t") => self.shown = false,
            (Event::Text(said), _) => self.push(&said.xml10_content()),
            (Event::CData(said), _) => self.push(&said.xml10_content()),
            (Event::GeneralRef(entity), _) => match entity.resolve_char_ref() {
                Ok(Some(c)) => self.push(c.encode_utf8(&mut [0; 4])),
                _ => self.push(resolve_predefined_entity(entity).unwrap_or_default()),
            },
            _ => {}
        }
        None
    }

    fn push(&mut self, said: &str) {
        self.runs.iter_mut().filter(|_| self.shown).for_each(|runs| runs.push(self.raised, said));
    }
}

/// Row and column of a reference such as `C5`, from 0.
fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
        column.checked_mul(26)?.checked_add(u32::from(value) + 1)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// The name of an element without its namespace.
fn local<'a>(event: &'a Event<'_>) -> &'a str {
    match event {
        Event::Start(tag) => tag.name().local_name().into_inner(),
        Event::End(tag) => tag.name().local_name().into_inner(),
        _ => "",
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().flatten().find(|found| found.key.as_ref() == name).map(|found| found.value.to_string())
}
