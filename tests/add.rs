//! `crossfoot add`: what a release brings is shown before it is written, and whatever is refused leaves the study as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "support/run.rs"]
mod run;

use run::{Run, root, run};

/// A copy of a study in a scratch folder.
struct Copy(tempfile::TempDir);

impl Copy {
    fn of(study: &str) -> Self {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        for entry in fs::read_dir(root().join(study)).expect("the study").map(|entry| entry.expect("an entry")) {
            fs::copy(entry.path(), scratch.path().join(entry.file_name())).expect("a copy");
        }
        Self(scratch)
    }

    fn path(&self) -> &str {
        self.0.path().to_str().expect("a path in UTF-8")
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.0.path()).expect("the copy").map(|entry| entry.expect("an entry"));
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))).collect()
    }

    fn add(&self, file: &Path, more: &[&str]) -> Run {
        run(&[&["add", self.path(), file.to_str().expect("a path in UTF-8")], more].concat())
    }
}

/// A file as received, in a folder of its own.
fn received(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let path = scratch.path().join(name);
    fs::write(&path, text).expect("a file");
    (scratch, path)
}

const PAPER: &str = "data/hgr-2021-2024";
/// 2025 is invented; 2023 is as it should have been printed.
const CHINESE: &str = "年份,合计,采集许可,保藏许可,出境许可,国际合作许可,撤销,办结申请总数\n\
                       2023,\"5,382\",\"1,427 26.51%\",92 1.71%,10 0.19%,\"3,853 71.59%\",203 3.77%,\"5,585\"\n\
                       2025,\"2,001\",200 10.00%,80 4.00%,11 0.55%,\"1,710 85.46%\",150 7.50%,\"2,151\"\n";

#[test]
fn a_dry_run_shows_everything_and_writes_nothing() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    let before = study.files();
    let run = study.add(&file, &["--release", "2025", "--dry-run"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for told in ["New rows\n  2025", "5,382  +54, +1.01 %", "sum-mismatch:total[2023]", "−58.45 %      −58.86 %"] {
        assert!(run.stdout.contains(told), "`{told}` is not told:\n{}", run.stdout);
    }
    assert!(study.files() == before, "nothing was written");
}

#[test]
fn a_release_is_kept_beside_the_first_and_cannot_be_added_twice() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    let before = study.files();
    assert_eq!(study.add(&file, &["--release", "2025", "--published", "2026-03"]).code, Some(0));
    let after = study.files();
    assert_eq!(after["licences-2025.csv"], CHINESE.as_bytes(), "the file stands in the study as it was printed");
    let others = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        files
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "study.toml" | "licences-2025.csv"))
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect()
    };
    assert!(others(&before) == others(&after), "what was published before is untouched");
    let manifest = |files: &BTreeMap<String, Vec<u8>>| String::from_utf8(files["study.toml"].clone()).expect("text");
    let (old, new) = (manifest(&before), manifest(&after));
    let entry = new.find("\n  [[table.release]]").expect("an entry");
    let rest = new[entry..].find("\n\n[[rule]]").map(|at| entry + at).expect("the rules follow");
    assert!(format!("{}{}", &new[..entry], &new[rest + 1..]) == old, "nothing else of the manifest changed");
    let revisions = run(&["revisions", study.path()]);
    assert!(revisions.stdout.contains("5,382 (+54, +1.01 %)"), "{}", revisions.stdout);
    let again = study.add(&file, &["--release", "2025"]);
    assert_eq!((again.code, study.files() == after), (Some(2), true));
    assert!(again.stderr.contains("has a release `2025` already"), "{}", again.stderr);
}

#[test]
fn a_heading_that_is_no_column_is_an_error_that_says_what_to_write() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year,Total permits (Items),Colection permits,Remarks\n2025,\"2,001\",200 10.00%,none\n"));
    let before = study.files();
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    for told in ["line 1, column 28: `Colection permits` (did you mean `Collection permits`?)", "`Remarks`", "--map 'Colection permits="] {
        assert!(refused.stderr.contains(told), "`{told}` is not told:\n{}", refused.stderr);
    }
    assert!(study.files() == before);
    let told = study.add(&file, &["--release", "2025", "--map", "Colection permits=collection", "--map", "Remarks="]);
    assert_eq!(told.code, Some(0), "{told:?}");
}

#[test]
fn periods_that_stand_across_are_set_upright() {
    let wide = "Item,2024,2025\nTotal permits (Items),\"2,214\",\"2,001\"\nTotal applications processed (items),\"2,450\",\"2,151\"\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", wide));
    let run = study.add(&file, &["--release", "2025"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(
        study.files()["licences-2025.csv"],
        b"Year,Total permits (Items),Total applications processed (items)\n2024,\"2,214\",\"2,450\"\n2025,\"2,001\",\"2,151\"\n"
    );
}

#[test]
fn what_cannot_be_read_leaves_the_study_as_it_was() {
    let study = Copy::of(PAPER);
    let before = study.files();
    for case in ["xlsx-truncated", "xlsx-bomb", "xlsx-protected", "xlsx-million-columns", "xlsx-formula-without-value", "mixed-encodings", "binary"] {
        let folder = root().join("tests/received").join(case);
        let file = fs::read_dir(&folder).expect("the case").map(|entry| entry.expect("an entry").path()).find(|path| !path.ends_with("expected.txt"));
        let run = study.add(&file.expect("a file"), &["--release", "2025"]);
        assert_eq!(run.code, Some(2), "{case}: {run:?}");
        assert!(run.stderr.starts_with("error: ") && run.stdout.is_empty(), "{case}: {run:?}");
        assert!(study.files() == before, "{case} changed the study");
    }
}

#[test]
fn a_number_that_cannot_be_read_leaves_the_study_as_it_was() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", "Year,Total permits (Items)\n2025,many\n"));
    let before = study.files();
    let run = study.add(&file, &["--release", "2025"]);
    assert_eq!((run.code, study.files() == before), (Some(2), true));
    assert!(run.stderr.contains("`many`") && run.stderr.contains("licences-2025.csv:2:6"), "{}", run.stderr);
}
