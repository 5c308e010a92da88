//! What is drafted for columns as publications print them.

use crossfoot_ingest::PrintedTable;
use crossfoot_load::draft::{ColumnDraft, TableDraft, tables};

/// The draft of a table with names of rows and one more column.
fn table(title: Option<&str>, heading: &str, cells: &[&str]) -> TableDraft {
    let header = ["Item", heading].map(str::to_owned);
    let rows: Vec<Vec<String>> = cells
        .iter()
        .enumerate()
        .map(|(row, cell)| vec![format!("row {row}"), (*cell).to_owned()])
        .collect();
    let mut printed = PrintedTable::from_texts("t.csv", &header, &rows).expect("rows fit");
    printed.title = title.map(str::to_owned);
    tables(&[("t".to_owned(), printed)], None).remove(0)
}

fn column(heading: &str, cells: &[&str]) -> ColumnDraft {
    table(None, heading, cells).columns.remove(1)
}

/// Units of the figures in each cell, `?` behind those that may be absent.
fn units(column: &ColumnDraft) -> String {
    let parts = column.parts.iter();
    let units = parts.map(|part| format!("{}{}", part.unit, if part.optional { "?" } else { "" }));
    units.collect::<Vec<_>>().join(" ")
}

fn names(column: &ColumnDraft) -> Vec<&str> {
    column.parts.iter().map(|part| part.name.as_str()).collect()
}

#[test]
fn a_few_words_leave_a_column_numeric() {
    let cells = ["10", "11", "not known", "13", "12-13", "not known"];
    let draft = table(None, "Staff", &cells);
    assert_eq!(units(&draft.columns[1]), "count");
    assert_eq!(draft.missing, ["12-13", "not known"]);
    let problems: Vec<usize> = draft.columns[1].problems.iter().map(|cell| cell.row).collect();
    assert_eq!(problems, [2, 4, 5]);
    let remark = draft.columns[1].remarks.concat();
    assert!(remark.contains("3 of 6 cells cannot be read"), "{remark}");
    assert!(remark.contains("`not known` (line 4, column 7)"), "{remark}");
}

#[test]
fn many_words_make_a_column_text_and_the_cell_is_told() {
    let mixed = column("Source", &["see note 1", "12", "see note 2", "table 3"]);
    assert_eq!(units(&mixed), "text");
    assert_eq!(mixed.became_text.as_ref().map(|cell| cell.row), Some(0));
    assert!(mixed.remarks.concat().contains("read as text because of `see note 1` (line 2"));
    // Words without digits do not look numeric.
    assert_eq!(column("Source", &["register", "survey", "census"]).became_text, None);
}

#[test]
fn a_text_that_is_a_value_elsewhere_is_no_mark() {
    let header = ["Item", "Age", "Share"].map(str::to_owned);
    let rows = [["a", "0–4", "12%"], ["b", "5–9", "13%"], ["c", "10–14", "5–9"]];
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    let printed = PrintedTable::from_texts("t.csv", &header, &rows).expect("rows fit");
    let draft = tables(&[("t".to_owned(), printed)], None).remove(0);
    assert_eq!([1, 2].map(|at| units(&draft.columns[at])), ["number number", "text"]);
    assert!(draft.missing.is_empty() && draft.columns[2].became_text.is_some());
}

#[test]
fn cells_may_lack_their_last_figures() {
    for (heading, cells, expected) in [
        ("Women, n (%)", ["412", "31 (8.9)", "60 (17.2)", "0 (–)"].as_slice(), "count percent?"),
        ("Cases", &["36 (35.5%)", "0", "1 (4.8%)", "–"], "count percent?"),
        ("Responders, n/N (%)", &["640/811 (78.9)", "77/90 (85.6)"], "count count percent"),
        ("Weight", &["12.3 ± 4.5", "14.0 ± 3.9", "n.s."], "number number"),
        ("OR (95% CI)", &["1.2 (0.8–1.9)", "0.4 (0.2, 0.9)", "1"], "number number? number?"),
        ("Effect", &["0.13 [−0.01, 0.26]**", "0.2 [0.1 to 0.3]"], "number number number"),
        ("Age", &["0–14", "15–24", "25–64"], "number number"),
        ("Rate", &["34.5% (12)", "20.1% (7)", "11.0% (4)"], "percent count"),
    ] {
        assert_eq!(units(&column(heading, cells)), expected, "{heading}");
    }
    assert_eq!(names(&column("Age", &["0–14", "15–24"])), ["age", "age_high"]);
    assert_eq!(
        names(&column("Age, mean (SD)", &["43.5 (13.2)", "44.0 (12.8)"])),
        ["age_mean", "age_mean_sd"]
    );
}

