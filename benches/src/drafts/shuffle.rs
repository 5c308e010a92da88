//! Tables whose numbers are shuffled within their columns.

use std::collections::BTreeSet;

use crossfoot::Input;
use crossfoot::load::draft::{ColumnDraft, TableDraft, tables};

use super::Grid;
use super::relation::text;
use crate::random::Random;
use crate::received::Place;

/// Cells from which no cell of a shuffled column stays in its place. Fewer leave too few orders:
/// two columns of two cells would always be exchanged together.
const ALL_MOVE: usize = 4;
/// How often an order is drawn until all cells move; one in e does.
const DRAWS: usize = 100;

/// The places of the numbers in a table, column by column. Cells that name rows are none of them.
pub(super) struct Columns(Vec<Vec<Place>>);

impl Columns {
    pub(super) fn new(inputs: &[Input]) -> Self {
        let printed: Vec<_> =
            inputs.iter().map(|input| (input.stem.clone(), input.table.clone())).collect();
        let drafts = tables(&printed, None);
        let tables = inputs.iter().zip(&drafts);
        Self(tables.flat_map(|(input, draft)| of_table(input, draft)).collect())
    }

    /// Whether some column has numbers that differ.
    pub(super) fn can_be_shuffled(&self, grid: &Grid) -> bool {
        self.0.iter().any(|places| {
            let texts: BTreeSet<Option<&str>> =
                places.iter().map(|place| text(grid, *place)).collect();
            texts.len() > 1
        })
    }

    /// The table with the numbers of each column in another order.
    pub(super) fn shuffled(&self, grid: &Grid, random: &mut Random) -> Grid {
        let mut shuffled = grid.clone();
        for places in &self.0 {
            for (to, from) in places.iter().zip(order(places.len(), random)) {
                set(&mut shuffled, *to, text(grid, places[from]).unwrap_or_default());
            }
        }
        shuffled
    }
}

fn of_table(input: &Input, draft: &TableDraft) -> Vec<Vec<Place>> {
    let columns = draft.columns.iter().enumerate();
    let numbers = columns.filter(|(_, column)| holds_numbers(column, draft));
    numbers.map(|(at, column)| places(input, at, column)).collect()
}

fn holds_numbers(column: &ColumnDraft, draft: &TableDraft) -> bool {
    let first = &column.parts[0];
    first.unit != "text" && !draft.key.contains(&first.name)
}

/// The places of the cells that hold a digit and are read.
fn places(input: &Input, at: usize, column: &ColumnDraft) -> Vec<Place> {
    let problems: BTreeSet<usize> = column.problems.iter().map(|cell| cell.row).collect();
    let rows = (0..input.table.rows()).filter(|row| !problems.contains(row));
    let cells = rows.map(|row| input.table.cell(row, at));
    let numbers = cells.filter(|cell| cell.text().contains(char::is_numeric));
    let places: BTreeSet<Place> = numbers.map(|cell| cell.grid()).collect();
    places.into_iter().collect()
}

/// A random order of so many cells: for each place the cell that comes there.
fn order(count: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for _ in 0..DRAWS {
        for at in (1..count).rev() {
            order.swap(at, random.index(at + 1));
        }
        if count < ALL_MOVE || order.iter().enumerate().all(|(to, from)| to != *from) {
            break;
        }
    }
    order
}

fn set(grid: &mut Grid, (row, column): Place, text: &str) {
    let row = usize::try_from(row).unwrap_or(usize::MAX).wrapping_sub(1);
    let column = usize::try_from(column).unwrap_or(usize::MAX).wrapping_sub(1);
    if let Some(cell) = grid.get_mut(row).and_then(|row| row.get_mut(column)) {
        cell.clear();
        cell.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Bare;
    use super::*;

    fn grid() -> Grid {
        ["Year,Women,Men,All", "2019,3,20,23", "2020,4,30,34", "2021,5,40,45", "2022,6,50,56"]
            .map(|row| row.split(',').map(str::to_owned).collect())
            .to_vec()
    }

    /// The cells of a column below its heading.
    fn column(grid: &Grid, at: usize) -> Vec<&str> {
        grid.iter().skip(1).map(|row| row[at].as_str()).collect()
    }

    #[test]
    fn numbers_move_within_their_columns_and_names_of_rows_stay() {
        let grid = grid();
        let columns = Columns::new(&Bare::write(&grid).unwrap().inputs().unwrap());
        let shuffled = columns.shuffled(&grid, &mut Random::new(7));
        assert_eq!((&shuffled[0], column(&shuffled, 0)), (&grid[0], column(&grid, 0)));
        for at in 1..4 {
            let (mut new, mut old) = (column(&shuffled, at), column(&grid, at));
            assert!(new.iter().zip(&old).all(|(new, old)| new != old), "all cells move: {new:?}");
            new.sort_unstable();
            old.sort_unstable();
            assert_eq!(new, old);
        }
        assert_eq!(shuffled, columns.shuffled(&grid, &mut Random::new(7)));
    }
}
