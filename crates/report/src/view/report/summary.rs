//! The summary: what was checked, what disagrees, where it comes from, what it does to the
//! conclusions, and what is left open.

use crossfoot_audit::root::Blamed;
use crossfoot_audit::{Audit, Subject, TextAudit};
use crossfoot_core::{Phrase, Study, Verdict, say};
use crossfoot_stats::{Drawn, Estimate, Outcome};

use super::super::{count, header, roots, thousands};
use crate::document::{Block, Document, Line};
use crate::report::Inputs;
use crate::values;

/// Five sentences.
pub(super) fn summary(inputs: &Inputs<'_>) -> Document {
    let (study, audit) = (inputs.study, inputs.audit);
    let lines = [
        checked(study, audit),
        header::answer(audit),
        Line::from(source(study, audit)),
        Line::from(conclusions(inputs)),
        Line::from(open(audit)),
    ];
    Document {
        blocks: vec![Block::List(
            lines.into_iter().filter(|line| !line.plain().is_empty()).collect(),
        )],
    }
}

fn checked(study: &Study, audit: &Audit) -> Line {
    let figures = study.published().iter().map(crossfoot_core::Table::figures).sum();
    let (checks, tables, figures) = (
        count::checks(audit.total()),
        count::tables(study.published().len()),
        count::figures(figures),
    );
    let mut sentence = match study.claims.len() {
        0 => say!("{} compare {} with {} in exact arithmetic.", checks, tables, figures),
        claims => {
            say!(
                "{} compare {} with {} and {} of the text in exact arithmetic.",
                checks,
                tables,
                figures,
                count::claims(claims)
            )
        }
    };
    if let Some(coverage) =
        audit.coverage.as_ref().filter(|coverage| coverage.unexplained.is_empty())
    {
        let numerals = count::numerals(coverage.numerals);
        sentence = match audit.text.as_ref().map(TextAudit::changed_numerals) {
            Some(0) => say!("{} All {} of the text are covered or explained.", sentence, numerals),
            Some(differ) => say!(
                "{} Of the text, {} are listed; {} are otherwise in the text.",
                sentence,
                numerals,
                thousands(differ)
            ),
            None => say!("{} Of the text, {} are listed.", sentence, numerals),
        };
    }
    Line::from(sentence)
}

/// How many root causes explain how much, and the one that reaches farthest.
fn source(study: &Study, audit: &Audit) -> Phrase {
    let errors = audit.roots.telling();
    let findings = audit
        .open_findings()
        .filter(|finding| matches!(finding.subject, Subject::Check(_)))
        .count();
    let farthest = errors.iter().max_by_key(|error| {
        let reach = error.explains.len() + error.downstream.len();
        (reach, std::cmp::Reverse(error.blamed))
    });
    let Some(farthest) = farthest else {
        return if findings == 0 {
            say!("No root cause was found.")
        } else {
            say!("No root cause explains more than its own finding.")
        };
    };
    let explained = thousands(roots::explained(audit).len());
    let errors = (errors.len(), count::root_causes(errors.len()));
    let all = match errors {
        (1, error) => say!("{} explains {} of {}", error, explained, count::findings(findings)),
        (_, errors) => say!("{} explain {} of {}", errors, explained, count::findings(findings)),
    };
    let Blamed::Figure(variable) = farthest.blamed else { return say!("{}.", all) };
    let suffix = study.unit(variable).suffix();
    let printed = study
        .printed(variable)
        .figure()
        .map(|figure| format!("{}{suffix}", figure.value()))
        .unwrap_or_default();
    let right = audit
        .roots
        .correction(variable)
        .zip(values::should_be(farthest.probability))
        .map(|(correction, should_be)| {
            say!(" ({} {})", should_be, format!("{}{suffix}", correction.corrected))
        })
        .unwrap_or_default();
    let others = farthest.downstream.len();
    match others {
        0 => say!("{}; the first is {}, printed {}{}.", all, study.name(variable), printed, right),
        _ => say!(
            "{}; the one with most consequences is {}, printed {}{}, which was carried into {}.",
            all,
            study.name(variable),
            printed,
            right,
            count::other_figures(others)
        ),
    }
}

/// What the figures say of the conclusions, and whether that is the same under every hypothesis.
fn conclusions(inputs: &Inputs<'_>) -> Phrase {
    let estimates = inputs.analysis.sections.iter().flat_map(|section| &section.estimates);
    let drawn: Vec<(&Estimate, &Drawn)> =
        estimates.filter_map(|estimate| Some((estimate, estimate.drawn.as_ref()?))).collect();
    let first: Vec<&Drawn> = drawn
        .iter()
        .map(|(_, drawn)| *drawn)
        .filter(|one| drawn.first().is_some_and(|(_, first)| one.on == first.on))
        .collect();
    if first.is_empty() {
        return Phrase::default();
    }
    let outcomes =
        [Outcome::Supported, Outcome::NotDistinguishable, Outcome::Contradicted, Outcome::Unknown];
    let said = outcomes.into_iter().filter_map(|outcome| {
        let some = first.iter().filter(|drawn| drawn.outcome == Some(outcome)).count();
        (some > 0).then(|| say!("{} {}", thousands(some), outcome.phrase()))
    });
    let said: Vec<Phrase> = said.collect();
    let all = count::conclusions(first.len());
    let all = if said.is_empty() { all } else { say!("{}: {}", all, Phrase::list(said)) };
    let mut changed: Vec<String> = Vec::new();
    for (estimate, drawn) in &drawn {
        let name = estimate.subject.to_string();
        let depends = drawn.comparison.is_some_and(|comparison| !comparison.is_unchanged());
        if depends && !changed.contains(&name) {
            changed.push(name);
        }
    }
    match changed.len() {
        0 if inputs.audit.roots.corrections.is_empty() => {
            say!("{}. No root cause affects them.", all)
        }
        0 => say!(
            "{}. None depends on the root causes: sign, size and significance are the same under every hypothesis.",
            all
        ),
        some => say!(
            "{}. {} depend on which hypothesis about the root causes is right: {}.",
            all,
            thousands(some),
            Phrase::list(changed)
        ),
    }
}

/// What nothing could decide.
fn open(audit: &Audit) -> Phrase {
    let (feasible, unverifiable) =
        (audit.count(Verdict::Feasible), audit.count(Verdict::Unverifiable));
    match (feasible, unverifiable) {
        (0, 0) => say!("Every check could be decided."),
        (0, _) => say!(
            "{} could not be decided, because no published figures recompute them.",
            count::checks(unverifiable)
        ),
        (_, 0) => say!(
            "{} could not be decided, because not every row is listed; what is printed is possible.",
            count::checks(feasible)
        ),
        _ => say!(
            "{} could not be decided: for {} not every row is listed, and no published figures recompute the others.",
            count::checks(feasible + unverifiable),
            thousands(feasible)
        ),
    }
}
