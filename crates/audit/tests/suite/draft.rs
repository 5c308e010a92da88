//! Drafted rules: found where a table follows them in spite of a misprint, and not where numbers
//! agree only by chance.

mod relations;

use std::path::Path;

use crossfoot_audit::draft::{Draft, draft};
use crossfoot_core::Study;
use crossfoot_ingest::{Options, PrintedTable};
use crossfoot_load::draft::{NamedTables, TableDraft, tables};
use crossfoot_load::scaffold::Scaffold;

/// A table as `crossfoot new` drafts it from its text.
fn drafted(header: &[String], rows: &[Vec<String>]) -> (Study, Draft) {
    let printed = PrintedTable::from_texts("t.csv", header, rows).expect("rows of one width");
    let csv = printed.to_csv().to_owned();
    let table = tables(&[("t".to_owned(), printed)], None).remove(0);
    let study = load(&csv, table);
    let found = draft(&study);
    (study, found)
}

fn load(csv: &str, table: TableDraft) -> Study {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("t.csv"), csv).expect("the table is written");
    let scaffold = Scaffold {
        id: "s".to_owned(),
        language: "en".to_owned(),
        tables: vec![table],
        entries: Vec::new(),
    };
    std::fs::write(folder.path().join("study.toml"), scaffold.to_toml())
        .expect("the manifest is written");
    crossfoot_load::load(folder.path())
        .unwrap_or_else(|error| panic!("{error}\n{}", scaffold.to_toml()))
}

/// A small generator, so that every run draws the same tables.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }
}

/// Unrelated numbers of a kind; the first column names the rows.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Digits,
    Tens,
    Thousands,
    Magnitudes,
    Zeros,
    Walks,
    Percentages,
    Named,
    TotalRow,
}

const KINDS: [Kind; 9] = [
    Kind::Digits,
    Kind::Tens,
    Kind::Thousands,
    Kind::Magnitudes,
    Kind::Zeros,
    Kind::Walks,
    Kind::Percentages,
    Kind::Named,
    Kind::TotalRow,
];

fn unrelated(kind: Kind, random: &mut Random) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = random.between(3, 9) as usize;
    let rows = random.between(2, 7) as usize;
    let mut header = vec!["Place".to_owned()];
    header.extend((0..columns).map(|at| match kind {
        Kind::Named => COLUMN_NAMES[at].to_owned(),
        _ => letter(1 + at),
    }));
    let mut walk: Vec<u64> = (0..columns).map(|_| random.between(50, 5_000)).collect();
    let table = (0..rows)
        .map(|row| {
            let total = matches!(kind, Kind::TotalRow) && row + 1 == rows;
            let mut cells = vec![if total { "Total".to_owned() } else { format!("place {row}") }];
            for (at, level) in walk.iter_mut().enumerate() {
                let percentage = match kind {
                    Kind::Named => header[at + 1].contains('%'),
                    _ => at % 2 == 1,
                };
                cells.push(cell(kind, percentage, level, random));
            }
            cells
        })
        .collect();
    (header, table)
}

/// Names of columns that a search for rules may be misled by.
const COLUMN_NAMES: [&str; 9] =
    ["Total", "Men", "Women", "Share (%)", "Rank", "Other", "Growth (%)", "All cases", "Urban"];

/// `A`, `B`, `C` and so on.
fn letter(at: usize) -> String {
    char::from(b'A' + at as u8).to_string()
}

/// A number of a kind; in a column of percentages it is one. `level` is the last number of a walk.
fn cell(kind: Kind, percentage: bool, level: &mut u64, random: &mut Random) -> String {
    match kind {
        Kind::Digits => random.below(10).to_string(),
        Kind::Tens | Kind::TotalRow => random.below(60).to_string(),
        Kind::Thousands => random.below(5_000).to_string(),
        Kind::Magnitudes => {
            let digits = random.between(1, 6) as u32;
            random.below(10_u64.pow(digits)).to_string()
        }
        Kind::Zeros => (if random.below(2) == 0 { 0 } else { random.below(20) }).to_string(),
        Kind::Walks => {
            *level += random.below(*level / 20 + 1);
            level.to_string()
        }
        Kind::Percentages if percentage => format!("{}.{}%", random.below(100), random.below(10)),
        Kind::Percentages => random.below(500).to_string(),
        Kind::Named if percentage => format!("{}.{}", random.below(100), random.below(10)),
        Kind::Named => random.below(40).to_string(),
    }
}

/// Tables of each kind.
const TABLES: usize = 350;

