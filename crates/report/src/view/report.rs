//! The report: everything that is known of a study, the answer first.

mod data;
mod method;
mod summary;
mod tables;

use crossfoot_audit::{Audit, CheckId, Subject};
use crossfoot_core::{Phrase, Study, say};

use super::{claims, findings, header, limits, roots, stats};
use crate::chart::Chart;
use crate::document::{Block, Document, Figure, Line, Tone};
use crate::report::Inputs;

/// The kind of the section of statistics that holds the conclusions under every hypothesis.
pub(crate) const CONCLUSIONS: &str = "conclusions";

/// The report of a study, with its charts.
pub(crate) fn report(inputs: &Inputs<'_>, charts: &[Chart]) -> Document {
    let (study, audit) = (inputs.study, inputs.audit);
    let mut document = Document::default();
    header::title(&mut document, study);
    section(&mut document, "summary", say!("Summary"), summary::summary(inputs));
    section(
        &mut document,
        "source-errors",
        say!("What went wrong"),
        with(|part| findings::explained(part, study, audit)),
    );
    section(
        &mut document,
        "findings",
        say!("All findings"),
        with(|part| part.grid(findings::grid(study, audit))),
    );
    section(&mut document, "corrections", say!("Corrections"), corrections(study, audit));
    section(
        &mut document,
        "tables",
        say!("Tables: published beside recomputed"),
        tables::tables(study, audit),
    );
    section(
        &mut document,
        "claims",
        say!("Statements of the text"),
        with(|part| part.grid(claims::grid(study, audit))),
    );
    section(
        &mut document,
        "statistics",
        say!("Statistics"),
        with(|part| stats::sections(part, inputs.analysis, |kind| kind != CONCLUSIONS)),
    );
    section(&mut document, "figures", say!("Figures"), figures(charts));
    section(&mut document, "robustness", say!("Robustness"), robustness(inputs));
    section(
        &mut document,
        "undecided",
        say!("What was not decided"),
        with(|part| limits::not_checked(part, study, audit)),
    );
    section(&mut document, "method", say!("Method"), method::method(study, audit));
    section(&mut document, "data", say!("Data"), data::data(inputs));
    document
}

/// A part of its own, unless it says nothing.
fn section(document: &mut Document, id: &str, title: Phrase, part: Document) {
    if !part.blocks.is_empty() {
        document.blocks.push(Block::Anchor(id.to_owned()));
        document.heading(2, title);
        document.below(1, part);
    }
}

/// A document of what something adds.
fn with(add: impl FnOnce(&mut Document)) -> Document {
    let mut document = Document::default();
    add(&mut document);
    document
}

/// Every figure that the root causes change, if there are any.
fn corrections(study: &Study, audit: &Audit) -> Document {
    with(|part| {
        if !audit.roots.corrections.is_empty() {
            roots::corrections(part, study, audit);
        }
    })
}

fn figures(charts: &[Chart]) -> Document {
    if charts.is_empty() {
        return with(|part| {
            part.paragraph(say!("Nothing to draw: no series, no list by share, and no table with a figure that disagrees."))
        });
    }
    let figures = charts.iter().map(|chart| {
        Block::Figure(Figure {
            name: chart.name.clone(),
            title: chart.title.clone(),
            alt: chart.alt.clone(),
            svg: chart.svg(),
        })
    });
    Document { blocks: figures.collect() }
}

/// The conclusions under every hypothesis about the figures.
fn robustness(inputs: &Inputs<'_>) -> Document {
    with(|part| {
        let sections = &inputs.analysis.sections;
        if sections.iter().any(|section| section.kind == CONCLUSIONS) {
            part.paragraph(say!(
                "Each conclusion as published, with the root causes corrected, and under other hypotheses about the figures."
            ));
            stats::sections(part, inputs.analysis, |kind| kind == CONCLUSIONS);
        }
    })
}

/// What is said of a check on its own: the rule and, where it disagrees, the best cause.
fn describe(study: &Study, audit: &Audit, id: CheckId) -> Line {
    let rule = &study.rules[id.rule];
    let mut line = Line::from(&rule.label);
    if !rule.text.is_empty() {
        line = line.then(" = ", Tone::Muted).then(rule.text.as_str(), Tone::Code);
    }
    let finding = audit.finding(id).filter(|finding| matches!(finding.subject, Subject::Check(_)));
    match finding.and_then(|finding| finding.causes.first()) {
        Some(cause) => line.then(" · ", Tone::Muted).then(cause.detail.clone(), Tone::Strong),
        None => line,
    }
}
