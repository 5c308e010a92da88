//! References that a text makes in words: to tables and figures, to its own sections, to the
//! literature.

use std::ops::Range;

use crossfoot_core::{MarkKind, Prose, is_month};

/// Words before a number that name a part of the article, in small letters.
const PARTS: [(&str, MarkKind); 24] = [
    ("supplementary tables", MarkKind::Reference),
    ("supplementary table", MarkKind::Reference),
    ("supplementary figures", MarkKind::Reference),
    ("supplementary figure", MarkKind::Reference),
    ("supplementary fig.", MarkKind::Reference),
    ("tables", MarkKind::Table),
    ("table", MarkKind::Table),
    ("figures", MarkKind::Figure),
    ("figure", MarkKind::Figure),
    ("figs.", MarkKind::Figure),
    ("figs", MarkKind::Figure),
    ("fig.", MarkKind::Figure),
    ("fig", MarkKind::Figure),
    ("sections", MarkKind::Reference),
    ("section", MarkKind::Reference),
    ("equations", MarkKind::Reference),
    ("equation", MarkKind::Reference),
    ("eqs.", MarkKind::Reference),
    ("eq.", MarkKind::Reference),
    ("appendix", MarkKind::Reference),
    ("chapter", MarkKind::Reference),
    ("box", MarkKind::Reference),
    ("表", MarkKind::Table),
    ("图", MarkKind::Figure),
];

/// Marks what the file itself has not marked.
pub(crate) fn mark(prose: &mut Prose) {
    let text = prose.text();
    let mut found: Vec<(Range<usize>, MarkKind)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let starts = !text[..at].ends_with(|before: char| before.is_ascii_alphanumeric());
        let mention = match c {
            '(' | '（' => citations(text, at).map(|range| (range, MarkKind::Citation)),
            '[' => numbered(text, at).map(|range| (range, MarkKind::Citation)),
            'h' | 'w' | 'd' if starts => address(text, at).map(|range| (range, MarkKind::Link)),
            _ if starts => part(text, at),
            _ => None,
        };
        at = match mention {
            Some((range, kind)) => {
                let end = range.end;
                found.push((range, kind));
                end
            }
            None => at + c.len_utf8(),
        };
    }
    for (range, kind) in found {
        if !prose.is_marked(&range, kind) {
            prose.mark(range, kind);
        }
    }
}

