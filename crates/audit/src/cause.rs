//! Causes: hypotheses about one finding, each priced by how many values it could have produced.
//!
//! A kind of slip has a prior; a particular slip shares it with all others that the kind could have
//! made here, because an explanation that fits almost any number explains none:
//!
//! weight = prior(kind) ÷ ways, probability = weight ÷ (Σ weights + prior(unexplained) ÷ printable
//! values).

mod case;
mod cells_swapped;
mod conflicting_sources;
mod decimal_shift;
mod digits;
mod earlier_vintage;
mod faults;
mod faulty_input;
mod filter_dropped;
mod forced_sum;
mod inverted_ratio;
mod kind;
mod misprinted_input;
mod neighbour_repeated;
mod other_base_year;
mod other_denominator;
mod other_quantity;
mod percent_for_points;
mod pool;
pub mod priors;
mod rounded_twice;
mod row_shifted;
mod running_total;
mod share_for_count;
mod sign;
mod stale_figure;
mod truncation;

use crossfoot_core::formula::Expr;
use crossfoot_core::{Decimal, Phrase, Variable};

use case::Explanation;
pub(crate) use case::{Case, Context};
pub(crate) use faults::Faults;
pub(crate) use filter_dropped::mentioned;
pub(crate) use forced_sum::shares_made_whole;
pub use kind::{CauseClass, CauseKind};
pub(crate) use pool::Pool;
pub(crate) use rounded_twice::is_rounded_twice;
pub(crate) use truncation::cutting;

/// A hypothesis about one finding.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// let audit = crossfoot_audit::audit(&study);
/// let cause = &audit.findings[0].causes[0];
/// assert_eq!(cause.kind.name(), "adjacent-transposition");
/// assert!(cause.probability > 0.5);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cause {
    /// Its kind.
    pub kind: CauseKind,
    /// What happened, in one sentence without a full stop.
    pub detail: Phrase,
    /// What should stand there, where the hypothesis says so.
    pub value: Option<Decimal>,
    /// Its probability among the causes considered, including none of them.
    pub probability: f64,
    /// The formula that gives what is printed, where another was computed.
    pub(crate) formula: Option<Expr>,
}

/// Causes less probable than this are not worth telling.
const WORTH_TELLING: f64 = 0.005;
/// At most this many are told.
const MOST: usize = 6;

/// The causes that fit a finding.
pub(crate) struct Ranking {
    /// The most probable first.
    pub(crate) causes: Vec<Cause>,
    /// The probability that none of them is right.
    pub(crate) unexplained: f64,
    /// How well a wrong formula explains the finding: Σ prior ÷ ways over the kinds that are not
    /// typing errors. That some other quantity was taken counts for claims only: nobody computes a
    /// column from elsewhere in one of its rows.
    pub(crate) wrong_formula: f64,
}

/// Ranks the causes that fit a finding.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(crate) fn rank(case: &Case<'_>) -> Ranking {
    let explanations: Vec<(CauseKind, Explanation)> = CauseKind::ALL
        .iter()
        .flat_map(|kind| kind.explanations(case).into_iter().map(move |found| (*kind, found)))
        .collect();
    let weighted: Vec<(f64, CauseKind, &Explanation)> = explanations
        .iter()
        .filter(|(kind, found)| {
            *kind != CauseKind::LEAST_SPECIFIC || !is_named_by_another(found, &explanations)
        })
        .map(|(kind, found)| (kind.prior() / found.ways.max(1.0), *kind, found))
        .collect();
    let unexplained = priors::UNEXPLAINED / case.printable();
    let total = weighted.iter().map(|(weight, ..)| weight).sum::<f64>() + unexplained;
    let of_claim = matches!(case.target(), Some(Variable::Claim(_)));
    let wrong_formula = weighted
        .iter()
        .filter(|(_, kind, _)| kind.class() == CauseClass::WrongFormula)
        .filter(|(_, kind, _)| of_claim || *kind != CauseKind::LEAST_SPECIFIC)
        .map(|(weight, ..)| weight)
        .sum();
    let mut causes: Vec<Cause> = weighted
        .into_iter()
        .map(|(weight, kind, found)| Cause {
            kind,
            detail: found.detail.clone(),
            value: found.value,
            probability: weight / total,
            formula: found.formula.clone(),
        })
        .filter(|cause| cause.probability >= WORTH_TELLING)
        .collect();
    causes.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then_with(|| a.kind.name().cmp(b.kind.name()))
            .then_with(|| a.detail.to_string().cmp(&b.detail.to_string()))
    });
    causes.truncate(MOST);
    Ranking { causes, unexplained: unexplained / total, wrong_formula }
}

/// Whether a more specific kind says that the same quantity was printed: then it is one hypothesis
/// and not two.
fn is_named_by_another(explanation: &Explanation, all: &[(CauseKind, Explanation)]) -> bool {
    let others = all.iter().filter(|(kind, _)| *kind != CauseKind::LEAST_SPECIFIC);
    others
        .flat_map(|(_, other)| &other.instead)
        .any(|formula| explanation.instead.contains(formula))
}
