//! The law of the source: what every file, crate and page must obey. CONTRIBUTING.md says it in
//! words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crossfoot_testing::root;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Lines that a source file may have.
const MOST_LINES: usize = 600;

/// The crates and what each may use; `benches` only measures.
const EDGES: [(&str, &[&str]); 9] = [
    ("crossfoot-core", &[]),
    ("crossfoot-ingest", &["crossfoot-core"]),
    ("crossfoot-load", &["crossfoot-core", "crossfoot-ingest"]),
    ("crossfoot-audit", &["crossfoot-core"]),
    ("crossfoot-stats", &["crossfoot-core"]),
    ("crossfoot-report", &["crossfoot-audit", "crossfoot-core", "crossfoot-stats"]),
    (
        "crossfoot",
        &[
            "crossfoot-audit",
            "crossfoot-core",
            "crossfoot-ingest",
            "crossfoot-load",
            "crossfoot-report",
            "crossfoot-stats",
        ],
    ),
    ("crossfoot-browser", &["crossfoot"]),
    ("crossfoot-python", &["crossfoot"]),
];

/// What tests alone may use in addition: the pages and scenarios of the audit, the analyses of stats
/// and the documents of report are of studies on disk; scenarios, expected files and noise are handled
/// in one place.
const TEST_EDGES: [(&str, &str); 11] = [
    ("crossfoot", "crossfoot-testing"),
    ("crossfoot-audit", "crossfoot-ingest"),
    ("crossfoot-audit", "crossfoot-load"),
    ("crossfoot-audit", "crossfoot-testing"),
    ("crossfoot-browser", "crossfoot-testing"),
    ("crossfoot-core", "crossfoot-testing"),
    ("crossfoot-ingest", "crossfoot-testing"),
    ("crossfoot-report", "crossfoot-load"),
    ("crossfoot-report", "crossfoot-testing"),
    ("crossfoot-stats", "crossfoot-load"),
    ("crossfoot-stats", "crossfoot-testing"),
];

/// The most closures that `let` may give a name to, by folder; none elsewhere. A function says more
/// with its name, its types and its doc. These numbers only ever go down: lower one when you remove
/// a closure.
const NAMED_CLOSURES: [(&str, usize); 1] = [("tests/", 24)];

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths from the root of all files whose names end so, except built and hidden ones.
fn files(end: &str) -> Vec<String> {
    let (mut found, mut pending) = (Vec::new(), vec![String::new()]);
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(root().join(&folder))
            .expect("the folder is read")
            .map(|entry| entry.expect("an entry"))
        {
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            let path = format!("{folder}{name}");
            match entry.path().is_dir() {
                true if name == "target" || name.starts_with('.') => {}
                true => pending.push(path + "/"),
                false if name.ends_with(end) => found.push(path),
                false => {}
            }
        }
    }
    assert!(!found.is_empty(), "there are {end} files");
    found.sort();
    found
}

/// The keys in the sections of a Cargo.toml whose titles pass, such as `dependencies`.
fn dependencies(manifest: &str, section: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(title) = line.strip_prefix('[') {
            inside = section(title.trim_end_matches(']'));
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            names.insert(line.split(['.', '=', ' ']).next().unwrap_or_default().to_owned());
        }
    }
    names
}

/// The crates of this repository among the dependencies in the sections that pass.
fn own_crates(manifest: &str, section: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let names = dependencies(manifest, section).into_iter();
    names.filter(|name| name.starts_with("crossfoot")).collect()
}

fn package_name(manifest: &str) -> &str {
    let line = manifest.lines().find_map(|line| line.strip_prefix("name = \""));
    line.expect("a package has a name").trim_end_matches('"')
}

/// Manifests of the crates, by the name of the package.
fn packages() -> BTreeMap<String, String> {
    let manifests = files("Cargo.toml")
        .into_iter()
        .filter(|path| path.starts_with("crates/"))
        .map(|path| read(&path));
    manifests.map(|manifest| (package_name(&manifest).to_owned(), manifest)).collect()
}

