//! From the findings of a study to their root causes: rules that fail nearly everywhere are
//! explained first, the other findings are grouped and searched, and all accounts are put together.

use std::collections::BTreeMap;

use crossfoot_core::formula::Published;
use crossfoot_core::{ColumnId, Study, Variable};
use rayon::prelude::*;

use super::RootCauses;
use super::account::{self, Account, ColumnError};
use super::fit::Fit;
use super::groups::{Reach, groups};
use super::partition::Partition;
use super::problem::{Known, Problem};
use super::search::{Found, Group};
use super::shifted;
use super::suspects::{self, Suspected};
use crate::cause::priors;
use crate::{CheckId, ColumnConvention, Finding, Readers, RuleAudit, Subject};

/// More groups of findings than this are not examined: a table with so many faults was read wrong,
/// or its rules are wrong.
const MOST_GROUPS: usize = 2_000;
/// A suspect rule that fails on more rows than this is certainly wrong, and its rows need not be
/// weighed one by one.
const MOST_ROWS_IN_DOUBT: usize = 30;

/// How much is computed to explain the findings of a study, in figures and checks that are looked
/// at: about two seconds. Each group has an equal share of it, and each part of a group at most half
/// of what the others left.
const MOST_WORK: usize = 6_000_000;

/// Finds what explains the open findings of a study.
pub(crate) fn infer(
    study: &Study,
    basis: &Published,
    rules: &[RuleAudit],
    conventions: &[ColumnConvention],
    findings: &[Finding],
) -> RootCauses {
    let findings = by_check(findings);
    if findings.is_empty() {
        return RootCauses::default();
    }
    let readers = Readers::from_study(study);
    let known = Known {
        study,
        basis,
        rules,
        readers: &readers,
        conventions,
        fault: priors::FAULT,
        findings: &findings,
    };
    let whole = Problem::new(known);
    let open = findings.iter().filter(|(_, finding)| finding.accepted.is_none()).map(|(id, _)| *id);
    let (statements, figures): (Vec<CheckId>, Vec<CheckId>) =
        open.partition(|id| account::is_statement(&whole, *id));
    let (cut_off, failing): (Vec<CheckId>, Vec<CheckId>) =
        figures.into_iter().partition(|id| whole.fit(*id, &[]) == Fit::Holds);
    let known = Known { fault: fault(&whole, &failing), ..known };
    let whole = Problem::new(known);
    let inference = Inference { known, suspected: suspects::find(rules, &failing) };
    let (mut accounts, failing) = shifted::columns(&whole, &inference.suspected, failing);
    let (wrong, failing) = inference.wrong_rules(&whole, failing);
    accounts.extend(wrong);
    let mut groups = groups(&whole, &failing, &inference.suspected);
    let unexamined = groups
        .split_off(groups.len().min(MOST_GROUPS))
        .iter()
        .map(|(failing, _)| failing.len())
        .sum();
    let work = MOST_WORK / groups.len().max(1);
    let searched: Vec<Account> = groups
        .into_par_iter()
        .flat_map_iter(|(failing, reach)| inference.search(failing, reach, work))
        .collect();
    accounts.extend(inference.merged(searched, work));
    accounts.extend(
        basis.truncated.iter().filter_map(|column| cut_off_column(&whole, *column, &cut_off)),
    );
    RootCauses { unexamined, ..account::together(&whole, accounts, &statements) }
}

/// The probability that a figure is wrong, in view of how many are: the mean of a beta distribution
/// around [`priors::FAULT`] that is worth a hundred figures. Failing checks that read one figure
/// are taken to have one error.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn fault(problem: &Problem<'_>, failing: &[CheckId]) -> f64 {
    let study = problem.known.study;
    let reads: Vec<Vec<Variable>> = failing
        .iter()
        .map(|id| problem.inputs(*id).iter().copied().chain(problem.target(*id)).collect())
        .collect();
    let mut failing: BTreeMap<Variable, usize> = BTreeMap::new();
    reads.iter().flatten().for_each(|figure| *failing.entry(*figure).or_default() += 1);
    let together =
        reads.iter().map(|figures| figures.iter().map(|figure| failing[figure]).max().unwrap_or(1));
    let errors: f64 = together.map(|checks| 1.0 / checks as f64).sum();
    let figures: usize = study.published().iter().map(crossfoot_core::Table::figures).sum();
    let figures = (figures + study.claims.len()) as f64;
    (priors::FAULT * priors::FAULT_WORTH + errors) / (priors::FAULT_WORTH + figures)
}

/// The findings about checks, by their check.
fn by_check(findings: &[Finding]) -> BTreeMap<CheckId, &Finding> {
    let about_checks = findings.iter().filter_map(|finding| match finding.subject {
        Subject::Check(id) => Some((id, finding)),
        Subject::Numeral(_) | Subject::Text(_) | Subject::Acceptance(_) => None,
    });
    about_checks.collect()
}

/// What is known before the search. Each group is searched on its own thread with a [`Problem`] of
/// its own, because a problem remembers what it computed.
struct Inference<'a> {
    known: Known<'a>,
    suspected: Suspected,
}

