//! Every finding taken alone: the values that its causes give, combined as if findings had nothing
//! to do with each other.

use crossfoot_audit::{Audit, CauseKind, Finding, Subject};
use crossfoot_core::{Decimal, Study, Variable};

use super::{Method, Ranked};

/// Combinations that are kept.
const MOST: usize = 10;

/// Believes the causes of every finding.
pub(super) struct OneFindingAtATime;

/// What a finding may say was misprinted, and with which probability.
type Options = Vec<(f64, Option<(Variable, Decimal)>)>;

/// What was misprinted according to the findings so far, and with which probability.
type Answer = (f64, Vec<(Variable, Decimal)>);

impl Method for OneFindingAtATime {
    fn name(&self) -> &'static str {
        "one finding at a time"
    }

    fn rank(&self, study: &Study, audit: &Audit) -> Vec<Ranked> {
        let mut best: Vec<Answer> = vec![(1.0, Vec::new())];
        for options in audit
            .findings
            .iter()
            .map(|finding| options(study, finding))
            .filter(|options| !options.is_empty())
        {
            best = best.iter().flat_map(|answer| with_each(answer, &options)).collect();
            best.sort_by(|a, b| b.0.total_cmp(&a.0));
            best.truncate(MOST);
        }
        let ranked = best.into_iter().map(|(probability, changes)| Ranked {
            probability: Some(probability),
            changes: changes.into_iter().map(|(variable, right)| (variable, Some(right))).collect(),
        });
        ranked.collect()
    }
}

/// An answer with each of the options of one more finding.
#[expect(clippy::float_arithmetic, reason = "probabilities")]
fn with_each((probability, changes): &Answer, options: &Options) -> Vec<Answer> {
    let answers = options.iter().map(|(more, change)| {
        (probability * more, changes.iter().copied().chain(*change).collect())
    });
    answers.collect()
}

/// Causes that give the same value are one answer; so are those that blame no figure of their own.
#[expect(clippy::float_arithmetic, reason = "probabilities")]
fn options(study: &Study, finding: &Finding) -> Options {
    let Subject::Check(id) = finding.subject else { return Vec::new() };
    let variable = study.rules[id.rule].variable(id.row);
    let mut options = Options::new();
    for cause in &finding.causes {
        let change = variable.zip(cause.value.filter(|_| cause.kind != CauseKind::Truncation));
        match options.iter_mut().find(|(_, other)| *other == change) {
            Some((probability, _)) => *probability += cause.probability,
            None => options.push((cause.probability, change)),
        }
    }
    options
}
