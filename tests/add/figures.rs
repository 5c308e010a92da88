//! What a release says: new rows, revised figures, and what cannot be read with its place.

use super::{CHINESE, Copy, PAPER, received, tells};
use crate::run::run;

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
            "−58.45 %       −58.86 %  unchanged",
            "preservation             2025       80          45.7 to 138  within",
            "preservation / total     2025   4.00 %        0.37 to 14.47  within",
        ],
    );
    assert!(study.files() == before, "nothing was written");
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
fn a_text_that_is_revised_keeps_its_translation() {
    let text = "Ranking,Institution name,Headquarters,Participation percentage (%)\n13,Takeda Group,France,1.02\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let run = study.add(&file, &["--release", "2025", "--table", "sponsors"]);
    assert_eq!(run.code, Some(0), "{run:?}");
}

#[test]
fn a_conclusion_that_turns_round_is_told() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year,Total permits\n2024,\"6,214\"\n"));
    let run = study.add(&file, &["--release", "2025", "--dry-run"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    tells(&run.stdout, &["−58.45 %       +16.63 %  supported before, not distinguishable now"]);
}

/// From 63, 80, 92 and 82 nobody expects 300.
#[test]
fn a_count_that_earlier_ones_did_not_lead_to_expect_is_told() {
    let text = "Year,Preservation permits\n2025,300 15.00%\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let told = study.add(&file, &["--release", "2025", "--dry-run"]);
    tells(&told.stdout, &["preservation  2025    300          45.7 to 138  outside"]);
    let run = study.add(&file, &["--release", "2025", "--format", "json", "--dry-run"]);
    let told: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let expected = &told["expected"];
    assert_eq!(expected.as_array().map(Vec::len), Some(1), "{expected}");
    assert_eq!(expected[0]["period"], "2025");
    assert_eq!((&expected[0]["value"], &expected[0]["within"]), (&300.0.into(), &false.into()));
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
        &["duplicate key `2026`; first used at line 2, column 1", "release.csv:3:1"],
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
        &["the periods of `2024-01` and `2024` overlap", "release.csv:3:1", "within year"],
    );
}

#[test]
fn counts_with_a_dot_before_three_digits_are_a_question() {
    let (study, (_kept, file)) =
        (Copy::of(PAPER), received("release.csv", "Year;Total\n2025;2.001\n2024;2.214\n"));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(&refused.stderr, &["`2.001`", "ambiguous number: `.` could separate", "release.csv:2:6"]);
    let run = study.add(&file, &["--release", "2025", "--decimal", ","]);
    tells(&run.stdout, &["Values that it revises\n  None."]);
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
        (&["--release", "first"], "duplicate release `first` of table `licences`"),
        (&["--release", ""], "is empty"),
        (
            &["--release", "2025", "--table", "permits"],
            "the study has no table `permits`; expected one of licences, sponsors, hospitals, cases",
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
        &["release `2026` (2025-03) is older than the release above it (2026-03)"],
    );
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
            "The file has other tables, which are not used: licences!A1, hospitals!A1",
        ],
    );
}
