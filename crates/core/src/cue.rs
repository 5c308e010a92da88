//! Words that make a number a statement: a change, a comparison, a share, a total.

use std::ops::Range;

use crate::token::{Kind, Tokens};

/// A word of a statement, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it says.
    pub kind: CueKind,
}

/// What a word of a statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueKind {
    /// Something became more: `increased`, `rise`, `增长`.
    Up,
    /// Something became less: `declined`, `reduction`, `下降`.
    Down,
    /// Something is more than something else: `higher`, `more than`, `高于`.
    More,
    /// Something is less than something else: `lower`, `fewer than`, `低于`.
    Less,
    /// The most of all, or most of the whole: `largest`, `majority`, `最多`.
    Most,
    /// The least of all: `smallest`, `fewest`, `最少`.
    Least,
    /// A part of a whole: `accounted for`, `proportion`, `占`.
    Share,
    /// A difference of two numbers: `difference`, `gap`, `相差`.
    Difference,
    /// A whole: `total`, `overall`, `共计`.
    Total,
    /// A list in the order of another: `respectively`, `分别`.
    Respectively,
}

/// Words in small letters, longer phrases before those that they start with.
const WORDS: [(CueKind, &[&str]); 10] = [
    (
        CueKind::Up,
        &[
            "increase",
            "increases",
            "increased",
            "increasing",
            "rise",
            "rises",
            "rose",
            "risen",
            "rising",
            "grow",
            "grows",
            "grew",
            "grown",
            "growing",
            "growth",
            "gain",
            "gained",
            "climb",
            "climbed",
            "climbing",
            "surge",
            "surged",
            "surging",
            "upward",
            "uptick",
            "expanded",
            "expansion",
            "soared",
            "jumped",
            "improved",
            "improvement",
            "增长",
            "增加",
            "上升",
            "提高",
            "上涨",
            "增至",
            "升至",
        ],
    ),
    (
        CueKind::Down,
        &[
            "decrease",
            "decreases",
            "decreased",
            "decreasing",
            "decline",
            "declines",
            "declined",
            "declining",
            "fall",
            "falls",
            "fell",
            "fallen",
            "falling",
            "drop",
            "drops",
            "dropped",
            "dropping",
            "reduction",
            "reductions",
            "reduce",
            "reduced",
            "reducing",
            "shrank",
            "shrunk",
            "shrinking",
            "downward",
            "downturn",
            "diminished",
            "plunged",
            "loss",
            "下降",
            "减少",
            "降低",
            "下跌",
            "降至",
            "减至",
            "下滑",
        ],
    ),
    (
        CueKind::More,
        &[
            "more than",
            "greater than",
            "more",
            "higher",
            "larger",
            "greater",
            "exceeds",
            "exceeded",
            "exceeding",
            "above",
            "longer",
            "older",
            "twice",
            "高于",
            "多于",
            "大于",
            "超过",
        ],
    ),
    (
        CueKind::Less,
        &[
            "less than",
            "fewer than",
            "less",
            "lower",
            "smaller",
            "fewer",
            "below",
            "shorter",
            "younger",
            "低于",
            "少于",
            "小于",
            "不足",
        ],
    ),
    (
        CueKind::Most,
        &[
            "largest",
            "highest",
            "greatest",
            "biggest",
            "most",
            "majority",
            "maximum",
            "longest",
            "oldest",
            "predominant",
            "predominantly",
            "最多",
            "最大",
            "最高",
            "多数",
        ],
    ),
    (
        CueKind::Least,
        &[
            "smallest", "lowest", "fewest", "least", "minimum", "shortest", "youngest", "minority",
            "最少", "最小", "最低", "少数",
        ],
    ),
    (
        CueKind::Share,
        &[
            "accounted for",
            "accounts for",
            "account for",
            "accounting for",
            "made up",
            "comprised",
            "comprising",
            "proportion",
            "proportions",
            "share",
            "shares",
            "percentage",
            "percentages",
            "representing",
            "represented",
            "fraction",
            "of all",
            "占比",
            "占",
            "比例",
            "比重",
        ],
    ),
    (CueKind::Difference, &["difference", "differences", "gap", "gaps", "差距", "相差", "差异"]),
    (
        CueKind::Total,
        &[
            "total",
            "totals",
            "totalled",
            "totaled",
            "totalling",
            "overall",
            "altogether",
            "in all",
            "combined",
            "collectively",
            "sum",
            "合计",
            "总计",
            "共计",
            "总数",
            "共",
        ],
    ),
    (CueKind::Respectively, &["respectively", "分别", "依次"]),
];

/// The words of a text that make statements of its numbers, in order. They are cues, not proof: a
/// "growth factor" grows nothing, and "at least" is no comparison of two numbers but a bound.
///
/// ```
/// use crossfoot_core::{CueKind, cues};
/// let text = "The share rose to 12% and was higher than in 2021.";
/// let kinds: Vec<CueKind> = cues(text).into_iter().map(|cue| cue.kind).collect();
/// assert_eq!(kinds, [CueKind::Share, CueKind::Up, CueKind::More]);
/// ```
pub fn cues(text: &str) -> Vec<Cue> {
    let tokens = Tokens::new(text);
    let mut cues = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match cue(&tokens, at) {
            Some((kind, end)) => {
                cues.push(Cue { range: tokens.range(at, end), kind });
                at = end;
            }
            None => at += 1,
        }
    }
    cues
}

/// The longest cue that starts at a token, and the token behind it.
fn cue(tokens: &Tokens, at: usize) -> Option<(CueKind, usize)> {
    let han = match tokens.kind(at)? {
        Kind::Word => false,
        Kind::Han => true,
        _ => return None,
    };
    // Bounds of one number: "at least", "at most".
    if !han && tokens.before(at).is_some_and(|before| tokens.is(before, "at")) {
        return None;
    }
    let first = tokens.str(at).as_bytes().first().map(u8::to_ascii_lowercase);
    let entries =
        WORDS.iter().flat_map(|(kind, words)| words.iter().map(move |word| (*kind, *word)));
    let token = tokens.str(at);
    let fitting = entries.filter(|(_, word)| {
        word.as_bytes().first().copied() == first
            && (han || word.get(..token.len()).is_some_and(|w| w.eq_ignore_ascii_case(token)))
    });
    let ends = fitting.filter_map(|(kind, word)| {
        let end = if han { tokens.han(at, word) } else { tokens.phrase(at, word) };
        Some((kind, end?))
    });
    ends.max_by_key(|(_, end)| *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_words_count() {
        for (text, expected) in [
            ("More than half fell", vec![("More than", CueKind::More), ("fell", CueKind::Down)]),
            (
                "at least five, the least of all",
                vec![("least", CueKind::Least), ("of all", CueKind::Share)],
            ),
            (
                "12 and 15, respectively, a gap",
                vec![("respectively", CueKind::Respectively), ("gap", CueKind::Difference)],
            ),
            (
                "占比上升，共计5件，分别为",
                vec![
                    ("占比", CueKind::Share),
                    ("上升", CueKind::Up),
                    ("共计", CueKind::Total),
                    ("分别", CueKind::Respectively),
                ],
            ),
            ("a sharecropper in the rows", vec![]),
        ] {
            let read = cues(text);
            let read: Vec<_> =
                read.iter().map(|cue| (&text[cue.range.clone()], cue.kind)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
