//! `crossfoot batch`: one study never stops another, nothing is left half-written, and what has not
//! changed is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::run::{Run, command, run};

const MANIFEST: &str = r#"[study]
id = "ID"
title = "Parts and totals"
language = "en"

[[table]]
id = "t"
file = "t.csv"

  [[table.column]]
  header = "year"
  name = "year"
  unit = "text"

  [[table.column]]
  header = "a"
  name = "a"
  unit = "count"

  [[table.column]]
  header = "b"
  name = "b"
  unit = "count"

  [[table.column]]
  header = "total"
  name = "total"
  unit = "count"

[[rule]]
id = "total"
target = "t.total"
formula = "a + b"
"#;
const RIGHT: &str = "year,a,b,total\n2023,12,30,42\n2024,15,41,56\n";
const WRONG: &str = "year,a,b,total\n2023,12,30,42\n2024,15,41,65\n";

/// Studies in a scratch folder, and a folder for their outputs.
struct Scene(tempfile::TempDir);

impl Scene {
    fn new(studies: &[(&str, &str)]) -> Self {
        let scene = Self(tempfile::tempdir().expect("a scratch folder"));
        studies.iter().for_each(|(id, table)| scene.study(id, table));
        scene
    }

    fn study(&self, id: &str, table: &str) {
        let folder = self.path("in").join(id);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("study.toml"), MANIFEST.replace("ID", id)).expect("a manifest");
        fs::write(folder.join("t.csv"), table).expect("a table");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let named = [self.path("in"), self.path("out")]
            .map(|path| path.to_str().expect("a path in UTF-8").to_owned());
        let [studies, out] = named;
        let fixed = ["batch".to_owned(), studies, "--out".to_owned(), out];
        fixed.into_iter().chain(more.iter().map(|more| (*more).to_owned())).collect()
    }

    fn batch(&self, more: &[&str]) -> Run {
        let arguments = self.arguments(more);
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn outputs(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        files(&self.path("out"), "", &mut found);
        found
    }

    fn summary(&self) -> Value {
        serde_json::from_slice(&fs::read(self.path("out/summary.json")).expect("a summary"))
            .expect("JSON")
    }
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = format!("{prefix}{}", entry.file_name().to_str().expect("a name in UTF-8"));
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
}

fn names(found: &BTreeMap<String, Vec<u8>>) -> Vec<&str> {
    found.keys().map(String::as_str).collect()
}

#[test]
fn a_study_that_fails_stops_no_other() {
    let scene = Scene::new(&[("clean", RIGHT), ("faulty", WRONG), ("broken", "year,a\n1,2\n")]);
    let run = scene.batch(&[]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stdout.starts_with(
            "3 studies: 1 without findings, 1 with findings, 1 failed; 0 had not changed\n"
        ),
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("broken") && run.stderr.contains("error.txt"), "{}", run.stderr);
    let outputs = scene.outputs();
    for file in [
        "clean/audit.json",
        "clean/audit.md",
        "faulty/audit.json",
        "broken/error.txt",
        "summary.md",
        "index.html",
        "summary.json",
    ] {
        assert!(outputs.contains_key(file), "{file} in {:?}", names(&outputs));
    }
    assert!(!outputs.contains_key("broken/audit.json"));
    let summary = scene.summary();
    assert_eq!(summary["schema"], "crossfoot.batch/1");
    let told: Vec<_> = summary["studies"]
        .as_array()
        .expect("studies")
        .iter()
        .map(|study| (study["id"].as_str(), study["status"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("broken"), Some("failed")),
            (Some("clean"), Some("clean")),
            (Some("faulty"), Some("findings"))
        ]
    );
    assert_eq!(summary["verdicts"]["inconsistent"], 1);
    assert_eq!(summary["verdicts"]["exact"], 3);
    let page = String::from_utf8(outputs["index.html"].clone()).expect("UTF-8");
    for link in [
        "<a href=\"clean/audit.md\">clean/audit.md</a>",
        "<a href=\"clean/audit.md\"><strong>clean</strong></a>",
        "<a href=\"broken/error.txt\"><strong>broken</strong></a>",
    ] {
        assert!(page.contains(link), "{link}");
    }
    let errata = String::from_utf8(outputs["errata.html"].clone()).expect("UTF-8");
    let rows: Vec<&str> = errata.lines().filter(|line| line.starts_with("<tr data-")).collect();
    assert!(matches!(rows[..], [only] if only.contains("faulty")), "{rows:?}");
}

