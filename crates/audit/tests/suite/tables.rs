//! Tables whose rows and figures are not all alike: sub-headings, rows with units of their own,
//! figures with declared decimals.

use crossfoot_core::{CellId, ColumnId, Variable};

use crate::language::{Manifest, rule};

const GROUPED: &str = r#"
key = ["group", "item"]
headings = [3, 6]
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "N", name = "n", unit = "count" },
]
"#;

#[test]
fn rows_below_a_sub_heading_are_its_group() {
    let csv = "Item,N\nAll,10\nHome,\nBread,1\nMilk,2\nAbroad,7\nBread,3\nMilk,5\n";
    let rules = r#"
        [[rule]]
        id = "all"
        target = 't.n["", All]'
        formula = "sum(self where group != '')"

        [[rule]]
        id = "home"
        target = "t.n[Home, Bread]"
        formula = 'sum(self where group = "Home" and item = "Milk") - n["Abroad", "Bread"] + 2'

        [[rule]]
        id = "abroad"
        target = "t.n[#6]"
        formula = 'sum(self where group = "Abroad")'

        [[rule]]
        id = "mean"
        target = "t.n[Abroad, Bread]"
        formula = "mean(self where item = 'Milk' or line = 3)"

        [[rule]]
        id = "size"
        rows = "t where group = 'Abroad' and n > 4"
        condition = "n < 4"
    "#;
    let manifest = Manifest { table: GROUPED, rules };
    let expected = [
        "all inconsistent 11",
        "home exact 1",
        "abroad inconsistent 8",
        "mean truncated 7/2",
        "size[Abroad, Milk] inconsistent does not hold",
    ];
    assert_eq!(manifest.outcome(csv), expected);
    let study = manifest.study(csv);
    let group = ColumnId { table: 0, column: 2 };
    let place = study.place(Variable::Cell(CellId { column: group, row: 3 }));
    assert_eq!((place.line(), place.column()), (3, 1));
}

#[test]
fn a_column_named_group_is_meant_before_the_sub_headings() {
    let table =
        GROUPED.replace("\"item\"", "\"group\"").replace("[\"group\", \"group\"]", "\"group\"");
    let csv = "Item,N\nAll,10\nHome,\nBread,1\nMilk,2\nAbroad,7\nFish,3\n";
    let rules = rule("t.n[All]", r#"sum(self where group = "Bread" or group = "Home") + 9"#);
    assert_eq!(Manifest { table: &table, rules: &rules }.outcome(csv), ["r exact 10"]);
}

#[test]
fn lines_of_one_file_do_not_go_with_releases() {
    let release = "\n[[table.release]]\nid = \"2\"\nfile = \"t.csv\"\n";
    for (table, key) in [(GROUPED, "headings"), (MIXED, "row")] {
        let table = format!("{table}{release}");
        let error = Manifest { table: &table, rules: "" }.error("Item,N\nHome,\nBread,1\n");
        let message = format!("table `t` has releases and `{key}`, which names lines of one file");
        assert!(error.contains(&message), "{error}");
    }
}

#[test]
fn sub_headings_must_be_rows_with_text() {
    for (headings, csv, message) in [
        ("[9]", "Item,N\nHome,\nBread,1\n", "table `t` has no row on line 9"),
        ("[2]", "Item,N\n,2\nBread,1\n", "line 2 has no text that could be a sub-heading"),
        ("3", "Item,N\nHome,\nBread,1\n", "expected a list of whole numbers for `headings`"),
    ] {
        let table = GROUPED.replace("[3, 6]", headings).replace("\"group\", ", "");
        let error = Manifest { table: &table, rules: "" }.error(csv);
        assert!(error.contains(message), "{headings}: {error}");
    }
}

const DECIMALS: &str = r#"
key = "item"
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "P", name = "p", unit = "percent", decimals = 1 },
  { header = "N", name = "n", unit = "count", decimals = 0 },
  { header = "Both", parts = [
    { name = "m", unit = "RMB", decimals = 2 },
    { name = "q", unit = "percent", decimals = 1 },
  ] },
]
"#;

#[test]
fn declared_decimals_round_what_spreadsheets_print() {
    let csv = "Item,P,N,Both\na,33.35000000000000000000001,38028.00000,7 (1.25)\nb,57,-2.5,8.125 (3)\n\
               c,>9.96%,0.1?,1 (1)\n";
    let manifest = Manifest { table: DECIMALS, rules: "" };
    let error = manifest.error(csv);
    assert!(error.contains("`0.1?` in column `N`: this is not a number"), "{error}");
    let study = manifest.study(&csv.replace("0.1?", "1999.5"));
    for (column, expected) in [
        (1, ["33.4", "57.0", "10.0"]),
        (2, ["38028", "-2", "2000"]),
        (3, ["7.00", "8.12", "1.00"]),
        (4, ["1.2", "3.0", "1.0"]),
    ] {
        let cells = study.tables[0].columns[column].cells.iter();
        let read: Vec<String> =
            cells.map(|cell| cell.figure().unwrap().value().to_plain()).collect();
        assert_eq!(read, expected);
    }
    assert_eq!(study.tables[0].text(1, 0), "33.35000000000000000000001");
}

#[test]
fn only_numbers_have_decimals() {
    for (wrong, message) in [
        ("unit = \"text\", decimals = 1", "a text has no decimals"),
        ("unit = \"percent\", decimals = -1", "expected 0 to 12 decimals, found -1"),
        ("unit = \"percent\", decimals = 13", "expected 0 to 12 decimals, found 13"),
    ] {
        let table = DECIMALS.replace(
            "unit = \"percent\", decimals = 1 },\n  { header = \"N\"",
            &format!("{wrong} }},\n  {{ header = \"N\""),
        );
        let error = Manifest { table: &table, rules: "" }.error("Item,P,N,Both\na,1,1,1 (1)\n");
        assert!(error.contains(message), "{wrong}: {error}");
    }
}

