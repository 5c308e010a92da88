//! The parts of an XLSX workbook, for what `calamine` does not tell: which text of a cell is
//! raised, and what is hidden.

use crossfoot_core::LoadError;
use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use crate::refuse;
use crate::table::marks::Runs;
use crate::workbook::archive;
use crate::workbook::hidden::Hidden;
use crate::workbook::sheet::Collected;

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const TEXTS: &str = "xl/sharedStrings.xml";

/// Refuses a workbook that announces more shared texts than it has room for: `calamine` asks for
/// memory for all of them before it reads them.
pub(crate) fn check_count(name: &str, bytes: &[u8]) -> Result<(), LoadError> {
    /// Bytes of the shortest text, `<si/>`.
    const SHORTEST: usize = 5;
    for part in archive::ending(bytes, "sharedstrings.xml") {
        let text = archive::part(name, bytes, &part)?;
        let announced = announced_texts(&text).unwrap_or_default();
        if announced.trim().parse::<usize>().is_ok_and(|count| count > text.len() / SHORTEST) {
            return Err(archive::damaged(
                name,
                format!("{part} announces {announced} texts, and has room for fewer"),
            ));
        }
    }
    Ok(())
}

/// How many texts a part says that it has. Ends that do not match and dashes in comments are passed
/// over, as `calamine` does.
fn announced_texts(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    (config.check_end_names, config.check_comments) = (false, false);
    config.expand_empty_elements = true;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                return attribute(&tag, "uniqueCount");
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Where the parts of a workbook are, and the texts that its sheets share.
pub(crate) struct Parts<'a> {
    name: &'a str,
    bytes: &'a [u8],
    /// The part of each sheet, by its name.
    sheets: BTreeMap<String, String>,
    texts: Vec<Runs>,
}

impl<'a> Parts<'a> {
    pub(crate) fn read(name: &'a str, bytes: &'a [u8]) -> Result<Self, LoadError> {
        let mut parts = Self { name, bytes, sheets: BTreeMap::new(), texts: Vec::new() };
        let mut places: BTreeMap<String, String> = BTreeMap::new();
        parts.each(RELATIONS, |event| {
            let (Event::Start(tag), "Relationship") = (&event, local(&event)) else {
                return Ok(());
            };
            let target = attribute(tag, "Target").unwrap_or_default();
            let place = match target.strip_prefix('/') {
                Some(place) => place.to_owned(),
                None if target.starts_with("xl/") => target,
                None => format!("xl/{target}"),
            };
            places.extend(attribute(tag, "Id").map(|id| (id, place)));
            Ok(())
        })?;
        let mut sheets = BTreeMap::new();
        parts.each(WORKBOOK, |event| {
            let (Event::Start(tag), "sheet") = (&event, local(&event)) else { return Ok(()) };
            let id =
                tag.attributes().flatten().find(|found| found.key.local_name().as_ref() == "id");
            let place = id.and_then(|id| places.get(id.value.as_ref()).cloned());
            sheets.extend(attribute(tag, "name").zip(place));
            Ok(())
        })?;
        parts.sheets = sheets;
        if archive::holds(bytes, TEXTS) {
            let mut texts = Vec::new();
            let mut text = Text::default();
            parts.each(TEXTS, |event| {
                texts.extend(text.see(&event, "si"));
                Ok(())
            })?;
            parts.texts = texts;
        }
        Ok(parts)
    }

    /// What the part of a sheet says in addition to the values of its cells, which are refused
    /// where they are none.
    pub(crate) fn sheet(&self, sheet: &Collected<'_>) -> Result<Seen, LoadError> {
        let mut seen = Seen::default();
        let Some(place) = self.sheets.get(sheet.name()) else {
            return Err(archive::damaged(
                self.name,
                format!("the sheet `{}` is missing", sheet.name()),
            ));
        };
        let mut cursor = Cursor::default();
        let mut text = Text::default();
        let mut value = None;
        self.each(place, |event| {
            cursor.see(&event).map_err(|reference| {
                let message = format!("invalid cell reference `{reference}`");
                self.refused(sheet, cursor.next, &message)
            })?;
            let inline = text.see(&event, "is");
            match (&event, local(&event)) {
                (Event::Start(tag), "row") if is_hidden(tag) => {
                    seen.hidden.rows(cursor.next.0, cursor.next.0)
                }
                (Event::Start(tag), "col") if is_hidden(tag) => {
                    column(tag, "min")
                        .zip(column(tag, "max"))
                        .into_iter()
                        .for_each(|(first, last)| seen.hidden.columns(first, last));
                }
                (Event::Start(_), "v") => value = Some(String::new()),
                (Event::End(_), "v") => {
                    let value = value.take().unwrap_or_default();
                    let runs = self
                        .shared(value.trim(), &cursor.kind)
                        .map_err(|message| self.refused(sheet, cursor.at, &message))?;
                    seen.raised.extend(
                        runs.filter(|runs| runs.any_raised()).map(|runs| (cursor.at, runs.clone())),
                    );
                }
                (Event::Text(text), _) => {
                    value.iter_mut().for_each(|value| value.push_str(&text.xml10_content()))
                }
                _ => {}
            }
            seen.raised.extend(inline.filter(Runs::any_raised).map(|runs| (cursor.at, runs)));
            Ok(())
        })?;
        Ok(seen)
    }