#[test]
fn two_batches_do_not_write_into_one_folder() {
    let scene = Scene::new(&[("a", RIGHT)]);
    assert_eq!(scene.batch(&[]).code, Some(0));
    let before = scene.outputs();
    scene.study("b", RIGHT);
    let other = fs::File::open(scene.path("out/.lock")).expect("the file that a batch locks");
    other.lock().expect("no batch is at work");
    let refused = scene.batch(&[]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("another batch is writing to"), "{}", refused.stderr);
    assert!(scene.outputs() == before, "nothing was written");
    drop(other);
    assert_eq!(scene.batch(&[]).code, Some(0));
}

/// The process that builds it aborts, because it has no memory left even for an error.
#[cfg(target_os = "linux")]
#[test]
fn a_study_that_ends_its_process_stops_no_other() {
    let large: String = (0..400_000).map(|row| format!("{row},1,2,3\n")).collect();
    let scene = Scene::new(&[("a", RIGHT), ("z", WRONG)]);
    scene.study("large", &format!("year,a,b,total\n{large}"));
    let run = scene.batch(&["--memory-limit", "128"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stdout.contains("1 without findings, 1 with findings, 1 failed"), "{}", run.stdout);
    let error = fs::read_to_string(scene.path("out/large/error.txt")).expect("its error");
    assert!(error.contains("it may need more than 128 MiB of memory"), "{error}");
    let run = scene.batch(&["--changed"]);
    assert!(run.stdout.contains("2 had not changed"), "{}", run.stdout);
    assert!(!scene.path("out/large/error.txt").exists(), "{}", run.stderr);
}

#[test]
fn the_exit_code_is_that_of_the_worst() {
    assert_eq!(Scene::new(&[("a", RIGHT), ("b", RIGHT)]).batch(&[]).code, Some(0));
    assert_eq!(Scene::new(&[("a", RIGHT), ("b", WRONG)]).batch(&[]).code, Some(1));
}

#[test]
fn every_rule_is_a_row() {
    let scene = Scene::new(&[("a", RIGHT), ("b", WRONG)]);
    scene.batch(&[]);
    let outputs = scene.outputs();
    if cfg!(feature = "parquet") {
        assert!(outputs["rules.parquet"].starts_with(b"PAR1"));
    } else {
        let rows = String::from_utf8(outputs["rules.csv"].clone()).expect("UTF-8");
        let wanted = "study,kind,rule,exact,rounded,compatible,truncated,inconsistent,feasible,infeasible,unverifiable,worst,findings,cause\n\
                      a,study,total,2,0,0,0,0,0,0,0,exact,0,\n\
                      b,study,total,1,0,0,0,1,0,0,0,inconsistent,1,adjacent-transposition\n";
        assert_eq!(rows, wanted);
    }
}

#[test]
fn only_what_changed_is_built_again() {
    let scene = Scene::new(&[("a", RIGHT), ("b", WRONG), ("c", RIGHT)]);
    scene.batch(&[]);
    let first = scene.outputs();
    // Marks by which a file that is written again gives itself away.
    for file in ["a/audit.md", "b/audit.md", "c/audit.md"] {
        fs::write(scene.path("out").join(file), "left alone").expect("a file");
    }
    let again = scene.batch(&["--changed"]);
    assert!(again.stdout.contains("3 had not changed"), "{}", again.stdout);
    scene.study("b", RIGHT);
    let third = scene.batch(&["--changed"]);
    assert_eq!(third.code, Some(0));
    assert!(third.stdout.contains("2 had not changed"), "{}", third.stdout);
    let outputs = scene.outputs();
    assert_eq!(
        (outputs["a/audit.md"].as_slice(), outputs["c/audit.md"].as_slice()),
        (b"left alone".as_slice(), b"left alone".as_slice())
    );
    assert_ne!(outputs["b/audit.md"], b"left alone");
    // Another option is a change of all; back to what it was, everything is as it was, byte for
    // byte.
    scene.study("b", WRONG);
    assert!(scene.batch(&["--changed", "--report", "html"]).stdout.contains("0 had not changed"));
    assert!(scene.outputs().contains_key("a/report.html"));
    scene.batch(&["--changed"]);
    assert_eq!(names(&scene.outputs()), names(&first));
    assert!(scene.outputs() == first);
}

#[test]
fn a_program_that_was_built_again_builds_everything_again() {
    let scene = Scene::new(&[("a", RIGHT), ("b", WRONG)]);
    scene.batch(&[]);
    // The same program with a byte more, which no system reads when it runs it.
    let rebuilt = scene.path("crossfoot");
    fs::copy(env!("CARGO_BIN_EXE_crossfoot"), &rebuilt).expect("a copy of the program");
    let mut file = fs::OpenOptions::new().append(true).open(&rebuilt).expect("the copy");
    file.write_all(b"\n").expect("a byte");
    drop(file);
    let output = Command::new(rebuilt)
        .args(scene.arguments(&["--changed"]))
        .output()
        .expect("the copy runs");
    let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
    assert!(printed.contains("0 had not changed"), "{printed}");
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let scene = Scene::new(&[("a", RIGHT), ("b", WRONG), ("c", RIGHT), ("d", WRONG), ("e", "")]);
    scene.batch(&["--jobs", "1", "--report", "markdown"]);
    let one = scene.outputs();
    assert!(one.contains_key("a/report.md"), "{:?}", names(&one));
    scene.batch(&["--jobs", "4", "--report", "markdown"]);
    assert!(scene.outputs() == one);
}

#[test]
fn what_an_interrupted_run_left_is_healed() {
    let scene = Scene::new(&[("a", RIGHT), ("b", WRONG)]);
    scene.batch(&[]);
    let whole = scene.outputs();
    fs::remove_file(scene.path("out/a/.state.json")).expect("it was there");
    fs::write(scene.path("out/a/.crossfoot-x1"), "half").expect("a file");
    fs::write(scene.path("out/.crossfoot-x2"), "half").expect("a file");
    fs::write(scene.path("out/a/audit.json"), "of an older study").expect("a file");
    fs::remove_file(scene.path("out/b/audit.md")).expect("it was there");
    let run = scene.batch(&["--changed"]);
    assert!(run.stdout.contains("0 had not changed"), "{}", run.stdout);
    assert!(scene.outputs() == whole, "{:?}", names(&scene.outputs()));
}

#[test]
fn a_study_put_right_leaves_no_error_behind() {
    let scene = Scene::new(&[("a", ""), ("b", RIGHT)]);
    assert_eq!(scene.batch(&[]).code, Some(2));
    scene.study("a", RIGHT);
    assert_eq!(scene.batch(&["--changed"]).code, Some(0));
    let outputs = scene.outputs();
    assert!(
        outputs.contains_key("a/audit.json") && !outputs.contains_key("a/error.txt"),
        "{:?}",
        names(&outputs)
    );
}

#[test]
fn studies_of_one_id_are_told() {
    let scene = Scene::new(&[("a", RIGHT), ("b", RIGHT), ("c", RIGHT)]);
    fs::write(scene.path("in/b/study.toml"), MANIFEST.replace("ID", "a")).expect("a manifest");
    let run = scene.batch(&[]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stderr.matches("has the same id as").count(), 2, "{}", run.stderr);
    assert!(scene.outputs().contains_key("c/audit.json"));
}

#[test]
fn folders_without_studies_are_an_error() {
    let scene = Scene::new(&[]);
    assert!(scene.batch(&[]).stderr.contains("cannot read the folder"));
    fs::create_dir(scene.path("in")).expect("a folder");
    let run = scene.batch(&[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no study.toml found in"), "{}", run.stderr);
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_can_be_continued() {
    let ids: Vec<String> = (0..200).map(|at| format!("study-{at:03}")).collect();
    let studies: Vec<(&str, &str)> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| (id.as_str(), if at % 7 == 0 { WRONG } else { RIGHT }))
        .collect();
    let (killed, whole) = (Scene::new(&studies), Scene::new(&studies));
    let arguments = killed.arguments(&["--jobs", "2"]);
    let mut child = command(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let mut child =
        child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs");
    let first = |out: PathBuf| {
        fs::read_dir(out)
            .into_iter()
            .flatten()
            .flatten()
            .any(|study| study.path().join("audit.json").exists())
    };
    while !first(killed.path("out")) && child.try_wait().expect("a child").is_none() {
        thread::yield_now();
    }
    child.kill().expect("it is ended");
    child.wait().expect("it has ended");
    whole.batch(&[]);
    let expected = whole.outputs();
    // The two differ in where the studies stand, which is told in some files.
    let placed = |bytes: &[u8], scene: &Scene| {
        String::from_utf8_lossy(bytes).replace(scene.0.path().to_str().expect("a path"), "")
    };
    for (file, bytes) in killed.outputs().iter().filter(|(file, _)| file.contains("audit.")) {
        assert_eq!(placed(bytes, &killed), placed(&expected[file], &whole), "{file}");
    }
    assert_eq!(killed.batch(&["--changed"]).code, Some(1));
    let healed = killed.outputs();
    assert_eq!(names(&healed), names(&expected));
    for (file, bytes) in healed.iter().filter(|(file, _)| !file.ends_with(".state.json")) {
        assert_eq!(placed(bytes, &killed), placed(&expected[file], &whole), "{file}");
    }
}

#[test]
fn articles_are_audited_each_and_summed_up() {
    let scene = Scene::new(&[]);
    let folder = scene.path("in/2024");
    fs::create_dir_all(&folder).expect("a folder");
    let article = crossfoot_testing::root().join("tests/audit/clinics/clinics.html");
    fs::copy(article, folder.join("clinics.html")).expect("an article");
    let survey = "The clinics counted their visits in two towns.\n\nOf the patients asked, 48 of 64 \
        (75.0%) were satisfied. Nobody had expected this of the clinics at all.\n";
    fs::write(folder.join("survey.txt"), survey).expect("an article");
    fs::write(scene.path("in/damaged.docx"), b"PK\x03\x04 and no more").expect("a file");
    fs::write(scene.path("in/figures.csv"), "a,b\n1,2\n").expect("no article");
    let run = scene.batch(&[]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stdout.starts_with(
            "3 articles: 1 without findings, 1 with findings, 1 failed; 0 had not changed\n"
        ),
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("damaged.docx"), "{}", run.stderr);
    let outputs = scene.outputs();
    for file in ["clinics/article.json", "clinics/article.md", "survey/article.json"] {
        assert!(outputs.contains_key(file), "{:?}", names(&outputs));
    }
    let summary = scene.summary();
    let of = |id: &str| {
        let studies = summary["studies"].as_array().expect("articles").iter();
        studies.clone().find(|one| one["id"] == id).expect("the article").clone()
    };
    assert_eq!(
        (&of("damaged")["status"], &of("damaged")["kind"]),
        (&"failed".into(), &"article".into())
    );
    let alone: Value =
        serde_json::from_slice(&outputs["clinics/article.json"]).expect("JSON of the article");
    assert_eq!(alone["schema"], "crossfoot.article/1");
    assert_eq!(of("clinics")["numerals"], alone["counts"]);
    let findings = summary["article_findings"].as_array().expect("findings");
    assert_eq!(findings.len() as u64, of("clinics")["findings"].as_u64().expect("a number"));
    assert!(findings.iter().all(|finding| finding["article"] == "clinics"), "{findings:?}");
    let shown = String::from_utf8_lossy(&outputs["summary.md"]).into_owned();
    assert!(shown.contains("# 3 articles") && shown.contains("claim-mismatch"), "{shown}");
    // What has not changed is left alone; what failed is tried again.
    let again = scene.batch(&["--changed"]);
    assert!(again.stdout.contains("2 had not changed"), "{}", again.stdout);
    fs::write(folder.join("survey.txt"), survey.replace("48 of 64", "47 of 64")).expect("a file");
    let third = scene.batch(&["--changed"]);
    assert!(third.stdout.contains("1 had not changed"), "{}", third.stdout);
}

/// Studies that are clean, faulty, broken and of the same id.
fn studies_of_all_kinds() -> Scene {
    let scene = Scene::new(&[
        ("a", RIGHT),
        ("b", WRONG),
        ("broken", "year,a\n1,2\n"),
        ("c", RIGHT),
        ("d", WRONG),
    ]);
    let twin = scene.path("in/twin");
    fs::create_dir_all(&twin).expect("a folder");
    fs::write(twin.join("study.toml"), MANIFEST.replace("ID", "a")).expect("a manifest");
    fs::write(twin.join("t.csv"), RIGHT).expect("a table");
    scene
}

#[test]
fn parts_are_joined_to_the_bytes_of_one_run() {
    let scene = studies_of_all_kinds();
    let whole = scene.batch(&["--jobs", "1"]);
    let outputs = scene.outputs();
    for of in [1, 2, 7] {
        fs::remove_dir_all(scene.path("out")).expect("the outputs are removed");
        for number in (1..=of).rev() {
            let part = scene.batch(&["--part", &format!("{number}/{of}"), "--jobs", "1"]);
            assert!(part.stdout.contains(&format!("; part {number}/{of}\n")), "{}", part.stdout);
            assert!(!scene.path("out/summary.json").exists(), "a part writes no summary");
        }
        let joined = scene.batch(&["--merge"]);
        assert_eq!((joined.code, &joined.stderr), (whole.code, &whole.stderr));
        assert_eq!(joined.stdout, whole.stdout.replace("0 had not changed", "joined"));
        assert!(scene.outputs() == outputs, "{of} parts: {:?}", names(&scene.outputs()));
    }
}

#[test]
fn what_is_missing_is_not_joined() {
    let scene = studies_of_all_kinds();
    scene.batch(&["--part", "1/2"]);
    let early = scene.batch(&["--merge"]);
    assert_eq!((early.code, early.stdout.as_str()), (Some(2), ""));
    let wanted = "3 of 6 studies or articles are not in ";
    assert!(early.stderr.contains(wanted), "{}", early.stderr);
    assert!(!scene.path("out/summary.json").exists());
    scene.batch(&["--part", "2/2"]);
    let other_options = scene.batch(&["--merge", "--lang", "zh"]);
    assert!(other_options.stderr.contains("6 of 6 studies"), "{}", other_options.stderr);
    assert_eq!(scene.batch(&["--merge"]).code, Some(2), "a study of the batch is broken");
    assert!(scene.path("out/summary.json").exists());
    // A part that ended in the middle of a study left a state without a hash.
    let state = scene.path("out/c/.state.json");
    let mut kept: Value =
        serde_json::from_slice(&fs::read(&state).expect("a state")).expect("JSON");
    kept["hash"] = Value::Null;
    fs::write(&state, kept.to_string()).expect("a state");
    let joined = scene.batch(&["--merge"]);
    assert!(joined.stderr.contains("1 of 6 studies"), "{}", joined.stderr);
    for bad in ["a/b", "0/2", "3/2", "1"] {
        let run = scene.batch(&["--part", bad]);
        assert!(run.code == Some(2) && run.stderr.contains("K/N"), "{bad}: {}", run.stderr);
    }
}

#[test]
fn a_batch_may_be_in_chinese() {
    let scene = Scene::new(&[("faulty", WRONG)]);
    assert_eq!(scene.batch(&["--lang", "zh"]).code, Some(1));
    let outputs = scene.outputs();
    let [summary, page, audit] = ["summary.md", "index.html", "faulty/audit.md"]
        .map(|file| String::from_utf8(outputs[file].clone()).expect("UTF-8"));
    assert!(summary.starts_with("# 1 项研究"), "{summary}");
    assert!(page.contains("<html lang=\"zh\">"), "the page says its language");
    assert!(audit.contains("公布值") && !audit.contains("printed"), "{audit}");
}
