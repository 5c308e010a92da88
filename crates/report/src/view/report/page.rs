//! Page one: what is wrong, how sure that is, what to write instead, and what could not be checked.

use std::collections::BTreeMap;

use crossfoot_audit::root::Blamed;
use crossfoot_audit::{Audit, Grade, Record};
use crossfoot_core::formula::Truth;
use crossfoot_core::{Phrase, Study, pattern, say};

use super::super::claims::checks as claim_checks;
use super::super::limits::{self, Undecided};
use super::super::{count, findings, header, roots, thousands};
use crate::disagreement::about;
use crate::document::{Align, Block, Document, Grid, Line, More, Outcome, Table, Tags, Tone};
use crate::erratum::{About, Entry, by_grade};
use crate::report::Inputs;
use crate::values;

/// Checks that are named in one line.
const MOST_NAMES: usize = 6;

/// Page one.
pub(super) fn page(
    inputs: &Inputs<'_>,
    corrected: (&Study, &Audit),
    entries: &[Entry<'_>],
) -> Document {
    let (study, audit) = (inputs.study, inputs.audit);
    let mut document = Document::default();
    document.heading(1, say!("Audit report: {}", &study.title));
    audited(&mut document, inputs);
    document.paragraph(result(inputs, entries));
    document.blocks.push(Block::Anchor("errata".to_owned()));
    document.heading(2, say!("What to correct"));
    for (grade, entries) in by_grade(entries) {
        document.heading(3, title(grade, entries.len()));
        document.grid(Some(grid(inputs, grade, &entries)));
    }
    if entries.is_empty() {
        document.paragraph(Line::toned(say!("Nothing to correct was found."), Tone::Good));
    } else {
        let with =
            say!("Conclusions and what follows from an error are those with all corrections made.");
        document.paragraph(Line::toned(with, Tone::Muted));
    }
    not_of_the_publication(&mut document, study, audit);
    undecided(&mut document, study, audit);
    in_one_reading(&mut document, corrected);
    document
}

/// What was audited, with what.
fn audited(document: &mut Document, inputs: &Inputs<'_>) {
    let study = inputs.study;
    if !study.citation.is_empty() {
        document.paragraph(Line::toned(study.citation.clone(), Tone::Muted));
    }
    let made = say!("Crossfoot {}", env!("CARGO_PKG_VERSION"));
    let data = say!("inputs {}", inputs.fingerprint);
    let mut line = Line::default();
    if let Some(address) = study.address() {
        line = line.then(address, Tone::Url).then(" · ", Tone::Muted);
    }
    document.paragraph(line.then(Phrase::joined(" · ", [made, data]), Tone::Muted));
}

/// The one sentence.
fn result(inputs: &Inputs<'_>, entries: &[Entry<'_>]) -> Line {
    let rounding = entries.iter().filter(|entry| entry.grade == Grade::Rounding).count();
    let substantive = entries.len() - rounding;
    let answer = header::answer(inputs.audit);
    let points = match (substantive, rounding) {
        (0, 0) => return answer,
        (1, 0) => say!(" One point to correct, substantive."),
        (0, 1) => say!(" One point to correct, of rounding."),
        _ => say!(
            " {} points to correct: {} substantive, {} of rounding.",
            thousands(substantive + rounding),
            thousands(substantive),
            thousands(rounding)
        ),
    };
    answer.then(points, Tone::Plain)
}

fn title(grade: Grade, entries: usize) -> Phrase {
    match grade {
        Grade::Rounding => say!("Rounding ({})", thousands(entries)),
        _ => say!("Substantive ({})", thousands(entries)),
    }
}

/// Entries of one grade, each with what follows from it below it.
fn grid(inputs: &Inputs<'_>, grade: Grade, entries: &[(usize, &Entry<'_>)]) -> Grid {
    let header = [
        Phrase::default(),
        say!("place"),
        say!("as reported"),
        say!("problem"),
        say!("proposed correction"),
        say!("certainty"),
        say!("does a conclusion change?"),
    ];
    let mut rows = Vec::new();
    let (mut names, mut more, mut tags) = (Vec::new(), BTreeMap::new(), Vec::new());
    for (number, entry) in entries {
        more.insert(rows.len(), details(inputs, *number, entry));
        names.push(format!("entry-{number}"));
        rows.push(row(*number, entry));
        for (at, change) in entry.follows.iter().enumerate() {
            names.push(format!("entry-{number}-{}", at + 1));
            rows.push(vec![
                vec![Line::toned(format!("{number}.{}", at + 1), Tone::Muted)],
                vec![Line::from(change.place.clone())],
                vec![Line::toned(change.reported.clone(), Tone::Bad)],
                vec![Line::toned(say!("follows from {}", number.to_string()), Tone::Muted)],
                vec![Line::toned(change.corrected.clone(), Tone::Strong)],
                Vec::new(),
                Vec::new(),
            ]);
        }
        let section = Line::from(entry.part.clone());
        tags.resize(rows.len(), Tags { outcome: Outcome::Disagrees, section });
    }
    Grid {
        id: format!("errata-{}", grade.name()),
        caption: title(grade, entries.len()).into(),
        table: Table { header: header.map(Line::from).to_vec(), align: vec![Align::Left; 7], rows },
        names,
        more,
        tags,
        ..Grid::default()
    }
}

