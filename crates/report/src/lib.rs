//! Study + audit → documents: one model, and a renderer for each format.

mod added;
pub mod batch;
pub mod chart;
mod ci;
mod disagreement;
pub mod document;
pub mod export;
pub mod formats;
mod html;
mod json;
mod language;
mod latex;
mod markdown;
mod markup;
mod report;
mod statistics;
mod text;
mod values;
mod view;

pub use added::{Added, HeadingTaken, State};
pub use ci::{Checked, Failure, github, junit, sarif};
pub use json::{
    added as added_json, audits as json, localise as localise_json, revisions as revisions_json,
};
pub use language::Language;
pub use latex::render as latex;
pub use markdown::render as markdown;
pub use report::{Inputs, Report, ReportFormat};
pub use statistics::{csv as stats_csv, json as stats_json};
pub use text::{Palette, render as text};
pub use view::{
    added, check, drafted, explain, explain_study, list_explanations, localise, reproduce,
    revisions, stats,
};