    fn refused(&self, sheet: &Collected<'_>, at: (u32, u32), message: &str) -> LoadError {
        let help = "open the workbook in a spreadsheet program, correct the cell, and save it";
        refuse::cell(self.name, &sheet.place(at), message, help)
    }

    /// The shared text that a value of a kind stands for; says what is wrong with a value that is
    /// not of its kind.
    fn shared(&self, value: &str, kind: &str) -> Result<Option<&Runs>, String> {
        match kind {
            _ if value.is_empty() => Ok(None),
            "s" => match value.parse::<usize>().ok().and_then(|number| self.texts.get(number)) {
                Some(runs) => Ok(Some(runs)),
                None => Err(format!(
                    "expected the number of a text, found `{}`; the workbook has {} texts, from 0",
                    value,
                    self.texts.len()
                )),
            },
            "n" if !value.parse::<f64>().is_ok_and(f64::is_finite) => {
                Err(format!("expected a number, found `{}`", value))
            }
            "b" if !["0", "1", "true", "false"].contains(&value) => {
                Err(format!("expected 0 or 1, found `{}`", value))
            }
            "n" | "b" | "e" | "d" | "str" | "inlineStr" => Ok(None),
            _ => Err(format!("unknown cell type `{}`", kind)),
        }
    }

    /// Shows each event of a part.
    fn each(
        &self,
        part: &str,
        mut see: impl FnMut(Event<'_>) -> Result<(), LoadError>,
    ) -> Result<(), LoadError> {
        let text = archive::part(self.name, self.bytes, part)?;
        let mut reader = Reader::from_str(&text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            match reader
                .read_event()
                .map_err(|error| archive::damaged(self.name, format!("{part}: {error}")))?
            {
                Event::Eof => return Ok(()),
                event => see(event)?,
            }
        }
    }
}

/// What the part of a sheet says in addition to the values of its cells.
#[derive(Default)]
pub(crate) struct Seen {
    /// The texts of cells of which something is raised, by row and column from 0.
    pub(crate) raised: BTreeMap<(u32, u32), Runs>,
    pub(crate) hidden: Hidden,
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true"))
}

/// The cell that is open.
#[derive(Default)]
struct Cursor {
    at: (u32, u32),
    next: (u32, u32),
    /// What its value is.
    kind: String,
}

impl Cursor {
    /// Follows the cells; fails with a reference that is none.
    fn see(&mut self, event: &Event<'_>) -> Result<(), String> {
        match (event, local(event)) {
            (Event::Start(tag), "row") => {
                let row = attribute(tag, "r")
                    .and_then(|row| row.parse::<u32>().ok())
                    .and_then(|row| row.checked_sub(1));
                self.next = (row.unwrap_or(self.next.0), 0);
            }
            (Event::End(_), "row") => self.next = (self.next.0.saturating_add(1), 0),
            (Event::Start(tag), "c") => {
                self.at = match attribute(tag, "r") {
                    Some(reference) => position(&reference).ok_or(reference)?,
                    None => self.next,
                };
                self.next.1 = self.at.1.saturating_add(1);
                self.kind = attribute(tag, "t").unwrap_or_else(|| "n".to_owned());
            }
            _ => {}
        }
        Ok(())
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
            (Event::Start(tag), "vertAlign") => {
                self.raised = attribute(tag, "val").as_deref() == Some("superscript")
            }
            (Event::Start(_), "rPh") => self.aside = true,
            (Event::End(_), "rPh") => self.aside = false,
            (Event::Start(_), "t") => self.shown = !self.aside,
            (Event::End(_), "t") => self.shown = false,
            (Event::Text(text), _) => self.push(&text.xml10_content()),
            (Event::CData(text), _) => self.push(&text.xml10_content()),
            (Event::GeneralRef(entity), _) => match entity.resolve_char_ref() {
                Ok(Some(c)) => self.push(c.encode_utf8(&mut [0; 4])),
                _ => self.push(resolve_predefined_entity(entity).unwrap_or_default()),
            },
            _ => {}
        }
        None
    }

    fn push(&mut self, text: &str) {
        self.runs.iter_mut().filter(|_| self.shown).for_each(|runs| runs.push(self.raised, text));
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

/// The number of a column, from 0, that an attribute gives from 1.
fn column(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse::<u32>().ok()?.checked_sub(1)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.attributes().flatten().find(|found| found.key.as_ref() == name)?.value;
    Some(unescape(&value).map_or_else(|_| value.to_string(), Cow::into_owned))
}
