//! Rows and columns that a sheet does not show. They are read all the same, since a sum may rest on
//! them, and are reported.

use crossfoot_core::column_letters;
use std::collections::{BTreeMap, BTreeSet};

/// What is hidden, first and last by stretches that follow each other, from 0.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    rows: BTreeMap<u32, u32>,
    columns: BTreeMap<u32, u32>,
}

impl Hidden {
    pub(crate) fn rows(&mut self, first: u32, last: u32) {
        self.rows.insert(first, last);
    }

    pub(crate) fn columns(&mut self, first: u32, last: u32) {
        self.columns.insert(first, last);
    }

    /// What of it holds one of the cells, as notes.
    pub(crate) fn notes(
        &self,
        sheet: &str,
        cells: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> Vec<String> {
        let rows: BTreeSet<u32> =
            cells.clone().map(|cell| cell.0).filter(|row| is_within(&self.rows, row)).collect();
        let columns: BTreeSet<u32> =
            cells.map(|cell| cell.1).filter(|column| is_within(&self.columns, column)).collect();
        let rows = stretches(&rows, |row| (u64::from(row) + 1).to_string());
        let columns = stretches(&columns, column_letters);
        let rows = rows.map(|rows| format!("{}: hidden rows were read: {}", sheet, rows));
        rows.into_iter()
            .chain(
                columns.map(|columns| format!("{}: hidden columns were read: {}", sheet, columns)),
            )
            .collect()
    }
}

/// Positions as `4–6, 9`; `None` without any.
fn stretches(positions: &BTreeSet<u32>, name: impl Fn(u32) -> String) -> Option<String> {
    /// Stretches that are named; a filter may hide thousands.
    const NAMED: usize = 12;
    let mut found: Vec<(u32, u32)> = Vec::new();
    for at in positions {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == *at => *last = *at,
            _ => found.push((*at, *at)),
        }
    }
    let shown = found.iter().take(NAMED).map(|(first, last)| match first == last {
        true => name(*first),
        false => format!("{}–{}", name(*first), name(*last)),
    });
    let mut texts: Vec<String> = shown.collect();
    texts.extend((found.len() > NAMED).then(|| "…".to_owned()));
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// Whether a position lies in one of these stretches, which are named by their starts.
fn is_within(stretches: &BTreeMap<u32, u32>, at: &u32) -> bool {
    stretches.range(..=*at).next_back().is_some_and(|(_, last)| at <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_and_columns_with_cells_are_reported() {
        let mut hidden = Hidden::default();
        hidden.rows(3, 5);
        hidden.rows(8, 1_000_000);
        hidden.columns(2, 2);
        let cells = (0..=9).flat_map(|row| [(row, 0), (row, 1)]);
        let notes: Vec<String> = hidden.notes("S", cells).iter().map(ToString::to_string).collect();
        assert_eq!(notes, ["S: hidden rows were read: 4–6, 9–10"]);
        assert_eq!(
            hidden.notes("S", std::iter::once((0, 2)))[0].to_string(),
            "S: hidden columns were read: C"
        );
    }
}
