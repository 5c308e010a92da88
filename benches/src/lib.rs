//! Generated studies: of any size, for measuring speed, and with known misprints, for measuring how
//! root causes are found.
//!
//! The same seed and size give the same bytes on every machine.

pub mod causes;
mod random;
mod study;
mod tree;

pub use study::{write_manifest, write_table};
pub use tree::write_tree;
