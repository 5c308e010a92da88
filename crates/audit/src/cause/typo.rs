//! Typing errors: shared by the kinds that differ only in what happened to the digits.

use super::case::{Case, Explanation};
use super::priors::TYPICAL_DIGITS;

/// Looks for a value that should have been printed and of which `slips` gives the printed digits.
///
/// Ways: all the different texts that the slip makes of the expected ones. Typing errors happen per digit, so a long number has more of them.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn explanations(case: &Case<'_>, slips: fn(&str) -> Vec<String>, detail: impl Fn(&str, &str) -> String) -> Vec<Explanation> {
    let Some((figure, unit)) = case.figure() else { return Vec::new() };
    let printed = figure.value();
    let expected = case.expected();
    let same_sign = |mantissa: i64| (mantissa < 0) == (printed.mantissa() < 0);
    let mut found = Vec::new();
    for value in expected.iter().filter(|value| same_sign(value.mantissa())) {
        let mut made = slips(&value.digits());
        made.sort();
        made.dedup();
        let wanted = printed.digits();
        if made.iter().any(|digits| significant(digits) == significant(&wanted)) {
            let digits = value.digits().len() as f64;
            let ways = made.len() as f64 * expected.len() as f64 * TYPICAL_DIGITS / digits;
            let text = value.to_string();
            found.push(Explanation {
                detail: detail(&format!("{text}{}", unit.suffix()), &case.printed_text()),
                value: Some(text),
                ways,
                instead: Vec::new(),
            });
        }
    }
    found
}

fn significant(digits: &str) -> &str {
    digits.trim_start_matches('0')
}
