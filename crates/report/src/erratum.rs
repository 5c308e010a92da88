//! The erratum: what is wrong in a publication, for the people who will correct it. One entry for
//! each root cause, and one for each finding that no root cause explains.

mod effect;
mod problem;

pub(crate) use effect::{answer, size};

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use crossfoot_audit::root::{
    Blamed, Correction, Proposal, Remedy, RootCause, Wording, WordingChange,
};
use crossfoot_audit::{
    Audit, CheckId, Finding, Grade, Record, part_name, place_name, section_name, table_label,
};
use crossfoot_core::formula::Expr;
use crossfoot_core::{Interval, Phrase, Rounding, Study, Target, Variable, say};
use crossfoot_stats::Analysis;

use crate::values;
use crate::view::{corrected_figure, figure_of, printed_figure};

/// What an erratum is composed from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    /// The study as published.
    pub(crate) study: &'a Study,
    /// Its audit.
    pub(crate) audit: &'a Audit,
    /// The study with its root causes corrected, and its audit.
    pub(crate) corrected: (&'a Study, &'a Audit),
    /// The conclusions under every hypothesis.
    pub(crate) analysis: &'a Analysis,
}

/// One thing to correct.
pub(crate) struct Entry<'a> {
    /// What it comes from.
    pub(crate) subject: About<'a>,
    /// How grave it is.
    pub(crate) grade: Grade,
    /// Its place, for people.
    pub(crate) place: Phrase,
    /// The table or section that it belongs to.
    pub(crate) part: Phrase,
    /// The reported value, if it has one.
    pub(crate) reported: Phrase,
    /// What the text says: the sentence where the article is at hand, else a paraphrase.
    pub(crate) statement: Option<Statement>,
    /// What is wrong, in sentences without full stops.
    pub(crate) problem: Vec<Phrase>,
    /// What to write instead, the best first; nothing where that is not known.
    pub(crate) proposals: Vec<Proposed>,
    /// How sure that is, in words and as a number.
    pub(crate) certainty: Phrase,
    /// Whether a conclusion changes, with all corrections made.
    pub(crate) effect: Vec<Phrase>,
    /// Figures that were computed from it and change with it.
    pub(crate) follows: Vec<Change>,
}

/// What an entry comes from.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    /// A root cause.
    Root(&'a RootCause),
    /// A finding that no root cause explains.
    Finding(&'a Finding),
}

/// What a text says.
pub(crate) enum Statement {
    /// In its own words.
    Quote(String),
    /// In the words of the study.
    Paraphrase(String),
}

impl Statement {
    /// A sentence in quotation marks, or a paraphrase without.
    pub(crate) fn phrase(&self) -> Phrase {
        match self {
            Self::Quote(quote) => say!("“{}”", quote.as_str()),
            Self::Paraphrase(text) => text.as_str().into(),
        }
    }
}

/// What to write instead.
pub(crate) struct Proposed {
    /// The value, or the words.
    pub(crate) said: Phrase,
    /// Whether the words change, and not only the value.
    pub(crate) is_wording: bool,
}

/// A figure that changes.
pub(crate) struct Change {
    /// Its place, for people.
    pub(crate) place: Phrase,
    /// As reported.
    pub(crate) reported: Phrase,
    /// As it should be.
    pub(crate) corrected: Phrase,
}

/// The entries of a study, the substantive ones first, then by how many figures depend on each. Rules
/// that the publication may not follow are not errors of the publication, and neither are differences
/// between the study and its text.
pub(crate) fn entries<'a>(sources: Sources<'a>) -> Vec<Entry<'a>> {
    let Sources { study, audit, .. } = sources;
    let open: BTreeSet<CheckId> = audit.open_findings().filter_map(Finding::check_id).collect();
    let roots: Vec<&RootCause> = audit
        .roots
        .telling()
        .into_iter()
        .filter(|root| values::should_be(root.probability).is_some())
        .filter(|root| root.explains.iter().any(|id| open.contains(id)))
        .collect();
    let explained: BTreeSet<CheckId> =
        roots.iter().flat_map(|root| root.explains.iter().copied()).collect();
    let others = audit
        .open_findings()
        .filter(|finding| finding.check_id().is_some_and(|id| !explained.contains(&id)));
    let mut entries: Vec<(Reverse<usize>, Entry<'a>)> = roots
        .into_iter()
        .filter_map(|root| {
            let reach = root.explains.len() + root.downstream.len();
            Some((Reverse(reach), of_root(sources, root)?))
        })
        .chain(others.filter_map(|finding| Some((Reverse(1), of_finding(sources, finding)?))))
        .collect();
    entries.sort_by_key(|(reach, entry)| (Reverse(entry.grade), *reach, position(study, entry)));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The entries of each grade with their numbers, where there are any.
pub(crate) fn by_grade<'e, 'a>(
    entries: &'e [Entry<'a>],
) -> impl Iterator<Item = (Grade, Vec<(usize, &'e Entry<'a>)>)> {
    let grades = [Grade::Substantive, Grade::Rounding].into_iter().map(move |grade| {
        (grade, (1..).zip(entries).filter(|(_, entry)| entry.grade == grade).collect::<Vec<_>>())
    });
    grades.filter(|(_, entries)| !entries.is_empty())
}

