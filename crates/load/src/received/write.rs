//! A table as received → CSV as studies keep it: UTF-8, commas, line feeds, texts exactly as printed, quotes where they are needed.

use super::{RawCell, RawTable};

/// A CSV file, and where each of its fields was received.
pub(crate) struct Written {
    pub(crate) text: String,
    /// Where each field starts, and its cell; in order.
    fields: Vec<(usize, RawCell)>,
}

impl Written {
    /// The cell that stands at a byte of the text.
    pub(crate) fn cell(&self, at: usize) -> Option<&RawCell> {
        let behind = self.fields.partition_point(|(start, _)| *start <= at);
        self.fields.get(behind.checked_sub(1)?).map(|(_, cell)| cell)
    }
}

impl RawTable {
    /// The table as the text of a CSV file. Title and notes belong into the manifest and are left out; a footnote mark that was set apart stands in
    /// brackets.
    pub fn to_csv(&self) -> String {
        self.written().text
    }

    /// The same, with the places that its fields come from.
    pub(crate) fn written(&self) -> Written {
        let mut written = Written { text: String::new(), fields: Vec::new() };
        for row in std::iter::once(&self.header).chain(&self.rows) {
            push_row(&mut written, row);
        }
        written
    }
}

fn push_row(Written { text, fields }: &mut Written, row: &[RawCell]) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        fields.push((text.len(), cell.clone()));
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
