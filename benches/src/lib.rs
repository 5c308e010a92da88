//! Generated studies of any size, for measuring speed.
//!
//! The same seed and number of rows give the same bytes on every machine.

mod random;
mod study;
mod tree;

pub use study::{write_manifest, write_table};
pub use tree::write_tree;
