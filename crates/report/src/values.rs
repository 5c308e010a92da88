//! Printed and recomputed values as text: the one formatter that every view and format uses.

use crossfoot_audit::{Recomputed, Record, Reported, show};
use crossfoot_core::formula::{Expr, Truth, unlisted_periods};
use crossfoot_core::{Phrase, Rational, Rounding, Study, Target, Verdict, say, thousands};
use crossfoot_stats::Scale;

/// Decimals shown of a recomputed value beyond those printed, so that a reader sees what was
/// rounded.
const MORE_DECIMALS: u32 = 2;

/// What the target of a check prints, with its unit.
pub(crate) fn published(record: &Record<'_>) -> Phrase {
    match &record.reported {
        Reported::Figure { figure, unit, approx, .. } => {
            let shown = unit.quantity(match record.claim() {
                // Printed in millions or the like: the words are shorter than the zeros.
                Some(claim) if figure.decimals() < 0 => claim_text(record.study(), claim),
                _ => format!("{}{}", figure.qualifier.sign(), figure.value()),
            });
            if *approx { say!("about {}", shown) } else { shown }
        }
        Reported::Date(date) => date.to_string().into(),
        Reported::Words => match record.claim() {
            Some(claim) => claim_text(record.study(), claim).into(),
            None => Phrase::default(),
        },
        Reported::Missing(why) => say!("({})", why.phrase()),
        _ => Phrase::default(),
    }
}

/// A period or a date as a sentence names it: as it is written in English, `2023 年 7 月` in
/// Chinese. What is neither a year, a month nor a quarter stays as it is.
pub(crate) fn period(name: &str) -> Phrase {
    match name.split_once('-') {
        None if is_number(name, 4) => say!("{}", name),
        Some((year, month)) if is_number(year, 4) && is_number(month, 2) => {
            match month.strip_prefix('0') {
                Some(month) => say!("{}-0{}", year, month),
                None => say!("{}-{}", year, month),
            }
        }
        Some((year, quarter)) if is_number(year, 4) => match quarter.strip_prefix('Q') {
            Some(quarter) if is_number(quarter, 1) => say!("{}-Q{}", year, quarter),
            _ => name.into(),
        },
        _ => name.into(),
    }
}

/// Whether a text is a number of so many digits.
fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What was recomputed, with some more digits than printed; or why nothing was.
pub(crate) fn recomputed(record: &Record<'_>) -> Phrase {
    match &record.recomputed {
        Err(gap) => gap.describe(record.study()),
        Ok(Recomputed::Number(value)) => {
            match record.rule().formula.as_ref().map(|formula| &formula.expr) {
                Some(Expr::Claim(claim)) => claim_text(record.study(), *claim).into(),
                _ => Phrase::run([show::interval(value, shown_decimals(record)), without(record)]),
            }
        }
        Ok(Recomputed::Date(date)) => date.to_string().into(),
        Ok(Recomputed::Text(text)) => text.into(),
        Ok(Recomputed::Truth(..)) if record.holds_in_part() => in_part(record),
        Ok(Recomputed::Truth(truth, sides)) => match sides {
            Some((left, comparison, right)) if *truth != Truth::True => {
                say!(
                    "{}: {} {} {}",
                    truth.phrase(),
                    show::interval(left, 2),
                    comparison.sign(),
                    show::interval(right, 2)
                )
            }
            _ => truth.phrase(),
        },
        Ok(Recomputed::ShareOfSome(whole)) if record.verdict == Verdict::Feasible => {
            say!("some whole number out of {}", show::number(whole, 0))
        }
        Ok(Recomputed::ShareOfSome(whole)) => {
            say!("no whole number out of {}", show::number(whole, 0))
        }
        Ok(Recomputed::Nothing) => say!("nothing to recompute it from"),
    }
}

/// In how many of its readings a statement holds.
fn in_part(record: &Record<'_>) -> Phrase {
    let readings = record.readings();
    let holds = readings.iter().filter(|reading| reading.truth == Truth::True).count();
    say!("holds in {} of {} readings", holds.to_string(), readings.len().to_string())
}

