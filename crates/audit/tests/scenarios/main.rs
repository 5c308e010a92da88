//! Studies with what must be found in them: each folder of `tests/scenarios` and `tests/roots`, and
//! each page of a code or cause, is a test with its name. All of them are written by hand.

use std::path::Path;
use std::process::ExitCode;

use crossfoot_core::Study;
use crossfoot_testing::run;

mod pages;
mod roots;
mod verdicts;

fn main() -> ExitCode {
    run([verdicts::trials(), roots::trials(), pages::trials()].into_iter().flatten().collect())
}

fn load(folder: &Path) -> Study {
    crossfoot_load::load(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}