/// At most one rule is drafted per thousand tables of unrelated numbers.
#[test]
fn numbers_that_agree_by_chance_give_no_rule() {
    let mut random = Random(20_250_801);
    let mut wrong = Vec::new();
    for kind in KINDS {
        for _ in 0..TABLES {
            let (header, rows) = unrelated(kind, &mut random);
            let (study, found) = drafted(&header, &rows);
            for rule in &found.rules {
                wrong.push(format!(
                    "{kind:?}: {} = {}: {}\n{header:?}\n{rows:?}",
                    rule.id,
                    rule.formula,
                    rule.rests_on(&study)
                ));
            }
        }
    }
    let most = TABLES * KINDS.len() / 1_000;
    assert!(
        wrong.len() <= most,
        "{} rules were drafted in {} tables\n{}",
        wrong.len(),
        TABLES * KINDS.len(),
        wrong.join("\n")
    );
}

/// A table as a ministry might print it, with shares, in which one figure of the totals or shares
/// is misprinted.
fn planted(random: &mut Random) -> (Vec<String>, Vec<Vec<String>>) {
    let parts = random.between(2, 5) as usize;
    let rows = random.between(4, 12) as usize;
    let mut header: Vec<String> = vec!["Year".to_owned(), "Total".to_owned()];
    header.extend((0..parts).flat_map(|at| [format!("Part {at}"), format!("Part {at} (%)")]));
    let mut table = Vec::new();
    for row in 0..rows {
        let counts: Vec<u64> = (0..parts).map(|_| random.between(20, 4_000)).collect();
        let total: u64 = counts.iter().sum();
        let mut cells = vec![(2_010 + row).to_string(), total.to_string()];
        for count in counts {
            let hundredths = (count * 20_000 + total) / (2 * total);
            cells.extend([
                count.to_string(),
                format!("{}.{:02}", hundredths / 100, hundredths % 100),
            ]);
        }
        table.push(cells);
    }
    let (row, column) =
        (random.below(rows as u64) as usize, 1 + 2 * random.below(parts as u64) as usize);
    let mut digits: Vec<char> = table[row][column].chars().collect();
    let at = random.below(digits.len() as u64) as usize;
    if digits[at].is_ascii_digit() {
        digits[at] =
            char::from(b'0' + ((digits[at] as u8 - b'0') + 1 + random.below(8) as u8) % 10);
    }
    table[row][column] = digits.into_iter().collect();
    (header, table)
}

/// Of the rules of a hundred tables with a misprint each, at least 95 percent are found, even with
/// headers that say nothing.
#[test]
fn rules_are_found_in_spite_of_a_misprint() {
    let mut random = Random(7);
    for named in [true, false] {
        let (mut wanted, mut found, mut more) = (0, 0, Vec::new());
        for _ in 0..100 {
            let (mut header, rows) = planted(&mut random);
            let parts = (header.len() - 2) / 2;
            if !named {
                header = (0..header.len()).map(letter).collect();
            }
            let (study, drafted) = drafted(&header, &rows);
            let names: Vec<&str> =
                study.tables[0].columns.iter().map(|column| column.name.as_str()).collect();
            let counts: Vec<&str> = (0..parts).map(|part| names[2 + 2 * part]).collect();
            let mut right = vec![counts.join(" + ")];
            right.extend(counts.iter().map(|count| format!("share({count}, {})", names[1])));
            wanted += right.len();
            found += right
                .iter()
                .filter(|formula| drafted.rules.iter().any(|rule| rule.formula == **formula))
                .count();
            let others = drafted
                .rules
                .iter()
                .filter(|rule| !right.contains(&rule.formula) && !rule.formula.ends_with("= 100"));
            more.extend(others.map(|rule| {
                format!("{} = {}: {}", rule.targets.join(", "), rule.formula, rule.rests_on(&study))
            }));
        }
        assert!(found * 100 >= wanted * 95, "named {named}: {found} of {wanted}");
        assert!(more.is_empty(), "named {named}: {}", more.join("\n"));
    }
}

/// Names of columns, each with the name that the paper gives it.
struct Names(Vec<(String, String)>);

impl Names {
    /// `order` has the label and the name of every count; a label with `, %` names its percentage.
    fn from_labels(study: &Study, order: &[(&str, &str)]) -> Self {
        let names = study.tables[0].columns.iter().map(|column| {
            let count = column.label.trim_end_matches(", %");
            let name = match order.iter().find(|(label, _)| *label == count) {
                None => column.name.to_string(),
                Some((_, name)) if column.label.ends_with(", %") => format!("{name}_pct"),
                Some((_, name)) => (*name).to_owned(),
            };
            (column.name.to_string(), name)
        });
        Self(names.collect())
    }

