//! Findings: what was printed, what was recomputed, and the best cause in one sentence.

use std::collections::BTreeSet;

use crossfoot_audit::root::RootCause;
use crossfoot_audit::{
    Audit, CheckId, Difference, Finding, Subject, check_name, part_name, section_name,
};
use crossfoot_core::{Phrase, Study, Target, say};

use super::article::shortened;
use super::{caption, count, more, readings, roots, spaced};
use crate::disagreement::{Captioned, Disagreement, about, statement};
use crate::document::{Align, Block, Document, Grid, Item, Line, Outcome, Table, Tags, Tone};
use crate::values;

/// At most this many things under one heading are shown; JSON has them all.
const MOST_SHOWN: usize = 60;

/// The root causes, unless the basis is corrected; then the findings that they leave open, and the
/// statements that hold in one of several readings only.
pub(super) fn explained(document: &mut Document, study: &Study, audit: &Audit) {
    if audit.corrected_from.is_some() {
        findings(document, study, audit, &BTreeSet::new());
    } else {
        roots::roots(document, study, audit);
        findings(document, study, audit, &roots::explained(audit));
    }
    readings::readings(document, study, audit);
}

/// Open findings but for those about some checks, grouped by table, then those about claims, then
/// the rest; accepted ones apart.
fn findings(document: &mut Document, study: &Study, audit: &Audit, without: &BTreeSet<CheckId>) {
    let open: Vec<&Finding> = audit
        .open_findings()
        .filter(|finding| finding.check_id().is_none_or(|id| !without.contains(&id)))
        .collect();
    if open.is_empty() && without.is_empty() && audit.total() > 0 {
        document.paragraph(Line::toned(say!("Nothing to report."), Tone::Good));
    }
    let counted = if without.is_empty() { count::findings } else { count::other_findings };
    for (index, table) in study.published().iter().enumerate() {
        let of_table =
            open.iter().copied().filter(|finding| group(study, finding) == Group::Table(index));
        section(
            document,
            study,
            audit,
            counted,
            (&table.title).into(),
            &of_table.collect::<Vec<_>>(),
        );
    }
    let mut of_claims: Vec<&Finding> = open
        .iter()
        .copied()
        .filter(|finding| matches!(group(study, finding), Group::Claim(_)))
        .collect();
    of_claims.sort_by_key(|finding| group(study, finding));
    section(document, study, audit, counted, say!("the text"), &of_claims);
    let of_study = open.iter().copied().filter(|finding| group(study, finding) == Group::Study);
    section(
        document,
        study,
        audit,
        counted,
        say!("the study as a whole"),
        &of_study.collect::<Vec<_>>(),
    );
    let accepted = audit
        .findings
        .iter()
        .filter_map(|finding| Some((finding, &study.accepted[finding.accepted?])));
    let accepted: Vec<Line> = accepted
        .map(|(finding, why)| {
            Line::toned(finding.id.clone(), Tone::Code).then(spaced(&why.reason), Tone::Plain)
        })
        .collect();
    if !accepted.is_empty() {
        document.heading(2, say!("Accepted"));
        document.list(accepted);
    }
}

/// All open findings, to put in order and to search.
pub(super) fn grid(study: &Study, audit: &Audit) -> Option<Grid> {
    let open: Vec<&Finding> = audit.open_findings().collect();
    let header = [
        say!("figure"),
        say!("code"),
        say!("printed"),
        say!("recomputed"),
        say!("cause"),
        say!("probability"),
        say!("root cause"),
    ];
    let align = header.iter().enumerate().map(|(at, _)| match at {
        PRINTED => Align::Right,
        _ => Align::Left,
    });
    let notes = open.iter().enumerate().map(|(row, finding)| ((row, 0), note(study, finding)));
    let tags = open.iter().map(|finding| {
        let record = audit.record_of(study, finding);
        let variable = record.and_then(|record| record.variable());
        let section = variable.map(|variable| part_name(study, variable)).unwrap_or_default();
        Tags { outcome: Outcome::Disagrees, section: section.into() }
    });
    Some(Grid {
        tags: tags.collect(),
        id: "findings-table".to_owned(),
        caption: count::findings(open.len()).into(),
        names: open.iter().map(|finding| finding.id.clone()).collect(),
        notes: notes.collect(),
        table: Table {
            align: align.collect(),
            header: header.map(Line::from).to_vec(),
            rows: open.iter().map(|finding| row(study, audit, finding, &open)).collect(),
        },
        sortable: true,
        ..Grid::default()
    })
}

/// The column of what is printed.
const PRINTED: usize = 2;

