//! Numerals in running text: digits and words, with unit, precision and what the words around them
//! say of the number.

mod address;
mod chinese;
mod clock;
mod date;
mod digits;
mod english;
mod multiple;
mod part;
mod qualifier;
mod range;
mod scan;
mod sense;
mod unit;

pub use scan::read_numerals;
pub use unit::named_measure;

use std::ops::Range;

use crate::{DateSpan, Qualifier, Rational, Unit};

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// Its bytes in the text, with sign and unit: `58.4%`, `1.3 billion`, `thirteen`.
    pub range: Range<usize>,
    /// What it says.
    pub reading: Reading,
    /// "about", "at least", or an inequality sign.
    pub qualifier: Qualifier,
}

/// What a numeral says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A quantity.
    Quantity(Quantity),
    /// A place in an order: `first`, `3rd`, `第二`.
    Ordinal(i64),
    /// A day, month, year or span of them.
    Date(DateSpan),
}

/// A quantity as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number that is written, with its sign and its scale ("million"): 1,300,000,000 of
    /// `1.3 billion`; 58.4 of `58.4%`; 2/3 of `two-thirds`; 2 of `doubled`.
    pub value: Rational,
    /// One unit in its last printed place: 0.1 of `58.4%`, 100,000,000 of `1.3 billion`; zero where
    /// the number is exact by nature (`two-thirds`).
    pub step: Rational,
    /// What it counts: `number` where nothing says it.
    pub unit: Unit,
    /// What kind of number it is.
    pub kind: QuantityKind,
    /// Whether it is written in digits.
    pub digits: bool,
}

impl Quantity {
    /// How many decimals it was printed with; `None` where its last place is no decimal one, as of
    /// thousands and fractions.
    ///
    /// ```
    /// use crossfoot_core::{Reading, read_numerals};
    /// let numerals = read_numerals("58.42% of 311 in a total of 1.3 million");
    /// let decimals = numerals.iter().map(|numeral| match &numeral.reading {
    ///     Reading::Quantity(quantity) => quantity.decimals(),
    ///     _ => None,
    /// });
    /// assert_eq!(decimals.collect::<Vec<_>>(), [Some(2), Some(0), None]);
    /// ```
    pub fn decimals(&self) -> Option<i8> {
        (0..=6_i8).find(|decimals| {
            &self.step * &Rational::power_of_ten(i32::from(*decimals)) == Rational::ONE
        })
    }
}

