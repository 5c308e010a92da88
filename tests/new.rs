//! `crossfoot new`: what it asks, refuses and leaves alone. What it drafts for bare tables is in the
//! folders of `tests/new`.

use std::fs;
use std::path::Path;
use std::process::Output;

use crossfoot_testing::root;

use crate::run::command;

/// Runs the binary in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    command(arguments).current_dir(folder).output().expect("the binary runs")
}

/// All that a run printed.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The faults of Table 1, as the study of the paper has them, and no other.
#[test]
fn the_draft_of_table_1_finds_its_faults_and_no_others() {
    let scratch = tempfile::tempdir().expect("a folder");
    let table = root().join("data/hgr-2021-2024/licences.csv");
    let drafted = run_in(
        scratch.path(),
        &["new", "bare", "--from", table.to_str().expect("a path in UTF-8")],
    );
    assert_eq!(drafted.status.code(), Some(0), "{}", said(&drafted));
    let of = |folder: &Path, study: &str| {
        let checked = run_in(folder, &["check", study, "--format", "json"]);
        let audit: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
        let faulty = audit["rules"].as_array().expect("rules").iter().filter(|rule| {
            matches!(rule["verdict"].as_str(), Some("inconsistent" | "truncated" | "infeasible"))
        });
        let place = |rule: &serde_json::Value| {
            (rule["place"]["line"].as_u64(), rule["place"]["column"].as_u64())
        };
        let file = |rule: &&serde_json::Value| {
            rule["place"]["file"].as_str().is_some_and(|file| file.ends_with("licences.csv"))
        };
        let mut places: Vec<_> = faulty.filter(file).map(place).collect();
        places.sort_unstable();
        places
    };
    let found = of(scratch.path(), "data/bare");
    assert_eq!(found.len(), 7, "{found:?}");
    assert_eq!(found, of(&root(), "data/hgr-2021-2024"));
}

