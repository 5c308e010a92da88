//! Cases of recognizers (`Recognizers-Text/Specs/Number`): what a text holds, against what is read.
//!
//! Left out, and counted, are cases in which something else than here is a number (`OUT_OF_SCOPE`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use crossfoot::core::{Numeral, QuantityKind, Rational, Reading, Unit, read_numerals};
use serde_json::Value;

/// What was counted in one file of cases.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Cases in scope.
    pub cases: usize,
    /// Of these, read as the file says.
    pub right: usize,
    /// Cases out of scope, by why.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Cases in scope that are read otherwise, with what was expected and what was read.
    pub misses: Vec<String>,
}

/// Measures one file of cases.
///
/// # Errors
/// The file cannot be read, or holds no cases.
pub fn measure(file: &Path) -> Result<Score> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let cases: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{FEFF}'))?;
    let kind = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let mut score = Score::default();
    for case in &cases {
        let input = case["Input"].as_str().unwrap_or_default();
        let expected: Vec<(&str, &str)> = case["Results"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|result| {
                let text = result["Text"].as_str().unwrap_or_default();
                (text, result["Resolution"]["value"].as_str().unwrap_or_default())
            })
            .collect();
        let known = Case { kind, input, expected: &expected };
        if let Some((why, _)) = OUT_OF_SCOPE.iter().find(|(_, fits)| fits(&known)) {
            *score.left_out.entry(why).or_default() += 1;
            continue;
        }
        score.cases += 1;
        let read = read_numerals(input);
        if is_right(kind, &read, &expected) {
            score.right += 1;
        } else {
            let read: Vec<&str> =
                read.iter().map(|numeral| &input[numeral.range.clone()]).collect();
            score.misses.push(format!("{kind}: {input}: expected {expected:?}, read {read:?}"));
        }
    }
    Ok(score)
}

/// A case: which file it is of, its text, and what is expected.
struct Case<'a> {
    kind: &'a str,
    input: &'a str,
    expected: &'a [(&'a str, &'a str)],
}

impl Case<'_> {
    /// Whether one of the expected texts passes a test.
    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.expected.iter().any(|(text, _)| test(text))
    }

    /// Whether one of the expected texts holds one of some words.
    fn holds(&self, words: &[&str]) -> bool {
        self.any(|text| words.iter().any(|word| text.contains(word)))
    }

    /// Whether the input holds one of some words.
    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.input.contains(word))
    }

    fn is_numbers(&self) -> bool {
        self.kind == "NumberModel"
    }
}

/// Whether a case is out of scope for a reason.
type Test = fn(&Case) -> bool;

/// Why cases are out of scope; the first that fits counts.
const OUT_OF_SCOPE: [(&str, Test); 23] = [
    ("addresses: their digits are one numeral here", |case| case.says(&["http"])),
    ("powers", |case| case.says(&["^"])),
    ("quotients with a slash: `817/926` prints two numbers", |case| case.holds(&["/"])),
    ("quotients in words: `one out of three` prints two numbers", |case| {
        case.holds(&[" over ", " out of ", " in "])
    }),
    ("abbreviated scales (`10k`, `5M`): letters of units", |case| case.any(is_abbreviated)),
    ("dozens, lakh, crore, 兆", |case| {
        case.holds(&["dozen", "打", "lakh", "crore", "兆", "dzs", "dozs", "半百", "半成"])
    }),
    ("折: rebates", |case| case.holds(&["折"])),
    ("spaces within Chinese numerals", |case| !case.input.is_ascii() && case.holds(&[" "])),
    ("relative places and signs without a number", |case| {
        case.expected.iter().any(|(_, value)| {
            value.starts_with("end") || value.starts_with("current") || *value == "null"
        })
    }),
    ("`percent of 10` for 10 %", |case| case.any(|text| text.starts_with("per"))),
    ("decimals in English words: `nine point nought four`", |case| {
        case.holds(&["point "]) || case.says(&["naught", "nought"])
    }),
    ("fractions of compound numbers: `one hundred thirty-fifths`", |case| {
        case.is_numbers() && case.any(is_compound)
    }),
    ("parts of a million in words", |case| {
        case.holds(&["quarters million", "quarter million", "of a million", "half million"])
    }),
    ("single Chinese characters without a counting word", |case| {
        case.any(|text| text.chars().count() == 1 && !text.is_ascii())
            && case.input.trim().chars().count() > 1
    }),
    ("digits and words in one number: `3 hundred and 21`", |case| {
        case.says(&["hundred and 21", "hundred and 0", "hundred and one is", "hundred and neg"])
    }),
    ("dates: one numeral here", |case| {
        ["年", "月", "日"].iter().all(|part| case.input.contains(part))
    }),
    ("ordinals within fractions", |case| case.kind == "OrdinalModel" && case.says(&[" and a "])),
    ("signs within fractions", |case| case.holds(&["分之负", "分之負"])),
    ("mixed numbers with 又", |case| case.says(&["又"])),
    ("versions and addresses of machines: one numeral here", |case| {
        case.is_numbers() && case.expected.len() > 3 && !case.input.contains([' ', ','])
    }),
    ("decimal commas and groups of two", |case| {
        case.is_numbers() && case.holds(&["5,00", "1,3", "1.111,11", "12,34,567"])
    }),
    ("numbers with a unit, which the file leaves out", |case| {
        case.is_numbers()
            && case.expected.is_empty()
            && case.input.contains(|c: char| c.is_ascii_digit() || c == '一')
    }),
    ("texts without a range", |case| case.kind == "NumberRangeModel" && case.expected.is_empty()),
];

