//! `crossfoot audit`: what became of the numerals of an article, what disagrees, and what a person
//! has to decide.

use crossfoot_audit::article::{Outcome, Statement, Statements};
use crossfoot_core::{Phrase, Target, say};

use super::{count, findings, limits, thousands};
use crate::document::{Document, Line, Tone};
use crate::json::ArticleAudit;

/// At most this many numerals under one heading are shown; JSON has them all.
const MOST_SHOWN: usize = 40;

/// What was found in an article.
pub fn article(audited: &ArticleAudit<'_>) -> Document {
    let ArticleAudit { article, study, audit, .. } = *audited;
    let mut document = Document::default();
    let title = article.title.as_ref().map(|title| format!("  {title}")).unwrap_or_default();
    document.heading(1, Line::toned(audited.file, Tone::Code).then(title, Tone::Plain));
    document.paragraph(Line::from(numerals(audited.statements)));
    document.paragraph(Line::from(tables(audited)));
    let notes =
        audited.reception.notes.iter().map(|(_, note)| Line::toned(note.clone(), Tone::Note));
    let odd = audited.reception.columns_as_text.iter().map(|odd| {
        let text = say!(
            "column `{}` of {} is read as text because of `{}`",
            &odd.column,
            &odd.table,
            &odd.text
        );
        Line::toned(text, Tone::Note)
    });
    document.list(notes.chain(odd).collect());
    findings::explained(&mut document, study, audit);
    undecided(&mut document, audited, Outcome::Choice, say!("To choose"));
    undecided(&mut document, audited, Outcome::Unbound, say!("Not bound"));
    limits::not_checked(&mut document, study, audit);
    document
}

/// The counts of numerals by what became of them.
pub fn numerals(statements: &Statements) -> Phrase {
    let [drafted, choice, unbound, others] = statements.counts().map(thousands);
    say!(
        "{}: {} bound, {} to choose, {} not bound, {} not statistics",
        count::numerals(statements.numerals.len()),
        drafted,
        choice,
        unbound,
        others
    )
}

/// The tables, the rules that were drafted for them, and how much was checked.
fn tables(audited: &ArticleAudit<'_>) -> Phrase {
    let ArticleAudit { study, audit, .. } = *audited;
    let rules = study.rules.iter().filter(|rule| !matches!(rule.target, Target::Claim(_))).count();
    say!(
        "{}, {}, {}",
        count::tables(study.published().len()),
        count::rules(rules),
        count::checks(audit.total())
    )
}

/// The numerals of one outcome, each with its sentence and what it may state.
fn undecided(document: &mut Document, audited: &ArticleAudit<'_>, outcome: Outcome, title: Phrase) {
    let all: Vec<&Statement> = audited
        .statements
        .numerals
        .iter()
        .filter(|statement| statement.outcome == outcome)
        .collect();
    if all.is_empty() {
        return;
    }
    document.heading(2, title);
    document.list(all.iter().take(MOST_SHOWN).map(|statement| line(audited, statement)).collect());
    if all.len() > MOST_SHOWN {
        let more = thousands(all.len() - MOST_SHOWN);
        document.paragraph(Line::toned(
            say!("and {} more, which `--format json` lists", more),
            Tone::Note,
        ));
    }
}

fn line(audited: &ArticleAudit<'_>, statement: &Statement) -> Line {
    let block = &audited.article.blocks[statement.block];
    let numeral = &block.prose.text()[statement.numeral.range.clone()];
    let quote = format!("  “{}”", shortened(block.prose.sentence(statement.sentence), numeral));
    let mut line = Line::toned(numeral, Tone::Strong).then(quote, Tone::Muted);
    if statement.outcome == Outcome::Choice {
        let formulas = statement.candidates.iter().take(MOST_CHOICES);
        let formulas: Vec<&str> = formulas.map(|candidate| candidate.formula.as_str()).collect();
        line = line.then(format!("  {}", formulas.join("  |  ")), Tone::Code);
    }
    line
}

const MOST_CHOICES: usize = 3;
/// Characters of a sentence that are shown on each side of its numeral.
const AROUND: usize = 70;

/// A sentence cut off far from its numeral.
pub(super) fn shortened(sentence: &str, numeral: &str) -> String {
    let at = sentence.find(numeral).unwrap_or_default();
    let before: Vec<char> = sentence[..at].chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let behind: String = sentence[at..].chars().take(AROUND + numeral.len()).collect();
    let start = if before.len() < at { "…" } else { "" };
    let end = if at + behind.len() < sentence.len() { "…" } else { "" };
    format!("{start}{before}{behind}{end}")
}
