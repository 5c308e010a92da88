//! Printed and recomputed values as text: the one formatter that every view and format uses.

use crossfoot_audit::{Check, CheckId, Printed, Recomputed, printed, show};
use crossfoot_core::formula::{Expr, Truth};
use crossfoot_core::{Interval, Rational, Rounding, Study, Target, Verdict};

/// Decimals shown of a recomputed value beyond those printed, so that a reader sees what was rounded.
const MORE_DECIMALS: u32 = 2;

/// What the target of a check prints, with its unit.
pub(crate) fn published(study: &Study, id: CheckId) -> String {
    match printed(study, id) {
        Printed::Figure(figure, unit, approx, _) => {
            let about = if approx { "about " } else { "" };
            match study.rules[id.rule].target {
                // Printed in millions or the like: the words are shorter than the zeros.
                Target::Claim(claim) if figure.decimals() < 0 => format!("{about}{}{}", claim_text(study, claim), unit.suffix()),
                _ => format!("{about}{}{}{}", figure.qualifier.sign(), figure.value(), unit.suffix()),
            }
        }
        Printed::Date(date) => date.to_string(),
        Printed::Words => match study.rules[id.rule].target {
            Target::Claim(claim) => claim_text(study, claim),
            _ => String::new(),
        },
        Printed::Nothing => String::new(),
        Printed::Missing(_, why) => format!("({why})"),
    }
}

/// What was recomputed, with some more digits than printed; or why nothing was.
pub(crate) fn recomputed(study: &Study, id: CheckId, check: &Check) -> String {
    match &check.recomputed {
        Err(gap) => gap.describe(study),
        Ok(Recomputed::Number(value)) => match study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr) {
            Some(Expr::Claim(claim)) => claim_text(study, *claim),
            _ => show::interval(value, decimals(study, id) + MORE_DECIMALS),
        },
        Ok(Recomputed::Date(date)) => date.to_string(),
        Ok(Recomputed::Text(text)) => text.clone(),
        Ok(Recomputed::Truth(truth, sides)) => match sides {
            Some((left, comparison, right)) if *truth != Truth::True => {
                format!("{truth}: {} {} {}", show::interval(left, 2), comparison.sign(), show::interval(right, 2))
            }
            _ => truth.to_string(),
        },
        Ok(Recomputed::ShareOfSome(whole)) => {
            let exists = if check.verdict == Verdict::Feasible { "some" } else { "no" };
            format!("{exists} whole number out of {}", show::number(whole, 0))
        }
        Ok(Recomputed::Nothing) => "nothing to recompute it from".to_owned(),
    }
}

/// What a claim prints, as it stands in the file.
fn claim_text(study: &Study, claim: usize) -> String {
    let claim = &study.claims[claim];
    study.claims_source.as_ref().map_or_else(String::new, |source| source.field(claim.span).trim().to_owned())
}

/// Recomputed at the printed decimals, half-up, for machines; a range has none.
pub(crate) fn at_printed_decimals(study: &Study, id: CheckId, value: &Rational) -> Option<String> {
    let decimals = match printed(study, id) {
        Printed::Figure(figure, ..) => figure.value().decimals(),
        _ => 0,
    };
    Rounding::HalfUp.apply(value, decimals).map(|decimal| decimal.to_plain())
}

/// The recomputed interval where a number was recomputed.
pub(crate) const fn number(check: &Check) -> Option<&Interval> {
    match &check.recomputed {
        Ok(Recomputed::Number(value)) => Some(value),
        _ => None,
    }
}

fn decimals(study: &Study, id: CheckId) -> u32 {
    match printed(study, id) {
        Printed::Figure(figure, ..) => u32::from(figure.value().decimals().max(0).unsigned_abs()),
        _ => 0,
    }
}

/// A probability for people: two digits, never quite certain or impossible.
pub(crate) fn probability(p: f64) -> String {
    if p >= 0.995 {
        return "p > 0.99".to_owned();
    }
    if p < 0.01 {
        return "p < 0.01".to_owned();
    }
    format!("p = {p:.2}")
}

/// A share of cases for people.
#[expect(clippy::float_arithmetic, reason = "detection power is a float; no verdict depends on it")]
pub(crate) fn percentage(share: f64) -> String {
    if share > 0.9999 && share < 1.0 {
        return "more than 99.99 %".to_owned();
    }
    format!("{:.2} %", share * 100.0)
}
