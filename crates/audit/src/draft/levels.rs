//! How deep rows are below others: by the spaces or marks before their names, or by their codes.

use super::relation::Work;

/// Marks before the names of parts.
const MARKS: [char; 7] = ['…', '-', '–', '—', '•', '·', '*'];
/// With fewer codes than this, what looks like one may be a figure.
const LEAST_CODES: usize = 3;

/// The level of each row: 0 for all where nothing tells them apart.
pub(super) fn levels(work: &Work<'_>, indents: &[usize]) -> Vec<usize> {
    let names: Vec<String> = (0..work.printed.rows()).map(|row| work.row_name(row)).collect();
    let ways = [indents.to_vec(), by_marks(&names), by_codes(&names)];
    let found = ways.into_iter().find(|levels| {
        levels.len() == names.len() && levels.windows(2).any(|pair| pair[0] != pair[1])
    });
    found.unwrap_or_else(|| vec![0; names.len()])
}

/// By the mark before each name: later marks are deeper.
fn by_marks(names: &[String]) -> Vec<usize> {
    let mut known: Vec<char> = Vec::new();
    let marks = names.iter().map(|name| {
        let mark = name.chars().next().filter(|first| MARKS.contains(first))?;
        Some(known.iter().position(|other| *other == mark).unwrap_or_else(|| {
            known.push(mark);
            known.len() - 1
        }))
    });
    marks.map(|mark| mark.map_or(0, |mark| mark + 1)).collect()
}

/// By the parts of the code before each name, such as the three of `HC.4.1`.
fn by_codes(names: &[String]) -> Vec<usize> {
    let depths: Vec<Option<usize>> = names.iter().map(|name| depth(name)).collect();
    let known = depths.iter().flatten().count();
    if known < LEAST_CODES {
        return Vec::new();
    }
    depths.into_iter().map(|depth| depth.unwrap_or(0)).collect()
}

/// The number of parts of a code; `None` of what is none.
fn depth(name: &str) -> Option<usize> {
    let code = name.split_whitespace().next()?.trim_end_matches(['.', ')', ':']);
    let parts: Vec<&str> = code.split('.').collect();
    let is_code = parts.iter().enumerate().all(|(at, part)| {
        let digits = !part.is_empty() && part.len() < 4 && part.chars().all(|c| c.is_ascii_digit());
        let letters = part.len() < 4 && part.chars().all(|c| c.is_ascii_uppercase());
        digits || at == 0 && letters && !part.is_empty()
    });
    let has_digits =
        parts.last().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    (is_code && has_digits && name.trim().len() > code.len()).then_some(parts.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_parts() {
        assert_eq!(depth("HC.4.1 Clinical laboratory"), Some(3));
        assert_eq!(depth("6. Gross income (4+5)"), Some(1));
        assert_eq!(depth("Total"), None);
        assert_eq!(depth("2008"), None);
    }

    #[test]
    fn later_marks_are_deeper() {
        let names = ["Capital", "…ICT", "- Software", "…Other"].map(str::to_owned);
        assert_eq!(by_marks(&names), [0, 1, 2, 1]);
    }
}
