//! Each folder of `tests/received` holds a file as received and, in `expected.txt`, the tables as
//! they are read or the refusal; each is a test with its name.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crossfoot_core::Spot;
use crossfoot_ingest::{LoadError, Options, Printed, PrintedTable, Received, read_bytes};
use crossfoot_testing::{each, entries, folders, name, root, run, snapshot};

fn main() -> ExitCode {
    run(each("received", folders(&root().join("tests/received")), received))
}

fn received(case: &Path) -> Result<(), String> {
    let mut files = entries(case).into_iter();
    let file = files.find(|path| !path.ends_with("expected.txt")).expect("a case holds a file");
    let bytes = fs::read(&file).map_err(|error| error.to_string())?;
    let found = shown(read_bytes(name(&file), &bytes, Options::default()));
    snapshot(&case.join("expected.txt"), &found)
}

fn shown(result: Result<Received, LoadError>) -> String {
    let mut out = String::new();
    match result {
        Ok(received) => {
            let charset =
                received.charset.map(|charset| format!(" in {charset}")).unwrap_or_default();
            writeln!(out, "{}{charset}", received.format).expect("text is written");
            received
                .notes
                .iter()
                .for_each(|note| writeln!(out, "note: {note}").expect("text is written"));
            received.tables.iter().for_each(|table| show_table(table, &mut out));
        }
        Err(error) => {
            for problem in &error.problems {
                writeln!(out, "error: {problem}").expect("text is written");
                problem
                    .help
                    .iter()
                    .for_each(|help| writeln!(out, "help: {help}").expect("text is written"));
            }
        }
    }
    out
}

fn show_table(table: &PrintedTable, out: &mut String) {
    writeln!(out, "\ntable: {}", table.title.as_deref().unwrap_or("untitled"))
        .expect("text is written");
    table.sheet.iter().for_each(|sheet| writeln!(out, "sheet: {sheet}").expect("text is written"));
    table.headings().for_each(|heading| {
        writeln!(out, "  column {} at {}", heading.printed(), heading.place())
            .expect("text is written")
    });
    for row in 0..table.rows() {
        let cells = (0..table.width()).map(|column| show_cell(table.cell(row, column)));
        let cells = cells.collect::<Vec<_>>().join(" | ");
        let indent = if table.subheadings().contains(&row) { "sub-heading " } else { "  " };
        writeln!(out, "{indent}{cells}").expect("text is written");
    }
    table.notes.iter().for_each(|note| writeln!(out, "below: {note}").expect("text is written"));
}

/// A cell with its place in short: `5,690 @2:6`.
fn show_cell(cell: Printed<'_>) -> String {
    let place = match cell.place() {
        Spot::Text { line, column } => format!("{line}:{column}"),
        place @ Spot::Cell { .. } => {
            place.to_string().rsplit('!').next().unwrap_or_default().to_owned()
        }
    };
    format!("{} @{place}", cell.printed())
}
