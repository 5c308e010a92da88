//! Findings: what needs attention.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossfoot_core::formula::Published;
use crossfoot_core::{Article, Place, Source, Span, Study, Variable, Verdict};
use rayon::prelude::*;

use crate::cause::{self, Case, Context, Faults, Pool, Ranking};
use crate::check::{Check, check, check_name, target_name, target_place, target_stretch};
use crate::{Cause, CheckId, Code, ColumnConvention, Difference, RuleAudit, TextAudit};

/// Something that needs attention.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Stable id, `code:check`: what an acceptance names.
    pub id: String,
    /// What kind of fault.
    pub code: Code,
    /// What it is about.
    pub subject: Subject,
    /// The cell, claim or row: `licences.total[2023]`, `claim:decline`.
    pub target: String,
    /// Where it stands.
    pub place: Place,
    /// Hypotheses, the most probable first.
    pub causes: Vec<Cause>,
    /// The probability that none of the causes is right.
    pub unexplained: f64,
    /// How well a wrong formula explains it: Σ prior ÷ ways over the causes that are no misprints.
    pub(crate) wrong_formula: f64,
    /// Findings about the inputs of this one, by id of their check: it may only follow from them.
    pub inputs_at_fault: Vec<String>,
    /// The acceptance that names it, by position.
    pub accepted: Option<usize>,
    /// What the check gave, where it is about one; its record takes it from here.
    pub(crate) check: Option<Check>,
}

