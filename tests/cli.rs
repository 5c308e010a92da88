//! The command line where a file of what it prints says too little; `tests/cli` holds such files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crossfoot_testing::root;

use crate::run::{command, run};

/// The first study.
const PAPER: &str = "data/hgr-2021-2024";

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
    assert!(colours(&["check", PAPER, "--color", "always"]));
    assert!(!colours(&["check", PAPER, "--color", "never"]));
    assert!(!colours(&["check", PAPER]), "a pipe shows no colour");
    let error = run(&["check", "tests/broken/table-header-only", "--color", "always"]).stderr;
    assert!(error.contains("\u{1b}["), "{error}");
}

#[test]
fn without_a_study_the_nearest_one_upwards_is_taken() {
    let named = run(&["stats", PAPER, "--format", "json"]).stdout;
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join(PAPER), &folder.path().join("study"));
    let below = folder.path().join("study/a/b");
    fs::create_dir_all(&below).expect("folders");
    for place in [folder.path().join("study"), below] {
        let output = command(&["stats", "--format", "json"]).current_dir(&place).output();
        let output = output.expect("the binary runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), named, "{}", place.display());
    }
    let explained = command(&["explain", "licences.total[2023]"])
        .current_dir(folder.path().join("study/a"))
        .output()
        .expect("the binary runs");
    let shown = String::from_utf8_lossy(&explained.stdout).into_owned();
    assert!(shown.contains("at      ../licences.csv:4:7"), "{shown}");
}

#[test]
fn without_a_study_upwards_those_below_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join(PAPER), &folder.path().join("data/paper"));
    for name in ["check", "reproduce", "stats", "explain"] {
        let words = [name, "licences.total"];
        let words = if name == "explain" { words.as_slice() } else { &words[..1] };
        let output = command(words).current_dir(folder.path()).output().expect("the binary runs");
        assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()), "{name}");
        let expected = "error: ./study.toml: file not found\n |\n = help: this folder is not a study (no study.toml); it contains ./data/paper\n";
        assert_eq!(String::from_utf8_lossy(&output.stderr), expected, "{name}");
    }
}

/// Copies a folder with its files.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
}

#[test]
fn quiet_leaves_the_exit_code_and_the_problems() {
    for (arguments, code) in [
        (&["check", PAPER, "--quiet"], 1),
        (&["check", "data/repositories", "-q"], 0),
        (&["stats", PAPER, "-q"], 0),
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(code), "", ""));
    }
    let broken = run(&["check", "tests/broken/table-header-only", "-q"]);
    assert!(broken.code == Some(2) && broken.stderr.starts_with("error: "), "{}", broken.stderr);
}

#[test]
fn every_command_speaks_the_language_that_is_asked_for() {
    let article = "data/hgr-2021-2024/article.md";
    for arguments in [
        ["check", PAPER].as_slice(),
        &["reproduce", PAPER],
        &["stats", PAPER],
        &["localise", PAPER],
        &["revisions", "tests/releases/permits"],
        &["explain", "licences.total", "--study", PAPER],
        &["audit", article],
        &["claims", PAPER, "--from", article],
    ] {
        let shown = run(&[arguments, &["--lang", "zh"]].concat()).stdout;
        let chinese = shown.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert!(chinese > 10, "{arguments:?}: {shown}");
    }
}

