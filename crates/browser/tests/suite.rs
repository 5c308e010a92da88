//! A session says what the program says, on every machine.

use std::collections::BTreeMap;
use std::fs;

use crossfoot::report::Language;
use crossfoot_browser::{Session, problems, words};
use crossfoot_testing::{entries, folders, name, root};

fn study(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let files = entries(folder).into_iter().filter(|path| path.is_file());
    files.map(|path| (name(&path).to_owned(), fs::read(&path).expect("a file"))).collect()
}

#[test]
fn studies_are_audited_and_reported_as_by_the_program() {
    for folder in folders(&root().join("data")) {
        let id = name(&folder);
        let session = Session::from_study(&format!("data/{id}"), study(&folder)).expect("a study");
        let reports = root().join("reports").join(id);
        let audit = fs::read_to_string(reports.join("audit.json")).expect("an audit");
        assert!(session.json().expect("JSON") == audit, "{id}: another audit");
        let report = fs::read_to_string(reports.join("report.html")).expect("a report");
        assert!(session.report("en") == report, "{id}: another report");
    }
}

#[test]
fn problems_say_where_they_are_and_what_was_expected() {
    let table = b"Year,Women,Men,All\n2021,317,284,601\n2022,325,290,615\n2023,341,277,618\n";
    let drafted = Session::from_file("staff.csv", table).expect("a table");
    let mut files = drafted.files().clone();
    let manifest = String::from_utf8(files["study.toml"].clone()).expect("a text");
    files.insert("study.toml".to_owned(), manifest.replace("women + men", "wimen").into_bytes());
    let Err(error) = Session::from_study("staff", files) else {
        panic!("the column `wimen` does not exist")
    };
    let text = problems(&error);
    assert!(text.starts_with("staff/study.toml:"), "{text}");
    assert!(text.contains("`wimen`\n    did you mean `women`?"), "{text}");
}

#[test]
fn names_lead_to_explanations_in_both_languages() {
    let session = Session::from_file("staff.csv", b"Year,All\n2021,601\n2022,615\n").expect("read");
    assert!(session.explain("staff.all[2021]", "en").is_some_and(|html| html.contains("601")));
    assert!(session.explain("sum-mismatch", "zh").is_some_and(|html| html.contains('的')));
    assert_eq!(session.explain("no such name", "en"), None);
}

/// The texts of a page that stand between two marks.
fn between<'a>(text: &'a str, start: &str, end: &'a str) -> impl Iterator<Item = &'a str> {
    let pieces: Vec<&str> = text.split(start).skip(1).collect();
    pieces.into_iter().filter_map(move |piece| piece.split(end).next())
}

#[test]
fn the_page_says_nothing_that_is_not_translated() {
    let html = include_str!("../page/index.html");
    let script = include_str!("../page/page.js");
    let said = between(html, " data-say>", "<")
        .chain(between(html, " aria-label=\"", "\""))
        .chain(between(script, "say(\"", "\""));
    let chinese = words(&Language::chinese());
    let mut found = 0;
    for text in said {
        assert!(chinese.contains_key(text), "`{text}` is not among the words of the page");
        found += 1;
    }
    assert!(found >= 25, "the page says {found} sentences");
}

#[test]
fn archives_start_as_archives_do() {
    let session = Session::from_file("staff.csv", b"Year,All\n2021,601\n2022,615\n").expect("read");
    let markdown = session.markdown_archive("en");
    for archive in [session.study_archive(), session.corrected_archive(), markdown] {
        assert!(archive.expect("an archive").starts_with(b"PK\x03\x04"));
    }
}
