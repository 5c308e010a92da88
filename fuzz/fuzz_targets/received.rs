//! Bytes of any kind as a received file: tables or a message, never a panic.

#![no_main]

use crossfoot_ingest::{Options, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(received) = read_bytes("fuzz", bytes, Options::default()) {
        for table in &received.tables {
            assert_eq!(table.cells().count(), table.rows() * table.width());
        }
    }
});
