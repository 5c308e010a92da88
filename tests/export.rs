//! `crossfoot export`: the same bytes each time, and nothing half-written. What other programs make
//! of the files is in `tests/exports`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::run::run;

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.insert(entry.display().to_string(), fs::read(&entry).expect("a file"));
        }
    }
    found
}

#[test]
fn exporting_again_changes_nothing() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let out = scratch.path().to_str().expect("a path in UTF-8");
    for format in ["datapackage", "csvw", "xlsx"] {
        let export = || {
            let run = run(&["export", "data/hgr-2025-09", "--format", format, "--out", out]);
            assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{format}");
            assert!(
                run.stdout.lines().all(|file| Path::new(file).is_file()),
                "every file that is named is there: {}",
                run.stdout
            );
            files(scratch.path())
        };
        assert_eq!(export(), export(), "{format}");
    }
}

#[test]
fn a_spreadsheet_may_be_given_the_name_of_its_file() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let file = scratch.path().join("for/owners.xlsx");
    let out = file.to_str().expect("a path in UTF-8");
    let run = run(&["export", "data/hgr-2021-2024", "--format", "xlsx", "--out", out]);
    assert_eq!((run.code, run.stdout.trim()), (Some(0), out), "{}", run.stderr);
    assert!(file.is_file(), "the file, and no folder of its name");
}

#[test]
fn a_package_holds_figures_as_plain_numbers_and_the_rules() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let out = scratch.path().to_str().expect("a path in UTF-8");
    run(&["export", "data/hgr-2021-2024", "--format", "datapackage", "--out", out]);
    let table = fs::read_to_string(scratch.path().join("data/licences.csv")).expect("the table");
    assert_eq!(
        table.lines().nth(3),
        Some("2023,5328,1427,26.78,92,17.27,10,0.19,3853,72.32,203,3.81,5531")
    );
    let package: serde_json::Value = serde_json::from_slice(
        &fs::read(scratch.path().join("datapackage.json")).expect("the description"),
    )
    .expect("JSON");
    assert_eq!(package["resources"][0]["schema"]["primaryKey"], serde_json::json!(["year"]));
    assert_eq!(package["crossfoot"]["rules"][0]["target"], "licences.total");
}

/// The description of a study exported in a format, and its folder.
fn described(study: &str, format: &str, file: &str) -> (serde_json::Value, tempfile::TempDir) {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let run = run(&[
        "export",
        study,
        "--format",
        format,
        "--out",
        scratch.path().to_str().expect("a path in UTF-8"),
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = fs::read(scratch.path().join(file)).expect("the description");
    (serde_json::from_slice(&text).expect("JSON"), scratch)
}

#[test]
fn no_key_of_a_package_is_ever_empty() {
    let (package, folder) = described("data/hgr-2025-09", "datapackage", "datapackage.json");
    assert_eq!(package["resources"][0]["schema"]["primaryKey"], json!(["line"]));
    assert_eq!(package["resources"][1]["schema"]["primaryKey"], json!(["role", "institution"]));
    let regions = fs::read_to_string(folder.path().join("data/regions.csv")).expect("the table");
    assert!(
        regions.starts_with("line,dimension,region,projects,share\n2,全部事项,,172,\n"),
        "{regions}"
    );
    let (package, folder) =
        described("tests/exports/studies/gaps", "datapackage", "datapackage.json");
    assert_eq!(package["resources"][0]["schema"]["primaryKey"], json!(["line_2"]));
    assert_eq!(package["resources"][0]["schema"]["fields"][0]["missingValues"], json!([""]));
    let offices = fs::read_to_string(folder.path().join("data/offices.csv")).expect("the table");
    assert_eq!(
        offices,
        "line_2,office,permits,line,line_qualifier\n2,North,12,c,\n4,–,–,–,\n5,South,8,8,<\n6,,20,–,\n"
    );
}

#[test]
fn a_package_holds_all_that_its_rules_ask_for() {
    let (package, folder) = described("data/hgr-2025-09", "datapackage", "datapackage.json");
    let extension = &package["crossfoot"];
    assert_eq!(
        extension["aliases"],
        json!({ "resource": "aliases", "columns": ["leaders.institution"] })
    );
    let aliases = fs::read_to_string(folder.path().join("data/aliases.csv")).expect("the names");
    assert!(
        aliases.contains("\n艾昆纬,IQVIA,IQVIA\n") && aliases.contains("\nIQVIA,IQVIA,IQVIA\n"),
        "{aliases}"
    );
    assert_eq!(
        (&extension["language"], &extension["translations"]),
        (&json!("zh"), &json!("translations"))
    );
    let translations =
        fs::read_to_string(folder.path().join("data/translations.csv")).expect("the translations");
    assert!(
        translations.starts_with("text,en,zh\n") && translations.contains("\n申办方,Sponsors,\n"),
        "{translations}"
    );
    assert_eq!(extension["tables"][0]["missing"], json!({ "": "未发布" }));
    assert_eq!(
        (&extension["tables"][0]["key"], &extension["tables"][0]["line"]),
        (&json!(["dimension", "region"]), &json!("line"))
    );
    let whole = &extension["denominators"][0];
    assert_eq!(
        (&whole["shares"], &whole["least"], &whole["greatest"]),
        (&json!(3), &json!("176"), &json!("176"))
    );
    assert_eq!(extension["rules"][0]["target"], "regions.share[#3]");
    let (package, _) = described("data/hgr-2021-2024", "datapackage", "datapackage.json");
    for (table, unlisted) in
        [(1, "share >= 0 and share < 1"), (2, "share >= 1 and share <= min(hospitals.share)")]
    {
        assert_eq!(package["crossfoot"]["tables"][table]["unlisted"], unlisted);
        assert!(crossfoot_core::formula::parse(unlisted).is_ok(), "{unlisted}");
    }
}

#[test]
fn csv_on_the_web_tells_the_language_of_the_study() {
    for (study, language) in [
        ("data/hgr-2025-09", "zh"),
        ("data/hgr-2021-2024", "en"),
        ("tests/exports/studies/gaps", "und"),
    ] {
        let (group, _) = described(study, "csvw", "csv-metadata.json");
        assert_eq!(group["@context"][1]["@language"], language, "{study}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let file = scratch.path().join("taken");
    fs::write(&file, "kept").expect("a file");
    let run = run(&[
        "export",
        "data/hgr-2025-09",
        "--format",
        "xlsx",
        "--out",
        file.to_str().expect("a path in UTF-8"),
    ]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("taken is a file; expected a folder"), "{}", run.stderr);
    assert_eq!(fs::read(&file).expect("the file"), b"kept");
}
