//! The command line where a file of what it prints says too little; `tests/cli` holds such files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crossfoot_testing::root;

use crate::run::{command, run};

#[test]
fn two_studies_in_json_are_an_array() {
    let run = run(&["check", "data/repositories", "tests/acceptance/matched", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let audits: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let ids: Vec<&str> = audits
        .as_array()
        .expect("an array")
        .iter()
        .map(|audit| audit["study"]["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(ids, ["repositories", "matched"]);
}

#[test]
fn colour_is_used_when_asked_for_and_only_then() {
    let colours = |arguments: &[&str]| run(arguments).stdout.contains("\u{1b}[");
    assert!(colours(&["check", "--color", "always"]));
    assert!(!colours(&["check", "--color", "never"]));
    assert!(!colours(&["check"]), "a pipe shows no colour");
    let error = run(&["check", "tests/broken/table-header-only", "--color", "always"]).stderr;
    assert!(error.contains("\u{1b}["), "{error}");
}

#[test]
fn without_a_study_here_the_commands_say_which_to_name() {
    for name in ["check", "reproduce", "stats"] {
        let output =
            command(&[name]).current_dir(root().join("tests")).output().expect("the binary runs");
        assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()));
        let expected = "error: no study given, and no data/hgr-2021-2024 here; name a folder with a study.toml\n";
        assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
    }
}

/// As in `crossfoot reproduce | head -1`, but closed before the first byte, so that it does not
/// depend on who is faster.
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    for (arguments, code) in [
        (["reproduce"].as_slice(), 0),
        (&["stats"], 0),
        (&["check"], 1),
        (&["check", "--format", "json"], 1),
        (&["explain"], 0),
    ] {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let output = command(arguments).stdout(writer).output().expect("the binary runs");
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(code), ""),
            "{arguments:?}"
        );
    }
}

/// Every estimate is a number or has a reason; none is a number that lies.
#[test]
fn statistics_are_numbers_or_reasons() {
    for study in ["data/hgr-2021-2024", "tests/statistics/monthly", "tests/statistics/hazards"] {
        let run = run(&["stats", study, "--format", "json"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{study}");
        let found: serde_json::Value =
            serde_json::from_str(&run.stdout).expect("JSON has no NaN and no infinity");
        assert_eq!(found["schema"], "crossfoot.stats/1");
        let sections = found["sections"].as_array().expect("sections");
        let estimates: Vec<_> = sections
            .iter()
            .flat_map(|section| section["estimates"].as_array().expect("estimates"))
            .collect();
        assert!(estimates.len() > 50, "{study} has {} estimates", estimates.len());
        for estimate in estimates {
            // An infinite ratio has a lower end and nothing else.
            let size = estimate["estimate"].is_number() || estimate["low"].is_number();
            assert_ne!(size, estimate["reason"].is_string(), "{study}: {estimate}");
            let bounded = estimate["estimate"].is_number() || estimate["range"] == "bounds";
            assert_eq!(
                estimate["low"].is_number() && bounded,
                estimate["high"].is_number(),
                "{study}: {estimate}"
            );
        }
        for format in ["text", "markdown", "csv"] {
            let text = crate::run::run(&["stats", study, "--format", format]).stdout;
            assert!(!text.contains("NaN") && !text.contains("inf,"), "{study} as {format}");
        }
    }
}

#[test]
fn charts_are_files_of_the_same_bytes_every_time() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("charts");
    let out = folder.to_str().expect("a name in UTF-8");
    for (format, start) in [("svg", b"<svg".as_slice()), ("png", b"\x89PNG")] {
        let draw = || {
            let run = run(&[
                "chart",
                "--kind",
                "stacked,rates",
                "--size",
                "480x300",
                "--lang",
                "zh",
                "--format",
                format,
                "--out",
                out,
            ]);
            assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
            let paths: Vec<PathBuf> = run.stdout.lines().map(PathBuf::from).collect();
            paths
                .iter()
                .map(|path| (path.clone(), fs::read(path).expect("the file that was named")))
                .collect::<Vec<_>>()
        };
        let found = draw();
        let names: Vec<_> = found
            .iter()
            .map(|(path, _)| path.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["stacked-licences", "rates-licences-revocations"]);
        assert!(found.iter().all(|(_, bytes)| bytes.starts_with(start)), "{format}");
        assert_eq!(found, draw(), "{format}");
    }
}

/// The frames that it is made of are read back in the tests of `load`.
#[cfg(feature = "parquet")]
#[test]
fn statistics_as_parquet_are_the_same_bytes_every_time() {
    let bytes =
        || command(&["stats", "--format", "parquet"]).output().expect("the binary runs").stdout;
    let found = bytes();
    assert!(
        found.starts_with(b"PAR1") && found.ends_with(b"PAR1"),
        "{} bytes are no Parquet file",
        found.len()
    );
    assert_eq!(found, bytes());
}
