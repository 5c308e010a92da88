//! Where sentences of a paragraph start and end: by the rules of Unicode, but for abbreviations,
//! initials and what is in brackets.

use std::ops::Range;

use crossfoot_core::{MarkKind, Prose};
use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

/// Words that end in a full stop and end no sentence, in small letters.
const ABBREVIATIONS: [&str; 33] = [
    "al", "approx", "assoc", "av", "avg", "ca", "cf", "co", "cor", "dept", "dr", "e.g", "ed",
    "eds", "esp", "est", "excl", "gen", "i.e", "incl", "inst", "jr", "mr", "mrs", "ms", "nat",
    "prof", "resp", "st", "suppl", "univ", "viz", "vs",
];

/// Abbreviations before a number: `Fig. 2`, `No. A1`.
const NUMBERED: [&str; 20] = [
    "art", "arts", "ch", "chap", "eq", "eqn", "eqns", "eqs", "fig", "figs", "no", "nos", "p", "pp",
    "ref", "refs", "sec", "sect", "tab", "vol",
];

/// Abbreviations that may also end a sentence, which the next word shows.
const EITHER: [&str; 8] = ["etc", "inc", "ltd", "corp", "u.s", "u.k", "u.n", "e.u"];

/// Words that start a sentence, and are hardly ever part of a name.
const OPENERS: [&str; 62] = [
    "a",
    "about",
    "according",
    "after",
    "all",
    "although",
    "among",
    "an",
    "and",
    "another",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "compared",
    "despite",
    "during",
    "each",
    "few",
    "finally",
    "first",
    "for",
    "from",
    "furthermore",
    "he",
    "here",
    "however",
    "if",
    "in",
    "is",
    "it",
    "its",
    "moreover",
    "most",
    "no",
    "of",
    "on",
    "one",
    "only",
    "our",
    "overall",
    "several",
    "she",
    "since",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "we",
    "when",
    "while",
];

/// The sentences of a prose, without the spaces between them.
pub(crate) fn sentences(prose: &Prose) -> Vec<Range<usize>> {
    let text = prose.text();
    let plain = plain(prose);
    let brackets = brackets(&plain);
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut ends: Vec<usize> = segmenter.segment_str(&plain).collect();
    ends.extend(plain.match_indices('；').map(|(at, mark)| at + mark.len()));
    ends.sort_unstable();
    ends.dedup();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in ends.into_iter().filter(|end| *end > 0) {
        let last = end == plain.len();
        let within = holds(&brackets, end);
        if !last && (within || goes_on(&plain[start..end], &plain[end..])) {
            continue;
        }
        let sentence = &text[start..end];
        let from = start + (sentence.len() - sentence.trim_start().len());
        let to = start + sentence.trim_end().len();
        start = end;
        match found.last_mut() {
            _ if sentence.trim().is_empty() => {}
            Some(before) if is_label(&text[from..to]) => before.end = to,
            _ => found.push(from..to),
        }
    }
    found
}

