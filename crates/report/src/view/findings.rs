//! Findings as tables: what was printed, what was recomputed, and the best cause in one sentence.

use crossfoot_audit::{Audit, CheckId, Finding, Subject, check};
use crossfoot_core::{Study, Target};

use super::{plural, thousands};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// At most this many findings of one table are shown; JSON has them all.
const MOST_SHOWN: usize = 60;
/// Below this probability a cause is no better than none.
const CONVINCING: f64 = 0.05;

/// All open findings, grouped by table, then those about claims, then the rest; accepted ones apart.
pub(super) fn findings(document: &mut Document, study: &Study, audit: &Audit) {
    let open: Vec<&Finding> = audit.open_findings().collect();
    if open.is_empty() {
        document.paragraph(Line::of("Nothing to report.", Tone::Good));
    }
    for (index, table) in study.published().iter().enumerate() {
        let of_table = open.iter().copied().filter(|finding| group(study, finding) == Group::Table(index));
        section(document, study, audit, format!("{} in {}", "{n}", table.title), of_table.collect());
    }
    for (kind, title) in [(Group::Claims, "{n} in the text"), (Group::Study, "{n} about the study as a whole")] {
        section(document, study, audit, title.to_owned(), open.iter().copied().filter(|finding| group(study, finding) == kind).collect());
    }
    let accepted = audit.findings.iter().filter_map(|finding| Some((finding, &study.accepted[finding.accepted?])));
    let accepted: Vec<Line> =
        accepted.map(|(finding, why)| Line::of(finding.id.clone(), Tone::Code).then(format!("  {}", why.reason), Tone::Plain)).collect();
    if !accepted.is_empty() {
        document.heading(2, "Accepted");
        document.list(accepted);
    }
}

#[derive(PartialEq)]
enum Group {
    Table(usize),
    Claims,
    Study,
}

fn group(study: &Study, finding: &Finding) -> Group {
    let Subject::Check(id) = finding.subject else { return Group::Study };
    match study.rules[id.rule].target {
        Target::Column(column) => Group::Table(column.table),
        Target::Cell(cell) => Group::Table(cell.column.table),
        Target::Condition(Some(table)) => Group::Table(table),
        Target::Claim(_) => Group::Claims,
        Target::Condition(None) => Group::Study,
    }
}

fn section(document: &mut Document, study: &Study, audit: &Audit, title: String, findings: Vec<&Finding>) {
    if findings.is_empty() {
        return;
    }
    document.heading(2, title.replace("{n}", &plural(findings.len(), "finding")));
    let rows = findings.iter().take(MOST_SHOWN).map(|finding| row(study, audit, finding));
    let header = ["what, where", "printed", "recomputed", "why"].map(str::to_owned).to_vec();
    document.table(Table { header, align: vec![Align::Left, Align::Right, Align::Right, Align::Left], rows: rows.collect() });
    if findings.len() > MOST_SHOWN {
        document.paragraph(Line::of(format!("and {} more, which `--format json` lists", thousands(findings.len() - MOST_SHOWN)), Tone::Note));
    }
}

fn row(study: &Study, audit: &Audit, finding: &Finding) -> Vec<Vec<Line>> {
    let what = vec![Line::of(finding.target.clone(), Tone::Code), Line::of(finding.place.to_string(), Tone::Muted)];
    let Subject::Check(id) = finding.subject else {
        return vec![what, vec![], vec![], vec![Line::from(about(study, finding)), Line::of(finding.code.name(), Tone::Muted)]];
    };
    let check = check(study, &audit.basis, id);
    let printed = Line::of(values::published(study, id), Tone::Bad);
    let recomputed = Line::of(values::recomputed(study, id, &check), Tone::Strong);
    vec![what, vec![printed], vec![recomputed], why(study, finding, id)]
}

fn why(study: &Study, finding: &Finding, id: CheckId) -> Vec<Line> {
    let mut lines = Vec::new();
    let rule = &study.rules[id.rule];
    match rule.target {
        Target::Claim(claim) if rule.id.starts_with("claim:") => {
            lines.push(Line::from(format!("section {}: {}", study.claims[claim].section, rule.label)))
        }
        _ => lines.push(Line::from(rule.label.clone())),
    }
    let best = finding.causes.first().filter(|cause| cause.probability >= CONVINCING);
    let code = finding.code.name();
    match best {
        Some(cause) => {
            lines.push(Line::of(cause.detail.clone(), Tone::Strong));
            lines.push(Line::of(format!("{code} · {} · {}", cause.kind, values::probability(cause.probability)), Tone::Muted));
        }
        None => lines.push(Line::of(format!("{code} · no cause fits better than chance"), Tone::Muted)),
    }
    if !finding.inputs_at_fault.is_empty() && best.is_none_or(|cause| cause.kind != "faulty-input") {
        lines.push(Line::of(format!("reads figures that have findings of their own: {}", finding.inputs_at_fault.join(", ")), Tone::Muted));
    }
    lines
}

/// Findings that are not about a check.
fn about(study: &Study, finding: &Finding) -> String {
    match finding.subject {
        Subject::Numeral(index) => match study.ledger.as_ref().and_then(|ledger| ledger.get(index)) {
            Some(entry) => format!("the ledger neither covers nor explains this numeral ({})", entry.about),
            None => String::new(),
        },
        Subject::Acceptance(_) => "this finding is accepted in the manifest, and it was not found".to_owned(),
        Subject::Check(_) => String::new(),
    }
}