/// Fails with all that break a law, not with the first.
fn assert_none(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_is_not_too_long() {
    let broken = files(".rs").into_iter().filter_map(|path| {
        let text = read(&path);
        let headed = text.starts_with("//! ") || text.starts_with("#![doc");
        let lines = text.lines().count();
        match (headed, lines) {
            (false, _) => Some(format!("{path}: starts neither with `//!` nor with `#![doc`")),
            (true, lines) if lines > MOST_LINES => {
                Some(format!("{path}: has {lines} lines, {MOST_LINES} are allowed"))
            }
            (true, _) => None,
        }
    });
    assert_none(broken.collect());
}

#[test]
fn nothing_is_left_for_later() {
    // Written in halves, or this file would break its own law.
    let marks = [
        ("todo", "!("),
        ("unimplemented", "!("),
        ("dbg", "!("),
        ("#[igno", "re"),
        ("TO", "DO"),
        ("FIX", "ME"),
        ("XX", "X"),
    ];
    let marks = marks.map(|(start, end)| format!("{start}{end}"));
    let broken = files(".rs").into_iter().flat_map(|path| {
        let text = read(&path);
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
        lines.map(|(at, line)| format!("{path}:{}: {}", at + 1, line.trim())).collect::<Vec<_>>()
    });
    assert_none(broken.collect());
}

#[test]
fn crates_use_each_other_as_designed() {
    let packages = packages();
    assert_eq!(
        packages.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        EDGES.iter().map(|(name, _)| *name).collect()
    );
    for (name, wanted) in EDGES {
        let found =
            own_crates(&packages[name], |section| is_of_package(section) && !is_of_tests(section));
        assert_eq!(
            found,
            wanted.iter().map(|name| (*name).to_owned()).collect(),
            "{name} uses other crates"
        );
        let tests = own_crates(&packages[name], is_of_tests);
        let wanted =
            TEST_EDGES.iter().filter(|(user, _)| *user == name).map(|(_, used)| (*used).to_owned());
        assert_eq!(tests, wanted.collect(), "the tests of {name} use other crates");
    }
}

#[test]
fn every_dependency_is_used_and_has_a_reason() {
    let workspace =
        dependencies(&read("Cargo.toml"), |section| section == "workspace.dependencies");
    // The fuzz targets are a workspace of their own.
    let manifests: Vec<String> = files("Cargo.toml")
        .iter()
        .filter(|path| !path.starts_with("fuzz/"))
        .map(|path| read(path))
        .collect();
    let used: BTreeSet<String> =
        manifests.iter().flat_map(|manifest| dependencies(manifest, is_of_package)).collect();
    assert_eq!(workspace, used, "the workspace lists what its packages use");
    let reasons = read("ARCHITECTURE.md");
    let (_, reasons) = reasons
        .split_once("\n## Dependencies")
        .expect("ARCHITECTURE.md has a section on dependencies");
    let external = workspace.into_iter().filter(|name| !name.starts_with("crossfoot"));
    assert_none(
        external
            .filter(|name| !reasons.contains(&format!("`{name}`")))
            .map(|name| format!("no reason is given for {name}"))
            .collect(),
    );
}

fn is_of_tests(section: &str) -> bool {
    section == "dev-dependencies"
}

fn is_of_package(section: &str) -> bool {
    section.ends_with("dependencies") && !section.starts_with("workspace")
}

/// Rules are evaluated in `audit`, which hands out records of what it found; `report` only shows
/// them, so that two formats cannot disagree.
#[test]
fn report_evaluates_no_rule() {
    const EVALUATION: [&str; 4] = ["evaluate(", "formula::evaluate", "check(study, &", ".basis"];
    let sources = files(".rs").into_iter().filter(|path| path.starts_with("crates/report/src/"));
    let broken = sources.flat_map(|path| {
        let text = read(&path);
        let found: Vec<String> = EVALUATION
            .iter()
            .filter(|name| text.contains(**name))
            .map(|name| format!("{path}: `{name}`; take a record of the audit instead"))
            .collect();
        found
    });
    assert_none(broken.collect());
}

/// A command reads its study once and changes it in memory; two readings could see two versions of
/// the files. What is written is loaded once more, to verify it, where it is written.
#[test]
fn commands_read_a_study_once() {
    const READING: [&str; 5] = [
        "studies::open(",
        "crossfoot::open(",
        "Loaded::read(",
        "crossfoot_load::load(",
        "load_with(",
    ];
    let broken = files(".rs").into_iter().filter_map(|path| {
        let text = read(&path);
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let readings: usize = READING.iter().map(|name| code.matches(name).count()).sum();
        let many = path.starts_with("crates/crossfoot/src/") && readings > 1;
        many.then(|| format!("{path}: reads studies in {readings} places"))
    });
    assert_none(broken.collect());
}

/// That every code and cause has a page is seen by the compiler, which takes the page in.
#[test]
fn every_page_belongs_to_a_code_or_cause() {
    for (folder, list) in [
        ("crates/audit/src/code", "crates/audit/src/code.rs"),
        ("crates/audit/src/cause", "crates/audit/src/cause/kind.rs"),
    ] {
        let list = read(list);
        let pages: Vec<String> = files(".md")
            .into_iter()
            .filter(|path| path.starts_with(&format!("{folder}/")))
            .collect();
        assert!(!pages.is_empty(), "{folder} holds pages");
        let names = pages.iter().map(|page| {
            (
                page,
                page.rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .trim_end_matches(".md")
                    .replace('_', "-"),
            )
        });
        assert_none(
            names
                .clone()
                .filter(|(_, name)| !list.contains(&format!("\"{name}\"")))
                .map(|(page, _)| format!("{page} is shown by nothing"))
                .collect(),
        );
        assert_none(
            names
                .filter(|(page, name)| !read(page).starts_with(&format!("# {name}\n")))
                .map(|(page, name)| format!("{page} is not titled {name}"))
                .collect(),
        );
    }
}

#[test]
fn closures_are_rarely_named() {
    let mut found: BTreeMap<(&str, usize), Vec<String>> = BTreeMap::new();
    for path in files(".rs") {
        let limit = NAMED_CLOSURES.into_iter().find(|(folder, _)| path.starts_with(folder));
        found.entry(limit.unwrap_or(("elsewhere", 0))).or_default().extend(named_closures(&path));
    }
    let broken = found.into_iter().filter(|((_, most), closures)| closures.len() > *most);
    assert_none(
        broken
            .map(|((folder, most), closures)| {
                let (count, list) = (closures.len(), closures.join("\n"));
                format!("{folder}: `let` names {count} closures, {most} are allowed:\n{list}")
            })
            .collect(),
    );
}

/// The places where a file gives a closure a name.
fn named_closures(path: &str) -> Vec<String> {
    let text = read(path);
    let found = text.match_indices("let ").filter(|(at, _)| names_closure(&text[at + 4..]));
    found
        .map(|(at, _)| {
            let line = text[..at].matches('\n').count() + 1;
            format!("{path}:{line}: {}", text[at..].lines().next().unwrap_or_default())
        })
        .collect()
}

/// Whether `let` before this text gives a closure a name.
fn names_closure(text: &str) -> bool {
    let Some((left, right)) = text.split_once(" =") else { return false };
    let name = left.trim_start_matches("mut ").split(':').next().unwrap_or_default();
    let value = right.trim_start();
    name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && value.strip_prefix("move ").unwrap_or(value).starts_with('|')
}

/// The keys that a package says for itself or takes from the workspace, so that it can be published.
/// A link to the repository is added once it has a public address.
const METADATA: [&str; 8] = [
    "categories",
    "description",
    "edition",
    "keywords",
    "license",
    "readme",
    "rust-version",
    "version",
];

#[test]
fn every_crate_has_a_readme_and_what_a_registry_shows() {
    let manifests = files("Cargo.toml").into_iter().filter(|path| path.starts_with("crates/"));
    let broken = manifests.flat_map(|path| {
        let keys = dependencies(&read(&path), |section| section == "package");
        let missing = METADATA.iter().filter(|key| !keys.contains(**key));
        let mut broken: Vec<String> =
            missing.map(|key| format!("{path}: the package has no {key}")).collect();
        let readme = path.replace("Cargo.toml", "README.md");
        if !root().join(&readme).is_file() {
            broken.push(format!("{readme} is missing"));
        }
        broken
    });
    assert_none(broken.collect());
}

#[test]
fn every_public_module_shows_an_example() {
    let sources = files(".rs").into_iter().filter(|path| path.starts_with("crates/"));
    let modules: Vec<String> = sources.flat_map(|path| public_modules(&path)).collect();
    assert!(!modules.is_empty(), "there are public modules");
    let broken = modules.into_iter().filter(|path| !has_example(&read(path)));
    assert_none(broken.map(|path| format!("{path}: no example in its docs")).collect());
}

/// The files of the public modules that a file declares.
fn public_modules(path: &str) -> Vec<String> {
    let folder = path
        .strip_suffix("lib.rs")
        .map_or_else(|| format!("{}/", path.trim_end_matches(".rs")), str::to_owned);
    let text = read(path);
    let names = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(|name| format!("{folder}{name}.rs")).collect()
}

/// Whether the docs of a file hold a block of Rust, which `cargo test` compiles.
fn has_example(text: &str) -> bool {
    let lines = text.lines().map(str::trim_start);
    let docs = lines.filter_map(|line| line.strip_prefix("//! ").or(line.strip_prefix("/// ")));
    let fences: Vec<&str> = docs.filter_map(|line| line.strip_prefix("```")).collect();
    fences.chunks(2).any(|block| matches!(block[0], "" | "no_run"))
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

/// The targets of all links and pictures of a page, and the anchors of its headings.
fn links_and_anchors(markdown: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors, mut heading) = (Vec::new(), BTreeSet::new(), None);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.into_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                anchors.extend(heading.take().map(|heading| anchor(&heading)));
            }
            Event::Text(text) | Event::Code(text) => {
                heading.iter_mut().for_each(|heading| heading.push_str(&text));
            }
            _ => {}
        }
    }
    (links, anchors)
}

