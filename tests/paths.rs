//! Where the program reads and writes: a study is read from its own folder, only plain files are
//! opened, outputs stay below `--out`, and files of a study are not replaced.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Run, run};

const MANIFEST: &str = r#"[study]
id = "ID"
title = "Parts and totals"
language = "en"
[[table]]
id = "t"
file = "t.csv"
[[table.column]]
header = "a"
name = "a"
unit = "count"
[[table.column]]
header = "b"
name = "b"
unit = "count"
[[rule]]
id = "same"
target = "t.b"
formula = "a"
"#;

/// A scratch folder with a study in `study`, and a file next to it that no command may change.
struct Scene(tempfile::TempDir);

impl Scene {
    fn new(id: &str) -> Self {
        let scene = Self(tempfile::tempdir().expect("a scratch folder"));
        fs::create_dir(scene.path("study")).expect("a folder");
        fs::write(scene.path("study/study.toml"), MANIFEST.replace("ID", id)).expect("a manifest");
        fs::write(scene.path("study/t.csv"), "a,b\n1,1\n2,2\n").expect("a table");
        fs::write(scene.path("precious"), "a,b\n7,7\n").expect("a file");
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command on the study, writing to this folder.
    fn out(&self, command: &[&str], out: &str) -> Run {
        let (study, out) = (self.path("study"), self.path(out));
        let mut arguments = command.to_vec();
        let place = if command[0] == "batch" { self.0.path() } else { &study };
        let [place, out] = [place, &out].map(Path::to_string_lossy);
        arguments.insert(1, &place);
        arguments.extend(["--out", &out]);
        run(&arguments)
    }

    fn check(&self) -> Run {
        run(&["check", &self.path("study").to_string_lossy()])
    }

    /// Fails if the file next to the study changed.
    fn assert_untouched(&self) {
        let kept = fs::read_to_string(self.path("precious")).expect("the file is there");
        assert_eq!(kept, "a,b\n7,7\n");
    }
}

/// Commands that write outputs of a study.
const WRITERS: [&[&str]; 4] = [
    &["export", "--format", "xlsx"],
    &["export", "--format", "datapackage"],
    &["report"],
    &["report", "--format", "html"],
];

#[test]
fn the_id_of_a_study_names_a_file_and_leads_nowhere() {
    let long = "x".repeat(61);
    for id in ["../../x", "/tmp/x", "a/b", "..", ".x", "-x", "a b", "x\\u001b", &long] {
        let scene = Scene::new(id);
        let run = scene.out(&["export", "--format", "xlsx"], "a/b/out");
        assert_eq!(run.code, Some(2), "{id}");
        assert!(run.stderr.contains("cannot name a study"), "{}", run.stderr);
        assert!(!scene.path("a").exists(), "{id}");
    }
    for id in ["x", "许可-2025.v1_b", &"许".repeat(60)] {
        assert_eq!(
            Scene::new(id).out(&["export", "--format", "xlsx"], "out").code,
            Some(0),
            "{id}"
        );
    }
}

#[test]
fn outputs_replace_no_file_of_a_study() {
    for command in WRITERS {
        let scene = Scene::new("s");
        let refused = scene.out(command, "study");
        assert_eq!(refused.code, Some(2), "{command:?}: {}", refused.stdout);
        assert!(refused.stderr.contains("is the folder of a study"), "{}", refused.stderr);
        assert_eq!(fs::read_dir(scene.path("study")).expect("the study").count(), 2);
        // A folder below the study may have outputs, also the second time.
        for _ in 0..2 {
            assert_eq!(scene.out(command, "study/out/deep").code, Some(0), "{command:?}");
        }
        assert_eq!(scene.check().code, Some(0));
    }
    let scene = Scene::new("s");
    let manifest = MANIFEST.replace("ID", "s").replace("\"t.csv\"", "\"out/data/t.csv\"");
    fs::write(scene.path("study/study.toml"), manifest).expect("a manifest");
    fs::create_dir_all(scene.path("study/out/data")).expect("a folder");
    fs::rename(scene.path("study/t.csv"), scene.path("study/out/data/t.csv"))
        .expect("a table below");
    let refused = scene.out(&["export", "--format", "datapackage"], "study/out");
    assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    assert!(refused.stderr.contains("t.csv is a file of the study"), "{}", refused.stderr);
}

#[test]
fn outputs_below_a_study_do_not_change_it() {
    let scene = Scene::new("s");
    assert_eq!(scene.out(&["batch"], "audits").code, Some(0));
    assert_eq!(scene.out(&["report"], "study/report").code, Some(0));
    let again = scene.out(&["batch", "--changed"], "audits");
    assert!(again.stdout.contains("1 had not changed"), "{}", again.stdout);
    fs::write(scene.path("study/t.csv"), "a,b\n3,3\n").expect("another table");
    let again = scene.out(&["batch", "--changed"], "audits");
    assert!(again.stdout.contains("0 had not changed"), "{}", again.stdout);
}

#[test]
fn a_batch_does_not_write_into_a_study() {
    let scene = Scene::new("study");
    let run = scene.out(&["batch"], ".");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is the folder of a study"), "{}", run.stderr);
    assert_eq!(fs::read_dir(scene.path("study")).expect("the study").count(), 2);
}

#[test]
fn what_a_state_names_elsewhere_is_not_removed() {
    for outside in ["../../precious", "/PRECIOUS", "figures/../../../precious", "link/precious"] {
        let scene = Scene::new("s");
        assert_eq!(scene.out(&["batch"], "out").code, Some(0));
        let state = scene.path("out/s/.state.json");
        let precious = scene.path("precious");
        let outside = outside.replace("/PRECIOUS", &precious.to_string_lossy());
        symlink(scene.0.path(), scene.path("out/s/link")).expect("a link");
        let text = fs::read_to_string(&state).expect("a state");
        let hostile = text.replace("\"audit.md\"", &format!("\"audit.md\",\"{outside}\""));
        assert_ne!(hostile, text);
        fs::write(&state, hostile).expect("a state");
        assert_eq!(scene.out(&["batch"], "out").code, Some(0), "{outside}");
        scene.assert_untouched();
    }
}

#[test]
fn links_out_of_a_study_are_not_read() {
    for file in ["study.toml", "t.csv", "claims.csv", "events.csv", "numbers.csv"] {
        let scene = Scene::new("s");
        let _ = fs::remove_file(scene.path("study").join(file));
        symlink(scene.path("precious"), scene.path("study").join(file)).expect("a link");
        let run = scene.check();
        assert_eq!(run.code, Some(2), "{file}: {}", run.stdout);
        let wanted = format!("study/{file}: this is a link that leads out of the study");
        assert!(run.stderr.contains(&wanted), "{}", run.stderr);
        assert!(!run.stderr.contains("7,7"), "nothing of it is shown");
    }
    let scene = Scene::new("s");
    symlink(scene.path("precious"), scene.path("study/SOURCE.md")).expect("a link");
    assert_eq!(scene.out(&["report"], "out").code, Some(0));
    let report = fs::read_to_string(scene.path("out/report.md")).expect("the report");
    assert!(!report.contains("7,7") && !report.contains("SOURCE.md"), "{report}");
    // A link within the folder is like any other file.
    let scene = Scene::new("s");
    fs::rename(scene.path("study/t.csv"), scene.path("study/t-2.csv")).expect("another name");
    symlink("t-2.csv", scene.path("study/t.csv")).expect("a link");
    assert_eq!(scene.check().code, Some(0));
}

#[test]
fn links_are_not_written_through() {
    let scene = Scene::new("s");
    fs::create_dir_all(scene.path("out/s")).expect("a folder");
    symlink(scene.path("precious"), scene.path("out/s/audit.md")).expect("a link");
    symlink(scene.path("precious"), scene.path("out/index.html")).expect("a link");
    symlink(scene.path("precious"), scene.path("out/.lock")).expect("a link");
    let refused = scene.out(&["batch"], "out");
    assert_eq!(refused.code, Some(2), "the lock is a link: {}", refused.stderr);
    fs::remove_file(scene.path("out/.lock")).expect("the link");
    assert_eq!(scene.out(&["batch"], "out").code, Some(0));
    scene.assert_untouched();
    fs::remove_dir_all(scene.path("out/s")).expect("the outputs");
    fs::create_dir(scene.path("elsewhere")).expect("a folder");
    symlink(scene.path("elsewhere"), scene.path("out/s")).expect("a link");
    assert_eq!(scene.out(&["batch"], "out").code, Some(2));
    assert_eq!(fs::read_dir(scene.path("elsewhere")).expect("a folder").count(), 0);
}

#[test]
fn the_lock_of_a_batch_leaves_what_it_finds() {
    let scene = Scene::new("s");
    fs::create_dir(scene.path("out")).expect("a folder");
    fs::write(scene.path("out/.lock"), "kept").expect("a file");
    assert_eq!(scene.out(&["batch"], "out").code, Some(0));
    assert_eq!(fs::read_to_string(scene.path("out/.lock")).expect("the file"), "kept");
}

#[test]
fn only_plain_files_are_opened() {
    for file in ["study.toml", "t.csv", "SOURCE.md", "claims.csv", "other"] {
        let scene = Scene::new("s");
        let path = scene.path("study").join(file);
        let _ = fs::remove_file(&path);
        let made = Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
        assert!(made.success());
        let is_read = !matches!(file, "SOURCE.md" | "other");
        let wanted = Some(if is_read { 2 } else { 0 });
        let check = scene.check();
        assert_eq!(check.code, wanted, "{file}: {}", check.stderr);
        if is_read && file != "study.toml" {
            assert!(check.stderr.contains("a pipe, a socket or a device"), "{}", check.stderr);
        }
        // Without a plain file as manifest the batch finds no study.
        assert_eq!(scene.out(&["batch"], "out").code, wanted, "{file}");
        assert_eq!(scene.out(&["report"], "report").code, wanted, "{file}");
        let new = run(&["new", "n", "--from", &path.to_string_lossy(), "--out", "/nowhere/n"]);
        assert_eq!(new.code, Some(2));
    }
}
