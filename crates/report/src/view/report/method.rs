//! The method: what each verdict means, the formula of each rule, how columns were rounded, and the
//! pages of the codes and causes that occur.

use std::collections::BTreeSet;

use crossfoot_audit::{Audit, CauseKind, Code, root};
use crossfoot_core::{Phrase, Study, Target, Verdict, say};

use super::super::{limits, mark, tone};
use crate::Language;
use crate::document::{Align, Block, Document, Grid, Line, Table, Tone};

pub(super) fn method(study: &Study, audit: &Audit, language: &Language) -> Document {
    let mut document = Document::default();
    document.paragraph(say!(
        "Every figure keeps its reported digits and represents all values that are printed like it. Formulas are evaluated over these intervals in exact fractions. No verdict depends on a floating-point number."
    ));
    verdicts(&mut document);
    limits::conventions(&mut document, study, audit);
    limits::inferred(&mut document, study, audit);
    rules(&mut document, study);
    pages(&mut document, audit, language);
    document
}

fn verdicts(document: &mut Document) {
    let rows = Verdict::ALL.into_iter().map(|verdict| {
        vec![
            vec![Line::toned(mark(verdict), tone(verdict))],
            vec![Line::toned(verdict.phrase(), Tone::Strong)],
            vec![Line::from(about(verdict))],
        ]
    });
    document.heading(2, say!("Verdicts"));
    let header = vec![Line::default(), Line::from(say!("verdict")), Line::from(say!("when"))];
    document.table(Table { header, align: vec![Align::Left; 3], rows: rows.collect() });
}

/// When a check has a verdict.
fn about(verdict: Verdict) -> Phrase {
    match verdict {
        Verdict::Exact => say!("the reported value equals the exact value"),
        Verdict::Rounded => {
            say!(
                "the reported value is the exact value, rounded half-up or half-even at its decimals"
            )
        }
        Verdict::Compatible => say!("the inputs are rounded too, and the intervals overlap"),
        Verdict::Truncated => say!("only cutting off digits gives the reported value"),
        Verdict::Inconsistent => say!("none of these"),
        Verdict::Feasible => say!("not every row is listed, and some values of the others fit"),
        Verdict::Infeasible => say!("not every row is listed, and no values of the others fit"),
        Verdict::Unverifiable => say!("an input is missing and has no bounds"),
    }
}

/// The rules of the manifest; claims have their formulas beside them.
fn rules(document: &mut Document, study: &Study) {
    let rules: Vec<_> = study.rules.iter().filter(|rule| rule.own_claim().is_none()).collect();
    let rows = rules.iter().map(|rule| {
        let cells = [
            (rule.id.to_string(), Tone::Code),
            (target(study, rule.target), Tone::Code),
            (rule.text.clone(), Tone::Code),
        ];
        let mut row: Vec<Vec<Line>> = cells
            .into_iter()
            .map(|(text, tone)| {
                vec![Line::toned(text.split_whitespace().collect::<Vec<_>>().join(" "), tone)]
            })
            .collect();
        row.push(vec![Line::from(&rule.label)]);
        row
    });
    let header =
        [say!("rule"), say!("target"), say!("formula"), say!("in words")].map(Line::from).to_vec();
    let table = Table { header, align: vec![Align::Left; 4], rows: rows.collect() };
    if !table.rows.is_empty() {
        document.heading(2, say!("Rules"));
        let names = rules.iter().map(|rule| rule.id.to_string()).collect();
        document.grid(Some(Grid {
            id: "rules".to_owned(),
            caption: say!("Rules").into(),
            table,
            names,
            sortable: true,
            ..Grid::default()
        }));
    }
}

fn target(study: &Study, target: Target) -> String {
    match target {
        Target::Column(column) => {
            format!("{}.{}", study.column(column).0.id, study.column(column).1.name)
        }
        Target::Cell(cell) => study.cell_name(cell),
        Target::Claim(claim) => study.claims[claim].id.qualified(),
        Target::Condition(_) => String::new(),
    }
}

/// The pages of every code and kind of cause that this report names, and of the model behind the
/// root causes.
fn pages(document: &mut Document, audit: &Audit, language: &Language) {
    let codes: BTreeSet<Code> = audit.findings.iter().map(|finding| finding.code).collect();
    let of_errors = audit.roots.telling().into_iter().filter_map(|error| error.kind.cause());
    let of_findings =
        audit.findings.iter().filter_map(|finding| Some(finding.causes.first()?.kind));
    let causes: BTreeSet<&str> = of_findings.chain(of_errors).map(CauseKind::name).collect();
    let model = (!audit.roots.groups.is_empty()).then_some(root::NAME);
    let names = codes.into_iter().map(Code::name).chain(causes).chain(model);
    let pages: Vec<(&str, &str)> =
        names.filter_map(|name| Some((name, language.page(name)?))).collect();
    if pages.is_empty() {
        return;
    }
    document.heading(2, say!("Codes and causes"));
    document.paragraph(Line::toned(
        say!("What each code and kind of cause in this report means, with an example, priors and references."),
        Tone::Muted,
    ));
    for (name, page) in pages {
        document.blocks.push(Block::Anchor(name.to_owned()));
        document.blocks.push(Block::Details(
            Line::toned(Phrase::from(name), Tone::Strong),
            vec![Block::Markdown(below(page, 2))],
        ));
    }
}

/// A page without its title, its headings so many levels further down.
pub(super) fn below(page: &str, levels: usize) -> String {
    let body = page
        .strip_prefix("# ")
        .and_then(|rest| rest.split_once('\n'))
        .map_or(page, |(_, body)| body);
    let mut fenced = false;
    let lines = body.trim().lines().map(|line| {
        fenced ^= line.starts_with("```");
        if line.starts_with('#') && !fenced {
            format!("{}{line}\n", "#".repeat(levels))
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}
