//! What the fuzz targets share: reading a received file, auditing a study, and making archives of
//! hostile parts, since a mutated archive is hardly ever a valid one.

use std::io::{Cursor, Write};

use crossfoot_ingest::{Options, read_article_bytes, read_bytes};
use crossfoot_load::Loaded;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads the tables and the prose of a file: they are complete, or there is a message.
pub fn received(name: &str, bytes: &[u8]) {
    if let Ok(received) = read_bytes(name, bytes, Options::default()) {
        for table in &received.tables {
            assert_eq!(table.cells().count(), table.rows() * table.width());
        }
    }
    // A PDF is given to another program.
    if bytes.starts_with(b"%PDF") {
        return;
    }
    if let Ok(read) = read_article_bytes(name, bytes, Options::default()) {
        for block in &read.article.blocks {
            let text = block.prose.text();
            assert!(block.prose.sentences().iter().all(|range| text.get(range.clone()).is_some()));
        }
    }
}

/// An archive with these parts.
pub fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory takes a part");
        archive.write_all(text.as_bytes()).expect("memory takes its text");
    }
    archive.finish().expect("memory takes an archive").into_inner()
}

/// Loads and audits a study from the texts of its files: every check has a name, or there are
/// problems.
pub fn study(files: &[(&str, &str)]) {
    let texts = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    match Loaded::from_texts("fuzz".as_ref(), &texts.collect()) {
        Ok(loaded) => {
            let audit = crossfoot_audit::audit(loaded.study());
            assert!(audit.records(loaded.study()).all(|record| !record.name.is_empty()));
        }
        Err(error) => assert!(!error.problems.is_empty(), "what fails says why"),
    }
}
