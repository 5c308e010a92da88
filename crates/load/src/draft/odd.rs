//! Cells that are not what their column holds: reported, and listed as marks of missing values, so
//! that the column can be checked all the same.

use std::collections::BTreeSet;

use crossfoot_ingest::PrintedTable;

use super::OddCell;
use super::filled::Filled;
use super::reading::Reading;

/// Marks that a table can have; a cell keeps the number of its mark in a byte.
const MOST_MARKS: usize = 250;
/// Cells that a remark quotes.
const QUOTED: usize = 3;
/// Characters of a cell that a remark quotes.
const LONGEST: usize = 40;

/// The marks of missing values of a table: the odd cells of all columns. A column becomes text
/// where one of its odd cells is a value in another column, so that it cannot be a mark, and where
/// there would be too many marks.
pub(super) fn marks(readings: &mut [Reading], cells: &[Vec<Filled>]) -> Vec<String> {
    if readings.iter().all(|reading| reading.odd.is_empty()) {
        return Vec::new();
    }
    let mut values: BTreeSet<&str> = BTreeSet::new();
    for (reading, cells) in
        readings.iter().zip(cells).filter(|(reading, _)| reading.unit() != "text")
    {
        let odd: BTreeSet<usize> = reading.odd.iter().copied().collect();
        let read = cells.iter().enumerate().filter(|(at, _)| !odd.contains(at));
        values.extend(read.map(|(_, cell)| cell.text.as_str()));
    }
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (reading, cells) in readings.iter_mut().zip(cells) {
        let own: BTreeSet<&str> = reading.odd.iter().map(|at| cells[*at].text.as_str()).collect();
        let new = own.iter().filter(|mark| !found.contains(*mark)).count();
        if own.iter().any(|mark| values.contains(mark)) || found.len() + new > MOST_MARKS {
            *reading = Reading::text(cells, reading.odd.first().copied());
        } else {
            found.extend(own);
        }
    }
    found.into_iter().map(str::to_owned).collect()
}

/// What is said of the odd cells of a column: the cell by which it is text, the cells that are no
/// numbers, and remarks with their places.
pub(super) fn describe(
    table: &PrintedTable,
    column: usize,
    cells: &[Filled],
    reading: &Reading,
) -> (Option<OddCell>, Vec<OddCell>, Vec<String>) {
    let became_text = reading.became_text.map(|at| odd(&cells[at]));
    let problems: Vec<OddCell> = reading.odd.iter().map(|at| odd(&cells[*at])).collect();
    let mut remarks = Vec::new();
    if let Some(cell) = &became_text {
        let place = place(table, column, cell.row);
        let text = shortened(&cell.text);
        let code = cell.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        remarks.push(if code {
            format!("read as text: numbers such as `{text}` ({place}) are codes here")
        } else {
            format!("read as text because of `{text}` ({place})")
        });
    }
    if let Some(remark) = remark(table, column, cells.len(), &problems) {
        remarks.push(remark);
    }
    (became_text, problems, remarks)
}

fn odd(cell: &Filled) -> OddCell {
    OddCell { row: cell.row, text: cell.text.clone() }
}

fn remark(
    table: &PrintedTable,
    column: usize,
    filled: usize,
    problems: &[OddCell],
) -> Option<String> {
    let mut quoted: Vec<(&str, usize)> = Vec::new();
    for cell in problems {
        if quoted.len() < QUOTED && !quoted.iter().any(|(text, _)| *text == cell.text) {
            quoted.push((&cell.text, cell.row));
        }
    }
    let quoted: Vec<String> = quoted
        .into_iter()
        .map(|(text, row)| format!("`{}` ({})", shortened(text), place(table, column, row)))
        .collect();
    let count = problems.len();
    let more =
        if quoted.len() < problems.iter().map(|cell| &cell.text).collect::<BTreeSet<_>>().len() {
            ", …"
        } else {
            ""
        };
    let texts = quoted.join(", ");
    match count {
        0 => None,
        1 => {
            Some(format!("{texts} cannot be read and is listed as missing; correct or explain it"))
        }
        _ => Some(format!(
            "{count} of {filled} cells cannot be read and are listed as missing; correct or explain \
             them: {texts}{more}"
        )),
    }
}

/// Where a cell was received.
fn place(table: &PrintedTable, column: usize, row: usize) -> String {
    table.cell(row, column).place().to_string()
}

fn shortened(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}
