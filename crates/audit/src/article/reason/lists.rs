//! Marks of lists and words of order that count nothing.

use crossfoot_core::Reading;

use super::Reason;
use super::context::{Context, is_any};

pub(super) fn reason(context: &Context) -> Option<Reason> {
    if item(context) {
        return Some(Reason::ListMark);
    }
    match &context.numeral.reading {
        Reading::Ordinal(_) if !ranked(context) => Some(Reason::NotAQuantity),
        Reading::Quantity(quantity) if !quantity.digits => word(context),
        Reading::Quantity(_) if numbered_name(context) => Some(Reason::NotAQuantity),
        _ => None,
    }
}

/// `(2)` or `2)` of a list of which the neighbour stands in the same block.
fn item(context: &Context) -> bool {
    let Ok(number) = context.shown.parse::<u32>() else { return false };
    let free = context.before.strip_suffix('(').unwrap_or(context.before);
    let starts = free.is_empty() || free.ends_with([' ', '\u{A0}', ';']);
    if !(context.is_plain() && number <= 20 && starts && context.after.starts_with(')')) {
        return false;
    }
    let open = if free.len() < context.before.len() { "(" } else { "" };
    let neighbours = [number.saturating_sub(1), number + 1];
    neighbours.into_iter().filter(|number| *number > 0).any(|number| {
        let mark = format!(" {open}{number})");
        context.before.contains(&mark)
            || context.before.starts_with(mark.trim_start())
            || context.after.contains(&mark)
    })
}

/// "the third largest", "ranked third": a place that figures decide.
fn ranked(context: &Context) -> bool {
    let after = context.word_after();
    let superlative = after.len() > 4
        && after.ends_with("est")
        && !is_any(after, &["interest", "request", "harvest", "forest"]);
    superlative
        || is_any(after, &["most", "least", "place", "rank", "position"])
        || is_any(context.word_before(), &["ranked", "ranks", "ranking", "rank"])
        || context.before.ends_with("排名")
        || context.before.ends_with("居")
        || context.before.ends_with("位列")
}

/// Number words that count nothing.
fn word(context: &Context) -> Option<Reason> {
    let sides = ["tailed", "sided", "way", "dimensional", "step", "stage", "fold"];
    let compound =
        context.after.starts_with(['-', '‐', '‑']) && is_any(context.word_after(), &sides);
    let phrase = ["of the most", "of these", "of the", "of its", "of our", "of several", "of many"];
    let one = context.shown.eq_ignore_ascii_case("one")
        && phrase.iter().any(|phrase| context.after.trim_start().starts_with(phrase));
    let hand = context.shown.eq_ignore_ascii_case("one")
        && is_any(
            context.word_after(),
            &["hand", "another", "possibility", "explanation", "reason", "would", "such"],
        );
    (compound || one && !counts_behind(context) || hand).then_some(Reason::NotAQuantity)
}

/// "one of the 24 sites" counts.
fn counts_behind(context: &Context) -> bool {
    let phrase = context.after.trim_start();
    phrase.chars().take(24).any(|c| c.is_ascii_digit())
        || ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
            .iter()
            .any(|number| phrase.starts_with(&format!("of the {number} ")))
}

/// "No. 2 Intermediate Court": the number of a name.
fn numbered_name(context: &Context) -> bool {
    let before = context.before.trim_end();
    let number = before.ends_with("No.") || before.ends_with("no.") || before.ends_with("№");
    let after = context.after.trim_start();
    number && after.starts_with(char::is_uppercase)
}
