//! Files as received: each folder of `tests/received` holds one and, in `expected.txt`, the tables as they are read or the refusal.

#[path = "../../../tests/support/expected.rs"]
mod expected;
#[path = "../../../tests/support/folders.rs"]
mod folders;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crossfoot_load::LoadError;
use crossfoot_load::received::{Options, Place, RawCell, RawTable, Received, read, read_bytes};
use expected::Differences;
use folders::{folders, name};

fn cases() -> Vec<PathBuf> {
    folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/received"))
}

/// The received file of a case.
fn file(case: &Path) -> PathBuf {
    let entries = fs::read_dir(case).expect("the folder is read").map(|entry| entry.expect("an entry").path());
    entries.into_iter().find(|path| !path.ends_with("expected.txt")).expect("a case holds a file")
}

#[test]
fn files_are_read_or_refused_as_expected() {
    let mut differences = Differences::default();
    for case in cases() {
        let file = file(&case);
        let bytes = fs::read(&file).expect("the file is read");
        let found = shown(read_bytes(name(&file), &bytes, Options::default()));
        differences.compare(&case.join("expected.txt"), &found);
    }
    differences.none();
}

#[test]
fn a_folder_or_a_missing_file_is_told() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = |path: &Path| read(path, Options::default()).expect_err("there is no file").to_string();
    assert!(told(here).ends_with(": this is a folder, and a file is needed"));
    assert!(told(&here.join("none.csv")).ends_with("none.csv: there is no such file"));
}

/// What is cut off anywhere is read or refused, and nothing breaks.
#[test]
fn a_file_that_is_cut_off_is_no_accident() {
    /// Places at which each file is cut.
    const CUTS: usize = 200;
    for case in cases() {
        let file = file(&case);
        let bytes = fs::read(&file).expect("the file is read");
        // Large files are refused for their size, wherever they are cut.
        let cuts = if bytes.len() > 50_000 { 5 } else { CUTS.min(bytes.len()) };
        for at in 0..cuts {
            let result = read_bytes(name(&file), &bytes[..bytes.len() * at / cuts], Options::default());
            assert!(at > 0 || result.is_err(), "{}: nothing cannot be a table", file.display());
        }
    }
}

fn shown(result: Result<Received, LoadError>) -> String {
    let mut out = String::new();
    match result {
        Ok(received) => {
            let charset = received.charset.map(|charset| format!(" in {charset}")).unwrap_or_default();
            writeln!(out, "{}{charset}", received.format).expect("text is written");
            received.notes.iter().for_each(|note| writeln!(out, "note: {note}").expect("text is written"));
            received.tables.iter().for_each(|table| show_table(table, &mut out));
        }
        Err(error) => {
            for problem in &error.problems {
                writeln!(out, "error: {problem}").expect("text is written");
                problem.help.iter().for_each(|help| writeln!(out, "help: {help}").expect("text is written"));
            }
        }
    }
    out
}

fn show_table(table: &RawTable, out: &mut String) {
    writeln!(out, "\ntable: {}", table.title.as_deref().unwrap_or("untitled")).expect("text is written");
    table.sheet.iter().for_each(|sheet| writeln!(out, "sheet: {sheet}").expect("text is written"));
    table.header.iter().for_each(|heading| writeln!(out, "  column {} at {}", heading.printed(), heading.place).expect("text is written"));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(show_cell).collect();
        writeln!(out, "  {}", cells.join(" | ")).expect("text is written");
    }
    table.notes.iter().for_each(|note| writeln!(out, "below: {note}").expect("text is written"));
}

/// A cell with its place in short: `5,690 @2:6`.
fn show_cell(cell: &RawCell) -> String {
    let place = match &cell.place {
        Place::Text { line, column } => format!("{line}:{column}"),
        place @ Place::Sheet { .. } => place.to_string().rsplit('!').next().unwrap_or_default().to_owned(),
    };
    format!("{} @{place}", cell.printed())
}
