//! Tables beside each other, with blank columns between them.

use std::collections::BTreeSet;

use crate::table::area::Area;
use crate::table::kinds::{Kind, is_named};

/// Cuts an area at blank columns where a table with names of rows of its own is on the right. Other
/// blank columns only set columns of one table apart.
pub(crate) fn split<'a>(area: &Area<'a>) -> Vec<Area<'a>> {
    let mut starts = vec![0];
    let stretches = stretches(area);
    let mut first = stretches.first().map_or(0, |stretch| stretch.start);
    for stretch in stretches.windows(2) {
        let (end, start) = (stretch[0].end, stretch[1].start);
        let left = first..end;
        if is_table(area, &area.columns[left]) && is_table(area, &area.columns[stretch[1].clone()])
        {
            starts.push(start);
            first = start;
        }
    }
    starts.push(area.columns.len());
    if starts.len() == 2 {
        return vec![area.clone()];
    }
    starts
        .windows(2)
        .map(|pair| {
            let columns = area.columns[pair[0]..pair[1]].to_vec();
            Area::new(area.grid, area.rows.iter().copied(), columns)
        })
        .collect()
}

/// The numbers of neighbouring columns that are not blank in rows with several cells.
fn stretches(area: &Area<'_>) -> Vec<std::ops::Range<usize>> {
    let mut used = vec![false; area.columns.len()];
    for at in (0..area.height()).filter(|at| !area.is_alone(*at)) {
        for (used, column) in used.iter_mut().zip(&area.columns) {
            *used |= area.kind(at, *column) != Kind::Empty;
        }
    }
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for number in (0..used.len()).filter(|number| used[*number]) {
        match found.last_mut() {
            Some(last) if last.end == number => last.end = number + 1,
            _ => found.push(number..number + 1),
        }
    }
    found
}

/// Whether columns are a table by themselves: figures, most of them in rows that the first column
/// names, each by another name.
fn is_table(area: &Area<'_>, columns: &[usize]) -> bool {
    let Some((first, others)) = columns.split_first() else { return false };
    let (mut rows, mut named, mut names) = (0, 0, BTreeSet::new());
    for at in (0..area.height()).filter(|at| area.has_figure(*at)) {
        if !others.iter().any(|column| area.kind(at, *column) == Kind::Figure) {
            continue;
        }
        rows += 1;
        let text = area.text(at, *first);
        let is_name = match area.kind(at, *first) {
            Kind::Words => is_named(text) && text.chars().filter(|c| c.is_alphabetic()).count() > 1,
            Kind::Period => true,
            Kind::Figure | Kind::Empty => false,
        };
        if is_name {
            named += 1;
            names.insert(text);
        }
    }
    named > 1 && named * 2 >= rows && names.len() * 2 >= named
}
