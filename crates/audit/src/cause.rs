//! Causes: hypotheses about one finding, each priced by how many values it could have produced.
//!
//! A kind of slip has a prior; a particular slip shares it with all others that the kind could have
//! made here, because an explanation that fits almost any number explains none:
//!
//! weight = prior(kind) ÷ ways, probability = weight ÷ (Σ weights + prior(unexplained) ÷ printable
//! values).

mod case;
mod faults;
mod pool;
pub mod priors;
mod typo;

macro_rules! kinds {
    ($($module:ident, $name:literal, $prior:ident;)*) => {
        $(mod $module;)*
        /// Every kind of cause, in the order of the documentation.
        pub static KINDS: &[Kind] = &[
            $(Kind {
                name: $name,
                page: include_str!(concat!("cause/", stringify!($module), ".md")),
                prior: priors::$prior,
                find: $module::find,
            }),*
        ];
    };
}

kinds! {
    adjacent_transposition, "adjacent-transposition", ADJACENT_TRANSPOSITION;
    digit_swap, "digit-swap", DIGIT_SWAP;
    digit_replaced, "digit-replaced", DIGIT_REPLACED;
    digit_omitted, "digit-omitted", DIGIT_OMITTED;
    digit_added, "digit-added", DIGIT_ADDED;
    digit_repeated, "digit-repeated", DIGIT_REPEATED;
    decimal_shift, "decimal-shift", DECIMAL_SHIFT;
    sign, "sign", SIGN;
    truncation, "truncation", TRUNCATION;
    other_denominator, "other-denominator", OTHER_DENOMINATOR;
    other_base_year, "other-base-year", OTHER_BASE_YEAR;
    inverted_ratio, "inverted-ratio", INVERTED_RATIO;
    percent_for_points, "percent-for-points", PERCENT_FOR_POINTS;
    share_for_count, "share-for-count", SHARE_FOR_COUNT;
    filter_dropped, "filter-dropped", FILTER_DROPPED;
    other_quantity, "other-quantity", OTHER_QUANTITY;
    faulty_input, "faulty-input", FAULTY_INPUT;
    conflicting_sources, "conflicting-sources", CONFLICTING_SOURCES;
    stale_figure, "stale-figure", STALE_FIGURE;
    cells_swapped, "cells-swapped", CELLS_SWAPPED;
    row_shifted, "row-shifted", ROW_SHIFTED;
    running_total, "running-total", RUNNING_TOTAL;
    earlier_vintage, "earlier-vintage", EARLIER_VINTAGE;
}

use crossfoot_core::{Decimal, Phrase, Variable};

use case::Explanation;
pub(crate) use case::{Case, Context};
pub(crate) use faults::Faults;
pub(crate) use pool::Pool;

/// A kind of cause.
pub struct Kind {
    /// The name in every output.
    pub name: &'static str,
    /// The page that explains it, in Markdown.
    pub page: &'static str,
    /// How often this kind of slip is behind a fault.
    pub prior: f64,
    find: fn(&Case<'_>) -> Vec<Explanation>,
}

/// A hypothesis about one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The name of its kind.
    pub kind: &'static str,
    /// What happened, in one sentence without a full stop.
    pub detail: Phrase,
    /// What should stand there, where the hypothesis says so.
    pub value: Option<Decimal>,
    /// Its probability among the causes considered, including none of them.
    pub probability: f64,
}

/// The kind of that name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
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
    /// How well a wrong formula explains the finding: Σ prior ÷ ways over the kinds that are no
    /// misprints. That some other quantity was taken counts for claims only: nobody computes a
    /// column from elsewhere in one of its rows.
    pub(crate) wrong_formula: f64,
}

/// Kinds that say that something else was computed, or computed otherwise.
const WRONG_FORMULA: [&str; 10] = [
    "other-denominator",
    "other-base-year",
    "inverted-ratio",
    "percent-for-points",
    "share-for-count",
    "filter-dropped",
    "other-quantity",
    "row-shifted",
    "running-total",
    "earlier-vintage",
];

/// Whether a kind says that something else was computed, or computed otherwise.
pub(crate) fn is_wrong_formula(kind: &str) -> bool {
    WRONG_FORMULA.contains(&kind)
}

/// Ranks the causes that fit a finding.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(crate) fn rank(case: &Case<'_>) -> Ranking {
    let explanations: Vec<(&Kind, Explanation)> = KINDS
        .iter()
        .flat_map(|kind| (kind.find)(case).into_iter().map(move |found| (kind, found)))
        .collect();
    let weighted: Vec<(f64, &Kind, &Explanation)> = explanations
        .iter()
        .filter(|(kind, found)| {
            kind.name != LEAST_SPECIFIC || !is_named_by_another(found, &explanations)
        })
        .map(|(kind, found)| (kind.prior / found.ways.max(1.0), *kind, found))
        .collect();
    let unexplained = priors::UNEXPLAINED / case.printable();
    let total = weighted.iter().map(|(weight, ..)| weight).sum::<f64>() + unexplained;
    let of_claim = matches!(case.target(), Some(Variable::Claim(_)));
    let wrong =
        |kind: &Kind| is_wrong_formula(kind.name) && (of_claim || kind.name != LEAST_SPECIFIC);
    let wrong_formula =
        weighted.iter().filter(|(_, kind, _)| wrong(kind)).map(|(weight, ..)| weight).sum();
    let mut causes: Vec<Cause> = weighted
        .into_iter()
        .map(|(weight, kind, found)| Cause {
            kind: kind.name,
            detail: found.detail.clone(),
            value: found.value,
            probability: weight / total,
        })
        .filter(|cause| cause.probability >= WORTH_TELLING)
        .collect();
    causes.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then_with(|| a.kind.cmp(b.kind))
            .then_with(|| a.detail.to_string().cmp(&b.detail.to_string()))
    });
    causes.truncate(MOST);
    Ranking { causes, unexplained: unexplained / total, wrong_formula }
}

/// The kind that names a quantity without saying why it stands there.
const LEAST_SPECIFIC: &str = "other-quantity";

/// Whether a more specific kind says that the same quantity was printed: then it is one hypothesis
/// and not two.
fn is_named_by_another(explanation: &Explanation, all: &[(&Kind, Explanation)]) -> bool {
    let others = all.iter().filter(|(kind, _)| kind.name != LEAST_SPECIFIC);
    others
        .flat_map(|(_, other)| &other.instead)
        .any(|formula| explanation.instead.contains(formula))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_formulas_are_kinds() {
        assert!(WRONG_FORMULA.iter().all(|name| kind(name).is_some()));
    }

    #[test]
    fn kinds_are_named_once_and_documented() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert!(
                KINDS[..at].iter().all(|other| other.name != kind.name),
                "{} stands twice",
                kind.name
            );
            assert!(
                kind.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{} is not kebab-case",
                kind.name
            );
            assert!(
                kind.page.starts_with(&format!("# {}\n", kind.name)),
                "the page of {} starts with its name",
                kind.name
            );
        }
    }
}
