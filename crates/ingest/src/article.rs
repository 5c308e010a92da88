//! A received file → its article: prose in sections, paragraphs and sentences beside its tables.

pub(crate) mod docx;
pub(crate) mod draft;
mod mentions;
pub(crate) mod outline;
pub(crate) mod pdf;
pub(crate) mod plain;
mod sentences;
pub(crate) mod writer;

use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Article, LoadError, Source};

use crate::markup::markdown;
use crate::sniff::{self, Binary};
use crate::text::charset;
use crate::{Format, Options, Received, open, printed, refuse, text};

/// An article with its tables.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReceivedArticle {
    /// The file and its tables; an article may have none.
    pub received: Received,
    /// Its prose. Captions and notes name their table by its index in `received.tables`.
    pub article: Article,
}

/// Reads the article in the file at `path`. What the file is is seen from its content; one that
/// holds only tables is an article without prose.
///
/// # Errors
/// As [`read`](crate::read), but a file without tables is no error, and neither is a PDF if
/// `pdftotext` is installed.
pub fn read_article(path: &Path, options: Options) -> Result<ReceivedArticle, LoadError> {
    let name = text::file::display_name(path);
    let bytes = refuse::bytes(path, &name)?;
    read_article_bytes(&name, &bytes, options)
}

/// Reads the article in the content of a file named `name`.
///
/// # Errors
/// As [`read_article`].
///
/// ```
/// use crossfoot_ingest::{Options, read_article_bytes};
///
/// let page = "<html><h1>Permits</h1><p>In 2023, 1,204 permits were issued. In 2024, it was 980.";
/// let read = read_article_bytes("permits.html", page.as_bytes(), Options::default()).unwrap();
/// let [title, paragraph] = read.article.blocks.as_slice() else { panic!() };
/// assert_eq!((title.prose.text(), paragraph.prose.sentences().len()), ("Permits", 2));
/// let place = read.article.source.place(paragraph.prose.source(9..14));
/// assert_eq!(place.to_string(), "permits.html:1:35");
/// ```
pub fn read_article_bytes(
    name: &str,
    bytes: &[u8],
    options: Options,
) -> Result<ReceivedArticle, LoadError> {
    let (received, draft) = match sniff::binary(name, bytes)? {
        Some(Binary::Pdf) => {
            let (source, found) = pdf::read(name, bytes)?;
            printed(name, Format::Pdf, Some((None, source)), found)?
        }
        _ => open(name, bytes, options)?,
    };
    // A workbook has no text.
    let text = received.text.clone().or_else(|| Source::new(name, String::new()));
    let source = text.ok_or_else(|| refuse::too_large(name))?;
    Ok(ReceivedArticle { received, article: draft.finish(&source) })
}

/// Reads the file at `path`, which is known to be an article: a short one is not taken for a table
/// because of its commas.
///
/// # Errors
/// As [`read_article`], and where the file has no prose.
pub fn read_text(path: &Path, options: Options) -> Result<ReceivedArticle, LoadError> {
    let name = text::file::display_name(path);
    let bytes = refuse::bytes(path, &name)?;
    read_text_bytes(&name, &bytes, options)
}

/// Reads the content of a file named `name`, which is known to be an article.
///
/// # Errors
/// As [`read_text`].
///
/// ```
/// use crossfoot_ingest::{Options, read_text_bytes};
///
/// let read = read_text_bytes("a.txt", b"In 2023, 12 of 48 came.", Options::default()).unwrap();
/// assert_eq!(read.article.blocks.len(), 1);
/// assert!(read_text_bytes("a.txt", b"", Options::default()).is_err());
/// ```
pub fn read_text_bytes(
    name: &str,
    bytes: &[u8],
    options: Options,
) -> Result<ReceivedArticle, LoadError> {
    let known = read_article_bytes(name, bytes, options);
    // Its content may say no more than its name.
    let is_markdown = name.to_ascii_lowercase().ends_with(".md");
    let has_sections = known.as_ref().is_ok_and(|read| {
        !read.article.blocks.is_empty() && (read.received.format != Format::Pasted || !is_markdown)
    });
    if has_sections || sniff::binary(name, bytes)?.is_some() {
        return with_prose(name, known?);
    }
    let (source, charset, notes) = charset::decode(name, bytes, options.charset)?;
    let (format, mut found) =
        if is_markdown { markdown::read(&source)? } else { (Format::Pasted, plain::read(&source)) };
    found.notes.splice(..0, notes);
    let text = Some((Some(charset), Arc::clone(&source)));
    let (received, draft) = printed(name, format, text, found)?;
    with_prose(name, ReceivedArticle { received, article: draft.finish(&source) })
}

/// An article, if it has prose.
fn with_prose(name: &str, read: ReceivedArticle) -> Result<ReceivedArticle, LoadError> {
    if read.article.blocks.is_empty() { Err(refuse::no_prose(name)) } else { Ok(read) }
}
