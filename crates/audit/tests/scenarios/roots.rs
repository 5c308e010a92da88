//! Root causes worked out by hand: each folder of `tests/roots` holds a small study and, in
//! `expected.txt`, what its findings come from.
//!
//! For each group of findings: the best hypothesis, with a line for every error and what it
//! explains, the figures computed from it and those that confirm the right value; then, after `or`,
//! the other hypotheses at least a tenth as probable. Last, every figure that changes.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use crossfoot_audit::root::{Blamed, Hypothesis, RootCause};
use crossfoot_audit::{CheckId, Finding, RootCauses, Subject, audit, check_name};
use crossfoot_core::{Cell, CellId, Decimal, Figure, Span, Study, Variable};
use crossfoot_testing::{Test, Trial, by_hand, folders, name, root};

use crate::load;

/// Hypotheses less probable than this share of the best one are not described.
const WORTH_TELLING: f64 = 0.1;

/// `FIGURE  KIND  PRINTED -> RIGHT`; a column or rule has no figures.
fn error(study: &Study, error: &RootCause) -> String {
    let right = error.right.map_or("?".to_owned(), |right| right.to_plain());
    match error.blamed {
        Blamed::Figure(variable) => {
            let printed = study.printed(variable).figure().map(Figure::value).unwrap_or_default();
            let printed = printed.to_plain();
            format!("{}  {}  {printed} -> {right}", study.name(variable), error.kind)
        }
        Blamed::Column(column) => {
            let (table, column) = study.column(column);
            format!("column {}.{}  {}", table.id, column.name, error.kind)
        }
        Blamed::Rule(rule) => format!("rule {}  {}", study.rules[rule].id, error.kind),
    }
}

fn checks(study: &Study, checks: &[CheckId]) -> String {
    checks.iter().map(|id| check_name(study, *id)).collect::<Vec<_>>().join(", ")
}

fn figures(study: &Study, figures: &[Variable]) -> String {
    figures.iter().map(|variable| study.name(*variable)).collect::<Vec<_>>().join(", ")
}

/// What was inferred, in the format of `expected.txt`.
fn describe(study: &Study, roots: &RootCauses) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for group in &roots.groups {
        writeln!(text, "findings {}", checks(study, &group.findings))?;
        let Some((best, others)) = group.hypotheses.split_first() else { continue };
        for each in &best.errors {
            writeln!(text, "{}\n  explains {}", error(study, each), checks(study, &each.explains))?;
            for (label, variables) in
                [("followed by", &each.downstream), ("confirmed by", &each.untouched)]
            {
                if !variables.is_empty() {
                    writeln!(text, "  {label} {}", figures(study, variables))?;
                }
            }
        }
        for other in others.iter().filter(|other| is_worth_telling(other, best)) {
            writeln!(
                text,
                "or {}",
                other.errors.iter().map(|each| error(study, each)).collect::<Vec<_>>().join("; ")
            )?;
        }
    }
    for correction in &roots.corrections {
        let (published, corrected) =
            (correction.published.to_plain(), correction.corrected.to_plain());
        writeln!(
            text,
            "corrected {}  {published} -> {corrected}",
            study.name(correction.variable)
        )?;
    }
    Ok(if text.is_empty() { "nothing\n".to_owned() } else { text })
}

#[expect(clippy::float_arithmetic, reason = "probabilities")]
fn is_worth_telling(other: &Hypothesis, best: &Hypothesis) -> bool {
    other.probability >= WORTH_TELLING * best.probability
}

/// Three tests for each study, so that `roots::NAME` runs all that is asserted of it.
pub(crate) fn trials() -> Vec<Trial> {
    let studies = folders(&root().join("tests/roots"));
    assert!(studies.len() > 20, "there are studies");
    let trials = studies.into_iter().flat_map(|folder| {
        let tests: [(&str, Test); 3] = [
            ("worked-out-by-hand", worked_out_by_hand),
            ("probabilities", probabilities_add_up),
            ("corrections", corrections_mend_what_they_explain),
        ];
        tests.map(|(what, test)| {
            let folder = folder.clone();
            Trial::test(format!("roots::{}::{what}", name(&folder)), move || Ok(test(&folder)?))
        })
    });
    trials.collect()
}

