//! How well numerals of running text are read, measured on the cases of others.

mod specs;

pub use specs::{Score, measure};
