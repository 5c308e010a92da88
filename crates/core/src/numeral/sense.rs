//! Words that are numbers in one sense and not in another.

use super::english::Spelled;
use crate::token::Tokens;

/// Whether a number word at a token is a number here: `one` may be a pronoun, `second` a unit.
pub(super) fn is_number(tokens: &Tokens, at: usize, spelled: &Spelled) -> bool {
    match (spelled.value, spelled.ordinal) {
        (1, false) if spelled.end == at + 1 => is_one(tokens, at),
        (2, true) => {
            let before = tokens.before(at).map_or("", |before| tokens.str(before));
            !["per", "each", "every", "/"].contains(&before)
        }
        _ => true,
    }
}

/// Whether `one` counts.
fn is_one(tokens: &Tokens, at: usize) -> bool {
    const PRONOUN_AFTER: [&str; 19] = [
        "the", "this", "that", "which", "no", "each", "every", "any", "another", "some", "what",
        "new", "other", "last", "next", "previous", "current", "first", "latter",
    ];
    const PRONOUN_BEFORE: [&str; 20] = [
        "another",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "would",
        "will",
        "cannot",
        "needs",
        "wants",
        "expects",
        "considers",
        "assumes",
        "finds",
        "sees",
        "day",
        "hand",
        "self",
    ];
    let before = tokens.before(at);
    if before.is_some_and(|before| tokens.is_any(before, &PRONOUN_AFTER)) {
        return false;
    }
    let after = tokens.skip_space(at + 1);
    if tokens.is_any(after, &PRONOUN_BEFORE)
        || tokens.str(at + 1) == "'"
        || tokens.str(at + 1) == "’"
    {
        return false;
    }
    // "one-way", "one-sided": compounds in which it counts nothing.
    if tokens.is_dash(at + 1) && tokens.is_any(at + 2, &["way", "off", "on", "to", "stop", "self"])
    {
        return false;
    }
    // "one of the most important": no count.
    let of_the = tokens.phrase(after, "of the").or_else(|| tokens.phrase(after, "of its"));
    of_the.is_none_or(|behind| {
        let next = tokens.str(behind + 1);
        let superlative = next.len() > 5 && next.ends_with("est");
        !superlative
            && !tokens.is_any(behind + 1, &["most", "best", "main", "key", "few", "major", "least"])
    })
}
