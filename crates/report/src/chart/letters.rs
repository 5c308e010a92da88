//! Letters as charts set them: how wide they are, and how far they reach. The widths are those of
//! the bundled font, in a table, so that only pictures of letters need the font itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The widths of all letters that are not as wide as a hanzi, in thousandths of an em: a weight, the
/// first letter of a run, and the width of each. A test makes it from the font.
const WIDTHS: &str = include_str!("../../fonts/widths.txt");
/// The width of all other letters, hanzi above all, and of what stands for a letter that the font lacks.
pub(super) const HANZI: u16 = 1000;
/// Thousandths of an em.
const EM: f64 = 1000.0;

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// The name in the table of widths.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Bold => "bold",
        }
    }
}

/// The widths of letters in one weight.
struct Widths {
    /// Of ASCII, which most texts are made of.
    ascii: [u16; 128],
    others: BTreeMap<char, u16>,
}

static REGULAR: LazyLock<Widths> = LazyLock::new(|| Widths::read(Weight::Regular));
static BOLD: LazyLock<Widths> = LazyLock::new(|| Widths::read(Weight::Bold));

impl Widths {
    fn read(weight: Weight) -> Self {
        let mut widths = Self { ascii: [HANZI; 128], others: BTreeMap::new() };
        let lines = WIDTHS.lines().filter_map(|line| line.strip_prefix(weight.name()));
        for line in lines {
            let mut words = line.split_whitespace();
            let first = words.next().and_then(|word| u32::from_str_radix(word, 16).ok());
            for (code, width) in (first.unwrap_or_default()..).zip(words) {
                let character = char::from_u32(code).unwrap_or_default();
                let width = width.parse().unwrap_or(HANZI);
                match widths.ascii.get_mut(code as usize) {
                    Some(known) => *known = width,
                    None => drop(widths.others.insert(character, width)),
                }
            }
        }
        widths
    }

    fn of(&self, character: char) -> u16 {
        let known = self.ascii.get(character as usize).or_else(|| self.others.get(&character));
        known.copied().unwrap_or(HANZI)
    }
}

/// How wide a character is, in em.
pub(super) fn advance(character: char, weight: Weight) -> f64 {
    let widths = match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    };
    f64::from(widths.of(character)) / EM
}

/// How wide a text is at a size, in pixels.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    letters(text).map(|character| advance(character, weight)).sum::<f64>() * size
}

/// The letters that a text is drawn with. The dots of the font's own ellipsis stand in the middle
/// of the line, as Chinese has them and others do not.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    let chinese = text.chars().any(is_wide);
    let letters = text.chars().map(move |character| match character {
        '…' if !chinese => [Some('.'); 3],
        other => [Some(other), None, None],
    });
    letters.flatten().flatten()
}

/// How far a text reaches above and below its baseline, in em.
pub(super) fn reach(text: &str) -> (f64, f64) {
    /// Of capitals and figures, and of hanzi.
    const CAPITALS: f64 = 0.75;
    const HANZI: (f64, f64) = (0.86, 0.10);
    const DESCENDERS: f64 = 0.22;
    if text.chars().any(is_wide) {
        return HANZI;
    }
    let below =
        if text.contains(['g', 'j', 'p', 'q', 'y', 'Q', ',', ';', '(', ')', '[', ']', '/', '_']) {
            DESCENDERS
        } else {
            0.02
        };
    (CAPITALS, below)
}

/// Whether a character fills a square, as hanzi and full-width forms do.
pub(super) const fn is_wide(character: char) -> bool {
    matches!(character as u32, 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        assert_eq!(width("国际", 10.0, Weight::Regular), 20.0);
        assert!(width("iii", 10.0, Weight::Regular) < width("mmm", 10.0, Weight::Regular));
        assert!(width("total", 10.0, Weight::Regular) < width("total", 10.0, Weight::Bold));
    }
}
