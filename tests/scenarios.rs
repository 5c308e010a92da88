//! Folders of scenarios, run by the binary: each scenario is a test that is called `FOLDER::NAME`.
//! What they print is kept in files, which `just bless` rewrites.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Output};

use crossfoot_testing::{all, each, entries, folders, name, root, run as run_tests, snapshot};

mod run;

use run::{command, run};

fn main() -> ExitCode {
    let tests = root().join("tests");
    run_tests(
        [
            each("broken", folders(&tests.join("broken")), broken),
            each("tolerant", folders(&tests.join("tolerant")), tolerant),
            each("cli", commands(&tests.join("cli")), cli),
            each("new", folders(&tests.join("new")), new),
            each("audit", folders(&tests.join("audit")), audit),
            each("data", folders(&root().join("data")), data),
            each("reports", folders(&root().join("data")), reports),
        ]
        .into_iter()
        .flatten()
        .collect(),
    )
}

/// A study that cannot be loaded: `error.txt` is all that is told about it.
fn broken(folder: &Path) -> Result<(), String> {
    let run = run(&["check", &format!("tests/broken/{}", name(folder))]);
    let refused = if run.code == Some(2) && run.stdout.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "exit code {:?}, expected 2 and nothing on stdout, which is\n{}",
            run.code, run.stdout
        ))
    };
    all([refused, snapshot(&folder.join("error.txt"), &run.stderr)])
}

/// Files as ministries, journals and spreadsheets print them: they load, and are read as
/// `expected.txt` says.
fn tolerant(folder: &Path) -> Result<(), String> {
    let run = run(&["reproduce", &format!("tests/tolerant/{}", name(folder))]);
    let loaded = if run.code == Some(0) && run.stderr.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "exit code {:?}, expected 0 and nothing on stderr, which is\n{}",
            run.code, run.stderr
        ))
    };
    all([loaded, snapshot(&folder.join("expected.txt"), &run.stdout)])
}

/// The files of commands, without the help that names a format which this build does not have.
fn commands(folder: &Path) -> Vec<PathBuf> {
    let has_parquet = cfg!(feature = "parquet");
    entries(folder)
        .into_iter()
        .filter(|file| has_parquet || name(file) != "help-stats.txt")
        .collect()
}

/// What stands before a command in its file.
const PROMPT: &str = "$ crossfoot";

/// A command and all that it prints: the file starts with it, and goes on with the exit code,
/// stdout, and stderr behind it.
fn cli(file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let line = text.lines().next().unwrap_or_default();
    let arguments =
        line.strip_prefix(PROMPT).ok_or_else(|| format!("the file starts with `{PROMPT}`"))?;
    let run = run(&arguments.split_whitespace().collect::<Vec<_>>());
    let code = run.code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
    snapshot(file, &format!("{line}\nexit code {code}\n\n{}{}", run.stdout, run.stderr))
}

/// What `crossfoot new` is expected to give; every other file in a folder is a table.
const DRAFTED: [&str; 2] = ["drafted.toml", "printed.txt"];

/// Bare tables: `drafted.toml` is the manifest that is drafted for them, and `printed.txt` all that
/// is said of it.
fn new(folder: &Path) -> Result<(), String> {
    let scratch = tempfile::tempdir().expect("a folder");
    let mut arguments = vec!["new", name(folder), "--from"];
    let tables = entries(folder);
    for table in tables.iter().filter(|path| !DRAFTED.contains(&name(path))) {
        fs::copy(table, scratch.path().join(name(table))).expect("the table is copied");
        arguments.push(name(table));
    }
    let drafted = run_in(scratch.path(), &arguments);
    assert_eq!(drafted.status.code(), Some(0), "{}", printed(&drafted));
    let study = format!("data/{}", name(folder));
    let checked = run_in(scratch.path(), &["check", &study]);
    assert_ne!(checked.status.code(), Some(2), "{}", printed(&checked));
    let manifest = fs::read_to_string(scratch.path().join(&study).join("study.toml"))
        .expect("the manifest is there");
    // Nothing is left beside the study, and no table was changed that could be used as it is.
    let beside = entries(&scratch.path().join("data"));
    assert_eq!(beside.len(), 1, "{beside:?}");
    let text = format!("{}\n$ crossfoot check {study}\n{}", printed(&drafted), printed(&checked));
    all([
        snapshot(&folder.join("printed.txt"), &text),
        snapshot(&folder.join("drafted.toml"), &manifest),
    ])
}

