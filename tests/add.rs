//! `crossfoot add`: what a release brings is shown before it is written, and whatever is refused
//! leaves the study as it was.

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

#[test]
fn a_dry_run_shows_everything_and_writes_nothing() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", CHINESE));
    let before = study.files();
    let run = study.add(&file, &["--release", "2025", "--dry-run"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(
        &run.stdout,
        &[
            "New rows\n  2025",
            "5,382  +54, +1.01 %",
            "sum-mismatch:total[2023]",
            "−58.45 %          −58.86 %  holds",
        ],
    );
    assert!(study.files() == before, "nothing was written");
}

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
    assert!(again.stderr.contains("has a release `2025` already"), "{}", again.stderr);
}

#[test]
fn a_heading_that_is_no_column_is_an_error_that_says_what_to_write() {
    let (study, (_kept, file)) = (
        Copy::of(PAPER),
        received(
            "release.csv",
            "Year,Total permits (Items),Colection permits,Remarks\n2025,\"2,001\",200 10.00%,none\n",
        ),
    );
    let before = study.files();
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(
        &refused.stderr,
        &[
            "line 1, column 28: `Colection permits` (did you mean `Collection permits`?)",
            "`Remarks`",
            "--map 'Colection permits=",
        ],
    );
    assert!(study.files() == before);
    let told = study.add(
        &file,
        &["--release", "2025", "--map", "Colection permits=collection", "--map", "Remarks="],
    );
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
fn what_a_heading_was_taken_for_is_told_and_so_is_what_the_file_lacks() {
    let (study, (_kept, file)) = (
        Copy::of(PAPER),
        received("release.csv", "年份,合计,Export permits,Remarks\n2025,\"2,001\",11 0.55%,none\n"),
    );
    let run = study.add(&file, &["--release", "2025", "--dry-run", "--map", "Remarks="]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let columns = run.stdout.split("New rows").next().expect("the columns come first");
    let shown: Vec<&str> = columns.lines().map(str::trim).collect();
    tells(
        &shown.join("\n"),
        &[
            "合计     line 1, column 4   Total permits (Items)  the same meaning",
            "Remarks  line 1, column 22  –                      left out, as told",
            "1 column under the headings of the table.",
            "The file lacks 5 columns: Collection permits, Preservation permits, International collaboration permits,",
        ],
    );
}

/// The second column is the sum of the four categories, the last is that and the revocations; the
/// headings say neither.
const SUMS: &str = "Jahr;Sum of all;Collection permits;Preservation permits;Export permits;International collaboration permits;\
                    Revocations (incl. Voluntary withdrawals);Handled\n\
                    2025;1.002.001;200.000 19,96%;80.000 7,98%;11.000 1,10%;711.001 70,96%;150 0,01%;1.002.151\n";

#[test]
fn a_column_is_known_by_the_role_that_its_figures_play() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", SUMS));
    let as_in_the_table = study.add(
        &file,
        &["--release", "2025", "--map", "Sum of all=total", "--map", "Handled=processed"],
    );
    assert_eq!(as_in_the_table.code, Some(2));
    tells(
        &as_in_the_table.stderr,
        &["release.csv:2:16", "`200.000 19,96%` in column `Collection permits`"],
    );
    let run = study.add(&file, &["--release", "2025", "--decimal", ","]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let lines: Vec<&str> =
        run.stdout.lines().filter(|line| line.contains("line 1, column")).map(str::trim).collect();
    for (heading, column) in [
        ("Jahr", "Year"),
        ("Sum of all", "Total permits (Items)"),
        ("Handled", "Total applications processed (items)"),
    ] {
        let line = lines
            .iter()
            .find(|line| line.starts_with(heading))
            .unwrap_or_else(|| panic!("`{heading}` is not told:\n{}", run.stdout));
        assert!(line.split("  ").any(|cell| cell == column) && line.contains("its "), "{line}");
    }
    assert_eq!(study.verdict("total[2025]"), "exact");
}

#[test]
fn columns_that_may_change_places_are_an_error_that_names_them() {
    let text = "Year,Total,A,B,Collection permits,International collaboration permits\n2025,\"2,001\",80 4.00%,11 0.55%,200 10.00%,\"1,710 85.46%\"\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(
        &refused.stderr,
        &[
            "`A` (may be Preservation permits or Export permits or Revocations",
            "`B` (may be Preservation permits or Export permits or Revocations",
        ],
    );
    // Printed again, 2024 tells which is which.
    let again = format!("{text}2024,\"2,214\",82 3.70%,10 0.45%,251 11.34%,\"1,871 84.51%\"\n");
    let (_kept, file) = received("release.csv", &again);
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
}

#[test]
fn a_count_and_its_share_may_stand_in_columns_of_their_own() {
    let text = "Year,Collection permits,Collection permits (%),Total\n2025,200,10.00%,\"2,001\"\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let run = study.add(&file, &["--release", "2025"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(
        &run.stdout,
        &[
            "column 6   collection             the same heading",
            "column 25  collection_pct         the same name",
        ],
    );
    assert_eq!(study.verdict("share-collection[2025]"), "rounded");
}