/// `10k`, `5 M`, `5k-20k`, `12k个百分点`.
fn is_abbreviated(text: &str) -> bool {
    let stem = text.trim_end_matches(char::is_alphabetic);
    let letter = text[stem.len()..].to_lowercase();
    let digits = stem.trim_end().ends_with(char::is_numeric);
    let inside = ["k个", "k個", "k-"].iter().any(|scale| text.to_lowercase().contains(scale));
    inside || digits && ["k", "g", "m", "b", "mm", "ｋ"].contains(&letter.as_str())
}

/// A fraction of which a part is a compound number.
fn is_compound(text: &str) -> bool {
    let large = ["hundred", "thousand", "million", "trillion", "twenty"];
    let ordinal = ["th", "ths", "sts", "firsts", "thirds", "twenty-first"];
    large.iter().any(|word| text.contains(word)) && ordinal.iter().any(|end| text.ends_with(end))
}

fn is_right(kind: &str, read: &[Numeral], expected: &[(&str, &str)]) -> bool {
    if kind == "NumberRangeModel" {
        return ends(read, expected);
    }
    let wanted: Vec<&Numeral> = read.iter().filter(|numeral| is_wanted(kind, numeral)).collect();
    wanted.len() == expected.len()
        && wanted.iter().zip(expected).all(|(numeral, (_, value))| same(&numeral.reading, value))
}

/// Whether the file asks for numerals of this kind.
fn is_wanted(kind: &str, numeral: &Numeral) -> bool {
    match (&numeral.reading, kind) {
        (Reading::Ordinal(_), "OrdinalModel") => true,
        (Reading::Quantity(quantity), "PercentModel") => {
            matches!(quantity.unit, Unit::Percent | Unit::Points)
        }
        (Reading::Quantity(quantity), "NumberModel") => quantity.kind != QuantityKind::Multiple,
        (Reading::Date(_), "NumberModel") => true,
        _ => false,
    }
}

fn same(reading: &Reading, value: &str) -> bool {
    match reading {
        Reading::Quantity(quantity) => decimal(value.trim_end_matches('%'))
            .is_some_and(|expected| close(&quantity.value, &expected)),
        Reading::Ordinal(place) => place.to_string() == value,
        Reading::Date(date) => date.to_string().starts_with(value),
    }
}

/// Whether the finite ends of the ranges are read, in either order.
fn ends(read: &[Numeral], expected: &[(&str, &str)]) -> bool {
    expected.iter().all(|(_, range)| {
        let ends = range.trim_matches(['[', ']', '(', ')']).split(',').filter_map(decimal);
        ends.into_iter().all(|end| {
            read.iter().any(|numeral| match &numeral.reading {
                Reading::Quantity(quantity) => close(&quantity.value, &end),
                Reading::Ordinal(place) => close(&Rational::from(i128::from(*place)), &end),
                Reading::Date(date) => date.to_string() == end.to_string(),
            })
        })
    })
}

/// A decimal with or without a power of ten: `5.006E+15`.
fn decimal(text: &str) -> Option<Rational> {
    let (digits, power) = text.split_once('E').unwrap_or((text, "0"));
    let power: i32 = power.parse().ok()?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mantissa: i128 = format!("{whole}{part}").parse().ok()?;
    Some(Rational::from(mantissa) * Rational::power_of_ten(power - part.len() as i32))
}

/// The cases print fifteen digits.
fn close(value: &Rational, expected: &Rational) -> bool {
    let error = (value.clone() + -expected.clone()).abs();
    error <= expected.abs() * Rational::power_of_ten(-12)
}
