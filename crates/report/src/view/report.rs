//! The report: page one, then what it rests on, then everything that only some readers want.

mod conclusions;
mod data;
mod method;
mod page;
mod tables;

use crossfoot_audit::{Audit, CheckId, Subject};
use crossfoot_core::{Phrase, Study, say};

use super::{claims, findings, limits, roots, stats};
use crate::Language;
use crate::chart::Chart;
use crate::document::{Block, Document, Figure, Line, Tone};
use crate::erratum::Entry;
use crate::report::Inputs;

/// The kind of the section of statistics that holds the conclusions under every hypothesis.
const CONCLUSIONS: &str = "conclusions";

/// The parts of a report.
pub(crate) struct Parts {
    /// What to correct, and what could not be checked.
    pub(crate) page: Document,
    /// The key chart, the tables, and the conclusions.
    pub(crate) body: Document,
    /// How each entry of page one was found, for formats that cannot fold it.
    pub(crate) details: Document,
    /// The rest.
    pub(crate) appendix: Document,
}

impl Parts {
    /// The same with everything said in a language.
    pub(crate) fn in_language(self, language: &Language) -> Self {
        Self {
            page: self.page.in_language(language),
            body: self.body.in_language(language),
            details: self.details.in_language(language),
            appendix: self.appendix.in_language(language),
        }
    }
}

/// The report of a study, with its charts.
pub(crate) fn parts(
    inputs: &Inputs<'_>,
    corrected: (&Study, &Audit),
    entries: &[Entry<'_>],
    charts: &[Chart],
    language: &Language,
) -> Parts {
    let page = page::page(inputs, corrected, entries);
    let details = details(inputs.study, &page);
    Parts {
        page,
        body: body(inputs, charts),
        details,
        appendix: appendix(inputs, charts, language),
    }
}

/// What page one rests on.
fn body(inputs: &Inputs<'_>, charts: &[Chart]) -> Document {
    let (study, audit) = (inputs.study, inputs.audit);
    let mut document = figures(&charts[..charts.len().min(1)]);
    let tables = tables::tables(study, audit);
    section(&mut document, "tables", say!("Tables: reported beside recomputed"), tables);
    section(&mut document, "conclusions", say!("Conclusions"), conclusions(inputs));
    document
}

/// Everything that only some readers want, each part folded.
fn appendix(inputs: &Inputs<'_>, charts: &[Chart], language: &Language) -> Document {
    let (study, audit) = (inputs.study, inputs.audit);
    let mut document = Document::default();
    let parts = [
        (
            "claims",
            say!("Statements of the text"),
            with(|part| part.grid(claims::grid(study, audit))),
        ),
        ("findings", say!("All findings"), with(|part| part.grid(findings::grid(study, audit)))),
        ("corrections", say!("Corrections"), corrections(study, audit)),
        ("figures", say!("Figures"), figures(charts.get(1..).unwrap_or_default())),
        (
            "statistics",
            say!("Statistics"),
            with(|part| stats::sections(part, inputs.analysis, |kind| kind != CONCLUSIONS)),
        ),
        ("robustness", say!("Conclusions on every basis"), robustness(inputs)),
        (
            "undecided",
            say!("What was not decided"),
            with(|part| limits::not_checked(part, study, audit)),
        ),
        ("method", say!("Method"), method::method(study, audit, language)),
        ("data", say!("Data"), data::data(inputs)),
    ];
    for (id, title, part) in parts {
        fold(&mut document, id, title, part);
    }
    document
}

/// How the entries of page one were found, as a document beside it.
fn details(study: &Study, page: &Document) -> Document {
    let mut document = Document::default();
    document.heading(1, say!("Appendix: {}", &study.title));
    document.heading(2, say!("How each entry was found"));
    for block in &page.blocks {
        let Block::Grid(grid) = block else { continue };
        for more in grid.more.values() {
            document.heading(3, more.title.clone());
            document.blocks.extend(more.blocks.iter().cloned());
        }
    }
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

/// A part of its own that is folded, unless it says nothing.
fn fold(document: &mut Document, id: &str, title: Phrase, part: Document) {
    if !part.blocks.is_empty() {
        let mut inside = Document::default();
        inside.below(1, part);
        document.blocks.push(Block::Anchor(id.to_owned()));
        document.blocks.push(Block::Fold(title.into(), inside.blocks));
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
    let figures = charts.iter().map(|chart| {
        Block::Figure(Figure {
            name: chart.name.clone(),
            title: chart.title.clone(),
            alt: chart.alt.clone(),
            svg: chart.svg(),
            csv: chart.csv(),
        })
    });
    Document { blocks: figures.collect() }
}

/// The conclusions in brief.
fn conclusions(inputs: &Inputs<'_>) -> Document {
    with(|part| {
        let table = conclusions::table(inputs);
        if !table.rows.is_empty() {
            part.paragraph(conclusions::summary(inputs));
            part.table(table);
        }
    })
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