/// The order of the study: tables, then the text.
fn position(study: &Study, entry: &Entry<'_>) -> (bool, usize, u32) {
    let (source, span) = match entry.subject {
        About::Root(root) => root.stretch(study),
        About::Finding(finding) => finding.stretch(study),
    };
    let tables = &study.tables;
    let table = tables.iter().position(|table| Arc::ptr_eq(&table.source, source));
    (table.is_none(), table.unwrap_or_default(), span.start)
}

/// The entry of a root cause; none where it blames a rule.
fn of_root<'a>(sources: Sources<'a>, root: &'a RootCause) -> Option<Entry<'a>> {
    let Sources { study, audit, .. } = sources;
    let grades = root.explains.iter().filter_map(|id| audit.record(study, *id).grade());
    let put_right: Vec<&Correction> =
        audit.roots.corrections.iter().filter(|other| root.is_put_right_by(other)).collect();
    let (place, part, reported, statement, proposals) = match root.blamed {
        Blamed::Figure(variable) => (
            place_name(study, variable),
            part_name(study, variable),
            printed_figure(study, variable),
            statement(study, audit, variable),
            proposals(study, audit, &root.remedies),
        ),
        Blamed::Column(column) => {
            let (table, column) = study.column(column);
            let part = table_label(&table.title);
            let place = Phrase::list([part.clone(), column.label.as_str().into()]);
            let proposals =
                vec![Proposed { said: corrected_rows(study, &put_right), is_wording: false }];
            (place, part, reported_rows(study, root), None, proposals)
        }
        Blamed::Rule(_) => return None,
    };
    let changed: BTreeSet<Variable> = put_right
        .iter()
        .map(|correction| correction.variable)
        .chain(root.downstream.iter().copied())
        .collect();
    Some(Entry {
        subject: About::Root(root),
        grade: grades.max().unwrap_or(Grade::Substantive),
        place,
        part,
        reported,
        statement,
        problem: problem::of_root(sources, root),
        certainty: match proposals.len() {
            0 | 1 => certainty(root.probability),
            _ => say!("{}; the authors choose the correction", certainty(root.probability)),
        },
        proposals,
        effect: effect::of_root(sources, root.blamed, &changed),
        follows: follows(study, audit, root),
    })
}

