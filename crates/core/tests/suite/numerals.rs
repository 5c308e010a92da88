//! What is read in running text, sentence by sentence. Each reading in `tests/numerals.txt` was
//! checked by a person.

use std::fmt::Write;
use std::path::Path;

use crossfoot_core::{QuantityKind, Reading, Unit, read_numerals};
use crossfoot_testing::snapshot;

const CHECKED: &str = include_str!("../numerals.txt");

/// A numeral as it stands in the text, and what it says.
fn shown(text: &str) -> String {
    let mut lines = String::new();
    for numeral in read_numerals(text) {
        let sign = numeral.qualifier.sign();
        let said = match numeral.reading {
            Reading::Quantity(quantity) => {
                let unit = match quantity.unit {
                    Unit::Number => String::new(),
                    unit => format!(" {unit}"),
                };
                let kind = match quantity.kind {
                    QuantityKind::Level => "",
                    QuantityKind::Fraction => ", a part",
                    QuantityKind::Multiple => ", a multiple",
                };
                let digits = if quantity.digits { "" } else { ", in words" };
                format!("{sign}{}{unit}{kind}{digits}, step {}", quantity.value, quantity.step)
            }
            Reading::Ordinal(place) => format!("place {place}"),
            Reading::Date(date) => format!("date {date}"),
        };
        let _ = writeln!(lines, "    {} = {said}", &text[numeral.range]);
    }
    lines
}

#[test]
fn numerals_of_sentences_are_read_as_was_checked() {
    let mut read = String::new();
    for line in CHECKED.lines().filter(|line| !line.starts_with("    ")) {
        let _ = writeln!(read, "{line}");
        if !line.starts_with('#') {
            read.push_str(&shown(line));
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/numerals.txt");
    if let Err(difference) = snapshot(&file, &read) {
        panic!("{difference}");
    }
}
