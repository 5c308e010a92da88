//! What texts as copied from a page carry between their words: light Markdown, powers, formulas.

use std::ops::Range;

use crossfoot_core::MarkKind;

use crate::article::writer::Writer;

/// Bytes of the longest stretch that is marked.
const LONGEST: usize = 2_000;
/// Marks within marks that are told apart.
const DEPTH: usize = 4;

/// Writes a stretch without its markup, and keeps what the markup says as marks.
pub(super) fn write(writer: &mut Writer, text: &str, range: Range<usize>) {
    stretch(writer, text, range, DEPTH);
}

/// What starts at an offset: what is shown of it, what that is, and where it ends.
struct Marked {
    shown: Range<usize>,
    kind: Option<MarkKind>,
    end: usize,
}

fn stretch(writer: &mut Writer, text: &str, range: Range<usize>, depth: usize) {
    let mut written = range.start;
    let mut at = range.start;
    while let Some(c) = text[at..range.end].chars().next() {
        let marked = match depth {
            0 => None,
            _ => marked(text, at, &range),
        };
        let Some(Marked { shown, kind, end }) = marked else {
            at += c.len_utf8();
            continue;
        };
        writer.verbatim(&text[written..at], written);
        let start = writer.len();
        let inner = if c == '\\' || kind == Some(MarkKind::Link) { 0 } else { depth - 1 };
        stretch(writer, text, shown, inner);
        kind.into_iter().for_each(|kind| writer.mark(start, kind));
        (at, written) = (end, end);
    }
    writer.verbatim(&text[written..range.end], written);
}

fn marked(text: &str, at: usize, range: &Range<usize>) -> Option<Marked> {
    let mut last = range.end.min(at + LONGEST);
    while !text.is_char_boundary(last) {
        last -= 1;
    }
    let rest = &text[at..last];
    let before = &text[range.start..at];
    let c = rest.chars().next()?;
    match c {
        '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
            Some(Marked { shown: at + 1..at + 2, kind: None, end: at + 2 })
        }
        '*' => emphasis(rest, before, at),
        '$' => formula(rest, at),
        '^' | '_' => shifted(rest, before, at),
        '[' => link(rest, at),
        '<' => address(rest, at),
        _ if is_raised(c) => {
            let length: usize =
                rest.chars().take_while(|c| is_raised(*c)).map(char::len_utf8).sum();
            let end = at + length;
            Some(Marked { shown: at..end, kind: Some(MarkKind::Raised), end })
        }
        _ => None,
    }
}

/// `*so*` and `**so**`, not `0.05*` and `5 * 3`.
fn emphasis(rest: &str, before: &str, at: usize) -> Option<Marked> {
    let stars = rest.bytes().take_while(|byte| *byte == b'*').count();
    let opens = !before.ends_with(|c: char| c.is_alphanumeric())
        && rest[stars..].starts_with(|c: char| !c.is_whitespace());
    if !opens || stars > 3 {
        return None;
    }
    let inner = &rest[stars..];
    let close = inner.match_indices(&rest[..stars]).map(|(close, _)| close).find(|close| {
        let behind = &inner[close + stars..];
        *close > 0
            && !inner[..*close].ends_with(char::is_whitespace)
            && !behind.starts_with(|c: char| c.is_alphanumeric() || c == '*')
    })?;
    let start = at + stars;
    let kind = (stars != 2).then_some(MarkKind::Emphasis);
    Some(Marked { shown: start..start + close, kind, end: start + close + stars })
}

/// `$n = 3,114$`, not `$5 and $6`.
fn formula(rest: &str, at: usize) -> Option<Marked> {
    /// Bytes of the longest formula within a line.
    const FORMULA: usize = 200;
    let inner = &rest[1..];
    let close = inner.find('$').filter(|close| *close < FORMULA)?;
    let body = &inner[..close];
    let spaced = body.starts_with(char::is_whitespace) || body.ends_with(char::is_whitespace);
    let is_formula = body.contains(['=', '\\', '^', '_', '{', '<', '>']) || body.len() == 1;
    let closed = !inner[close + 1..].starts_with(|c: char| c.is_ascii_digit());
    (is_formula && closed && !spaced).then(|| Marked {
        shown: at + 1..at + 1 + close,
        kind: Some(MarkKind::Formula),
        end: at + close + 2,
    })
}

