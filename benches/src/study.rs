//! A study shaped like Table 1 of the first study: counts by category, their shares, a rate, and
//! totals.

use std::io::{self, Write};

use crate::random::Random;

/// Columns in printed order: header and unit. The header is also the name.
const COLUMNS: [(&str, &str); 13] = [
    ("id", "text"),
    ("total", "count"),
    ("collection", "count"),
    ("collection_pct", "percent"),
    ("preservation", "count"),
    ("preservation_pct", "percent"),
    ("export", "count"),
    ("export_pct", "percent"),
    ("collaboration", "count"),
    ("collaboration_pct", "percent"),
    ("revocations", "count"),
    ("revocation_pct", "percent"),
    ("processed", "count"),
];

/// The seven rules that the first study has for its Table 1.
const RULES: &str = r#"
[[rule]]
id = "total"
target = "licences.total"
formula = "collection + preservation + export + collaboration"

[[rule]]
id = "share-{c}"
for = { c = ["collection", "preservation", "export", "collaboration"] }
target = "licences.{c}_pct"
formula = "share({c}, total)"

[[rule]]
id = "revocation-rate"
target = "licences.revocation_pct"
formula = "share(revocations, total)"

[[rule]]
id = "processed"
target = "licences.processed"
formula = "total + revocations"
"#;

/// One row in so many has one cell printed wrong.
const ROWS_PER_FAULT: u64 = 10_000;
/// Largest numbers of collection, preservation, export and collaboration permits; Table 1
/// has numbers of these orders.
const LARGEST: [u64; 4] = [3_000, 150, 20, 6_000];

/// Writes the manifest.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_manifest(rows: u64, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "[study]\nid = \"generated-{rows}\"\ntitle = \"Generated licences, {rows} rows\"\nlanguage = \"en\"\n"
    )?;
    writeln!(out, "[[table]]\nid = \"licences\"\nfile = \"licences.csv\"")?;
    for (name, unit) in COLUMNS {
        writeln!(
            out,
            "\n  [[table.column]]\n  header = \"{name}\"\n  name = \"{name}\"\n  unit = \"{unit}\""
        )?;
    }
    out.write_all(RULES.as_bytes())
}

/// Writes the table of so many rows and returns how many cells were printed wrong.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_table(rows: u64, seed: u64, out: &mut impl Write) -> io::Result<u64> {
    let mut random = Random::new(seed);
    let mut faults = 0;
    writeln!(out, "{}", COLUMNS.map(|(name, _)| name).join(","))?;
    for id in 1..=rows {
        let mut cells = correct_row(&mut random);
        if random.below(ROWS_PER_FAULT) == 0 {
            let cell = random.below(cells.len() as u64) as usize;
            cells[cell] = misprint(cells[cell], &mut random);
            faults += 1;
        }
        write!(out, "{id}")?;
        for (cell, (_, unit)) in cells.into_iter().zip(&COLUMNS[1..]) {
            match *unit {
                "percent" => write!(out, ",{}.{:02}", cell / 100, cell % 100)?,
                _ => write!(out, ",{cell}")?,
            }
        }
        writeln!(out)?;
    }
    Ok(faults)
}

/// The numbers of one row without its id; percentages in hundredths.
fn correct_row(random: &mut Random) -> [u64; 12] {
    let mut parts = LARGEST.map(|largest| random.below(largest + 1));
    parts[3] = parts[3].max(1);
    let total: u64 = parts.iter().sum();
    let revocations = random.below(total / 8 + 1);
    let [collection, preservation, export, collaboration] = parts;
    let [collection_share, preservation_share, export_share, collaboration_share] =
        parts.map(|part| rounded_half_up(10_000 * part, total));
    [
        total,
        collection,
        collection_share,
        preservation,
        preservation_share,
        export,
        export_share,
        collaboration,
        collaboration_share,
        revocations,
        rounded_half_up(10_000 * revocations, total),
        total + revocations,
    ]
}

fn rounded_half_up(top: u64, bottom: u64) -> u64 {
    (2 * top + bottom) / (2 * bottom)
}

/// Another number: one digit replaced.
pub(crate) fn misprint(value: u64, random: &mut Random) -> u64 {
    let place = 10_u64.pow(random.below(u64::from(value.checked_ilog10().unwrap_or(0)) + 1) as u32);
    let digit = value / place % 10;
    let other = (digit + 1 + random.below(9)) % 10;
    value - digit * place + other * place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: u64) -> String {
        let mut out = Vec::new();
        write_table(rows, 1, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert_eq!(table(200), table(200));
        assert!(table(300).starts_with(&table(200)));
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(rounded_half_up(10_000 * 1_966, 5_690), 3_455);
        assert_eq!(rounded_half_up(10_000, 800), 13);
    }

    #[test]
    fn a_misprint_differs() {
        let mut random = Random::new(7);
        for value in [0, 9, 10, 5_690] {
            assert_ne!(misprint(value, &mut random), value);
        }
    }
}
