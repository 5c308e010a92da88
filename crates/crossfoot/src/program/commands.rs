//! One file per command.

pub(crate) mod add;
pub(crate) mod audit;
pub(crate) mod batch;
pub(crate) mod chart;
pub(crate) mod check;
pub(crate) mod claims;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod localise;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod reproduce;
pub(crate) mod revisions;
pub(crate) mod schema;
pub(crate) mod stats;
