//! What README.md and the pages of docs/ show is what the program prints.

use std::fs;
use std::path::Path;

use crossfoot_testing::root;

use crate::run::{command, run};

/// Starts the command of a transcript in a page.
const PROMPT: &str = "```console\n$ crossfoot ";
/// A line of a transcript that stands for lines left out.
const LEFT_OUT: &str = "…";

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first block of code with this language.
fn block<'a>(page: &'a str, language: &str) -> &'a str {
    page.split(&format!("```{language}\n"))
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap_or_else(|| panic!("a block of {language}"))
}

/// The transcripts of a page: each command, and what it prints.
fn transcripts(page: &str) -> Vec<(&str, &str)> {
    page.split(PROMPT)
        .skip(1)
        .filter_map(|rest| rest.split("```").next()?.split_once('\n'))
        .collect()
}

/// Fails unless the output of a command is its transcript: all of it, or, where lines are left out,
/// its lines in their order.
pub(crate) fn assert_shown(arguments: &str, printed: &str, shown: &str) {
    if !shown.lines().any(|line| line.trim() == LEFT_OUT) {
        assert_eq!(printed, shown, "`{arguments}` prints what is on the left");
        return;
    }
    let mut rest = printed.lines();
    for line in shown.lines().filter(|line| !line.is_empty() && line.trim() != LEFT_OUT) {
        assert!(
            rest.any(|real| real == line),
            "`{arguments}` does not print this line, or not here: {line}"
        );
    }
}

#[test]
fn the_example_of_the_readme_prints_what_it_shows() {
    let readme = read(&root().join("README.md"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let study = folder.path().join("patients");
    fs::create_dir(&study).expect("a folder for the study");
    fs::write(study.join("patients.csv"), block(&readme, "csv")).expect("the table is written");
    fs::write(study.join("study.toml"), block(&readme, "toml")).expect("the manifest is written");
    let transcripts = transcripts(&readme);
    assert_eq!(transcripts.len(), 1, "README.md has one transcript");
    let (arguments, shown) = transcripts[0];
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let output = command(&words).current_dir(folder.path()).output().expect("the program runs");
    assert_shown(arguments, &String::from_utf8(output.stdout).expect("output is UTF-8"), shown);
}

#[test]
fn the_pages_of_docs_show_real_output() {
    let pages = fs::read_dir(root().join("docs")).expect("docs is read");
    let mut count = 0;
    let pages = pages.map(|page| page.expect("an entry").path());
    for page in pages.filter(|page| page.is_file()) {
        let page = read(&page);
        for (arguments, shown) in transcripts(&page) {
            let run = run(&arguments.split_whitespace().collect::<Vec<_>>());
            assert!(run.code.is_some(), "`{arguments}` ends by itself");
            assert_shown(arguments, &(run.stdout + &run.stderr), shown);
            count += 1;
        }
    }
    assert!(count > 0, "docs has transcripts");
}
