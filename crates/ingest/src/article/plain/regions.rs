//! The tables in a text as copied from a page: lines that tabs or wide gaps cut into cells.

use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{Source, Spot};

use crate::article::plain::passages;
use crate::table::raw::{Found, RawTable};
use crate::text::delimited;
use crate::text::pasted::{self, Line};

/// Lines that are those of tables, by index.
pub(crate) fn find(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let rows: Vec<bool> = lines.iter().map(is_row).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if !rows[at] {
            match below_caption(lines, &rows, at) {
                Some(region) => {
                    at = region.end;
                    found.push(region);
                }
                None => at += 1,
            }
            continue;
        }
        let mut end = at + 1;
        while end < lines.len() && (rows[end] || goes_on(lines, &rows, end)) {
            end += 1;
        }
        let start = headings(lines, at);
        let figures = lines[at..end].iter().any(Line::has_figures);
        let alike = lines[at..end].windows(2).all(|two| two[0].pieces.len() == two[1].pieces.len());
        if end - start > 1 && (figures || alike && end - start > 2) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// The lines of a table with one space between all words, directly below the caption at a position.
fn below_caption(lines: &[Line<'_>], rows: &[bool], at: usize) -> Option<Range<usize>> {
    /// Lines of the longest headings.
    const HEADINGS: usize = 10;
    if !passages::is_caption(lines[at].text) {
        return None;
    }
    let behind = at + 1..lines.len().min(at + 1 + HEADINGS);
    let first = behind.clone().find(|at| pasted::is_collapsed_row(&lines[*at]))?;
    let headings = &lines[behind.start..first];
    let last = (first..lines.len())
        .take_while(|at| pasted::is_collapsed_row(&lines[*at]) && !rows[*at])
        .last()?;
    let prose = headings.iter().any(|line| line.text.ends_with('.') || line.pieces.len() > 1);
    (last > first && !prose).then_some(behind.start..last + 1)
}

/// Whether a line is one of a table: cells between tabs, or a figure among cells between gaps.
fn is_row(line: &Line<'_>) -> bool {
    /// Characters of the longest cell between gaps; sentences with two spaces after them are
    /// longer.
    const LONGEST: usize = 60;
    let tabs = line.text.contains('\t');
    let short = line.pieces.iter().all(|piece| piece.text.chars().count() <= LONGEST);
    line.pieces.len() > 1 && (tabs || short && (line.has_figures() || line.pieces.len() > 2))
}

/// Whether a line continues a cell of the row above, and the table goes on behind it.
fn goes_on(lines: &[Line<'_>], rows: &[bool], at: usize) -> bool {
    /// Characters of the longest line that continues a cell.
    const LONGEST: usize = 40;
    let line = &lines[at];
    line.is_drawn()
        || line.blanks == 0
            && line.text.chars().count() <= LONGEST
            && !line.text.ends_with('.')
            && rows.get(at + 1) == Some(&true)
            && lines[at + 1].blanks == 0
}

/// Where the headings of the row at `first` start: lines directly above with several cells, and
/// lines that are drawn around them.
fn headings(lines: &[Line<'_>], first: usize) -> usize {
    let mut start = first;
    while start > 0
        && lines[start].blanks == 0
        && (lines[start - 1].pieces.len() > 1 || lines[start - 1].is_drawn())
    {
        start -= 1;
    }
    start
}

/// The tables in a stretch of whole lines of a text; what could not be read is said in a note.
pub(super) fn read(source: &Arc<Source>, range: Range<usize>, line: usize) -> Found {
    // Lines that are drawn are no rows; every other line is known by its number in the text.
    let lines = source.text()[range].lines().zip(line..).filter(|(text, _)| {
        let lines = pasted::lines(text);
        !lines.first().is_some_and(Line::is_drawn)
    });
    let (lines, numbers): (Vec<&str>, Vec<usize>) = lines.unzip();
    let Some(part) = Source::new(source.name(), lines.join("\n")) else {
        return Found::default();
    };
    let read = match part.text().contains('\t') {
        true => {
            delimited::read(&part).map(|found| found.map(|(_, found)| found).unwrap_or_default())
        }
        false => pasted::read_part(&part),
    };
    let mut found = match read {
        Ok(found) => found,
        Err(error) => {
            let why = error.problems.first().map(|problem| problem.message.clone());
            let why = why.unwrap_or_default();
            let note = format!("the table at line {line} could not be read: {why}");
            return Found { notes: vec![note], ..Found::default() };
        }
    };
    found.tables.iter_mut().for_each(|table| renumber(table, &numbers));
    found
}

/// Gives the places of a table the numbers that its lines have in the text.
fn renumber(table: &mut RawTable, numbers: &[usize]) {
    for cell in table.header.iter_mut().chain(table.rows.iter_mut().flatten()) {
        if let Spot::Text { line, column } = cell.place {
            let number = numbers.get((line as usize).saturating_sub(1)).copied();
            cell.place = Spot::text(number.unwrap_or(line as usize), column as usize);
        }
    }
}