/// The periods that a sum lacks, behind it.
fn without(record: &Record<'_>) -> Phrase {
    /// Periods that are named.
    const MOST: usize = 4;
    let formula = record.rule().formula.as_ref();
    let lacking = formula
        .map(|formula| unlisted_periods(&formula.expr, record.study(), record.id.row))
        .unwrap_or_default();
    let named: Vec<String> = lacking.iter().take(MOST).map(ToString::to_string).collect();
    match lacking.len() {
        0 => Phrase::default(),
        1..=MOST => say!(", without {}", Phrase::list(named)),
        more => say!(", without {} and {} more", Phrase::list(named), (more - MOST).to_string()),
    }
}

/// What a claim prints, as it stands in the file.
pub(crate) fn claim_text(study: &Study, claim: usize) -> String {
    let claim = &study.claims[claim];
    study
        .claims_source
        .as_ref()
        .map_or_else(String::new, |source| source.field(claim.span).trim().to_owned())
}

/// The figures that a violated condition reads, each by name with what it prints: the condition has
/// none of its own to show.
pub(crate) fn read(record: &Record<'_>) -> Vec<(String, Phrase)> {
    if !matches!(record.rule().target, Target::Condition(_)) || !record.verdict.disagrees() {
        return Vec::new();
    }
    let study = record.study();
    let inputs = record.inputs().into_iter();
    let printed = inputs.filter_map(|input| {
        let figure = study.printed(input).figure()?;
        let number = format!("{}{}", figure.qualifier.sign(), figure.value());
        Some((study.name(input), study.unit(input).quantity(number)))
    });
    printed.collect()
}

/// Recomputed at the printed decimals, half-up, for machines; a range has none.
pub(crate) fn at_printed_decimals(record: &Record<'_>, value: &Rational) -> Option<String> {
    let decimals = record.figure().map_or(0, |figure| figure.value().decimals());
    Rounding::HalfUp.apply(value, decimals).map(|decimal| decimal.to_plain())
}

/// Decimals that a recomputed value is shown with: those printed, and some more.
pub(crate) fn shown_decimals(record: &Record<'_>) -> u32 {
    let printed = record.figure().map_or(0, |figure| figure.value().decimals());
    u32::from(printed.max(0).unsigned_abs()) + MORE_DECIMALS
}

/// A phrase in English with one space between its words, as in running text.
pub(crate) fn spaced(phrase: &Phrase) -> String {
    phrase.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
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

/// How sure a value of a certain probability is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is the right one for all that is known.
    Sure,
    /// It is more probable than all others together.
    Probable,
    /// It is one of a few.
    Possible,
    /// It is one of many, too improbable to be put forward.
    Unclear,
}

impl Certainty {
    pub(crate) const fn from_probability(p: f64) -> Self {
        match p {
            _ if p >= 0.95 => Self::Sure,
            _ if p >= 0.5 => Self::Probable,
            _ if p >= 0.2 => Self::Possible,
            _ => Self::Unclear,
        }
    }
}

/// How a value of a certain probability is put forward; `None` where it is too improbable for that.
pub(crate) fn should_be(p: f64) -> Option<Phrase> {
    match Certainty::from_probability(p) {
        Certainty::Sure => Some(say!("should be")),
        Certainty::Probable => Some(say!("probably")),
        Certainty::Possible => Some(say!("may be")),
        Certainty::Unclear => None,
    }
}

/// The same of words.
pub(crate) fn should_say(p: f64) -> Option<Phrase> {
    match Certainty::from_probability(p) {
        Certainty::Sure => Some(say!("should say")),
        _ => should_be(p),
    }
}

/// A share of cases for people.
#[expect(clippy::float_arithmetic, reason = "detection power is a float; no verdict depends on it")]
pub(crate) fn percentage(share: f64) -> Phrase {
    if share > 0.9999 && share < 1.0 {
        return say!("more than 99.99 %");
    }
    say!("{} %", format!("{:.2}", share * 100.0))
}

/// An estimate with its unit; differences carry their sign.
pub(crate) fn statistic(value: f64, scale: Scale) -> Phrase {
    let number = number_of(value, scale);
    match scale {
        Scale::Percent | Scale::Change | Scale::PercentPerPeriod => say!("{} %", number),
        Scale::Points | Scale::PointsPerPeriod => say!("{} points", number),
        Scale::Count | Scale::CountPerPeriod | Scale::Number | Scale::NumberPerPeriod => {
            number.into()
        }
    }
}

