//! Bytes of any kind as a received file: tables and prose, or a message, never a panic.

#![no_main]

use crossfoot_ingest::{Options, read_article_bytes, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(received) = read_bytes("fuzz", bytes, Options::default()) {
        for table in &received.tables {
            assert_eq!(table.cells().count(), table.rows() * table.width());
        }
    }
    // A PDF is given to another program.
    if bytes.starts_with(b"%PDF") {
        return;
    }
    if let Ok(read) = read_article_bytes("fuzz", bytes, Options::default()) {
        for block in &read.article.blocks {
            let text = block.prose.text();
            assert!(block.prose.sentences().iter().all(|range| text.get(range.clone()).is_some()));
        }
    }
});
