//! Root causes: the few source errors that explain the findings of a study.
//!
#![doc = include_str!("root/model.md")]

mod account;
mod candidates;
mod misprint;
mod overlay;
mod partition;
mod problem;
mod search;
mod solve;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossfoot_core::formula::Published;
use crossfoot_core::{
    CellId, ColumnId, Decimal, Interval, Phrase, Place, Source, Span, Study, Variable, Verdict,
};
use rayon::prelude::*;

use crate::cause::priors;
use crate::{CheckId, ColumnConvention, Finding, Readers, RuleAudit, Subject};
use account::Account;
use partition::Partition;
use problem::{Fit, Problem};
use search::Group;

/// What the page about the model is called.
pub const NAME: &str = "root-causes";
/// The page, in Markdown.
pub const PAGE: &str = include_str!("root/model.md");

/// What the findings of a study come from.
#[derive(Clone, Debug, Default)]
pub struct RootCauses {
    /// Findings that share figures, each group with the hypotheses that explain it; groups in the
    /// order of their first finding.
    pub groups: Vec<RootGroup>,
    /// Findings beyond the number of groups that are looked at.
    pub unexamined: usize,
    /// Every figure that is another on the best hypothesis of each group: the corrected basis.
    pub corrections: Vec<Correction>,
}

/// Findings that share figures, directly or through figures derived from them, and so must be
/// explained together.
#[derive(Clone, Debug)]
pub struct RootGroup {
    /// Their checks, in order.
    pub findings: Vec<CheckId>,
    /// What may have happened, the most probable first. The probabilities add up to 1 with those of
    /// hypotheses too improbable to keep.
    pub hypotheses: Vec<Hypothesis>,
    /// Whether no hypothesis worth keeping was left out; else the search was cut and the
    /// probabilities are those among what was found.
    pub exhaustive: bool,
}

/// A set of source errors that together explain a group.
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// Its probability among all hypotheses about the group.
    pub probability: f64,
    /// The source errors, those that explain most first.
    pub errors: Vec<SourceError>,
}

/// Something that went wrong once.
#[derive(Clone, Debug)]
pub struct SourceError {
    /// What is wrong.
    pub blamed: Blamed,
    /// The name of the kind of cause; `arbitrary` for a misprint that no slip explains, `rule` for
    /// a rule that is none.
    pub kind: &'static str,
    /// What happened, in one sentence without a full stop.
    pub detail: Phrase,
    /// What the authors had before it went wrong, where a figure is blamed.
    pub right: Option<Decimal>,
    /// Its probability: of all hypotheses about the group that have it.
    pub probability: f64,
    /// The findings that would not be there without it.
    pub explains: Vec<CheckId>,
    /// Figures that were computed from what is wrong and must change with it.
    pub downstream: Vec<Variable>,
    /// Figures that were computed from what is right and so confirm it.
    pub untouched: Vec<Variable>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blamed {
    /// A printed figure.
    Figure(Variable),
    /// The rounding of a column: its digits were cut off.
    Column(ColumnId),
    /// A rule of the manifest that the publication does not follow.
    Rule(usize),
}

/// A figure as it is on the corrected basis.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The figure.
    pub variable: Variable,
    /// As printed.
    pub published: Decimal,
    /// As it should be printed, at the printed decimals.
    pub corrected: Decimal,
    /// Before it is rounded, where a rule gives it.
    pub exact: Option<Interval>,
    /// Whether it was printed wrong itself, or only follows from figures that were.
    pub source: bool,
}

/// A hypothesis about the whole study, in brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The product of the probabilities of its parts.
    pub probability: f64,
    /// The figures printed wrong, with what the authors had, in the order of the study.
    pub changes: Vec<(Variable, Decimal)>,
}

impl RootCauses {
    /// The source errors of the best hypothesis of every group: those that explain most first, then
    /// in the order of the study.
    pub fn errors(&self) -> Vec<&SourceError> {
        let best = self.groups.iter().filter_map(|group| group.hypotheses.first());
        let mut errors: Vec<&SourceError> =
            best.flat_map(|hypothesis| &hypothesis.errors).collect();
        errors.sort_by_key(|error| (std::cmp::Reverse(error.explains.len()), error.blamed));
        errors
    }

    /// The group that a source error of its best hypothesis belongs to.
    pub fn group_of(&self, error: &SourceError) -> Option<&RootGroup> {
        self.groups.iter().find(|group| {
            group
                .hypotheses
                .first()
                .is_some_and(|best| best.errors.iter().any(|other| std::ptr::eq(other, error)))
        })
    }

