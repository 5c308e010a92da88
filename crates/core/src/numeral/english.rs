//! English words for numbers: `thirteen`, `two hundred and five`, `twenty-first`, `two-thirds`.

use crate::token::Tokens;

/// What a word adds to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Zero to nineteen.
    Small(i128),
    /// Twenty to ninety.
    Ten(i128),
    /// Hundred.
    Hundred,
    /// A power of ten from thousand on.
    Scale(u32),
}

/// How a word for a number is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `three`.
    Cardinal,
    /// `third`.
    Ordinal,
    /// `thirds`.
    Ordinals,
}

/// A number in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    /// Its value.
    pub(super) value: i128,
    /// The power of ten that its last word names, from thousand on; else 1.
    pub(super) step: i128,
    /// Whether it is a place in an order.
    pub(super) ordinal: bool,
    /// The token behind it.
    pub(super) end: usize,
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, u32); 4] =
    [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];
/// Ordinals that are no cardinal with `th`.
const IRREGULAR: [(&str, i128); 7] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fifth", 5),
    ("eighth", 8),
    ("ninth", 9),
    ("twelfth", 12),
];

/// The longest word for a number, `seventeenths`, and one more.
const LONGEST: usize = 13;

/// What a word says of a number.
pub(super) fn number_word(word: &str) -> Option<(Class, Form)> {
    let mut buffer = [0; LONGEST];
    let bytes = buffer.get_mut(..word.len())?;
    bytes.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    let word = std::str::from_utf8(bytes).ok()?;
    if let Some(class) = cardinal(word) {
        return Some((class, Form::Cardinal));
    }
    if let Some(class) = ordinal(word) {
        return Some((class, Form::Ordinal));
    }
    word.strip_suffix('s').and_then(ordinal).map(|class| (class, Form::Ordinals))
}

fn cardinal(word: &str) -> Option<Class> {
    if let Some(at) = SMALL.iter().position(|known| *known == word) {
        return Some(Class::Small(at as i128));
    }
    if let Some(at) = TENS.iter().position(|known| *known == word) {
        return Some(Class::Ten(at as i128 * 10 + 20));
    }
    if word == "hundred" {
        return Some(Class::Hundred);
    }
    SCALES.iter().find(|(name, _)| *name == word).map(|(_, power)| Class::Scale(*power))
}

fn ordinal(word: &str) -> Option<Class> {
    if let Some((_, value)) = IRREGULAR.iter().find(|(name, _)| *name == word) {
        return Some(Class::Small(*value));
    }
    if let Some(stem) = word.strip_suffix("ieth") {
        let tens = TENS.iter().position(|ten| ten.strip_suffix('y') == Some(stem))?;
        return Some(Class::Ten(tens as i128 * 10 + 20));
    }
    cardinal(word.strip_suffix("th")?)
        .filter(|class| !matches!(class, Class::Small(0..=3 | 5 | 8 | 9 | 12) | Class::Ten(_)))
}

/// The denominator that a word names behind a numerator, and whether it is a plural.
pub(super) fn denominator(word: &str) -> Option<(i128, bool)> {
    for (names, value) in [(["half", "halves"], 2), (["quarter", "quarters"], 4)] {
        if let Some(at) = names.iter().position(|name| name.eq_ignore_ascii_case(word)) {
            return Some((value, at == 1));
        }
    }
    let (class, form) = number_word(word)?;
    let value = match class {
        Class::Small(value) | Class::Ten(value) => value,
        Class::Hundred => 100,
        Class::Scale(power) => 10_i128.pow(power),
    };
    (form != Form::Cardinal && value > 2).then_some((value, form == Form::Ordinals))
}

/// Reads the longest number in words that starts at a token.
pub(super) fn spelled(tokens: &Tokens, first: usize) -> Option<Spelled> {
    let mut sum = Sum::default();
    let mut at = first;
    // "a hundred", "a million".
    if tokens.is_any(at, &["a", "an"]) && tokens.is_space(at + 1) {
        let (class, form) = number_word(tokens.str(at + 2))?;
        if form != Form::Cardinal || !matches!(class, Class::Hundred | Class::Scale(_)) {
            return None;
        }
        sum.add(Class::Small(1));
        at += 2;
    }
    let mut found = None;
    while let Some((class, form)) = number_word(tokens.str(at)) {
        if form == Form::Ordinals || !sum.add(class) {
            break;
        }
        let ordinal = form == Form::Ordinal;
        found = Some(Spelled { value: sum.value(), step: sum.step(), ordinal, end: at + 1 });
        if ordinal {
            break;
        }
        at = sum.joined(tokens, at + 1);
    }
    found
}

/// A number that grows word by word.
#[derive(Default)]
struct Sum {
    total: i128,
    group: i128,
    scale: Option<u32>,
    last: Option<Class>,
}

impl Sum {
    const fn value(&self) -> i128 {
        self.total + self.group
    }

    fn step(&self) -> i128 {
        match self.last {
            Some(Class::Scale(power)) => 10_i128.pow(power),
            _ => 1,
        }
    }

    /// Adds a word where it can stand.
    fn add(&mut self, class: Class) -> bool {
        let after_large = matches!(self.last, None | Some(Class::Hundred | Class::Scale(_)));
        match class {
            Class::Small(value) => {
                let after_ten =
                    matches!(self.last, Some(Class::Ten(_))) && (1..10).contains(&value);
                if !(after_large || after_ten) {
                    return false;
                }
                self.group += value;
            }
            Class::Ten(value) if after_large => self.group += value,
            Class::Hundred if (1..100).contains(&self.group) => self.group *= 100,
            Class::Scale(power) if self.group > 0 && self.scale.is_none_or(|last| power < last) => {
                self.total += self.group * 10_i128.pow(power);
                (self.group, self.scale) = (0, Some(power));
            }
            // The first word of "hundredth" and "millionth".
            _ => return false,
        }
        self.last = Some(class);
        true
    }

    /// The token at which the next word of the same number would start.
    fn joined(&self, tokens: &Tokens, end: usize) -> usize {
        let next = tokens.skip_space(end);
        if tokens.is_dash(next) {
            return tokens.skip_space(next + 1);
        }
        let large = matches!(self.last, Some(Class::Hundred | Class::Scale(_)));
        if next > end && large && tokens.is(next, "and") {
            let word = tokens.skip_space(next + 1);
            // "five billion and three quarters".
            let part = denominator(tokens.str(word + 2));
            return if part.is_some() && !tokens.is_dash(word + 1) { usize::MAX } else { word };
        }
        if next > end { next } else { usize::MAX }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        for (text, value, length) in [
            ("thirteen", 13, 1),
            ("twenty-one", 21, 3),
            ("two hundred and five", 205, 7),
            ("twenty-one trillion three hundred", 21_000_000_000_300, 9),
            ("a hundred", 100, 3),
            ("two hundred and two thousand", 202_000, 9),
            ("one hundred twenty-fifth", 125, 7),
            ("two three", 2, 1),
            ("five and six", 5, 1),
        ] {
            let read = spelled(&Tokens::new(text), 0).unwrap();
            assert_eq!((read.value, read.end), (value, length), "{text}");
        }
        for text in ["hundreds", "a few", "tense", "thirds", "hundred"] {
            assert_eq!(spelled(&Tokens::new(text), 0), None, "{text}");
        }
    }
}
