//! Changes and differences between two numbers that stand beside them: `from 203 in 2023 to 236 in
//! 2024, an increase of 16.3%`, `from 13.9% to 12.4%, i.e. by 1.5 percentage points`.

use crossfoot_core::{Interval, Numeral, Quantity, Rational, Unit};

use super::super::Operation;
use super::super::clues::{Direction, direction};
use super::super::words::{Words, last_word};
use super::{Within, between, ends_sentence, level};

/// How many words may stand between `to` and its number, between a change and its two numbers, and
/// between a word of change and `from`.
const NEAR: usize = 4;
const BETWEEN: usize = 6;
const BEFORE: usize = 8;

/// The change or difference that the numeral at a position is.
pub(super) fn within(text: &str, numerals: &[Numeral], at: usize, words: &Words) -> Option<Within> {
    let printed = level(&numerals[at])?;
    let (from, to) = behind(text, numerals, at)
        .or_else(|| ahead(text, numerals, at))
        .or_else(|| in_chinese(text, numerals, at, words))?;
    let (a, b) = (level(&numerals[from])?, level(&numerals[to])?);
    let operation = match printed.unit {
        Unit::Percent => Operation::Change,
        Unit::Points if a.unit == Unit::Percent => Operation::Difference,
        _ => return None,
    };
    let likely = a.unit == b.unit && a.value.signum() > 0 && b.value.signum() > 0;
    let said = said(text, numerals, (from, to, at), words).filter(|_| likely)?;
    // `fell from 203 to 187 (−7.9%)` prints the change itself.
    let near = if printed.value.signum() < 0 { Direction::Up } else { said };
    let value = match operation {
        Operation::Change => (&b.value - &a.value).checked_div(&a.value)? * Rational::from(100),
        _ => &b.value - &a.value,
    };
    let value = if near == Direction::Down { -value } else { value };
    let slack = slack(operation, a, b)?;
    let away = (&value - &printed.value).abs();
    let agrees = away <= printed.step.clone() * Rational::new(1, 2)? + slack;
    Some(Within {
        operands: (from, to),
        operation,
        direction: Some(near),
        value: Interval::Point(value),
        agrees,
        explicit: true,
    })
}

/// How far the rounding of two numbers may move their change or difference.
fn slack(operation: Operation, from: &Quantity, to: &Quantity) -> Option<Rational> {
    let [a, b] = [from, to].map(|quantity| {
        let counted = quantity.step == Rational::ONE;
        if counted { Rational::ZERO } else { quantity.step.clone() }
    });
    let half = Rational::new(1, 2)?;
    Some(match operation {
        Operation::Change => {
            let ratio = to.value.checked_div(&from.value)?;
            (b + a * ratio).checked_div(&from.value)? * Rational::from(100) * half
        }
        _ => (a + b) * half,
    })
}

/// The two numbers before a change: `from 203 to 236, an increase of 16.3%`.
fn behind(text: &str, numerals: &[Numeral], at: usize) -> Option<(usize, usize)> {
    let mut before = (0..at).rev().filter(|other| level(&numerals[*other]).is_some());
    let (to, from) = (before.next()?, before.next()?);
    let gap = between(text, numerals, to, at);
    let leads = ["of", "by", "or"].iter().any(|word| ends_with_word(gap, word))
        || ["(", "(−", "(-", "(+", "(–"].contains(&gap.trim());
    (leads && is_short(gap, BETWEEN) && is_pair(text, numerals, from, to)).then_some((from, to))
}

/// The two numbers behind a change: `by 1.5 percentage points from 13.9% to 12.4%`.
fn ahead(text: &str, numerals: &[Numeral], at: usize) -> Option<(usize, usize)> {
    let mut behind = (at + 1..numerals.len()).filter(|other| level(&numerals[*other]).is_some());
    let (from, to) = (behind.next()?, behind.next()?);
    let gap = between(text, numerals, at, from);
    let led = &text[..numerals[at].range.start];
    (ends_with_word(led, "by") && is_short(gap, NEAR) && is_pair(text, numerals, from, to))
        .then_some((from, to))
}

/// The two numbers before a change in Chinese: `从38.3%降至33.7%，降低4.6个百分点`, `为29.3%，比上年的
/// 31.5%下降2.2个百分点`.
fn in_chinese(
    text: &str,
    numerals: &[Numeral],
    at: usize,
    words: &Words,
) -> Option<(usize, usize)> {
    let mut before = (0..at).rev().filter(|other| level(&numerals[*other]).is_some());
    let (second, first) = (before.next()?, before.next()?);
    let (way, gap) = (between(text, numerals, first, second), between(text, numerals, second, at));
    let verb = gap.trim_start_matches(['，', '、']).trim_end_matches(['了', '约', '幅']);
    let changes = verb.chars().count() == VERB && direction(words, verb).is_some();
    if !changes || way.contains(['。', '；']) {
        return None;
    }
    let led = text[..numerals[first].range.start].rsplit(['，', '。', '；', '、']).next()?;
    let leads = led.contains('从') || led.contains('由');
    if leads && way.chars().count() <= MOST_SIGNS && way.ends_with(['至', '到', '为']) {
        return Some((first, second));
    }
    let (_, compared) = way.rsplit_once('，')?;
    let than = ["比", "较"].iter().any(|word| compared.starts_with(word));
    (than && compared.ends_with(['的', '年']) && gap == verb).then_some((second, first))
}

/// Characters of a verb of change in Chinese.
const VERB: usize = 2;
/// How many characters may stand between the ends of a way in Chinese.
const MOST_SIGNS: usize = 16;

/// Whether two numbers are said to be the ends of a way: `from 203 in 2023 to a peak of 236`.
fn is_pair(text: &str, numerals: &[Numeral], from: usize, to: usize) -> bool {
    let starts = ends_with_word(&text[..numerals[from].range.start], "from");
    let gap = between(text, numerals, from, to);
    let leads = gap.rfind(" to ").map(|at| &gap[at + 4..]);
    starts && is_short(gap, BETWEEN) && leads.is_some_and(|words| is_short(words, NEAR))
}

/// Whether a few words of one sentence stand in a text.
fn is_short(text: &str, words: usize) -> bool {
    !ends_sentence(text) && text.split_whitespace().count() <= words
}

/// Whether a word stands at the end of a text.
fn ends_with_word(text: &str, word: &str) -> bool {
    last_word(text).eq_ignore_ascii_case(word)
}

/// The direction that the words between the numbers say, or else those before them.
fn said(
    text: &str,
    numerals: &[Numeral],
    (from, to, at): (usize, usize, usize),
    words: &Words,
) -> Option<Direction> {
    let gap = between(text, numerals, to.min(at), to.max(at));
    direction(words, gap).or_else(|| {
        let first = numerals[from.min(at)].range.start;
        let before = text[..first].split_whitespace().rev().take(BEFORE);
        let mut before: Vec<&str> = before.take_while(|word| !word.ends_with('.')).collect();
        let way = before.iter().find_map(|word| match word.to_lowercase().as_str() {
            "up" => Some(Direction::Up),
            "down" => Some(Direction::Down),
            _ => None,
        });
        before.reverse();
        direction(words, &before.join(" ")).or(way)
    })
}
