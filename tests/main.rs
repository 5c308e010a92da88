//! The tests of the whole program in one binary: every `#[test]` here, while folders of scenarios
//! are tests of `scenarios.rs`, whose names are known only when it runs.

mod add;
mod article;
mod batch;
mod cli;
mod erratum;
mod export;
mod formats;
mod guides;
mod hostile;
mod law;
mod new;
mod paths;
mod readme;
mod releases;
mod run;
mod studies;
mod text;
