//! `crossfoot audit`: what became of the numerals of an article, what disagrees, and what a person
//! has to decide.

use crossfoot_audit::article::{Outcome, Statement, Statements};
use crossfoot_audit::text::Passage;
use crossfoot_core::{Article, Phrase, Target, say};

use super::{count, findings, limits, listed, thousands};
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
    let numerals = audited.statements.numerals.iter();
    let lines = numerals
        .filter(|statement| statement.outcome == outcome)
        .map(|statement| line(audited, statement));
    listed(document, title, lines.collect(), MOST_SHOWN);
}

fn line(audited: &ArticleAudit<'_>, statement: &Statement) -> Line {
    let passage = statement.passage();
    let quote = format!("  “{}”", shortened(audited.article, passage));
    let mut line =
        Line::toned(passage.text(audited.article), Tone::Strong).then(quote, Tone::Muted);
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

/// The sentence of a passage, cut off far from it.
pub(super) fn shortened(article: &Article, passage: Passage) -> String {
    let (before, behind) = passage.sides(article);
    let most = AROUND + passage.text(article).chars().count();
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(most).map_or(behind.len(), |(at, _)| at);
    let cut = [start > 0, end < behind.len()].map(|cut| if cut { "…" } else { "" });
    format!("{}{}{}{}", cut[0], &before[start..], &behind[..end], cut[1])
}
