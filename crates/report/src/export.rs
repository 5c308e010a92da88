//! Studies handed on in the formats of others: Data Packages, CSV on the Web, spreadsheets.

mod csvw;
mod datapackage;
mod tidy;
mod xlsx;

pub use csvw::csvw;
pub use datapackage::datapackage;
pub(crate) use tidy::slug;
pub use xlsx::xlsx;

/// Files: their paths from a folder, with `/` between the parts, and their bytes.
pub type Files = Vec<(String, Vec<u8>)>;