/// `^{1,2}`, `_{i}`, and `10^5`.
fn shifted(rest: &str, before: &str, at: usize) -> Option<Marked> {
    let kind = if rest.starts_with('^') { MarkKind::Raised } else { MarkKind::Lowered };
    if let Some(inner) = rest[1..].strip_prefix('{') {
        let close = inner.find('}')?;
        return Some(Marked {
            shown: at + 2..at + 2 + close,
            kind: Some(kind),
            end: at + close + 3,
        });
    }
    let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    let power = kind == MarkKind::Raised
        && digits > 0
        && before.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let end = at + 1 + digits;
    power.then_some(Marked { shown: at + 1..end, kind: Some(kind), end })
}

/// `[Creative Commons](https://…)`.
fn link(rest: &str, at: usize) -> Option<Marked> {
    let middle = rest.find("](")?;
    let target = &rest[middle + 2..];
    let end = target.find(')')?;
    let leads = ["http", "www.", "#", "mailto:", "/"].iter().any(|start| target.starts_with(start));
    (leads && !rest[1..middle].contains('[')).then(|| Marked {
        shown: at + 1..at + middle,
        kind: None,
        end: at + middle + end + 3,
    })
}

/// `<https://…>`.
fn address(rest: &str, at: usize) -> Option<Marked> {
    let end = rest.find('>')?;
    let inner = &rest[1..end];
    let is_address = inner.starts_with("http") || inner.contains('@');
    (is_address && !inner.contains(char::is_whitespace)).then(|| Marked {
        shown: at + 1..at + end,
        kind: Some(MarkKind::Link),
        end: at + end + 1,
    })
}

fn is_raised(c: char) -> bool {
    matches!(c, '⁰'..='⁹' | '¹' | '²' | '³' | 'ᵃ'..='ᵛ' | '⁺' | '⁻')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (String, Vec<(String, MarkKind)>) {
        let mut writer = Writer::default();
        write(&mut writer, text, 0..text.len());
        let prose = writer.take();
        let marks = prose.marks().iter();
        let marks = marks.map(|mark| (prose.text()[mark.range.clone()].to_owned(), mark.kind));
        (prose.text().to_owned(), marks.collect())
    }

    #[test]
    fn markup_is_left_out_and_said() {
        for (text, wanted, mark, kind) in [
            ("the *Rules* of 2023", "the Rules of 2023", "Rules", MarkKind::Emphasis),
            ("Song^{1,2}", "Song1,2", "1,2", MarkKind::Raised),
            ("fell ($n = 3,114$)", "fell (n = 3,114)", "n = 3,114", MarkKind::Formula),
            ("10^5 cases", "105 cases", "5", MarkKind::Raised),
            ("¹Faculty", "¹Faculty", "¹", MarkKind::Raised),
            ("at <http://a.org/b*c*>", "at http://a.org/b*c*", "http://a.org/b*c*", MarkKind::Link),
        ] {
            assert_eq!(shown(text), (wanted.to_owned(), vec![(mark.to_owned(), kind)]));
        }
        assert_eq!(
            shown(r"[Licence \(CC BY\)](https://a.org/b/) holds").0,
            "Licence (CC BY) holds"
        );
        assert_eq!(shown("**Table 1** Permits").0, "Table 1 Permits");
    }

    #[test]
    fn signs_that_are_no_markup_stay() {
        for text in
            ["*CORRESPONDENCE", "p < 0.05* and 0.01*", "$5 and $6", "5 * 3 * 2", "a_b", "[12] (a)"]
        {
            assert_eq!(shown(text), (text.to_owned(), vec![]));
        }
    }
}
