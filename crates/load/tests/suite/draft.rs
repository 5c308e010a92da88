//! Whatever is drafted can be loaded: the manifest is valid by construction.

use crossfoot_ingest::PrintedTable;
use crossfoot_load::draft::tables;
use crossfoot_load::scaffold::Scaffold;
use proptest::prelude::*;

/// Loads what is drafted for sheets, with and without percentages supposed.
fn loads(printed: &[(String, PrintedTable)]) -> Result<(), String> {
    for supposed in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let drafted: Vec<_> = tables(printed, None)
            .iter()
            .map(|table| table.with_percentages(|_| supposed))
            .collect();
        for (table, (_, printed)) in drafted.iter().zip(printed) {
            std::fs::write(folder.path().join(&table.file), printed.to_csv())
                .expect("the table is written");
        }
        let scaffold = Scaffold {
            id: "any-id".to_owned(),
            language: "en".to_owned(),
            tables: drafted,
            entries: Vec::new(),
        };
        std::fs::write(folder.path().join("study.toml"), scaffold.to_toml())
            .expect("the manifest is written");
        crossfoot_load::load(folder.path())
            .map_err(|error| format!("{error}\n{}\n{printed:?}", scaffold.to_toml()))?;
    }
    Ok(())
}

/// Cells as publications print them, and some that they do not.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u32..100_000).prop_map(|number| number.to_string()),
        2 => (0_u32..100_000, 0_u32..100).prop_map(|(whole, part)| format!("{whole}.{part:02}")),
        2 => (0_u32..1_000, 0_u32..1_000).prop_map(|(high, low)| format!("{high},{low:03}")),
        2 => (0_u32..100, 0_u32..10).prop_map(|(whole, part)| format!("{whole}.{part}%")),
        1 => (0_u32..900, 0_u32..100).prop_map(|(count, percent)| format!("{count} ({percent}.5%)")),
        1 => (0_u32..900).prop_map(|number| format!("({number})")),
        2 => (0_u32..900, 0_u32..900).prop_map(|(low, high)| format!("{low}–{high}")),
        2 => (0_u32..90, 0_u32..90, 0_u32..90)
            .prop_map(|(mean, low, high)| format!("{mean}.5 ({low}.1, {high}.9)")),
        1 => prop::sample::select(vec!["12 (–)", "640/811 (78.9)", "12.3 ± 4.5", "0% (0)b", "p < 0.05", "1.2×10−5", "4 °C", "see \"note\"", "200+", "(a)", "3,4 (2,1–5,0)"]).prop_map(str::to_owned),
        1 => (1_990_u32..2_030).prop_map(|year| year.to_string()),
        1 => prop::sample::select(vec!["", "-", "n/a", "c", "…", "Total", "合计", "1.2万", ">15", "≈3", "007", "12*", "-3,4", "1.234,5", "$5", "2023-02-30", "a \"b\"", "x\ny", "'"]).prop_map(str::to_owned),
        1 => "\\PC{0,8}".prop_map(|text| text.trim().to_owned()),
    ]
}

/// Columns whose cells are alike, as they are in most tables.
fn column() -> impl Strategy<Value = (String, Vec<String>)> {
    let header = prop_oneof![
        prop::sample::select(vec![
            "Total",
            "Share (%)",
            "Rank",
            "Year",
            "where",
            "self",
            "Amount (万元)",
            "年份",
            "合计（人）",
            "Name",
            "n (%)",
            "Growth rate",
            "ID",
            "Budget (USD million)",
            "Index",
            "mean (SD)",
            "Odds ratio (95% CI)",
            "p value",
            "Placebo (n = 12)",
            "Exports, in thousands",
            "#",
            "claims"
        ])
        .prop_map(str::to_owned),
        "\\PC{1,10}",
    ];
    let one_kind = (cell(), 0_usize..40).prop_map(|(cell, times)| vec![cell; times]);
    (header, prop::collection::vec(prop_oneof![cell().prop_map(|cell| vec![cell]), one_kind], 8))
        .prop_map(|(header, cells)| (header, cells.concat()))
}

/// The cell of a row, where cells repeat from the top.
fn repeated(cells: &[String], row: usize) -> String {
    cells.get(row % cells.len().max(1)).cloned().unwrap_or_default()
}

fn sheet() -> impl Strategy<Value = PrintedTable> {
    (prop::collection::vec(column(), 1..6), 1_usize..7).prop_map(|(columns, rows)| {
        let mut header: Vec<String> = Vec::new();
        for (at, (name, _)) in columns.iter().enumerate() {
            let name = name.trim();
            header.push(if name.is_empty() || header.iter().any(|other| other == name) {
                format!("h{at}")
            } else {
                name.to_owned()
            });
        }
        // A row in which nothing stands is none.
        let mut rows: Vec<Vec<String>> = (0..rows)
            .map(|row| columns.iter().map(|(_, cells)| repeated(cells, row)).collect())
            .collect();
        rows.iter_mut()
            .filter(|row| row.iter().all(String::is_empty))
            .for_each(|row| row[0] = "1".to_owned());
        let mut table = PrintedTable::from_texts("t.csv", &header, &rows).expect("rows fit");
        table.title = Some("A \"title\"\\ (in thousands)".to_owned());
        table.notes = vec!["a note\n".to_owned()];
        table
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_draft_loads(sheets in prop::collection::vec(("\\PC{0,8}", sheet()), 1..3)) {
        if let Err(error) = loads(&sheets) {
            prop_assert!(false, "{}", error);
        }
    }
}
