//! Any text read as a manifest: no panic, and every problem stands in the text.
#![no_main]

use crossfoot_core::Source;
use crossfoot_load::Manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new("study.toml", text.to_owned()).expect("shorter than 4 GiB");
    let mut problems = Vec::new();
    let manifest = Manifest::parse(&source, &mut problems);
    assert!(
        manifest.is_some() || !problems.is_empty(),
        "a manifest that cannot be read has a problem"
    );
    for problem in problems {
        let _ = problem.to_string();
    }
});