/// An article, which is audited into a study; the study can be checked.
fn audit(folder: &Path) -> Result<(), String> {
    let scratch = tempfile::tempdir().expect("a folder");
    let all_files = entries(folder);
    let article = all_files
        .iter()
        .find(|path| !AUDITED.contains(&name(path)))
        .expect("the folder has an article");
    fs::copy(article, scratch.path().join(name(article))).expect("the article is copied");
    let audited = run_in(scratch.path(), &["audit", name(article), "--out", "study"]);
    assert_ne!(audited.status.code(), Some(2), "{}", printed(&audited));
    let checked = run_in(scratch.path(), &["check", "study"]);
    assert_ne!(checked.status.code(), Some(2), "{}", printed(&checked));
    let lists = ["claims.csv", "numbers.csv"].map(|list| {
        let text = fs::read_to_string(scratch.path().join("study").join(list)).unwrap_or_default();
        snapshot(&folder.join(list), &text)
    });
    all([snapshot(&folder.join("printed.txt"), &printed(&audited))].into_iter().chain(lists))
}

/// The expected files of a scenario of `audit`.
const AUDITED: [&str; 3] = ["printed.txt", "claims.csv", "numbers.csv"];

/// Runs the binary in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    command(arguments).current_dir(folder).output().expect("the binary runs")
}

/// All that a run printed.
fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A folder of `data` is a study, called as its folder, that checks something.
fn data(folder: &Path) -> Result<(), String> {
    let run = run(&["check", &format!("data/{}", name(folder)), "--format", "json"]);
    assert!(matches!(run.code, Some(0 | 1)) && run.stderr.is_empty(), "{run:?}");
    let audit: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(audit["study"]["id"], name(folder), "a study is called as its folder");
    assert!(
        audit["rules"].as_array().is_some_and(|rules| !rules.is_empty()),
        "it checks something"
    );
    Ok(())
}

/// The reports of a study of `data` are what the binary writes today, byte for byte, and nothing
/// else lies beside them.
fn reports(folder: &Path) -> Result<(), String> {
    let study = format!("data/{}", name(folder));
    let reports = root().join("reports").join(name(folder));
    let mut compared = Vec::new();
    let mut written = BTreeSet::new();
    let mut commands = vec![
        ("audit.md", ["reproduce", &study, "--format", "markdown"]),
        ("audit.json", ["check", &study, "--format", "json"]),
    ];
    // A study without series has no statistics.
    if fs::read_to_string(folder.join("study.toml")).expect("a manifest").contains("[[series]]") {
        commands.extend([
            ("stats.md", ["stats", &study, "--format", "markdown"]),
            ("stats.json", ["stats", &study, "--format", "json"]),
        ]);
    }
    for (file, arguments) in commands {
        let run = run(&arguments);
        assert!(matches!(run.code, Some(0 | 1)) && run.stderr.is_empty(), "{arguments:?}: {run:?}");
        compared.push(snapshot(&reports.join(file), &run.stdout));
        written.insert(PathBuf::from(file));
    }
    let scratch = tempfile::tempdir().expect("a scratch folder");
    for (language, below) in [("en", ""), ("zh", "zh")] {
        let out = scratch.path().join(below);
        let out = out.to_str().expect("a path in UTF-8");
        for format in ["markdown", "html", "letter"] {
            let arguments =
                ["report", &study, "--lang", language, "--format", format, "--out", out];
            let run = run(&arguments);
            assert!(run.code == Some(0) && run.stderr.is_empty(), "{arguments:?}: {run:?}");
        }
    }
    for file in files(scratch.path()) {
        let text = fs::read_to_string(scratch.path().join(&file)).expect("a text");
        compared.push(snapshot(&reports.join(&file), &text));
        written.insert(file);
    }
    let stale: Vec<_> = files(&reports).difference(&written).cloned().collect();
    if !stale.is_empty() {
        compared.push(Err(format!("{} holds what nothing writes: {stale:?}", reports.display())));
    }
    all(compared)
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in
            fs::read_dir(&next).into_iter().flatten().map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                pending.push(entry);
            } else {
                found.insert(entry.strip_prefix(folder).expect("below the folder").to_path_buf());
            }
        }
    }
    found
}
