//! Findings: what was printed, what was recomputed, and the best cause in one sentence.

use std::collections::BTreeSet;

use crossfoot_audit::{Audit, CauseKind, CheckId, Finding, Recomputed, Subject, check};
use crossfoot_core::formula::Expr;
use crossfoot_core::{Phrase, Study, Target, Unit, say};

use super::{apart, caption, count, roots, section_name, thousands};
use crate::document::{Align, Block, Document, Grid, Item, Line, Table, Tone};
use crate::values;

/// At most this many things under one heading are shown; JSON has them all.
const MOST_SHOWN: usize = 60;
/// A cause less probable than this is not put forward; `explain` still shows it.
const CONVINCING: f64 = 0.3;

/// The source errors, or on the corrected basis what they changed; then the findings that they
/// leave open.
pub(super) fn explained(document: &mut Document, study: &Study, audit: &Audit) {
    if audit.corrected_from.is_some() {
        return findings(document, study, audit, &BTreeSet::new());
    }
    roots::roots(document, study, audit);
    findings(document, study, audit, &roots::explained(audit));
}

/// Open findings but for those about some checks, grouped by table, then those about claims, then
/// the rest; accepted ones apart.
fn findings(document: &mut Document, study: &Study, audit: &Audit, without: &BTreeSet<CheckId>) {
    let remains = |finding: &&Finding| !matches!(finding.subject, Subject::Check(id) if without.contains(&id));
    let open: Vec<&Finding> = audit.open_findings().filter(remains).collect();
    if open.is_empty() && without.is_empty() && audit.total() > 0 {
        document.paragraph(Line::of(say!("Nothing to report."), Tone::Good));
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
            Line::of(finding.id.clone(), Tone::Code).then(apart(&why.reason), Tone::Plain)
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
    let errors = audit.roots.telling();
    let row = |finding: &&Finding| {
        let cause = finding.causes.first();
        let (printed, recomputed, by) = match finding.subject {
            Subject::Check(id) => {
                let by = errors
                    .iter()
                    .find(|error| error.explains.contains(&id))
                    .map(|error| error.name(study))
                    .unwrap_or_default();
                (
                    values::published(study, id),
                    values::recomputed(study, id, &check(study, &audit.basis, id)),
                    by,
                )
            }
            Subject::Numeral(_) | Subject::Acceptance(_) => {
                (Phrase::default(), about(study, finding), String::new())
            }
        };
        let cause_cell =
            cause.map(|cause| Line::of(cause.kind.name(), Tone::Code)).unwrap_or_default();
        vec![
            vec![Line::of(finding.target.clone(), Tone::Code)],
            vec![Line::of(finding.code.name(), Tone::Code)],
            vec![Line::of(printed, Tone::Bad)],
            vec![Line::from(recomputed)],
            vec![cause_cell],
            vec![Line::from(
                cause.map(|cause| values::probability(cause.probability)).unwrap_or_default(),
            )],
            vec![Line::of(by, Tone::Code)],
        ]
    };
    let note = |finding: &Finding| {
        let rule = match finding.subject {
            Subject::Check(id) => statement(study, id),
            Subject::Numeral(_) | Subject::Acceptance(_) => Line::from(about(study, finding)),
        };
        let rule = rule.then(" · ", Tone::Muted);
        let rule = match finding.causes.first() {
            Some(cause) => rule.then(cause.detail.clone(), Tone::Strong).then(" · ", Tone::Muted),
            None => rule,
        };
        rule.then(finding.place.to_string(), Tone::Muted)
    };
    let header = [
        say!("figure"),
        say!("code"),
        say!("printed"),
        say!("recomputed"),
        say!("cause"),
        say!("probability, alone"),
        say!("source error"),
    ];
    let align = vec![
        Align::Left,
        Align::Left,
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Left,
    ];
    Some(Grid {
        id: "findings-table".to_owned(),
        caption: count::findings(open.len()).into(),
        names: open.iter().map(|finding| finding.id.clone()).collect(),
        notes: open.iter().enumerate().map(|(row, finding)| ((row, 0), note(finding))).collect(),
        table: Table {
            header: header.map(Line::from).to_vec(),
            align,
            rows: open.iter().map(row).collect(),
        },
        sortable: true,
    })
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
    if all.len() > MOST_SHOWN {
        document.paragraph(Line::of(
            say!("and {} more, which `--format json` lists", thousands(all.len() - MOST_SHOWN)),
            Tone::Note,
        ));
    }
}

/// One finding: both numbers, the best cause, the rule, and last its id and place.
pub(crate) fn item(study: &Study, audit: &Audit, finding: &Finding) -> Item {
    let name = Line::of(finding.target.clone(), Tone::Code);
    let last = |kind: Phrase| {
        Line::of(kind, Tone::Muted).then(format!(" · {}", finding.place), Tone::Muted)
    };
    let Subject::Check(id) = finding.subject else {
        return Item {
            name,
            body: vec![Line::from(about(study, finding)), last((&finding.id).into())],
            ..Item::default()
        };
    };
    let check = check(study, &audit.basis, id);
    let mut body = Vec::new();
    let best = finding
        .causes
        .first()
        .filter(|cause| cause.probability >= CONVINCING && cause.probability > finding.unexplained);
    if let Some(cause) = best {
        body.push(
            Line::of(cause.detail.clone(), Tone::Strong)
                .then(apart(say!("({})", values::probability(cause.probability))), Tone::Muted),
        );
    }
    body.push(statement(study, id));
    if !finding.inputs_at_fault.is_empty()
        && best.is_none_or(|cause| cause.kind != CauseKind::FaultyInput)
    {
        body.push(Line::of(
            say!(
                "rests on figures with findings of their own: {}",
                Phrase::list(&finding.inputs_at_fault)
            ),
            Tone::Note,
        ));
    }
    body.push(last(match best {
        Some(cause) => Phrase::list([(&finding.id).into(), Phrase::of(cause.kind.name())]),
        None => say!("{}, no cause fits better than chance", &finding.id),
    }));
    let recomputed = values::recomputed(study, id, &check);
    let recomputed = match check.recomputed {
        Ok(Recomputed::Truth(..)) => Line::of(recomputed, Tone::Strong),
        _ => Line::of(caption(captioned(study, id)), Tone::Muted).then(recomputed, Tone::Strong),
    };
    Item { name, printed: printed_line(study, id, Tone::Bad), recomputed, body }
}

/// Where the other value comes from: recomputed, or only printed elsewhere.
fn captioned(study: &Study, id: CheckId) -> Phrase {
    match study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr) {
        Some(expr @ (Expr::Claim(_) | Expr::Cell(..))) => {
            say!("{} prints", expr.describe(study, id.row))
        }
        _ => say!("recomputed"),
    }
}