/// What kind of number a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityKind {
    /// A number of things, a measure or a percentage.
    Level,
    /// A part of one: `a third`, `three quarters`.
    Fraction,
    /// A multiple of something else: `doubled`, `threefold`, `2.5 times`.
    Multiple,
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use super::*;

    /// Numerals as `text=value unit`, with the sign of the qualifier.
    fn read(text: &str) -> Vec<String> {
        let numerals = read_numerals(text).into_iter();
        numerals
            .map(|numeral| format!("{}={}", &text[numeral.range.clone()], said(&numeral)))
            .collect()
    }

    fn said(numeral: &Numeral) -> String {
        match &numeral.reading {
            Reading::Quantity(quantity) => {
                let unit = match &quantity.unit {
                    Unit::Number => String::new(),
                    unit => format!(" {unit}"),
                };
                let kind = match quantity.kind {
                    QuantityKind::Level => "",
                    QuantityKind::Fraction => " part",
                    QuantityKind::Multiple => " times",
                };
                format!("{}{}{unit}{kind}", numeral.qualifier.sign(), quantity.value)
            }
            Reading::Ordinal(place) => format!("#{place}"),
            Reading::Date(date) => format!("@{date}"),
        }
    }

    /// Each reading in `tests/numerals.txt` was checked by a person.
    #[test]
    fn numerals_of_sentences_are_read_as_was_checked() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numerals.txt");
        let checked = std::fs::read_to_string(&file).expect("the sentences");
        let mut shown = String::new();
        for line in checked.lines().filter(|line| !line.starts_with("    ")) {
            let _ = writeln!(shown, "{line}");
            for numeral in read_numerals(line).into_iter().filter(|_| !line.starts_with('#')) {
                let _ = write!(shown, "    {} = {}", &line[numeral.range.clone()], said(&numeral));
                if let Reading::Quantity(quantity) = &numeral.reading {
                    let words = if quantity.digits { "" } else { ", in words" };
                    let _ = write!(shown, "{words}, step {}", quantity.step);
                }
                shown.push('\n');
            }
        }
        if let Err(difference) = crossfoot_testing::snapshot(&file, &shown) {
            panic!("{difference}");
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn digits_keep_their_sign_unit_and_scale() {
        check(
            "a fall of 58.4% or 16.2 percentage points",
            &["58.4%=292/5 percent", "16.2 percentage points=81/5 points"],
        );
        check("some 7 per cent (n = 3,114)", &["7 per cent=~7 percent", "3,114=3114 count"]);
        check(
            "1,204 and 1\u{202F}204 against −3.2 and minus 5",
            &["1,204=1204", "1\u{202F}204=1204", "−3.2=-16/5", "minus 5=-5"],
        );
        check(
            "1.3 billion people paid $4.2 million, €5 or RMB 3 million",
            &[
                "1.3 billion=1300000000 count",
                "$4.2 million=4200000 USD",
                "€5=5 EUR",
                "RMB 3 million=3000000 RMB",
            ],
        );
        check(
            "p = 1.2 × 10−5, ratio .05, 43·5 kg",
            &["1.2 × 10−5=3/250000", ".05=1/20", "43·5 kg=87/2 kg"],
        );
        check(
            "see version 2.1.3 at https://example.org/v4/a5 and 10.1234/ab.56.",
            &["2.1.3=21/10", "4/a5=4", "10.1234/ab.56=10"],
        );
    }

    #[test]
    fn steps_are_those_of_the_last_printed_place() {
        for (text, step) in [
            ("58.4%", (1, 10)),
            ("1.3 billion", (100_000_000, 1)),
            ("two-thirds", (0, 1)),
            ("thirteen", (1, 1)),
            ("1.2亿", (10_000_000, 1)),
        ] {
            let numerals = read_numerals(text);
            let Reading::Quantity(quantity) = &numerals[0].reading else { panic!("{text}") };
            assert_eq!(quantity.step, Rational::new(step.0, step.1).unwrap(), "{text}");
        }
    }

    #[test]
    fn words_are_numbers_only_in_that_sense() {
        check(
            "Thirteen of twenty-one, two hundred and five in all",
            &["Thirteen=13", "twenty-one=21", "two hundred and five=205"],
        );
        check(
            "two-thirds, a third of them, a quarter, more than half and three quarters",
            &[
                "two-thirds=2/3 ratio part",
                "a third=1/3 ratio part",
                "a quarter=1/4 ratio part",
                "half=>1/2 ratio part",
                "three quarters=3/4 ratio part",
            ],
        );
        check(
            "Output doubled, a twofold rise; 2.5 times as many, twice the size",
            &[
                "doubled=2 ratio times",
                "twofold=2 ratio times",
                "2.5 times=5/2 ratio times",
                "twice=2 ratio times",
            ],
        );
        check("½ of them, ¾ of all", &["½=1/2 ratio part", "¾=3/4 ratio part"]);
        check("The third site and the 3rd visit, one case", &["third=#3", "3rd=#3", "one=1"]);
        for text in [
            "This one and the other one, as one can see.",
            "In the second half, a half-life of no use; cut in half.",
            "beats per second",
        ] {
            let numbers = read_numerals(text);
            let mut numbers = numbers.iter();
            let all = numbers.all(|numeral| matches!(numeral.reading, Reading::Ordinal(_)));
            assert!(all, "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn ends_of_ranges_are_numerals_and_periods_are_one() {
        check(
            "between 3 and 5 %, 5–10 %, 3–5 million, from 3.1 to 5.2 million",
            &[
                "3=3 percent",
                "5 %=5 percent",
                "5=5 percent",
                "10 %=10 percent",
                "3=3000000",
                "5 million=5000000",
                "3.1=3100000",
                "5.2 million=5200000",
            ],
        );
        check(
            "from 2021 to 2024, in 2021–2024 and the 1990s",
            &["2021=@2021", "2024=@2024", "2021–2024=@2021–2024", "1990s=@1990–1999"],
        );
        check(
            "July 2023, 20 December 2020, May 4, 2019, 2020-12-20, Q3 2025",
            &[
                "July 2023=@2023-07",
                "20 December 2020=@2020-12-20",
                "May 4, 2019=@2019-05-04",
                "2020-12-20=@2020-12-20",
                "Q3 2025=@2025-Q3",
            ],
        );
        check("2000 patients, 1850 mg", &["2000=2000 count", "1850 mg=1850 mg"]);
    }

    #[test]
    fn qualifiers_stand_before_and_behind() {
        check(
            "at least 5, nearly 40, up to 3, fewer than ten, 200 or more, 65+",
            &["5=≥5", "40=~40", "3=≤3", "ten=<10", "200=≥200", "65=≥65"],
        );
        check("over 7 months, no less than 7 years", &["7 months=7 months", "7 years=≥7 years"]);
    }

    #[test]
    fn chinese_numerals() {
        check(
            "2023年7月共5,328件，增长7个百分点，约十二万例",
            &[
                "2023年7月=@2023-07",
                "5,328件=5328 count",
                "7个百分点=7 points",
                "十二万例=~120000 count",
            ],
        );
        check(
            "三分之一、近三成、百分之五、1.2亿元、第二",
            &[
                "三分之一=1/3 ratio part",
                "三成=~30 percent",
                "百分之五=5 percent",
                "1.2亿元=120000000 RMB",
                "第二=#2",
            ],
        );
        check(
            "2021—2024年，三倍，不足两年，五百以上，十余万",
            &[
                "2021—2024年=@2021–2024",
                "三倍=3 ratio times",
                "两年=<2 years",
                "五百=≥500",
                "十余万=>100000",
            ],
        );
        check("一般来说，四川的一些企业十分重视统一管理", &[]);
    }

    proptest::proptest! {
        #[test]
        fn numerals_stand_in_order(
            text in "[0-9.,%$ –−×eth±half two millionfold第年月日三十百万亿成分之点多元至个（²°]{0,50}"
        ) {
            let mut end = 0;
            for numeral in read_numerals(&text) {
                proptest::prop_assert!(numeral.range.start >= end && !numeral.range.is_empty());
                end = numeral.range.end;
                proptest::prop_assert!(text.get(numeral.range).is_some());
            }
        }
    }
}
