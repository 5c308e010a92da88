//! Cells that print several figures: `412 (31.5%)`, `817/926 (88.2)`, `12.3 (11.9 to 12.7)`.

use super::affixes::{is_footnote_letters, is_footnote_sign};
use super::read::is_space;
use super::{Figure, NumberFormat, ReadError, read_figure};
use crate::{Missing, Span, Unit};

/// What is between a figure and the one before it in its cell. Of several marks in a row the last
/// in this order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    Space,
    Bracket,
    /// `/`, `;` or `±`.
    Mark,
    /// `–`, `to` or a comma.
    Range,
}

/// A stretch of a cell that may be a figure, or a part of one that spaces divide.
#[derive(Clone, Copy, Debug)]
struct Token {
    span: Span,
    before: Between,
    in_brackets: bool,
}

/// Words of a cell that name its figures.
const NAMES: &[&str] =
    &["ci", "iqr", "sd", "se", "sem", "range", "n", "mean", "median", "or", "hr"];

/// Reads a cell that prints several figures, such as `1,966 34.55%` or `817/926 (88.2)`, one per
/// unit in order.
///
/// # Errors
/// [`ReadError::Parts`] when the cell does not fall into that many figures in exactly one way.
///
/// ```
/// use crossfoot_core::{NumberFormat, Unit, read_figures};
/// let format = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
/// let units = [&Unit::Number, &Unit::Number, &Unit::Number];
/// let figures = read_figures("12.3 (95% CI 11.9–12.7)", &units, format).unwrap();
/// let values: Vec<String> = figures.iter().map(|figure| figure.value().to_plain()).collect();
/// assert_eq!(values, ["12.3", "11.9", "12.7"]);
/// ```
pub fn read_figures(
    text: &str,
    units: &[&Unit],
    format: NumberFormat,
) -> Result<Vec<Figure>, ReadError> {
    let parts: Vec<(&Unit, bool)> = units.iter().map(|unit| (*unit, false)).collect();
    let figures = read_parts(text, &parts, format)?;
    figures.into_iter().collect::<Option<_>>().ok_or(ReadError::Parts)
}

/// The same where some parts are optional: a cell may end before them, or print a mark of a missing
/// value such as a dash in their place.
///
/// # Errors
/// [`ReadError::Parts`] when the cell does not fall into these parts in exactly one way; the reason
/// of [`read_figure`] when there is one part.
///
/// ```
/// use crossfoot_core::{NumberFormat, Unit, read_parts};
/// let format = NumberFormat { decimal: Some('.'), ..NumberFormat::default() };
/// let parts = [(&Unit::Count, false), (&Unit::Percent, true)];
/// for (text, found) in [("31 (8.9)", 2), ("412", 1), ("0 (–)", 1)] {
///     let figures = read_parts(text, &parts, format).unwrap();
///     assert_eq!(figures.iter().flatten().count(), found, "{text}");
/// }
/// assert!(read_parts("31–35", &parts, format).is_err());
/// ```
pub fn read_parts(
    text: &str,
    parts: &[(&Unit, bool)],
    format: NumberFormat,
) -> Result<Vec<Option<Figure>>, ReadError> {
    if let [(unit, _)] = parts {
        return Ok(vec![Some(read_figure(text, unit, format)?)]);
    }
    let tokens = tokens(text, format);
    let cell = CellText { text, format, optional: parts.iter().any(|(_, optional)| *optional) };
    if cell.optional && !tokens.is_empty() && tokens.iter().all(|token| cell.is_mark(token)) {
        return Ok(vec![None; parts.len()]);
    }
    match cell.ways(&tokens, parts) {
        Some(only) => Ok(only),
        // The last bracket may hold a footnote mark.
        None => text
            .trim_end()
            .strip_suffix(']')
            .and_then(|before| before.rfind('['))
            .filter(|open| *open > 0)
            .and_then(|open| read_parts(&text[..open], parts, format).ok())
            .ok_or(ReadError::Parts),
    }
}

/// The text of a cell, and how it may be cut.
struct CellText<'a> {
    text: &'a str,
    format: NumberFormat,
    optional: bool,
}

