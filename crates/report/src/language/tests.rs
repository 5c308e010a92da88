//! The catalogues are complete: every pattern in the sources of the libraries stands in the template
//! and in every catalogue once, and no other does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::catalogue::{Message, messages};

/// The catalogues of languages.
const CATALOGUES: [(&str, &str); 1] = [("zh.po", include_str!("../../locales/zh.po"))];
/// What catalogues are made from by the tools of gettext; `just bless` writes it.
const TEMPLATE: &str = "locales/crossfoot.pot";
/// What stands at the head of the template.
const HEADER: &str = r#"# What Crossfoot says in documents, for translators. `{}` are gaps that data fill; write `{0}`,
# `{1}`, ... where they come in another order. CONTRIBUTING.md tells how a language is added.
#
msgid ""
msgstr ""
"Project-Id-Version: crossfoot\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"#;
/// Where things are said, so that a translator sees related messages together: the start of the
/// path below `crates`, and the area. The first that fits counts.
const AREAS: [(&str, &str); 11] = [
    ("core/", "figures, units and verdicts"),
    ("audit/src/draft", "the draft of a study"),
    ("audit/", "causes of findings"),
    ("stats/", "statistics"),
    ("report/src/chart", "charts"),
    ("report/src/latex", "tables for papers"),
    ("report/src/batch", "the summary of a batch"),
    ("report/src/export", "workbooks"),
    ("report/src/view/report", "reports"),
    ("report/", "what commands show"),
    ("browser/", "the page"),
];

/// The crates that say something in documents.
const CRATES: [&str; 5] = ["core", "audit", "stats", "report", "browser"];
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

/// The area of a source, by its place in `AREAS`.
fn area(path: &Path) -> usize {
    let path = path.to_str().expect("a path in UTF-8").replace('\\', "/");
    AREAS.iter().position(|(start, _)| path.starts_with(start)).expect("an area")
}

/// Every pattern in the code of the crates, with its first area; and the kinds of causes, which are
/// named in a table of their own.
fn patterns() -> BTreeMap<String, usize> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let causes = area(Path::new("audit/src/cause.rs"));
    let mut patterns: BTreeMap<String, usize> = crossfoot_audit::CauseKind::ALL
        .iter()
        .map(|kind| (kind.name().to_owned(), causes))
        .collect();
    for file in CRATES.iter().flat_map(|name| sources(&crates.join(name).join("src"))) {
        let code = code(&fs::read_to_string(&file).expect("a source"));
        let area = area(file.strip_prefix(&crates).expect("a path below the crates"));
        for name in MACROS {
            let said =
                code.match_indices(name).filter_map(|(at, _)| literal(&code[at + name.len()..]));
            for pattern in said {
                let first = patterns.entry(pattern).or_insert(area);
                *first = area.min(*first);
            }
        }
    }
    patterns
}

/// The template of all catalogues: by area, and within an area by pattern.
fn template() -> String {
    let mut ordered: Vec<(usize, String)> =
        patterns().into_iter().map(|(pattern, area)| (area, pattern)).collect();
    ordered.sort();
    let messages = ordered.into_iter().map(|(area, pattern)| {
        let quoted = pattern.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        format!("\n#. {}\nmsgid \"{quoted}\"\nmsgstr \"\"\n", AREAS[area].1)
    });
    HEADER.to_owned() + &messages.collect::<String>()
}

fn catalogues() -> impl Iterator<Item = (&'static str, Vec<Message>)> {
    CATALOGUES.iter().map(|(name, po)| {
        (*name, messages(po).unwrap_or_else(|error| panic!("locales/{name}: {error}")))
    })
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
fn the_template_has_what_the_sources_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TEMPLATE);
    let current = crossfoot_testing::snapshot(&path, &template());
    current.unwrap_or_else(|why| panic!("{TEMPLATE}: `just catalogues` writes it\n{why}"));
}

#[test]
fn catalogues_know_every_pattern_once_and_none_that_nobody_says() {
    let said = patterns();
    assert!(said.len() > 300, "patterns are found: {}", said.len());
    for (name, messages) in catalogues() {
        let mut known = BTreeSet::new();
        for message in &messages {
            assert!(known.insert(&message.english), "{name}: `{}` stands twice", message.english);
        }
        let missing: Vec<&String> = said.keys().filter(|said| !known.contains(said)).collect();
        assert!(missing.is_empty(), "not in {name}: {missing:#?}");
        let idle: Vec<&&String> =
            known.iter().filter(|known| !said.contains_key(**known)).collect();
        assert!(idle.is_empty(), "in {name}, but nobody says: {idle:#?}");
        let untranslated: Vec<&String> = messages
            .iter()
            .filter(|message| message.translation.is_empty())
            .map(|message| &message.english)
            .collect();
        assert!(untranslated.is_empty(), "not translated in {name}: {untranslated:#?}");
    }
}

#[test]
fn translations_fill_the_same_gaps() {
    for (name, messages) in catalogues() {
        for Message { english, translation } in messages {
            assert_eq!(gaps(&english), gaps(&translation), "{name}: {english} / {translation}");
        }
    }
}

#[test]
fn catalogues_are_in_the_order_of_the_template() {
    let order = messages(&template()).expect("a template");
    for (name, messages) in catalogues() {
        for (found, wanted) in messages.iter().zip(&order) {
            assert_eq!(found.english, wanted.english, "{name}: `just catalogues` puts it in order");
        }
    }
}

#[test]
fn patterns_are_found_over_several_lines_and_with_quotes() {
    let text = "say!(\n    \"a \\\n     b \\\"{}\\\"\",\n    x)";
    let at = text.find(MACROS[0]).expect("the macro") + MACROS[0].len();
    assert_eq!(literal(&text[at..]).as_deref(), Some("a b \"{}\""));
}
