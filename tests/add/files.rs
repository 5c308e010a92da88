//! What is written beside the study and what stays as it was, also where a run ends early.

use std::collections::BTreeMap;
use std::fs;

use crossfoot_testing::root;

use super::{CHINESE, Copy, PAPER, received, tells};
use crate::run::run;

#[test]
fn a_release_is_kept_beside_the_first_and_cannot_be_added_twice() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    let before = study.files();
    assert_eq!(study.add(&file, &["--release", "2025", "--published", "2026-03"]).code, Some(0));
    let after = study.files();
    assert_eq!(
        after["licences-2025.csv"],
        CHINESE.as_bytes(),
        "the file stands in the study as it was printed"
    );
    let others = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        files
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "study.toml" | "licences-2025.csv"))
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect()
    };
    assert!(others(&before) == others(&after), "what was published before is untouched");
    let manifest = |files: &BTreeMap<String, Vec<u8>>| {
        String::from_utf8(files["study.toml"].clone()).expect("text")
    };
    let (old, new) = (manifest(&before), manifest(&after));
    let entry = new.find("\n  [[table.release]]").expect("an entry");
    let rest = new[entry..].find("\n\n[[rule]]").map(|at| entry + at).expect("the rules follow");
    assert!(
        format!("{}{}", &new[..entry], &new[rest + 1..]) == old,
        "nothing else of the manifest changed"
    );
    let revisions = run(&["revisions", study.path()]);
    assert!(revisions.stdout.contains("5,382 (+54, +1.01 %)"), "{}", revisions.stdout);
    let again = study.add(&file, &["--release", "2025"]);
    assert_eq!((again.code, study.files() == after), (Some(2), true));
    assert!(again.stderr.contains("already has a release `2025`"), "{}", again.stderr);
}

#[test]
fn the_rest_of_the_manifest_stays_byte_for_byte() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    let path = study.0.path().join("study.toml");
    let text = fs::read_to_string(&path).expect("the manifest").replace('\n', "\r\n");
    let before = format!("\u{feff}{text}");
    fs::write(&path, &before).expect("the manifest with other line ends");
    let run = study.add(&file, &["--release", "2025"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let after = fs::read_to_string(&path).expect("the manifest");
    let entry = after.len() - before.len();
    let start = before.bytes().zip(after.bytes()).take_while(|(old, new)| old == new).count();
    assert_eq!(format!("{}{}", &after[..start], &after[start + entry..]), before);
    assert_eq!(
        after.matches('\n').count(),
        after.matches("\r\n").count(),
        "the entry ends its lines as the others do"
    );
}

#[test]
fn what_stands_above_and_below_the_table_is_kept_with_the_release() {
    let text =
        "Table 1. Licences\n\nYear,Total permits\n2025,\"2,001\"\n\nNote: 2025 is preliminary.\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
    let manifest = fs::read_to_string(study.0.path().join("study.toml")).expect("the manifest");
    tells(&manifest, &["note = \"Table 1. Licences; Note: 2025 is preliminary.\""]);
}

#[test]
fn a_run_that_ended_between_its_two_writes_did_no_harm() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    let verdicts = run(&["check", study.path()]).stdout;
    // The file is written first; the manifest does not name it yet.
    fs::write(study.0.path().join("licences-2025.csv"), CHINESE).expect("what such a run leaves");
    assert_eq!(run(&["check", study.path()]).stdout, verdicts);
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
    assert_eq!(
        study.files().keys().filter(|name| name.starts_with("licences-")).count(),
        1,
        "it is taken up again"
    );
}

#[test]
fn a_file_of_that_name_is_never_written_over() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    fs::write(study.0.path().join("licences-2025.csv"), "a note").expect("another file");
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
    let files = study.files();
    assert_eq!(
        (&files["licences-2025.csv"][..], &files["licences-2025-2.csv"][..]),
        (&b"a note"[..], CHINESE.as_bytes())
    );
}

#[test]
fn what_cannot_be_read_leaves_the_study_as_it_was() {
    let study = Copy::of(PAPER);
    let before = study.files();
    for case in [
        "xlsx-truncated",
        "xlsx-bomb",
        "xlsx-protected",
        "xlsx-million-columns",
        "xlsx-formula-without-value",
        "mixed-encodings",
        "binary",
    ] {
        let folder = root().join("tests/received").join(case);
        let file = fs::read_dir(&folder)
            .expect("the case")
            .map(|entry| entry.expect("an entry").path())
            .find(|path| !path.ends_with("expected.txt"));
        let run = study.add(&file.expect("a file"), &["--release", "2025"]);
        assert_eq!(run.code, Some(2), "{case}: {run:?}");
        assert!(run.stderr.starts_with("error: ") && run.stdout.is_empty(), "{case}: {run:?}");
        assert!(study.files() == before, "{case} changed the study");
    }
}

#[test]
fn releases_that_are_added_at_once_are_both_there() {
    let study = Copy::of(PAPER);
    let files = ["a", "b", "c"].map(|release| {
        (release, received("release.csv", &format!("Year,Total\n2025,{}\n", release.len() + 2_000)))
    });
    std::thread::scope(|scope| {
        for (release, (_kept, file)) in &files {
            scope.spawn(|| assert_eq!(study.add(file, &["--release", release]).code, Some(0)));
        }
    });
    let manifest = fs::read_to_string(study.0.path().join("study.toml")).expect("the manifest");
    assert_eq!(manifest.matches("[[table.release]]").count(), 3);
}

#[cfg(unix)]
#[test]
fn the_manifest_keeps_its_permissions_and_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let study = Copy::of(PAPER);
    let manifest = study.0.path().join("study.toml");
    let target = study.0.path().join("kept.toml");
    fs::rename(&manifest, &target).expect("another place");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink("kept.toml", &manifest).expect("a link");
    let (_kept, file) = received("release.csv", CHINESE);
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
    assert!(fs::symlink_metadata(&manifest).expect("the link").is_symlink());
    assert_eq!(fs::metadata(&target).expect("the manifest").permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&target).expect("the manifest").contains("[[table.release]]"));
}