impl Finding {
    /// The file that holds what it is about, and the stretch of that file.
    pub fn stretch<'a>(&self, study: &'a Study) -> (&'a Arc<Source>, Span) {
        match (self.subject, &study.ledger, &study.ledger_source) {
            (Subject::Check(id), ..) => target_stretch(study, id),
            (Subject::Numeral(numeral), Some(ledger), Some(source)) => {
                (source, ledger.get(numeral).map(|entry| entry.span).unwrap_or_default())
            }
            (Subject::Numeral(_), ..) => (&study.manifest, Span::default()),
            (Subject::Text(difference), ..) => text_stretch(study, difference),
            (Subject::Acceptance(accepted), ..) => (&study.manifest, study.accepted[accepted].span),
        }
    }

    /// The check that it is about.
    pub const fn check_id(&self) -> Option<CheckId> {
        match self.subject {
            Subject::Check(id) => Some(id),
            Subject::Numeral(_) | Subject::Text(_) | Subject::Acceptance(_) => None,
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A check that disagrees.
    Check(CheckId),
    /// A numeral of the ledger.
    Numeral(usize),
    /// Something in which the study and its text differ.
    Text(Difference),
    /// An acceptance that matched nothing.
    Acceptance(usize),
}

/// The file that holds what the study and its text differ in, and the stretch of that file: of the
/// text only what the study does not have.
fn text_stretch(study: &Study, difference: Difference) -> (&Arc<Source>, Span) {
    let listed = match difference {
        Difference::Unlisted(passage) => {
            let article = study.article.as_ref();
            article.map(|article| (&article.source, passage.span(article)))
        }
        Difference::Absent(entry, _) | Difference::Changed(entry, _) => {
            let entry = study.ledger.as_ref().and_then(|ledger| ledger.get(entry));
            entry.and_then(|entry| Some((study.ledger_source.as_ref()?, entry.span)))
        }
        Difference::Quote(claim) => Some(study.stretch(Variable::Claim(claim))),
    };
    listed.unwrap_or((&study.manifest, Span::default()))
}

/// All findings of a study: of checks in order, then unexplained numerals, then what the text has
/// otherwise, then acceptances that matched nothing. The `open` checks have findings even if they
/// agree now.
pub(crate) fn collect(
    study: &Study,
    basis: &Published,
    rules: &[RuleAudit],
    conventions: &[ColumnConvention],
    text: Option<&TextAudit>,
    open: &[CheckId],
) -> Vec<Finding> {
    let mut disagreeing: BTreeMap<CheckId, Verdict> =
        open.iter().map(|id| (*id, Verdict::Inconsistent)).collect();
    disagreeing
        .extend(rules.iter().enumerate().flat_map(|(rule, audit)| audit.disagreements(rule)));
    let faulty: Vec<(CheckId, Code)> = disagreeing
        .into_iter()
        .filter_map(|(id, verdict)| Some((id, Code::from_verdict(&study.rules[id.rule], verdict)?)))
        .collect();
    let checks: Vec<Check> = faulty.par_iter().map(|(id, _)| check(study, basis, *id)).collect();
    let faults = Faults::from_checks(study, faulty.iter().map(|(id, _)| *id).zip(&checks));
    let pool = if faulty.is_empty() { Pool::default() } else { Pool::from_study(study, basis) };
    let context = Context { study, basis, rules, conventions, faults, pool };
    let mut findings: Vec<Finding> = faulty
        .par_iter()
        .zip(checks)
        .map(|((id, code), check)| {
            let Ranking { causes, unexplained, wrong_formula } =
                cause::rank(&Case::new(&context, *id, &check));
            Finding {
                id: format!("{code}:{}", check_name(study, *id)),
                code: *code,
                subject: Subject::Check(*id),
                target: target_name(study, *id),
                place: target_place(study, *id),
                causes,
                unexplained,
                wrong_formula,
                inputs_at_fault: context.faults.among_inputs(study, *id),
                accepted: None,
                check: Some(check),
            }
        })
        .collect();
    findings.extend(unexplained_numerals(study));
    if let (Some(text), Some(article)) = (text, &study.article) {
        let differences = text.differences.iter();
        findings.extend(differences.map(|difference| in_text(study, article, *difference)));
    }
    let mut matched = vec![false; study.accepted.len()];
    for finding in &mut findings {
        for (index, _) in
            study.accepted.iter().enumerate().filter(|(_, accepted)| accepted.id == finding.id)
        {
            finding.accepted = finding.accepted.or(Some(index));
            matched[index] = true;
        }
    }
    let unmatched = study.accepted.iter().enumerate().filter(|(index, _)| !matched[*index]);
    findings.extend(unmatched.map(|(index, accepted)| {
        let place = study.manifest.place(accepted.span);
        let subject = Subject::Acceptance(index);
        unchecked(Code::UnmatchedAcceptance, &accepted.id, subject, accepted.id.clone(), place)
    }));
    findings
}

/// A finding that is about no check: it has no causes.
fn unchecked(code: Code, id: &str, subject: Subject, target: String, place: Place) -> Finding {
    Finding {
        id: format!("{code}:{id}"),
        code,
        subject,
        target,
        place,
        causes: Vec::new(),
        unexplained: 1.0,
        wrong_formula: 0.0,
        inputs_at_fault: Vec::new(),
        accepted: None,
        check: None,
    }
}

/// The finding that the study and its text differ. What is only in the text is named by its place
/// there, everything else by its number in the list or its claim.
fn in_text(study: &Study, article: &Article, difference: Difference) -> Finding {
    let (source, span) = text_stretch(study, difference);
    let place = source.place(span);
    let (code, id, target) = match difference {
        Difference::Unlisted(passage) => (
            Code::UnlistedNumeral,
            format!("{}:{}", place.line(), place.column()),
            format!("{} ({})", passage.text(article), passage.section(article)),
        ),
        Difference::Absent(entry, _) => {
            (Code::AbsentNumeral, (entry + 1).to_string(), entry_name(study, entry))
        }
        Difference::Changed(entry, _) => {
            (Code::ChangedNumeral, (entry + 1).to_string(), entry_name(study, entry))
        }
        Difference::Quote(claim) => {
            let id = &study.claims[claim].id;
            (Code::AbsentQuote, id.to_string(), id.qualified())
        }
    };
    unchecked(code, &id, Subject::Text(difference), target, place)
}

/// A numeral of the list and its section.
fn entry_name(study: &Study, entry: usize) -> String {
    let entry = study.ledger.as_ref().and_then(|ledger| ledger.get(entry));
    entry.map(|entry| format!("{} ({})", entry.numeral, entry.section)).unwrap_or_default()
}

fn unexplained_numerals(study: &Study) -> Vec<Finding> {
    let (Some(ledger), Some(source)) = (&study.ledger, &study.ledger_source) else {
        return Vec::new();
    };
    let unexplained = ledger.iter().enumerate().filter(|(_, entry)| entry.account.is_none());
    unexplained
        .map(|(index, entry)| {
            let (number, target) = (index + 1, entry_name(study, index));
            let (subject, place) = (Subject::Numeral(index), source.place(entry.span));
            unchecked(Code::UnexplainedNumeral, &number.to_string(), subject, target, place)
        })
        .collect()
}