impl CellText<'_> {
    /// The figures of the tokens, if these are the parts in exactly one way.
    fn ways(&self, tokens: &[Token], parts: &[(&Unit, bool)]) -> Option<Vec<Option<Figure>>> {
        let mut ways = Vec::new();
        self.cut(tokens, parts, &mut Vec::new(), &mut ways);
        let only = ways.pop()?;
        ways.is_empty().then_some(only)
    }

    /// Tries every way of joining tokens that spaces divide into one figure per part; stops at the
    /// second that fits.
    fn cut(
        &self,
        tokens: &[Token],
        parts: &[(&Unit, bool)],
        so_far: &mut Vec<Option<Figure>>,
        ways: &mut Vec<Vec<Option<Figure>>>,
    ) {
        /// Groups of the longest number that spaces divide.
        const MOST_GROUPS: usize = 4;
        let Some(((unit, optional), rest)) = parts.split_first() else {
            if tokens.is_empty() {
                ways.push(so_far.clone());
            }
            return;
        };
        let Some(first) = tokens.first() else {
            if parts.iter().all(|(_, optional)| *optional) && !so_far.is_empty() {
                let absent = parts.iter().map(|_| None);
                ways.push(so_far.iter().copied().chain(absent).collect());
            }
            return;
        };
        if !self.may_follow(first, so_far.len()) {
            return;
        }
        if *optional && self.is_mark(first) {
            so_far.push(None);
            self.cut(&tokens[1..], rest, so_far, ways);
            so_far.pop();
            return;
        }
        let joined = tokens[1..].iter().take_while(|token| token.before == Between::Space).count();
        for taken in 1..=(joined + 1).min(MOST_GROUPS) {
            let span = Span::new(first.span.range().start, tokens[taken - 1].span.range().end);
            let text = &self.text[span.range()];
            let Ok(figure) = read_figure(text, unit, self.format) else { continue };
            so_far.push(Some(figure.shifted(span.start)));
            self.cut(&tokens[taken..], rest, so_far, ways);
            so_far.pop();
            if ways.len() > 1 {
                return;
            }
        }
    }

    /// Whether a token is a mark of a missing value.
    fn is_mark(&self, token: &Token) -> bool {
        Missing::customary(&self.text[token.span.range()]).is_some()
    }

    /// Whether a token may start a figure after so many. Where parts are optional, a space alone
    /// does not tell two figures from one, and a range is not a figure with its spread.
    fn may_follow(&self, token: &Token, figures: usize) -> bool {
        match token.before {
            _ if !self.optional => true,
            _ if figures == 0 => !token.in_brackets,
            Between::Space => self.text[token.span.range()].contains(['%', '％']),
            Between::Range => token.in_brackets || figures > 1,
            Between::Bracket | Between::Mark => true,
        }
    }
}

/// The stretches of a cell between spaces, brackets, slashes, and the marks of a range, without
/// names such as `95% CI` and footnote marks.
fn tokens(text: &str, format: NumberFormat) -> Vec<Token> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut cutter =
        Cutter { text, tokens: Vec::new(), start: None, before: Between::Space, depth: 0 };
    let mut at = 0;
    while let Some((offset, c)) = chars.get(at).copied() {
        at += 1;
        match c {
            '+' if text[offset + 1..].starts_with("/-") || text[offset + 1..].starts_with("/−") =>
            {
                cutter.end(offset, Between::Mark);
                at += 2;
            }
            '(' | '（' | '[' | '【' => {
                cutter.end(offset, Between::Bracket);
                cutter.depth += 1;
            }
            ')' | '）' | ']' | '】' => {
                cutter.end(offset, Between::Bracket);
                cutter.depth = cutter.depth.saturating_sub(1);
            }
            '/' | '／' | ';' | '；' | '±' => cutter.end(offset, Between::Mark),
            ',' | '，' if parts_at_comma(text, offset, c, format) => {
                cutter.end(offset, Between::Range);
            }
            _ if is_dash(c) && parts_at_dash(text, offset, c) => {
                cutter.end(offset, Between::Range);
            }
            _ if is_space(c) => cutter.end(offset, Between::Space),
            _ => {
                cutter.start.get_or_insert(offset);
            }
        }
    }
    cutter.end(text.len(), Between::Space);
    cutter.tokens
}

