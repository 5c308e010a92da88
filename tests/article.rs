//! The text of the first study: `article.md` has the numerals of `numbers.csv`, and an audit of it
//! reads nothing beside it.

use std::fs;

use crossfoot_core::{BlockKind, Part, read_numerals};
use crossfoot_ingest::{Options, read_article};
use crossfoot_testing::root;

use crate::run::command;

const PAPER: &str = "data/hgr-2021-2024";

/// Words of `numbers.csv` that are numbers. It lists "no" as well, where that states a number of
/// penalties; for the reader it is none.
const WORDS: [&str; 10] =
    ["first", "one", "two", "three", "four", "five", "six", "eight", "thirteen", "fifty"];

/// Groups of digits and number words. The reader makes one numeral of a date (`13 April 2025`), of
/// which `numbers.csv` lists day and year, and keeps other words of a numeral; so both are compared
/// by what both have.
fn parts(numeral: &str) -> Vec<String> {
    let raised = [('¹', '1'), ('²', '2'), ('³', '3')];
    let text: String = numeral
        .chars()
        .map(|c| raised.iter().find(|(mark, _)| *mark == c).map_or(c, |(_, digit)| *digit))
        .collect();
    text.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(part))
        .map(str::to_owned)
        .collect()
}

/// The place that `numbers.csv` names, as far as the reader tells places apart: it has no title
/// page apart from the title, and takes headings for a part of their section.
fn place(name: &str) -> String {
    let name = name.trim_start_matches("heading ").to_lowercase();
    if name == "title" { "front matter".to_owned() } else { name }
}

#[test]
fn the_text_has_the_numerals_that_are_listed() {
    let read = read_article(&root().join(PAPER).join("article.md"), Options::default());
    let article = read.expect("the article is read").article;
    let mut in_text = Vec::new();
    for block in &article.blocks {
        let section = article.section(block);
        let place = match (block.kind, section.part) {
            (BlockKind::Title, _) | (_, Part::Front) => "front matter".to_owned(),
            _ => section.name.to_lowercase(),
        };
        for numeral in read_numerals(block.prose.text()) {
            let parts = parts(&block.prose.text()[numeral.range]).into_iter();
            in_text.extend(parts.map(|part| (place.clone(), part)));
        }
    }
    let mut listed = Vec::new();
    let list = root().join(PAPER).join("numbers.csv");
    let mut rows = csv::Reader::from_path(list).expect("the list is there");
    let mut section = String::new();
    for row in rows.records() {
        let row = row.expect("a row");
        // Titles and notes of tables stand in the section around them.
        if !row[1].starts_with("Table") {
            section = place(&row[1]);
        }
        listed.extend(parts(&row[2]).into_iter().map(|part| (section.clone(), part)));
    }
    let differs = in_text.iter().zip(&listed).position(|(text, list)| text != list);
    assert_eq!(
        differs.map(|at| (&in_text[at], &listed[at])),
        None,
        "the numeral in the text, and the one that is listed"
    );
    assert_eq!(in_text.len(), listed.len());
}

#[test]
fn the_audit_of_the_text_reads_no_other_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let article = root().join(PAPER).join("article.md");
    fs::copy(article, folder.path().join("article.md")).expect("the article is copied");
    let outputs = [folder.path().to_owned(), root().join(PAPER)].map(|folder| {
        let mut command = command(&["audit", "article.md", "--format", "json"]);
        command.current_dir(folder).output().expect("the program runs").stdout
    });
    assert!(!outputs[0].is_empty());
    let [alone, beside] = outputs.map(|output| String::from_utf8(output).expect("UTF-8"));
    assert!(alone == beside, "the audit beside claims.csv and numbers.csv differs from that alone");
}
