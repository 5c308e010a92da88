//! Study + audit → documents: one model, and a renderer for each format.
//!
//! ```
//! use crossfoot_report::{check, json, markdown};
//! # use crossfoot_load::{Loaded, scaffold};
//! # let files = scaffold::blank("permits")
//! #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
//! # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
//! # let audit = crossfoot_audit::audit(&study);
//!
//! let document = check(&study, &audit);
//! assert!(markdown(&document).contains("permits.total[2023]"));
//! assert!(json(&[(study, audit)]).unwrap().contains("crossfoot.audit/1"));
//! ```

mod added;
pub mod batch;
pub mod chart;
mod ci;
mod disagreement;
pub mod document;
mod docx;
mod erratum;
pub mod export;
pub mod formats;
mod html;
mod json;
mod language;
mod latex;
mod letter;
mod markdown;
mod markup;
mod mean_tests;
mod report;
mod statistics;
#[cfg(feature = "terminal")]
mod text;
mod values;
mod view;

pub use added::{Added, HeadingTaken, State};
pub use ci::{Checked, Failure, github, junit, sarif};
pub use html::fragment as html_fragment;
pub use json::{
    ArticleAudit, OddCell, Reception, TextBeside, added as added_json, article as article_json,
    audit as audit_json, audits as json, beside as claims_json, drafted as drafted_json,
    localise as localise_json, revisions as revisions_json,
};
pub use language::Language;
pub use latex::render as latex;
pub use markdown::render as markdown;
pub use report::{Inputs, Report, ReportFormat};
pub use statistics::{csv as stats_csv, json as stats_json};
#[cfg(feature = "terminal")]
pub use text::{Palette, render as text};
pub use view::{
    added, article, beside as claims, check, drafted, explain, explain_study, gone, lacking,
    list_explanations, localise, numeral_counts, reproduce, revisions, stats,
};

/// The examples of the README compile.
#[cfg(all(doctest, feature = "terminal"))]
#[doc = include_str!("../README.md")]
struct Readme;