/// The tokens up to some place.
struct Cutter<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The start of the token that is not at its end yet.
    start: Option<usize>,
    /// What was seen since the last token.
    before: Between,
    depth: usize,
}

impl Cutter<'_> {
    /// Ends a token at a mark.
    fn end(&mut self, offset: usize, mark: Between) {
        if let Some(start) = self.start.take() {
            self.push(start, offset);
        }
        self.before = self.before.max(mark);
    }

    fn push(&mut self, start: usize, end: usize) {
        let word = self.text[start..end].trim_matches([':', '=', ',']);
        let lower = word.to_lowercase();
        if matches!(lower.as_str(), "to" | "and") && !self.tokens.is_empty() {
            self.before = Between::Range;
            return;
        }
        let footnote = !self.tokens.is_empty()
            && (is_footnote_letters(word) || word.chars().all(is_footnote_sign));
        if word.is_empty() || footnote || NAMES.contains(&lower.as_str()) {
            if lower == "ci" && self.tokens.last().is_some_and(|last| self.is_level(last)) {
                self.before = self.tokens.pop().map_or(self.before, |level| level.before);
            }
            return;
        }
        let span = Span::new(start, end);
        self.tokens.push(Token { span, before: self.before, in_brackets: self.depth > 0 });
        self.before = Between::Space;
    }

    /// Whether a token is the level of a confidence interval.
    fn is_level(&self, token: &Token) -> bool {
        matches!(&self.text[token.span.range()], "90%" | "95%" | "99%" | "95" | "99" | "90")
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑' | '－' | '~' | '～' | '至')
}

/// Whether a dash is between two numbers, and not the sign of the second or of an exponent.
fn parts_at_dash(text: &str, offset: usize, dash: char) -> bool {
    let (before, after) = (&text[..offset], &text[offset + dash.len_utf8()..]);
    let (left, right) = (before.trim_end(), after.trim_start());
    let between = left.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '％'))
        && right.starts_with(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '<' | '>' | '−' | '-' | '+')
        });
    let sign = left.len() < before.len() && right.len() == after.len();
    let exponent =
        left.strip_suffix("10").is_some_and(|left| left.trim_end().ends_with(['×', 'x', '*']));
    between && !sign && !exponent
}

