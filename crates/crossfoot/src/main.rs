//! `crossfoot`: audits published statistics.

use std::process::ExitCode;

use crossfoot::program::{self, Launcher};

fn main() -> ExitCode {
    ExitCode::from(program::main(std::env::args_os(), &Launcher::Own))
}
