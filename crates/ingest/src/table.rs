//! Cells in rows and columns → tables: titles, headings, rows and notes.

mod area;
mod beside;
pub(crate) mod blocks;
mod body;
mod column_numbers;
pub(crate) mod grid;
mod header;
pub(crate) mod kinds;
pub(crate) mod layout;
pub(crate) mod marks;
pub(crate) mod printed;
pub(crate) mod raw;
mod sections;
mod series;
mod unique;
pub(crate) mod units;
