//! Every `#[test]` beside those in the sources of the crate, in one binary; the files of
//! `tests/received` are tests by themselves, in `scenarios`.

mod article;
mod docx;
mod hostile;
mod received;
