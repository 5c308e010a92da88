//! Every `#[test]` beside those in the sources of the crate, in one binary.

mod analysis;
mod groups;
mod periods;
mod properties;
mod reference;
mod size;
