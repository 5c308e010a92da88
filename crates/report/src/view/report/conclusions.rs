//! The conclusions: a sentence for all of them, and a line for each.

use crossfoot_core::{Phrase, say};
use crossfoot_stats::{Comparison, Drawn, Estimate, Outcome};

use super::super::{count, thousands};
use crate::document::{Align, Line, Table, Tone};
use crate::erratum::{answer, size};
use crate::report::Inputs;

/// What the figures say of the conclusions, and whether that is the same under every hypothesis.
pub(super) fn summary(inputs: &Inputs<'_>) -> Phrase {
    let estimates = inputs.analysis.sections.iter().flat_map(|section| &section.estimates);
    let drawn: Vec<(&Estimate, &Drawn)> =
        estimates.filter_map(|estimate| Some((estimate, estimate.drawn.as_ref()?))).collect();
    // The answers to one conclusion follow each other, the first basis first.
    let mut first: Vec<&Drawn> = drawn.iter().map(|(_, drawn)| *drawn).collect();
    first.dedup_by_key(|drawn| &drawn.conclusion);
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
            "{}. None depends on the root causes: under every hypothesis, sign and significance are the same, and the size stays within its interval.",
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

/// A line for each conclusion: its size as published and corrected, and what the figures say of it.
pub(super) fn table(inputs: &Inputs<'_>) -> Table {
    let rows = inputs.study.conclusions.iter().map(|conclusion| {
        let published = answer(inputs.analysis, &conclusion.id, "published");
        let corrected = answer(inputs.analysis, &conclusion.id, "corrected");
        let outcome = corrected.or(published).and_then(|(_, drawn)| drawn.outcome);
        let changes = corrected.and_then(|(_, drawn)| drawn.comparison).map(Comparison::phrase);
        vec![
            vec![Line::from(conclusion.label.as_str())],
            vec![Line::from(size(published))],
            vec![Line::toned(size(corrected), Tone::Strong)],
            vec![Line::from(outcome.map(Outcome::phrase).unwrap_or_default())],
            vec![Line::from(changes.unwrap_or_default())],
        ]
    });
    let header = [
        say!("conclusion"),
        say!("as published"),
        say!("corrected"),
        say!("what the figures say"),
        say!("when corrected"),
    ];
    Table {
        header: header.map(Line::from).to_vec(),
        align: vec![Align::Left, Align::Right, Align::Right, Align::Left, Align::Left],
        rows: rows.collect(),
    }
}
