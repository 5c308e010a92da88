//! Scenarios as tests: one test for each folder or file, called by its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap_or(root)
}

/// What stands in a folder, sorted; there must be something.
///
/// # Panics
///
/// Where the folder cannot be read or is empty: a list of tests that is empty by accident would
/// pass.
#[must_use]
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", folder.display());
    paths
}

/// The folders in a folder, sorted; there must be some.
///
/// # Panics
///
/// As [`entries`] does.
#[must_use]
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = entries(folder).into_iter().filter(|path| path.is_dir()).collect();
    assert!(!folders.is_empty(), "{} holds no folders", folder.display());
    folders
}

/// The name of a file or folder.
///
/// # Panics
///
/// Where the name is not in UTF-8, as no name in the repository is.
#[must_use]
pub fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8")
}

/// A test of one folder or file, which says what is wrong.
pub type Test = fn(&Path) -> Result<(), String>;

/// A test for each path, called `KIND::NAME` by its folder or by its file without `.txt`.
///
/// # Panics
///
/// As [`name`] does.
#[must_use]
pub fn each(kind: &str, paths: Vec<PathBuf>, test: Test) -> Vec<Trial> {
    let trial = |path: PathBuf| {
        let called = format!("{kind}::{}", name(&path).trim_end_matches(".txt"));
        Trial::test(called, move || Ok(test(&path)?))
    };
    paths.into_iter().map(trial).collect()
}

/// Runs those tests that the command line names, as the binaries of `#[test]` functions do.
#[must_use]
pub fn run(trials: Vec<Trial>) -> ExitCode {
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
