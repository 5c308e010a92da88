//! The archive of a workbook or a document, looked through before anything is made of it: what it
//! says and what it truly unpacks to must stay within bounds.

use crossfoot_core::LoadError;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use zip::ZipArchive;

use crate::bounds::{ANY_RATIO_BYTES, ARCHIVE_ENTRIES, UNPACKED_BYTES, UNPACKED_PER_BYTE};
use crate::refuse;

/// Unpacks every file of the archive into nothing, to see that each can be and that all are not too
/// large.
pub(crate) fn check(name: &str, bytes: &[u8]) -> Result<(), LoadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| cut_off(name))?;
    if archive.len() > ARCHIVE_ENTRIES {
        let message = format!("this archive contains more than {} files", ARCHIVE_ENTRIES);
        return Err(refuse::file(name, message, "save what you need in a new file"));
    }
    let most = UNPACKED_BYTES
        .min((bytes.len() as u64).saturating_mul(UNPACKED_PER_BYTE).max(ANY_RATIO_BYTES));
    let mut declared = 0_u64;
    for at in 0..archive.len() {
        declared =
            declared.saturating_add(archive.by_index_raw(at).map_err(|_| cut_off(name))?.size());
    }
    if declared > most {
        return Err(too_large(name));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(|_| cut_off(name))?;
        let mut buffer = [0; 16 * 1_024];
        loop {
            let read = entry.read(&mut buffer).map_err(|_| cut_off(name))?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or_else(|| too_large(name))?;
        }
    }
    Ok(())
}

/// Whether the archive has a part.
pub(crate) fn holds(bytes: &[u8], part: &str) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| {
        archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(part))
    })
}

/// The names of the parts that end in this.
pub(crate) fn ending(bytes: &[u8], end: &str) -> Vec<String> {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let names = archive.file_names().flatten().map(Cow::into_owned);
    names.filter(|name| name.to_ascii_lowercase().ends_with(end)).collect()
}

/// A part of the archive, as text.
pub(crate) fn part(name: &str, bytes: &[u8], part: &str) -> Result<String, LoadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(name, error))?;
    let mut text = String::new();
    // As Windows does, some programs make no difference between large and small letters.
    let own = archive
        .file_names()
        .flatten()
        .find(|name| name.eq_ignore_ascii_case(part))
        .map_or_else(|| part.to_owned(), Cow::into_owned);
    let read = archive
        .by_name(&own)
        .map_err(|error| error.to_string())
        .and_then(|mut file| file.read_to_string(&mut text).map_err(|error| error.to_string()));
    read.map_err(|error| damaged(name, format!("{part}: {error}")))?;
    Ok(text)
}

/// What `read` makes of a workbook. The libraries that read it fail on some that are damaged on
/// purpose, which must not end the program.
pub(crate) fn guarded<T>(
    name: &str,
    read: impl FnOnce() -> Result<T, LoadError>,
) -> Result<T, LoadError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(damaged(name, "its parts contradict each other")))
}

/// Refuses a workbook that is not as its format demands.
pub(crate) fn damaged(name: &str, why: impl std::fmt::Display) -> LoadError {
    let message = format!("cannot read this file: {}", why);
    refuse::file(name, message, "get it again, or open it and save it again")
}

fn cut_off(name: &str) -> LoadError {
    damaged(name, "the archive is cut off or broken")
}

fn too_large(name: &str) -> LoadError {
    let message = format!(
        "this file expands to more than {} MiB, or to more than {} times its size",
        refuse::mebibytes(UNPACKED_BYTES),
        UNPACKED_PER_BYTE
    );
    refuse::file(name, message, "save what you need in a new file")
}
