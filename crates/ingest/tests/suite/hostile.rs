//! Files that would need far more memory, stack or time than their size suggests.

use std::io::{Cursor, Read, Write};

use crossfoot_ingest::{Options, read_bytes};
use crossfoot_testing::root;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn received(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/received").join(name)).expect("a received file")
}

/// The error of a file that cannot be read.
fn refused(name: &str, bytes: &[u8]) -> String {
    read_bytes(name, bytes, Options::default()).expect_err("it is refused").to_string()
}

#[test]
fn shared_texts_are_not_believed_to_be_as_many_as_is_said() {
    let mut archive = ZipArchive::new(Cursor::new(received("xlsx/licences.xlsx"))).expect("a ZIP");
    // What comes before the texts must not hide their number.
    let counts = ["100000", "4000000000", "1000000000000000000"];
    for (count, before) in counts.into_iter().zip(["", "<x></y>", "<!-- -- -->"]) {
        let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("a part");
            let (mut text, name) = (Vec::new(), part.name().expect("a name").into_owned());
            part.read_to_end(&mut text).expect("unpacked");
            changed.start_file(name, SimpleFileOptions::default()).expect("a part");
            changed.write_all(&text).expect("packed");
        }
        let texts = format!("{before}<sst uniqueCount=\"{count}\"><si><t>Year</t></si></sst>");
        changed.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).expect("a part");
        changed.write_all(texts.as_bytes()).expect("packed");
        let bytes = changed.finish().expect("a ZIP").into_inner();
        let error = refused("licences.xlsx", &bytes);
        assert!(error.contains(&format!("announces {count} texts")), "{error}");
    }
}

#[test]
fn sheets_are_not_believed_to_be_as_large_as_is_said() {
    let good = received("xls/licences.xls");
    assert!(read_bytes("licences.xls", &good, Options::default()).is_ok());
    let head = [0x00, 0x02, 0x0E, 0x00];
    let at = good.windows(4).position(|bytes| bytes == head).expect("the dimensions of a sheet");
    for rows in [[0xFF, 0xFF, 0x00, 0x00], [0xFF, 0xFF, 0xFF, 0x00], [0xFF; 4]] {
        let mut bytes = good.clone();
        bytes[at + 8..at + 12].copy_from_slice(&rows);
        bytes[at + 14..at + 16].copy_from_slice(&[0xFF, 0x00]);
        let error = refused("licences.xls", &bytes);
        assert!(error.contains("more than 2000000 cells"), "{error}");
    }
}

/// Tests have a stack of 2 MiB: it is too small for one frame per attribute.
#[test]
fn elements_may_have_any_number_of_attributes() {
    for attribute in [" a{}", " a{}=1", " a{}=\"1\"", " a{}='1'", " a{}=&amp;", "/a{}", " a{} = 1"]
    {
        for count in [200, 1_000, 5_000] {
            let attributes: String =
                (0..count).map(|number| attribute.replace("{}", &number.to_string())).collect();
            let page = format!("<table><tr><th{attributes}>Year<th>n<tr><td>2023<td>5</table>");
            match read_bytes("page.html", page.as_bytes(), Options::default()) {
                Ok(read) => assert_eq!(read.tables[0].cell(0, 1).text(), "5"),
                Err(error) => {
                    assert!(error.to_string().contains("more than 200 attributes"), "{error}")
                }
            }
        }
    }
}

/// Each element that is not closed is looked through for those behind it: a page is refused at the
/// same place, however much deeper it goes.
#[test]
fn a_page_is_refused_where_it_is_too_deep() {
    let places = [("<table><tr><td>", "502:1"), ("<table><tr>", "1001:8"), ("<sup>", "1002:1")];
    for (element, place) in places {
        for count in [2_000, 50_000, 500_000] {
            let page = format!("<table><td></td>\n{}", format!("{element}\n").repeat(count));
            let error = refused("deep.html", page.as_bytes());
            assert!(error.starts_with(&format!("deep.html:{place}: ")), "{element}: {error}");
            assert!(error.contains("elements are nested more than 1000 deep"), "{error}");
        }
    }
    let table = "<table><tr><th>Year<th>n<tr><td>2023<td>5</table>";
    let [around, behind] = ["<table><tr><td>", "</table>"].map(|part| part.repeat(400));
    let shallow = format!("{around}{table}{behind}");
    assert!(read_bytes("page.html", shallow.as_bytes(), Options::default()).is_ok());
}
