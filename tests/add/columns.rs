//! Which column of the table a heading of the release is: by its words, its unit, its figures.

use std::fs;

use crossfoot::by_role;
use crossfoot::ingest::{Options, read};
use crossfoot::load::Loaded;
use crossfoot::load::append::{Appending, matched, propose};

use super::{Copy, PAPER, received, tells};

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
            "Remarks  line 1, column 22  –                      left out, as given with --map",
            "1 column under the headings of the table.",
            "The file does not have 5 columns: Collection permits, Preservation permits, International collaboration permits,",
        ],
    );
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
            "t.sample[South]      55        —  left empty; the earlier figure is kept",
        ],
    );
}

#[test]
fn another_unit_or_group_in_brackets_is_not_the_same_column() {
    let (other_unit, other_group) = (
        "Total permits (Items) in another unit: convert its figures first",
        "could be Total permits (Items)",
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
fn a_count_is_not_taken_for_a_year() {
    let text = "Permits handled,Collection permits\n2022,200 10.00%\n2023,210 10.00%\n";
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", text));
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2));
    tells(&refused.stderr, &["`Permits handled`", "columns without a heading: Year"]);
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
    tells(&twice.stderr, &["`Note` is mapped to two different columns"]);
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
fn a_period_is_no_other_though_it_prints_the_same() {
    let wide = manifest("\"region\"", &[("Region", "region", "text"), ("2021", "y_2021", "count")]);
    let study = study(&[("study.toml", &wide), ("t.csv", "Region,2021\nNorth,1013\nSouth,4471\n")]);
    let (_kept, file) = received("release.csv", "Region,2025\nNorth,1013\nSouth,4471\n");
    let refused = study.add(&file, &["--release", "2025"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    tells(&refused.stderr, &["`2025`\n", "columns without a heading: 2021"]);
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
fn roles_are_looked_for_in_memory() {
    let (study, (_kept, file)) = (Copy::of(PAPER), received("release.csv", SUMS));
    let loaded = Loaded::read(study.0.path()).expect("the study");
    let received = read(&file, Options::default()).expect("the file");
    // From here on any reading or writing of the study would fail.
    fs::remove_dir_all(study.0.path()).expect("the study can be removed");
    let appending = Appending {
        loaded: &loaded,
        received: &received,
        table: None,
        release: "2025",
        published: None,
        decimal: Some(','),
        mapping: &[],
    };
    let matching = matched(&appending).expect("a table that fits");
    assert_eq!(matching.unknown().count(), 2, "two headings say nothing");
    let (matching, not_tried) = by_role(&appending, matching);
    assert_eq!((matching.unknown().count(), not_tried), (0, None));
    let after = propose(&appending, &matching, "licences-2025.csv").expect("the study with it");
    assert!(after.manifest.contains("file = \"licences-2025.csv\""));
    assert_eq!(after.study.tables[0].rows(), loaded.study().tables[0].rows() + 1);
    assert!(!study.0.path().exists(), "nothing was written");
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
            "`A` (could be Preservation permits or Export permits or Revocations",
            "`B` (could be Preservation permits or Export permits or Revocations",
        ],
    );
    // Printed again, 2024 tells which is which.
    let again = format!("{text}2024,\"2,214\",82 3.70%,10 0.45%,251 11.34%,\"1,871 84.51%\"\n");
    let (_kept, file) = received("release.csv", &again);
    assert_eq!(study.add(&file, &["--release", "2025"]).code, Some(0));
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
