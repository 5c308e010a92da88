//! What a folder holds: every file of a study with its size and hash, so that a reader can tell
//! whether theirs are the same.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Component, Path};

use crossfoot_ingest::text::file;
use sha2::{Digest, Sha256};
use toml_span::value::{Value, ValueInner};

use crate::MANIFEST;
use crate::folder::stays_within;

/// A file of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed {
    /// Its path from the folder, with `/` between the parts.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Listed {
    /// A file with this content.
    ///
    /// ```
    /// use crossfoot_load::Listed;
    /// let listed = Listed::new("b.csv", b"abc");
    /// assert_eq!((listed.bytes, &listed.sha256[..8]), (3, "ba7816bf"));
    /// ```
    #[must_use]
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let sha256 = hexadecimal(&Sha256::digest(bytes));
        Self { name: name.to_owned(), bytes: bytes.len(), sha256 }
    }
}

/// The files of a study, by name: those directly in its folder, and those in folders below that its
/// manifest names. Left out are hidden files, pipes, devices, links out of the folder, and all other
/// files in folders below, such as a report.
///
/// # Errors
/// If the folder cannot be read.
pub fn study_files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            files.insert(name);
        }
    }
    files.extend(named(folder).unwrap_or_default());
    files.retain(|name| is_own(folder, name));
    Ok(files)
}

/// Whether this is a plain file that lies in the folder or below it.
fn is_own(folder: &Path, name: &str) -> bool {
    folder.join(name).is_file() && stays_within(folder, name).unwrap_or(false)
}

/// The files that the manifest names, as far as it can be read.
fn named(folder: &Path) -> Option<BTreeSet<String>> {
    let text = own_text(folder, MANIFEST)?;
    let manifest = toml_span::parse(text.trim_start_matches(file::BYTE_ORDER_MARK)).ok()?;
    let mut names = BTreeSet::new();
    collect(&manifest, &mut names);
    names.retain(|name| {
        let mut parts = Path::new(name).components();
        name.contains('/') && parts.all(|part| matches!(part, Component::Normal(_)))
    });
    Some(names)
}

/// The values of all keys that name files.
fn collect(value: &Value<'_>, names: &mut BTreeSet<String>) {
    match value.as_ref() {
        ValueInner::Table(table) => {
            for (key, value) in table {
                match value.as_str() {
                    Some(text) if matches!(&*key.name, "file" | "article") => {
                        names.insert(text.to_owned());
                    }
                    Some(_) => {}
                    None => collect(value, names),
                }
            }
        }
        ValueInner::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

/// The files of a study with their sizes and hashes, by name.
///
/// # Errors
/// If the folder or a file cannot be read.
pub fn inventory(folder: &Path) -> io::Result<Vec<Listed>> {
    let files = study_files(folder)?.into_iter().map(|name| {
        let bytes = file::plain_bytes(&folder.join(&name))?;
        Ok(Listed::new(&name, &bytes))
    });
    files.collect()
}

/// The text of a file in the folder of a study, such as `SOURCE.md`; `None` if it is missing, not
/// UTF-8, or lies elsewhere.
pub fn own_text(folder: &Path, name: &str) -> Option<String> {
    if !is_own(folder, name) {
        return None;
    }
    String::from_utf8(file::plain_bytes(&folder.join(name)).ok()?).ok()
}

/// Digits of a hash that are enough to identify the files of a study.
const FINGERPRINT: usize = 12;

/// The first digits of the SHA-256 of a list of files, as `sha256sum *` writes it.
pub fn fingerprint(listed: &[Listed]) -> String {
    let lines = listed.iter().map(|file| format!("{}  {}\n", file.sha256, file.name));
    let mut digits = hexadecimal(&Sha256::digest(lines.collect::<String>()));
    digits.truncate(FINGERPRINT);
    digits
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_listed_by_name_with_their_known_hashes() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for (name, text) in [("b.csv", "abc"), ("a.csv", ""), (".state", "hidden")] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let listed = inventory(folder.path()).expect("the folder is read");
        let shown: Vec<_> =
            listed.iter().map(|file| (file.name.as_str(), file.bytes, &file.sha256[..8])).collect();
        // As `sha256sum` of the same texts says.
        assert_eq!(shown, [("a.csv", 0, "e3b0c442"), ("b.csv", 3, "ba7816bf")]);
        assert_eq!(fingerprint(&listed), "a21755c21faf");
    }

    #[test]
    fn files_below_are_those_that_the_manifest_names() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for below in ["tables", "report"] {
            fs::create_dir(folder.path().join(below)).expect("a folder");
            fs::write(folder.path().join(below).join("t.csv"), "a").expect("a file");
        }
        let manifest = "[[table]]\nfile = \"tables/t.csv\"\n[[table.release]]\nfile = \"../x\"\n";
        fs::write(folder.path().join(MANIFEST), manifest).expect("a manifest");
        let found: Vec<String> = study_files(folder.path()).expect("read").into_iter().collect();
        assert_eq!(found, [MANIFEST, "tables/t.csv"]);
    }
}
