//! Studies that cannot be loaded: each folder of `tests/broken` holds one and, in `error.txt`, all
//! that is told about it.

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
fn every_problem_is_told_with_its_place() {
    let mut differences = Differences::default();
    for folder in folders(&root().join("tests/broken")) {
        let study = format!("tests/broken/{}", name(&folder));
        let run = run(&["check", &study]);
        if run.code != Some(2) || !run.stdout.is_empty() {
            differences.add(format!(
                "{study}: exit code {:?}, expected 2 and nothing on stdout, which is\n{}",
                run.code, run.stdout
            ));
        }
        differences.compare(&folder.join("error.txt"), &run.stderr);
    }
    differences.none();
}
