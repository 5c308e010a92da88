//! The sheet of root causes: what went wrong, what each figure should be, and which
//! other figures follow from it.

use std::collections::BTreeSet;

use crossfoot_audit::root::{Blamed, RootCause};
use crossfoot_audit::{Audit, section_name, table_name};
use crossfoot_core::{Phrase, Study, Variable, say};

use super::Entry;
use crate::values::Certainty;
use crate::view::figure_of;
use crate::{Language, values};

/// One line for each root cause, and below it one for each figure that follows from it, under a
/// heading.
pub(super) fn causes(study: &Study, audit: &Audit, language: &Language) -> Vec<Entry<'static>> {
    let header = [
        say!("figure"),
        say!("reported"),
        say!("corrected"),
        say!("certainty"),
        say!("what happened"),
        say!("id"),
    ];
    let mut lines: Vec<Vec<Phrase>> = vec![header.to_vec()];
    let mut listed = BTreeSet::new();
    for error in audit.roots.errors() {
        if !error.is_telling() && corrected(study, audit, error).is_none() {
            continue;
        }
        lines.push(source(study, audit, error));
        if let Blamed::Figure(variable) = error.blamed {
            listed.insert(variable);
        }
        let corrections = audit.roots.corrections.iter();
        let put_right = corrections.filter(|correction| error.is_put_right_by(correction));
        let put_right = put_right.map(|correction| correction.variable);
        for variable in put_right.chain(error.downstream.iter().copied()) {
            if listed.insert(variable) {
                lines.push(follows(study, audit, variable, error));
            }
        }
    }
    let lines = lines.iter().map(|line| line.iter().map(|text| language.say(text)).collect());
    lines.map(Entry::from_texts).collect()
}

fn source(study: &Study, audit: &Audit, error: &RootCause) -> Vec<Phrase> {
    let variable = match error.blamed {
        Blamed::Figure(variable) => Some(variable),
        Blamed::Column(_) | Blamed::Rule(_) => None,
    };
    vec![
        blamed(study, error),
        variable.map(|variable| reported(study, variable)).unwrap_or_default(),
        corrected(study, audit, error).unwrap_or_default(),
        certainty(error.probability),
        error.detail.clone(),
        error.name(study).into(),
    ]
}

/// What an error blames, for people.
fn blamed(study: &Study, error: &RootCause) -> Phrase {
    match error.blamed {
        Blamed::Figure(variable) => name(study, variable),
        Blamed::Column(column) => {
            let (table, column) = study.column(column);
            Phrase::list([table_name(&table.title), &column.label])
        }
        Blamed::Rule(rule) => study.rules[rule].label.as_str().into(),
    }
}

/// A probability in words, with the number behind.
fn certainty(probability: f64) -> Phrase {
    let words = match Certainty::from_probability(probability) {
        Certainty::Sure => say!("almost certain"),
        Certainty::Probable => say!("probable"),
        Certainty::Possible => say!("possible"),
        Certainty::Unclear => say!("one of several possibilities"),
    };
    say!("{} ({})", words, values::probability(probability))
}

/// A figure that only follows from an error.
fn follows(study: &Study, audit: &Audit, variable: Variable, error: &RootCause) -> Vec<Phrase> {
    let corrected = audit.roots.correction(variable);
    vec![
        name(study, variable),
        reported(study, variable),
        corrected.map(|found| figure_of(study, variable, found.corrected)).unwrap_or_default(),
        Phrase::default(),
        say!("follows from: {}", blamed(study, error)),
        study.name(variable).into(),
    ]
}

/// What the figure that an error blames should be.
fn corrected(study: &Study, audit: &Audit, error: &RootCause) -> Option<Phrase> {
    let Blamed::Figure(variable) = error.blamed else { return None };
    let correction = audit.roots.correction(variable).map(|correction| correction.corrected);
    Some(figure_of(study, variable, correction.or(error.right)?))
}

fn reported(study: &Study, variable: Variable) -> Phrase {
    match (study.printed(variable).figure(), variable) {
        (Some(figure), _) => figure_of(study, variable, figure.value()),
        (None, Variable::Claim(claim)) => values::claim_text(study, claim).into(),
        (None, Variable::Cell(_)) => Phrase::default(),
    }
}

/// The table, row and column of a cell; the section and the text of a statement.
fn name(study: &Study, variable: Variable) -> Phrase {
    match variable {
        Variable::Cell(cell) => {
            let (table, column) = study.column(cell.column);
            Phrase::list([table_name(&table.title), &table.key_text(cell.row), &column.label])
        }
        Variable::Claim(claim) => {
            let claim = &study.claims[claim];
            say!("{}: {}", section_name(&claim.section), &claim.statement)
        }
    }
}