/// A number of an estimate without its unit, with as many decimals as say something.
pub(crate) fn number_of(value: f64, scale: Scale) -> String {
    written(value, scale, decimals_of(value, scale))
}

/// A bound that holds for certain: rounded down if it is a lower one, else up.
#[expect(clippy::float_arithmetic, reason = "bounds are floats; no verdict depends on them")]
pub(crate) fn bound_of(value: f64, scale: Scale, lower: bool) -> String {
    /// What floats may be off in the last shown place.
    const NOISE: f64 = 1e-7;
    let decimals = decimals_of(value, scale);
    let unit = 10.0_f64.powi(decimals as i32);
    let outward =
        if lower { (value * unit + NOISE).floor() } else { (value * unit - NOISE).ceil() };
    written(outward / unit, scale, decimals)
}

/// As many decimals as say something.
fn decimals_of(value: f64, scale: Scale) -> usize {
    let size = value.abs();
    match scale {
        Scale::Count if size >= 100.0 || format!("{size:.1}").ends_with(".0") => 0,
        Scale::Count | Scale::CountPerPeriod => 1,
        Scale::Number | Scale::NumberPerPeriod if size == 0.0 => 0,
        Scale::Number | Scale::NumberPerPeriod if size < 1.0 => 3,
        Scale::Number
        | Scale::NumberPerPeriod
        | Scale::Percent
        | Scale::Change
        | Scale::Points
        | Scale::PointsPerPeriod
        | Scale::PercentPerPeriod => 2,
    }
}

fn written(value: f64, scale: Scale, decimals: usize) -> String {
    let size = value.abs();
    if !size.is_finite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let digits = format!("{size:.decimals$}");
    let (whole, fraction) =
        digits.split_once('.').map_or((digits.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut text = thousands(whole);
    if !fraction.is_empty() {
        text = format!("{text}.{fraction}");
    }
    let zero = digits.chars().all(|c| matches!(c, '0' | '.'));
    let signed = matches!(
        scale,
        Scale::Change
            | Scale::Points
            | Scale::PointsPerPeriod
            | Scale::PercentPerPeriod
            | Scale::CountPerPeriod
            | Scale::NumberPerPeriod
    );
    match (zero, value < 0.0) {
        (false, true) => format!("−{text}"),
        (false, false) if signed => format!("+{text}"),
        _ => text,
    }
}

/// A p-value for people.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.0005 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

/// A confidence level for people.
#[expect(clippy::float_arithmetic, reason = "a level is a float; no verdict depends on it")]
pub(crate) fn level(share: f64) -> Phrase {
    let percent = format!("{:.2}", share * 100.0);
    say!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// A number half-up at some decimals, with separators.
pub(crate) fn at_decimals(value: &Rational, decimals: u32) -> String {
    let rounded =
        i8::try_from(decimals).ok().and_then(|decimals| Rounding::HalfUp.apply(value, decimals));
    rounded.map_or_else(|| show::number(value, decimals), |decimal| decimal.to_string())
}

/// A difference with its sign, half-up at some decimals.
pub(crate) fn signed_at(value: &Rational, decimals: u32) -> String {
    let plus = if value.signum() > 0 { "+" } else { "" };
    plus.to_owned() + &at_decimals(value, decimals)
}

/// A difference of figures with its sign, exact, and with at least some decimals.
pub(crate) fn signed(value: &Rational, least_decimals: u32) -> String {
    /// More than a figure has.
    const MOST: u32 = 40;
    let needed = (least_decimals..MOST).find(|decimals| !value.to_decimal_text(*decimals).1);
    signed_at(value, needed.unwrap_or(least_decimals))
}

#[cfg(test)]
mod tests {
    use super::period;
    use crate::Language;

    #[test]
    fn periods_are_written_as_each_language_writes_them() {
        let (english, chinese) = (Language::english(), Language::chinese());
        for (name, said) in [
            ("2023", "2023 年"),
            ("2023-07", "2023 年 7 月"),
            ("2023-11", "2023 年 11 月"),
            ("2023-Q3", "2023 年第 3 季度"),
            ("2023-07-01", "2023-07-01"),
            ("2021–2024", "2021–2024"),
        ] {
            assert_eq!(english.say(&period(name)), name);
            assert_eq!(chinese.say(&period(name)), said);
        }
    }
}
