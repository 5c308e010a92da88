//! Bytes of any kind as a received file: tables and prose, or a message, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| crossfoot_fuzz::received("fuzz", bytes));
