//! Tables below each other: where the headings of another one begin.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::table::area::Area;
use crate::table::header;
use crate::table::kinds::{Kind, is_named, is_note};

/// A table as its rows come; all are positions.
struct Part {
    start: usize,
    /// The first row with more than one cell.
    head: Option<usize>,
    /// The first row with figures.
    first: Option<usize>,
    /// The last row with figures.
    last: usize,
    /// The first row after it that is below a blank one.
    gap: Option<usize>,
    /// The columns in which figures have come, by their number.
    figures: Vec<bool>,
    /// The columns in which anything has come.
    used: Vec<bool>,
    /// The columns in which words have come since the first row with figures.
    words: Vec<bool>,
}

impl Part {
    fn new(start: usize, width: usize) -> Self {
        Self {
            start,
            head: None,
            first: None,
            last: start,
            gap: None,
            figures: vec![false; width],
            used: vec![false; width],
            words: vec![false; width],
        }
    }
}

/// Cuts an area where headings come again: the same ones, others with the same name of rows, others
/// below a blank row, or others below a line that says that a table follows. Rows below a blank row
/// that share no column with those above are another table, too. Words that may be headings are
/// reported.
pub(crate) fn split<'a>(area: &Area<'a>, remarks: &mut Vec<String>) -> Vec<Area<'a>> {
    let mut found = Vec::new();
    let mut open = Part::new(0, area.columns.len());
    for at in 0..area.height() {
        if open.body() && area.is_after_blank(at) && is_elsewhere(area, at, &open) {
            found.push(area.part(open.start..at));
            open = Part::new(at, area.columns.len());
        }
        if open.body() && !area.is_alone(at) && may_head(area, at) {
            // Rows without figures, right above the row.
            let above = open.last + 1..at;
            if starts_table(area, at, &above, &open) {
                let cut = cut(area, above, at);
                found.push(area.part(open.start..cut));
                open = Part::new(cut, area.columns.len());
                (cut..at).for_each(|at| open.see(area, at));
            } else if is_doubtful(area, at, &above, &open) {
                let place = &area.grid.cell(area.rows[at], area.columns[0]).place;
                remarks.push(format!(
                    "{place}: words below numbers; if they are the headings of another table, \
                     insert a blank row above"
                ));
            }
        }
        open.see(area, at);
    }
    found.push(area.part(open.start..area.height()));
    found
}

impl Part {
    fn body(&self) -> bool {
        self.first.is_some()
    }

    fn see(&mut self, area: &Area<'_>, at: usize) {
        if self.head.is_none() && !area.is_alone(at) {
            self.head = Some(at);
        }
        if area.has_figure(at) {
            self.first = self.first.or(Some(at));
            (self.last, self.gap) = (at, None);
        } else if self.gap.is_none() && area.is_after_blank(at) {
            self.gap = Some(at);
        }
        for (number, column) in area.columns.iter().enumerate() {
            let kind = area.kind(at, *column);
            self.figures[number] |= kind == Kind::Figure;
            self.used[number] |= kind != Kind::Empty;
            self.words[number] |=
                self.first.is_some() && kind == Kind::Words && is_named(area.text(at, *column));
        }
    }

    /// Whether the columns from the first on have words here, as far as the table may reach, and
    /// all but the first have had figures.
    fn covers(&self, area: &Area<'_>, at: usize) -> bool {
        let filled = area.columns.iter().take_while(|column| !area.text(at, **column).is_empty());
        let width = filled.count();
        let rest = area.columns[width..].iter().all(|column| area.text(at, *column).is_empty());
        width > 1 && rest && self.figures[1..width].iter().all(|figures| *figures)
    }
}

/// Where a table ends whose next one has its headings at `at`, and rows without figures above them:
/// below the last note, and where the first blank row is, if not all of these are lines.
fn cut(area: &Area<'_>, above: Range<usize>, at: usize) -> usize {
    let start = if above.clone().all(|line| area.is_alone(line)) {
        above.start
    } else {
        let lines = above.clone().rev().take_while(|line| area.is_alone(*line)).count();
        above.clone().find(|at| area.is_after_blank(*at)).unwrap_or(at - lines)
    };
    let notes = (start..at).rev().find(|line| is_note(&area.line(*line)));
    notes.map_or(start, |note| note + 1)
}

/// Whether words right below a line may be headings.
fn is_doubtful(area: &Area<'_>, at: usize, above: &Range<usize>, open: &Part) -> bool {
    !above.is_empty() && area.is_alone(at - 1) && all_named(area, at) && open.covers(area, at)
}

/// Whether a row holds no figure, or only such as may head columns.
fn may_head(area: &Area<'_>, at: usize) -> bool {
    !area.has_figure(at) || area.names_columns(at, false)
}