fn row(study: &Study, audit: &Audit, finding: &Finding, all: &[&Finding]) -> Vec<Vec<Line>> {
    let cause = finding.causes.first().map(|cause| (cause.kind.name(), cause.probability));
    let (printed, recomputed, by) = match audit.record_of(study, finding) {
        Some(record) => {
            let errors = record.root_causes();
            let by: Vec<&RootCause> =
                errors.into_iter().filter(|error| error.is_telling()).collect();
            (values::published(&record), values::recomputed(&record), by)
        }
        None => (Phrase::default(), about(study, finding), Vec::new()),
    };
    // What explains a finding together with others is no other cause of it alone.
    let cause = by.first().map(|error| (error.kind.name(), error.probability)).or(cause);
    let by = Phrase::list(by.iter().map(|error| Phrase::from(error.name(study))));
    let kind = cause.map(|(kind, _)| Line::toned(kind, Tone::Code)).unwrap_or_default();
    let probability = cause.map(|(_, p)| values::probability(p)).unwrap_or_default();
    let mut target = vec![Line::toned(finding.target.clone(), Tone::Code)];
    // Two rules about one figure have a finding each: the names of the checks tell them apart.
    let alike = all.iter().filter(|other| other.target == finding.target).count();
    target.extend(finding.check_id().map(|id| {
        let label = study.rules[id.rule].label.as_str();
        match alike {
            1 => Line::toned(label, Tone::Muted),
            _ => Line::toned(format!("{}: {label}", check_name(study, id)), Tone::Muted),
        }
    }));
    vec![
        target,
        vec![Line::toned(finding.code.name(), Tone::Code)],
        vec![Line::toned(printed, Tone::Bad)],
        vec![Line::from(recomputed)],
        vec![kind],
        vec![Line::from(probability)],
        vec![Line::toned(by, Tone::Code)],
    ]
}

/// The rule, the best cause and the place of a finding.
fn note(study: &Study, finding: &Finding) -> Line {
    let rule = match finding.check_id() {
        Some(id) => statement(study, id),
        None => about(study, finding),
    };
    let line = Line::from(rule).then(" · ", Tone::Muted);
    let line = match finding.causes.first() {
        Some(cause) => line.then(cause.detail.clone(), Tone::Strong).then(" · ", Tone::Muted),
        None => line,
    };
    line.then(finding.place.to_string(), Tone::Muted)
}

/// Under which heading a finding stands; claims in the order of the text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Table(usize),
    Claim(usize),
    Study,
}

fn group(study: &Study, finding: &Finding) -> Group {
    let Subject::Check(id) = finding.subject else { return Group::Study };
    match study.rules[id.rule].target {
        Target::Column(column) => Group::Table(column.table),
        Target::Cell(cell) => Group::Table(cell.column.table),
        Target::Condition(Some(table)) => Group::Table(table),
        Target::Claim(claim) => Group::Claim(claim),
        Target::Condition(None) => Group::Study,
    }
}

fn section(
    document: &mut Document,
    study: &Study,
    audit: &Audit,
    counted: fn(usize) -> Phrase,
    title: Phrase,
    findings: &[&Finding],
) {
    if findings.is_empty() {
        return;
    }
    document.heading(2, say!("{} in {}", counted(findings.len()), title));
    items(document, findings, |finding| item(study, audit, finding));
}

/// The first of them in full, and how many more there are.
pub(super) fn items<T>(document: &mut Document, all: &[T], item: impl Fn(&T) -> Item) {
    document.blocks.push(Block::Items(all.iter().take(MOST_SHOWN).map(item).collect()));
    more(document, all.len(), MOST_SHOWN);
}

/// One finding: both numbers, the best cause, the rule, and last its id and place.
pub(crate) fn item(study: &Study, audit: &Audit, finding: &Finding) -> Item {
    let name = Line::toned(finding.target.clone(), Tone::Code);
    let place = Line::toned(format!(" · {}", finding.place), Tone::Muted);
    let said = in_text(study, audit, finding);
    let Some(record) = audit.record_of(study, finding) else {
        let about = Line::from(about(study, finding));
        let id = Line::toned(&finding.id, Tone::Muted).with(&place);
        let body = [Some(about), said, Some(id)].into_iter().flatten().collect();
        return Item { name, body, ..Item::default() };
    };
    let found = Disagreement::new(&record, finding);
    let mut body = Vec::new();
    if let Some(cause) = found.cause {
        body.push(
            Line::toned(cause.detail.clone(), Tone::Strong)
                .then(spaced(say!("({})", values::probability(cause.probability))), Tone::Muted),
        );
    }
    body.push(Line::from(found.statement));
    body.extend(said);
    body.extend(found.read.map(|read| Line::toned(read, Tone::Muted)));
    body.extend(found.inputs_at_fault.map(|inputs| Line::toned(inputs, Tone::Note)));
    let kind = match found.cause {
        Some(cause) => {
            Phrase::list([(&finding.id).into(), Phrase::from_pattern(cause.kind.name())])
        }
        None => say!("{}, no cause fits better than chance", &finding.id),
    };
    body.push(Line::toned(kind, Tone::Muted).with(&place));
    let printed = found.reported.map(|reported| captioned(reported, Tone::Bad));
    Item {
        name,
        printed: printed.unwrap_or_default(),
        recomputed: captioned(found.recomputed, Tone::Strong),
        body,
    }
}

/// The sentence of the text that a finding is about, and where it stands.
pub(super) fn in_text(study: &Study, audit: &Audit, finding: &Finding) -> Option<Line> {
    let (article, passage) = (study.article.as_ref()?, audit.passage(study, finding)?);
    let quote = format!("“{}”", shortened(article, passage));
    let quote = match finding.subject {
        Subject::Text(Difference::Absent(..)) => say!("behind {}", quote),
        _ => quote.into(),
    };
    let section = section_name(passage.section(article));
    let place = Phrase::joined(" · ", [section, passage.place(article).to_string().into()]);
    Some(Line::from(quote).then(spaced(place), Tone::Muted))
}

/// A value behind its caption.
pub(super) fn captioned(said: Captioned, tone: Tone) -> Line {
    let value = Line::toned(said.value, tone);
    said.caption
        .map_or_else(|| value.clone(), |text| Line::toned(caption(text), Tone::Muted).with(&value))
}
