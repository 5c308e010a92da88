//! Rules of the manifest that may be wrong themselves, and how probable that is.

use std::collections::BTreeMap;

use crossfoot_core::Verdict;

use super::problem::Problem;
use crate::cause::priors;
use crate::{CheckId, RuleAudit};

/// Rules that may be wrong, with the number of rows on which they hold.
pub(super) type Suspected = BTreeMap<usize, usize>;

/// Rules that may be wrong themselves: they fail on at least two rows and hold on at most one.
pub(super) fn find(rules: &[RuleAudit], failing: &[CheckId]) -> Suspected {
    let mut fails: BTreeMap<usize, usize> = BTreeMap::new();
    failing.iter().for_each(|id| *fails.entry(id.rule).or_default() += 1);
    fails
        .into_iter()
        .filter(|(_, fails)| *fails >= 2)
        .map(|(rule, _)| (rule, rules[rule].verdicts.iter().filter(holds).take(2).count()))
        .filter(|(_, holds)| *holds < 2)
        .collect()
}

/// Whether a rule with this verdict holds.
const fn holds(verdict: &&Verdict) -> bool {
    matches!(verdict, Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Truncated)
}

/// The suspect rules of a group, each with the logarithm of the probability that it is wrong and
/// that its checks come out as they do.
pub(super) fn weigh(
    problem: &Problem<'_>,
    failing: &[CheckId],
    suspected: &Suspected,
) -> Vec<(usize, f64)> {
    suspected
        .iter()
        .filter_map(|(rule, holds)| Some((*rule, log_wrong(problem, failing, *rule, *holds)?)))
        .collect()
}

/// The logarithm of the probability that a rule is wrong, holds by chance on `holds` rows, and has
/// the targets that are printed; `None` where no failing check is its own.
///
/// A wrong rule says nothing about its targets, so what they print is as likely as any figure with
/// as many digits.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn log_wrong(problem: &Problem<'_>, failing: &[CheckId], rule: usize, holds: usize) -> Option<f64> {
    let own = failing.iter().filter(|id| id.rule == rule);
    let chance: Vec<f64> = own.map(|id| chance_of_target(problem, *id).ln()).collect();
    let log = priors::RULE_WRONG.ln()
        + holds as f64 * priors::RULE_WRONG_HOLDS.ln()
        + chance.iter().sum::<f64>();
    (!chance.is_empty()).then_some(log)
}

/// The probability of what the target of a check prints when its rule says nothing about it.
fn chance_of_target(problem: &Problem<'_>, id: CheckId) -> f64 {
    let Some(target) = problem.target(id) else { return priors::FALSE_STATEMENT };
    let Some(printed) = problem.figure(target) else { return priors::FALSE_STATEMENT };
    let expected = problem.value(id, &[]).map(|value| problem.expected(target, &value));
    let digits = expected
        .unwrap_or_default()
        .iter()
        .chain([&printed.value()])
        .map(|value| value.digits().len())
        .max()
        .unwrap_or(1);
    10_f64.powi(-(digits as i32))
}
