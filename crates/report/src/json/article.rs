//! `crossfoot.article/1`: the audit of an article and what became of each of its numerals, for
//! machines. Stable in order; documented in `article.md` beside this file.
//!
#![doc = include_str!("article.md")]

use std::collections::BTreeMap;
use std::ops::Range;

use crossfoot_audit::Audit;
use crossfoot_audit::article::{Candidate, Outcome, Statement, Statements, Trend, trend_claim_id};
use crossfoot_core::{Article, Block, CellId, Rational, Reading, Spot, Study};
use serde::Serialize;

use super::drafted::{GridJson, OddCell, Reception};
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
    /// The place of a stretch of a block.
    pub(super) fn new(article: &Article, block: &Block, range: Range<usize>) -> Self {
        let place = article.source.place(block.prose.source(range));
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
    claim: Option<String>,
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
    let ArticleAudit { article, statements, claims, study, audit, reception, .. } = *audited;
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
    let trends = statements.trends.iter().enumerate();
    let json = ArticleJson {
        schema: SCHEMA,
        file: audited.file,
        title: article.title.as_deref(),
        counts,
        tables: tables.collect(),
        notes: reception.notes.iter().map(|(_, note)| note.as_str()).collect(),
        numerals: numerals.map(|(statement, claim)| numeral(audited, statement, claim)).collect(),
        statements: trends.map(|(at, trend)| statement(audited, at, trend)).collect(),
        audit: audit_json(study, audit),
    };
    serde_json::to_string_pretty(&json).map(|text| text + "\n")
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
    let block = &audited.article.blocks[statement.block];
    let (name, reason) = outcome(statement.outcome);
    let (value, unit) = match &statement.numeral.reading {
        Reading::Quantity(quantity) => (Some(decimal(&quantity.value)), Some(quantity.unit.name())),
        Reading::Ordinal(number) => (Some(number.to_string()), Some("rank")),
        Reading::Date(date) => (Some(date.to_string()), Some("date")),
    };
    NumeralJson {
        section: &audited.article.section(block).name,
        sentence: block.prose.sentence(statement.sentence),
        place: SpotJson::new(audited.article, block, statement.numeral.range.clone()),
        text: &block.prose.text()[statement.numeral.range.clone()],
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

fn statement<'a>(audited: &ArticleAudit<'a>, at: usize, trend: &'a Trend) -> StatementJson<'a> {
    let block = &audited.article.blocks[trend.block];
    let candidate = trend.formula.as_ref().map(|formula| CandidateJson {
        formula,
        cells: cells(audited, &trend.cells),
        value: None,
        probability: four_digits(trend.probability),
    });
    StatementJson {
        section: &audited.article.section(block).name,
        sentence: block.prose.sentence(trend.sentence),
        place: SpotJson::new(audited.article, block, trend.range.clone()),
        text: &block.prose.text()[trend.range.clone()],
        outcome: outcome(trend.outcome).0,
        claim: (trend.outcome == Outcome::Drafted).then(|| trend_claim_id(at)),
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

/// A number with as many decimals as it needs, at most six.
fn decimal(value: &Rational) -> String {
    let digits = (0..6).find(|digits| (value * &Rational::power_of_ten(*digits)).is_integer());
    value.to_decimal_text(digits.unwrap_or(6).unsigned_abs()).0
}

pub(crate) const OUTCOMES: [&str; 4] = ["drafted", "choice", "unbound", "not-statistic"];

pub(super) fn outcome(outcome: Outcome) -> (&'static str, Option<&'static str>) {
    match outcome {
        Outcome::Drafted => (OUTCOMES[0], None),
        Outcome::Choice => (OUTCOMES[1], None),
        Outcome::Unbound => (OUTCOMES[2], None),
        Outcome::NotStatistic(reason) => (OUTCOMES[3], Some(reason.name())),
    }
}
