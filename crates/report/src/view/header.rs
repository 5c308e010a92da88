//! What every view starts with: the study, how much of it was checked, and how that ended.

use crossfoot_audit::{Audit, TextAudit};
use crossfoot_core::{Phrase, Study, Verdict, say};

use super::{count, spaced, thousands, tone};
use crate::document::{Document, Line, Tone};

/// Title, citation, coverage and counts.
pub(super) fn header(document: &mut Document, study: &Study, audit: &Audit) {
    title(document, study);
    if let Some(findings) = audit.corrected_from {
        let changed = count::figures(audit.roots.corrections.len());
        let line = say!(
            "On the corrected basis: {} changed; as published there are {}.",
            changed,
            count::findings(findings)
        );
        document.paragraph(Line::toned(line, Tone::Note));
    }
    document.paragraph(answer(audit));
    let counts = (audit.total() > 0).then(|| counts(audit));
    document.list(
        counts.into_iter().chain([Line::toned(coverage(study, audit), Tone::Muted)]).collect(),
    );
}

/// Title and citation.
pub(super) fn title(document: &mut Document, study: &Study) {
    document.heading(
        1,
        Line::toned(study.id.clone(), Tone::Code).then(spaced(&study.title), Tone::Plain),
    );
    let mut citation = Line::toned(study.citation.as_str(), Tone::Muted);
    if let Some(link) = &study.link {
        let between = if study.citation.is_empty() { "" } else { ", " };
        citation = citation.then(between, Tone::Muted).then(link.as_str(), Tone::Muted);
    }
    if !citation.plain().is_empty() {
        document.paragraph(citation);
    }
}

/// The one sentence that a reader may quote.
pub(super) fn answer(audit: &Audit) -> Line {
    let disagree: usize = Verdict::ALL
        .into_iter()
        .filter(|verdict| verdict.disagrees())
        .map(|verdict| audit.count(verdict))
        .sum();
    let undecided = audit.count(Verdict::Feasible) + audit.count(Verdict::Unverifiable);
    let decided = audit.total() - undecided;
    let (number, checks) = (thousands(disagree), count::checks(decided));
    match (disagree, decided) {
        _ if audit.total() == 0 => Line::toned(
            say!("Nothing was checked: the manifest has no rules, and the study has no claims."),
            Tone::Note,
        ),
        (_, 0) => Line::toned(say!("No check could be decided."), Tone::Note),
        (0, 1) => Line::toned(
            say!("The one check that could be decided agrees with the publication."),
            Tone::Good,
        ),
        (_, 1) => Line::toned(
            say!("The one check that could be decided disagrees with the publication."),
            Tone::Bad,
        ),
        (0, _) => Line::toned(
            say!("All {} that could be decided agree with the publication.", checks),
            Tone::Good,
        ),
        (1, _) => Line::toned(
            say!(
                "{} of the {} that could be decided disagrees with the publication.",
                number,
                checks
            ),
            Tone::Bad,
        ),
        _ => Line::toned(
            say!(
                "{} of the {} that could be decided disagree with the publication.",
                number,
                checks
            ),
            Tone::Bad,
        ),
    }
}

fn coverage(study: &Study, audit: &Audit) -> Phrase {
    let figures = study.published().iter().map(crossfoot_core::Table::figures).sum();
    let mut parts =
        vec![Phrase::list([count::tables(study.published().len()), count::figures(figures)])];
    if !study.claims.is_empty() {
        parts.push(count::claims(study.claims.len()));
    }
    if let Some(coverage) = &audit.coverage {
        let numerals = count::numerals(coverage.numerals);
        let open = coverage.unexplained.len();
        // Whether the list has all is known only if the text is at hand.
        let differ = audit.text.as_ref().map(TextAudit::changed_numerals);
        parts.push(match (open, differ) {
            (0, Some(0)) => say!("{} in the text, all covered or explained", numerals),
            (0, None) => say!("{} listed", numerals),
            (_, None) => say!("{} listed, {} unexplained", numerals, thousands(open)),
            (0, Some(differ)) => {
                say!("{} listed, {} otherwise in the text", numerals, thousands(differ))
            }
            (_, Some(differ)) => say!(
                "{} listed, {} unexplained, {} otherwise in the text",
                numerals,
                thousands(open),
                thousands(differ)
            ),
        });
    }
    Phrase::joined(" · ", parts)
}

fn counts(audit: &Audit) -> Line {
    let mut line = Line::toned(say!("{}:", count::checks(audit.total())), Tone::Plain);
    let mut first = true;
    for verdict in Verdict::ALL {
        let count = audit.count(verdict);
        if count > 0 {
            line = line
                .then(if first { " " } else { " · " }, Tone::Plain)
                .then(say!("{} {}", thousands(count), verdict.phrase()), tone(verdict));
            first = false;
        }
    }
    line
}
