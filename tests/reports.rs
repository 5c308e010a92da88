//! The reports in `reports/` are what the binary writes today, byte for byte, and nothing else lies
//! there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "support/expected.rs"]
mod expected;
#[path = "support/folders.rs"]
mod folders;
#[path = "support/run.rs"]
mod run;

use expected::Differences;
use folders::{folders, name};
use run::{root, run};

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in
            fs::read_dir(&next).into_iter().flatten().map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                pending.push(entry);
            } else {
                found.insert(entry.strip_prefix(folder).expect("below the folder").to_path_buf());
            }
        }
    }
    found
}

#[test]
fn every_study_has_its_reports() {
    let mut differences = Differences::default();
    for folder in folders(&root().join("data")) {
        let study = format!("data/{}", name(&folder));
        let reports = root().join("reports").join(name(&folder));
        let mut written = BTreeSet::new();
        let mut printed = vec![
            ("audit.md", ["reproduce", &study, "--format", "markdown"]),
            ("audit.json", ["check", &study, "--format", "json"]),
        ];
        // A study without series has no statistics.
        if fs::read_to_string(folder.join("study.toml")).expect("a manifest").contains("[[series]]")
        {
            printed.extend([
                ("stats.md", ["stats", &study, "--format", "markdown"]),
                ("stats.json", ["stats", &study, "--format", "json"]),
            ]);
        }
        for (file, arguments) in printed {
            let run = run(&arguments);
            assert!(
                matches!(run.code, Some(0 | 1)) && run.stderr.is_empty(),
                "{arguments:?}: {run:?}"
            );
            differences.compare(&reports.join(file), &run.stdout);
            written.insert(PathBuf::from(file));
        }
        let scratch = tempfile::tempdir().expect("a scratch folder");
        for (language, below) in [("en", ""), ("zh", "zh")] {
            let out = scratch.path().join(below);
            for format in ["markdown", "html"] {
                let run = run(&[
                    "report",
                    &study,
                    "--lang",
                    language,
                    "--format",
                    format,
                    "--out",
                    out.to_str().expect("a path in UTF-8"),
                ]);
                assert!(run.code == Some(0) && run.stderr.is_empty(), "{study}: {run:?}");
            }
        }
        for file in files(scratch.path()) {
            differences.compare(
                &reports.join(&file),
                &fs::read_to_string(scratch.path().join(&file)).expect("a text"),
            );
            written.insert(file);
        }
        let stale: Vec<_> = files(&reports).difference(&written).cloned().collect();
        assert!(
            stale.is_empty(),
            "reports/{} holds what nothing writes any more: {stale:?}",
            name(&folder)
        );
    }
    differences.none();
}

#[test]
fn every_report_has_its_study() {
    for folder in folders(&root().join("reports")) {
        let study = root().join("data").join(name(&folder));
        assert!(
            study.join("study.toml").is_file(),
            "reports/{} is left over from a study that is gone",
            name(&folder)
        );
    }
}
