//! The pages of a PDF as text, once in reading order and once as laid out → one text, with its
//! tables behind the prose.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::article::plain;
use crate::table::kinds::is_note;
use crate::text::pasted::{self, Line};

/// Lines that are looked at for what repeats on all pages.
const EDGE: usize = 2;
/// Pages on which a line must repeat to be a header or a footer.
const REPEATS: usize = 3;

/// The prose of the pages, then their tables.
pub(super) fn compose(prose: &str, layout: &str) -> String {
    let running = running(prose);
    let (mut text, mut tables) = (String::new(), String::new());
    let mut layouts = layout.split('\u{C}');
    for page in prose.split('\u{C}') {
        let taken = captioned(layouts.next().unwrap_or_default());
        let moved: Vec<String> = taken.lines().map(spaceless).collect();
        for line in page.lines() {
            let bare = spaceless(line);
            let is_moved = !bare.is_empty() && moved.iter().any(|row| row.contains(&bare));
            if !is_moved && !running.contains(&masked(line)) {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text.push('\n');
        tables.push_str(&taken);
    }
    text + &tables
}

/// Headers and footers: lines at the edges of several pages that differ in digits alone.
fn running(prose: &str) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in prose.split('\u{C}') {
        let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
        let edge = EDGE.min(lines.len());
        let first = lines.iter().take(edge);
        let last = lines.iter().skip(edge.max(lines.len().saturating_sub(EDGE)));
        let masks: BTreeSet<String> = first.chain(last).map(|line| masked(line)).collect();
        masks.into_iter().for_each(|mask| *counts.entry(mask).or_default() += 1);
    }
    let repeated = counts.into_iter().filter(|(_, count)| *count >= REPEATS);
    repeated.map(|(mask, _)| mask).collect()
}

/// A line with one zero for each of its numbers.
fn masked(line: &str) -> String {
    let mut masked = String::new();
    for c in line.trim().chars() {
        match c.is_ascii_digit() {
            true if masked.ends_with('0') => {}
            true => masked.push('0'),
            false => masked.push(c),
        }
    }
    masked
}

fn spaceless(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The tables of a page that have a caption above, with it and with the notes below.
fn captioned(page: &str) -> String {
    /// Lines of the longest caption.
    const CAPTION: usize = 8;
    let lines = pasted::lines(page);
    let mut taken = String::new();
    for region in joined(plain::table_lines(&lines)) {
        let above = region.start.saturating_sub(CAPTION)..region.start;
        let Some(caption) = above.clone().rev().find(|at| plain::is_caption(lines[*at].text))
        else {
            continue;
        };
        lines[caption..region.start].iter().for_each(|line| push(&mut taken, line.text));
        taken.push('\n');
        for line in &lines[region.clone()] {
            push(&mut taken, &page[start(page, line)..line.start + line.text.len()]);
        }
        taken.push('\n');
        let notes = lines[region.end..].iter().take_while(|line| is_note(line.text));
        notes.for_each(|line| push(&mut taken, line.text));
        taken.push('\n');
    }
    taken
}

/// Regions with those directly below them: the heading of a group of rows is between.
fn joined(regions: Vec<Range<usize>>) -> Vec<Range<usize>> {
    /// Lines of the longest heading of a group.
    const BETWEEN: usize = 2;
    let mut joined: Vec<Range<usize>> = Vec::new();
    for region in regions {
        match joined.last_mut().filter(|last| region.start - last.end <= BETWEEN) {
            Some(last) => last.end = region.end,
            None => joined.push(region),
        }
    }
    joined
}

/// Where a line starts, with the spaces that place its first cell.
fn start(page: &str, line: &Line<'_>) -> usize {
    page[..line.start].rfind('\n').map_or(0, |end| end + 1)
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_follow_the_prose_without_headers() {
        let prose = "Beds 1\n\nBeds fell.\nTable 1 Beds\nYear\nBeds\n2023\n12\n2024\n11\n\u{C}\
                     Beds 2\n\nThey rose.\n\u{C}Beds 3\n\nThey stayed.\n";
        let layout = "Beds 1\n\nBeds fell.\n\nTable 1 Beds\n  Year     Beds\n  2023     12\n  \
                      2024     11\nNote: all.\n\u{C}Beds 2\n\u{C}Beds 3\n";
        let wanted = "\nBeds fell.\n\n\nThey rose.\n\n\nThey stayed.\n\nTable 1 Beds\n\n  Year     \
                      Beds\n  2023     12\n  2024     11\n\nNote: all.\n\n";
        assert_eq!(compose(prose, layout), wanted);
    }
}
