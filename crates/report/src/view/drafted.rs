//! `crossfoot new`: what was drafted and on what it rests, what was considered and not drafted, and
//! what to do next.

use crossfoot_audit::Audit;
use crossfoot_audit::draft::Draft;
use crossfoot_core::{Phrase, Study, Table as Printed, say};

use super::{count, thousands};
use crate::document::{Align, Document, Line, Table, Tone};

/// The study as it was drafted into a folder, with what is to be said of how each file was read.
pub fn drafted(
    study: &Study,
    audit: &Audit,
    draft: &Draft,
    notes: &[(String, Phrase)],
    folder: &str,
) -> Document {
    let mut document = Document::default();
    document.heading(
        1,
        Line::toned(study.id.clone(), Tone::Code)
            .then("  ", Tone::Plain)
            .then(say!("drafted in {}", folder), Tone::Plain),
    );
    document.list(
        notes
            .iter()
            .map(|(file, note)| {
                Line::toned(file.clone(), Tone::Code)
                    .then("  ", Tone::Plain)
                    .then(note.clone(), Tone::Note)
            })
            .collect(),
    );
    for table in study.published() {
        columns(&mut document, table);
    }
    rules(&mut document, study, draft);
    let near: Vec<Line> = draft
        .near_misses
        .iter()
        .map(|miss| {
            Line::toned(miss.relation.clone(), Tone::Code)
                .then("  ", Tone::Plain)
                .then(miss.why.clone(), Tone::Muted)
        })
        .collect();
    if !near.is_empty() {
        document.heading(2, Line::from(say!("Considered, and not drafted")));
        document.list(near);
    }
    document.heading(2, Line::from(say!("Next")));
    document.list(next(study, audit, draft, folder));
    document
}

fn columns(document: &mut Document, printed: &Printed) {
    let key: Vec<&str> =
        printed.key.iter().map(|key| printed.columns[*key].name.as_str()).collect();
    let rows = count::rows(printed.rows());
    let keyed = match key.as_slice() {
        [] => say!("{}, named by line", rows),
        names => say!("{}, named by {}", rows, names.join(", ")),
    };
    document.heading(
        2,
        Line::toned(printed.id.clone(), Tone::Code)
            .then("  ", Tone::Plain)
            .then(keyed, Tone::Plain),
    );
    let mut shown = Table {
        header: [say!("column"), say!("unit"), say!("label")].map(Line::from).to_vec(),
        align: vec![Align::Left; 3],
        rows: Vec::new(),
    };
    for column in &printed.columns {
        let unit: Phrase = if column.scale == 1 {
            column.unit.name().into()
        } else {
            say!(
                "{}, in units of {}",
                column.unit.name(),
                thousands(usize::try_from(column.scale).unwrap_or(0))
            )
        };
        shown.rows.push(vec![
            vec![Line::toned(column.name.clone(), Tone::Code)],
            vec![Line::from(unit)],
            vec![Line::toned(column.label.clone(), Tone::Muted)],
        ]);
    }
    document.table(shown);
}

fn rules(document: &mut Document, study: &Study, draft: &Draft) {
    if draft.rules.is_empty() && draft.denominators.is_empty() {
        return;
    }
    document.heading(2, Line::from(say!("Rules and their evidence")));
    let lines = draft.rules.iter().map(|rule| {
        let formula = match rule.targets.as_slice() {
            [] => rule.formula.clone(),
            targets => format!("{} = {}", targets.join(", "), rule.formula),
        };
        evidence(&rule.id, &formula, rule.rests_on(study))
    });
    let denominators = draft.denominators.iter().map(|base| {
        let shares = format!("{} = share({}, denominator)", base.share, base.part);
        evidence(&base.id, &shares, base.rests_on())
    });
    document.table(Table {
        header: Vec::new(),
        align: vec![Align::Left; 2],
        rows: lines.chain(denominators).collect(),
    });
}

/// The row of a rule: its name, and what it rests on below its formula.
fn evidence(id: &str, formula: &str, rests_on: Phrase) -> Vec<Vec<Line>> {
    vec![
        vec![Line::toned(id.to_owned(), Tone::Strong)],
        vec![Line::toned(formula.to_owned(), Tone::Code), Line::toned(rests_on, Tone::Muted)],
    ]
}

fn next(study: &Study, audit: &Audit, draft: &Draft, folder: &str) -> Vec<Line> {
    let findings = audit.open_findings().count();
    let mut lines = Vec::new();
    let check = Line::toned(format!("crossfoot check {folder}"), Tone::Code);
    lines.push(check.then("  ", Tone::Plain).then(
        match (audit.total(), findings) {
            (0, _) if study.tables.is_empty() => {
                say!("nothing is checked yet: write a formula for each statement")
            }
            (0, _) => say!("nothing is checked yet: write the rules of the table"),
            (checks, 0) => say!("{}, none disagrees", count::checks(checks)),
            (checks, findings) => say!(
                "{}, {}: errors of the table, or of a rule",
                count::checks(checks),
                count::findings(findings)
            ),
        },
        Tone::Muted,
    ));
    lines.push(
        Line::toned(format!("{folder}/study.toml"), Tone::Code)
            .then("  ", Tone::Plain)
            .then(say!("title, citation, units; missing or wrong rules"), Tone::Muted),
    );
    lines.push(
        Line::toned(format!("{folder}/claims.csv"), Tone::Code)
            .then("  ", Tone::Plain)
            .then(say!("statements of the text, each with its formula"), Tone::Muted),
    );
    if !draft.timelines.is_empty() || !study.series.is_empty() || !study.rankings.is_empty() {
        lines.push(
            Line::toned(format!("crossfoot stats {folder}"), Tone::Code)
                .then("  ", Tone::Plain)
                .then(say!("statistics of series and rankings"), Tone::Muted),
        );
    }
    lines
}
