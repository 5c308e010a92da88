//! The catalogues are complete: every pattern in the sources of the libraries stands in them once,
//! and none besides.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::chinese;

/// The crates that say something in documents.
const CRATES: [&str; 4] = ["core", "audit", "stats", "report"];
/// The macros whose first argument is a pattern.
const MACROS: [&str; 2] = ["say!(", "pattern!("];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder of sources")
        .map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let own = files.into_iter().filter(|path| {
        path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs")
    });
    own.chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

/// The source without comments and without its tests at the end.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    before_tests
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| line.to_owned() + "\n")
        .collect()
}

/// The text of a string literal that starts with its quote; `None` where there is none.
fn literal(source: &str) -> Option<String> {
    let mut chars = source.trim_start().strip_prefix('"')?.chars().peekable();
    let mut text = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => match chars.next()? {
                '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                'n' => text.push('\n'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

/// Every pattern in the code of the crates, and the kinds of causes, which are named in a table of
/// their own.
fn said() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = CRATES.iter().flat_map(|name| sources(&root.join(name).join("src")));
    let mut patterns: BTreeSet<String> =
        crossfoot_audit::cause::KINDS.iter().map(|kind| kind.name.to_owned()).collect();
    for file in files {
        let code = code(&fs::read_to_string(&file).expect("a source"));
        for name in MACROS {
            patterns.extend(
                code.match_indices(name).filter_map(|(at, _)| literal(&code[at + name.len()..])),
            );
        }
    }
    patterns
}

/// The numbers of the gaps of a pattern, in order of their numbers.
fn gaps(pattern: &str) -> Vec<usize> {
    let inside = pattern.split('{').skip(1).filter_map(|behind| Some(behind.split_once('}')?.0));
    let mut gaps: Vec<usize> = inside
        .enumerate()
        .filter_map(|(at, gap)| if gap.is_empty() { Some(at) } else { gap.parse().ok() })
        .collect();
    gaps.sort_unstable();
    gaps
}

#[test]
fn chinese_knows_every_pattern_once_and_none_that_nobody_says() {
    let said = said();
    assert!(said.len() > 300, "patterns are found: {}", said.len());
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (english, chinese) in chinese::TABLES.iter().copied().flatten() {
        assert_eq!(known.insert(english, chinese), None, "`{english}` stands twice");
    }
    let missing: Vec<&String> =
        said.iter().filter(|pattern| !known.contains_key(pattern.as_str())).collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:#?}");
    let idle: Vec<&&str> = known.keys().filter(|pattern| !said.contains(**pattern)).collect();
    assert!(idle.is_empty(), "nobody says: {idle:#?}");
}

#[test]
fn chinese_fills_the_same_gaps() {
    for (english, chinese) in chinese::TABLES.iter().copied().flatten() {
        assert_eq!(gaps(english), gaps(chinese), "{english} / {chinese}");
    }
}

#[test]
fn tables_are_sorted() {
    for table in chinese::TABLES {
        assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}

#[test]
fn patterns_are_found_over_several_lines_and_with_quotes() {
    let text = "say!(\n    \"a \\\n     b \\\"{}\\\"\",\n    x)";
    let at = text.find(MACROS[0]).expect("the macro") + MACROS[0].len();
    assert_eq!(literal(&text[at..]).as_deref(), Some("a b \"{}\""));
}