/// What would put an error right, and what else that would make disagree.
fn proposals(study: &Study, audit: &Audit, remedies: &[Remedy]) -> Vec<Proposed> {
    let shown = remedies.iter().map(|remedy| {
        let variable = remedy.variable;
        let is_wording = remedy.is_wording();
        let said = match (&remedy.proposal, audit.roots.correction(variable)) {
            (Proposal::Wording(wording), _) => in_words(study, variable, wording),
            (Proposal::Value { value, .. }, Some(correction)) if correction.corrected == *value => {
                corrected_figure(study, correction)
            }
            (Proposal::Value { value, .. }, _) => figure_of(study, variable, *value),
        };
        if remedy.opens.is_empty() {
            return Proposed { said, is_wording };
        }
        let opened = remedy.opens.iter().map(|id| opened(&audit.record(study, *id)));
        let said = say!("{} (then this disagrees: {})", said, Phrase::list(opened));
        Proposed { said, is_wording }
    });
    shown.collect()
}

/// Other words, with the number that belongs to them once all else is corrected, where that differs
/// from what was printed.
fn in_words(study: &Study, variable: Variable, wording: &Wording) -> Phrase {
    let words = match &wording.change {
        WordingChange::Number => say!("refer to the number, not to the share"),
        WordingChange::Share => say!("refer to the share, not to the number"),
        WordingChange::PercentagePoints => say!("write percentage points, not percent"),
        WordingChange::Percent => say!("write percent, not percentage points"),
        _ => say!("say {}", wording.phrase(study)),
    };
    let words = match wording.corrected {
        Some(corrected) => say!("{}: {}", words, figure_of(study, variable, corrected)),
        None => words,
    };
    let printed = study.printed(variable).figure().map(|figure| figure.value());
    let corrected = wording.value.as_ref().and_then(Interval::middle).zip(printed);
    let corrected = corrected.and_then(|(value, printed)| {
        let rounded = Rounding::HalfUp.apply(&value, printed.decimals())?;
        (wording.corrected.is_none() && rounded != printed).then_some(rounded)
    });
    match corrected {
        Some(value) => say!("{} ({} with all other corrections made)", words, value.to_string()),
        None => words,
    }
}

/// A check that a correction would make disagree: its statement, or its rule where another says so.
fn opened(record: &Record<'_>) -> Phrase {
    match record.rule().own_claim() {
        Some(_) => record.label(),
        None => record.rule().label.as_str().into(),
    }
}

/// The figures of a column that are wrong, with their rows.
fn reported_rows(study: &Study, root: &RootCause) -> Phrase {
    let wrong = root.explains.iter().filter_map(|id| study.rules[id.rule].variable(id.row));
    Phrase::list(wrong.map(|variable| in_row(study, variable, printed_figure(study, variable))))
}

/// What they should be.
fn corrected_rows(study: &Study, put_right: &[&Correction]) -> Phrase {
    let rows = put_right
        .iter()
        .map(|correction| in_row(study, correction.variable, corrected_figure(study, correction)));
    Phrase::list(rows)
}

/// `2022: 4.48 %`.
fn in_row(study: &Study, variable: Variable, value: Phrase) -> Phrase {
    match variable {
        Variable::Cell(cell) => {
            say!("{}: {}", &study.column(cell.column).0.key_text(cell.row), value)
        }
        Variable::Claim(_) => value,
    }
}

/// Figures that follow from a root cause and have no entry of their own.
fn follows(study: &Study, audit: &Audit, root: &RootCause) -> Vec<Change> {
    let blamed: Vec<Blamed> = audit.roots.telling().iter().map(|other| other.blamed).collect();
    let corrections = root
        .downstream
        .iter()
        .filter(|variable| !blamed.contains(&Blamed::Figure(**variable)))
        .filter_map(|variable| audit.roots.correction(*variable));
    let changes = corrections.map(|correction| Change {
        place: place_from(study, root.blamed, correction.variable),
        reported: printed_figure(study, correction.variable),
        corrected: corrected_figure(study, correction),
    });
    changes.collect()
}

