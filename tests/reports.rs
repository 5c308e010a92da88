//! The reports in `reports/` are what the binary writes today, byte for byte.

use std::fs;

#[path = "support/expected.rs"]
mod expected;
#[path = "support/folders.rs"]
mod folders;
#[path = "support/run.rs"]
mod run;

use expected::Differences;
use folders::{folders, name};
use run::{root, run};

#[test]
fn every_study_has_its_reports() {
    let mut differences = Differences::default();
    for folder in folders(&root().join("data")) {
        let study = format!("data/{}", name(&folder));
        let reports = root().join("reports").join(name(&folder));
        let mut wanted = vec![("audit.md", ["reproduce", &study, "--format", "markdown"]), ("audit.json", ["check", &study, "--format", "json"])];
        // A study without series has no statistics.
        if fs::read_to_string(folder.join("study.toml")).expect("a manifest").contains("[[series]]") {
            wanted.extend([("stats.md", ["stats", &study, "--format", "markdown"]), ("stats.json", ["stats", &study, "--format", "json"])]);
        }
        for (file, arguments) in wanted {
            let run = run(&arguments);
            assert!(matches!(run.code, Some(0 | 1)) && run.stderr.is_empty(), "{arguments:?}: {run:?}");
            differences.compare(&reports.join(file), &run.stdout);
        }
    }
    differences.none();
}

#[test]
fn every_report_has_its_study() {
    for folder in folders(&root().join("reports")) {
        let study = root().join("data").join(name(&folder));
        assert!(study.join("study.toml").is_file(), "reports/{} is left over from a study that is gone", name(&folder));
    }
}
