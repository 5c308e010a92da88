//! What the measurements of Crossfoot share.
//!
//! - Generated studies, of any size, for measuring speed, and with known misprints ([`causes`]), for
//!   measuring how root causes are found. The same seed and size give the same bytes on every
//!   machine.
//! - Tables of others, from files that are given by their paths: how well rules are drafted for them
//!   ([`drafts`]), what is read and checked in the tables of articles ([`articles`]), which of their
//!   misprints are found ([`misprints`]), and what is drafted for a text beside what people made of
//!   it ([`claims`]).

pub mod articles;
mod balance;
pub mod causes;
pub mod claims;
pub mod drafts;
pub mod misprints;
pub mod numerals;
mod random;
pub mod received;
mod study;
mod workers;

pub use balance::Shape;
pub use study::{write_manifest, write_table};
