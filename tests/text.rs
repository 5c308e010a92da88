//! A text beside its study: `audit --out` and `new` write lists that the text agrees with, and
//! whatever is taken out of them is missed.

use std::fs;
use std::path::Path;

use crossfoot_testing::root;
use serde_json::Value;

use crate::run::command;

/// A study that was drafted from an article, beside the article.
struct Scene(tempfile::TempDir);

impl Scene {
    fn new() -> Self {
        let scene = Self(tempfile::tempdir().expect("a folder"));
        let article = root().join("tests/audit/clinics/clinics.html");
        fs::copy(article, scene.path("clinics.html")).expect("the article is copied");
        assert_ne!(scene.run(&["audit", "clinics.html", "--out", "study"]).0, Some(2));
        scene
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    /// The exit code and stdout.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = command(arguments).current_dir(self.0.path()).output().expect("it runs");
        let printed = String::from_utf8(output.stdout).expect("output is UTF-8");
        (output.status.code(), printed)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json"]].concat();
        serde_json::from_str(&self.run(&arguments).1).expect("JSON")
    }

    /// Takes the lines that hold a text out of a file; gives them back.
    fn take(&self, file: &str, text: &str) -> Vec<String> {
        let path = self.path(file);
        let all = fs::read_to_string(&path).expect("the file");
        let (taken, kept): (Vec<&str>, Vec<&str>) =
            all.lines().partition(|line| line.contains(text));
        fs::write(path, kept.join("\n") + "\n").expect("the file is written");
        taken.into_iter().map(str::to_owned).collect()
    }

    /// Numbers the list again.
    fn renumber(&self) {
        let path = self.path("study/numbers.csv");
        let all = fs::read_to_string(&path).expect("the list");
        let lines = all.lines().enumerate().map(|(at, line)| match at {
            0 => line.to_owned() + "\n",
            _ => format!("{at},{}\n", line.split_once(',').expect("columns").1),
        });
        fs::write(path, lines.collect::<String>()).expect("the list is written");
    }

    /// What is found about the text.
    fn found(&self) -> Vec<Value> {
        let audit = self.json(&["check", "study", "--article", "clinics.html"]);
        let findings = audit["findings"].as_array().expect("findings").iter();
        let in_text = ["unlisted-numeral", "absent-numeral", "changed-numeral", "absent-quote"];
        let found = findings
            .filter(|finding| finding["code"].as_str().is_some_and(|code| in_text.contains(&code)));
        found.cloned().collect()
    }
}

#[test]
fn what_is_drafted_from_a_text_agrees_with_it() {
    let scene = Scene::new();
    assert_eq!(scene.found(), Vec::<Value>::new());
    let claims = scene.json(&["claims", "study", "--from", "clinics.html"]);
    assert_eq!(claims["schema"], "crossfoot.claims/1");
    assert_eq!(
        (&claims["missing_claims"], &claims["missing_numbers"]),
        (&Value::Null, &Value::Null),
        "{claims:#}"
    );
}

#[test]
fn a_row_that_is_taken_out_is_missed_with_its_sentence() {
    let scene = Scene::new();
    let taken = scene.take("study/numbers.csv", "Home visits accounted for");
    assert!(!taken.is_empty());
    scene.renumber();
    let found = scene.found();
    assert_eq!(found.len(), taken.len(), "{found:?}");
    assert_eq!(found[0]["code"], "unlisted-numeral");
    assert_eq!(found[0]["text"]["section"], "2");
    assert_eq!(
        found[0]["text"]["sentence"],
        "Home visits accounted for 12.1% of all visits in 2022."
    );
    let claims = scene.json(&["claims", "study", "--from", "clinics.html"]);
    let rows = claims["missing_numbers"].as_str().expect("rows");
    assert_eq!(rows.lines().skip(1).collect::<Vec<_>>(), taken, "they are drafted as they were");
}

#[test]
fn a_claim_that_is_taken_out_is_drafted_again() {
    let scene = Scene::new();
    let taken = scene.take("study/claims.csv", "n26,");
    assert_eq!(taken.len(), 1);
    let list = scene.path("study/numbers.csv");
    let text = fs::read_to_string(&list).expect("the list").replace("claim:n26,", ",later");
    fs::write(&list, text).expect("the list is written");
    let claims = scene.json(&["claims", "study", "--from", "clinics.html"]);
    let rows = claims["missing_claims"].as_str().expect("rows");
    assert_eq!(rows.lines().skip(1).collect::<Vec<_>>(), taken);
    assert_eq!(claims["counts"]["missing_claims"], 1);
    let (code, shown) = scene.run(&["claims", "study", "--from", "clinics.html"]);
    assert_eq!(code, Some(0));
    assert!(shown.contains("Not in claims.csv") && shown.contains(&taken[0]), "{shown}");
    assert_eq!(
        fs::read_dir(scene.path("study")).expect("a folder").count(),
        files(&scene),
        "{shown}"
    );
}