    /// The errors worth telling as such: not a figure that is merely another number than its rule
    /// gives, about which the finding says it all.
    pub fn telling(&self) -> Vec<&SourceError> {
        self.errors()
            .into_iter()
            .filter(|error| error.kind != misprint::ARBITRARY || error.explains.len() > 1)
            .collect()
    }

    /// The error that a correction puts right, unless the figure only follows from others.
    pub fn error_of(&self, correction: &Correction) -> Option<&SourceError> {
        self.errors().into_iter().find(|error| error.is_put_right_by(correction))
    }

    /// What a figure is on the corrected basis.
    pub fn correction(&self, variable: Variable) -> Option<&Correction> {
        self.corrections.iter().find(|correction| correction.variable == variable)
    }

    /// The most probable hypotheses about the study as a whole: one for each group, whose
    /// probabilities multiply.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub fn ranked(&self, most: usize) -> Vec<Ranked> {
        let mut all = vec![Ranked { probability: 1.0, changes: Vec::new() }];
        for group in &self.groups {
            let mut joined: Vec<Ranked> = Vec::new();
            for so_far in &all {
                joined.extend(group.hypotheses.iter().map(|hypothesis| {
                    let changes =
                        so_far.changes.iter().copied().chain(hypothesis.changes()).collect();
                    Ranked { probability: so_far.probability * hypothesis.probability, changes }
                }));
            }
            joined.sort_by(|a, b| b.probability.total_cmp(&a.probability));
            joined.truncate(most);
            all = joined;
        }
        all.iter_mut()
            .for_each(|ranked| ranked.changes.sort_unstable_by_key(|(variable, _)| *variable));
        all
    }
}

impl RootGroup {
    /// Hypotheses beside the best that a reader should know of.
    pub fn alternatives(&self) -> impl Iterator<Item = &Hypothesis> {
        self.hypotheses.iter().skip(1).filter(|hypothesis| hypothesis.probability >= WORTH_TELLING)
    }

    /// The figures whose true values would tell the best hypothesis from the others worth knowing
    /// of.
    pub fn deciding(&self) -> Vec<Variable> {
        let blamed =
            |hypothesis: &Hypothesis| hypothesis.changes().collect::<BTreeMap<Variable, Decimal>>();
        let Some(best) = self.hypotheses.first().map(blamed) else { return Vec::new() };
        let mut deciding = BTreeSet::new();
        for other in self.alternatives().map(blamed) {
            let either = best.keys().chain(other.keys());
            deciding.extend(either.filter(|variable| best.get(variable) != other.get(variable)));
        }
        deciding.into_iter().collect()
    }
}

/// Hypotheses less probable than this need not be told.
const WORTH_TELLING: f64 = 0.05;

impl SourceError {
    /// Whether a correction is of the very figures that are wrong.
    pub fn is_put_right_by(&self, correction: &Correction) -> bool {
        match (self.blamed, correction.variable) {
            (Blamed::Figure(variable), corrected) => variable == corrected,
            (Blamed::Column(column), Variable::Cell(cell)) => {
                correction.source && cell.column == column
            }
            (Blamed::Column(_), Variable::Claim(_)) | (Blamed::Rule(_), _) => false,
        }
    }

    /// What is blamed, by name.
    pub fn name(&self, study: &Study) -> String {
        match self.blamed {
            Blamed::Figure(variable) => study.name(variable),
            Blamed::Column(column) => {
                format!("{}.{}", study.column(column).0.id, study.column(column).1.name)
            }
            Blamed::Rule(rule) => study.rules[rule].id.to_string(),
        }
    }

    /// Where it stands: the figure, the first cell of the column, or the rule in the manifest.
    pub fn place(&self, study: &Study) -> Place {
        let (source, span) = self.stretch(study);
        source.place(span)
    }

    /// The file that holds it, and the stretch of that file.
    pub fn stretch<'a>(&self, study: &'a Study) -> (&'a Arc<Source>, Span) {
        match self.blamed {
            Blamed::Figure(variable) => study.stretch(variable),
            Blamed::Column(column) => study.stretch(Variable::Cell(CellId { column, row: 0 })),
            Blamed::Rule(rule) => (&study.rules[rule].source, study.rules[rule].span),
        }
    }
}

impl Hypothesis {
    /// The misprinted figures, with what the authors had; not those that are only cut off.
    pub fn changes(&self) -> impl Iterator<Item = (Variable, Decimal)> {
        self.errors.iter().filter_map(|error| match error.blamed {
            Blamed::Figure(variable) if error.kind != account::TRUNCATION => {
                Some((variable, error.right?))
            }
            Blamed::Figure(_) | Blamed::Column(_) | Blamed::Rule(_) => None,
        })
    }
}

