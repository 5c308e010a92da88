//! Reading a text file, or saying exactly why not.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span};
use memchr::memchr;
use rayon::prelude::*;

use crate::Problems;

/// What some programs put before UTF-8 text.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// The file's text without a byte order mark.
///
/// ```
/// use crossfoot_ingest::text::file::read;
/// let mut problems = Vec::new();
/// assert!(read("no/such.csv".as_ref(), &mut problems).is_none());
/// assert!(problems[0].to_string().starts_with("no/such.csv: "));
/// ```
pub fn read(path: &Path, problems: &mut Problems) -> Option<Arc<Source>> {
    let name = display_name(path);
    let bytes = match plain_bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(refuse(&name, &why_unreadable(&error, path.is_dir())));
            return None;
        }
    };
    decode(&name, bytes, problems)
}

/// The text in the content of a file named `name`, without a byte order mark.
///
/// ```
/// use crossfoot_ingest::text::file::decode;
/// let mut problems = Vec::new();
/// assert!(decode("permits.csv", vec![b'a', 0xFF], &mut problems).is_none());
/// assert!(problems[0].to_string().starts_with("permits.csv:1:2: "));
/// ```
pub fn decode(name: &str, bytes: Vec<u8>, problems: &mut Problems) -> Option<Arc<Source>> {
    if let Some((what, way_out)) = foreign(without_mark(&bytes)) {
        problems.push(refuse(name, what).help(way_out));
        return None;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (valid, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            let valid = without_mark(valid);
            let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            let start = valid.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            let column = String::from_utf8_lossy(&valid[start..]).chars().count() + 1;
            let byte = rest.first().copied().unwrap_or_default();
            problems.push(
                Diagnostic::bare(format!(
                    "{name}:{line}:{column}: byte 0x{byte:02X} is not valid UTF-8"
                ))
                .help("save the file as UTF-8"),
            );
            return None;
        }
    };
    // A big text is not copied for the three bytes that it hardly ever starts with.
    let text = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let Some(source) = Source::new(name.to_owned(), text) else {
        problems.push(refuse(name, "this file is larger than 4 GiB"));
        return None;
    };
    let text = source.text();
    if let Some(at) = first_nul(text) {
        problems.push(
            Diagnostic::at(&source, Span::new(at, at + 1), "unexpected NUL byte in the text")
                .help("the file may be in UTF-16 or damaged"),
        );
        return None;
    }
    if text.trim().is_empty() {
        problems.push(refuse(name, "this file is empty"));
        return None;
    }
    Some(source)
}

fn refuse(name: &str, why: &str) -> Diagnostic {
    Diagnostic::bare(format!("{name}: {why}"))
}

/// Bytes after a byte order mark, if they start with one.
fn without_mark(bytes: &[u8]) -> &[u8] {
    let mut mark = [0; 3];
    bytes.strip_prefix(BYTE_ORDER_MARK.encode_utf8(&mut mark).as_bytes()).unwrap_or(bytes)
}

/// The position of the first NUL byte, if there is one.
fn first_nul(text: &str) -> Option<usize> {
    text.as_bytes()
        .par_chunks(PIECE)
        .enumerate()
        .find_map_first(|(at, piece)| memchr(0, piece).map(|nul| at * PIECE + nul))
}

/// Bytes of a big file that are read, or looked at, at a time.
const PIECE: usize = 1_024 * 1_024;

/// All that a plain file holds; of a big one several pieces at once, because half the cost is the
/// memory that they go to.
///
/// # Errors
/// If the file cannot be read, or is not a plain file: reading a pipe could wait forever, and a device
/// has no end.
pub fn plain_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let length = usize::try_from(plain_length(path)?).unwrap_or(usize::MAX);
    if length <= PIECE || u32::try_from(length).is_err() {
        return std::fs::read(path);
    }
    let mut bytes = vec![0; length];
    bytes.par_chunks_mut(PIECE).enumerate().try_for_each(|(at, piece)| {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((at * PIECE) as u64))?;
        file.read_exact(piece)
    })?;
    Ok(bytes)
}

/// The length of a plain file. A folder passes, because reading it gives a clearer error.
pub(crate) fn plain_length(path: &Path) -> io::Result<u64> {
    let found = std::fs::metadata(path)?;
    if found.is_file() || found.is_dir() {
        Ok(found.len())
    } else {
        Err(io::Error::other("it is a pipe, a socket or a device"))
    }
}

/// The path as it was given, with forward slashes.
///
/// ```
/// use crossfoot_ingest::text::file::display_name;
/// assert_eq!(display_name("study//permits.csv".as_ref()), "study/permits.csv");
/// ```
pub fn display_name(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replace("//", "/")
}

/// Why a file cannot be read.
pub fn why_unreadable(error: &std::io::Error, is_folder: bool) -> String {
    match error.kind() {
        _ if is_folder => "expected a file, found a folder".to_owned(),
        ErrorKind::NotFound => "file not found".to_owned(),
        ErrorKind::NotADirectory => "a part of this path is a file, not a folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => format!("cannot read this file: {error}"),
    }
}

/// What announces itself as something else than UTF-8 text, and the way out.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(("this file is in UTF-16", "save it as UTF-8")),
        [b'P', b'K', 3, 4, ..] => Some((
            "this is a ZIP container, such as an XLSX workbook",
            "save each sheet as CSV in UTF-8",
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::*;

    /// Permissions cannot be taken from an administrator, so that no test of the whole program can
    /// show this message everywhere.
    #[test]
    fn says_why_a_file_cannot_be_read() {
        for (kind, why) in [
            (ErrorKind::PermissionDenied, "permission denied"),
            (ErrorKind::NotFound, "file not found"),
            (ErrorKind::NotADirectory, "a part of this path is a file, not a folder"),
            (ErrorKind::TimedOut, "cannot read this file: timed out"),
        ] {
            assert_eq!(why_unreadable(&Error::from(kind), false), why);
        }
        assert_eq!(
            why_unreadable(&Error::from(ErrorKind::IsADirectory), true),
            "expected a file, found a folder"
        );
    }
}
