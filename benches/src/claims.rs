//! The audit of a text that nobody prepared, beside the study that people made of it by hand.

mod align;
mod counterpart;
mod findings;
mod formulas;

pub use findings::{Extra, Found};
pub use formulas::{Drafting, Formula};

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use crossfoot::audit::Record;
use crossfoot::audit::article::{Outcome, Statement};
use crossfoot::core::{Account, LedgerEntry, Variable, Verdict};
use crossfoot::ingest::{Options, read_article};
use crossfoot::{Audited, AuditedArticle};

use counterpart::Counterparts;

/// What a comparison gives.
#[derive(Debug)]
pub struct Comparison {
    /// Numerals that are read in the text.
    pub in_text: usize,
    /// The numerals of the hand-made list.
    pub numerals: Vec<Numeral>,
    /// Statements by hand without a numeral, those of them that a table decides, and those of these
    /// that were drafted with the same cells.
    pub trends: [usize; 3],
    /// Tables of the hand-made study that have their counterpart, and all of them.
    pub tables: (usize, usize),
    /// The findings of the hand-made study.
    pub findings: Vec<Found>,
    /// Findings of the text that the hand-made study does not have.
    pub extra: Vec<Extra>,
    /// Reading, drafting and checking.
    pub time: Duration,
}

/// A numeral of the hand-made list.
#[derive(Clone, Debug)]
pub struct Numeral {
    /// Its place in the list, from 1.
    pub row: usize,
    /// As it is listed.
    pub text: String,
    /// What it is about.
    pub about: String,
    /// The reason by hand why it is not a statistic.
    pub reason: Option<String>,
    /// What became of it; `None` if the text does not have it.
    pub became: Option<String>,
    /// The formula by hand beside those that were drafted, where a table decides it.
    pub formula: Option<Formula>,
}

impl Numeral {
    /// Whether people and program agree on why it is not a statistic. A label of a period is a date.
    pub fn has_same_reason(&self) -> bool {
        let same = [("period-label", "date")];
        self.reason
            .as_deref()
            .zip(self.became.as_deref())
            .is_some_and(|pair| pair.0 == pair.1 || same.contains(&pair))
    }
}

/// Audits a text and compares it with the study in a folder, which the audit does not see.
///
/// # Errors
/// If the study or the text cannot be read.
#[expect(clippy::disallowed_methods, reason = "measuring time is part of what this is for")]
pub fn compare(folder: &Path, text: &Path) -> Result<Comparison> {
    let started = Instant::now();
    let received = read_article(text, Options::default())?;
    let drafted = crossfoot::audit_article("article", received, "article".as_ref(), None)?;
    let time = started.elapsed();
    let hand = crossfoot::open(folder)?;
    let ledger = hand.study.ledger.as_deref().context("the study lists no numerals")?;
    let listed = ledger.iter().map(|entry| entry.numeral.as_str());
    let read = drafted.statements.numerals.iter().map(|one| one.passage().text(&drafted.article));
    let rows = align::align(&listed.collect::<Vec<_>>(), &read.collect::<Vec<_>>());
    let counterparts = Counterparts::new(&hand, &drafted, &claims(ledger, &rows));
    let numerals = (ledger.iter().zip(&rows).enumerate())
        .map(|(at, (entry, row))| numeral(at, entry, *row, &hand, &drafted, &counterparts))
        .collect();
    let (findings, extra) = findings::compare(&hand, &drafted, &counterparts);
    let trends = trends(&hand, ledger, &drafted, &counterparts);
    Ok(Comparison {
        in_text: drafted.statements.numerals.len(),
        numerals,
        trends,
        tables: (counterparts.tables, hand.study.published().len()),
        findings,
        extra,
        time,
    })
}

/// The statements by hand without a numeral: all, those that a table decides, and those drafted.
fn trends(
    hand: &Audited,
    ledger: &[LedgerEntry],
    drafted: &AuditedArticle,
    counterparts: &Counterparts,
) -> [usize; 3] {
    let covered: BTreeSet<&str> = ledger.iter().filter_map(covers).collect();
    let all = hand.study.claims.iter().enumerate();
    let all: Vec<usize> = all
        .filter(|(_, claim)| !covered.iter().any(|covered| claim.id == **covered))
        .map(|(at, _)| at)
        .collect();
    let decided: Vec<_> = all
        .iter()
        .filter_map(|claim| own(hand, *claim))
        .filter(|record| record.verdict != Verdict::Unverifiable)
        .map(|record| record.inputs().into_iter().collect::<BTreeSet<_>>())
        .filter(|read| read.iter().any(|input| is_published(hand, *input)))
        .collect();
    let trends: Vec<_> = drafted
        .audited
        .records()
        .filter(|record| counterparts.is_trend(record))
        .filter_map(|record| counterparts.inputs(&record))
        .collect();
    let found = decided.iter().filter(|read| trends.contains(read)).count();
    [all.len(), decided.len(), found]
}

/// Whether an input is a cell of a published table.
fn is_published(hand: &Audited, input: Variable) -> bool {
    match input {
        Variable::Cell(cell) => Some(cell.column.table) != hand.study.events,
        Variable::Claim(_) => false,
    }
}

/// The claims by hand, by the numeral of the text that states each.
fn claims<'a>(ledger: &'a [LedgerEntry], rows: &[Option<usize>]) -> BTreeMap<usize, &'a str> {
    let covered = ledger.iter().zip(rows);
    covered.filter_map(|(entry, numeral)| Some(((*numeral)?, covers(entry)?))).collect()
}

fn covers(entry: &LedgerEntry) -> Option<&str> {
    match entry.account.as_ref()? {
        Account::Covers(target) => target.strip_prefix("claim:"),
        Account::Reason(_) => None,
    }
}

fn numeral(
    at: usize,
    entry: &LedgerEntry,
    row: Option<usize>,
    hand: &Audited,
    drafted: &AuditedArticle,
    counterparts: &Counterparts,
) -> Numeral {
    let statement = row.map(|row| &drafted.statements.numerals[row]);
    let by_hand = covers(entry).and_then(|id| own(hand, hand.study.claim(id)?));
    Numeral {
        row: at + 1,
        text: entry.numeral.clone(),
        about: format!("{}, {}", entry.section, entry.about),
        reason: match &entry.account {
            Some(Account::Reason(reason)) => Some(reason.clone()),
            _ => None,
        },
        became: statement.map(|statement| outcome(statement).to_owned()),
        formula: by_hand
            .and_then(|record| Formula::new(hand, &record, drafted, statement, counterparts)),
    }
}

/// The check of a claim by its own formula.
fn own(hand: &Audited, claim: usize) -> Option<Record<'_>> {
    hand.records().find(|record| record.rule().own_claim() == Some(claim))
}

/// An outcome by name; a numeral that is not a statistic has its reason as outcome.
fn outcome(statement: &Statement) -> &'static str {
    match statement.outcome {
        Outcome::Drafted | Outcome::Compared(_) => "drafted",
        Outcome::Choice => "to choose",
        Outcome::Unbound => "not bound",
        Outcome::NotStatistic(reason) => reason.name(),
    }
}