fn worked_out_by_hand(folder: &Path) -> Result<(), String> {
    let study = load(folder);
    let found = describe(&study, &audit(&study).roots).expect("text is written");
    by_hand(&folder.join("expected.txt"), &found)
}

/// Probabilities are probabilities: in order, within a group no more than 1 together, and an error
/// is as probable as the hypotheses that have it.
#[expect(clippy::float_arithmetic, reason = "probabilities")]
fn probabilities_add_up(folder: &Path) -> Result<(), String> {
    let roots = audit(&load(folder)).roots;
    for group in &roots.groups {
        assert!(group.exhaustive && !group.findings.is_empty() && !group.hypotheses.is_empty());
        assert_adds_up(&group.hypotheses);
    }
    let ranked = roots.ranked(5);
    assert!(ranked.len() <= 5 && ranked.is_sorted_by(|a, b| a.probability >= b.probability));
    let best: f64 = roots.groups.iter().map(|group| group.hypotheses[0].probability).product();
    assert!((ranked[0].probability - best).abs() < 1e-9);
    Ok(())
}

/// Fails unless the hypotheses of a group and their errors have consistent probabilities.
#[expect(clippy::float_arithmetic, reason = "probabilities")]
fn assert_adds_up(hypotheses: &[Hypothesis]) {
    let total: f64 = hypotheses.iter().map(|hypothesis| hypothesis.probability).sum();
    assert!(
        total <= 1.0 + 1e-9 && hypotheses.iter().all(|hypothesis| hypothesis.probability > 0.0),
        "{total}"
    );
    assert!(hypotheses.is_sorted_by(|a, b| a.probability >= b.probability));
    for error in hypotheses.iter().flat_map(|hypothesis| &hypothesis.errors) {
        let having = hypotheses.iter().filter(|other| {
            other.errors.iter().any(|each| each.blamed == error.blamed && each.right == error.right)
        });
        let least: f64 = having.map(|other| other.probability).sum();
        assert!(
            error.probability >= least - 1e-9 && error.probability <= 1.0,
            "{} of {least}",
            error.probability
        );
    }
}

/// On the corrected basis, what a group explains is explained: read with every correction in place,
/// a study has no finding but those about words and those that no hypothesis explains.
fn corrections_mend_what_they_explain(folder: &Path) -> Result<(), String> {
    let mut study = load(folder);
    let roots = audit(&study).roots;
    let excused = roots
        .errors()
        .into_iter()
        .filter_map(|error| if let Blamed::Rule(rule) = error.blamed { Some(rule) } else { None });
    let excused: Vec<usize> = excused.collect();
    let left: Vec<CheckId> = audit(&study)
        .open_findings()
        .filter_map(about)
        .filter(|id| !roots.errors().iter().any(|error| error.explains.contains(id)))
        .collect();
    for correction in &roots.corrections {
        set(&mut study, correction.variable, correction.corrected);
    }
    let open: Vec<CheckId> = audit(&study)
        .open_findings()
        .filter_map(about)
        .filter(|id| !excused.contains(&id.rule))
        .collect();
    assert!(open.iter().all(|id| left.contains(id)), "{}", checks(&study, &open));
    Ok(())
}

fn about(finding: &Finding) -> Option<CheckId> {
    match finding.subject {
        Subject::Check(id) => Some(id),
        Subject::Numeral(_) | Subject::Text(_) | Subject::Acceptance(_) => None,
    }
}

/// Prints another number at a variable.
fn set(study: &mut Study, variable: Variable, value: Decimal) {
    let cell = match variable {
        Variable::Cell(CellId { column, row }) => {
            &mut Arc::make_mut(&mut study.tables[column.table].columns[column.column].cells)[row]
        }
        Variable::Claim(claim) => &mut Arc::make_mut(&mut study.claims)[claim].published,
    };
    if let Cell::Number(figure) = cell {
        *figure = Figure::new(value, figure.qualifier, Span::default());
    }
}
