//! The filled cells of a sheet → its tables.

use crossfoot_core::{LoadError, Spot};
use std::ops::Range;
use std::sync::Arc;

use crate::bounds::{CELLS, COLUMNS};
use crate::refuse;
use crate::table::blocks;
use crate::table::grid::Grid;
use crate::table::raw::{Found, RawCell};
use crate::workbook::hidden::Hidden;

/// Row and column of the first and of the last cell that are merged, from 0.
pub(crate) type Merged = ((u32, u32), (u32, u32));

/// A cell that is filled.
struct Filled {
    row: u32,
    column: u32,
    text: String,
    mark: Option<String>,
}

/// A sheet while its cells are collected.
pub(crate) struct Collected<'a> {
    /// The workbook's file.
    file: &'a str,
    sheet: Arc<str>,
    cells: Vec<Filled>,
    /// The first number whose format is not covered.
    plain: Option<Spot>,
    pub(crate) hidden: Hidden,
}

impl<'a> Collected<'a> {
    pub(crate) fn new(file: &'a str, sheet: &str) -> Self {
        Self {
            file,
            sheet: sheet.into(),
            cells: Vec::new(),
            plain: None,
            hidden: Hidden::default(),
        }
    }

    /// The place of a cell.
    pub(crate) fn place(&self, (row, column): (u32, u32)) -> Spot {
        Spot::Cell { sheet: Arc::clone(&self.sheet), row, column }
    }

    /// Adds a cell that shows a text, and perhaps a raised mark.
    pub(crate) fn push_text(
        &mut self,
        at: (u32, u32),
        text: String,
        mark: Option<String>,
    ) -> Result<(), LoadError> {
        if at.1 as usize >= COLUMNS {
            let message = format!("a sheet has at most {} columns", COLUMNS);
            return Err(refuse::cell(
                self.file,
                &self.place(at),
                message,
                "keep only the columns that you need",
            ));
        }
        if self.cells.len() >= CELLS {
            return Err(self.too_large(&self.place(at)));
        }
        if !text.is_empty() {
            self.cells.push(Filled { row: at.0, column: at.1, text, mark });
        }
        Ok(())
    }

    /// Notes that the number in a cell is not shown as its format says.
    pub(crate) fn without_format(&mut self, at: (u32, u32)) {
        if self.plain.is_none() {
            self.plain = Some(self.place(at));
        }
    }

    /// The name of the sheet.
    pub(crate) fn name(&self) -> &str {
        &self.sheet
    }

    fn blank(&self, at: (u32, u32)) -> RawCell {
        RawCell::blank(self.place(at))
    }

    fn too_large(&self, place: &Spot) -> LoadError {
        let message = format!("the sheet has more than {} cells up to here", CELLS);
        refuse::cell(self.file, place, message, "keep only the rows and columns that you need")
    }

    /// Refuses a formula whose value was not saved with it.
    pub(crate) fn formula_without_value(&self, at: (u32, u32)) -> LoadError {
        let message = "the value of this formula was not saved".to_owned();
        refuse::cell(
            self.file,
            &self.place(at),
            message,
            "open the workbook in a spreadsheet program, recalculate it, and save it",
        )
    }

    /// The tables of the sheet.
    pub(crate) fn tables(self, merged: &[Merged]) -> Result<Found, LoadError> {
        let (Some(top), Some(left)) = (
            self.cells.iter().map(|cell| cell.row).min(),
            self.cells.iter().map(|cell| cell.column).min(),
        ) else {
            return Ok(Found::default());
        };
        let bottom = self.cells.iter().map(|cell| cell.row).max().unwrap_or(top);
        let right = self.cells.iter().map(|cell| cell.column).max().unwrap_or(left);
        let (height, width) = ((bottom - top) as usize + 1, (right - left) as usize + 1);
        if height.saturating_mul(width) > CELLS {
            let farthest = self.cells.iter().max_by_key(|cell| {
                u64::from(cell.row - top + 1) * u64::from(cell.column - left + 1)
            });
            return Err(self.too_large(
                &self.place(farthest.map_or((bottom, right), |cell| (cell.row, cell.column))),
            ));
        }
        let mut rows: Vec<Vec<RawCell>> = (top..=bottom)
            .map(|row| (left..=right).map(|column| self.blank((row, column))).collect())
            .collect();
        for cell in &self.cells {
            let filled = &mut rows[(cell.row - top) as usize][(cell.column - left) as usize];
            (filled.text, filled.mark) = (cell.text.clone(), cell.mark.clone());
        }
        let mut grid = Grid::new(rows);
        grid.sheet = Some(self.sheet.to_string());
        for (start, end) in merged {
            // A merged cell that begins outside of what is filled shows nothing.
            if start.0 >= top && start.1 >= left {
                grid.merge(within(top, start.0, end.0), within(left, start.1, end.1));
            }
        }
        let mut found = blocks::tables(&grid);
        if found.tables.is_empty() {
            found.notes.push(format!("no table found on the sheet `{}`", self.name()));
        }
        found.notes.extend(
            self.hidden.notes(&self.sheet, self.cells.iter().map(|cell| (cell.row, cell.column))),
        );
        found.notes.extend(self.plain.iter().map(|place| {
            format!(
                "{}: unknown number format; this number was read without it, and others may be too",
                place
            )
        }));
        Ok(found)
    }
}

/// Rows or columns of a sheet, counted from the first that is filled.
fn within(first: u32, start: u32, end: u32) -> Range<usize> {
    (start - first) as usize..(end.saturating_sub(first)) as usize + 1
}
