//! Rows and columns that a sentence of the article puts together: `Karesh and Lower Dain together`,
//! `from 2020 to 2023`.

use std::collections::BTreeSet;

use crossfoot_core::{Article, BlockKind, Reading, read_numerals};

use super::evidence;
use super::labels::{Chosen, Group, Label, Labels, Stem, Vocabulary, WHOLLY};
use super::words::{Words, last_word};

/// Stems of words that put things together.
const TOGETHER: [&str; 9] =
    ["togeth", "combin", "joint", "sum", "collect", "total", "合计", "共计", "共占"];
/// The most rows that a list has, and the most lists of a table.
const MOST_ROWS: usize = 6;
const MOST_LISTS: usize = 16;

/// Adds the lists of an article to the groups of tables.
pub(super) fn add(
    labels: &mut [Labels],
    article: &Article,
    words: &Words,
    vocabulary: &Vocabulary,
) {
    let blocks = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    for block in blocks {
        for sentence in evidence::sentences(&block.prose) {
            let text = &block.prose.text()[sentence];
            let years = years(text);
            let cut = words.cut(text);
            let together = cut.iter().any(|word| TOGETHER.contains(&word.stem.as_str()));
            let stems: BTreeSet<Stem> = cut
                .iter()
                .flat_map(|word| vocabulary.find(&word.stem))
                .filter(|(_, likeness)| *likeness >= 1.0)
                .map(|(stem, _)| stem)
                .collect();
            for table in &mut *labels {
                if together {
                    add_rows(table, &stems);
                }
                if let Some(years) = years {
                    add_years(table, years);
                }
            }
        }
    }
}

/// Adds the rows that a sentence names, if they are several.
fn add_rows(labels: &mut Labels, stems: &BTreeSet<Stem>) {
    let rows = labels.rows.iter().enumerate().filter_map(|(row, label)| {
        label
            .as_ref()
            .filter(|label| !label.total && label.date.is_none() && is_named(label, stems))?;
        Some(row)
    });
    let rows: Vec<usize> = rows.collect();
    if (2..=MOST_ROWS).contains(&rows.len()) {
        let group = group(rows.iter().filter_map(|row| labels.rows[*row].as_ref()), &rows);
        push(&mut labels.row_groups, group);
    }
}

/// Whether all words of a label are there.
fn is_named(label: &Label, stems: &BTreeSet<Stem>) -> bool {
    label.coverage(|stem| stems.contains(&stem)) >= WHOLLY
}

/// Whether a label is a year among some.
fn is_within(label: &Label, (first, last): (u32, u32)) -> bool {
    label.date.is_some_and(|date| {
        let (from, to) = date.years();
        first <= from && to <= last && from == to
    })
}

/// Adds the rows and columns of the periods between two years.
fn add_years(labels: &mut Labels, years: (u32, u32)) {
    let rows: Vec<usize> = (0..labels.rows.len())
        .filter(|row| labels.rows[*row].as_ref().is_some_and(|label| is_within(label, years)))
        .collect();
    let alike = labels.column_groups.first().map_or(&[][..], |group| &group.members);
    let columns: Vec<usize> = alike
        .iter()
        .copied()
        .filter(|column| is_within(&labels.columns[*column].1, years))
        .collect();
    if rows.len() > 1 {
        let ends = [rows[0], rows[rows.len() - 1]];
        let group = group(ends.iter().filter_map(|row| labels.rows[*row].as_ref()), &rows);
        push(&mut labels.row_groups, group);
    }
    if columns.len() > 1 {
        let ends = [columns[0], columns[columns.len() - 1]];
        let group = group(ends.iter().map(|column| &labels.columns[*column].1), &columns);
        push(&mut labels.column_groups, group);
    }
}

/// A group that is called by what some of its members are called.
fn group<'a>(labels: impl Iterator<Item = &'a Label>, members: &[usize]) -> Group {
    let mut stems: Vec<(Stem, f64)> = labels.flat_map(|label| label.stems.clone()).collect();
    stems.sort_by_key(|(stem, _)| *stem);
    stems.dedup_by_key(|(stem, _)| *stem);
    let mut label = Label { stems, ..Label::default() };
    label.limit();
    Group { chosen: Chosen::Together, ..Group::listed(label, members.to_vec()) }
}

/// Adds a group that is not there yet.
fn push(groups: &mut Vec<Group>, group: Group) {
    let known = groups.iter().any(|other| other.members == group.members);
    if !known && groups.len() < MOST_LISTS {
        groups.push(group);
    }
}

/// The first and the last year of a stretch of time that a sentence names: `from 2020 to 2023`,
/// `2020–2023`.
fn years(text: &str) -> Option<(u32, u32)> {
    let numerals = read_numerals(text);
    let dates = numerals.iter().filter_map(|numeral| match numeral.reading {
        Reading::Date(date) => Some((numeral, date.years())),
        _ => None,
    });
    let dates: Vec<_> = dates.collect();
    if let Some((_, years)) = dates.iter().find(|(_, (first, last))| first < last) {
        return Some(*years);
    }
    let pairs = dates.windows(2).filter_map(|pair| {
        let [(one, first), (other, last)] = pair else { return None };
        let before = last_word(&text[..one.range.start]).to_lowercase();
        let between = text[one.range.end..other.range.start].trim();
        let stretch = matches!(
            (before.as_str(), between),
            ("from", "to" | "through" | "until") | ("between", "and")
        );
        (stretch && first.0 < last.1).then_some((first.0, last.1))
    });
    pairs.into_iter().next()
}