    fn word(&self, word: &str) -> String {
        let found = self.0.iter().find(|(name, _)| name == word);
        found.map_or_else(|| word.to_owned(), |(_, name)| name.clone())
    }

    /// A formula with these names; the terms of a sum are sorted.
    fn formula(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(end) = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')) {
            out += &self.word(&rest[..end]);
            let width = rest[end..].chars().next().map_or(1, char::len_utf8);
            out += &rest[end..end + width];
            rest = &rest[end + width..];
        }
        let text = out + &self.word(rest);
        if !text.contains(" + ") || text.ends_with("= 100") {
            return text;
        }
        let mut terms: Vec<&str> = text.split(" + ").collect();
        terms.sort_unstable();
        terms.join(" + ")
    }
}

/// The drafted rules about columns, with the names of the paper.
fn with_names_of_paper(study: &Study, draft: &Draft, order: &[(&str, &str)]) -> Vec<String> {
    let names = Names::from_labels(study, order);
    let mut rules: Vec<String> = draft
        .rules
        .iter()
        .filter_map(|rule| {
            let target = rule.targets.first()?.rsplit('.').next().unwrap_or_default();
            Some(format!("{} = {}", names.word(target), names.formula(&rule.formula)))
        })
        .collect();
    rules.sort();
    rules
}

/// Table 1 of the paper as a bare file: header and rows.
fn table_1() -> (Vec<String>, Vec<Vec<String>>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/hgr-2021-2024/licences.csv");
    let read = NamedTables::read(&path, Options::default(), None).expect("the table is read");
    let (_, table) = &read.tables[0];
    let header = table.headings().map(|heading| heading.printed().into_owned()).collect();
    let rows = (0..table.rows()).map(|row| {
        (0..table.width()).map(|column| table.cell(row, column).printed().into_owned()).collect()
    });
    (header, rows.collect())
}

const NAMES: [&str; 8] = [
    "year",
    "total",
    "collection",
    "preservation",
    "export",
    "collaboration",
    "revocations",
    "processed",
];
const CHINESE: [&str; 8] =
    ["年份", "许可总数", "采集", "保藏", "出境", "国际合作", "撤销", "办结申请总数"];
const LETTERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

const RULES: [&str; 7] = [
    "collaboration_pct = share(collaboration, total)",
    "collection_pct = share(collection, total)",
    "export_pct = share(export, total)",
    "preservation_pct = share(preservation, total)",
    "processed = revocations + total",
    "revocations_pct = share(revocations, total)",
    "total = collaboration + collection + export + preservation",
];

fn finds_all(header: &[&str], names: &[(&str, &str)], order: impl Fn(&mut Vec<Vec<String>>)) {
    let (_, mut rows) = table_1();
    let mut header: Vec<String> = header.iter().map(|header| (*header).to_owned()).collect();
    // Headers and rows change places together.
    let mut whole = vec![std::mem::take(&mut header)];
    whole.append(&mut rows);
    order(&mut whole);
    let header = whole.remove(0);
    let (study, found) = drafted(&header, &whole);
    assert_eq!(with_names_of_paper(&study, &found, names), RULES, "{header:?}");
    assert!(
        found.rules.iter().any(|rule| rule.formula.ends_with(" = 100")),
        "the four shares make up the whole"
    );
    assert_eq!(found.rules.len(), RULES.len() + 1);
}

fn mix_columns(table: &mut Vec<Vec<String>>) {
    for row in table {
        row.rotate_left(3);
        row.swap(0, 5);
    }
}

#[test]
fn table_1_as_a_bare_file_has_all_its_rules() {
    let (header, _) = table_1();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let labels: Vec<&str> = header
        .iter()
        .map(|header| header.trim_end_matches(" (Items)").trim_end_matches(" (items)"))
        .collect();
    let english: Vec<(&str, &str)> = labels.iter().copied().zip(NAMES).collect();
    let chinese: Vec<(&str, &str)> = CHINESE.into_iter().zip(NAMES).collect();
    let letters: Vec<(&str, &str)> = LETTERS.into_iter().zip(NAMES).collect();
    finds_all(&header, &english, |_| {});
    finds_all(&header, &english, |table| table[1..].reverse());
    finds_all(&header, &english, |table| table[1..].swap(1, 3));
    finds_all(&CHINESE, &chinese, |_| {});
    finds_all(&LETTERS, &letters, |_| {});
    finds_all(&LETTERS, &letters, mix_columns);
    finds_all(&header, &english, mix_columns);
}