/// Whether the headings of another table are in a row below figures.
fn starts_table(area: &Area<'_>, at: usize, above: &Range<usize>, open: &Part) -> bool {
    let Some(head) = open.head else { return false };
    if repeats_others(area, at, open) && (above.is_empty() || !area.is_alone(at - 1)) {
        return false;
    }
    let name = area.text(head, area.columns[0]);
    let same_name = !name.is_empty() && name == area.text(at, area.columns[0]);
    let again = same_name && texts(area, at, is_named) && area.names_columns(at, false);
    if again || repeats(area, at, head) {
        return true;
    }
    if all_named(area, at) && area.is_heading_of_words(at) {
        let unnamed = area.text(at, area.columns[0]).is_empty();
        let enough = unnamed || names_numbers(area, at, open) || is_headless(area, open);
        if enough && !header::are_among_headings(area, open.start..at) {
            return true;
        }
    }
    let mut lines = above.clone().rev().take_while(|line| area.is_alone(*line));
    if open.covers(area, at) && lines.any(|line| introduces(&area.line(line))) {
        return true;
    }
    let apart = open.gap.is_some() || area.is_after_blank(at);
    apart && (area.names_columns(at, false) && heads_rows(area, at) || heads_words(area, at, open))
}

/// Whether words name all columns of figures below, in which no words have been.
fn names_numbers(area: &Area<'_>, at: usize, open: &Part) -> bool {
    let below = area.figure_columns(at + 1);
    area.columns
        .iter()
        .zip(&open.words)
        .filter(|(column, _)| below.contains(column))
        .all(|(column, words)| !words && area.kind(at, *column) == Kind::Words)
}

/// Whether several columns of figures follow, or several rows of them.
fn heads_rows(area: &Area<'_>, at: usize) -> bool {
    let rows = area.figure_from(at + 1).and_then(|row| area.figure_from(row + 1));
    rows.is_some() || area.figure_columns(at + 1).len() > 1
}

/// Whether no row names the columns of what is open.
fn is_headless(area: &Area<'_>, open: &Part) -> bool {
    !(open.start..=open.first.unwrap_or(open.start)).any(|at| area.names_columns(at, false))
}

/// Whether a table of words begins: words are where figures have been, and no figures follow.
fn heads_words(area: &Area<'_>, at: usize, open: &Part) -> bool {
    let several = (at + 1..area.height()).next().is_some_and(|next| !area.is_alone(next));
    several && area.figure_from(at).is_none() && open.covers(area, at) && all_named(area, at)
}

/// Whether rows from here to the next blank one hold figures, all in columns that were not used.
fn is_elsewhere(area: &Area<'_>, start: usize, open: &Part) -> bool {
    let end = (start + 1..area.height()).find(|at| area.is_after_blank(*at));
    let band = start..end.unwrap_or(area.height());
    let shared = band.clone().any(|at| {
        area.columns
            .iter()
            .zip(&open.used)
            .any(|(column, used)| *used && area.kind(at, *column) != Kind::Empty)
    });
    !shared && band.filter(|at| area.has_figure(*at)).count() > 1
}

fn repeats(area: &Area<'_>, at: usize, head: usize) -> bool {
    let words = area.columns.iter().any(|column| area.kind(head, *column) == Kind::Words);
    words
        && area.columns.iter().all(|column| {
            let [one, other] = [at, head].map(|at| area.grid.cell(area.rows[at], *column));
            one.text == other.text
        })
}

/// Whether a row repeats headings, but for its name, which is that of the rows below.
fn repeats_others(area: &Area<'_>, at: usize, open: &Part) -> bool {
    let Some((first, others)) = area.columns.split_first() else { return false };
    let several = others.iter().filter(|column| !area.text(at, **column).is_empty()).nth(1);
    several.is_some()
        && !area.text(at, *first).is_empty()
        && (open.start..=open.first.unwrap_or(open.start)).any(|head| {
            area.text(head, *first) != area.text(at, *first)
                && others.iter().all(|column| area.text(head, *column) == area.text(at, *column))
        })
}

/// Whether the words are names, as marks of what is missing are not, and each is another.
fn all_named(area: &Area<'_>, at: usize) -> bool {
    texts(area, at, is_name)
}

/// Whether the texts right of the name of a row pass a test, and each is another.
fn texts(area: &Area<'_>, at: usize, passes: fn(&str) -> bool) -> bool {
    let mut seen = BTreeSet::new();
    area.columns
        .iter()
        .skip(1)
        .map(|column| area.text(at, *column))
        .filter(|text| !text.is_empty())
        .all(|text| passes(text) && seen.insert(text))
}

fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 3
        || text.chars().filter(|c| *c > '\u{2E7F}').count() > 1
}

/// Whether a line begins as the title of a table: `Table 2`, `表2`, `3-2 …`.
pub(crate) fn introduces(line: &str) -> bool {
    const STARTS: [&str; 6] = ["table", "tab.", "panel", "表", "续表", "附表"];
    let lower = line.to_lowercase();
    let number = line.split_whitespace().next().unwrap_or_default();
    let numbered = number.split(['-', '–', '.']).count() > 1
        && number.split(['-', '–', '.']).all(|part| part.parse::<u16>().is_ok());
    numbered || STARTS.iter().any(|start| lower.starts_with(start))
}