const MIXED: &str = r#"
key = "item"
row = [
  { line = 4, unit = "percent" },
  { line = 5, unit = "RMB", scale = 1000, decimals = 1 },
  { line = 8, unit = "percent" },
]
column = [
  { header = "Item", name = "item", unit = "text" },
  { header = "A", name = "a", unit = "count" },
  { header = "B", name = "b", unit = "count" },
  { header = "P", name = "p", unit = "percent" },
]
"#;

const MIXED_CSV: &str = "Item,A,B,P\nx,1,4,25%\ny,1,5,20.0\nrate,50.0%,45%,1%\nvalue,1.04,2,3\n\
                         all,2,9,22.2\nz,3,4,75\nlast,9%,1%,7%\n";

#[test]
fn the_unit_of_a_row_is_read_and_typed_and_shown() {
    let study = Manifest { table: MIXED, rules: "" }.study(MIXED_CSV);
    let table = &study.tables[0];
    let rate = table.cell_unit(1, 2);
    assert_eq!((rate.unit.name(), rate.scale), ("percent", 1));
    let value = table.cell_unit(1, 3);
    assert_eq!((value.unit.name(), value.scale), ("RMB", 1000));
    let figure = table.columns[1].cells[3].figure().unwrap();
    assert_eq!(figure.value().to_plain(), "1.0");
    for (target, formula, outcome) in [
        ("t.a[rate]", "share(t.a[x], t.a[all])", "r exact 50"),
        ("t.p[x]", "a[rate] / 2", "r compatible [999/40, 1001/40]"),
        ("t.b[value]", "a + a", "r compatible [19/10, 21/10]"),
        ("t.b[rate]", "mean(t.a[#4..#4])", "r inconsistent [999/20, 1001/20]"),
        // Rows with another unit than the column are passed over.
        ("t.a[all]", "sum(self where line < 6)", "r exact 2"),
        ("t.a[all]", "sum(self[#2..#5])", "r exact 2"),
        ("t.a[all]", "count(t.a where line < 6)", "r exact 2"),
        ("t.a[all]", "rank(b[z])", "r inconsistent [3, 4]"),
        ("t.p[all]", "max(self where line < 6)", "r inconsistent [49/2, 51/2]"),
        ("t.a[all]", "sum(self where line = 4)", "r unverifiable no row passes the filter"),
    ] {
        let manifest = Manifest { table: MIXED, rules: &rule(target, formula) };
        assert_eq!(manifest.outcome(MIXED_CSV), [outcome], "{target} = {formula}");
    }
    for (target, formula, message) in [
        ("t.a[all]", "t.a[rate] + t.a[x]", "one cannot add a percentage and a count"),
        ("t.a[rate]", "t.a[x]", "the target is a percentage, but the formula gives a count"),
        ("t.b[rate]", "sum(t.a[#4..#5])", "the rows of this range have different units"),
    ] {
        let error = Manifest { table: MIXED, rules: &rule(target, formula) }.error(MIXED_CSV);
        assert!(error.contains(message), "{formula}: {error}");
    }
}

#[test]
fn rules_on_rows_pass_over_rows_with_units_of_their_own() {
    let rules = format!(
        "{}\n[[rule]]\nid = \"up\"\nrows = \"t where line > 5\"\ncondition = \"a > prev(a)\"",
        rule("t.p", "share(a, b)")
    );
    let expected = [
        "r[x] exact 25",
        "r[y] exact 20",
        "r[all] rounded 200/9",
        "r[z] exact 75",
        "up[all] unverifiable t.a[value] has another unit",
        "up[z] exact holds",
    ];
    assert_eq!(Manifest { table: MIXED, rules: &rules }.outcome(MIXED_CSV), expected);
}

#[test]
fn units_of_rows_must_fit_the_file() {
    for (row, message) in [
        ("{ line = 99, unit = \"percent\" }", "table `t` has no row on line 99"),
        ("{ line = 8, unit = \"text\" }", "expected a unit of numbers for the row, found `text`"),
        ("{ unit = \"percent\" }", "this row has no `line`"),
        ("{ line = 4, unit = \"count\" }", "line 4 has a unit already"),
        ("{ line = 8, unit = \"count\" }", "`9%` in column `A`: unexpected percent sign"),
    ] {
        let table = MIXED.replace("{ line = 8, unit = \"percent\" }", row);
        let error = Manifest { table: &table, rules: "" }.error(MIXED_CSV);
        assert!(error.contains(message), "{row}: {error}");
    }
}

#[test]
fn a_sum_of_values_leaves_out_empty_cells() {
    let table = r#"
        missing = { x = "not counted" }
        column = [
          { header = "A", name = "a", unit = "count" },
          { header = "B", name = "b", unit = "count" },
          { header = "All", name = "all", unit = "count" },
        ]
    "#;
    let rules = r#"
        [[rule]]
        id = "all"
        target = "t.all"
        formula = "sum(a, b)"
    "#;
    let manifest = Manifest { table, rules };
    let expected = [
        "all[#2] exact 3",
        "all[#3] exact 4",
        "all[#4] inconsistent 5",
        "all[#5] unverifiable t.a[#5] is empty",
        "all[#6] unverifiable t.a[#6] is not counted",
    ];
    assert_eq!(manifest.outcome("A,B,All\n1,2,3\n4,,4\n,5,6\n,,1\nx,1,1\n"), expected);
}
