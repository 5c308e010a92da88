//! Files as received from a ministry, a journal or a colleague → the tables in them, each cell as
//! printed and with its place, and the prose around them.
//!
//! ```
//! use crossfoot_ingest::{Format, Options, read_bytes};
//!
//! let page = "<table><tr><th>Year<th>Permits<tr><td>2023<td>1,204<sup>a</sup></table>";
//! let received = read_bytes("permits.html", page.as_bytes(), Options::default()).unwrap();
//! assert_eq!(received.format, Format::Html);
//! assert_eq!(received.tables[0].cell(0, 1).text(), "1,204");
//! ```
//!
#![doc = include_str!("formats.md")]

mod article;
mod bounds;
mod markup;
mod refuse;
mod sniff;
mod table;
pub mod text;
mod workbook;

use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source};

use article::draft::Draft;
use article::{docx, plain};

pub use article::{ReceivedArticle, read_article, read_article_bytes, read_text, read_text_bytes};
pub use crossfoot_core::LoadError;
use markup::{html, jats, markdown};
pub use sniff::Format;
use sniff::{Binary, Text};
pub use table::kinds::is_period;
pub use table::printed::{Printed, PrintedTable};
use table::raw::Found;
pub use table::raw::LEVELS;
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
#[non_exhaustive]
pub struct Received {
    /// The name of the file, as it is shown to people.
    pub name: String,
    /// The text that places with line and column are in: the file, or what was taken out of a
    /// document; none of a workbook.
    pub text: Option<Arc<Source>>,
    /// What the file is, by its content.
    pub format: Format,
    /// The encoding of a text.
    pub charset: Option<Charset>,
    /// The tables, in the order of the file; an article may have none, any other file has at
    /// least one.
    pub tables: Vec<PrintedTable>,
    /// The captions of tables that are pictures, which were not read.
    pub pictures: Vec<String>,
    /// What whoever sent the file should know: how its text was read, hidden sheets, a name that
    /// says something else than the content.
    pub notes: Vec<String>,
}

/// Reads the tables of the file at `path`. What it is is seen from its content.
///
/// # Errors
/// [`LoadError`] where the file cannot be read, is larger than the bounds of this module, is
/// damaged or protected, holds no table, or where its encoding, its columns or a formula's value is
/// not certain. The message names the place.
pub fn read(path: &Path, options: Options) -> Result<Received, LoadError> {
    let name = text::file::display_name(path);
    let bytes = refuse::bytes(path, &name)?;
    read_bytes(&name, &bytes, options)
}

/// Reads the tables in the content of a file named `name`.
///
/// # Errors
/// As [`read`].
///
/// ```
/// use crossfoot_ingest::{Options, read_bytes};
/// let error = read_bytes("notes.txt", b"No table.", Options::default()).unwrap_err();
/// assert!(error.to_string().starts_with("notes.txt: "));
/// ```
pub fn read_bytes(name: &str, bytes: &[u8], options: Options) -> Result<Received, LoadError> {
    let (received, _) = open(name, bytes, options)?;
    if received.tables.is_empty() {
        return Err(match received.pictures.as_slice() {
            [] => refuse::no_table(name),
            pictures => refuse::pictures(name, pictures),
        });
    }
    Ok(received)
}

/// The tables of a file, and its prose.
fn open(name: &str, bytes: &[u8], options: Options) -> Result<(Received, Draft), LoadError> {
    let (format, read, found) = match sniff::binary(name, bytes)? {
        Some(Binary::Xlsx) => {
            (Format::Xlsx, None, archive::guarded(name, || excel::xlsx(name, bytes))?)
        }
        Some(Binary::Xls) => {
            (Format::Xls, None, archive::guarded(name, || excel::xls(name, bytes))?)
        }
        Some(Binary::Ods) => (Format::Ods, None, ods::read(name, bytes)?),
        Some(Binary::Pdf) => return Err(refuse::pdf(name)),
        Some(Binary::Docx) => {
            let (source, found) = docx::read(name, bytes)?;
            (Format::Docx, Some((None, source)), found)
        }
        None => {
            let (source, charset, notes) = charset::decode(name, bytes, options.charset)?;
            let (format, mut found) = text(&source)?;
            found.notes.splice(..0, notes);
            (format, Some((Some(charset), source)), found)
        }
    };
    printed(name, format, read, found)
}

/// What was found in a file, with its tables as printed.
fn printed(
    name: &str,
    format: Format,
    read: Option<(Option<Charset>, Arc<Source>)>,
    found: Found,
) -> Result<(Received, Draft), LoadError> {
    let Found { tables, mut notes, pictures, draft } = found;
    notes.extend(
        pictures.iter().map(|title| format!("a table is a picture and was not read: {}", title)),
    );
    notes.extend(sniff::misnamed(name, format));
    let (charset, text) = read.unzip();
    let charset = charset.flatten();
    let printed = tables.into_iter().map(|table| PrintedTable::write(table, name, text.as_ref()));
    let Some(tables) = printed.collect() else { return Err(refuse::too_large(name)) };
    let name = name.to_owned();
    Ok((Received { name, text, format, charset, tables, pictures, notes }, draft))
}

fn text(source: &Arc<Source>) -> Result<(Format, Found), LoadError> {
    match sniff::text(source)? {
        Some(Text::Html) => html::read(source),
        Some(Text::Jats) => jats::read(source),
        Some(Text::Markdown) => markdown::read(source),
        None if plain::is_article(source) => Ok((Format::Pasted, plain::read(source))),
        None => {
            let found = match delimited::read(source)? {
                Some(found) => Some(found),
                None => pasted::read(source)?,
            };
            // What is no table is prose, however short.
            let tables = found.filter(|(_, found)| !found.tables.is_empty());
            Ok(tables.unwrap_or_else(|| (Format::Pasted, plain::read(source))))
        }
    }
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
