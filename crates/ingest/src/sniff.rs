//! What a file is, by its content; its name only says what is expected.

use std::fmt;

use crossfoot_core::{LoadError, Source};
use memchr::memmem;

use crate::markup::markdown;
use crate::refuse;

/// What a received file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Fields separated by this character.
    Delimited(char),
    /// A workbook of Excel since 2007.
    Xlsx,
    /// A workbook of Excel before 2007.
    Xls,
    /// A workbook of OpenDocument.
    Ods,
    /// A Word document since 2007.
    Docx,
    /// A page.
    Html,
    /// An article in JATS XML.
    Jats,
    /// A text in Markdown.
    Markdown,
    /// A PDF: read as an article only.
    Pdf,
    /// Text pasted from a PDF.
    Pasted,
}

/// As people call it; a proper name, equal in all languages.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Delimited('\t') => "TSV",
            Self::Delimited(_) => "CSV",
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
            Self::Docx => "DOCX",
            Self::Html => "HTML",
            Self::Jats => "JATS XML",
            Self::Markdown => "Markdown",
            Self::Pdf => "PDF",
            Self::Pasted => "plain text",
        })
    }
}

impl Format {
    /// Endings of names that promise this format.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Delimited(_) => &["csv", "tsv", "tab", "txt"],
            Self::Xlsx => &["xlsx", "xlsm"],
            Self::Xls => &["xls"],
            Self::Ods => &["ods", "ots"],
            Self::Docx => &["docx", "docm"],
            Self::Html => &["html", "htm"],
            Self::Jats => &["xml", "nxml"],
            Self::Markdown => &["md"],
            Self::Pdf => &["pdf"],
            Self::Pasted => &["txt"],
        }
    }
}

/// A file that is not text.
pub(crate) enum Binary {
    Xlsx,
    Xls,
    Ods,
    Docx,
    Pdf,
}

/// Sees by its first bytes whether a file is a workbook or a document; refuses what is neither that
/// nor text.
pub(crate) fn binary(name: &str, bytes: &[u8]) -> Result<Option<Binary>, LoadError> {
    match bytes {
        [] => Err(refuse::file(
            name,
            "this file is empty",
            "expected a row of headings and at least one row below it",
        )),
        [b'P', b'K', 3, 4, ..] if holds(bytes, b"xl/workbook.bin") => {
            Err(foreign(name, "this is a binary workbook (XLSB)"))
        }
        [b'P', b'K', 3, 4, ..] if holds(bytes, b"word/document.xml") => Ok(Some(Binary::Docx)),
        [b'P', b'K', 3, 4, ..] if holds(bytes, b"xl/") => Ok(Some(Binary::Xlsx)),
        [b'P', b'K', 3, 4, ..] if holds(bytes, b"opendocument.spreadsheet") => {
            Ok(Some(Binary::Ods))
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            Err(foreign(name, "this is a ZIP archive, not a workbook or a document"))
        }
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => {
            // The names of the streams in the container are in UTF-16.
            if holds_utf16(bytes, "EncryptedPackage") {
                return Err(protected(name));
            }
            if holds_utf16(bytes, "WordDocument") {
                return Err(refuse::file(
                    name,
                    "this is a Word document of 1997–2003",
                    "save it as DOCX",
                ));
            }
            Ok(Some(Binary::Xls))
        }
        [b'%', b'P', b'D', b'F', ..] => Ok(Some(Binary::Pdf)),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(foreign(name, "this is an RTF document")),
        [0x1F, 0x8B, ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [b'R', b'a', b'r', b'!', ..] => {
            Err(foreign(name, "this is a compressed archive"))
        }
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            Err(foreign(name, "this is a picture"))
        }
        _ => Ok(None),
    }
}

/// Refuses a file for what it is.
fn foreign(name: &str, what: &str) -> LoadError {
    let help = "expected CSV, TSV, XLSX, XLS, ODS, DOCX, HTML, JATS XML, Markdown or text pasted \
                from a PDF";
    refuse::file(name, what, help)
}

/// Whether bytes contain others.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    memmem::find(bytes, part).is_some()
}

fn holds_utf16(bytes: &[u8], part: &str) -> bool {
    let part: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
    holds(bytes, &part)
}

/// Refuses a workbook that only a password opens.
pub(crate) fn protected(name: &str) -> LoadError {
    refuse::file(
        name,
        "this workbook is protected by a password",
        "remove the password and save it again",
    )
}

/// A text whose tables are marked up.
pub(crate) enum Text {
    Html,
    Jats,
    Markdown,
}

/// What only web pages have, in the ways in which it is written.
const PAGES: [&str; 7] =
    ["<html>", "<html ", "<html\n", "<HTML", "<!doctype html", "<!DOCTYPE html", "<!DOCTYPE HTML"];

/// Sees whether the tables of a text are marked up.
pub(crate) fn text(source: &Source) -> Result<Option<Text>, LoadError> {
    let text = source.text();
    let start = text.trim_start();
    let marked = start.starts_with('<');
    if marked && holds(text.as_bytes(), b"urn:schemas-microsoft-com:office:spreadsheet") {
        return Err(refuse::file(
            source.name(),
            "this is an Excel 2003 XML workbook",
            "save it as XLSX",
        ));
    }
    let is_page = marked && PAGES.iter().any(|tag| holds(text.as_bytes(), tag.as_bytes()));
    // Pages have articles, too.
    if marked
        && !is_page
        && (holds(text.as_bytes(), b"<table-wrap") || holds(text.as_bytes(), b"<article"))
    {
        return Ok(Some(Text::Jats));
    }
    let cells = ["<td", "<TD", "<th>", "<TH>", "<th "]
        .into_iter()
        .any(|tag| holds(text.as_bytes(), tag.as_bytes()));
    if cells && (holds(text.as_bytes(), b"<table") || holds(text.as_bytes(), b"<TABLE")) || is_page
    {
        return Ok(Some(Text::Html));
    }
    if start.starts_with("<?xml") {
        return Err(refuse::file(
            source.name(),
            "no HTML or JATS table found in this XML",
            "save the tables as CSV or XLSX",
        ));
    }
    Ok(markdown::is_markdown(text).then_some(Text::Markdown))
}

/// Whether the name of a file promises fields that a character separates.
pub(crate) fn is_named_delimited(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".csv", ".tsv", ".tab"].iter().any(|ending| name.ends_with(ending))
}

/// Says that the name of a file promises something else than what it is.
pub(crate) fn misnamed(name: &str, format: Format) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let known =
        ["csv", "tsv", "tab", "xlsx", "xlsm", "xls", "ods", "docx", "html", "htm", "xml", "md"];
    let other = known.contains(&ending.as_str()) && !format.endings().contains(&ending.as_str());
    other.then(|| format!("the file name ends in .{}, but the content is {}", ending, format))
}
