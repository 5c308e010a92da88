//! What the words around a numeral say about how it was computed.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use std::ops::Range;

use crossfoot_core::{Quantity, QuantityKind, Unit};

use super::Operation;
use super::evidence::Sentence;
use super::labels::RANKS;
use super::words::Words;

/// The direction that a sentence gives to a change or difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// It grew, or is more.
    Up,
    /// It fell, or is less.
    Down,
}

impl Direction {
    /// The other one.
    pub(super) const fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

/// What the words around a numeral say.
#[derive(Clone, Debug, Default)]
pub(super) struct Clues {
    /// The nearest word of a change, with its nearness.
    pub(super) change: Option<(Direction, f64)>,
    /// The nearest word that compares.
    pub(super) difference: Option<(Option<Direction>, f64)>,
    /// Whether what changes is a proportion.
    pub(super) proportion: bool,
    /// Whether the sentence speaks of places in an order.
    pub(super) rank: bool,
    /// Whether the numeral is said of each of several things: `2023 and 2024 each had 10`.
    pub(super) each: bool,
    /// Whether the numeral is said of several things together.
    pub(super) joint: bool,
    /// Whether the numeral has a minus sign.
    pub(super) signed: bool,
    share: f64,
    sum: f64,
    mean: f64,
    /// The word directly before the numeral.
    before: Before,
    /// Whether `of` follows directly.
    of: bool,
}

/// The word directly before a numeral.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    #[default]
    Other,
    By,
    To,
    From,
}

const UP: [&str; 25] = [
    "soar", "swell", "upward", "increas", "rise", "rose", "risen", "grew", "grow", "growth",
    "grown", "gain", "climb", "jump", "expand", "surg", "rais", "增长", "增加", "上升", "提高",
    "上涨", "扩大", "提升", "升至",
];
const DOWN: [&str; 25] = [
    "slump", "tumbl", "dwindl", "sank", "downward", "decreas", "declin", "fell", "fall", "fallen",
    "drop", "reduct", "reduc", "shrank", "shrink", "loss", "lost", "plung", "下降", "减少", "降低",
    "下跌", "缩小", "回落", "降至",
];
const HIGHER: [&str; 8] =
    ["higher", "more", "greater", "larger", "longer", "excess", "高于", "多于"];
const LOWER: [&str; 8] = ["lower", "fewer", "less", "smaller", "shorter", "below", "低于", "少于"];
const DIFFERENCE: [&str; 4] = ["differ", "gap", "margin", "相差"];
const SHARE: [&str; 12] = [
    "account",
    "repres",
    "percent",
    "compris",
    "constitut",
    "major",
    "fraction",
    "made",
    "占",
    "比重",
    "占比",
    "比例",
];
const SUM: [&str; 8] = ["total", "combin", "sum", "togeth", "collect", "合计", "共计", "总计"];
const MEAN: [&str; 4] = ["averag", "mean", "平均", "均值"];

impl Clues {
    /// Of the numeral at a stretch of the text, which is the word at `position` of its sentence.
    pub(super) fn new(
        text: &str,
        sentence: &Sentence,
        start: usize,
        end: usize,
        position: usize,
    ) -> Self {
        let mut clues = Self::default();
        let clause = sentence.words.get(position).map_or(0, |word| word.clause);
        for (at, word) in sentence.words.iter().enumerate() {
            let far = at.abs_diff(position);
            if far > FAR {
                continue;
            }
            let clauses = word.clause.abs_diff(clause).min(8);
            let nearness = 1.0 / (1.0 + far as f64 / 4.0 + clauses as f64);
            clues.proportion |= at < position
                && clauses == 0
                && word.stem == "percent"
                && !text[word.range.clone()].eq_ignore_ascii_case("percent");
            clues.each |= clauses == 0
                && far <= EACH
                && DISTRIBUTES.contains(&text[word.range.clone()].to_lowercase().as_str());
            let behind = at >= position && at < position + BEHIND;
            // `by 35.3%, before it fell`: what goes on with another clause changes something else.
            let later = at > position && word.clause > clause && clues.change.is_some();
            let stem = up_or_down(text, &word.range).unwrap_or(&word.stem);
            if !(later && change(stem).is_some()) {
                clues.see(stem, nearness, behind);
            }
        }
        let from = text[..start].rfind([',', ';']).unwrap_or(0);
        let to = text[end..].find([',', ';']).map_or(text.len(), |to| end + to);
        clues.joint = JOINT.iter().any(|words| text[from..to].contains(words));
        clues.signed = text[..end].get(start..).is_some_and(|own| own.starts_with(['-', '−', '–']));
        let behind = text[end..].trim_start();
        clues.of = behind.starts_with("of ") && !behind.starts_with("of which");
        clues.before = before(&text[..start]);
        clues
    }

    /// Notes a word. Only directly behind the numeral does it say in which direction things differ:
    /// `14 more than`, but not `fewer in 2023 (12) than`.
    fn see(&mut self, stem: &str, nearness: f64, behind: bool) {
        self.rank |= RANKS.contains(&stem);
        if let Some(direction) = change(stem)
            && self.change.is_none_or(|(_, nearest)| nearest < nearness)
        {
            self.change = Some((direction, nearness));
        }
        if let Some(direction) = difference(stem)
            && self.difference.is_none_or(|(_, nearest)| nearest < nearness)
        {
            self.difference = Some((direction.filter(|_| behind), nearness));
        }
        for (words, clue) in
            [(&SHARE[..], &mut self.share), (&SUM[..], &mut self.sum), (&MEAN[..], &mut self.mean)]
        {
            if words.contains(&stem) {
                *clue = clue.max(nearness);
            }
        }
    }

