//! Cells of CSV files that a spreadsheet would compute, marked as text. Only on request: otherwise
//! exports keep every cell as it is.

use super::Files;

/// Puts an apostrophe before each cell of a CSV file that starts like a formula; numbers and
/// dashes stay.
///
/// ```
/// use crossfoot_report::export::safe_cells;
/// let mut files = vec![("t.csv".to_owned(), b"name,change\n=1+1,-3.5\n".to_vec())];
/// safe_cells(&mut files);
/// assert_eq!(files[0].1, b"name,change\n'=1+1,-3.5\n");
/// ```
pub fn safe_cells(files: &mut Files) {
    for (_, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(".csv")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let mut writer = csv::Writer::from_writer(Vec::with_capacity(bytes.len()));
        for row in reader.records().flatten() {
            // Memory takes every byte, and rows are as long as they were.
            let _ = writer.write_record(row.iter().map(safe));
        }
        *bytes = writer.into_inner().unwrap_or_default();
    }
}

fn safe(cell: &str) -> String {
    let computed = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.len() > 1;
    let mark = if computed && !is_number(cell) { "'" } else { "" };
    format!("{mark}{cell}")
}

/// Whether a cell is a plain number: digits, and perhaps a sign, a point and an exponent.
fn is_number(cell: &str) -> bool {
    cell.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn formulas_are_marked_and_numbers_are_not() {
        for (cell, wanted) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+2", "'-1+2"),
            ("\t=1", "'\t=1"),
            ("-inf", "'-inf"),
            ("-3.5", "-3.5"),
            ("+2e3", "+2e3"),
            ("-", "-"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(safe(cell), wanted);
        }
    }
}
