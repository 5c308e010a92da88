//! A Word document whose text and styles are hostile.
#![no_main]

use crossfoot_fuzz::{archive, received};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&str, &str)| {
    let (document, styles) = parts;
    let bytes = archive(&[("word/document.xml", document), ("word/styles.xml", styles)]);
    received("text.docx", &bytes);
});
