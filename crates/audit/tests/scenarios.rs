//! Cases published elsewhere: each folder of
//! `tests/scenarios` holds a small study and, in `expected.txt`, the verdict and the best cause of
//! every check.

use std::path::{Path, PathBuf};

use crossfoot_audit::{audit, check_name};

/// Every check of the study in a folder, as `CHECK-ID  VERDICT  BEST-CAUSE`.
fn outcome(folder: &Path) -> String {
    let study = crossfoot_load::load(folder).unwrap_or_else(|error| panic!("{error}"));
    let audit = audit(&study);
    let lines = audit.checks().map(|(id, verdict)| {
        let best = audit
            .finding(id)
            .and_then(|finding| finding.causes.first())
            .map_or("-", |cause| cause.kind.name());
        format!("{}  {verdict}  {best}\n", check_name(&study, id))
    });
    lines.collect()
}

#[test]
fn verdicts_and_causes_are_those_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "there are scenarios");
    let differing: Vec<String> = folders
        .iter()
        .filter_map(|folder| {
            let expected = std::fs::read_to_string(folder.join("expected.txt"))
                .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            let found = outcome(folder);
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            (found != expected).then(|| format!("{name}\nexpected\n{expected}found\n{found}"))
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
