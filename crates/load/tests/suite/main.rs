//! Every `#[test]` beside those in the sources of the crate, in one binary.

mod columns;
mod draft;
#[cfg(feature = "frames")]
mod frames;
mod parts;
mod releases;
