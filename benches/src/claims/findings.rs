//! Findings of the study by hand, found again or not, and those that only the text has.

use std::collections::BTreeSet;

use crossfoot::audit::{Recomputed, Record, show};
use crossfoot::core::{Variable, Verdict};
use crossfoot::{Audited, AuditedArticle};

use super::counterpart::Counterparts;
use super::outcome;

/// Decimals that a recomputed value shows.
const DECIMALS: u32 = 4;

/// A finding of the study by hand.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it is about.
    pub target: String,
    /// Its formula.
    pub formula: String,
    /// Whether the text has it.
    pub again: bool,
    /// The check that has it, or why none has.
    pub why: String,
}

/// A finding that the study by hand does not have.
#[derive(Clone, Debug)]
pub struct Extra {
    /// What it is about.
    pub target: String,
    /// Its formula, and both values.
    pub formula: String,
    /// The sentence, of a statement.
    pub sentence: String,
}

/// What a check is about and reads, by hand.
struct About {
    target: Option<Variable>,
    inputs: Option<BTreeSet<Variable>>,
    /// Whether it is about a statement without a number.
    trend: bool,
}

pub(super) fn compare(
    hand: &Audited,
    drafted: &AuditedArticle,
    counterparts: &Counterparts,
) -> (Vec<Found>, Vec<Extra>) {
    let drafts: Vec<(Record<'_>, About)> = disagreeing(&drafted.audited)
        .map(|record| {
            let target = record.variable().and_then(|variable| counterparts.of(variable));
            let inputs = counterparts.inputs(&record);
            let about = About { target, inputs, trend: counterparts.is_trend(&record) };
            (record, about)
        })
        .collect();
    let mut matched = vec![false; drafts.len()];
    let mut findings = Vec::new();
    for record in disagreeing(hand) {
        let at = drafts.iter().position(|(_, about)| is_same(&record, about, counterparts));
        at.into_iter().for_each(|at| matched[at] = true);
        let why = match at {
            Some(at) => drafts[at].0.name.clone(),
            None => why_missing(&record, drafted, counterparts),
        };
        findings.push(Found {
            target: record.name.clone(),
            formula: record.rule().text.clone(),
            again: at.is_some(),
            why,
        });
    }
    let extra = drafts.iter().zip(matched).filter(|(_, matched)| !matched);
    (findings, extra.map(|((record, _), _)| described(record, drafted, counterparts)).collect())
}

fn disagreeing(audited: &Audited) -> impl Iterator<Item = Record<'_>> {
    audited.records().filter(|record| record.verdict.disagrees())
}

/// Whether a drafted check is about the same: the same cell or statement; for a condition, a rule
/// between statements and a statement without a number, the same figures.
fn is_same(hand: &Record<'_>, drafted: &About, counterparts: &Counterparts) -> bool {
    let target = hand.variable();
    let unnumbered =
        hand.claim().is_some_and(|claim| counterparts.numerals_of(claim).next().is_none());
    let between = hand.claim().is_some() && hand.rule().own_claim().is_none();
    if target.is_some() && !unnumbered && !between {
        return drafted.target == target;
    }
    let same_kind = if unnumbered { drafted.trend } else { drafted.target == target };
    same_kind && drafted.inputs == Some(hand.inputs().into_iter().collect())
}

fn why_missing(
    record: &Record<'_>,
    drafted: &AuditedArticle,
    counterparts: &Counterparts,
) -> String {
    match record.variable() {
        Some(Variable::Claim(claim)) => {
            let Some(at) = counterparts.numerals_of(claim).next() else {
                return "a statement without a numeral".to_owned();
            };
            let statement = &drafted.statements.numerals[at];
            let best = statement.candidates.first().map(|best| best.formula.as_str());
            format!(
                "{}: {} “{}”",
                outcome(statement),
                best.unwrap_or("no formula"),
                statement.passage().sentence(&drafted.article)
            )
        }
        Some(Variable::Cell(cell)) if !counterparts.has(cell) => "no such cell is read".to_owned(),
        _ => "no such rule is drafted, or it holds".to_owned(),
    }
}

fn described(record: &Record<'_>, drafted: &AuditedArticle, counterparts: &Counterparts) -> Extra {
    let value = match &record.recomputed {
        Ok(Recomputed::Number(value)) => show::interval(value, DECIMALS).to_string(),
        _ => Verdict::phrase(record.verdict).to_string(),
    };
    let printed = record.figure().map(|figure| figure.value().to_plain()).unwrap_or_default();
    let numeral = record.variable().and_then(|variable| counterparts.numeral(variable));
    let statement = numeral.map(|at| &drafted.statements.numerals[at]);
    Extra {
        target: record.name.clone(),
        formula: format!("{} = {value}, printed {printed}", record.rule().text),
        sentence: statement.map_or("", |one| one.passage().sentence(&drafted.article)).to_owned(),
    }
}
