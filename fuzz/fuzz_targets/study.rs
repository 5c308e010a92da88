//! Any text as a manifest and any as its table: a study that is audited, or problems.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    crossfoot_fuzz::study(&[("study.toml", texts.0), ("t.csv", texts.1)]);
});
