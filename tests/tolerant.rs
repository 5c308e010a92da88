//! Files as ministries, journals and spreadsheets print them: each folder of
//! `tests/tolerant` must load, and be read as its `expected.txt` says.

#[path = "support/expected.rs"]
mod expected;
#[path = "support/folders.rs"]
mod folders;
#[path = "support/run.rs"]
mod run;

use expected::Differences;
use folders::{folders, name};
use run::{root, run};

#[test]
fn what_is_printed_is_read() {
    let mut differences = Differences::default();
    for folder in folders(&root().join("tests/tolerant")) {
        let study = format!("tests/tolerant/{}", name(&folder));
        let run = run(&["reproduce", &study]);
        if run.code != Some(0) || !run.stderr.is_empty() {
            differences.add(format!(
                "{study}: exit code {:?}, expected 0 and nothing on stderr, which is\n{}",
                run.code, run.stderr
            ));
        }
        differences.compare(&folder.join("expected.txt"), &run.stdout);
    }
    differences.none();
}
