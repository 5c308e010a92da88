//! Cells that print several figures, some of which may be absent.

use std::collections::BTreeMap;
use std::path::Path;

use crossfoot_core::{Cell, LoadError};
use crossfoot_ingest::{Options, read_bytes};
use crossfoot_load::Loaded;
use crossfoot_load::append::{Appending, matched, propose};

/// Loads a table of patients whose second column prints a count and a percentage.
fn load(csv: &str, parts: &str, more: &str) -> Result<Loaded, LoadError> {
    let manifest = format!(
        "[study]\nid = \"s\"\ntitle = \"S\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\n\
         file = \"t.csv\"\nkey = \"site\"\n{more}\n[[table.column]]\nheader = \"Site\"\n\
         name = \"site\"\nunit = \"text\"\n\n[[table.column]]\nheader = \"Women\"\n{parts}\n"
    );
    let files = [("study.toml", manifest.as_str()), ("t.csv", csv)];
    let files: BTreeMap<String, String> =
        files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    Loaded::from_texts(Path::new("s"), &files)
}

const PARTS: &str = "parts = [{ name = \"women\", unit = \"count\" }, \
                     { name = \"pct\", unit = \"percent\", optional = true }]";

#[test]
fn a_cell_may_end_before_an_optional_part() {
    let csv = "Site,Women\nnorth,412\nsouth,31 (8.9)\neast,0 (–)\nwest,–\n";
    let study = load(csv, PARTS, "").expect("it loads").into_study();
    let [women, pct] = [1, 2].map(|column| {
        let cells = study.tables[0].columns[column].cells.iter();
        cells.map(|cell| matches!(cell, Cell::Number(_))).collect::<Vec<_>>()
    });
    assert_eq!(women, [true, true, true, false]);
    assert_eq!(pct, [false, true, false, false]);
}

#[test]
fn a_release_may_lack_the_same_figures() {
    let csv = "Site,Women\nnorth,412\nsouth,31 (8.9)\neast,17 (4.2)\n";
    let loaded = load(csv, PARTS, "").expect("it loads");
    let text = "Site,Women\nnorth,420\nsouth,33 (9.1)\neast,18\nwest,5\n";
    let received = read_bytes("new.csv", text.as_bytes(), Options::default()).expect("a table");
    let appending = Appending {
        loaded: &loaded,
        received: &received,
        table: None,
        release: "2025",
        published: None,
        decimal: None,
        mapping: &[],
    };
    let matching = matched(&appending).expect("it fits");
    let after = propose(&appending, &matching, "t-2025.csv").expect("a release");
    let pct = &after.study.tables[0].columns[2];
    let known: Vec<bool> = pct.cells.iter().map(|cell| matches!(cell, Cell::Number(_))).collect();
    // An absent figure leaves the earlier one.
    assert_eq!(known, [false, true, true, false]);
}

#[test]
fn a_row_has_one_unit_for_all_figures_of_its_cells() {
    let csv = "Site,Women\nage,43.5% (12.1)\nsouth,31 (8.9)\n";
    let row = "row = [{ line = 2, unit = \"number\" }]";
    let study = load(csv, PARTS, row).expect("it loads").into_study();
    let table = &study.tables[0];
    let units = [(1, 0), (2, 0), (1, 1), (2, 1)].map(|(column, row)| {
        assert!(matches!(table.columns[column].cells[row], Cell::Number(_)));
        table.cell_unit(column, row).unit.name().to_owned()
    });
    assert_eq!(units, ["number", "number", "count", "percent"]);
}

#[test]
fn a_required_part_must_be_there() {
    let required = PARTS.replace(", optional = true", "");
    let error = load("Site,Women\nnorth,412\n", &required, "").expect_err("a part is missing");
    assert!(error.to_string().contains("cannot split this cell"), "{error}");
}

#[test]
fn only_the_last_parts_can_be_optional() {
    let swapped = "parts = [{ name = \"women\", unit = \"count\", optional = true }, \
                   { name = \"pct\", unit = \"percent\" }]";
    let error = load("Site,Women\nnorth,31 (8.9)\n", swapped, "").expect_err("they are swapped");
    let expected = "only the last parts of a cell can be optional, not `women`";
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn a_mark_may_hold_quotes() {
    let csv = "Site,Women\nnorth,\"see \"\"Notes\"\"\"\nsouth,31 (8.9)\n";
    let study = load(csv, PARTS, "missing = { 'see \"Notes\"' = \"explained below\" }")
        .expect("it loads")
        .into_study();
    assert!(matches!(study.tables[0].columns[1].cells[0], Cell::Missing(..)));
}
