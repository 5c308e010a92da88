//! What a folder holds: every file of a study with its size and hash, so that a reader can tell
//! whether theirs are the same.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

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

/// The files directly in a folder, by name; without hidden files.
///
/// # Errors
/// Whatever keeps the folder or a file from being read.
pub fn inventory(folder: &Path) -> std::io::Result<Vec<Listed>> {
    let mut listed = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || !entry.path().is_file() {
            continue;
        }
        let bytes = fs::read(entry.path())?;
        listed.push(Listed {
            name,
            bytes: bytes.len(),
            sha256: hexadecimal(&Sha256::digest(&bytes)),
        });
    }
    listed.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(listed)
}

/// Digits of a hash that identify the files of a study.
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
}
