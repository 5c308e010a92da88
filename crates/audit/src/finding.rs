//! Findings: what needs attention.

use std::sync::Arc;

use crossfoot_core::formula::Published;
use crossfoot_core::{Place, Source, Span, Study};
use rayon::prelude::*;

use crate::cause::{self, Case, Context, Faults, Pool, Ranking};
use crate::check::{Check, check, check_name, target_name, target_place, target_stretch};
use crate::{Cause, CheckId, Code, ColumnConvention, RuleAudit};

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
            (Subject::Acceptance(accepted), ..) => (&study.manifest, study.accepted[accepted].span),
        }
    }

    /// The check that it is about.
    pub const fn check_id(&self) -> Option<CheckId> {
        match self.subject {
            Subject::Check(id) => Some(id),
            Subject::Numeral(_) | Subject::Acceptance(_) => None,
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
    /// An acceptance that matched nothing.
    Acceptance(usize),
}

/// All findings of a study: of checks in order, then unexplained numerals, then acceptances that
/// matched nothing.
pub(crate) fn collect(
    study: &Study,
    basis: &Published,
    rules: &[RuleAudit],
    conventions: &[ColumnConvention],
) -> Vec<Finding> {
    let faulty: Vec<(CheckId, Code)> = rules
        .iter()
        .enumerate()
        .flat_map(|(rule, audit)| audit.disagreements(rule))
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
    findings.extend(unmatched.map(|(index, accepted)| Finding {
        id: format!("{}:{}", Code::UnmatchedAcceptance, accepted.id),
        code: Code::UnmatchedAcceptance,
        subject: Subject::Acceptance(index),
        target: accepted.id.clone(),
        place: study.manifest.place(accepted.span),
        causes: Vec::new(),
        unexplained: 1.0,
        wrong_formula: 0.0,
        inputs_at_fault: Vec::new(),
        accepted: None,
        check: None,
    }));
    findings
}

fn unexplained_numerals(study: &Study) -> Vec<Finding> {
    let (Some(ledger), Some(source)) = (&study.ledger, &study.ledger_source) else {
        return Vec::new();
    };
    let unexplained = ledger.iter().enumerate().filter(|(_, entry)| entry.account.is_none());
    unexplained
        .map(|(index, entry)| Finding {
            id: format!("{}:{}", Code::UnexplainedNumeral, index + 1),
            code: Code::UnexplainedNumeral,
            subject: Subject::Numeral(index),
            target: format!("{} ({})", entry.numeral, entry.section),
            place: source.place(entry.span),
            causes: Vec::new(),
            unexplained: 1.0,
            wrong_formula: 0.0,
            inputs_at_fault: Vec::new(),
            accepted: None,
            check: None,
        })
        .collect()
}
