//! Every `#[test]` of the audit in one binary; studies and pages that are tests by themselves are in
//! `scenarios`.

mod draft;
mod families;
mod growth;
mod language;
mod localise;
mod records;
mod remedies;
mod roots_hold;
mod tables;
mod text;
