//! What articles came to besides their checks: their numerals by outcome, and one table of all their
//! findings.

use std::collections::BTreeMap;

use crossfoot_audit::Audit;
use crossfoot_audit::article::Statements;
use crossfoot_core::{Study, say};
use serde::{Deserialize, Serialize};

use super::StudySummary;
use crate::disagreement;
use crate::document::{Align, Document, Grid, Line, Table, Tone};
use crate::json::OUTCOMES;

/// What an article came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSummary {
    /// Numerals that are bound, to choose, not bound, and not statistics.
    pub numerals: [usize; 4],
    /// Its open findings.
    pub findings: Vec<FindingSummary>,
}

/// A finding in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSummary {
    /// Its stable id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// What it is about, what was printed, what was recomputed, and why.
    pub message: String,
    /// Where it stands.
    pub place: String,
}

impl ArticleSummary {
    /// What an audited article came to.
    pub fn new(statements: &Statements, study: &Study, audit: &Audit) -> Self {
        let findings = audit.open_findings().map(|finding| FindingSummary {
            id: finding.id.clone(),
            code: finding.code.name().to_owned(),
            message: disagreement::message(study, audit, finding),
            place: finding.place.to_string(),
        });
        Self { numerals: statements.counts(), findings: findings.collect() }
    }
}

/// A finding of an article, for machines.
#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    article: &'a str,
    id: &'a str,
    code: &'a str,
    message: &'a str,
    place: &'a str,
}

/// The findings of all articles in order; none if there are no articles.
pub(super) fn findings_json(studies: &[StudySummary]) -> Option<Vec<FindingJson<'_>>> {
    let articles: Vec<_> = articles(studies).collect();
    let findings = articles.iter().flat_map(|(study, article)| {
        article.findings.iter().map(|finding| FindingJson {
            article: &study.name,
            id: &finding.id,
            code: &finding.code,
            message: &finding.message,
            place: &finding.place,
        })
    });
    (!articles.is_empty()).then(|| findings.collect())
}

/// Numerals by outcome.
pub(super) fn counts(article: &ArticleSummary) -> BTreeMap<&'static str, usize> {
    OUTCOMES.into_iter().zip(article.numerals).collect()
}

fn articles(studies: &[StudySummary]) -> impl Iterator<Item = (&StudySummary, &ArticleSummary)> {
    studies.iter().filter_map(|study| Some((study, study.article.as_ref()?)))
}

/// The numerals and the findings of articles, if there are any.
pub(super) fn grids(document: &mut Document, studies: &[StudySummary]) {
    if articles(studies).next().is_none() {
        return;
    }
    let header = [
        say!("article"),
        say!("bound"),
        say!("to choose"),
        say!("not bound"),
        say!("not statistics"),
        say!("findings"),
    ];
    let rows = articles(studies).map(|(study, article)| {
        let numbers = article.numerals.into_iter().chain([article.findings.len()]);
        let name = Line::toned(study.name.clone(), Tone::Strong);
        let numbers = numbers.map(|number| Line::from(number.to_string()));
        [name].into_iter().chain(numbers).map(|line| vec![line]).collect()
    });
    let mut align = vec![Align::Right; header.len()];
    align[0] = Align::Left;
    document.grid(Some(Grid {
        id: "numerals".to_owned(),
        caption: say!("What became of the numerals").into(),
        table: Table { header: header.map(Line::from).to_vec(), align, rows: rows.collect() },
        sortable: true,
        ..Grid::default()
    }));
    let header = [say!("article"), say!("code"), say!("finding"), say!("place")];
    let rows = articles(studies).flat_map(|(study, article)| {
        article.findings.iter().map(|finding| {
            let parts = [
                Line::toned(study.name.clone(), Tone::Strong),
                Line::toned(finding.code.clone(), Tone::Code),
                Line::from(finding.message.clone()),
                Line::toned(finding.place.clone(), Tone::Muted),
            ];
            parts.map(|line| vec![line]).to_vec()
        })
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return;
    }
    document.grid(Some(Grid {
        id: "findings".to_owned(),
        caption: say!("All findings").into(),
        table: Table {
            align: vec![Align::Left; header.len()],
            header: header.map(Line::from).to_vec(),
            rows,
        },
        sortable: true,
        ..Grid::default()
    }));
}
