//! `crossfoot.article/1`: the audit of an article and what became of each of its numerals, for
//! machines. Stable in order; documented in `article.md` beside this file.
//!
#![doc = include_str!("article.md")]

use std::collections::BTreeMap;

use crossfoot_audit::Audit;
use crossfoot_audit::article::{Candidate, Comparison, Outcome, Statement, Statements};
use crossfoot_audit::text::Passage;
use crossfoot_core::{Article, CellId, Decimal, Rational, Reading, Rounding, Spot, Study};
use serde::Serialize;

use super::drafted::{GridJson, OddCell, Reception};
use super::localise::exact;
use super::pretty::pretty;
use super::{AuditJson, audit_json, four_digits};

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.article/1";

/// An audited article, as its JSON and its page are made from.
#[derive(Clone, Copy)]
pub struct ArticleAudit<'a> {
    /// The name of its file.
    pub file: &'a str,
    /// The article.
    pub article: &'a Article,
    /// What became of its numerals.
    pub statements: &'a Statements,
    /// The claim of each numeral that has one.
    pub claims: &'a [Option<String>],
    /// The claim of each word that compares, if it has one.
    pub comparison_claims: &'a [Option<String>],
    /// The study that was drafted from its tables and statements.
    pub study: &'a Study,
    /// Its audit.
    pub audit: &'a Audit,
    /// How its tables were received.
    pub reception: &'a Reception,
    /// Row and column of a cell in its table as received.
    pub grid: &'a dyn Fn(CellId) -> (u32, u32),
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    schema: &'static str,
    file: &'a str,
    title: Option<&'a str>,
    counts: BTreeMap<&'static str, usize>,
    tables: Vec<TableJson<'a>>,
    notes: Vec<&'a str>,
    numerals: Vec<NumeralJson<'a>>,
    statements: Vec<StatementJson<'a>>,
    audit: AuditJson<'a>,
}

#[derive(Serialize)]
struct TableJson<'a> {
    id: &'a str,
    title: &'a str,
    place: Option<SpotJson>,
    rows: usize,
    columns: usize,
    columns_as_text: Vec<TextColumnJson<'a>>,
}

#[derive(Serialize)]
struct TextColumnJson<'a> {
    column: &'a str,
    cell: GridJson,
    text: &'a str,
}

/// A place in the file that the document is about.
#[derive(Serialize)]
pub(super) struct SpotJson {
    line: usize,
    column: usize,
}

impl SpotJson {
    /// Where a passage starts.
    pub(super) fn new(article: &Article, passage: Passage) -> Self {
        let place = passage.place(article);
        Self { line: place.line(), column: place.column() }
    }
}

#[derive(Serialize)]
struct NumeralJson<'a> {
    section: &'a str,
    sentence: &'a str,
    place: SpotJson,
    text: &'a str,
    value: Option<String>,
    unit: Option<&'a str>,
    outcome: &'static str,
    reason: Option<&'static str>,
    claim: Option<&'a str>,
    candidates: Vec<CandidateJson<'a>>,
}

/// A statement without a number.
#[derive(Serialize)]
struct StatementJson<'a> {
    section: &'a str,
    sentence: &'a str,
    place: SpotJson,
    text: &'a str,
    outcome: &'static str,
    claim: Option<&'a str>,
    candidates: Vec<CandidateJson<'a>>,
}

#[derive(Serialize)]
struct CandidateJson<'a> {
    formula: &'a str,
    cells: Vec<CellJson>,
    value: Option<String>,
    probability: f64,
}

#[derive(Serialize)]
struct CellJson {
    table: usize,
    row: u32,
    column: u32,
}

/// An audited article as JSON.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn article(audited: &ArticleAudit<'_>) -> serde_json::Result<String> {
    let ArticleAudit {
        article,
        statements,
        claims,
        comparison_claims,
        study,
        audit,
        reception,
        ..
    } = *audited;
    let counts = OUTCOMES.into_iter().zip(statements.counts()).collect();
    let tables = study.published().iter().map(|table| TableJson {
        id: &table.id,
        title: &table.title,
        place: table.source.received().and_then(|origins| origins.cell(0)).and_then(|cell| {
            let Spot::Text { line, column } = cell.spot else { return None };
            Some(SpotJson { line: line as usize, column: column as usize })
        }),
        rows: table.rows(),
        columns: table.columns.len(),
        columns_as_text: as_text(&reception.columns_as_text, &table.id),
    });
    let numerals = statements.numerals.iter().zip(claims);
    let comparisons = statements.comparisons.iter().zip(comparison_claims);
    let json = ArticleJson {
        schema: SCHEMA,
        file: audited.file,
        title: article.title.as_deref(),
        counts,
        tables: tables.collect(),
        notes: reception.notes.iter().map(|(_, note)| note.as_str()).collect(),
        numerals: numerals.map(|(statement, claim)| numeral(audited, statement, claim)).collect(),
        statements: comparisons
            .map(|(comparison, claim)| statement(audited, comparison, claim))
            .collect(),
        audit: audit_json(study, audit),
    };
    pretty(&json)
}

