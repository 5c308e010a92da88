//! How the columns of tables are read. A column looks numeric if at least half of its non-empty
//! cells hold a digit; columns that name the rows are counted separately.

use std::ops::AddAssign;

use crossfoot::Input;
use crossfoot::ingest::PrintedTable;
use crossfoot::load::draft::{ColumnDraft, TableDraft, tables};

/// Columns of tables, and their cells.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// All columns.
    pub all: usize,
    /// Those that name the rows.
    pub keys: usize,
    /// Those of the others that look numeric.
    pub numeric: usize,
    /// Those that look numeric and are read as numbers or dates.
    pub typed: usize,
    /// Those that look numeric and are read as text.
    pub text: Vec<TextColumn>,
    /// Non-empty cells of the columns that look numeric.
    pub cells: usize,
    /// Those in columns that are read as numbers or dates.
    pub typed_cells: usize,
    /// Those of them that are read as numbers, dates or marks of missing values.
    pub read: usize,
}

/// A column that looks numeric and is read as text.
#[derive(Clone, Debug)]
pub struct TextColumn {
    /// Its table and its heading.
    pub name: String,
    /// The cell that is reported as the reason.
    pub reason: Option<String>,
}

impl Columns {
    /// The columns of these tables.
    pub fn new(inputs: &[Input]) -> Self {
        let printed: Vec<_> =
            inputs.iter().map(|input| (input.stem.clone(), input.table.clone())).collect();
        let drafts = tables(&printed, None);
        let mut columns = Self::default();
        for (input, draft) in inputs.iter().zip(&drafts) {
            for (at, column) in draft.columns.iter().enumerate() {
                columns.add(&input.table, draft, at, column);
            }
        }
        columns
    }

    fn add(&mut self, table: &PrintedTable, draft: &TableDraft, at: usize, column: &ColumnDraft) {
        self.all += 1;
        if column.parts.iter().any(|part| draft.key.contains(&part.name)) {
            self.keys += 1;
            return;
        }
        let texts = table.column(at).map(|cell| cell.text().trim().to_owned());
        let filled: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        let digits = filled.iter().filter(|text| text.contains(char::is_numeric)).count();
        if digits == 0 || digits * 2 < filled.len() {
            return;
        }
        self.numeric += 1;
        self.cells += filled.len();
        if column.parts.iter().all(|part| part.unit == "text") {
            let name = format!("{}, {}", draft.title, column.header);
            let reason = column.became_text.as_ref().map(|cell| cell.text.clone());
            self.text.push(TextColumn { name, reason });
        } else {
            self.typed += 1;
            self.typed_cells += filled.len();
            self.read += filled.len() - column.problems.len();
        }
    }
}

impl AddAssign<&Self> for Columns {
    fn add_assign(&mut self, other: &Self) {
        self.all += other.all;
        self.keys += other.keys;
        self.numeric += other.numeric;
        self.typed += other.typed;
        self.text.extend(other.text.iter().cloned());
        self.cells += other.cells;
        self.typed_cells += other.typed_cells;
        self.read += other.read;
    }
}
