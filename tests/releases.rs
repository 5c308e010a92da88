//! Releases of a table: what each printed is kept, the latest stands, and what was revised is told.

use serde_json::Value;

use crate::run::run;

fn revisions() -> Value {
    let run = run(&["revisions", "tests/releases/permits", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// Worked out by hand from the three files.
#[test]
fn the_triangle_of_a_column_is_what_its_releases_printed() {
    let found = revisions();
    assert_eq!(found["schema"], "crossfoot.revisions/1");
    let columns = found["tables"][0]["columns"].as_array().expect("columns");
    let total = columns.iter().find(|column| column["column"] == "total").expect("a column");
    let triangle: Vec<String> = (total["cells"].as_array().expect("cells").iter())
        .map(|cell| {
            let printings =
                cell["printings"].as_array().expect("printings").iter().map(|printing| {
                    let text = |key: &str| printing[key].as_str().unwrap_or("none").to_owned();
                    format!(
                        "{}: {} {} {}",
                        text("release"),
                        text("published"),
                        text("change"),
                        text("difference")
                    )
                });
            format!(
                "{} {}",
                cell["target"].as_str().expect("a name"),
                printings.collect::<Vec<_>>().join(", ")
            )
        })
        .collect();
    assert_eq!(
        triangle,
        [
            "permits.total[2020] 2022: 1,245 first none",
            "permits.total[2021] 2022: 1,339 first none, 2023: 1,339 same none",
            "permits.total[2022] 2022: 1,511 first none, 2023: 1,560 revised 49, 2024: 1,539 revised -21",
            "permits.total[2023] 2023: 1,623 first none, 2024: 1,634 revised 11",
            "permits.total[2024] 2024: 1,756 first none",
        ]
    );
    // Of 2021, 2022 and 2023: (0 + 28 + 11) / 3, and 3,900 / (1,339 + 1,539 + 1,634).
    let size = [
        "compared",
        "revised",
        "mean_revision",
        "mean_absolute_revision",
        "relative_mean_absolute_revision",
    ]
    .map(|key| total[key].to_string());
    assert_eq!(size, ["3", "2", "\"13\"", "\"13\"", "\"325/376\""]);
}

/// What a release leaves empty does not erase what was published before, and more decimals revise
/// nothing.
#[test]
fn what_is_left_empty_is_kept() {
    let run = run(&["explain", "permits.change[2021]", "--study", "tests/releases/permits"]);
    assert!(
        run.stdout.contains("printed 7.6 %")
            && run.stdout.contains("left empty; the earlier figure is kept"),
        "{}",
        run.stdout
    );
}

/// 1,634 is 4.7 % more than the 1,560 of the release before, and 6.2 % more than the 1,539 that it
/// was revised to.
#[test]
fn a_change_across_a_revision_says_which_vintage_it_used() {
    let found: Value =
        serde_json::from_str(&run(&["check", "tests/releases/permits", "--format", "json"]).stdout)
            .expect("JSON");
    let rule = found["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .find(|rule| rule["id"] == "change[2023]")
        .expect("a rule");
    assert_eq!(rule["causes"][0]["kind"], "earlier-vintage");
    let read: Vec<String> = (rule["revised_inputs"].as_array().expect("inputs").iter())
        .map(|input| {
            format!("{} {} {}", input["target"], input["release"], input["first_published"])
                .replace('"', "")
        })
        .collect();
    assert_eq!(read, ["permits.total[2022] 2024 1,511", "permits.total[2023] 2024 1,623"]);

    let stats: Value =
        serde_json::from_str(&run(&["stats", "tests/releases/permits", "--format", "json"]).stdout)
            .expect("JSON");
    let sections = stats["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .filter(|section| section["section"] == "changes");
    let estimates =
        sections.flat_map(|section| section["estimates"].as_array().expect("estimates"));
    let notes: Vec<&str> = estimates
        .filter(|estimate| estimate["subject"] == "total")
        .filter_map(|estimate| estimate["note"].as_str())
        .collect();
    assert_eq!(
        notes,
        [
            "2022 as revised in release 2024",
            "2022 and 2023 as revised in release 2024",
            "2023 as revised in release 2024"
        ]
    );
}
