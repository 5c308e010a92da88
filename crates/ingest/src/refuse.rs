//! Refusals of received files, with the place and the way out.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, LoadError, Place, Source, Span, Spot};

use crate::bounds::FILE_BYTES;
use crate::text::file::{plain_length, why_unreadable};

/// All bytes of a file that is not too large.
pub(crate) fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, LoadError> {
    let length = plain_length(path).map_err(|error| unreadable(path, name, &error))?;
    if length > FILE_BYTES {
        return Err(file(
            name,
            format!("this file is larger than {} MiB", mebibytes(FILE_BYTES)),
            "split it, or keep only the tables",
        ));
    }
    std::fs::read(path).map_err(|error| unreadable(path, name, &error))
}

fn unreadable(path: &Path, name: &str, error: &std::io::Error) -> LoadError {
    one(Diagnostic::bare(format!("{name}: {}", why_unreadable(error, path.is_dir()))))
}

pub(crate) fn mebibytes(bytes: u64) -> String {
    (bytes >> 20).to_string()
}

/// Refuses a whole file.
pub(crate) fn file(name: &str, message: impl Display, help: impl Display) -> LoadError {
    one(Diagnostic::bare(format!("{name}: {message}")).help(help.to_string()))
}

/// Refuses a file whose text is larger than places can say.
pub(crate) fn too_large(name: &str) -> LoadError {
    file(name, "this file is larger than 4 GiB", "split it, or keep only the tables")
}

/// Refuses a PDF where only tables are wanted: their place in it is not certain.
pub(crate) fn pdf(name: &str) -> LoadError {
    let help = "copy the table in a PDF viewer, paste it into a text file, and use that file";
    file(name, "this is a PDF", help)
}

/// Refuses an article in which there is no sentence.
pub(crate) fn no_prose(name: &str) -> LoadError {
    file(name, "no prose found in this file", "expected an article with sentences")
}

/// Refuses a file in which no table is found.
pub(crate) fn no_table(name: &str) -> LoadError {
    file(
        name,
        "no table found in this file",
        "expected a row of headings and at least one row below it",
    )
}

/// Refuses a file whose tables are pictures with these captions.
pub(crate) fn pictures(name: &str, captions: &[String]) -> LoadError {
    file(
        name,
        format!("the tables in this file are pictures: {}", captions.join("; ")),
        "type them into a CSV file, or look for the data behind them",
    )
}

/// Refuses a file for one place of it that cannot be shown.
pub(crate) fn cell(
    name: &str,
    place: &Spot,
    message: impl Display,
    help: impl Display,
) -> LoadError {
    let place = Place { file: name.to_owned(), spot: place.clone() };
    one(Diagnostic::bare(format!("{place}: {message}")).help(help.to_string()))
}

/// Refuses a text for one place of it.
pub(crate) fn stretch(
    source: &Arc<Source>,
    span: Span,
    message: impl Display,
    help: impl Display,
) -> LoadError {
    one(Diagnostic::at(source, span, message.to_string()).help(help.to_string()))
}

fn one(problem: Diagnostic) -> LoadError {
    LoadError { problems: vec![problem] }
}
