//! The statements of a text beside an existing study: what its lists have, and the rows that they
//! lack.

use crossfoot_audit::article::{Statements, claim_id, comparison_claim_id, statements};
use crossfoot_audit::text::{self, Beside, Difference, TextAudit};
use crossfoot_core::{Article, Part, Study};

use super::lists;

/// The statements of a text, drafted for a study that may have some of them.
#[derive(Debug)]
pub struct TextClaims {
    /// The text.
    pub article: Article,
    /// Its statements; formulas call claims as the study does.
    pub statements: Statements,
    /// How the lists of the study compare with the text.
    pub text: TextAudit,
    /// What the study has of the statements.
    pub beside: Beside,
    /// The ids of claims that it lacks, in the order of the numerals.
    pub claims: Vec<Option<String>>,
    /// How many claims it lacks, with those of words that compare.
    pub lacking_claims: usize,
    /// These as `claims.csv`.
    pub missing_claims: Option<String>,
    /// How many numerals its list lacks.
    pub lacking_numbers: usize,
    /// The numerals that its list lacks, as `numbers.csv`, with the numbers that they have once all
    /// are in it.
    pub missing_numbers: Option<String>,
}

/// Drafts the statements of a text for a study. Nothing is read or written.
///
/// ```
/// use crossfoot::ingest::{Options, read_text_bytes};
/// use crossfoot::load::{Loaded, scaffold};
///
/// let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// let text = b"In 2023, 1,204 permits were granted.";
/// let read = read_text_bytes("text.txt", text, Options::default()).unwrap();
/// let found = crossfoot::claims_of_text(&study, read.article);
/// assert_eq!(found.statements.numerals.len(), 2);
/// ```
pub fn claims_of_text(study: &Study, article: Article) -> TextClaims {
    let text = text::compare(study, &article);
    let mut statements = statements(study, &article);
    let beside = text::beside(study, &article, &statements, &text);
    let drafted = lists::claim_ids(&article, &statements);
    let mut claims: Vec<Option<String>> = vec![None; drafted.len()];
    let mut names: Vec<String> = Vec::with_capacity(drafted.len());
    for (at, known) in beside.claims.iter().enumerate() {
        let name = match known {
            Some(claim) => study.claims[*claim].id.to_string(),
            None => free(study, &claim_id(at)),
        };
        claims[at] = drafted[at].is_some().then(|| name.clone()).filter(|_| known.is_none());
        names.push(name);
    }
    for candidate in statements.numerals.iter_mut().flat_map(|one| &mut one.candidates) {
        candidate.call_claims(&names);
    }
    statements.comparisons.iter_mut().for_each(|comparison| comparison.call_claims(&names));
    let comparisons = beside.comparisons.iter().zip(lists::comparison_ids(&statements)).enumerate();
    let comparisons: Vec<Option<String>> = comparisons
        .map(|(at, (known, id))| {
            id.filter(|_| known.is_none()).map(|_| free(study, &comparison_claim_id(at)))
        })
        .collect();
    let names: Vec<Option<String>> = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            Some(name).filter(|_| claims[at].is_some() || beside.claims[at].is_some())
        })
        .collect();
    let known = beside.comparisons.iter().zip(&comparisons).map(|(known, own)| {
        known.map(|claim| study.claims[claim].id.to_string()).or_else(|| own.clone())
    });
    let compared: Vec<Option<String>> = known.collect();
    let rows = missing(&article, &statements, &beside, &text);
    TextClaims {
        lacking_claims: claims.iter().chain(&comparisons).flatten().count(),
        lacking_numbers: rows.len(),
        missing_claims: lists::claims(&article, &statements, &claims, &comparisons),
        missing_numbers: lists::numbers(&article, &statements, (&names, &compared), &rows),
        article,
        statements,
        text,
        beside,
        claims,
    }
}

/// The id, or one like it that no claim of the study has.
fn free(study: &Study, id: &str) -> String {
    let mut free = id.to_owned();
    let mut number = 2;
    while study.claim(&free).is_some() {
        free = format!("{id}-{number}");
        number += 1;
    }
    free
}

/// The numerals that the list lacks, by index, each with its number in a complete list. Numerals in
/// the list of references need not be listed.
fn missing(
    article: &Article,
    statements: &Statements,
    beside: &Beside,
    text: &TextAudit,
) -> Vec<(usize, usize)> {
    let changed: Vec<_> = text
        .differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::Changed(_, passage) => Some((passage.block, passage.start)),
            _ => None,
        })
        .collect();
    let (mut rows, mut behind) = (Vec::new(), 0);
    for (at, statement) in statements.numerals.iter().enumerate() {
        if beside.entries[at].is_some() {
            // The list may have its parts, such as day and year, in rows of their own.
            let range = &statement.numeral.range;
            let own = text.entries.iter().filter(|(_, passage)| {
                let is_in = passage.start < range.end && range.start < passage.end;
                passage.block == statement.block && is_in
            });
            behind = own.map(|(entry, _)| entry + 1).fold(behind, usize::max);
            continue;
        }
        let block = &article.blocks[statement.block];
        let is_changed = changed.contains(&(statement.block, statement.numeral.range.start));
        if article.section(block).part != Part::References && !is_changed {
            rows.push((behind + rows.len() + 1, at));
        }
    }
    rows
}
