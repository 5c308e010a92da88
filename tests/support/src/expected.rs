//! Texts held against files. Some files keep what the program prints, and `SNAPSHOTS=overwrite`
//! rewrites these; the others say what must be true, and nothing rewrites those.

use std::fs;
use std::path::Path;

use snapbox::Assert;
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::{Data, DataFormat};

/// Holds what the program gave against the file that keeps it, which `SNAPSHOTS=overwrite` rewrites.
///
/// # Errors
///
/// Where the two differ, with the lines that do, or where there is no such file.
pub fn snapshot(path: &Path, found: &str) -> Result<(), String> {
    compare(Assert::new().action_env(DEFAULT_ACTION_ENV), path, found)
}

/// Holds what the program gave against a file that is written by hand, which nothing rewrites.
///
/// # Errors
///
/// As for [`snapshot`].
pub fn by_hand(path: &Path, found: &str) -> Result<(), String> {
    compare(Assert::new(), path, found)
}

/// Joins the failures of several comparisons, so that one does not hide the others.
///
/// # Errors
///
/// Where one of them failed.
pub fn all(results: impl IntoIterator<Item = Result<(), String>>) -> Result<(), String> {
    let failures: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn compare(assert: Assert, path: &Path, found: &str) -> Result<(), String> {
    let expected = Data::read_from(path, Some(DataFormat::Text)).raw();
    assert
        .try_eq(Some(&"what the program gives"), Data::text(found), expected)
        .map_err(|error| error.to_string())?;
    // Line ends are all alike to snapbox, and files are promised byte for byte.
    match fs::read_to_string(path) {
        Ok(kept) if kept == found => Ok(()),
        Ok(_) => {
            Err(format!("{}: lines end in another way; remove it to accept them", path.display()))
        }
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