/// `Table 2`, `Tables 1, 3`, `Fig. 2A–C`, `Section 3.1` at an offset.
fn part(text: &str, at: usize) -> Option<(Range<usize>, MarkKind)> {
    let rest = &text[at..];
    let (word, kind) = PARTS.iter().find(|(word, _)| {
        rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    let spaces = rest[word.len()..].chars().take_while(|c| matches!(c, ' ' | '\u{A0}'));
    let start = word.len() + spaces.map(char::len_utf8).sum::<usize>();
    let mut end = start + numeral(&rest[start..])?;
    loop {
        let more = &rest[end..];
        if let Some(panel) = panels(more) {
            end += panel;
            continue;
        }
        let joint = [", and ", " and ", ", ", " to ", "–", "-", "、", "和", "&", " & "]
            .into_iter()
            .find(|joint| more.starts_with(joint) && is_next(&more[joint.len()..]));
        let Some(joint) = joint else { break };
        end += joint.len() + numeral(&more[joint.len()..])?;
    }
    // Those of a supplement are not among the tables and figures of the file.
    let kind = if rest[start..].starts_with('S') { MarkKind::Reference } else { *kind };
    Some((at..at + end, kind))
}

/// How long the number of a table, a figure or a section is: `2`, `S1`, `3.1`, `2A`, `IV`, `(2)`.
fn numeral(text: &str) -> Option<usize> {
    let open = usize::from(text.starts_with('('));
    let bare = &text[open..];
    let prefix = usize::from(bare.starts_with(['S', 'A', 'B']));
    let digits = bare[prefix..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        let roman = bare.bytes().take_while(|byte| b"IVX".contains(byte)).count();
        let ends = !bare[roman..].starts_with(|c: char| c.is_alphanumeric());
        return (roman > 0 && ends && open == 0).then_some(roman);
    }
    if digits > 2 {
        return None;
    }
    let mut end = prefix + digits;
    while let Some(more) = bare[end..].strip_prefix('.') {
        let digits = more.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            break;
        }
        end += 1 + digits;
    }
    let panel = bare[end..].bytes().take_while(u8::is_ascii_alphabetic).count();
    end += if panel < 3 { panel } else { 0 };
    match open {
        1 if bare[end..].starts_with(')') => Some(end + 2),
        1 => None,
        _ => Some(end),
    }
}

/// How long a further panel of the same figure is: `–C`, `, D`, `and F`.
fn panels(text: &str) -> Option<usize> {
    let joint =
        ["–", "-", ", ", ",", " and ", "/"].into_iter().find(|joint| text.starts_with(joint))?;
    let rest = &text[joint.len()..];
    let panel = rest.starts_with(|c: char| c.is_ascii_uppercase());
    (panel && !rest[1..].starts_with(|c: char| c.is_alphanumeric())).then_some(joint.len() + 1)
}

/// Whether a list of numbers goes on: with a number that is followed by no word it may count, as in
/// `Table 1 and 14 permits`.
fn is_next(text: &str) -> bool {
    let Some(end) = numeral(text) else { return false };
    let behind = &text[end..];
    !behind.starts_with(['%', '.', ','])
        && !behind.starts_with(|c: char| c.is_alphanumeric())
        && !behind.trim_start().starts_with(|c: char| c.is_alphabetic())
        || behind.starts_with([',', '.']) && !behind[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// The citations in brackets that open at an offset: `(Xiang and Zhu, 2021; Li et al., 2006)`,
/// `(see Zheng 2023)`; a year behind a name, and no other number but those of pages and articles.
fn citations(text: &str, at: usize) -> Option<Range<usize>> {
    /// Bytes of the longest list of citations.
    const LONGEST: usize = 700;
    let open = at + text[at..].chars().next()?.len_utf8();
    let inner = &text[open..];
    let mut depth = 0;
    let end = inner.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' if depth == 0 => return true,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        false
    })?;
    let inside = &inner[..end.0];
    let cited = inside.split([';', '；']).filter(|part| is_cited(part)).count();
    let all = inside.split([';', '；']).count();
    let close = open + end.0 + end.1.len_utf8();
    (cited > 0 && cited * 2 >= all).then_some(at..close)
}

/// Whether a text is a name and a year: `Xiang and Zhu, 2021`, `RMHGR, 2023, Article 28`, or the
/// year alone of a name before the brackets.
fn is_cited(text: &str) -> bool {
    let text = text.trim();
    let years: Vec<usize> = text
        .match_indices(['1', '2'])
        .filter(|(at, _)| is_year(text, *at))
        .map(|(at, _)| at)
        .collect();
    let [year, ..] = years.as_slice() else { return false };
    let (name, behind) = (&text[..*year], &text[*year + 4..]);
    let behind = behind.trim_start_matches(|c: char| c.is_ascii_lowercase());
    if name.trim().is_empty() {
        return behind.split([',', '，']).all(|part| part.trim().is_empty() || is_located(part));
    }
    let separated = name.ends_with([',', ' ', '，', '\u{A0}', '.']);
    // `in 2023`, `n = 2023` and `from 2021 to 2024` say when, and how many.
    let last = name.trim_end_matches([',', ' ', '，', '\u{A0}', '.']);
    let comma = name.trim_end().ends_with([',', '，']);
    let word = last.rsplit([' ', '\u{A0}']).next().unwrap_or_default();
    let named = word.starts_with(char::is_uppercase) || word == "al" || comma;
    let named =
        named && !is_month(word.trim_end_matches('.')) && !last.contains(['=', '%', '<', '>']);
    let named = named && !last.contains(|c: char| c.is_ascii_digit());
    separated
        && named
        && last.contains(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_ascii())
        && behind.split([',', '，']).all(|part| part.trim().is_empty() || is_located(part))
}

/// Whether a text says where in a work: `Article 28`, `p. 12`, another year of the same author.
fn is_located(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let year = text.len() < 6 && is_year(text, 0);
    let words =
        ["article", "art.", "p.", "pp.", "section", "sec.", "chapter", "ch.", "para", "at "];
    let lower = text.to_lowercase();
    year || words.iter().any(|word| lower.starts_with(word))
}

/// Whether four digits of a year stand at an offset, and no more.
fn is_year(text: &str, at: usize) -> bool {
    let Some(digits) = text.get(at..at + 4) else { return false };
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && ("1800".."2200").contains(&digits)
        && !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.')
        && !text[at + 4..].starts_with(|c: char| c.is_ascii_digit() || c == '%')
}

/// Numbers of references in brackets that open at an offset: `[12]`, `[1–3, 5]`.
fn numbered(text: &str, at: usize) -> Option<Range<usize>> {
    /// Bytes of the longest list of numbers.
    const LONGEST: usize = 60;
    let inner = &text[at + 1..];
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b']').filter(|end| *end > 0)?;
    let numbers = inner[..end].split([',', '-', '–', ' ', ';']).filter(|part| !part.is_empty());
    let mut numbers = numbers.peekable();
    numbers.peek()?;
    // A year in brackets is part of a name: `Shen [2015] No. 83`.
    let all = numbers.all(|part| part.len() < 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
    all.then_some(at..at + end + 2)
}

/// An address at an offset: `https://…`, `www.…`, `doi:10.…`.
fn address(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    ["http://", "https://", "www.", "doi:10.", "doi: 10."]
        .iter()
        .find(|start| rest.starts_with(**start))?;
    let after = if rest.starts_with("doi: ") { 5 } else { 0 };
    let end = rest[after..]
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '，' | '。' | '）'))
        .map_or(rest.len(), |end| end + after);
    let length = rest[..end].trim_end_matches(['.', ',', ';', ')', ']', ':']).len();
    Some(at..at + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<(String, MarkKind)> {
        let mut prose = Prose::default();
        prose.push(text, 0);
        mark(&mut prose);
        let marks = prose.marks().iter();
        marks.map(|mark| (prose.text()[mark.range.clone()].to_owned(), mark.kind)).collect()
    }

    #[test]
    fn what_is_referred_to_is_marked() {
        for (text, found, kind) in [
            ("As Table 1 shows, 14 fell", "Table 1", MarkKind::Table),
            ("(Tables 1, 3)", "Tables 1, 3", MarkKind::Table),
            ("in Table 1 and 14 permits", "Table 1", MarkKind::Table),
            ("see Fig. 2A–C.", "Fig. 2A–C", MarkKind::Figure),
            ("in Section 3.1, it", "Section 3.1", MarkKind::Reference),
            ("如表2所示", "表2", MarkKind::Table),
            ("It fell (Xiang and Zhu, 2021).", "(Xiang and Zhu, 2021)", MarkKind::Citation),
            (
                "It fell (Li et al., 2006; Zhu 2020).",
                "(Li et al., 2006; Zhu 2020)",
                MarkKind::Citation,
            ),
            ("the law (RMHGR, 2023, Article 28)", "(RMHGR, 2023, Article 28)", MarkKind::Citation),
            ("Zhu (2020a) says", "(2020a)", MarkKind::Citation),
            ("它是资源（王某等，2020）。", "（王某等，2020）", MarkKind::Citation),
            ("It fell [1–3, 5].", "[1–3, 5]", MarkKind::Citation),
            ("at https://a.org/b?c=1.", "https://a.org/b?c=1", MarkKind::Link),
        ] {
            assert_eq!(marked(text), [(found.to_owned(), kind)]);
        }
    }

    #[test]
    fn numbers_are_no_references() {
        for text in [
            "in 2023 (n = 3,853) and 2024 (n = 1,871)",
            "the total (5,690 in 2021)",
            "the table 12 percent of them",
            "Shen [2015] No. 83",
            "cases (from 2021 to 2024)",
            "the end (March 2023)",
            "fell (China, 58.4%)",
        ] {
            assert_eq!(
                marked(text).iter().filter(|m| m.1 == MarkKind::Citation).count(),
                0,
                "{text}"
            );
        }
    }
}
