//! Files → a ZIP archive. They are small, and every system opens archives that are not compressed,
//! so that the page needs no program that compresses.

use std::num::TryFromIntError;

use crc32fast::hash;

/// The version of the format that is needed: folders.
const VERSION: u16 = 20;
/// Names are in UTF-8.
const UTF_8: u16 = 1 << 11;
/// 1 January 1980, at midnight: the same files are the same archive.
const MOMENT: u32 = 0x0021_0000;

/// An archive of files with their paths, all within a folder.
///
/// # Errors
/// If the archive would have more than 4 GiB, or more than 65,535 files.
pub(crate) fn archive<'a>(
    folder: &str,
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Result<Vec<u8>, TryFromIntError> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    let mut count = 0_u16;
    for (name, bytes) in files {
        let path = format!("{folder}/{name}");
        let (at, size) = (u32::try_from(archive.len())?, u32::try_from(bytes.len())?);
        let mut entry = Vec::new();
        // Not compressed.
        for short in [VERSION, UTF_8, 0] {
            entry.extend(short.to_le_bytes());
        }
        for long in [MOMENT, hash(bytes), size, size] {
            entry.extend(long.to_le_bytes());
        }
        entry.extend(u16::try_from(path.len())?.to_le_bytes());
        // Nothing further about the file.
        entry.extend([0; 2]);

        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(path.as_bytes());
        archive.extend(bytes);

        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, one disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(path.as_bytes());
        count = u16::try_from(usize::from(count) + 1)?;
    }
    let (at, size) = (u32::try_from(archive.len())?, u32::try_from(directory.len())?);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06");
    archive.extend([0; 4]);
    archive.extend([count, count].into_iter().flat_map(u16::to_le_bytes));
    archive.extend([size, at].into_iter().flat_map(u32::to_le_bytes));
    archive.extend([0; 2]);
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::archive;

    #[test]
    fn others_read_what_is_written() {
        let files =
            [("study.toml", &b"[study]\n"[..]), ("表/表1.csv", b"\xFF\x00"), ("empty", b"")];
        let bytes = archive("permits", files.into_iter()).expect("an archive");
        let mut read = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        assert_eq!(read.len(), files.len());
        for (at, (name, content)) in files.into_iter().enumerate() {
            let mut file = read.by_index(at).expect("a file");
            assert_eq!(file.name().expect("a name"), format!("permits/{name}"));
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its hash is right");
            assert_eq!(bytes, content);
        }
        let none = archive("permits", [].into_iter()).expect("an archive");
        assert!(ZipArchive::new(Cursor::new(none)).expect("an archive").is_empty());
    }
}
