//! Workbooks of OpenDocument → tables. The file keeps the text that each cell shows, which is what
//! is read.

use crossfoot_core::LoadError;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::table::marks::Runs;
use crate::table::raw::Found;
use crate::workbook::archive;
use crate::workbook::sheet::Collected;
use crate::{refuse, sniff};

/// Where the sheets are in the archive, and where it says which files are encrypted.
const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Reads an ODS workbook.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Found, LoadError> {
    archive::check(name, bytes)?;
    if archive::part(name, bytes, MANIFEST)
        .is_ok_and(|manifest| manifest.contains("encryption-data"))
    {
        return Err(sniff::protected(name));
    }
    let content = archive::part(name, bytes, CONTENT)?;
    let mut sheets = Sheets {
        name,
        found: Found::default(),
        hidden: Vec::new(),
        raised: Vec::new(),
        sheet: None,
        style: String::new(),
    };
    let mut reader = Reader::from_str(&content);
    loop {
        match reader.read_event().map_err(|error| damaged(name, error))? {
            Event::Start(tag) => sheets.start(&tag, false)?,
            Event::Empty(tag) => sheets.start(&tag, true)?,
            Event::End(tag) => sheets.end(tag.name().as_ref())?,
            Event::Text(text) => sheets.text(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                match (entity.resolve_char_ref(), resolve_predefined_entity(&entity)) {
                    (Ok(Some(c)), _) => sheets.text(c.encode_utf8(&mut [0; 4])),
                    (_, Some(text)) => sheets.text(text),
                    _ => return Err(sheets.unknown_entity(&entity)),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match sheets.sheet {
        Some(_) => Err(damaged(name, "a sheet is never closed")),
        None => Ok(sheets.found),
    }
}

fn damaged(name: &str, why: impl std::fmt::Display) -> LoadError {
    archive::damaged(name, format!("{CONTENT}: {why}"))
}

/// The sheets as they come.
struct Sheets<'a> {
    name: &'a str,
    found: Found,
    /// Styles of sheets that are hidden.
    hidden: Vec<String>,
    /// Styles of text that is raised.
    raised: Vec<String>,
    style: String,
    sheet: Option<Sheet<'a>>,
}

/// The sheet that is open.
struct Sheet<'a> {
    collected: Collected<'a>,
    hidden: bool,
    row: u32,
    column: u32,
    /// How often the row is repeated.
    rows: u32,
    /// How many columns have been described.
    columns: u32,
    cell: Option<Cell>,
    /// How many elements are open whose text is left out: sheets within cells, comments.
    skipped: u32,
    merged: Vec<((u32, u32), (u32, u32))>,
}

/// The cell that is open.
#[derive(Default)]
struct Cell {
    text: Runs,
    /// Whether the stretches of text that are open are raised.
    raised: Vec<bool>,
    /// How often it is repeated.
    times: u32,
    across: u32,
    down: u32,
    /// A formula whose value was not saved.
    no_value: bool,
    paragraphs: u32,
}

impl Cell {
    fn new(tag: &BytesStart<'_>) -> Self {
        Self {
            times: number(tag, "table:number-columns-repeated"),
            across: number(tag, "table:number-columns-spanned"),
            down: number(tag, "table:number-rows-spanned"),
            no_value: attribute(tag, "table:formula").is_some()
                && attribute(tag, "office:value-type").is_none(),
            ..Self::default()
        }
    }
}

impl Sheets<'_> {
    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), LoadError> {
        match (tag.name().as_ref(), &mut self.sheet) {
            ("style:style", _) => self.style = attribute(tag, "style:name").unwrap_or_default(),
            ("style:table-properties", _)
                if attribute(tag, "table:display").as_deref() == Some("false") =>
            {
                self.hidden.push(self.style.clone())
            }
            ("style:text-properties", _)
                if attribute(tag, "style:text-position")
                    .is_some_and(|position| is_super(&position)) =>
            {
                self.raised.push(self.style.clone());
            }
            ("table:table", None) => {
                self.start_sheet(tag);
                if empty {
                    self.end("table:table")?;
                }
            }
            (
                "table:table" | "office:annotation" | "draw:frame" | "draw:custom-shape",
                Some(sheet),
            ) if !empty => sheet.skipped += 1,
            (_, Some(sheet)) if sheet.skipped > 0 => {}
            ("table:table-row", Some(sheet)) => sheet.start_row(tag, empty),
            ("table:table-column", Some(sheet)) => sheet.describe_columns(tag),
            ("table:table-cell" | "table:covered-table-cell", Some(sheet)) => {
                sheet.cell = Some(Cell::new(tag));
                if empty {
                    sheet.end_cell()?;
                }
            }
            ("text:p", Some(sheet)) => sheet.cell.iter_mut().for_each(|cell| {
                cell.paragraphs += 1;
                cell.text.push(false, if cell.paragraphs > 1 { " " } else { "" });
            }),
            ("text:span", Some(sheet)) if !empty => sheet.cell.iter_mut().for_each(|cell| {
                let around = cell.raised.last().is_some_and(|raised| *raised);
                let own = attribute(tag, "text:style-name")
                    .is_some_and(|style| self.raised.contains(&style));
                cell.raised.push(around || own);
            }),
            ("text:s" | "text:tab" | "text:line-break", Some(sheet)) => {
                sheet.cell.iter_mut().for_each(|cell| cell.text.push(false, " "))
            }
            _ => {}
        }
        Ok(())
    }

    fn start_sheet(&mut self, tag: &BytesStart<'_>) {
        let title = attribute(tag, "table:name").unwrap_or_default();
        let hidden =
            attribute(tag, "table:style-name").is_some_and(|style| self.hidden.contains(&style));
        self.sheet = Some(Sheet {
            collected: Collected::new(self.name, &title),
            hidden,
            row: 0,
            column: 0,
            rows: 1,
            columns: 0,
            cell: None,
            skipped: 0,
            merged: Vec::new(),
        });
    }

    fn end(&mut self, element: &str) -> Result<(), LoadError> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        match element {
            "table:table" | "office:annotation" | "draw:frame" | "draw:custom-shape"
                if sheet.skipped > 0 =>
            {
                sheet.skipped -= 1
            }
            _ if sheet.skipped > 0 => {}
            "table:table-cell" | "table:covered-table-cell" => sheet.end_cell()?,
            "text:span" => sheet.cell.iter_mut().for_each(|cell| {
                cell.raised.pop();
            }),
            "table:table-row" => sheet.row = sheet.row.saturating_add(sheet.rows),
            "table:table" => {
                if let Some(sheet) = self.sheet.take() {
                    match sheet.hidden {
                        true => self.found.notes.push(hidden(&sheet.collected)),
                        false => self.found.add(sheet.collected.tables(&sheet.merged)?),
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Refuses an entity that only the file itself could explain.
    fn unknown_entity(&self, entity: &str) -> LoadError {
        let message = format!("unknown entity `&{};`", entity);
        let help = "open the workbook in a spreadsheet program and save it again".to_owned();
        match &self.sheet {
            Some(sheet) => refuse::cell(
                self.name,
                &sheet.collected.place((sheet.row, sheet.column)),
                message,
                help,
            ),
            None => refuse::file(self.name, message, help),
        }
    }

    fn text(&mut self, text: &str) {
        let cell = self
            .sheet
            .as_mut()
            .filter(|sheet| sheet.skipped == 0)
            .and_then(|sheet| sheet.cell.as_mut());
        cell.filter(|cell| cell.paragraphs > 0).into_iter().for_each(|cell| {
            let raised = cell.raised.last().is_some_and(|raised| *raised);
            cell.text.push(raised, text);
        });
    }
}

/// Whether a position of text, such as `super 58%` or `33% 58%`, is above the line.
fn is_super(position: &str) -> bool {
    let first = position.split_whitespace().next().unwrap_or_default();
    first == "super"
        || first
            .strip_suffix('%')
            .and_then(|percent| percent.parse::<f32>().ok())
            .is_some_and(|percent| percent > 0.0)
}

/// Whether a row or column is hidden, by hand or by a filter.
fn is_hidden(visibility: Option<String>) -> bool {
    visibility.is_some_and(|visibility| matches!(visibility.as_str(), "collapse" | "filter"))
}

fn hidden(sheet: &Collected<'_>) -> String {
    format!("the sheet `{}` is hidden and was not read", sheet.name())
}

impl Sheet<'_> {
    fn start_row(&mut self, tag: &BytesStart<'_>, empty: bool) {
        (self.rows, self.column) = (number(tag, "table:number-rows-repeated"), 0);
        if is_hidden(attribute(tag, "table:visibility")) {
            self.collected.hidden.rows(self.row, self.row.saturating_add(self.rows - 1));
        }
        if empty {
            self.row = self.row.saturating_add(self.rows);
        }
    }

    fn describe_columns(&mut self, tag: &BytesStart<'_>) {
        let (first, times) = (self.columns, number(tag, "table:number-columns-repeated"));
        self.columns = first.saturating_add(times);
        if is_hidden(attribute(tag, "table:visibility")) {
            self.collected.hidden.columns(first, self.columns - 1);
        }
    }

    /// Puts a cell as often as it is repeated; blank ones only take room.
    fn end_cell(&mut self) -> Result<(), LoadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let at = (self.row, self.column);
        if cell.no_value && !self.hidden {
            return Err(self.collected.formula_without_value(at));
        }
        if cell.across > 1 || cell.down > 1 {
            self.merged.push((
                at,
                (at.0.saturating_add(cell.down - 1), at.1.saturating_add(cell.across - 1)),
            ));
        }
        let (text, mark) = cell.text.finish();
        if !text.is_empty() {
            for row in 0..self.rows {
                for column in 0..cell.times {
                    self.collected.push_text(
                        (at.0.saturating_add(row), at.1.saturating_add(column)),
                        text.clone(),
                        mark.clone(),
                    )?;
                }
            }
        }
        self.column = self.column.saturating_add(cell.times);
        Ok(())
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    attributes.find(|found| found.key.as_ref() == name).map(|found| found.value.to_string())
}

/// How often something is repeated, or how far it reaches: once where nothing is said.
fn number(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1)
}
