//! The guides of docs/guides: every file that they show is written, every command is run, in order, in
//! a folder with the studies of the repository.

use std::fs;
use std::path::Path;

use crossfoot_testing::root;

use crate::readme::assert_shown;
use crate::run::command;

/// A block of code with the words behind its fence.
struct Block<'a> {
    info: Vec<&'a str>,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(info), None) => {
                let info = info.split_whitespace().collect();
                open = Some(Block { info, text: String::new() });
            }
            (None, Some(mut block)) => {
                block.text += line;
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The words of a command, where single quotes keep spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        match at % 2 {
            1 => words.push(part.to_owned()),
            _ => words.extend(part.split_whitespace().map(str::to_owned)),
        }
    }
    words
}

/// Runs the commands of a block, each with the output that it shows.
fn run(text: &str, folder: &Path) {
    for transcript in text.split("$ crossfoot ").skip(1) {
        let (line, shown) = transcript.split_once('\n').unwrap_or((transcript, ""));
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = command(&words).current_dir(folder).output().expect("the program runs");
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).expect("output is UTF-8");
        assert_shown(line, &printed, shown);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy")),
        }
    }
}

#[test]
fn the_guides_work_as_they_are_written() {
    let mut guides = 0;
    for page in fs::read_dir(root().join("docs/guides")).expect("guides") {
        let page = fs::read_to_string(page.expect("an entry").path()).expect("a guide");
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&root().join("data"), &folder.path().join("data"));
        for block in blocks(&page) {
            match block.info.as_slice() {
                ["console"] => run(&block.text, folder.path()),
                [_, name] => {
                    let file = folder.path().join(name);
                    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
                    fs::write(file, block.text).expect("a file");
                }
                _ => {}
            }
        }
        guides += 1;
    }
    assert_eq!(guides, 3);
}