#[test]
fn a_row_is_found_by_its_date_however_it_is_printed() {
    let (study, (_kept, file)) = (
        Copy::of(PAPER),
        received("release.csv", "年份,合计\n2025年,\"2,001\"\n2023年,\"5,382\"\n"),
    );
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
    let found = run(&["explain", "--study", study.path(), "licences.total[2025]"]);
    assert_eq!(found.code, Some(0), "{found:?}");
    tells(&found.stdout, &["2,001"]);
    let (_kept, twice) = received("release.csv", "年份,合计\n2026年,1\n2026,2\n");
    let refused = study.add(&twice, &["--release", "2026"]);
    assert_eq!(refused.code, Some(2));
    tells(
        &refused.stderr,
        &["the key `2026` stands at line 2, column 1 already", "release.csv:3:1"],
    );
}

#[test]
fn words_that_are_revised_are_told_as_well() {
    let text = "Ranking,Institution name,Headquarters,Participation percentage (%)\n1,BeiGene Group,Switzerland,4.80\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let run = study
        .add(&file, &["--release", "2025", "--table", "sponsors", "--format", "json", "--dry-run"]);
    let told: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    assert_eq!(told["schema"], "crossfoot.added/1");
    let revised = serde_json::json!([{ "target": "sponsors.headquarters[BeiGene Group]", "change": "revised", "before": "China", "after": "Switzerland" }]);
    assert_eq!(told["revised"], revised);
}

#[test]
fn a_conclusion_that_turns_round_is_told() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year,Total permits\n2024,\"6,214\"\n"));
    let run = study.add(&file, &["--release", "2025", "--dry-run"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(&run.stdout, &["−58.45 %          +16.63 %  sign and size changes"]);
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
fn a_number_that_cannot_be_read_is_told_where_it_was_received() {
    let study = Copy::of(PAPER);
    let before = study.files();
    let page = "<html><body><table>\n<tr><th>Year</th><th>Total permits (Items)</th></tr>\n<tr><td>2025</td>\n<td>many</td></tr></table></body></html>\n";
    for (name, text, place) in [
        ("release.csv", "Year,Total permits (Items)\n2025,many\n", "release.csv:2:6"),
        ("page.html", page, "page.html:4:5"),
    ] {
        let (_kept, file) = received(name, text);
        let refused = study.add(&file, &["--release", "2025"]);
        assert_eq!((refused.code, study.files() == before), (Some(2), true));
        tells(&refused.stderr, &["`many` in column `Total permits (Items)`", place]);
        assert!(!refused.stderr.contains("licences-2025.csv"), "{}", refused.stderr);
    }
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let out = scratch.path().to_str().expect("a path in UTF-8");
    assert_eq!(run(&["export", PAPER, "--format", "xlsx", "--out", out]).code, Some(0));
    let workbook = scratch.path().join("hgr-2021-2024.xlsx");
    let refused = study.add(
        &workbook,
        &[
            "--table",
            "sponsors",
            "--release",
            "2025",
            "--map",
            "Institution name=share",
            "--map",
            "Participation percentage (%)=institution",
        ],
    );
    assert_eq!((refused.code, study.files() == before), (Some(2), true));
    tells(
        &refused.stderr,
        &["hgr-2021-2024.xlsx: sponsors!B2: `BeiGene Group` in column `Institution name`"],
    );
}

#[test]
fn what_the_user_says_of_the_file_must_be_so() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year,Total\n2025,\"2,001\"\n"));
    let before = study.files();
    let wrong: [(&[&str], &str); 6] = [
        (
            &["--release", "2025", "--map", "Totl=total"],
            "has no heading `Totl` (did you mean `Total`?)",
        ),
        (
            &["--release", "2025", "--map", "Total=totl"],
            "no table of the study has a column `totl` (did you mean `total`?)",
        ),
        (
            &["--release", "2025", "--published", "soon"],
            "`soon` is not a date (expected `2025`, `2025-03` or `2025-03-01`)",
        ),
        (&["--release", "first"], "table `licences` has two releases `first`"),
        (&["--release", ""], "is empty"),
        (
            &["--release", "2025", "--table", "permits"],
            "the study has no table `permits`; it has licences, sponsors, hospitals, cases",
        ),
    ];
    for (options, told) in wrong {
        let refused = study.add(&file, options);
        assert_eq!((refused.code, study.files() == before), (Some(2), true), "{refused:?}");
        tells(&refused.stderr, &[told]);
    }
    assert_eq!(study.add(&file, &["--release", "2025", "--published", "2026-03"]).code, Some(0));
    let earlier = study.add(&file, &["--release", "2026", "--published", "2025-03"]);
    tells(
        &earlier.stderr,
        &["release `2026` was published 2025-03, before the one that stands above it, 2026-03"],
    );
}

