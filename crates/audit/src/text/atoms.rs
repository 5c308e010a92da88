//! Numerals as they are compared: each stretch of digits by itself, and words by what they say.
//!
//! A list may name the day and the year of a date in two rows, and a text have them as one; stretches
//! of digits are the same in both.

use std::collections::BTreeSet;
use std::ops::Range;

use crossfoot_core::{
    Article, LedgerEntry, MarkKind, Part, Prose, Reading, Section, read_numerals,
};

use super::Passage;

/// A stretch of digits, or a numeral in words.
#[derive(Clone, Debug)]
pub(super) struct Atom<'a> {
    /// Its digits, or the number that it says.
    key: String,
    /// As written, where it is in words.
    word: Option<String>,
    /// The section that it stands in.
    pub(super) section: &'a str,
    /// The entry or numeral that it is of, by index.
    pub(super) owner: usize,
    /// Its bytes in the prose.
    range: Range<usize>,
    /// Whether it is of a numeral.
    pub(super) counts: bool,
}

impl Atom<'_> {
    /// Whether both are the same number.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.key == other.key || self.word.is_some() && self.word == other.word
    }

    /// Its stretch of the block of its numeral.
    pub(super) fn passage(&self, numeral: Passage) -> Passage {
        Passage { start: self.range.start, end: self.range.end, ..numeral }
    }
}

/// The numerals of the list.
pub(super) struct Listed<'a> {
    pub(super) atoms: Vec<Atom<'a>>,
}

impl<'a> Listed<'a> {
    /// Those of a list, without those of the references of an article.
    pub(super) fn new(ledger: &'a [LedgerEntry], article: &Article) -> Self {
        let (references, others): (Vec<&Section>, Vec<&Section>) =
            article.sections.iter().partition(|section| section.part == Part::References);
        let counted = ledger.iter().enumerate().filter(|(_, entry)| {
            !references.iter().any(|section| section.name == entry.section)
                || others.iter().any(|section| section.name == entry.section)
        });
        let atoms = counted.flat_map(|(owner, entry)| {
            let text = entry.numeral.as_str();
            let digits = digits(text, &[]);
            let whole = 0..text.len();
            let atoms = if digits.is_empty() { vec![word(text, whole)] } else { digits };
            let section = entry.section.as_str();
            atoms.into_iter().map(move |(range, key, word)| Atom {
                key,
                word,
                section,
                owner,
                range,
                counts: true,
            })
        });
        Self { atoms: atoms.collect() }
    }

    /// All that are in words, as written.
    pub(super) fn words(&self) -> BTreeSet<&str> {
        self.atoms.iter().filter_map(|atom| atom.word.as_deref()).collect()
    }
}

/// A numeral of the text.
pub(super) struct PrintedNumeral {
    pub(super) passage: Passage,
    /// Whether it is one; other digits and words are here only because the list may name them.
    pub(super) counts: bool,
}

/// The numerals of the text.
pub(super) struct Printed<'a> {
    pub(super) atoms: Vec<Atom<'a>>,
    pub(super) numerals: Vec<PrintedNumeral>,
}

impl<'a> Printed<'a> {
    /// Those of an article, without those of its references; and whatever else has digits or is one
    /// of the words.
    pub(super) fn new(article: &'a Article, words: &BTreeSet<&str>) -> Self {
        let mut printed = Self { atoms: Vec::new(), numerals: Vec::new() };
        let mut named = None;
        for (block, prose) in article.blocks.iter().enumerate() {
            let section = article.section(prose);
            if section.part == Part::References {
                continue;
            }
            // The number of a heading is not in its prose.
            if named.replace(prose.section) != Some(prose.section) {
                for (_, key, word) in digits(&section.name, &[]) {
                    printed.add(block, 0..0, vec![(0..0, key, word)], &section.name, false);
                }
            }
            printed.block(block, &prose.prose, &section.name, words);
        }
        printed
    }

    fn block(&mut self, block: usize, prose: &Prose, section: &'a str, words: &BTreeSet<&str>) {
        let text = prose.text();
        let cuts: Vec<usize> = prose
            .marks()
            .iter()
            .filter(|mark| matches!(mark.kind, MarkKind::Raised | MarkKind::Lowered))
            .flat_map(|mark| [mark.range.start, mark.range.end])
            .collect();
        let mut digits = digits(text, &cuts);
        let mut found: Vec<(Range<usize>, Vec<Found>, bool)> = Vec::new();
        for numeral in read_numerals(text) {
            let own = digits.extract_if(.., |(range, ..)| overlap(range, &numeral.range));
            let mut atoms: Vec<Found> = own.collect();
            if atoms.is_empty() {
                atoms.push(word(&text[numeral.range.clone()], numeral.range.clone()));
            }
            found.push((numeral.range, atoms, true));
        }
        found.extend(digits.into_iter().map(|atom| (atom.0.clone(), vec![atom], false)));
        let others = listed_words(text, words);
        let free: Vec<Range<usize>> =
            others.filter(|range| !found.iter().any(|(taken, ..)| overlap(taken, range))).collect();
        found.extend(free.into_iter().map(|range| {
            let atom = word(&text[range.clone()], range.clone());
            (range, vec![atom], false)
        }));
        found.sort_by_key(|(range, ..)| range.start);
        for (range, atoms, counts) in found {
            self.add(block, range, atoms, section, counts);
        }
    }

