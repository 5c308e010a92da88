//! `crossfoot claims`: what the lists of a study have of the statements of a text.

use crossfoot_audit::article::{Outcome, Statement};
use crossfoot_audit::text::Difference;
use crossfoot_core::{Phrase, say};

use super::article::{self, shortened};
use super::{listed, spaced, thousands};
use crate::document::{Document, Line, Tone};
use crate::json::TextBeside;

/// At most this many under one heading; JSON has them all.
const MOST_SHOWN: usize = 200;

/// What a study has of the statements of a text, and what it has that the text has not.
pub fn beside(beside: &TextBeside<'_>) -> Document {
    let TextBeside { study, article, statements, .. } = *beside;
    let mut document = Document::default();
    let title = article.title.clone().unwrap_or_default();
    let file = Line::toned(article.source.name(), Tone::Code);
    document.heading(1, file.then(spaced(title), Tone::Plain));
    document.paragraph(Line::from(article::numerals(statements)));
    document.paragraph(Line::from(counts(beside)));
    let known: Vec<Line> = statements
        .numerals
        .iter()
        .enumerate()
        .filter_map(|(at, statement)| {
            let claim = &study.claims[beside.beside.claims[at]?];
            Some(known(beside, at, statement, &claim.id.qualified()))
        })
        .collect();
    listed(&mut document, say!("In claims.csv"), known, MOST_SHOWN);
    let absent = beside.text.differences.iter().filter_map(|one| absent(beside, *one));
    listed(&mut document, say!("Listed, but not in the text"), absent.collect(), MOST_SHOWN);
    document
}

/// The heading of the rows that a list of a study lacks.
pub fn lacking(list: &str) -> Document {
    let mut document = Document::default();
    document.heading(2, say!("Not in {}", list));
    document
}

/// How many numerals and claims the lists have and lack.
fn counts(beside: &TextBeside<'_>) -> Phrase {
    let entries = beside.beside.entries.iter().flatten().count();
    say!(
        "numbers.csv has {} and lacks {}; claims.csv has {} and lacks {}",
        thousands(entries),
        thousands(beside.lacking_numbers),
        thousands(beside.beside.claims.iter().flatten().count()),
        thousands(beside.lacking_claims)
    )
}

fn known(beside: &TextBeside<'_>, at: usize, statement: &Statement, claim: &str) -> Line {
    let passage = statement.passage();
    let quote = format!("  “{}”", shortened(beside.article, passage));
    let line = Line::toned(claim, Tone::Code)
        .then(spaced(passage.text(beside.article)), Tone::Strong)
        .then(quote, Tone::Muted);
    match statement.candidates.first() {
        Some(best)
            if beside.beside.is_drafted_otherwise[at] && statement.outcome == Outcome::Drafted =>
        {
            line.then(spaced(say!("drafted as {}", &best.formula)), Tone::Note)
        }
        _ => line,
    }
}

fn absent(beside: &TextBeside<'_>, difference: Difference) -> Option<Line> {
    let (entry, instead) = match difference {
        Difference::Absent(entry, _) => (entry, None),
        Difference::Changed(entry, passage) => (entry, Some(passage.text(beside.article))),
        Difference::Quote(claim) => {
            let claim = &beside.study.claims[claim];
            let name = Line::toned(claim.id.qualified(), Tone::Code);
            return Some(name.then(format!("  “{}”", claim.quote), Tone::Muted));
        }
        Difference::Unlisted(_) => return None,
    };
    let listed = beside.study.ledger.as_ref()?.get(entry)?;
    let line = Line::toned((entry + 1).to_string(), Tone::Code)
        .then(spaced(&listed.numeral), Tone::Strong)
        .then(spaced(&listed.about), Tone::Muted);
    Some(match instead {
        Some(instead) => line.then(spaced(say!("the text has {}", instead)), Tone::Note),
        None => line,
    })
}
