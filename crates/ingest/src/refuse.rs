//! Refusals of received files, with the place and the way out.

use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Phrase, Source, Span, say};

use crate::LoadError;
use crate::Place;
use crate::bounds::FILE_BYTES;
use crate::text::file::why_unreadable;

/// All bytes of a file that is not too large.
pub(crate) fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, LoadError> {
    let unreadable = |error: std::io::Error| {
        one(Diagnostic::bare(format!("{name}: {}", why_unreadable(&error, path.is_dir()))))
    };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    if length > FILE_BYTES {
        return Err(file(
            name,
            say!("this file is larger than {} MiB", mebibytes(FILE_BYTES)),
            say!("split it, or keep the tables alone"),
        ));
    }
    std::fs::read(path).map_err(unreadable)
}

pub(crate) fn mebibytes(bytes: u64) -> String {
    (bytes >> 20).to_string()
}

/// Refuses a whole file.
pub(crate) fn file(name: &str, message: Phrase, help: Phrase) -> LoadError {
    one(Diagnostic::bare(format!("{name}: {message}")).help(help.to_string()))
}

/// Refuses a file in which no table is found.
pub(crate) fn no_table(name: &str) -> LoadError {
    file(
        name,
        say!("no table stands in this file"),
        say!("a table has a row of headings and at least one row below it"),
    )
}

/// Refuses a file for what stands in one place of it that cannot be shown.
pub fn cell(name: &str, place: &Place, message: Phrase, help: Phrase) -> LoadError {
    let place = match place {
        Place::Text { line, column } => format!("{name}:{line}:{column}"),
        Place::Sheet { .. } => format!("{name}: {place}"),
    };
    one(Diagnostic::bare(format!("{place}: {message}")).help(help.to_string()))
}

/// Refuses a text for what stands in one place of it.
pub(crate) fn stretch(
    source: &Arc<Source>,
    span: Span,
    message: Phrase,
    help: Phrase,
) -> LoadError {
    one(Diagnostic::at(source, span, message.to_string()).help(help.to_string()))
}

fn one(problem: Diagnostic) -> LoadError {
    LoadError { problems: vec![problem] }
}