    /// Logarithms of how probable each operation is before tables are looked at.
    pub(super) fn operations(&self, quantity: &Quantity) -> [f64; Operation::ALL.len()] {
        let change = self.change.map_or(0.0, |(_, nearness)| nearness);
        let difference = self.difference.map_or(0.0, |(_, nearness)| nearness);
        let by = f64::from(u8::from(self.before == Before::By));
        let ends = f64::from(u8::from(matches!(self.before, Before::To | Before::From)));
        let of = f64::from(u8::from(self.of));
        let scores = Operation::ALL.map(|operation| {
            let base = base(operation, quantity);
            base + match operation {
                Operation::Value => 2.0 * ends - 1.5 * by - 1.5 * change * (1.0 - ends),
                Operation::Difference => 2.5 * change + 3.0 * difference + 2.0 * by - 2.0 * ends,
                Operation::Change => 4.0 * change + difference + 2.0 * by - 2.0 * ends,
                Operation::Share => 1.5 * self.share + of,
                Operation::Sum => 2.0 * self.sum,
                Operation::Mean => 3.0 * self.mean,
                Operation::Quotient | Operation::Count => 0.0,
            }
        });
        let logs = super::evidence::softmax(scores.to_vec());
        std::array::from_fn(|at| logs[at])
    }

    /// What a cell that prints a change gains: the words of change speak for it, not against.
    pub(super) fn printed_change(&self) -> f64 {
        let change = self.change.map_or(0.0, |(_, nearness)| nearness);
        8.0 * change + if self.before == Before::By { 1.5 } else { 0.0 }
    }

    /// Up or down, where the sentence says it.
    pub(super) fn direction(&self) -> Option<Direction> {
        let difference = self.difference.unwrap_or((None, 0.0));
        match self.change {
            Some((direction, nearness)) if nearness >= difference.1 => Some(direction),
            _ => difference.0,
        }
    }
}

/// Words beyond which nothing is a clue.
const FAR: usize = 14;

/// `Up` and `down` before an amount, as words of change: `went up by 278`, `down 5% from`.
fn up_or_down(text: &str, word: &Range<usize>) -> Option<&'static str> {
    let behind = text[word.end..].trim_start();
    let amount = ["by ", "from ", "to "].iter().any(|lead| behind.starts_with(lead))
        || behind.starts_with(|c: char| c.is_ascii_digit());
    match text[word.clone()].to_lowercase().as_str() {
        "up" if amount => Some("rise"),
        "down" if amount => Some("fall"),
        _ => None,
    }
}

/// What says that numbers are of several things together.
const JOINT: [&str; 4] = ["between them", "together", "combined", "jointly"];

/// Words behind a numeral of which one may compare it: `4.3 percentage points higher`.
const BEHIND: usize = 4;

/// Words that say something of each of several things, and how far from it they may stand.
const DISTRIBUTES: [&str; 5] = ["each", "both", "均", "各", "都"];
const EACH: usize = 4;

fn before(text: &str) -> Before {
    let mut words = text.split_whitespace().rev();
    let mut word = words.next().unwrap_or_default();
    if ["about", "approximately", "nearly", "almost", "around", "over", "roughly"].contains(&word) {
        word = words.next().unwrap_or_default();
    }
    match word.to_lowercase().as_str() {
        "by" => Before::By,
        "to" | "at" | "reaching" | "reached" => Before::To,
        "from" => Before::From,
        _ => Before::Other,
    }
}

/// Logarithms of how often numerals of a unit are computed so, up to a constant.
fn base(operation: Operation, quantity: &Quantity) -> f64 {
    const NEVER: f64 = -20.0;
    let percent = quantity.unit == Unit::Percent || quantity.kind == QuantityKind::Fraction;
    match (operation, quantity.kind) {
        (Operation::Quotient, QuantityKind::Multiple) => 3.0,
        (_, QuantityKind::Multiple) => NEVER,
        _ if quantity.unit == Unit::Points => match operation {
            Operation::Difference => 3.0,
            Operation::Value => -1.0,
            _ => NEVER,
        },
        (Operation::Value, _) => 2.0,
        (Operation::Share, _) if percent => 1.0,
        (Operation::Change, _) if percent => -1.0,
        (Operation::Difference, _) if percent => -2.5,
        (Operation::Sum, _) if percent => -1.5,
        (Operation::Share | Operation::Change, _) => NEVER,
        (Operation::Difference, _) => -1.0,
        (Operation::Sum, _) => -0.5,
        (Operation::Mean, _) => -2.0,
        (Operation::Count, _) if !percent && !quantity.digits => -1.0,
        (Operation::Count, _) if !percent && quantity.value.is_integer() => -1.5,
        (Operation::Count, _) => NEVER,
        (Operation::Quotient, _) if percent || !quantity.digits => NEVER,
        (Operation::Quotient, _) => -3.0,
    }
}

/// The direction of the last change that a text names.
pub(super) fn direction(words: &Words, text: &str) -> Option<Direction> {
    let words = words.cut(text);
    words.iter().rev().find_map(|word| change(&word.stem))
}

/// The direction that a stem names.
pub(super) fn change(stem: &str) -> Option<Direction> {
    if UP.contains(&stem) {
        Some(Direction::Up)
    } else {
        DOWN.contains(&stem).then_some(Direction::Down)
    }
}

/// The direction of a stem that compares.
pub(super) fn comparative(stem: &str) -> Option<Direction> {
    difference(stem).flatten()
}

/// The direction, where it has one, that a stem gives to a comparison.
fn difference(stem: &str) -> Option<Option<Direction>> {
    if HIGHER.contains(&stem) {
        Some(Some(Direction::Up))
    } else if LOWER.contains(&stem) {
        Some(Some(Direction::Down))
    } else {
        DIFFERENCE.contains(&stem).then_some(None)
    }
}
