//! Files as received: what may be stated of them, what is too much, and that damage is no accident.

use std::fs;
use std::path::{Path, PathBuf};

use crossfoot_ingest::{Charset, Options, PrintedTable, read, read_bytes};
use crossfoot_testing::{entries, folders, name, root};
use proptest::prelude::*;

fn cases() -> Vec<PathBuf> {
    folders(&root().join("tests/received"))
}

/// The received file of a case.
fn file(case: &Path) -> PathBuf {
    let mut files = entries(case).into_iter();
    files.find(|path| !path.ends_with("expected.txt")).expect("a case holds a file")
}

#[test]
fn a_folder_or_a_missing_file_is_reported() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, why) in [
        (here, ": expected a file, found a folder"),
        (&here.join("none.csv"), "none.csv: file not found"),
    ] {
        let error = read(path, Options::default()).expect_err("there is no file").to_string();
        assert!(error.ends_with(why), "{error}");
    }
}

/// Whatever the journal's table came as, the study keeps the same text.
#[test]
fn the_table_of_a_study_is_written_as_the_study_keeps_it() {
    let kept = fs::read_to_string(root().join("data/hgr-2021-2024/licences.csv"))
        .expect("the study's table");
    for case in ["csv", "tsv", "pasted-in-lines"] {
        let received = read(&file(&root().join("tests/received").join(case)), Options::default())
            .expect("the table is read");
        let [table] = received.tables.as_slice() else { panic!("{case} holds one table") };
        assert_eq!(table.to_csv(), kept, "{case}");
    }
    let broken = read_bytes(
        "t.csv",
        b"Year,\"Total\n(Items)\"\n2021,\"1,966\r\n34.55%\"\n",
        Options::default(),
    )
    .expect("lines are joined");
    assert_eq!(broken.tables[0].to_csv(), "Year,Total (Items)\n2021,\"1,966 34.55%\"\n");
}

/// The first heading of a text in an encoding.
fn header(charset: &str, bytes: &[u8]) -> Result<String, String> {
    let options = Options { charset: Charset::from_name(charset) };
    read_bytes("t.csv", bytes, options)
        .map(|received| received.tables[0].heading(0).text().into_owned())
        .map_err(|error| error.to_string())
}

/// What cannot be seen in a file may be stated; what is stated wrongly is refused where it is seen.
#[test]
fn the_encoding_may_be_stated() {
    let bytes = b"\xC4\xEA,\xCF\xEE\n2021,5690\n";
    assert_eq!(header("gb2312", bytes).as_deref(), Ok("年"));
    assert_eq!(header("KOI8-R", bytes).as_deref(), Ok("дЙ"));
    assert_eq!(header("utf-8", bytes), Err("t.csv:1:1: byte 0xC4 is not valid UTF-8".to_owned()));
    let marked = [b"\xEF\xBB\xBF".as_slice(), "年,项\n2021,5690\n".as_bytes()].concat();
    assert_eq!(
        header("big5", &marked),
        Err("t.csv: the byte order mark says UTF-8, but --encoding says Big5".to_owned())
    );
    assert_eq!(Charset::from_name("latin-99"), None);
}

#[test]
fn more_than_the_bounds_is_refused_with_the_place() {
    let wide = "a,".repeat(1_000_000) + "b\n1\n1\n";
    let spans = "<table><tr><td>a</td><td colspan=1000000 rowspan=1000000>b</td></tr></table>";
    for (name, text, message) in [
        ("t.csv", wide.as_str(), "t.csv:1:1: this line has 1000001 fields; the limit is 16384"),
        (
            "t.html",
            spans,
            "t.html:1:58: the table is too large: more than 16384 columns or 2000000 cells up to here",
        ),
    ] {
        let error = read_bytes(name, text.as_bytes(), Options::default()).expect_err("too large");
        assert_eq!(error.to_string(), message);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Bytes that are exchanged, lost or added anywhere.
    #[test]
    fn a_damaged_file_is_no_accident(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..6)) {
        for case in cases() {
            let file = file(&case);
            let mut bytes = fs::read(&file).expect("the file is read");
            // Large archives are unpacked whole, which takes its time.
            if bytes.is_empty() || bytes.len() > 50_000 {
                continue;
            }
            for (index, byte, way) in &changes {
                let at = index.index(bytes.len().max(1));
                match way {
                    0 if at < bytes.len() => bytes[at] = *byte,
                    1 if at < bytes.len() => drop(bytes.remove(at)),
                    _ => bytes.insert(at, *byte),
                }
            }
            if let Ok(received) = read_bytes(name(&file), &bytes, Options::default()) {
                for table in &received.tables {
                    let mut problems = Vec::new();
                    let read = PrintedTable::cut(table.source(), &mut problems);
                    let same = read.is_some_and(|read| read.reads_as(table));
                    prop_assert!(same, "what a study would keep is read as the same table: {:?}", problems);
                }
            }
        }
    }
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
            let result =
                read_bytes(name(&file), &bytes[..bytes.len() * at / cuts], Options::default());
            assert!(at > 0 || result.is_err(), "{}: nothing cannot be a table", file.display());
        }
    }
}
