//! How well numerals of running text are read, measured on the cases of others.

mod align;
mod specs;

pub use align::{Compared, compare};
pub use specs::{Score, measure};
