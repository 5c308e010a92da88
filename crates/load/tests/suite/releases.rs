//! Whatever releases print, the joined table holds the latest figure of every cell, in the order of
//! the periods, each with its place in its own file.

use std::collections::BTreeMap;
use std::fs;

use crossfoot_core::Cell;
use proptest::prelude::*;

const MANIFEST: &str = r#"
[study]
id = "s"
title = "S"
language = "en"

[[table]]
id = "t"
file = "0.csv"
key = "period"
column = [
  { header = "Period", name = "period", unit = "date" },
  { header = "Permits", name = "permits", unit = "count" },
]
"#;

/// What one release prints: the figure of a month, or nothing beside it.
type Printed = BTreeMap<u32, Option<u32>>;

fn month(number: u32) -> String {
    format!("{}-{:02}", 2020 + number / 12, number % 12 + 1)
}

/// A row of a file.
fn line(number: u32, figure: Option<u32>) -> String {
    let figure = figure.map(|figure| figure.to_string()).unwrap_or_default();
    format!("{},{figure}\n", month(number))
}

fn release() -> impl Strategy<Value = Printed> {
    prop::collection::btree_map(0..30_u32, prop::option::weighted(0.9, 0..100_000_u32), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn releases_in_order_are_the_table_with_its_rows_replaced(all in prop::collection::vec(release(), 1..5)) {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = MANIFEST.to_owned();
        for (at, printed) in all.iter().enumerate() {
            let rows: String = printed.iter().map(|(number, figure)| line(*number, *figure)).collect();
            fs::write(folder.path().join(format!("{at}.csv")), format!("Period,Permits\n{rows}")).unwrap();
            if at > 0 {
                manifest += &format!("[[table.release]]\nid = \"{at}\"\nfile = \"{at}.csv\"\n");
            }
        }
        fs::write(folder.path().join("study.toml"), manifest).unwrap();
        let study = crossfoot_load::load(folder.path()).unwrap();
        let table = &study.tables[0];

        let mut latest: BTreeMap<u32, (Option<u32>, usize)> = BTreeMap::new();
        for (at, printed) in all.iter().enumerate() {
            for (number, figure) in printed {
                let known = latest.get(number).filter(|(before, _)| figure.is_none() && before.is_some()).copied();
                latest.insert(*number, known.unwrap_or((*figure, at)));
            }
        }
        let expected: Vec<(String, Option<u32>, usize)> = latest.into_iter().map(|(number, (figure, at))| (month(number), figure, at)).collect();
        let found: Vec<(String, Option<u32>, usize)> = (0..table.rows())
            .map(|row| {
                let figure = match &table.columns[1].cells[row] {
                    Cell::Number(figure) => figure.value().to_string().replace(',', "").parse().ok(),
                    _ => None,
                };
                let file = table.place(1, row).file;
                (table.key_text(row), figure, file.rsplit('/').next().unwrap().trim_end_matches(".csv").parse().unwrap())
            })
            .collect();
        prop_assert_eq!(found, expected);

        if all.len() > 1 {
            for (at, printed) in all.iter().enumerate() {
                let kept: Vec<String> = (0..table.rows()).filter(|row| table.releases[at].cell(1, *row).is_some()).map(|row| table.key_text(row)).collect();
                prop_assert_eq!(kept, printed.keys().map(|number| month(*number)).collect::<Vec<_>>());
            }
        }
    }
}
