//! `crossfoot export`: the same bytes each time, and nothing half-written. What other programs make of the files is in `tests/exports`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "support/run.rs"]
mod run;

use run::run;

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.insert(entry.display().to_string(), fs::read(&entry).expect("a file"));
        }
    }
    found
}

#[test]
fn exporting_again_changes_nothing() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let out = scratch.path().to_str().expect("a path in UTF-8");
    for format in ["datapackage", "csvw", "xlsx"] {
        let export = || {
            let run = run(&["export", "data/hgr-2025-09", "--format", format, "--out", out]);
            assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{format}");
            assert!(run.stdout.lines().all(|file| Path::new(file).is_file()), "every file that is named is there: {}", run.stdout);
            files(scratch.path())
        };
        assert_eq!(export(), export(), "{format}");
    }
}

#[test]
fn a_package_holds_figures_as_plain_numbers_and_the_rules() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let out = scratch.path().to_str().expect("a path in UTF-8");
    run(&["export", "data/hgr-2021-2024", "--format", "datapackage", "--out", out]);
    let table = fs::read_to_string(scratch.path().join("data/licences.csv")).expect("the table");
    assert_eq!(table.lines().nth(3), Some("2023,5328,1427,26.78,92,17.27,10,0.19,3853,72.32,203,3.81,5531"));
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(scratch.path().join("datapackage.json")).expect("the description")).expect("JSON");
    assert_eq!(package["resources"][0]["schema"]["primaryKey"], serde_json::json!(["year"]));
    assert_eq!(package["crossfoot"]["rules"][0]["target"], "licences.total");
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let file = scratch.path().join("taken");
    fs::write(&file, "kept").expect("a file");
    let run = run(&["export", "data/hgr-2025-09", "--format", "xlsx", "--out", file.to_str().expect("a path in UTF-8")]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("taken is a file, and a folder is needed"), "{}", run.stderr);
    assert_eq!(fs::read(&file).expect("the file"), b"kept");
}