fn as_text<'a>(odd: &'a [OddCell], table: &str) -> Vec<TextColumnJson<'a>> {
    let odd = odd.iter().filter(|odd| odd.table == *table);
    odd.map(|odd| TextColumnJson { column: &odd.column, cell: odd.at.into(), text: &odd.text })
        .collect()
}

fn numeral<'a>(
    audited: &ArticleAudit<'a>,
    statement: &'a Statement,
    claim: &'a Option<String>,
) -> NumeralJson<'a> {
    let passage = statement.passage();
    let claim = match statement.outcome {
        Outcome::Compared(comparison) => &audited.comparison_claims[comparison],
        _ => claim,
    };
    let (name, reason) = outcome(statement.outcome);
    let (value, unit) = match &statement.numeral.reading {
        Reading::Quantity(quantity) => (Some(decimal(&quantity.value)), Some(quantity.unit.name())),
        Reading::Ordinal(number) => (Some(number.to_string()), Some("rank")),
        Reading::Date(date) => (Some(date.to_string()), Some("date")),
    };
    NumeralJson {
        section: passage.section(audited.article),
        sentence: passage.sentence(audited.article),
        place: SpotJson::new(audited.article, passage),
        text: passage.text(audited.article),
        value,
        unit,
        outcome: name,
        reason,
        claim: claim.as_deref(),
        candidates: statement
            .candidates
            .iter()
            .map(|candidate| candidate_json(audited, candidate))
            .collect(),
    }
}

fn statement<'a>(
    audited: &ArticleAudit<'a>,
    comparison: &'a Comparison,
    claim: &'a Option<String>,
) -> StatementJson<'a> {
    let passage = comparison.passage();
    let candidate = comparison.formula.as_ref().map(|formula| CandidateJson {
        formula,
        cells: cells(audited, &comparison.cells),
        value: None,
        probability: four_digits(comparison.probability),
    });
    StatementJson {
        section: passage.section(audited.article),
        sentence: passage.sentence(audited.article),
        place: SpotJson::new(audited.article, passage),
        text: passage.text(audited.article),
        outcome: outcome(comparison.outcome).0,
        claim: claim.as_deref(),
        candidates: candidate.into_iter().collect(),
    }
}

fn cells(audited: &ArticleAudit<'_>, cells: &[CellId]) -> Vec<CellJson> {
    let cells = cells.iter().map(|cell| {
        let (row, column) = (audited.grid)(*cell);
        CellJson { table: cell.column.table + 1, row, column }
    });
    cells.collect()
}

fn candidate_json<'a>(audited: &ArticleAudit<'_>, candidate: &'a Candidate) -> CandidateJson<'a> {
    CandidateJson {
        formula: &candidate.formula,
        cells: cells(audited, &candidate.cells),
        value: candidate.value.middle().map(|value| decimal(&value)),
        probability: four_digits(candidate.probability),
    }
}

/// A number with as many decimals as it needs, rounded to at most six.
fn decimal(value: &Rational) -> String {
    let rounded = Rounding::HalfUp.apply(value, 6).map(Decimal::to_rational);
    exact(rounded.as_ref().unwrap_or(value))
}

pub(crate) const OUTCOMES: [&str; 4] = ["drafted", "choice", "unbound", "not-statistic"];

pub(super) fn outcome(outcome: Outcome) -> (&'static str, Option<&'static str>) {
    match outcome {
        Outcome::Drafted | Outcome::Compared(_) => (OUTCOMES[0], None),
        Outcome::Choice => (OUTCOMES[1], None),
        Outcome::Unbound => (OUTCOMES[2], None),
        Outcome::NotStatistic(reason) => (OUTCOMES[3], Some(reason.name())),
    }
}