/// Whether a comma is between two numbers, and neither a decimal mark nor before thousands.
fn parts_at_comma(text: &str, offset: usize, comma: char, format: NumberFormat) -> bool {
    let (before, after) = (&text[..offset], &text[offset + comma.len_utf8()..]);
    if !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '％')) {
        return false;
    }
    if after.starts_with(is_space) {
        return after
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || ".−-–+<>".contains(c));
    }
    if format.decimal == Some(',')
        || !after.starts_with(|c: char| c.is_ascii_digit() || ".−-–+".contains(c))
    {
        return false;
    }
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let number = before.rsplit(|c: char| !(c.is_ascii_digit() || c == '.')).next();
    digits != 3 || number.is_some_and(|number| number.contains('.'))
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::*;

    const ENGLISH: NumberFormat = NumberFormat { decimal: Some('.'), negative_parentheses: false };
    const GERMAN: NumberFormat = NumberFormat { decimal: Some(','), negative_parentheses: false };

    /// The figures of a cell with their places.
    fn values(text: &str, units: &[&Unit]) -> Result<Vec<(String, Range<usize>)>, ReadError> {
        let figures = read_figures(text, units, ENGLISH)?;
        Ok(figures
            .iter()
            .map(|figure| (figure.value().to_plain(), figure.span().range()))
            .collect())
    }

    #[test]
    fn cuts_cells_that_print_several_figures() {
        let (n, pct) = (&Unit::Count, &Unit::Percent);
        assert_eq!(
            values("1,966 34.55%", &[n, pct]),
            Ok(vec![("1966".into(), 0..5), ("34.55".into(), 6..12)])
        );
        assert_eq!(
            values("1 966 34.55%", &[n, pct]),
            Ok(vec![("1966".into(), 0..5), ("34.55".into(), 6..12)])
        );
        assert_eq!(
            values("817/926 (88.2)", &[n, n, pct]),
            Ok(vec![("817".into(), 0..3), ("926".into(), 4..7), ("88.2".into(), 9..13)])
        );
        assert_eq!(values("1 966 345", &[n, n]), Err(ReadError::Parts));
    }

    /// The figures of a cell of which all parts but the first are optional; `-` for an absent one.
    fn optional(text: &str, parts: usize, format: NumberFormat) -> Option<String> {
        let parts: Vec<(&Unit, bool)> = (0..parts).map(|at| (&Unit::Number, at > 0)).collect();
        let figures = read_parts(text, &parts, format).ok()?;
        let texts = figures.iter().map(|figure| {
            figure.map_or("-".to_owned(), |figure| {
                format!("{}{}", figure.qualifier.sign(), figure.value().to_plain())
            })
        });
        Some(texts.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn reads_what_publications_print() {
        for (text, parts, found) in [
            ("412", 2, "412 -"),
            ("1 966", 2, "1966 -"),
            ("31 (8.9)", 2, "31 8.9"),
            ("36 (35.5%)b", 2, "36 35.5"),
            ("0% (0) b", 2, "0 0"),
            ("95/88.1", 2, "95 88.1"),
            ("12.3 ± 4.5", 2, "12.3 4.5"),
            ("44 +/- 3", 2, "44 3"),
            ("1.05 (0.01)**", 2, "1.05 0.01"),
            ("7 (<1%)", 2, "7 <1"),
            ("12 (–)", 2, "12 -"),
            ("– (–)", 2, "- -"),
            ("8 (2.5)[1]", 2, "8 2.5"),
            ("640/811 (78.9)", 3, "640 811 78.9"),
            ("12.3 (11.9–12.3)", 3, "12.3 11.9 12.3"),
            ("−0.1 (−0.24–−0.01)", 3, "-0.1 -0.24 -0.01"),
            ("0.46(0.40,0.52)*", 3, "0.46 0.40 0.52"),
            ("12.3 [11.9, 12.3]", 3, "12.3 11.9 12.3"),
            ("12.3 (11.9 to 12.3)", 3, "12.3 11.9 12.3"),
            ("1.2 (95% CI: 0.8-1.9)", 3, "1.2 0.8 1.9"),
            ("1,234 (1,100; 1,300)", 3, "1234 1100 1300"),
            ("43·5 (13·26)", 3, "43.5 13.26 -"),
            ("2.1×10−5 (0.3)", 2, "0.000021 0.3"),
        ] {
            assert_eq!(optional(text, parts, ENGLISH).as_deref(), Some(found), "{text}");
        }
        assert_eq!(optional("7,9 (6,0–9,3)", 3, GERMAN).as_deref(), Some("7.9 6.0 9.3"));
    }

    #[test]
    fn refuses_what_has_other_parts() {
        for text in ["33–52", "12 13", "1 (2) (3)", "about", "12 (n.s.)", "(5)"] {
            assert_eq!(optional(text, 2, ENGLISH), None, "{text}");
        }
        let range = read_figures("0–14", &[&Unit::Count, &Unit::Count], ENGLISH);
        assert_eq!(range.map(|range| range.len()), Ok(2));
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,24}", decimal in prop::option::of(prop::sample::select(vec!['.', ',']))) {
            let format = NumberFormat { decimal, negative_parentheses: true };
            for unit in [Unit::Count, Unit::Percent, Unit::Number] {
                let _ = read_figures(&text, &[&Unit::Count, &unit], format);
                let _ = read_parts(&text, &[(&unit, false), (&unit, true), (&unit, true)], format);
            }
        }

        #[test]
        fn never_panics_on_marks(text in "[0-9., ()\\[\\]/–±%+a-c×-]{0,16}") {
            for optional in [false, true] {
                let _ = read_parts(&text, &[(&Unit::Number, false), (&Unit::Number, optional)], ENGLISH);
            }
        }
    }
}
