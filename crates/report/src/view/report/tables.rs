//! Each published table beside its recomputation: a mark at every checked cell, a footnote at every
//! one that disagrees, and the rule behind each.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId};
use crossfoot_core::{CellId, Study, Verdict};

use super::super::reproduce::{Sheet, checks_by_cell, legend, too_long};
use super::describe;
use crate::document::{Block, Document, Grid, Line, Tone};

/// The tables; those in which nothing disagrees are folded.
pub(super) fn tables(study: &Study, audit: &Audit) -> Document {
    let mut document = Document::default();
    document.paragraph(legend());
    let checks = checks_by_cell(study, audit);
    for index in 0..study.published().len() {
        let (sound, shown) = table(study, audit, index, &checks);
        let title = &study.tables[index].title;
        if sound {
            document.blocks.push(Block::Details(title.into(), shown.blocks));
        } else {
            document.heading(2, title);
            document.below(0, shown);
        }
    }
    document
}

/// A table, and whether nothing in it disagrees.
fn table(
    study: &Study,
    audit: &Audit,
    index: usize,
    checks: &BTreeMap<CellId, (CheckId, Verdict)>,
) -> (bool, Document) {
    let table = &study.tables[index];
    let mut document = Document::default();
    if let Some(instead) = too_long(table) {
        document.paragraph(instead);
        return (false, document);
    }
    let mut sheet = Sheet::from_table(study, audit, index, checks);
    let mut grid = Grid {
        id: format!("table-{}", table.id),
        caption: (&table.title).into(),
        ..Grid::default()
    };
    let mut footnotes = Vec::new();
    for (row, places) in sheet.cells.iter().enumerate() {
        for (column, place) in places.iter().enumerate() {
            let Some((check, verdict)) = place.and_then(|cell| checks.get(&cell)) else {
                continue;
            };
            let note = describe(study, audit, *check);
            if verdict.disagrees() {
                let number = superscript(footnotes.len() + 1);
                footnotes.push(Line::from(format!("{number} ")).with(&note));
                if let Some(first) = sheet.table.rows[row][column].first_mut() {
                    *first = std::mem::take(first).then(number, Tone::Note);
                }
            }
            grid.notes.insert((row, column), note);
        }
    }
    grid.table = sheet.table;
    document.grid(Some(grid));
    let sound = footnotes.is_empty();
    footnotes.extend(table.notes.iter().map(|note| Line::toned(note.as_str(), Tone::Muted)));
    document.list(footnotes);
    (sound, document)
}

/// `¹²`: a number that footnotes carry.
fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .bytes()
        .map(|digit| DIGITS[usize::from(digit - b'0') % DIGITS.len()])
        .collect()
}
