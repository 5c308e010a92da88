//! `crossfoot.stats/1`: all estimates for machines, as JSON and as CSV of the same fields. Documented in `statistics.md`
//! beside this file.
//!
#![doc = include_str!("statistics.md")]

use crossfoot_core::{Study, visible};
use crossfoot_stats::{Analysis, Comparison, Estimate, Outcome, Range, Scale, Section};
use serde::Serialize;

use crate::json::pretty;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.stats/1";

#[derive(Serialize)]
struct AnalysisJson<'a> {
    schema: &'static str,
    study: &'a str,
    basis: &'a str,
    level: f64,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    section: &'static str,
    about: &'a str,
    title: String,
    method: &'static str,
    notes: Vec<String>,
    estimates: Vec<Fields>,
}

/// The fields of an estimate, the same in both formats.
#[derive(Serialize)]
struct Fields {
    subject: String,
    measure: &'static str,
    span: String,
    unit: &'static str,
    estimate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    range: Option<&'static str>,
    statistic: Option<f64>,
    df: Option<f64>,
    p_value: Option<f64>,
    p_adjusted: Option<f64>,
    note: Option<String>,
    reason: Option<String>,
    outcome: Option<&'static str>,
    unchanged: Option<bool>,
}

/// All estimates as one object.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn json(study: &Study, basis: &str, analysis: &Analysis) -> serde_json::Result<String> {
    let sections = analysis.sections.iter().map(|section| SectionJson {
        section: section.kind,
        about: &section.about,
        title: section.title.to_string(),
        method: section.method,
        notes: section.notes.iter().map(ToString::to_string).collect(),
        estimates: section.estimates.iter().map(fields).collect(),
    });
    let all = AnalysisJson {
        schema: SCHEMA,
        study: &study.id,
        basis,
        level: analysis.level.get(),
        sections: sections.collect(),
    };
    pretty(&all)
}

/// All estimates as rows, with the section in front, and the level of the intervals and the basis
/// behind.
///
/// # Errors
/// None in practice: memory takes every row.
pub fn csv(basis: &str, analysis: &Analysis) -> Result<String, csv::Error> {
    const HEADER: [&str; 20] = [
        "section",
        "about",
        "subject",
        "measure",
        "span",
        "unit",
        "estimate",
        "low",
        "high",
        "range",
        "statistic",
        "df",
        "p_value",
        "p_adjusted",
        "note",
        "reason",
        "outcome",
        "unchanged",
        "level",
        "basis",
    ];
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    let level = analysis.level.get();
    for section in &analysis.sections {
        let Section { kind, about, .. } = section;
        for estimate in &section.estimates {
            let of =
                if *kind == "conclusions" { estimate.span.to_string() } else { basis.to_owned() };
            writer.serialize((kind, about, fields(estimate), level, of))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(visible(&String::from_utf8_lossy(&bytes)).into_owned())
}

fn fields(estimate: &Estimate) -> Fields {
    let value = estimate.result.as_ref().ok();
    let ends = value.and_then(|value| value.range);
    let test = value.and_then(|value| value.test);
    Fields {
        subject: estimate.subject.to_string(),
        measure: estimate.measure,
        span: estimate.span.to_string(),
        unit: unit(estimate.scale),
        estimate: value.and_then(|value| value.estimate).map(ten_digits),
        low: ends.and_then(|range| bounded(range.ends().0)),
        high: ends.and_then(|range| bounded(range.ends().1)),
        range: ends.map(|range| {
            if matches!(range, Range::Confidence(_)) { "confidence" } else { "bounds" }
        }),
        statistic: test.and_then(|test| test.statistic).map(ten_digits),
        df: test.and_then(|test| test.df),
        p_value: test.map(|test| ten_digits(test.p_value)),
        p_adjusted: value.and_then(|value| value.adjusted).map(ten_digits),
        note: value.and_then(|value| value.note.as_ref()).map(ToString::to_string),
        reason: estimate.result.as_ref().err().map(ToString::to_string),
        outcome: estimate.drawn.as_ref().and_then(|drawn| drawn.outcome).map(outcome),
        unchanged: estimate
            .drawn
            .as_ref()
            .and_then(|drawn| drawn.comparison)
            .map(Comparison::is_unchanged),
    }
}

/// An end of a range; none where nothing bounds it.
fn bounded(end: f64) -> Option<f64> {
    end.is_finite().then(|| ten_digits(end))
}

/// Outcomes by name.
const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Supported => "supported",
        Outcome::NotDistinguishable => "not-distinguishable",
        Outcome::Contradicted => "contradicted",
        Outcome::Unknown => "cannot-be-known",
    }
}

/// Units by name.
const fn unit(scale: Scale) -> &'static str {
    match scale {
        Scale::Count => "count",
        Scale::Percent | Scale::Change => "percent",
        Scale::Points => "points",
        Scale::PointsPerPeriod => "points per period",
        Scale::PercentPerPeriod => "percent per period",
        Scale::CountPerPeriod => "count per period",
        Scale::Number => "number",
        Scale::NumberPerPeriod => "number per period",
    }
}

/// Ten significant digits: the last ones of logarithms differ between machines.
pub(crate) fn ten_digits(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}
