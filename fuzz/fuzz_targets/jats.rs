//! An article in JATS, as a received file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| crossfoot_fuzz::received("article.xml", bytes));