/// Finds what explains the findings of a study that nobody accepted.
pub(crate) fn infer(
    study: &Study,
    basis: &Published,
    rules: &[RuleAudit],
    conventions: &[ColumnConvention],
    findings: &[Finding],
) -> RootCauses {
    let about_checks = findings.iter().filter_map(|finding| match finding.subject {
        Subject::Check(id) => Some((id, finding)),
        Subject::Numeral(_) | Subject::Acceptance(_) => None,
    });
    let about_checks: BTreeMap<CheckId, &Finding> = about_checks.collect();
    if about_checks.is_empty() {
        return RootCauses::default();
    }
    let readers = Readers::of(study);
    let problem = || Problem::new(study, basis, rules, &readers, conventions, &about_checks);
    let whole = problem();
    let open =
        about_checks.iter().filter(|(_, finding)| finding.accepted.is_none()).map(|(id, _)| *id);
    let (statements, figures): (Vec<CheckId>, Vec<CheckId>) =
        open.partition(|id| account::is_statement(&whole, *id));
    let (cut_off, failing): (Vec<CheckId>, Vec<CheckId>) =
        figures.into_iter().partition(|id| whole.fit(*id, &[]).0 == Fit::Holds);
    let suspected = suspect_rules(rules, &failing);
    let mut accounts: Vec<Account> = Vec::new();
    let mut apart = failing;
    for rule in suspected.keys() {
        let (of_rule, others): (Vec<CheckId>, Vec<CheckId>) =
            apart.iter().partition(|id| id.rule == *rule);
        if of_rule.len() > MOST_ROWS_IN_DOUBT {
            accounts.push(Account::of_rule(&whole, *rule, of_rule));
            apart = others;
        }
    }
    let mut groups = groups(&whole, &apart, &suspected);
    let unexamined = groups
        .split_off(groups.len().min(MOST_GROUPS))
        .iter()
        .map(|(failing, _)| failing.len())
        .sum();
    let searched: Vec<Account> = groups
        .into_par_iter()
        .flat_map_iter(|(failing, reach)| {
            let problem = problem();
            let suspects = suspects(&problem, &failing, &suspected);
            let parts = Group { problem: &problem, failing, suspects, suspected: reach }.parts();
            parts.iter().map(|part| Account::of(part, &about_checks)).collect::<Vec<_>>()
        })
        .collect();
    accounts.extend(joined(searched, |failing| {
        let problem = problem();
        let suspects = suspects(&problem, &failing, &suspected);
        let suspected = failing.iter().map(|id| (*id, problem.reach(*id))).collect();
        Account::of(&Group { problem: &problem, failing, suspects, suspected }, &about_checks)
    }));
    for column in &basis.truncated {
        let about = |id: &CheckId| matches!(whole.target(*id), Some(Variable::Cell(cell)) if cell.column == *column);
        let of_column: Vec<CheckId> = cut_off.iter().copied().filter(about).collect();
        if !of_column.is_empty() {
            accounts.push(Account::of_column(&whole, *column, of_column));
        }
    }
    RootCauses { unexamined, ..account::together(&whole, accounts, &statements) }
}

/// More groups of findings than this are not looked at: a table with as many faults was read wrong,
/// or its rules are.
const MOST_GROUPS: usize = 2_000;
/// A suspect rule that fails on more rows than this is beyond doubt, and what it says of each row
/// need not be weighed.
const MOST_ROWS_IN_DOUBT: usize = 30;

/// The accounts, of which those that blame the same figures, each for its own findings, are made
/// one.
fn joined(mut accounts: Vec<Account>, account: impl Fn(Vec<CheckId>) -> Account) -> Vec<Account> {
    loop {
        let mut together = Partition::new(accounts.len());
        let mut blames: BTreeMap<Variable, usize> = BTreeMap::new();
        for (at, account) in accounts.iter().enumerate() {
            account
                .sources
                .iter()
                .for_each(|source| together.join(at, *blames.entry(source.variable).or_insert(at)));
        }
        let parts = together.parts();
        if parts.len() == accounts.len() {
            return accounts;
        }
        let mut apart: Vec<Option<Account>> = accounts.into_iter().map(Some).collect();
        let one = |members: Vec<usize>| {
            let mut members: Vec<Account> =
                members.into_iter().filter_map(|at| apart[at].take()).collect();
            if members.len() < 2 {
                return members.pop();
            }
            let mut failing: Vec<CheckId> =
                members.into_iter().flat_map(|member| member.group.findings).collect();
            failing.sort_unstable();
            Some(account(failing))
        };
        accounts = parts.into_iter().filter_map(one).collect();
    }
}

