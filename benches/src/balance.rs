//! Studies of one row whose figures are sums of others, some of them misprinted: balance trees and
//! two-way tables.

use std::io::{self, Write};

use crate::random::Random;

/// Most parts of a sum in a tree.
const MOST_PARTS: u64 = 4;
/// Figures without parts are below this.
const LARGEST: u64 = 100_000;

/// How sums are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Every figure with parts is their sum, two to four at a time, and is itself part of one sum.
    Tree,
    /// Every cell of a square is part of the total of its row and of its column, and the grand
    /// total is the sum of the former and of the latter.
    TwoWay,
}

/// A figure and its parts, by their numbers.
type Sum = (usize, Vec<usize>);

impl Shape {
    /// What a study of this shape is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::TwoWay => "two-way",
        }
    }

    /// Writes the manifest and the one row of a study of this shape, of which `faults` figures are
    /// printed wrong. It has `figures` figures if it is a tree, and about as many cells otherwise.
    ///
    /// # Errors
    /// When `manifest` or `table` cannot be written.
    pub fn write(
        self,
        figures: usize,
        faults: usize,
        seed: u64,
        manifest: &mut impl Write,
        table: &mut impl Write,
    ) -> io::Result<()> {
        let mut random = Random::new(seed);
        let (title, (sums, mut values)) = match self {
            Self::Tree => ("A balance tree", tree(figures, &mut random)),
            Self::TwoWay => ("A two-way table", two_way(figures.isqrt().max(1), &mut random)),
        };
        let mut wrong = Vec::new();
        while wrong.len() < faults.min(values.len()) {
            let figure = random.index(values.len());
            if !wrong.contains(&figure) {
                values[figure] = crate::study::misprint(values[figure], &mut random);
                wrong.push(figure);
            }
        }
        writeln!(
            manifest,
            "[study]\nid = \"{}-{seed}\"\ntitle = \"{title}\"\nlanguage = \"en\"\n\n[[table]]\nid = \"t\"\nfile = \"t.csv\"",
            self.name()
        )?;
        for figure in 0..values.len() {
            writeln!(
                manifest,
                "\n  [[table.column]]\n  header = \"x{figure}\"\n  name = \"x{figure}\"\n  unit = \"count\""
            )?;
        }
        for (at, (total, parts)) in sums.iter().enumerate() {
            writeln!(
                manifest,
                "\n[[rule]]\nid = \"r{at}\"\ntarget = \"t.x{total}\"\nformula = \"{}\"",
                listed(parts.iter().map(|part| format!("x{part}")), " + ")
            )?;
        }
        writeln!(table, "{}", listed((0..values.len()).map(|figure| format!("x{figure}")), ","))?;
        writeln!(table, "{}", listed(values.iter().map(u64::to_string), ","))
    }
}

/// The sums of a tree and its values. Figure 0 is the root; the first figure without parts gets
/// some until there are enough.
fn tree(figures: usize, random: &mut Random) -> (Vec<Sum>, Vec<u64>) {
    let mut sums: Vec<Sum> = Vec::new();
    let mut count = 1;
    while count < figures {
        let more = (2 + random.below(MOST_PARTS - 1)) as usize;
        let more = more.min(figures - count);
        sums.push((sums.len(), (count..count + more).collect()));
        count += more;
    }
    let mut values = vec![0; count];
    for figure in (0..count).rev() {
        values[figure] = match sums.get(figure) {
            Some((_, parts)) => parts.iter().map(|part| values[*part]).sum(),
            None => 1 + random.below(LARGEST),
        };
    }
    (sums, values)
}

/// The sums of a two-way table and its values: the cells by row, the totals of rows, those of
/// columns, the grand total.
fn two_way(side: usize, random: &mut Random) -> (Vec<Sum>, Vec<u64>) {
    let cells = side * side;
    let (rows, columns, grand) =
        (cells..cells + side, cells + side..cells + 2 * side, cells + 2 * side);
    let mut sums: Vec<Sum> = Vec::new();
    sums.extend(
        rows.clone().map(|row| (row, (0..side).map(|at| (row - cells) * side + at).collect())),
    );
    sums.extend(
        columns.clone().map(|column| {
            (column, (0..side).map(|at| at * side + (column - cells - side)).collect())
        }),
    );
    sums.extend([(grand, rows.collect()), (grand, columns.collect())]);
    let mut values: Vec<u64> = (0..cells).map(|_| 1 + random.below(LARGEST)).collect();
    values.resize(grand + 1, 0);
    for (total, parts) in &sums {
        values[*total] = parts.iter().map(|part| values[*part]).sum();
    }
    (sums, values)
}

fn listed(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}
