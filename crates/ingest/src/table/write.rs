//! A table as received → CSV as studies keep it: UTF-8, commas, line feeds, texts exactly as
//! printed, quotes where they are needed.

use crate::{RawCell, RawTable};

/// A CSV file, and where each of its fields starts, row after row.
pub struct Written {
    /// The text.
    pub text: String,
    starts: Vec<usize>,
}

impl Written {
    /// The cell of the table that stands at a byte of the text.
    pub fn cell<'a>(&self, table: &'a RawTable, at: usize) -> Option<&'a RawCell> {
        let field = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let width = table.header.len().max(1);
        match field / width {
            0 => table.header.get(field),
            row => table.rows.get(row - 1)?.get(field % width),
        }
    }
}

impl RawTable {
    /// The table as the text of a CSV file. Title and notes belong into the manifest and are left
    /// out; a footnote mark that was set apart stands in brackets.
    pub fn to_csv(&self) -> String {
        self.written().text
    }

    /// The same, with the starts of its fields.
    pub fn written(&self) -> Written {
        let mut written = Written { text: String::new(), starts: Vec::new() };
        for row in std::iter::once(&self.header).chain(&self.rows) {
            push_row(&mut written, row);
        }
        written
    }
}

fn push_row(Written { text, starts }: &mut Written, row: &[RawCell]) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        starts.push(text.len());
        let printed = cell.printed();
        // A row that is one blank field would be a blank line.
        if printed.contains([',', '"', '\n', '\r']) || printed.is_empty() && row.len() == 1 {
            text.push('"');
            text.push_str(&printed.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&printed);
        }
    }
    text.push('\n');
}
