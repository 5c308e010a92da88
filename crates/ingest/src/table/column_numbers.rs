//! Rows below headings that number the columns: `(1) (2) (3)`, `甲 1 2 3`, `A B C`.

use std::ops::Range;

use crate::table::area::Area;
use crate::table::kinds::whole;

/// What is above the names of rows, where the other columns are numbered.
const LABELS: [&str; 9] = ["甲", "乙", "丙", "丁", "戊", "栏次", "欄次", "序号", "列号"];

/// Whether a row numbers the columns; rows follow from `below` on. A row that is named as those
/// below are may be one of figures.
pub(crate) fn is_numbering(area: &Area<'_>, at: usize, below: usize) -> bool {
    let texts: Vec<&str> = area.columns.iter().map(|column| area.text(at, *column)).collect();
    let labelled = texts.iter().take_while(|text| is_label(text)).count();
    let numbers = all_as(&texts[labelled..], number);
    let letters = all_as(&texts, letter);
    let name = texts.first().copied().unwrap_or_default();
    let least = if LABELS.contains(&name) { 1 } else { 2 };
    let numbered = counts(numbers, least, 1..3) || counts(letters, 2, 1..2);
    numbered
        && area.figure_from(below).is_some()
        && (below..area.height())
            .all(|other| Shape::from(area.text(other, area.columns[0])) != Shape::from(name))
}

/// The texts that are not blank as numbers, if all are.
fn all_as(texts: &[&str], read: fn(&str) -> Option<u32>) -> Option<Vec<u32>> {
    texts.iter().filter(|text| !text.is_empty()).map(|text| read(text)).collect()
}

/// Whether these numbers count up by one, from one of `starts` on.
fn counts(found: Option<Vec<u32>>, least: usize, starts: Range<u32>) -> bool {
    found.is_some_and(|found| {
        let first = found.first().copied().unwrap_or_default();
        found.len() >= least
            && starts.contains(&first)
            && found.iter().zip(first..).all(|(number, expected)| *number == expected)
    })
}

/// What the name of a row looks like.
#[derive(PartialEq, Eq)]
enum Shape {
    Blank,
    Label,
    Number,
    Name,
}

impl From<&str> for Shape {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::Blank,
            _ if is_label(text) => Self::Label,
            _ if number(text).is_some() => Self::Number,
            _ => Self::Name,
        }
    }
}

fn is_label(text: &str) -> bool {
    text.is_empty() || LABELS.contains(&text) || letter(text).is_some()
}

/// `1`, `(1)`, `①`, and also `3=1+2`.
fn number(text: &str) -> Option<u32> {
    let text = bare(text.split('=').next().unwrap_or_default());
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(circled @ '①'..='⑳'), None) => Some(u32::from(circled) - u32::from('①') + 1),
        _ => whole(text),
    }
}

/// The position of a letter in the alphabet.
fn letter(text: &str) -> Option<u32> {
    match bare(text).as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => {
            Some(u32::from(letter.to_ascii_lowercase() - b'a') + 1)
        }
        _ => None,
    }
}

fn bare(text: &str) -> &str {
    text.trim().trim_start_matches(['(', '（', '[']).trim_end_matches([')', '）', ']'])
}
