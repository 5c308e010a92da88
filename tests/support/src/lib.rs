//! What the tests of several crates share: a folder of scenarios becomes tests with names, and a
//! text is held against the file that keeps it. CONTRIBUTING.md says how both are used.

mod expected;
mod scenarios;

pub use expected::{all, by_hand, snapshot};
pub use scenarios::{Test, each, entries, folders, name, root, run};

pub use libtest_mimic::Trial;
