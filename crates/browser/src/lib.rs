//! Crossfoot as a page. A [`Session`] is a received file or a study in memory, audited: what the page
//! shows of it, and the files that it hands out. The module `bindings` gives it to JavaScript.
//!
//! ```
//! use crossfoot_browser::Session;
//!
//! let session = Session::from_file("staff.csv", b"Year,All\n2021,601\n2022,615\n").unwrap();
//! assert!(session.json().unwrap().contains("crossfoot.article/1"));
//! assert!(session.files().contains_key("study.toml"));
//! ```

mod archive;
#[cfg(target_family = "wasm")]
mod bindings;
mod session;
mod words;

pub use session::{Session, problems};
pub use words::words;

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
