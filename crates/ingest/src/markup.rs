//! Texts with elements: HTML, JATS and Markdown.

mod builder;
pub(crate) mod html;
pub(crate) mod jats;
pub(crate) mod markdown;
mod spans;
mod style;
mod unseen;
