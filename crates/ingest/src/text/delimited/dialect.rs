//! What separates the fields of a text, and what quotes them.

use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};

use crate::refuse;
use crate::text::csv::record::{self, Dialect};

/// Separators that are usual.
const SEPARATORS: [char; 4] = ['\t', ';', '|', ','];

/// Separators that are tried where no usual one cuts most lines, and how many must be in a line:
/// one of some is in a name with its value, and in a ratio.
const UNUSUAL: [(char, usize); 13] = [
    ('^', 1),
    ('~', 1),
    ('!', 1),
    ('#', 1),
    ('@', 1),
    ('\\', 1),
    ('&', 1),
    ('*', 1),
    ('?', 2),
    ('+', 2),
    ('/', 2),
    (':', 2),
    ('=', 2),
];

/// What separates fields, in words.
pub(super) fn named(separator: char) -> String {
    match separator {
        '\t' => "tabs".to_owned(),
        ';' => "semicolons".to_owned(),
        '|' => "vertical bars".to_owned(),
        ',' => "commas".to_owned(),
        other => format!("`{}`", other),
    }
}

/// How the fields of a text are written, and how many lines are cut into equally many: by an
/// unusual mark where that are all lines, and no usual one cuts most of them.
pub(super) fn find(source: &Arc<Source>) -> Result<Option<(usize, Dialect)>, LoadError> {
    let usual = best_of(source, &SEPARATORS)?;
    let lines: Vec<&str> = source.text().lines().filter(|line| !line.trim().is_empty()).collect();
    let all = lines.len();
    if usual.is_some_and(|(cut, _)| cut * 2 > all) {
        return Ok(usual);
    }
    let cutting = UNUSUAL.into_iter().filter(|(mark, least)| cuts_all(&lines, *mark, *least));
    let unusual: Vec<char> = cutting.map(|(mark, _)| mark).collect();
    Ok(best_of(source, &unusual)?.filter(|(cut, _)| *cut == all).or(usual))
}

/// Whether each of several lines has a mark as often as the others, and so often at least.
fn cuts_all(lines: &[&str], mark: char, least: usize) -> bool {
    let mut counts = lines.iter().map(|line| line.matches(mark).count());
    let first = counts.next().unwrap_or_default();
    lines.len() > 1 && first >= least && counts.all(|count| count == first)
}

/// Of these separators the one that cuts the longest run of lines into equally many fields, and how
/// many lines; refuses a text in which two do so alike.
fn best_of(
    source: &Arc<Source>,
    separators: &[char],
) -> Result<Option<(usize, Dialect)>, LoadError> {
    let mut found: Vec<(usize, usize, Dialect)> = Vec::new();
    for separator in separators.iter().filter(|separator| source.text().contains(**separator)) {
        let text = source.text();
        let dialect = Dialect { separator: *separator as u8, quote: quote(text, *separator) };
        found.extend(longest_run(source, dialect).map(|(lines, width)| (lines, width, dialect)));
    }
    found.sort_by_key(|(lines, width, dialect)| (*lines, dialect.separator == b'\t', *width));
    match found.as_slice() {
        [.., (lines, width, one), (more, wider, other)]
            if lines == more
                && width == wider
                && other.separator != b'\t'
                && lines * 2
                    > source.text().lines().filter(|line| !line.trim().is_empty()).count() =>
        {
            let message = format!(
                "ambiguous separator: {} and {} both give {} fields per line",
                named(one.separator.into()),
                named(other.separator.into()),
                width
            );
            Err(refuse::stretch(
                source,
                Span::new(0, 1),
                message,
                "quote the fields, or save the file with tabs",
            ))
        }
        [.., (lines, _, dialect)] => Ok(Some((*lines, *dialect))),
        [] => Ok(None),
    }
}

/// What quotes fields: single quotes where each that opens a field also closes one, and double
/// quotes open none. `'s-Hertogenbosch` is a name.
fn quote(text: &str, separator: char) -> u8 {
    let mut single = false;
    for line in text.lines() {
        let mut rest = line;
        loop {
            if rest.starts_with('"') {
                return b'"';
            }
            let behind = match rest.strip_prefix('\'') {
                Some(inner) => match closed(inner)
                    .filter(|behind| behind.is_empty() || behind.starts_with(separator))
                {
                    Some(behind) => {
                        single = true;
                        behind
                    }
                    None => return b'"',
                },
                None => rest.find(separator).map_or("", |at| &rest[at..]),
            };
            let Some(next) = behind.strip_prefix(separator) else { break };
            rest = next;
        }
    }
    if single { b'\'' } else { b'"' }
}

/// The text after the single quote that closes a field; a doubled quote is part of the field.
fn closed(mut inner: &str) -> Option<&str> {
    loop {
        let (_, behind) = inner.split_once('\'')?;
        match behind.strip_prefix('\'') {
            Some(more) => inner = more,
            None => return Some(behind),
        }
    }
}

/// Lines that follow each other and have equally many fields, more than one: how many lines and
/// fields. A comma between thousands separates nothing.
fn longest_run(source: &Source, dialect: Dialect) -> Option<(usize, usize)> {
    /// Records that are looked at.
    const LOOKED_AT: usize = 2_000;
    let text = source.text().as_bytes();
    let mut best = (0, 0, 0..0);
    let (mut run, mut width, mut start, mut at) = (0, 0, 0, 0);
    let mut fields = Vec::new();
    for _ in 0..LOOKED_AT {
        fields.clear();
        let Some(record) = record::cut(text, at, dialect, &mut fields) else { break };
        // A blank line ends a run.
        (run, start) = if fields.len() == width && record.start == at {
            (run + 1, start)
        } else {
            (1, record.start)
        };
        (width, at) = (fields.len(), record.end);
        if width > 1 && (run, width) > (best.0, best.1) {
            best = (run, width, start..at);
        }
    }
    let (lines, width, range) = best;
    let separates =
        dialect.separator != b',' || !only_thousands(text.get(range).unwrap_or_default());
    (lines > 0 && separates).then_some((lines, width))
}

/// Whether every comma is between a digit and three digits.
fn only_thousands(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b',', bytes).all(|at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        before && digits == 3
    })
}
