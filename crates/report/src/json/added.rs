//! `crossfoot.added/1`: what a further release changes, for machines. Stable in order; documented in `added.md`
//! beside this file.
//!
#![doc = include_str!("added.md")]

use crossfoot_audit::Finding;
use crossfoot_audit::revisions::Change;
use crossfoot_core::{CellId, Study};
use crossfoot_stats::Estimate;
use serde::Serialize;

use super::pretty::pretty;
use crate::added::Added;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.added/1";

#[derive(Serialize)]
struct AddedJson<'a> {
    schema: &'static str,
    study: &'a str,
    table: &'a str,
    release: &'a str,
    columns: Vec<ColumnJson<'a>>,
    absent: &'a [String],
    other_tables: Vec<String>,
    new_rows: Vec<String>,
    revised: Vec<RevisedJson>,
    expected: Vec<ExpectedJson>,
    findings: Vec<&'a str>,
    findings_gone: Vec<&'a str>,
    conclusions: Vec<ConclusionJson>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    heading: &'a str,
    place: String,
    column: Option<&'a str>,
    reason: String,
}

#[derive(Serialize)]
struct RevisedJson {
    target: String,
    change: &'static str,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct ExpectedJson {
    column: String,
    period: String,
    value: f64,
    outlook: Option<EstimateJson>,
    within: bool,
}

#[derive(Serialize)]
struct ConclusionJson {
    conclusion: String,
    change: String,
    before: Option<EstimateJson>,
    after: Option<EstimateJson>,
}

#[derive(Serialize)]
struct EstimateJson {
    estimate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p: Option<f64>,
}

impl EstimateJson {
    fn from_estimate(estimate: &Estimate) -> Option<Self> {
        let value = estimate.result.as_ref().ok()?;
        let ends = value.range.map(|range| range.ends());
        Some(Self {
            estimate: value.estimate,
            low: ends.map(|ends| ends.0),
            high: ends.map(|ends| ends.1),
            p: value.test.map(|test| test.p_value),
        })
    }
}

/// What the last release of a table changes, as JSON.
pub fn added(added: &Added<'_>) -> String {
    let columns = added.headings.iter().map(|taken| ColumnJson {
        heading: &taken.heading,
        place: taken.place.to_string(),
        column: taken.column.as_deref(),
        reason: taken.reason.to_string(),
    });
    let study = added.after.study;
    let revised = added.changed().into_iter().map(|changed| RevisedJson {
        target: study.cell_name(changed.cell),
        change: match changed.after.change {
            Change::Filled => "filled",
            Change::Withdrawn => "withdrawn",
            _ => "revised",
        },
        before: text(study, changed.cell, &changed.before),
        after: text(study, changed.cell, &changed.after.cell),
    });
    let conclusions = added.conclusions().1.into_iter().map(|changed| ConclusionJson {
        conclusion: changed.after.subject.to_string(),
        change: changed.what.to_string(),
        before: EstimateJson::from_estimate(changed.before),
        after: EstimateJson::from_estimate(changed.after),
    });
    let expected = added.expected().into_iter().map(|found| ExpectedJson {
        column: found.column.to_string(),
        period: found.period.to_string(),
        value: found.value,
        outlook: EstimateJson::from_estimate(found.outlook),
        within: found.is_within(),
    });
    let json = AddedJson {
        schema: SCHEMA,
        study: &study.id,
        table: &added.printed().id,
        release: added.release().map(|release| release.id.as_str()).unwrap_or_default(),
        columns: columns.collect(),
        absent: &added.absent,
        other_tables: added.others.iter().map(ToString::to_string).collect(),
        new_rows: added.new_rows().into_iter().map(|row| added.printed().key_text(row)).collect(),
        revised: revised.collect(),
        expected: expected.collect(),
        findings: ids(added.new_findings()),
        findings_gone: ids(added.gone_findings()),
        conclusions: conclusions.collect(),
    };
    // Nothing in it can fail to be written.
    pretty(&json).unwrap_or_default()
}

fn ids(findings: Vec<&Finding>) -> Vec<&str> {
    findings.into_iter().map(|finding| finding.id.as_str()).collect()
}

/// A number without separators, anything else as printed.
fn text(study: &Study, id: CellId, cell: &crossfoot_core::Cell) -> String {
    cell.figure().map_or_else(
        || study.tables[id.column.table].source.field(cell.span()).trim().to_owned(),
        |figure| figure.value().to_plain(),
    )
}
