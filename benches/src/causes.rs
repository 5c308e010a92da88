//! How well and how fast root causes are found: generated studies with known misprints, methods
//! that look for them, and scores.

mod files;
mod generator;
pub mod methods;
mod plan;
mod release;
mod score;
mod slip;

pub use files::Files;
pub use generator::{Generated, Generator, Misprint, Size};
pub use methods::{Method, Ranked};
pub use score::{Case, Score, percent};
pub use slip::Kind;