#[test]
fn the_column_decides_whether_brackets_hold_percentages() {
    // 349 cases.
    let shares = ["71 (20.3)", "147 (42.1)", "44 (12.6)", "30 (8.6)"];
    assert_eq!(units(&column("Validation", &shares)), "count percent");
    let means = ["45 (12.1)", "52 (9.8)", "61 (14.0)", "47 (11.5)"];
    assert_eq!(units(&column("Validation", &means)), "number number");
    assert_eq!(units(&column("Age, mean (SD)", &shares)), "number number");
    // A mean among them has a unit of its own.
    let mixed = ["45.2 (12.1)", "147 (42.1%)", "44 (12.6%)", "30 (8.6%)", "43.0 (18–89)"];
    let draft = table(None, "Validation", &mixed);
    assert_eq!(units(&draft.columns[1]), "count percent number?");
    let rows: Vec<(u32, &str)> = draft.rows.iter().map(|row| (row.line, &*row.unit)).collect();
    assert_eq!(rows, [(2, "number"), (6, "number")]);
}

#[test]
fn p_values_are_ratios() {
    for heading in ["p", "P value", "Men / p-value[a]", "P for trend"] {
        assert_eq!(units(&column(heading, &["<0.001", "0.03", "1"])), "ratio", "{heading}");
    }
    assert_eq!(units(&column("Significance", &["<0.001", "0.03", "1"])), "ratio");
    assert_eq!(units(&column("PM", &["3", "4"])), "count");
}

#[test]
fn units_of_cells_are_units_of_columns() {
    assert_eq!(units(&column("Boiling point", &["5.4 °C", "7.1 °C", "10 °C"])), "°C");
    assert_eq!(units(&column("Price", &["$1,234", "980"])), "USD");
    // Half of them.
    assert_eq!(units(&column("Change", &["12", "8", "-3%", "10%"])), "percent");
    assert_eq!(units(&column("Staff", &["251a", "17", "12**"])), "count");
    assert_eq!(units(&column("Room", &["1a", "1b", "2a"])), "text");
}

#[test]
fn rows_may_have_units_of_their_own() {
    let header = ["Item", "2023", "2024"].map(str::to_owned);
    let rows = [
        ["Staff", "1,204", "1,310"],
        ["Women", "602", "701"],
        ["Women (%)", "50.0", "53.5"],
        ["Growth", "2%", "9%"],
        ["Mean age", "43.1", "44"],
        ["Branches", "17", "19"],
        ["Rooms", "230", "233"],
    ];
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
    let printed = PrintedTable::from_texts("t.csv", &header, &rows).expect("rows fit");
    let draft = tables(&[("t".to_owned(), printed)], None).remove(0);
    assert_eq!([1, 2].map(|at| units(&draft.columns[at])), ["count", "count"]);
    let rows: Vec<(u32, &str)> = draft.rows.iter().map(|row| (row.line, &*row.unit)).collect();
    assert_eq!(rows, [(4, "percent"), (5, "percent"), (6, "number")]);
}

#[test]
fn decimals_of_spreadsheets_are_declared() {
    let long = column("Level", &["57.0", "50810.751000000004", "3.1999999999999997"]);
    assert_eq!(long.parts[0].decimals, Some(3));
    assert!(long.remarks.concat().contains("rounded to 3 decimals"), "{:?}", long.remarks);
    let whole = column("Staff", &["57.00", "12.00", "9.00"]);
    assert_eq!((units(&whole).as_str(), whole.parts[0].decimals), ("count", Some(0)));
    let thousands = column("Staff (thousands)", &["1,425.20", "980.70"]);
    assert_eq!((units(&thousands).as_str(), thousands.parts[0].decimals), ("count", None));
    let amounts = column("Amount", &["57.00", "12.50"]);
    assert_eq!((units(&amounts).as_str(), amounts.parts[0].decimals), ("number", None));
}

#[test]
fn scales_are_read_from_headings_and_titles() {
    for (title, heading, scale) in [
        (None, "Jobs (in thousands)", 1_000),
        (None, "Sales $ millions", 1_000_000),
        (Some("Jobs by industry (1,000)"), "2020", 1_000),
        (Some("Jobs by industry, in thousands"), "Share, %", 1),
        (Some("Jobs by industry"), "2020", 1),
        (Some("就业人员（单位：万人）"), "合计", 10_000),
    ] {
        let draft = table(title, heading, &["1,204", "980", "77"]);
        assert_eq!(draft.columns[1].parts[0].scale, scale, "{heading}");
    }
}

#[test]
fn the_number_of_cases_is_kept() {
    let base = column("Placebo (n = 123)", &["12", "17"]).base.expect("a base");
    assert_eq!((base.value, base.in_title), (123, false));
}
