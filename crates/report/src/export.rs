//! Studies handed on in the formats of others: Data Packages, CSV on the Web, spreadsheets.
//!
//! ```
//! # use crossfoot_load::{Loaded, scaffold};
//! # let files = scaffold::blank("permits")
//! #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
//! # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
//! # let audit = crossfoot_audit::audit(&study);
//! use crossfoot_report::export::datapackage;
//! let files = datapackage(&study, &audit);
//! assert_eq!(files[0].0, "datapackage.json");
//! ```

mod csvw;
mod datapackage;
mod safe;
mod tidy;
mod xlsx;

pub use csvw::csvw;
pub use datapackage::datapackage;
pub use safe::safe_cells;
pub(crate) use tidy::slug;
pub use xlsx::xlsx;

/// Files: their paths from a folder, with `/` between the parts, and their bytes.
pub type Files = Vec<(String, Vec<u8>)>;
