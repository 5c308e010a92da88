//! Files that are text: their encoding, and the marks between their cells.
//!
//! ```
//! use crossfoot_ingest::text::file::display_name;
//! assert_eq!(display_name("study/./permits.csv".as_ref()), "study/permits.csv");
//! ```

pub(crate) mod charset;
pub mod csv;
pub(crate) mod delimited;
pub mod file;
pub(crate) mod pasted;
pub(crate) mod ruler;
