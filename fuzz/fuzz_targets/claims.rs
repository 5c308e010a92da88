//! Any texts as the lists of a study: claims, events and numerals.
#![no_main]

use libfuzzer_sys::fuzz_target;

const MANIFEST: &str = r#"
[study]
id = "fuzz"
title = "Fuzz"
[[table]]
id = "t"
file = "t.csv"
key = "year"
[[table.column]]
header = "year"
name = "year"
unit = "text"
[[table.column]]
header = "total"
name = "total"
unit = "count"
"#;

fuzz_target!(|lists: (&str, &str, &str)| {
    let (claims, events, numbers) = lists;
    crossfoot_fuzz::study(&[
        ("study.toml", MANIFEST),
        ("t.csv", "year,total\n2023,12\n2024,15\n"),
        ("claims.csv", claims),
        ("events.csv", events),
        ("numbers.csv", numbers),
    ]);
});
