//! The title of a plain text, and headings that only their place and length show.

use crate::article::outline::{begins_body, named_part, numbered};
use crate::article::plain::passages::{Kind, Passage};
use crossfoot_core::Part;

/// How deep headings without a number are, where others have one.
const UNNUMBERED: u8 = 6;

/// Finds the title and such headings.
pub(super) fn classify(passages: &mut [Passage<'_>]) {
    let body = passages.iter().position(|passage| begins(passage)).unwrap_or(0);
    let lead = match body {
        0 => passages.iter().take_while(|passage| is_short(passage)).count(),
        body => body,
    };
    let title = title(&passages[..lead]);
    let numbers = passages.iter().any(|passage| {
        matches!(passage.kind, Kind::Heading(_)) && numbered(passage.first).0.is_some()
    });
    let level = if numbers { UNNUMBERED } else { 1 };
    if let Some(title) = title.filter(|title| matches!(passages[*title].kind, Kind::Paragraph)) {
        passages[title].kind = Kind::Title;
    }
    for at in body.max(1)..passages.len() {
        let next = passages
            .get(at + 1)
            .is_some_and(|next| next.kind == Kind::Paragraph && next.is_prose() && !is_short(next));
        let before = &passages[at - 1];
        let open = before.kind == Kind::Paragraph && before.goes_on(&passages[at]);
        if next && !open && is_heading(&passages[at]) {
            passages[at].kind = Kind::Heading(level);
        }
    }
    within_abstract(passages);
}

/// Puts the headings of an abstract below it, where an introduction comes after them.
fn within_abstract(passages: &mut [Passage<'_>]) {
    let mut headings = passages.iter_mut().filter_map(|passage| match &mut passage.kind {
        Kind::Heading(level) => Some((numbered(passage.first), level)),
        _ => None,
    });
    if !headings.any(|((_, title), _)| named_part(title) == Some(Part::Abstract)) {
        return;
    }
    let rest: Vec<_> = headings.collect();
    let body = rest.iter().position(|((number, title), _)| {
        number.is_some() || title.to_lowercase().starts_with("introduction")
    });
    for (_, level) in rest.into_iter().take(body.unwrap_or(0)) {
        *level = UNNUMBERED;
    }
}

/// Whether a passage is the heading with which the abstract or the body begins.
fn begins(passage: &Passage<'_>) -> bool {
    let (_, title) = numbered(passage.first);
    matches!(passage.kind, Kind::Heading(_))
        && (begins_body(title) || named_part(title) == Some(Part::Abstract))
}

/// Whether a passage is one line that is no sentence.
fn is_short(passage: &Passage<'_>) -> bool {
    /// Bytes of the longest title.
    const LONGEST: usize = 250;
    passage.lines.len() <= 2
        && passage.length() <= LONGEST
        && !passage.last.ends_with(['.', ',', ';', ':', '。', '，', '；', '：'])
}

/// Whether a passage of a body is a heading by its place.
fn is_heading(passage: &Passage<'_>) -> bool {
    /// Bytes of the longest heading that only its place shows.
    const LONGEST: usize = 100;
    let capital = passage.first.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    passage.kind == Kind::Paragraph
        && passage.alone
        && passage.lines.len() == 1
        && passage.length() <= LONGEST
        && capital
        && is_short(passage)
        && !passage.first.contains(['@', '\t'])
}

/// The title among what comes before the body: the line that the citation of the article repeats,
/// else the first with several words.
fn title(front: &[Passage<'_>]) -> Option<usize> {
    /// Lines of the longest front matter.
    const MOST: usize = 200;
    /// Words of the shortest title.
    const WORDS: usize = 4;
    let lines = front.iter().enumerate().filter(|(_, passage)| {
        let words = passage.first.split_whitespace().count();
        is_short(passage)
            && words >= WORDS
            && !passage.first.contains('@')
            && passage.first.starts_with(|c: char| c.is_alphanumeric())
    });
    let lines: Vec<usize> = lines.map(|(at, _)| at).collect();
    let repeated = lines.iter().take(MOST).find(|at| {
        front
            .iter()
            .enumerate()
            .take(MOST)
            .any(|(other, passage)| other != **at && passage.first.contains(front[**at].first))
    });
    repeated.or(lines.first()).copied().or((!front.is_empty()).then_some(0))
}
