//! What every view starts with: the study, how much of it was checked, and how that ended.

use crossfoot_audit::Audit;
use crossfoot_core::{Study, Verdict};

use super::{plural, thousands, tone};
use crate::document::{Document, Line, Tone};

/// Title, citation, coverage and counts.
pub(super) fn header(document: &mut Document, study: &Study, audit: &Audit) {
    title(document, study);
    if let Some(findings) = audit.corrected_from {
        let corrected = plural(audit.roots.corrections.len(), "figure");
        let line = format!("On the corrected basis: {corrected} changed; as published there are {}.", plural(findings, "finding"));
        document.paragraph(Line::of(line, Tone::Note));
    }
    document.paragraph(answer(audit));
    document.list(vec![counts(audit), Line::of(coverage(study, audit), Tone::Muted)]);
}

/// Title and citation.
pub(super) fn title(document: &mut Document, study: &Study) {
    document.heading(1, Line::of(study.id.clone(), Tone::Code).then(format!("  {}", study.title), Tone::Plain));
    let citation = [Some(study.citation.clone()).filter(|citation| !citation.is_empty()), study.link.clone()];
    let citation: Vec<String> = citation.into_iter().flatten().collect();
    if !citation.is_empty() {
        document.paragraph(Line::of(citation.join(", "), Tone::Muted));
    }
}

/// The one sentence that a reader may quote.
fn answer(audit: &Audit) -> Line {
    let disagree: usize = Verdict::ALL.into_iter().filter(|verdict| verdict.disagrees()).map(|verdict| audit.count(verdict)).sum();
    let undecided = audit.count(Verdict::Feasible) + audit.count(Verdict::Unverifiable);
    let decided = audit.total() - undecided;
    let (which, checks) = match (disagree, decided) {
        (_, 0) => return Line::of("No check could be decided.", Tone::Note),
        (_, 1) => ("The one check", String::new()),
        (0, _) => ("All", format!(" {}", plural(decided, "check"))),
        _ => (&*thousands(disagree), format!(" of the {}", plural(decided, "check"))),
    };
    let (verb, tone) = match (disagree, decided) {
        (0, 1) => ("agrees", Tone::Good),
        (0, _) => ("agree", Tone::Good),
        (1, _) => ("disagrees", Tone::Bad),
        _ => ("disagree", Tone::Bad),
    };
    Line::of(format!("{which}{checks} that could be decided {verb} with what is printed or said."), tone)
}

fn coverage(study: &Study, audit: &Audit) -> String {
    let figures = study.published().iter().map(crossfoot_core::Table::figures).sum();
    let mut parts = vec![format!("{}, {}", plural(study.published().len(), "table"), plural(figures, "figure"))];
    if !study.claims.is_empty() {
        parts.push(plural(study.claims.len(), "claim"));
    }
    if let Some(coverage) = &audit.coverage {
        let open = coverage.unexplained.len();
        let state = if open == 0 { "all accounted for".to_owned() } else { format!("{} unexplained", thousands(open)) };
        parts.push(format!("{} in the text, {state}", plural(coverage.numerals, "numeral")));
    }
    parts.join(" · ")
}

fn counts(audit: &Audit) -> Line {
    let mut line = Line::of(format!("{}:", plural(audit.total(), "check")), Tone::Plain);
    let mut first = true;
    for verdict in Verdict::ALL {
        let count = audit.count(verdict);
        if count > 0 {
            line = line.then(if first { " " } else { " · " }, Tone::Plain).then(format!("{} {verdict}", thousands(count)), tone(verdict));
            first = false;
        }
    }
    line
}