/// A manifest of one table `t`: its key, and header, name and unit of its columns.
fn manifest(key: &str, columns: &[(&str, &str, &str)]) -> String {
    let column = |(header, name, unit): &(&str, &str, &str)| {
        format!(
            "\n  [[table.column]]\n  header = \"{header}\"\n  name = \"{name}\"\n  unit = \"{unit}\"\n"
        )
    };
    let columns: String = columns.iter().map(column).collect();
    format!(
        "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\nkey = {key}\n{columns}"
    )
}

fn study(files: &[(&str, &str)]) -> Copy {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    files
        .iter()
        .for_each(|(name, text)| fs::write(scratch.path().join(name), text).expect("a file"));
    Copy(scratch)
}

#[test]
fn a_header_is_surer_than_the_name_of_another_column() {
    // The header of one column is the name of another.
    let names = manifest(
        "\"region\"",
        &[("Region", "region", "text"), ("Cases", "n", "count"), ("n", "sample", "count")],
    );
    let study =
        study(&[("study.toml", &names), ("t.csv", "Region,Cases,n\nNorth,101,203\nSouth,,55\n")]);
    let (_kept, file) = received("release.csv", "Region,n\nNorth,204\n");
    let run = study.add(&file, &["--release", "2025"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(&run.stdout, &["t.sample[North]     203      204"]);
    let (_kept, same) = received("release.csv", "Region,Cases,n\nNorth,101,204\nSouth,56,\n");
    let run = study.add(&same, &["--release", "2026"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(
        &run.stdout,
        &[
            "t.n[South]            —       56",
            "t.sample[South]      55        —  left empty; the figure before is kept",
        ],
    );
}

#[test]
fn another_unit_or_group_in_brackets_is_not_the_same_column() {
    let (other_unit, other_group) = (
        "Total permits (Items) in another unit: convert its figures first",
        "may be Total permits (Items)",
    );
    for (heading, told) in [
        ("Total permits (thousands)", other_unit),
        ("Total permits (%)", other_unit),
        ("Total permits (male)", other_group),
    ] {
        let (study, (_kept, file)) = (
            Copy::of(PAPER),
            received("release.csv", &format!("Year,{heading},Export permits\n2025,2,1 0.05%\n")),
        );
        let refused = study.add(&file, &["--release", "2025"]);
        assert_eq!(refused.code, Some(2), "{heading}: {refused:?}");
        tells(&refused.stderr, &[&format!("`{heading}` ({told})")]);
    }
}

#[test]
fn counts_with_a_dot_before_three_digits_are_a_question() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year;Total\n2025;2.001\n2024;2.214\n"));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(&refused.stderr, &["`2.001`", "this can be read in two ways", "release.csv:2:6"]);
    let run = study.add(&file, &["--release", "2025", "--decimal", ","]);
    tells(&run.stdout, &["Values that it revises\n  None."]);
}

#[test]
fn a_count_is_not_taken_for_a_year() {
    let text = "Permits handled,Collection permits\n2022,200 10.00%\n2023,210 10.00%\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(&refused.stderr, &["`Permits handled`", "no heading is taken for Year"]);
}

#[test]
fn other_tables_of_the_file_are_told() {
    let study = Copy::of(PAPER);
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let out = scratch.path().to_str().expect("a path in UTF-8");
    assert_eq!(run(&["export", PAPER, "--format", "xlsx", "--out", out]).code, Some(0));
    let run = study.add(
        &scratch.path().join("hgr-2021-2024.xlsx"),
        &["--release", "2025", "--table", "sponsors", "--dry-run"],
    );
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(
        &run.stdout,
        &[
            "Read from the table at sponsors!A1.",
            "The file holds other tables, which are not used: licences!A1, hospitals!A1",
        ],
    );
}

#[test]
fn columns_without_a_heading_and_with_the_same_have_names_to_map() {
    let text = "Year,Total,Note,Note,\n2025,\"2,001\",a,b,c\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(&refused.stderr, &["`Note`", "`Note (2)`", "`column 5`"]);
    let run = study.add(
        &file,
        &["--release", "2025", "--map", "Note=", "--map", "Note (2)=", "--map", "column 5="],
    );
    assert_eq!(run.code, Some(0), "{run:?}");
    let twice = study.add(&file, &["--release", "2026", "--map", "Note=", "--map", "Note=total"]);
    tells(&twice.stderr, &["`Note` is mapped twice, to different columns"]);
}

#[test]
fn tables_keep_the_direction_of_their_periods() {
    let wide = manifest(
        "\"region\"",
        &[("Region", "region", "text"), ("2021", "y_2021", "count"), ("2022", "y_2022", "count")],
    );
    let across = study(&[
        ("study.toml", &wide),
        ("t.csv", "Region,2021,2022\nNorth,101,203\nSouth,44,55\n"),
    ]);
    let (_kept, file) = received("release.csv", "Region,2021,2022\nNorth,101,204\nSouth,44,55\n");
    let run = across.add(&file, &["--release", "2025"]);
    tells(&run.stdout, &["t.y_2022[North]     203      204"]);
    let long = manifest(
        "[\"region\", \"year\"]",
        &[
            ("Region", "region", "text"),
            ("Year", "year", "date"),
            ("Projects", "projects", "count"),
        ],
    );
    let down = study(&[
        ("study.toml", &long),
        ("t.csv", "Region,Year,Projects\nNorth,2021,101\nNorth,2022,203\n"),
    ]);
    let run = down.add(&file, &["--release", "2025"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(
        &run.stdout,
        &["Release 2025 of t: 4 rows, 2 new.", "t.projects[North, 2022]     203      204"],
    );
}

#[test]
fn what_was_said_of_a_heading_holds_for_the_next_release() {
    let study = Copy::of(PAPER);
    let (_kept, first) = received("first.csv", "Jahr,Summe,Notiz\n2025,\"2,001\",a\n");
    assert_eq!(
        study.add(&first, &["--release", "2025", "--map", "Summe=total", "--map", "Notiz="]).code,
        Some(0)
    );
    let (_kept, next) = received("next.csv", "Jahr,Summe,Notiz\n2026,\"2,101\",b\n");
    let run = study.add(&next, &["--release", "2026"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(
        &run.stdout,
        &["Total permits (Items)  as in release 2025", "left out, as in release 2025"],
    );
}

#[test]
fn months_do_not_stand_in_a_table_of_years() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year,Total\n2025,9\n2024-01,2\n2024-02,3\n"));
    let before = study.files();
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!((refused.code, study.files() == before), (Some(2), true), "{refused:?}");
    tells(
        &refused.stderr,
        &[
            "the period of `2024-01` shares days with that of `2024`",
            "release.csv:3:1",
            "within year",
        ],
    );
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
    let (manifest, elsewhere) =
        (study.0.path().join("study.toml"), tempfile::tempdir().expect("a scratch folder"));
    let target = elsewhere.path().join("kept.toml");
    fs::rename(&manifest, &target).expect("another place");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink(&target, &manifest).expect("a link");
    let (_kept, file) = received("release.csv", CHINESE);
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
    assert!(fs::symlink_metadata(&manifest).expect("the link").is_symlink());
    assert_eq!(fs::metadata(&target).expect("the manifest").permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&target).expect("the manifest").contains("[[table.release]]"));
}

#[test]
fn a_text_that_is_revised_keeps_its_translation() {
    let text = "Ranking,Institution name,Headquarters,Participation percentage (%)\n13,Takeda Group,France,1.02\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let run = study.add(&file, &["--release", "2025", "--table", "sponsors"]);
    assert_eq!(run.code, Some(0), "{run:?}");
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
fn shares_under_the_same_heading_are_told_apart_by_what_they_are_shares_of() {
    let text = "年份,采集,占比,保藏,占比,合计\n2025,300,12.00,100,4.00,2500\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let run = study.add(&file, &["--release", "2025"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(
        ["share-collection[2025]", "share-preservation[2025]"].map(|check| study.verdict(check)),
        ["exact", "exact"]
    );
}

#[test]
fn a_period_is_no_other_though_it_prints_the_same() {
    let wide = manifest("\"region\"", &[("Region", "region", "text"), ("2021", "y_2021", "count")]);
    let study = study(&[("study.toml", &wide), ("t.csv", "Region,2021\nNorth,1013\nSouth,4471\n")]);
    let (_kept, file) = received("release.csv", "Region,2025\nNorth,1013\nSouth,4471\n");
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    tells(&refused.stderr, &["`2025`\n", "no heading is taken for 2021"]);
}

#[test]
fn a_role_that_may_be_chance_is_no_reason() {
    // One row of small figures: that 6 is 1 + 2 + 3 + 0 says little.
    let text = "Year,Sum,Collection permits,Preservation permits,Export permits,International collaboration permits\n2025,6,1,2,0,3\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    tells(&refused.stderr, &["`Sum`\n", "--map 'Sum=COLUMN'"]);
}