impl Inference<'_> {
    /// The accounts of suspect rules that fail on so many rows that nothing else explains them, and
    /// the failing checks that remain.
    fn wrong_rules(
        &self,
        problem: &Problem<'_>,
        mut failing: Vec<CheckId>,
    ) -> (Vec<Account>, Vec<CheckId>) {
        let mut accounts = Vec::new();
        for rule in self.suspected.keys() {
            let (own, others): (Vec<CheckId>, Vec<CheckId>) =
                failing.iter().partition(|id| id.rule == *rule);
            if own.len() > MOST_ROWS_IN_DOUBT {
                accounts.push(Account::from_rule(problem, *rule, own));
                failing = others;
            }
        }
        (accounts, failing)
    }

    fn group<'p, 's>(
        &self,
        problem: &'p Problem<'s>,
        failing: Vec<CheckId>,
        reach: Reach,
    ) -> Group<'p, 's> {
        let suspects = suspects::weigh(problem, &failing, &self.suspected);
        Group { problem, failing, suspects, suspected: reach, steps: Vec::new(), complete: true }
    }

    /// The accounts of the independent parts of a group.
    fn search(&self, failing: Vec<CheckId>, reach: Reach, work: usize) -> Vec<Account> {
        let problem = Problem::new(self.known);
        let group = self.group(&problem, failing, reach);
        let parts = group.parts(work);
        let spent = problem.work();
        let accounts = parts.iter().flat_map(|part| self.accounts(part, spent + work));
        let mut accounts: Vec<Account> = accounts.collect();
        if let Some(first) = accounts.first_mut() {
            first.work += spent;
        }
        accounts
    }

    /// The account of a part of a group, for at most half of the work that is left. A part that is
    /// too large for that is split along the best hypothesis found.
    fn accounts(&self, part: &Group<'_, '_>, last: usize) -> Vec<Account> {
        let before = part.problem.work();
        let found = half_searched(part, last);
        let best = found.states.first().filter(|_| !found.exhaustive);
        let smaller = best.map(|best| part.split(best)).filter(|parts| parts.len() > 1);
        let Some(smaller) = smaller else {
            return vec![Account::from_group(part, found, self.known.findings, before)];
        };
        let accounts = smaller.iter().map(|part| {
            let before = part.problem.work();
            let found = half_searched(part, last);
            Account::from_group(part, found, self.known.findings, before)
        });
        accounts.collect()
    }

    /// The account of some failing checks, searched as one group.
    fn account(&self, failing: Vec<CheckId>, work: usize) -> Account {
        let problem = Problem::new(self.known);
        let reach = failing.iter().map(|id| (*id, problem.reach(*id))).collect();
        let group = self.group(&problem, failing, reach);
        let found = group.search(work);
        Account::from_group(&group, found, self.known.findings, 0)
    }

    /// The accounts after those that blame the same figure were replaced by one account of all
    /// their findings.
    fn merged(&self, mut accounts: Vec<Account>, work: usize) -> Vec<Account> {
        loop {
            let parts = sharing_blame(&accounts);
            if parts.len() == accounts.len() {
                return accounts;
            }
            let mut left: Vec<Option<Account>> = accounts.into_iter().map(Some).collect();
            accounts = parts
                .into_iter()
                .filter_map(|members| {
                    let members = members.into_iter().filter_map(|at| left[at].take()).collect();
                    self.one_account(members, work)
                })
                .collect();
        }
    }

    /// One account of the findings of several; a single one stays as it is.
    fn one_account(&self, mut members: Vec<Account>, work: usize) -> Option<Account> {
        if members.len() < 2 {
            return members.pop();
        }
        let mut failing: Vec<CheckId> =
            members.into_iter().flat_map(|member| member.group.findings).collect();
        failing.sort_unstable();
        Some(self.account(failing, work))
    }
}

/// What a search finds with at most half of the work that is left.
fn half_searched(part: &Group<'_, '_>, last: usize) -> Found {
    part.search(last.saturating_sub(part.problem.work()) / 2)
}

/// The positions of accounts, those that blame a figure in common together.
fn sharing_blame(accounts: &[Account]) -> Vec<Vec<usize>> {
    let mut together = Partition::new(accounts.len());
    let mut blames: BTreeMap<Variable, usize> = BTreeMap::new();
    for (at, account) in accounts.iter().enumerate() {
        for source in &account.sources {
            together.join(at, *blames.entry(source.variable).or_insert(at));
        }
    }
    together.parts()
}

/// The account of a column that is cut off throughout, if one of the checks is about it.
fn cut_off_column(problem: &Problem<'_>, column: ColumnId, cut_off: &[CheckId]) -> Option<Account> {
    let about = cut_off.iter().copied().filter(|id| match problem.target(*id) {
        Some(Variable::Cell(cell)) => cell.column == column,
        Some(Variable::Claim(_)) | None => false,
    });
    let about: Vec<CheckId> = about.collect();
    (!about.is_empty()).then(|| {
        let error = ColumnError::cut_off(problem, column, about.len());
        Account::from_column(problem, error, about)
    })
}
