//! `crossfoot explain`: what a code or cause means, or all that is known of one cell or claim.

mod scope;

use crossfoot_audit::{
    Audit, CauseKind, CheckId, Code, Finding, Readers, Record, Reported, check_name, root,
    section_name, target_name,
};
use crossfoot_core::{Cell, CellId, ClaimId, Phrase, Study, Target, Variable, say};

use super::{revisions, roots, spaced, tone};
use crate::Language;
use crate::document::{Align, Block, Document, Line, Table, Tone};
use crate::values;

/// The page of a code, of a kind of cause, or of the model behind root causes.
pub fn explain(name: &str, language: &Language) -> Option<Document> {
    let page = language.page(name)?;
    Some(Document { blocks: vec![Block::Markdown(page.to_owned())] })
}

/// All codes and kinds of causes with their first sentences.
pub fn list_explanations(language: &Language) -> Document {
    let mut document = Document::default();
    document.heading(1, say!("Codes: kinds of findings"));
    document.table(pages(Code::ALL.iter().map(|code| code.name()), language));
    document.heading(1, say!("Causes: what may have happened"));
    document.table(pages(CauseKind::ALL.iter().map(|kind| kind.name()), language));
    document.heading(1, say!("The model behind root causes"));
    document.table(pages([root::NAME], language));
    document
}

/// Names of pages, each with its first sentence.
fn pages(names: impl IntoIterator<Item = &'static str>, language: &Language) -> Table {
    let rows = names.into_iter().map(|name| {
        let page = language.page(name).unwrap_or_default();
        vec![vec![Line::toned(name, Tone::Code)], vec![Line::from(first_sentence(page))]]
    });
    Table {
        header: vec![Line::default(); 2],
        align: vec![Align::Left, Align::Left],
        rows: rows.collect(),
    }
}

fn first_sentence(page: &str) -> String {
    let body = page.lines().skip(1).skip_while(|line| line.trim().is_empty());
    body.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

/// All that is known of a cell (`licences.total[2023]`), a claim (`claim:decline`) or a check
/// (`total[2023]`); of a rule (`total`), a column (`licences.total`) or a table (`licences`).
pub fn explain_study(study: &Study, audit: &Audit, name: &str) -> Option<Document> {
    let cell = study.find_cell(name);
    let claim = ClaimId::unqualified(name).and_then(|id| study.claim(id));
    let ids = audit.checks().map(|(id, _)| id).filter(|id| match (cell, claim) {
        (Some(cell), _) => target_cell(study, *id) == Some(cell),
        (_, Some(claim)) => study.rules[id.rule].target == Target::Claim(claim),
        _ => is_named(study, audit, *id, name),
    });
    let subjects: Vec<Record<'_>> = ids.map(|id| audit.record(study, id)).collect();
    if cell.is_none() && subjects.is_empty() {
        return scope::explain(study, audit, name);
    }
    let mut document = Document::default();
    let title = cell
        .map(|cell| study.cell_name(cell))
        .or_else(|| subjects.first().map(|record| record.target.clone()))
        .unwrap_or_default();
    document.heading(1, Line::toned(title, Tone::Strong));
    document.list(facts(study, cell, subjects.first()));
    let variable = cell.map(Variable::Cell).or(claim.map(Variable::Claim));
    if let Some(variable) = variable {
        roots::about_figure(&mut document, study, audit, variable);
    }
    for record in &subjects {
        subject(&mut document, record);
    }
    let used = used_by(study, audit, variable);
    if !used.is_empty() {
        document.heading(2, say!("Used by"));
        document.table(Table {
            header: vec![Line::default(); 3],
            align: vec![Align::Left, Align::Left, Align::Left],
            rows: used,
        });
    }
    Some(document)
}

/// Whether a check, its target or its finding has this name.
fn is_named(study: &Study, audit: &Audit, id: CheckId, name: &str) -> bool {
    check_name(study, id) == name
        || target_name(study, id) == name
        || audit.finding(id).is_some_and(|finding| finding.id == name)
}

fn target_cell(study: &Study, id: CheckId) -> Option<CellId> {
    match study.rules[id.rule].target {
        Target::Column(column) => Some(CellId { column, row: id.row? }),
        Target::Cell(cell) => Some(cell),
        Target::Claim(_) | Target::Condition(_) => None,
    }
}

fn facts(study: &Study, cell: Option<CellId>, check: Option<&Record<'_>>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(cell) = cell {
        let (table, column) = study.column(cell.column);
        let text = match study.cell(cell) {
            Cell::Number(figure) => study.cell_unit(cell).unit.quantity(figure.value().to_string()),
            _ => Phrase::from(&*table.text(cell.column.column, cell.row)),
        };
        lines.push(Line::toned(say!("printed "), Tone::Muted).then(text, Tone::Strong));
        lines.push(
            Line::toned(say!("at      "), Tone::Muted)
                .then(table.place(cell.column.column, cell.row).to_string(), Tone::Code),
        );
        lines.push(
            Line::toned(say!("column  "), Tone::Muted).then(column.label.clone(), Tone::Plain),
        );
        lines.extend(revisions::vintages(study, cell));
    } else if let Some(record) = check {
        if let Some(claim) = record.claim() {
            let claim = &study.claims[claim];
            lines.push(
                Line::toned(say!("claims  "), Tone::Muted).then(
                    say!("{}: {}", section_name(&claim.section), &claim.statement),
                    Tone::Plain,
                ),
            );
        }
        let published = values::published(record);
        if !published.is_empty() {
            lines.push(Line::toned(say!("printed "), Tone::Muted).then(published, Tone::Strong));
        }
        lines.push(
            Line::toned(say!("at      "), Tone::Muted).then(record.place().to_string(), Tone::Code),
        );
    }
    lines
}