#[test]
fn without_tables_a_scaffold_is_started_that_passes() {
    let scratch = tempfile::tempdir().expect("a folder");
    let started = run_in(scratch.path(), &["new", "mine", "--out", "elsewhere/mine"]);
    assert_eq!(started.status.code(), Some(0), "{}", said(&started));
    let checked = run_in(scratch.path(), &["check", "elsewhere/mine"]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
    assert!(said(&checked).contains("All 9 checks"), "{}", said(&checked));
}

/// What is there stays, and what fails leaves nothing.
#[test]
fn nothing_is_overwritten_and_nothing_is_left_behind() {
    let scratch = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(scratch.path().join("data/mine")).expect("a folder");
    fs::write(scratch.path().join("data/mine/notes.txt"), "keep").expect("a file");
    let refused = run_in(scratch.path(), &["new", "mine"]);
    assert_eq!(
        (refused.status.code(), said(&refused).as_str()),
        (
            Some(2),
            "error: data/mine already exists; choose another name, or another folder with --out\n"
        )
    );
    assert_eq!(
        fs::read_to_string(scratch.path().join("data/mine/notes.txt")).expect("it is there"),
        "keep"
    );
    fs::write(scratch.path().join("bad.csv"), "A,B\n\"1,2\n").expect("a file");
    let failed =
        run_in(scratch.path(), &["new", "other", "--from", "bad.csv", "--out", "deep/er/other"]);
    assert_eq!(failed.status.code(), Some(2), "{}", said(&failed));
    assert!(!scratch.path().join("deep").exists(), "a run that fails makes no folder");
}

#[test]
fn numbers_that_can_be_read_in_two_ways_are_a_question() {
    let scratch = tempfile::tempdir().expect("a folder");
    fs::write(
        scratch.path().join("beds.csv"),
        "Region;Beds\nNorth;1.204\nSouth;11.204\nTotal;12.409\n",
    )
    .expect("a table");
    let asked = run_in(scratch.path(), &["new", "beds", "--from", "beds.csv"]);
    assert_eq!(asked.status.code(), Some(2), "{}", said(&asked));
    assert!(said(&asked).contains("beds.csv:2:7: ambiguous number `1.204`"), "{}", said(&asked));
    assert!(!scratch.path().join("data").exists());
    let told = run_in(scratch.path(), &["new", "beds", "--from", "beds.csv", "--decimal", ","]);
    assert_eq!(told.status.code(), Some(0), "{}", said(&told));
    let manifest =
        fs::read_to_string(scratch.path().join("data/beds/study.toml")).expect("the manifest");
    assert!(manifest.contains("decimal = \",\""), "{manifest}");
}

/// What a text is in may be said where its bytes do not show it, by any name of an encoding that
/// there is.
#[test]
fn the_encoding_of_a_file_may_be_stated() {
    let scratch = tempfile::tempdir().expect("a folder");
    fs::write(
        scratch.path().join("t.csv"),
        b"Regi\xE3o,Leitos\nS\xE3o Paulo,1204\nMaranh\xE3o,204\n",
    )
    .expect("a file");
    let new = |id: &str, encoding: &[&str]| {
        run_in(scratch.path(), &[&["new", id, "--from", "t.csv"], encoding].concat())
    };
    let table = |id: &str| {
        fs::read_to_string(scratch.path().join("data").join(id).join("t.csv"))
            .expect("the table is there")
    };
    let guessed = new("guessed", &[]);
    assert!(said(&guessed).contains("guessed encoding: windows-1252"), "{}", said(&guessed));
    let stated = new("stated", &["--encoding", "ISO-8859-1"]);
    assert_eq!(stated.status.code(), Some(0), "{}", said(&stated));
    assert!(!said(&stated).contains("guessed"), "{}", said(&stated));
    assert_eq!(table("stated"), "Região,Leitos\nSão Paulo,1204\nMaranhão,204\n");
    let cyrillic = new("cyrillic", &["--encoding", "koi8-r"]);
    assert_eq!(cyrillic.status.code(), Some(0), "{}", said(&cyrillic));
    assert!(table("cyrillic").starts_with("RegiЦo,"), "{}", table("cyrillic"));
    let unknown = new("unknown", &["--encoding", "latin-99"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        said(&unknown).contains("unknown encoding `latin-99`; expected utf-8"),
        "{}",
        said(&unknown)
    );
}

/// A cell of the table `staff`, by its place in the file.
fn cell_of_staff(row: u32, column: u32) -> serde_json::Value {
    serde_json::json!({ "table": "staff", "row": row, "column": column })
}

/// A title and a blank line are above the headings, so that rows of the table are not rows of the
/// file.
#[test]
fn the_draft_as_json_gives_cells_of_the_file_as_received() {
    let scratch = tempfile::tempdir().expect("a folder");
    let table = "Staff,,,\n,,,\nYear,Women,Men,All\n2021,317,284,601\n2022,325,290,615\n\
                 2023,341,277,618\n";
    fs::write(scratch.path().join("staff.csv"), table).expect("a file");
    let drafted =
        run_in(scratch.path(), &["new", "staff", "--from", "staff.csv", "--format", "json"]);
    assert_eq!(drafted.status.code(), Some(0), "{}", said(&drafted));
    let draft: serde_json::Value = serde_json::from_slice(&drafted.stdout).expect("JSON");
    assert_eq!(draft["schema"], "crossfoot.draft/1");
    let rule = &draft["rules"][0];
    assert_eq!((&rule["operator"], &rule["formula"]), (&"sum".into(), &"women + men".into()));
    let relations = rule["relations"].as_array().expect("relations");
    assert_eq!(relations.len(), 3);
    assert_eq!(relations[0]["target"], cell_of_staff(4, 4));
    assert_eq!(
        relations[2]["inputs"],
        serde_json::json!([cell_of_staff(6, 2), cell_of_staff(6, 3)])
    );
}

/// Five percentages of 731 and five of 412; neither number is in the table.
#[test]
fn a_column_may_have_two_bases_that_are_not_reported() {
    let scratch = tempfile::tempdir().expect("a folder");
    let table = "Answer,n,%\nA,97,13.3\nB,143,19.6\nC,211,28.9\nD,58,7.9\nE,305,41.7\n\
                 F,61,14.8\nG,133,32.3\nH,47,11.4\nI,189,45.9\nJ,72,17.5\n";
    fs::write(scratch.path().join("answers.csv"), table).expect("a file");
    let drafted = run_in(scratch.path(), &["new", "answers", "--from", "answers.csv"]);
    assert_eq!(drafted.status.code(), Some(0), "{}", said(&drafted));
    let manifest = fs::read_to_string(scratch.path().join("data/answers/study.toml"));
    let bases = manifest.expect("a manifest").matches("[[denominator]]").count();
    assert_eq!(bases, 2, "{}", said(&drafted));
    let checked = run_in(scratch.path(), &["check", "data/answers"]);
    assert!(said(&checked).contains("All 10 checks"), "{}", said(&checked));
}