/// What was printed, captioned; nothing for a condition.
pub(super) fn printed_line(study: &Study, id: CheckId, tone: Tone) -> Line {
    let published = values::published(study, id);
    let said = match study.rules[id.rule].target {
        _ if published.is_empty() => return Line::default(),
        Target::Claim(claim) if study.claims[claim].unit == Unit::Truth => say!("says"),
        _ => say!("printed"),
    };
    Line::of(caption(said), Tone::Muted).then(published, tone)
}

/// The rule in words; of a claim, where it stands and what it says.
pub(super) fn statement(study: &Study, id: CheckId) -> Line {
    let rule = &study.rules[id.rule];
    match rule.own_claim() {
        Some(claim) => {
            Line::from(say!("{} says: {}", section_name(&study.claims[claim].section), &rule.label))
        }
        None => Line::from(say!("rule: {}", &rule.label)),
    }
}

/// Findings that are not about a check.
fn about(study: &Study, finding: &Finding) -> Phrase {
    match finding.subject {
        Subject::Numeral(index) => match study.ledger.as_ref().and_then(|ledger| ledger.get(index))
        {
            Some(entry) => {
                say!("the ledger neither covers nor explains this numeral ({})", &entry.about)
            }
            None => Phrase::default(),
        },
        Subject::Acceptance(_) => {
            say!("this finding is accepted in the manifest, and it was not found")
        }
        Subject::Check(_) => Phrase::default(),
    }
}