#[test]
fn known_findings_do_not_fail_a_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("known.txt");
    let known = path.to_str().expect("a path in UTF-8");
    let arguments = ["check", PAPER, "data/hgr-2025-09"];
    assert_eq!(run(&[&arguments[..], &["--write-baseline", known]].concat()).code, Some(1));
    let again = run(&[&arguments[..], &["--baseline", known]].concat());
    assert_eq!((again.code, again.stderr.as_str()), (Some(0), ""));
    let sarif = run(&["check", PAPER, "--baseline", known, "--format", "sarif"]).stdout;
    assert!(sarif.contains("suppressions"), "{sarif}");
    // One finding that is not known, one that is gone.
    let text = fs::read_to_string(&path).expect("a baseline");
    let removed = text.replace("sum-mismatch:total[2023]", "sum-mismatch:total[1999]");
    fs::write(&path, removed).expect("a baseline");
    let changed = run(&["check", PAPER, "--baseline", known]);
    assert_eq!(changed.code, Some(1));
    let note =
        format!("note: 1 known finding in {known} is gone; write it again with --write-baseline\n");
    assert_eq!(changed.stderr, note);
    let two = text.replace("mismatch:total[202", "mismatch:total[199");
    fs::write(&path, two).expect("a baseline");
    let changed = run(&["check", PAPER, "--baseline", known, "--lang", "zh"]);
    assert!(changed.stderr.contains("项已知发现已不存在"), "{}", changed.stderr);
    fs::write(&path, "one-word\n").expect("a baseline");
    let bad = run(&["check", PAPER, "--baseline", known]);
    assert_eq!(bad.code, Some(2));
    assert!(bad.stderr.contains("known.txt:1: expected a study and the id"), "{}", bad.stderr);
}

#[test]
fn known_findings_fail_no_audit_and_no_batch() {
    let folder = tempfile::tempdir().expect("a folder");
    let [known, out, twice] = ["known.txt", "out", "twice"]
        .map(|name| folder.path().join(name).to_str().expect("a path in UTF-8").to_owned());
    let article = ["audit", "tests/audit/clinics/clinics.html"];
    assert_eq!(run(&[&article[..], &["--write-baseline", &known]].concat()).code, Some(1));
    let again = run(&[&article[..], &["--baseline", &known]].concat());
    assert_eq!((again.code, again.stderr.as_str()), (Some(0), ""));
    assert_eq!(run(&["check", PAPER, "--write-baseline", &known]).code, Some(1));
    assert_eq!(run(&["batch", PAPER, "--out", &out]).code, Some(1));
    // The file decides what a study comes to, so that it is audited again.
    let changed = ["batch", PAPER, "--out", &out, "--changed"];
    let accepted = run(&[&changed[..], &["--baseline", &known]].concat());
    assert_eq!((accepted.code, accepted.stderr.as_str()), (Some(0), ""));
    assert_eq!(run(&changed).code, Some(1));
    let missing = run(&["batch", PAPER, "--out", &twice, "--baseline", "no-such.txt"]);
    assert_eq!(missing.code, Some(2), "{}", missing.stderr);
}

#[test]
fn what_rounding_explains_need_not_fail_a_run() {
    let truncated = "tests/scenarios/cut-off-shares";
    for (options, code) in [(&[][..], 1), (&["--fail-on", "substantive"], 0)] {
        assert_eq!(run(&[&["check", truncated], options].concat()).code, Some(code));
    }
    assert_eq!(run(&["check", PAPER, "--fail-on", "substantive"]).code, Some(1));
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]).stdout;
        for name in ["localise", "--write-baseline", "--lang"] {
            assert!(script.contains(name.trim_start_matches('-')), "{shell}: {name}");
        }
    }
    let page = run(&["man", "check"]).stdout;
    assert!(page.starts_with(".ie") && page.contains("crossfoot\\-check"), "{page}");
    assert_eq!(
        run(&["man", "chekc"]).stderr,
        "error: unknown command `chekc`; did you mean `check`?\n"
    );
}

/// As in `crossfoot reproduce | head -1`, but closed before the first byte, so that it does not
/// depend on who is faster.
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    for (arguments, code) in [
        (["reproduce", PAPER].as_slice(), 0),
        (&["stats", PAPER], 0),
        (&["check", PAPER], 1),
        (&["check", PAPER, "--format", "json"], 1),
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
                PAPER,
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
    let bytes = || {
        command(&["stats", PAPER, "--format", "parquet"]).output().expect("the binary runs").stdout
    };
    let found = bytes();
    assert!(
        found.starts_with(b"PAR1") && found.ends_with(b"PAR1"),
        "{} bytes are no Parquet file",
        found.len()
    );
    assert_eq!(found, bytes());
}
