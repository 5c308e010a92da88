//! Files that are text: their encoding, and the marks between their cells.

pub(crate) mod charset;
pub mod csv;
pub(crate) mod delimited;
pub mod file;
pub(crate) mod pasted;
pub(crate) mod ruler;
