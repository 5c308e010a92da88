//! Texts with elements: HTML, JATS and Markdown.

mod attributes;
pub(crate) mod builder;
pub(crate) mod entities;
pub(crate) mod html;
pub(crate) mod jats;
pub(crate) mod markdown;
pub(crate) mod page;
mod prose;
pub(crate) mod roles;
mod spans;
mod style;
mod unseen;