/// Why a link of a page leads nowhere, if so. Addresses on the web are not followed.
fn dead(page: &str, link: &str) -> Option<String> {
    if link.contains("://") {
        return None;
    }
    let (file, place) = link.split_once('#').map_or((link, None), |(file, at)| (file, Some(at)));
    let target = match file {
        "" => root().join(page),
        file => root().join(page).parent().expect("a page is in a folder").join(file),
    };
    if !target.exists() {
        return Some(format!("{page}: {link} leads to no file"));
    }
    let place = place.filter(|_| target.extension().is_some_and(|end| end == "md"))?;
    let text = fs::read_to_string(&target).expect("the target is read");
    let found = links_and_anchors(&text).1.contains(place);
    (!found).then(|| format!("{page}: {link} leads to no heading"))
}

/// Pages for readers of the repository; those of reports are rendered, those of tests are input.
#[test]
fn links_of_the_pages_lead_somewhere() {
    let pages = files(".md")
        .into_iter()
        .filter(|path| !["reports/", "tests/"].iter().any(|folder| path.starts_with(folder)));
    let broken = pages.flat_map(|page| {
        let (links, _) = links_and_anchors(&read(&page));
        links.into_iter().filter_map(|link| dead(&page, &link)).collect::<Vec<_>>()
    });
    assert_none(broken.collect());
}

#[test]
fn the_readme_is_short() {
    let readme = read("README.md");
    let lines = readme.lines().count();
    assert!(lines <= 100, "README.md has {lines} lines; longer reference belongs into docs/");
    let wide = readme.lines().filter(|line| line.chars().count() > 100).map(str::to_owned);
    assert_none(wide.collect());
}
