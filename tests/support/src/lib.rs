//! What the tests of several crates share: a folder of scenarios becomes tests with names, a text is
//! compared with the file that keeps it, JSON is held against a schema, and noise is simulated.
//! CONTRIBUTING.md says how the first two are used.

mod expected;
#[allow(clippy::float_arithmetic, reason = "simulations are floats")]
mod noise;
mod scenarios;
mod schema;

pub use expected::{all, by_hand, snapshot};
pub use noise::Noise;
pub use scenarios::{Test, each, entries, folders, name, root, run};
pub use schema::Schema;

pub use libtest_mimic::Trial;
