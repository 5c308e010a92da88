//! `crossfoot.claims/1`: the statements of a text beside the lists of a study, for machines. Stable
//! in order; documented in `claims.md` beside this file.
//!
#![doc = include_str!("claims.md")]

use std::collections::BTreeMap;

use crossfoot_audit::article::{Statement, Statements};
use crossfoot_audit::text::{Beside, Difference, TextAudit};
use crossfoot_core::{Article, Study};
use serde::Serialize;

use super::article::{OUTCOMES, SpotJson, outcome};
use super::four_digits;
use super::pretty::pretty;

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.claims/1";

/// The statements of a text beside the lists of a study, as their JSON and their page are made from.
#[derive(Clone, Copy)]
pub struct TextBeside<'a> {
    /// The study.
    pub study: &'a Study,
    /// The text.
    pub article: &'a Article,
    /// Its statements.
    pub statements: &'a Statements,
    /// How the lists compare with the text.
    pub text: &'a TextAudit,
    /// What the study has of the statements.
    pub beside: &'a Beside,
    /// The ids of claims that it lacks, in the order of the numerals.
    pub claims: &'a [Option<String>],
    /// How many claims it lacks, with those of words that compare.
    pub lacking_claims: usize,
    /// These as `claims.csv`.
    pub missing_claims: Option<&'a str>,
    /// How many numerals its list lacks.
    pub lacking_numbers: usize,
    /// These as `numbers.csv`.
    pub missing_numbers: Option<&'a str>,
}

#[derive(Serialize)]
struct ClaimsJson<'a> {
    schema: &'static str,
    study: &'a str,
    file: &'a str,
    counts: BTreeMap<&'static str, usize>,
    numerals: Vec<NumeralJson<'a>>,
    absent: Vec<AbsentJson<'a>>,
    absent_quotes: Vec<&'a str>,
    missing_claims: Option<&'a str>,
    missing_numbers: Option<&'a str>,
}

#[derive(Serialize)]
struct NumeralJson<'a> {
    section: &'a str,
    sentence: &'a str,
    place: SpotJson,
    text: &'a str,
    outcome: &'static str,
    reason: Option<&'static str>,
    entry: Option<usize>,
    claim: Option<&'a str>,
    missing_claim: Option<&'a str>,
    formula: Option<&'a str>,
    probability: Option<f64>,
    differs: bool,
}

#[derive(Serialize)]
struct AbsentJson<'a> {
    entry: usize,
    section: &'a str,
    numeral: &'a str,
    about: &'a str,
    in_text: Option<&'a str>,
}

/// The statements of a text beside the lists of a study, as JSON.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
pub fn beside(beside: &TextBeside<'_>) -> serde_json::Result<String> {
    let TextBeside { study, article, statements, text, .. } = *beside;
    let mut counts: BTreeMap<&'static str, usize> =
        OUTCOMES.into_iter().zip(statements.counts()).collect();
    let known = beside.beside.claims.iter().flatten().count();
    counts.extend([
        ("claims", known),
        ("missing_claims", beside.lacking_claims),
        ("missing_numerals", beside.lacking_numbers),
    ]);
    let quotes = text.differences.iter().filter_map(|difference| match difference {
        Difference::Quote(claim) => Some(study.claims[*claim].id.as_str()),
        _ => None,
    });
    let numerals = statements.numerals.iter().enumerate();
    let json = ClaimsJson {
        schema: SCHEMA,
        study: &study.id,
        file: article.source.name(),
        counts,
        numerals: numerals.map(|(at, statement)| numeral(beside, at, statement)).collect(),
        absent: text.differences.iter().filter_map(|one| absent(study, article, *one)).collect(),
        absent_quotes: quotes.collect(),
        missing_claims: beside.missing_claims,
        missing_numbers: beside.missing_numbers,
    };
    pretty(&json)
}

fn numeral<'a>(beside: &TextBeside<'a>, at: usize, statement: &'a Statement) -> NumeralJson<'a> {
    let passage = statement.passage();
    let (name, reason) = outcome(statement.outcome);
    let best = statement.candidates.first();
    NumeralJson {
        section: passage.section(beside.article),
        sentence: passage.sentence(beside.article),
        place: SpotJson::new(beside.article, passage),
        text: passage.text(beside.article),
        outcome: name,
        reason,
        entry: beside.beside.entries[at].map(|entry| entry + 1),
        claim: beside.beside.claims[at].map(|claim| beside.study.claims[claim].id.as_str()),
        missing_claim: beside.claims[at].as_deref(),
        formula: best.map(|best| best.formula.as_str()),
        probability: best.map(|best| four_digits(best.probability)),
        differs: beside.beside.is_drafted_otherwise[at],
    }
}

fn absent<'a>(
    study: &'a Study,
    article: &'a Article,
    difference: Difference,
) -> Option<AbsentJson<'a>> {
    let (entry, in_text) = match difference {
        Difference::Absent(entry, _) => (entry, None),
        Difference::Changed(entry, passage) => (entry, Some(passage.text(article))),
        Difference::Unlisted(_) | Difference::Quote(_) => return None,
    };
    let listed = study.ledger.as_ref()?.get(entry)?;
    Some(AbsentJson {
        entry: entry + 1,
        section: &listed.section,
        numeral: &listed.numeral,
        about: &listed.about,
        in_text,
    })
}
