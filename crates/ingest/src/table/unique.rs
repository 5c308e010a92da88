//! Headings that all differ.

use std::collections::BTreeSet;

use super::printed::{Printed, PrintedTable};
use super::raw::RawTable;

/// What columns without a heading are called, before their position.
const UNNAMED: &str = "column ";

impl PrintedTable {
    /// The table with a heading for every column that no other has: its position where it has none,
    /// a number after it where another has it.
    #[must_use]
    pub fn with_unique_headings(&self) -> Self {
        let raw = self.raw();
        let unique = with_unique_headings(raw.clone());
        if unique == raw { self.clone() } else { self.rewritten(unique) }
    }
}

fn with_unique_headings(mut table: RawTable) -> RawTable {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (at, cell) in table.header.iter_mut().enumerate() {
        let printed = cell.printed().trim().to_owned();
        let own = if printed.is_empty() { format!("{UNNAMED}{}", at + 1) } else { printed.clone() };
        let numbered = (2..).map(|number| format!("{own} ({number})"));
        let name = std::iter::once(own.clone())
            .chain(numbered)
            .find(|name| !taken.contains(name))
            .unwrap_or_default();
        if name != printed {
            (cell.text, cell.mark) = (name.clone(), None);
        }
        taken.insert(name);
    }
    table
}

impl Printed<'_> {
    /// Whether a heading is only the position of a column that has none.
    pub fn is_position(&self) -> bool {
        self.text()
            .strip_prefix(UNNAMED)
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read_bytes};

    #[test]
    fn rows_stay_indented() {
        let text = "Region,Beds,Beds\nNorth,43,5\n  Leeds,12,2\n  York,31,3\n";
        let received = read_bytes("beds.csv", text.as_bytes(), Options::default()).unwrap();
        let table = &received.tables[0];
        assert_eq!(table.indents(), [0, 2, 2]);
        let unique = table.with_unique_headings();
        assert_eq!(unique.heading(2).text(), "Beds (2)");
        assert_eq!(unique.indents(), [0, 2, 2]);
    }
}