/// What each failing check depends on.
type Reach = BTreeMap<CheckId, BTreeSet<Variable>>;

/// The failing checks in groups that share no figure, directly or through derivations, and that no
/// suspect rule joins.
fn groups(
    problem: &Problem<'_>,
    failing: &[CheckId],
    suspects: &BTreeMap<usize, usize>,
) -> Vec<(Vec<CheckId>, Reach)> {
    let reach: Vec<BTreeSet<Variable>> = failing.iter().map(|id| problem.reach(*id)).collect();
    let mut together = Partition::new(failing.len());
    let mut first: BTreeMap<Variable, usize> = BTreeMap::new();
    let mut of_rule: BTreeMap<usize, usize> = BTreeMap::new();
    let targets: BTreeMap<Variable, usize> = failing
        .iter()
        .enumerate()
        .filter_map(|(at, id)| Some((problem.target(*id)?, at)))
        .collect();
    for (at, id) in failing.iter().enumerate() {
        for other in exchanged(problem, *id).into_iter().filter_map(|other| targets.get(&other)) {
            together.join(at, *other);
        }
        reach[at]
            .iter()
            .for_each(|variable| together.join(at, *first.entry(*variable).or_insert(at)));
        if suspects.contains_key(&id.rule) {
            together.join(at, *of_rule.entry(id.rule).or_insert(at));
        }
    }
    let group = |members: Vec<usize>| {
        let reach = members.iter().map(|at| (failing[*at], reach[*at].clone())).collect();
        (members.into_iter().map(|at| failing[at]).collect(), reach)
    };
    together.parts().into_iter().map(group).collect()
}

/// Figures near the target of a check that print what it should: the two may have been exchanged.
fn exchanged(problem: &Problem<'_>, id: CheckId) -> Vec<Variable> {
    let (Some(target), (_, Some(value))) = (problem.target(id), problem.fit(id, &[])) else {
        return Vec::new();
    };
    let right = problem.expected(target, &value);
    let prints_right = |other: &Variable| {
        problem.figure(*other).is_some_and(|figure| right.contains(&figure.value()))
    };
    problem.neighbours(target).into_iter().filter(prints_right).collect()
}

/// Rules that may be wrong themselves, with the number of rows on which they hold: they fail on at
/// least two and hold on at most one.
fn suspect_rules(rules: &[RuleAudit], failing: &[CheckId]) -> BTreeMap<usize, usize> {
    let mut fails: BTreeMap<usize, usize> = BTreeMap::new();
    failing.iter().for_each(|id| *fails.entry(id.rule).or_default() += 1);
    let holds = |rule: usize| {
        let decided = |verdict: &&Verdict| {
            matches!(
                verdict,
                Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Truncated
            )
        };
        rules[rule].verdicts.iter().filter(decided).take(2).count()
    };
    fails
        .into_iter()
        .filter(|(_, fails)| *fails >= 2)
        .map(|(rule, _)| (rule, holds(rule)))
        .filter(|(_, holds)| *holds < 2)
        .collect()
}

/// The suspect rules of a group, with the logarithm of the probability that they are wrong, hold
/// where they hold by chance, and that what their targets print is whatever it is elsewhere:
/// nothing that the rule says makes it likelier than any other figure of as many digits.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn suspects(
    problem: &Problem<'_>,
    failing: &[CheckId],
    suspects: &BTreeMap<usize, usize>,
) -> Vec<(usize, f64)> {
    let price = |(rule, holds): (&usize, &usize)| {
        let checks = failing.iter().filter(|id| id.rule == *rule);
        let chance = checks.map(|id| {
            match problem
                .target(*id)
                .and_then(|target| Some((target, problem.figure(target)?.value())))
            {
                None => priors::FALSE_STATEMENT,
                Some((target, printed)) => {
                    let right = problem
                        .fit(*id, &[])
                        .1
                        .map(|value| problem.expected(target, &value))
                        .unwrap_or_default();
                    let digits = right
                        .iter()
                        .chain([&printed])
                        .map(|value| value.digits().len())
                        .max()
                        .unwrap_or(1);
                    10_f64.powi(-(digits as i32))
                }
            }
        });
        let chance: Vec<f64> = chance.map(f64::ln).collect();
        let log = priors::RULE_WRONG.ln()
            + *holds as f64 * priors::RULE_WRONG_HOLDS.ln()
            + chance.iter().sum::<f64>();
        (!chance.is_empty()).then_some((*rule, log))
    };
    suspects.iter().filter_map(price).collect()
}
