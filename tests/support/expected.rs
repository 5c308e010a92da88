//! Comparing text with files, which `CROSSFOOT_BLESS=1` rewrites.

use std::fs;
use std::path::Path;

/// Collects every difference of a test, so that one does not hide the others.
#[derive(Default)]
pub(crate) struct Differences(Vec<String>);

impl Differences {
    /// Compares `found` with the file at `path`, or writes it there when blessing.
    pub(crate) fn compare(&mut self, path: &Path, found: &str) {
        if std::env::var_os("CROSSFOOT_BLESS").is_some() {
            fs::create_dir_all(path.parent().expect("an expected file stands in a folder"))
                .expect("the folder is made");
            fs::write(path, found).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            return;
        }
        match fs::read_to_string(path) {
            Ok(expected) if expected == found => {}
            Ok(expected) => {
                self.add(format!("{}\n{}", path.display(), first_difference(&expected, found)))
            }
            Err(error) => self.add(format!("{}: {error}", path.display())),
        }
    }

    /// Notes a difference of another kind.
    pub(crate) fn add(&mut self, difference: String) {
        self.0.push(difference);
    }

    /// Fails if anything differed.
    pub(crate) fn none(self) {
        let count = self.0.len();
        assert!(
            count == 0,
            "{count} differences; `just bless` rewrites expected files\n\n{}",
            self.0.join("\n")
        );
    }
}

fn first_difference(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let at = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let line = |lines: &[&str]| {
        lines.get(at).map_or_else(|| "(ends)".to_owned(), |line| (*line).to_owned())
    };
    format!("  line {}\n  expected {}\n  found    {}", at + 1, line(&old), line(&new))
}
