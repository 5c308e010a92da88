//! A workbook of OpenDocument whose content is hostile.
#![no_main]

use crossfoot_fuzz::{archive, received};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &str| {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    received("book.ods", &archive(&[("mimetype", kind), ("content.xml", content)]));
});
