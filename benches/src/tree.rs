//! A balance tree: every figure that has parts is their sum, and some figures are misprinted.

use std::io::{self, Write};

use crate::random::Random;

/// Most parts of a sum.
const MOST_PARTS: u64 = 4;
/// Leaves are below this.
const LARGEST: u64 = 100_000;

/// Writes the manifest and the one row of a tree of so many figures, of which `faults` are printed
/// wrong.
///
/// # Errors
/// When `manifest` or `table` cannot be written.
pub fn write_tree(
    figures: usize,
    faults: usize,
    seed: u64,
    manifest: &mut impl Write,
    table: &mut impl Write,
) -> io::Result<()> {
    let mut random = Random::new(seed);
    // Figure 0 is the root; the first figure without parts gets some until there are enough.
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut count = 1;
    while count < figures {
        let more = (2 + random.below(MOST_PARTS - 1)) as usize;
        let more = more.min(figures - count);
        parts.push((count..count + more).collect());
        count += more;
    }
    let mut values = vec![0; count];
    for figure in (0..count).rev() {
        let own = parts.get(figure).filter(|parts| !parts.is_empty());
        values[figure] = own.map_or_else(
            || 1 + random.below(LARGEST),
            |parts| parts.iter().map(|part| values[*part]).sum(),
        );
    }
    let mut wrong = Vec::new();
    while wrong.len() < faults.min(count) {
        let figure = random.below(count as u64) as usize;
        if !wrong.contains(&figure) {
            values[figure] = crate::study::misprint(values[figure], &mut random);
            wrong.push(figure);
        }
    }
    writeln!(
        manifest,
        "[study]\nid = \"tree-{seed}\"\ntitle = \"A balance tree\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\""
    )?;
    for figure in 0..count {
        writeln!(
            manifest,
            "\n  [[table.column]]\n  header = \"x{figure}\"\n  name = \"x{figure}\"\n  unit = \"count\""
        )?;
    }
    for (figure, parts) in parts.iter().enumerate() {
        let sum: Vec<String> = parts.iter().map(|part| format!("x{part}")).collect();
        writeln!(
            manifest,
            "\n[[rule]]\nid = \"r{figure}\"\ntarget = \"t.x{figure}\"\nformula = \"{}\"",
            sum.join(" + ")
        )?;
    }
    writeln!(
        table,
        "{}",
        (0..count).map(|figure| format!("x{figure}")).collect::<Vec<_>>().join(",")
    )?;
    writeln!(table, "{}", values.iter().map(u64::to_string).collect::<Vec<_>>().join(","))
}