fn row(number: usize, entry: &Entry<'_>) -> Vec<Vec<Line>> {
    let mut reported = Vec::new();
    if !entry.reported.is_empty() {
        reported.push(Line::toned(entry.reported.clone(), Tone::Bad));
    }
    reported.extend(entry.statement.as_ref().map(|statement| Line::from(statement.phrase())));
    let proposals = entry.proposals.iter().enumerate().map(|(at, proposed)| match at {
        0 => Line::toned(proposed.said.clone(), Tone::Strong),
        _ => Line::from(say!("or {}", proposed.said.clone())),
    });
    let mut proposals: Vec<Line> = proposals.collect();
    if proposals.is_empty() {
        proposals.push(Line::toned(say!("for the authors to decide"), Tone::Muted));
    }
    vec![
        vec![Line::from(number.to_string())],
        vec![Line::from(entry.place.clone())],
        reported,
        entry.problem.iter().map(Line::from).collect(),
        proposals,
        vec![Line::from(entry.certainty.clone())],
        entry.effect.iter().map(Line::from).collect(),
    ]
}

/// How an entry was found: the rules, the alternatives, what would decide, the names for machines.
fn details(inputs: &Inputs<'_>, number: usize, entry: &Entry<'_>) -> More {
    let (study, audit) = (inputs.study, inputs.audit);
    let title = say!("{}. {}", number.to_string(), entry.place.clone()).into();
    let items = match entry.subject {
        About::Root(root) => {
            let of_findings = root.explains.iter().filter_map(|id| audit.finding(*id));
            let of_findings = of_findings.map(|finding| findings::item(study, audit, finding));
            std::iter::once(roots::item(study, audit, root)).chain(of_findings).collect()
        }
        About::Finding(finding) => vec![findings::item(study, audit, finding)],
    };
    More { title, blocks: vec![Block::Items(items)] }
}

/// What could not be checked, in plain words: the reason, and what it is about.
fn undecided(document: &mut Document, study: &Study, audit: &Audit) {
    let Undecided { cut, shares, empty, reasons, .. } = Undecided::from_audit(study, audit);
    let feasible = [
        (say!("not every row is listed, and what is reported is possible"), cut),
        (say!("only the whole is published, and some part of it has this share"), shares),
    ];
    let all = feasible.into_iter().chain(reasons.into_values());
    let lines = all.filter(|(_, ids)| !ids.is_empty()).map(|(reason, ids)| {
        let labels = ids.iter().map(|id| audit.record(study, *id).label());
        Line::toned(say!("{} ({}): ", reason, count::checks(ids.len())), Tone::Strong)
            .then(first_of(labels.collect()), Tone::Plain)
    });
    let lines: Vec<Line> = lines.chain(limits::about_empty_cells(empty)).collect();
    if !lines.is_empty() {
        document.blocks.push(Block::Anchor("unchecked".to_owned()));
        document.heading(2, say!("What could not be checked"));
        document.list(lines);
    }
}

/// What disagrees but is probably not an error of the publication: differences between the study and
/// its text, rules that the publication may not follow, and accepted findings.
fn not_of_the_publication(document: &mut Document, study: &Study, audit: &Audit) {
    let differ = audit.open_findings().filter(|finding| finding.check_id().is_none());
    let differ = differ.map(|finding| {
        Line::toned(finding.target.as_str(), Tone::Strong)
            .then(": ", Tone::Plain)
            .then(about(study, finding), Tone::Plain)
    });
    let rules = audit.roots.telling().into_iter().filter_map(|root| {
        let Blamed::Rule(rule) = root.blamed else { return None };
        values::should_be(root.probability)?;
        let label = say!(
            "the publication may not follow this rule ({}): ",
            values::probability(root.probability)
        );
        Some(Line::from(label).then(study.rules[rule].label.as_str(), Tone::Strong))
    });
    let accepted = audit.findings.iter().filter_map(|finding| {
        let reason = &study.accepted[finding.accepted?].reason;
        let name = match audit.record_of(study, finding) {
            Some(record) => record.label(),
            None => finding.target.as_str().into(),
        };
        Some(Line::from(say!("accepted: {} ({})", name, reason.as_str())))
    });
    let lines: Vec<Line> = differ.chain(rules).chain(accepted).collect();
    if !lines.is_empty() {
        document.heading(3, say!("Other disagreements"));
        document.list(lines);
    }
}

/// Statements that hold in one reading and not in another, on the corrected basis.
fn in_one_reading(document: &mut Document, (study, audit): (&Study, &Audit)) {
    let records = claim_checks(study).into_iter().map(|(id, _)| audit.record(study, id));
    let lines = records.filter(Record::holds_in_part).map(|record| {
        let readings = record.readings().into_iter().map(|reading| match reading.truth {
            Truth::True => say!("holds when read as {}", reading.says),
            _ => say!("fails when read as {}", reading.says),
        });
        Line::toned(say!("{}: ", record.label()), Tone::Strong)
            .then(Phrase::joined(pattern!("; "), readings), Tone::Plain)
    });
    let lines: Vec<Line> = lines.collect();
    if !lines.is_empty() {
        document.blocks.push(Block::Anchor("against".to_owned()));
        document.heading(2, say!("Statements that hold in one reading only"));
        document.list(lines);
    }
}

/// The first of some checks, and how many more there are.
fn first_of(all: Vec<Phrase>) -> Phrase {
    let more = all.len().saturating_sub(MOST_NAMES);
    let shown = Phrase::joined(pattern!("; "), all.into_iter().take(MOST_NAMES));
    if more == 0 { shown } else { say!("{} and {} more", shown, thousands(more)) }
}
