//! Percentages in brackets that a word compares: `higher with exercise (25 people, 11.7%) than without
//! (30, 14.2%)`.

use std::ops::Range;

use crossfoot_core::{Quantity, QuantityKind, Rational, Reading, Unit};

use super::super::clues::Direction;
use super::super::{Outcome, Statement, claim_id, published};
use super::{Cue, Kind, Told};

/// How many characters of a sentence hold both percentages.
const REACH: usize = 160;

/// What a word says of two percentages of its sentence.
pub(super) struct Figures {
    /// The condition.
    pub(super) formula: String,
    /// The numerals that it reads, by index.
    pub(super) numerals: [usize; 2],
}

/// The percentages in the brackets on both sides of `than`. Numerals of the block are counted from
/// an index.
pub(super) fn figures(
    told: &Told<'_>,
    cue: &Cue,
    (first, numerals): (usize, &[Statement]),
) -> Option<Figures> {
    if cue.kind != Kind::Than {
        return None;
    }
    let start = told.sentence.words[cue.position].range.end;
    let left = bracket(told.text, start)?;
    let right = bracket(told.text, left.end)?;
    let gaps = [&told.text[start..left.start], &told.text[left.end..right.start]];
    let plain = gaps
        .iter()
        .all(|gap| !gap.contains([';', ':', '.']) && !gap.contains(|c: char| c.is_ascii_digit()));
    let than = gaps.map(|gap| gap.contains(" than "));
    if !plain || than != [false, true] || right.end - start > REACH {
        return None;
    }
    let one = percent_in(told, numerals, &left)?;
    let other = percent_in(told, numerals, &right)?;
    let sign = match cue.direction {
        Direction::Up => '>',
        Direction::Down => '<',
    };
    let all = [first + one, first + other];
    let [a, b] = all.map(|numeral| published(&claim_id(numeral)));
    Some(Figures { formula: format!("{a} {sign} {b}"), numerals: all })
}

/// The next bracket of a text.
fn bracket(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text.get(from..)?.find('(')?;
    let end = start + text[start..].find(')')?;
    Some(start..end + 1)
}

/// The only percentage in a part of the sentence, by position in the block.
fn percent_in(told: &Told<'_>, numerals: &[Statement], range: &Range<usize>) -> Option<usize> {
    let start = told.sentence.range.start;
    let mut found = numerals.iter().enumerate().filter(|(_, statement)| {
        let place = &statement.numeral.range;
        place.start >= start + range.start
            && place.end <= start + range.end
            && is_percent(statement)
    });
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}

/// Whether a numeral is a percentage of something, in digits and not below zero.
fn is_percent(statement: &Statement) -> bool {
    let Reading::Quantity(quantity) = &statement.numeral.reading else { return false };
    let Quantity { unit, kind, digits, value, .. } = quantity;
    *unit == Unit::Percent
        && *kind == QuantityKind::Level
        && *digits
        && *value >= Rational::ZERO
        && !matches!(statement.outcome, Outcome::NotStatistic(_))
}
