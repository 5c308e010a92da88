//! Every `#[test]` beside those in the sources of the crate, in one binary.

mod denominators;
mod formulas;
