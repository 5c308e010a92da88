//! `crossfoot add`: what a release brings is shown before it is written, and whatever is refused
//! leaves the study as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crossfoot_testing::root;

use crate::run::{Run, run};

mod columns;
mod figures;
mod files;

/// A copy of a study in a scratch folder.
struct Copy(tempfile::TempDir);

impl Copy {
    fn of(study: &str) -> Self {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        for entry in fs::read_dir(root().join(study))
            .expect("the study")
            .map(|entry| entry.expect("an entry"))
        {
            fs::copy(entry.path(), scratch.path().join(entry.file_name())).expect("a copy");
        }
        Self(scratch)
    }

    fn path(&self) -> &str {
        self.0.path().to_str().expect("a path in UTF-8")
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries =
            fs::read_dir(self.0.path()).expect("the copy").map(|entry| entry.expect("an entry"));
        entries
            .map(|entry| {
                (
                    entry.file_name().to_string_lossy().into_owned(),
                    fs::read(entry.path()).expect("a file"),
                )
            })
            .collect()
    }

    /// The verdict of a check of the study.
    fn verdict(&self, id: &str) -> String {
        let audit: serde_json::Value =
            serde_json::from_str(&run(&["check", self.path(), "--format", "json"]).stdout)
                .expect("JSON");
        let rules = audit["rules"].as_array().expect("a list of checks");
        let found = rules
            .iter()
            .find(|check| check["id"] == id)
            .unwrap_or_else(|| panic!("there is no check `{id}`"));
        found["verdict"].as_str().expect("a verdict").to_owned()
    }

    fn add(&self, file: &Path, more: &[&str]) -> Run {
        run(&[&["add", self.path(), file.to_str().expect("a path in UTF-8")], more].concat())
    }
}

/// A text must hold all of these.
fn tells(text: &str, told: &[&str]) {
    for told in told {
        assert!(text.contains(told), "`{told}` is not told:\n{text}");
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