    fn add(
        &mut self,
        block: usize,
        range: Range<usize>,
        atoms: Vec<Found>,
        section: &'a str,
        counts: bool,
    ) {
        let owner = self.numerals.len();
        let passage = Passage { block, start: range.start, end: range.end };
        self.numerals.push(PrintedNumeral { passage, counts });
        let atoms = atoms.into_iter();
        self.atoms.extend(atoms.map(|(range, key, word)| Atom {
            key,
            word,
            section,
            owner,
            range,
            counts,
        }));
    }
}

/// Where something stands, its key, and the word that it is.
type Found = (Range<usize>, String, Option<String>);

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Where the text has words of the list.
fn listed_words(text: &str, words: &BTreeSet<&str>) -> impl Iterator<Item = Range<usize>> {
    let lower = text.to_lowercase();
    // Letters whose lower case has another length are in no numeral of a list.
    let same_length = lower.len() == text.len();
    let found = words.iter().filter(|_| same_length).flat_map(|word| {
        let all = lower.match_indices(*word).map(|(at, _)| at..at + word.len());
        let whole = all.filter(|range| {
            let before = lower[..range.start].chars().next_back();
            let behind = lower[range.end..].chars().next();
            !word.is_ascii()
                || ![before, behind].into_iter().flatten().any(|c| c.is_ascii_alphanumeric())
        });
        whole.collect::<Vec<_>>()
    });
    found.collect::<Vec<_>>().into_iter()
}

/// A numeral in words, by the number that it says, if it can be read.
fn word(text: &str, range: Range<usize>) -> Found {
    let written = text.trim().to_lowercase();
    let key = match read_numerals(text).into_iter().next().map(|numeral| numeral.reading) {
        Some(Reading::Quantity(quantity)) => quantity.value.to_string(),
        Some(Reading::Ordinal(place)) => format!("#{place}"),
        Some(Reading::Date(date)) => format!("@{date}"),
        None => written.clone(),
    };
    (range, key, Some(written))
}

/// The stretches of digits in a text, cut at these bytes. A mark between thousands is no part of
/// their keys, and a comma between other digits ends a stretch.
fn digits(text: &str, cuts: &[usize]) -> Vec<Found> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found: Vec<Found> = Vec::new();
    for (at, (byte, c)) in characters.iter().enumerate() {
        let Some(digit) = digit(*c) else { continue };
        let end = byte + c.len_utf8();
        let joined = found.last().and_then(|(range, ..)| {
            let between = &text[range.end..*byte];
            let is_cut = cuts.iter().any(|cut| (range.end..=*byte).contains(cut));
            match between {
                _ if is_cut => None,
                "" => Some(""),
                "." => Some("."),
                "," | "，" if is_thousand(&characters[at..]) => Some(""),
                _ => None,
            }
        });
        match (joined, found.last_mut()) {
            (Some(mark), Some((range, key, _))) => {
                range.end = end;
                key.push_str(mark);
                key.push(digit);
            }
            _ => found.push((*byte..end, digit.to_string(), None)),
        }
    }
    found
}

/// Whether exactly three digits follow.
fn is_thousand(characters: &[(usize, char)]) -> bool {
    let digits = characters.iter().take_while(|(_, c)| digit(*c).is_some());
    digits.count() == 3
}

/// A digit of any width, on the line, above or below it.
fn digit(c: char) -> Option<char> {
    let offset = match c {
        '0'..='9' => return Some(c),
        '０'..='９' => c as u32 - '０' as u32,
        '₀'..='₉' => c as u32 - '₀' as u32,
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '⁰' | '⁴'..='⁹' => c as u32 - '⁰' as u32,
        _ => return None,
    };
    char::from_digit(offset, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> String {
        digits(text, &[]).into_iter().map(|(_, key, _)| key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn digits_are_cut_as_they_are_written() {
        for (text, wanted) in [
            ("fell by 58.4% (n = 3,114)", "58.4 3114"),
            ("2021–2024, 13 April", "2021 2024 13"),
            ("10.3389/fgene.2025.1611003", "10.3389 2025.1611003"),
            ("Song¹,² and 1,2", "1 2 1 2"),
            ("１２.5 and 1,2345", "12.5 1 2345"),
        ] {
            assert_eq!(keys(text), wanted, "{text}");
        }
    }
}