/// How many files the study has.
fn files(scene: &Scene) -> usize {
    let names = ["study.toml", "claims.csv", "numbers.csv", "clinics.csv", "SOURCE.md"];
    names.iter().filter(|name| Path::new(&scene.path("study").join(name)).exists()).count()
}

#[test]
fn a_text_that_says_something_else_is_found() {
    let scene = Scene::new();
    let article = scene.path("clinics.html");
    let text = fs::read_to_string(&article).expect("the article");
    let revised = text.replace("reached 4,831", "reached 4,813");
    assert_ne!(text, revised);
    fs::write(&article, revised).expect("the article is written");
    let codes: Vec<String> =
        scene.found().iter().map(|one| one["code"].as_str().unwrap_or_default().into()).collect();
    assert_eq!(codes, ["changed-numeral", "absent-quote"]);
    let (code, shown) = scene.run(&["check", "study", "--article", "clinics.html"]);
    assert_eq!(code, Some(1));
    assert!(shown.contains("4,813 in the text"), "{shown}");
    assert_eq!(scene.run(&["check", "study", "study", "--article", "clinics.html"]).0, Some(2));
}

#[test]
fn a_study_that_is_started_from_an_article_has_its_claims() {
    let scene = Scene::new();
    let (code, said) = scene.run(&["new", "clinics", "--from", "clinics.html"]);
    assert_eq!(code, Some(0));
    assert!(said.contains(" numerals: "), "{said}");
    for list in ["claims.csv", "numbers.csv"] {
        let [new, audited] = ["data/clinics", "study"]
            .map(|folder| fs::read_to_string(scene.path(folder).join(list)).expect("the list"));
        assert_eq!(new, audited, "{list}");
    }
    assert_ne!(scene.run(&["check", "data/clinics"]).0, Some(2));
}

#[test]
fn short_prose_is_offered_as_a_text() {
    let scene = Scene::new();
    fs::write(
        scene.path("p.txt"),
        "In 2023, 12 of 48 came.\nAll others, 36, did not, as they said.\n",
    )
    .expect("a file");
    let (code, said) = scene.run(&["new", "p", "--text", "p.txt"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("write a formula for each statement"), "{said}");
    let numbers = fs::read_to_string(scene.path("data/p/numbers.csv")).expect("the numerals");
    assert!(numbers.contains(",48,") && numbers.contains(",36,"), "{numbers}");
}

#[test]
fn prose_without_a_table_is_a_study_of_claims() {
    let scene = Scene::new();
    let prose = "The clinics counted the visits of their patients in both towns, as the law requires \
        of all clinics.\n\nOf the patients asked, 48 of 64 (75.0%) were \
        satisfied, and 12 of 48 (35.0%) came back within a month. Nobody had expected this of the \
        clinics when the survey was planned.\n";
    fs::write(scene.path("survey.txt"), prose).expect("a file");
    let draft = scene.json(&["new", "survey", "--from", "survey.txt"]);
    assert_eq!(
        (&draft["schema"], &draft["tables"]),
        (&"crossfoot.draft/1".into(), &Value::Array(vec![]))
    );
    let notes = draft["notes"].to_string();
    assert!(notes.contains("no table found") && notes.contains("6 numerals"), "{notes}");
    let checked = scene.json(&["check", "data/survey"]);
    assert_eq!(checked["study"]["tables"], 0);
    assert!(checked["study"]["claims"].as_u64().is_some_and(|claims| claims > 0), "{checked}");
    // Rows that are drafted again call the claims that are left as the study does.
    let claims = fs::read_to_string(scene.path("data/survey/claims.csv")).expect("the claims");
    let left = claims.lines().filter(|line| !line.starts_with("n2,") && !line.starts_with("n3,"));
    let left = left.map(|line| line.replacen("n1,", "n2,", 1)).collect::<Vec<_>>().join("\n");
    fs::write(scene.path("data/survey/claims.csv"), left).expect("the claims are written");
    let path = scene.path("data/survey/numbers.csv");
    let list = fs::read_to_string(&path).expect("the list");
    let list = list.replace("claim:n2,", ",later").replace("claim:n3,", ",later");
    fs::write(path, list.replace("claim:n1,", "claim:n2,")).expect("the list is written");
    let lacking = scene.json(&["claims", "data/survey", "--from", "survey.txt"]);
    let lacking = lacking["missing_claims"].as_str().expect("rows").replace("\"\"", "'");
    assert!(
        lacking.contains("share(claims.published['n2'], claims.published['n2-2'])"),
        "{lacking}"
    );
    // A table alone has no text.
    fs::write(scene.path("t.csv"), "Year,Visits\n2021,4310\n2022,4655\n").expect("a file");
    assert_eq!(scene.run(&["new", "t", "--from", "t.csv"]).0, Some(0));
    assert!(!scene.path("data/t/claims.csv").exists());
}
