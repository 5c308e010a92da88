//! Tables of a Word document. A cell that continues the one above says so itself; the first one
//! does not say how far it reaches.

use super::events::Event;
use crate::bounds::COLUMNS;

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Its cells from the first row on.
    rows: Vec<Vec<Cell>>,
    /// The cell that is open.
    next: Cell,
    /// Whether the row is a heading, which is said before its cells.
    pub(super) is_head: bool,
}

/// How a cell is merged with others in its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    Alone,
    First,
    Further,
}

#[derive(Clone, Debug, Default)]
struct Cell {
    /// The event that opens it, and the one behind its end.
    events: (usize, usize),
    /// Its first column.
    column: usize,
    across: usize,
    merge: Merge,
}

impl Table {
    pub(super) fn start_row(&mut self) {
        self.rows.push(Vec::new());
        self.is_head = false;
    }

    /// A cell opens at an event.
    pub(super) fn start_cell(&mut self, event: usize) {
        let last = self.rows.last().and_then(|row| row.last());
        let column = last.map_or(0, |last| last.column + last.across);
        self.next = Cell { events: (event, event), column, across: 1, merge: Merge::Alone };
    }

    pub(super) fn across(&mut self, columns: usize) {
        self.next.across = columns.clamp(1, COLUMNS);
    }

    pub(super) fn merge(&mut self, merge: Merge) {
        self.next.merge = merge;
    }

    /// The cell closes before an event.
    pub(super) fn end_cell(&mut self, event: usize) {
        self.next.events.1 = event;
        let cell = std::mem::take(&mut self.next);
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// Says in the events of the table how far its cells reach.
    pub(super) fn finish(&self, events: &mut [Event]) {
        for (row, cells) in self.rows.iter().enumerate() {
            for cell in cells {
                let Some(event) = events.get_mut(cell.events.0) else { continue };
                if cell.merge == Merge::Further && self.is_covered(row, cell) {
                    *event = Event::Covered { end: cell.events.1 };
                } else if let Event::Cell { across, down, .. } = event {
                    *across = cell.across;
                    *down = 1 + match cell.merge {
                        Merge::Alone => 0,
                        Merge::First | Merge::Further => self.below(row, cell).count(),
                    };
                }
            }
        }
    }

    /// The cells below one that go on with it.
    fn below<'a>(&'a self, row: usize, cell: &'a Cell) -> impl Iterator<Item = &'a Cell> {
        self.rows[row + 1..].iter().map_while(move |cells| {
            let at = cells.partition_point(|other| other.column < cell.column);
            cells
                .get(at)
                .filter(|other| other.column == cell.column && other.merge == Merge::Further)
        })
    }

    /// Whether a cell above goes on in one.
    fn is_covered(&self, row: usize, cell: &Cell) -> bool {
        let above = row.checked_sub(1).map(|above| &self.rows[above]);
        above.is_some_and(|cells| {
            let at = cells.partition_point(|other| other.column < cell.column);
            cells
                .get(at)
                .is_some_and(|other| other.column == cell.column && other.merge != Merge::Alone)
        })
    }
}