/// The place of a figure that follows from another. In the same row, its column is enough.
fn place_from(study: &Study, blamed: Blamed, variable: Variable) -> Phrase {
    match (blamed, variable) {
        (Blamed::Figure(Variable::Cell(from)), Variable::Cell(cell))
            if from.column.table == cell.column.table && from.row == cell.row =>
        {
            let (table, column) = study.column(cell.column);
            say!("{}, {}", &*table.key_text(cell.row), column.label.as_str())
        }
        (_, Variable::Cell(_)) => place_name(study, variable),
        (_, Variable::Claim(claim)) => {
            let claim = &study.claims[claim];
            say!("{}: {}", section_name(&claim.section), &claim.statement)
        }
    }
}

fn of_finding<'a>(sources: Sources<'a>, finding: &'a Finding) -> Option<Entry<'a>> {
    let Sources { study, audit, .. } = sources;
    let record = audit.record_of(study, finding)?;
    let variable = record.variable();
    let part = variable.map(|variable| part_name(study, variable));
    Some(Entry {
        subject: About::Finding(finding),
        grade: record.grade().unwrap_or(Grade::Substantive),
        place: variable.map_or_else(|| of_condition(&record), |known| place_name(study, known)),
        part: part.unwrap_or_else(|| of_condition(&record)),
        reported: values::published(&record),
        statement: variable.and_then(|variable| statement(study, audit, variable)),
        problem: problem::of_finding(&record, finding),
        proposals: match of_other_place(&record) {
            Some(said) => vec![Proposed { said, is_wording: false }],
            None => proposals(study, audit, audit.roots.remedies(study, record.id)),
        },
        certainty: if is_a_date_of_the_study(&record) {
            say!("certain that it differs from the dates of this study")
        } else {
            say!("certain that they contradict each other")
        },
        effect: effect::of_statement(&record),
        follows: Vec::new(),
    })
}

/// Where a condition is violated: its table and row.
fn of_condition(record: &Record<'_>) -> Phrase {
    let study = record.study();
    match (record.rule().target, record.id.row) {
        (Target::Condition(Some(table)), Some(row)) => {
            let table = &study.tables[table];
            Phrase::list([table_label(&table.title), table.key_text(row).into()])
        }
        _ => record.rule().label.as_str().into(),
    }
}

/// Whether a figure is compared with a date of the study's own list.
fn is_a_date_of_the_study(record: &Record<'_>) -> bool {
    let expr = record.rule().formula.as_ref().map(|formula| &formula.expr);
    matches!(expr, Some(Expr::Cell(column, _)) if record.study().events == Some(column.table))
}

/// What another place has, where a figure only repeats it. One of the two places is to be corrected,
/// unless the other is the study's own list of dates.
fn of_other_place(record: &Record<'_>) -> Option<Phrase> {
    let value = problem::result(record)?;
    match record.rule().formula.as_ref()?.expr {
        Expr::Cell(..) if is_a_date_of_the_study(record) => Some(value),
        Expr::Claim(_) | Expr::Cell(..) => {
            Some(say!("{}, or correct {}", value, problem::other_place(record)?))
        }
        _ => None,
    }
}

/// What the text says at the place of a claim.
fn statement(study: &Study, audit: &Audit, variable: Variable) -> Option<Statement> {
    let Variable::Claim(claim) = variable else { return None };
    let passage = audit.text.as_ref().and_then(|text| text.claims[claim]);
    match (&study.article, passage) {
        (Some(article), Some(passage)) => {
            Some(Statement::Quote(passage.sentence(article).to_owned()))
        }
        _ => Some(Statement::Paraphrase(study.claims[claim].statement.clone())),
    }
}

/// How sure a correction is.
fn certainty(p: f64) -> Phrase {
    let number = values::probability(p);
    match values::Certainty::from_probability(p) {
        values::Certainty::Sure => say!("almost certain ({})", number),
        values::Certainty::Probable => say!("probable ({})", number),
        values::Certainty::Possible => say!("possible ({})", number),
        values::Certainty::Unclear => say!("unclear ({})", number),
    }
}
