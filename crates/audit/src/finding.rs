//! Findings: what somebody must read.

use crossfoot_core::formula::{Expr, Published, inputs};
use crossfoot_core::{CellId, Place, Study};
use rayon::prelude::*;

use crate::cause::{self, Case, Context, Fault, FaultTarget, Pool, fault_target};
use crate::check::{check, check_name, target_name, target_place};
use crate::{Cause, Check, CheckId, Code, ColumnConvention, Recomputed, RuleAudit};

/// Something that somebody must read.
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
    /// Findings about the inputs of this one, by id of their check: it may only follow from them.
    pub inputs_at_fault: Vec<String>,
    /// The acceptance that names it, by position.
    pub accepted: Option<usize>,
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

/// All findings of a study: of checks in order, then unexplained numerals, then acceptances that matched nothing.
pub(crate) fn collect(study: &Study, basis: &Published, rules: &[RuleAudit], conventions: &[ColumnConvention]) -> Vec<Finding> {
    let faulty: Vec<(CheckId, Code)> = rules
        .iter()
        .enumerate()
        .flat_map(|(rule, audit)| audit.disagreements(rule))
        .filter_map(|(id, verdict)| Some((id, Code::of(&study.rules[id.rule], verdict)?)))
        .collect();
    let checks: Vec<Check> = faulty.par_iter().map(|(id, _)| check(study, basis, *id)).collect();
    let faults = faulty.iter().zip(&checks).map(|((id, _), check)| fault(study, *id, check)).collect();
    let pool = if faulty.is_empty() { Pool::default() } else { Pool::of_study(study, basis) };
    let context = Context { study, basis, rules, conventions, faults, pool };
    let names = FaultNames::of(&context);
    let mut findings: Vec<Finding> = faulty
        .par_iter()
        .zip(&checks)
        .map(|((id, code), check)| Finding {
            id: format!("{code}:{}", check_name(study, *id)),
            code: *code,
            subject: Subject::Check(*id),
            target: target_name(study, *id),
            place: target_place(study, *id),
            causes: cause::rank(&Case::new(&context, *id, check)),
            inputs_at_fault: names.among_inputs(study, *id),
            accepted: None,
        })
        .collect();
    findings.extend(unexplained_numerals(study));
    let mut matched = vec![false; study.accepted.len()];
    for finding in &mut findings {
        finding.accepted = study.accepted.iter().position(|accepted| accepted.id == finding.id);
        if let Some(accepted) = finding.accepted {
            matched[accepted] = true;
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
        inputs_at_fault: Vec::new(),
        accepted: None,
    }));
    findings
}

fn unexplained_numerals(study: &Study) -> Vec<Finding> {
    let (Some(ledger), Some(source)) = (&study.ledger, &study.ledger_source) else { return Vec::new() };
    let unexplained = ledger.iter().enumerate().filter(|(_, entry)| entry.account.is_none());
    unexplained
        .map(|(index, entry)| Finding {
            id: format!("{}:{}", Code::UnexplainedNumeral, index + 1),
            code: Code::UnexplainedNumeral,
            subject: Subject::Numeral(index),
            target: format!("{} in section {}", entry.numeral, entry.section),
            place: source.place(entry.span),
            causes: Vec::new(),
            inputs_at_fault: Vec::new(),
            accepted: None,
        })
        .collect()
}

fn fault(study: &Study, id: CheckId, check: &Check) -> Fault {
    let value = match &check.recomputed {
        Ok(Recomputed::Number(value)) => value.as_point().cloned(),
        _ => None,
    };
    Fault { id, target: fault_target(study, id), value }
}

/// Targets that are themselves at fault, with the name of the check that says so; sorted, so that big studies stay quick.
struct FaultNames {
    cells: Vec<(CellId, String)>,
    claims: Vec<(usize, String)>,
}

impl FaultNames {
    fn of(context: &Context<'_>) -> Self {
        let mut names = Self { cells: Vec::new(), claims: Vec::new() };
        for fault in &context.faults {
            match fault.target {
                FaultTarget::Cell(cell) => names.cells.push((cell, check_name(context.study, fault.id))),
                FaultTarget::Claim(claim) => names.claims.push((claim, check_name(context.study, fault.id))),
                FaultTarget::None => {}
            }
        }
        names.cells.sort();
        names
    }

    /// The checks about inputs of `id`.
    fn among_inputs(&self, study: &Study, id: CheckId) -> Vec<String> {
        let Some(formula) = &study.rules[id.rule].formula else { return Vec::new() };
        let mut names = Vec::new();
        inputs(&formula.expr, study, id.row, &mut |cell| {
            let from = self.cells.partition_point(|(faulty, _)| *faulty < cell);
            names.extend(self.cells[from..].iter().take_while(|(faulty, _)| *faulty == cell).map(|(_, name)| name.clone()));
        });
        formula.expr.walk(&mut |part| {
            if let Expr::Claim(claim) = part {
                names.extend(self.claims.iter().filter(|(faulty, _)| faulty == claim).map(|(_, name)| name.clone()));
            }
        });
        let own = check_name(study, id);
        names.retain(|name| *name != own);
        names.dedup();
        names
    }
}