fn subject(document: &mut Document, record: &Record<'_>) {
    let (study, rule, id) = (record.study(), record.rule(), record.id);
    document.heading(
        2,
        Line::toned(record.name.as_str(), Tone::Code).then(spaced(&rule.label), Tone::Plain),
    );
    let mut lines = vec![
        Line::toned(say!("verdict    "), Tone::Muted)
            .then(record.verdict.phrase(), tone(record.verdict)),
        Line::toned(say!("recomputed "), Tone::Muted)
            .then(values::recomputed(record), Tone::Strong),
    ];
    if let Some(formula) = &rule.formula {
        lines.push(
            Line::toned(say!("formula    "), Tone::Muted).then(rule.text.clone(), Tone::Code),
        );
        lines.push(
            Line::toned(say!("expanded   "), Tone::Muted)
                .then(formula.expr.describe(study, id.row), Tone::Plain),
        );
        lines.extend(revisions::read_by(study, id));
        if let Some(value) = record.number() {
            lines.push(
                Line::toned(say!("exact      "), Tone::Muted).then(value.to_string(), Tone::Plain),
            );
        }
        if let Some(power) = record.power() {
            lines.push(
                Line::toned(say!("power      "), Tone::Muted)
                    .then(caught(record, power), Tone::Plain),
            );
        }
        if let Some(power) = record.share_power() {
            let text = say!(
                "if only the total is known, a random share is caught {} of the time (GRIM)",
                values::percentage(power)
            );
            lines.push(Line::toned("           ", Tone::Muted).then(text, Tone::Plain));
        }
    }
    document.list(lines);
    if let Some(finding) = record.finding {
        causes(document, finding);
    }
}

/// Detection power in words.
fn caught(record: &Record<'_>, power: f64) -> Phrase {
    let power = values::percentage(power);
    match record.reported {
        Reported::Words => say!("a random statement is caught {} of the time", power),
        _ => say!("a random printed value is caught {} of the time", power),
    }
}

fn causes(document: &mut Document, finding: &Finding) {
    document.paragraph(Line::toned(say!("finding {}", &finding.id), Tone::Muted));
    let rows =
        finding.causes.iter().map(|cause| {
            let mut detail = vec![Line::from(cause.detail.clone())];
            detail.extend(cause.value.iter().map(|value| {
                Line::toned(say!("would then be {}", value.to_string()), Tone::Muted)
            }));
            vec![
                vec![Line::toned(Phrase::from_pattern(cause.kind.name()), Tone::Code)],
                vec![Line::from(values::probability(cause.probability))],
                detail,
            ]
        });
    let mut rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        document.paragraph(say!("no cause fits better than chance"));
    }
    if !rows.is_empty() {
        rows.push(vec![
            vec![],
            vec![Line::from(values::probability(finding.unexplained))],
            vec![Line::toned(say!("none of these"), Tone::Muted)],
        ]);
    }
    let header = [say!("cause"), "".into(), say!("what happened")].map(Line::from).to_vec();
    document.table(Table { header, align: vec![Align::Left, Align::Right, Align::Left], rows });
    if !finding.inputs_at_fault.is_empty() {
        document.paragraph(say!(
            "reads figures that also have findings: {}",
            Phrase::list(&finding.inputs_at_fault)
        ));
    }
}

/// The checks that read a cell or claim.
fn used_by(study: &Study, audit: &Audit, variable: Option<Variable>) -> Vec<Vec<Vec<Line>>> {
    let readers = variable
        .map(|variable| Readers::from_study(study).reading(study, variable))
        .unwrap_or_default();
    let rows = readers.into_iter().map(|id| {
        let verdict = audit.verdict(id);
        vec![
            vec![Line::toned(check_name(study, id), Tone::Code)],
            vec![Line::toned(verdict.phrase(), tone(verdict))],
            vec![Line::toned(study.rules[id.rule].label.clone(), Tone::Muted)],
        ]
    });
    rows.collect()
}