/// The text in which marks of notes after a full stop do not hide it, and full stops in citations
/// and addresses end no sentence. Every byte stays at its place.
fn plain(prose: &Prose) -> String {
    let mut bytes = prose.text().as_bytes().to_vec();
    for mark in prose.marks() {
        let before = prose.text()[..mark.range.start].trim_end();
        let after_stop = before.ends_with(['.', '!', '?', ')', '”', '"']);
        let bracketed = bytes[mark.range.start] == b'[';
        for byte in &mut bytes[mark.range.clone()] {
            match mark.kind {
                MarkKind::Raised if after_stop => *byte = b' ',
                MarkKind::Citation if after_stop && bracketed => *byte = b' ',
                MarkKind::Citation | MarkKind::Link if matches!(byte, b'.' | b'!' | b'?') => {
                    *byte = b',';
                }
                // A factorial.
                MarkKind::Formula if *byte == b'!' => *byte = b',',
                _ => {}
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| prose.text().to_owned())
}

/// The outermost stretches in brackets that are closed again, in order.
fn brackets(text: &str) -> Vec<Range<usize>> {
    /// Bytes of the longest remark; what is longer was opened and closed by others.
    const LONGEST: usize = 600;
    let (mut open, mut found) = (Vec::new(), Vec::<Range<usize>>::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '（' => {
                // Sentences in brackets of their own are sentences.
                let before = text[..at].trim_end();
                let own = before.is_empty() || before.ends_with(['.', '!', '?', '。']);
                open.push((at, own));
            }
            ')' | ']' | '）' => {
                let opened = open.pop().filter(|(start, own)| !own && at - start < LONGEST);
                if let Some((start, _)) = opened {
                    while found.last().is_some_and(|inner| inner.start > start) {
                        found.pop();
                    }
                    found.push(start..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether one of these stretches, which are in order, holds a byte.
fn holds(stretches: &[Range<usize>], at: usize) -> bool {
    let before = stretches.partition_point(|stretch| stretch.start < at);
    before.checked_sub(1).is_some_and(|last| at < stretches[last].end)
}

/// Whether a text is the number of the formula before it: `(13)`.
fn is_label(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.is_some_and(|inner| inner.len() < 5 && inner.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a sentence goes on behind what looks like its end.
fn goes_on(sentence: &str, next: &str) -> bool {
    let Some(before) = sentence.trim().strip_suffix('.') else { return false };
    // `1.` and `a.` alone label what follows.
    if before.len() < 4 && before.chars().all(char::is_alphanumeric) {
        return true;
    }
    if next.starts_with(|c: char| c.is_ascii_digit()) || is_size(before) && !opens(next) {
        return true;
    }
    let word = before.rsplit([' ', '\u{A0}', '(', '[', '“', '"', '—', '–', '/']).next();
    let word = word.unwrap_or_default();
    let lower = word.to_lowercase();
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        // An initial: `J. Smith`, but not `type C. The others`.
        (Some(c), None) if c.is_uppercase() => !opens(next),
        _ if EITHER.contains(&lower.as_str()) => !opens(next),
        _ if NUMBERED.contains(&lower.as_str()) => {
            let number = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            number.len() < 2 || number.contains(|c: char| c.is_ascii_digit())
        }
        _ => ABBREVIATIONS.contains(&lower.as_str()),
    }
}

/// Whether a text ends with the size of a sample, which what follows may belong to: `n = 3`.
fn is_size(text: &str) -> bool {
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = start.trim_end().strip_suffix('=').map(str::trim_end).unwrap_or_default();
    start.len() < text.len() && name.rsplit([' ', '(']).next().is_some_and(|name| name == "n")
}

/// Whether a text starts with a word that starts sentences.
fn opens(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    OPENERS.contains(&first.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut prose = Prose::default();
        prose.push(text, 0);
        let found = sentences(&prose);
        found.into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn abbreviations_and_decimals_end_no_sentence() {
        for text in [
            "As Fig. 2 and Figs. 3–4 show, it fell.",
            "Xiang et al. Found it in 5.2% of cases.",
            "It rose, e.g. In the north, i.e. Leeds.",
            "Guoke Shen No. 83 was revoked, cf. Art. 5.",
            "J. R. Smith counted them.",
            "It fell (see Table 1. Values are means) in 2023.",
            "The group had n = 3. 14 of them left.",
            "The groups had n = 3. Age was 40.",
            "a. The first of them, in Ref. 3, Eq. A1 and (Fig. 2).",
            "The U.S. Government and Dr. Lee agreed vs. Others.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn sentences_end() {
        for (text, count) in [
            ("It fell by 58.4%. It rose in 2024.", 2),
            ("They had hepatitis C. The others did not.", 2),
            ("It was shown in the U.S. The rest was not.", 2),
            ("2023年下降。2024年上升！为什么？", 3),
            ("一、总数为5；二、其余为3。", 2),
            ("“It fell.” She said so.", 2),
            ("It fell.\r\r\u{85}It rose.", 2),
            ("They are in S2 Fig. Large nodes are wards.", 2),
            ("It lasted for 8 min. Sections were cut.", 2),
            ("(All values are means. None is a median.) It fell.", 3),
        ] {
            assert_eq!(cut(text).len(), count, "{text}: {:?}", cut(text));
        }
    }

    #[test]
    fn a_raised_citation_hides_no_end() {
        let mut prose = Prose::default();
        prose.push("It declined.12 It rose.", 0);
        prose.mark(12..14, MarkKind::Raised);
        assert_eq!(sentences(&prose), [0..14, 15..23]);
    }
}
