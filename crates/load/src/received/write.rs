//! A table as received → CSV as studies keep it: UTF-8, commas, line feeds, texts exactly as printed, quotes where they are needed.

use super::{RawCell, RawTable};

impl RawTable {
    /// The table as the text of a CSV file. Title and notes belong into the manifest and are left out; a footnote mark that was set apart stands in
    /// brackets.
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            push_row(&mut text, row);
        }
        text
    }
}

fn push_row(text: &mut String, row: &[RawCell]) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
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
