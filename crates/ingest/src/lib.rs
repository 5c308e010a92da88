//! Files as received from a ministry, a journal or a colleague → the tables that stand in them,
//! each cell as printed and with its place.
//!
#![doc = include_str!("formats.md")]

mod bounds;
mod markup;
pub mod refuse;
mod sniff;
mod table;
pub mod text;
mod workbook;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Phrase, Source, say};

pub use crossfoot_core::LoadError;
use markup::{html, jats, markdown};
pub use sniff::Format;
use sniff::{Binary, Text};
pub use table::kinds::is_period;
pub use table::layout::{Layout, LayoutError};
pub use table::write::Written;
pub use text::charset::Charset;
use text::{charset, delimited, pasted};
use workbook::{archive, excel, ods};

/// Collects problems while reading goes on.
type Problems = Vec<Diagnostic>;

/// What may be said about a file that cannot be seen in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The encoding of the text, where it is known better than the bytes show.
    pub charset: Option<Charset>,
}

/// All that a file holds.
#[derive(Clone, Debug)]
pub struct Received {
    /// The name of the file, as it is shown to people.
    pub name: String,
    /// The text that places with line and column are in; none of a workbook.
    pub text: Option<Arc<Source>>,
    /// What the file is, by its content.
    pub format: Format,
    /// The encoding of a text.
    pub charset: Option<Charset>,
    /// The tables, in the order of the file; at least one.
    pub tables: Vec<RawTable>,
    /// What whoever sent the file should know: how its text was read, hidden sheets, a name that
    /// says something else than the content.
    pub notes: Vec<Phrase>,
}

/// A table as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTable {
    /// The caption or the lines above the table.
    pub title: Option<String>,
    /// The sheet that it stands on.
    pub sheet: Option<String>,
    /// One heading for each column: of merged and repeated headings from the top down, joined by
    /// [`LEVELS`], with the unit of a row of units in brackets.
    pub header: Vec<RawCell>,
    /// Rows with as many cells as the header. What names rows and is merged over several stands in
    /// each of them, a figure in the first.
    pub rows: Vec<Vec<RawCell>>,
    /// What is printed below the table.
    pub notes: Vec<String>,
}

/// What joins the headings of one column that stand above each other.
pub const LEVELS: &str = " / ";

/// A cell as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawCell {
    /// The text that a person sees, without spaces around it and on one line.
    pub text: String,
    /// A footnote mark that is set apart from the text, such as the `a` of `251ᵃ`.
    pub mark: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl RawCell {
    /// The text with its footnote mark, as figures are read: `251[a]`, `2,214*`.
    pub fn printed(&self) -> String {
        match &self.mark {
            Some(mark) if !mark.contains(char::is_alphanumeric) => format!("{}{mark}", self.text),
            Some(mark) => format!("{}[{mark}]", self.text),
            None => self.text.clone(),
        }
    }
}

/// Where in a file a cell stands, in words that its program uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Line and column of a text, both from 1, the column in characters.
    Text {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A cell of a spreadsheet; row and column from 0.
    Sheet {
        /// The sheet's name.
        sheet: Arc<str>,
        /// The row.
        row: u32,
        /// The column.
        column: u32,
    },
}

impl Place {
    /// As it is said to people: `line 4, column 12` or `Sheet1!C5`.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Text { line, column } => {
                say!("line {}, column {}", line.to_string(), column.to_string())
            }
            Self::Sheet { sheet, row, column } => {
                Phrase::Data(format!("{sheet}!{}{}", column_letters(*column), u64::from(*row) + 1))
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

/// The text of a cell that breaks it over several lines, on one; a break is layout, as in a page.
fn joined_lines(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    text.split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The name that spreadsheets give to a column, counted from 0: `A`, …, `Z`, `AA`, ….
fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Reads the tables of the file at `path`. What it is is seen from its content.
///
/// # Errors
/// [`LoadError`] where the file cannot be read, is larger than the bounds of this module, is
/// damaged or protected, holds no table, or where its encoding, its columns or a formula's value
/// cannot be told for certain. The message names the place.
pub fn read(path: &Path, options: Options) -> Result<Received, LoadError> {
    let name = text::file::display_name(path);
    let bytes = refuse::bytes(path, &name)?;
    read_bytes(&name, &bytes, options)
}

/// Reads the tables in the content of a file named `name`.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(name: &str, bytes: &[u8], options: Options) -> Result<Received, LoadError> {
    let (format, read, found) = match sniff::binary(name, bytes)? {
        Some(Binary::Xlsx) => {
            (Format::Xlsx, None, archive::guarded(name, || excel::xlsx(name, bytes))?)
        }
        Some(Binary::Xls) => {
            (Format::Xls, None, archive::guarded(name, || excel::xls(name, bytes))?)
        }
        Some(Binary::Ods) => (Format::Ods, None, ods::read(name, bytes)?),
        None => {
            let (source, charset, notes) = charset::decode(name, bytes, options.charset)?;
            let (format, mut found) = text(&source)?;
            found.notes.splice(..0, notes);
            (format, Some((charset, source)), found)
        }
    };
    let Found { tables, headless, mut notes } = found;
    if tables.is_empty() {
        return Err(match headless.first() {
            Some(place) => refuse::cell(
                name,
                place,
                say!("figures stand where headings should be"),
                say!("write a row of headings above"),
            ),
            None => refuse::no_table(name),
        });
    }
    notes.extend(headless.iter().map(|place| {
        say!("{}: rows without headings stand here and were left out", place.phrase())
    }));
    notes.extend(sniff::misnamed(name, format));
    let (charset, text) = read.unzip();
    Ok(Received { name: name.to_owned(), text, format, charset, tables, notes })
}

fn text(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    match sniff::text(source)? {
        Some(Text::Html) => html::read(source),
        Some(Text::Jats) => jats::read(source),
        Some(Text::Markdown) => markdown::read(source),
        None => match delimited::read(source)? {
            Some(found) => Ok(found),
            None => pasted::read(source)?.ok_or_else(|| refuse::no_table(source.name())),
        },
    }
}

/// What stands in a text or on a sheet.
#[derive(Default)]
struct Found {
    tables: Vec<RawTable>,
    /// Where rows stand that have no headings.
    headless: Vec<Place>,
    notes: Vec<Phrase>,
}

impl Found {
    fn add(&mut self, mut other: Self) {
        self.tables.append(&mut other.tables);
        self.headless.append(&mut other.headless);
        self.notes.append(&mut other.notes);
    }
}
