//! `crossfoot reproduce`: every published table and claim beside what was recomputed, then the findings.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId, check, show};
use crossfoot_core::{Cell, CellId, ColumnId, Phrase, Study, Table as Published, Target, Verdict, say};

use super::{claims, findings, header, limits, mark, roots, tone};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Tables with more rows than this are not set out cell by cell.
const MOST_ROWS: usize = 200;

/// A study reproduced.
pub fn reproduce(study: &Study, audit: &Audit) -> Document {
    let mut document = Document::default();
    header::header(&mut document, study, audit);
    if audit.corrected_from.is_some() {
        roots::corrections(&mut document, study, audit);
    }
    document.paragraph(legend());
    let checks = checks_by_cell(study, audit);
    for (index, table) in study.published().iter().enumerate() {
        document.heading(2, table.title.clone());
        if table.rows() > MOST_ROWS {
            let text = say!("{} rows, not set out here; `crossfoot check --format json` has every cell", table.rows().to_string());
            document.paragraph(Line::of(text, Tone::Note));
        } else {
            document.table(side_by_side(study, audit, index, &checks));
        }
        document.list(table.notes.iter().map(|note| Line::of(note.clone(), Tone::Muted)).collect());
    }
    claims::claims(&mut document, study, audit);
    findings::explained(&mut document, study, audit);
    limits::conventions(&mut document, study, audit);
    limits::inferred(&mut document, study, audit);
    limits::not_checked(&mut document, study, audit);
    document
}

fn legend() -> Line {
    let mut line = Line::of(say!("printed, then recomputed where it differs; "), Tone::Muted);
    for (at, verdict) in Verdict::ALL.into_iter().enumerate() {
        if at > 0 {
            line = line.then(say!(", "), Tone::Muted);
        }
        line = line.then(Phrase::joined(" ", [mark(verdict).into(), verdict.phrase()]), Tone::Muted);
    }
    line
}

/// The checks whose target is a cell; the first rule of the manifest stands for a cell that has several.
fn checks_by_cell(study: &Study, audit: &Audit) -> BTreeMap<CellId, (CheckId, Verdict)> {
    let mut checks = BTreeMap::new();
    for (id, verdict) in audit.checks() {
        let cell = match study.rules[id.rule].target {
            Target::Column(column) => CellId { column, row: id.row.unwrap_or(0) },
            Target::Cell(cell) => cell,
            Target::Claim(_) | Target::Condition(_) => continue,
        };
        checks.entry(cell).or_insert((id, verdict));
    }
    checks
}

/// A table with few rows and many columns stands on its side, so that it fits a page.
fn side_by_side(study: &Study, audit: &Audit, index: usize, checks: &BTreeMap<CellId, (CheckId, Verdict)>) -> Table {
    let table = &study.tables[index];
    let cell = |column: usize, row: usize| cell(study, audit, CellId { column: ColumnId { table: index, column }, row }, checks);
    let words = |column: &usize| table.columns[*column].unit == crossfoot_core::Unit::Text;
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let rows: Vec<usize> = (0..table.rows()).collect();
    let heading = |column: usize| table.columns[column].label.clone();
    let name = |row: usize| table.key_text(row);
    if table.columns.len() > table.rows() && table.key.len() == 1 && !all.iter().any(words) {
        let shown: Vec<usize> = all.into_iter().filter(|column| !table.key.contains(column)).collect();
        let header = std::iter::once(heading(table.key[0])).chain(rows.iter().map(|row| name(*row))).map(Line::from).collect();
        let body = shown.iter().map(|column| {
            let label = vec![Line::from(heading(*column))];
            std::iter::once(label).chain(rows.iter().map(|row| cell(*column, *row))).collect()
        });
        let align = std::iter::once(Align::Left).chain(rows.iter().map(|_| Align::Right)).collect();
        return Table { header, align, rows: body.collect() };
    }
    let align = all.iter().map(|column| if words(column) { Align::Left } else { Align::Right }).collect();
    let header = all.iter().map(|column| Line::from(heading(*column))).collect();
    Table { header, align, rows: rows.iter().map(|row| all.iter().map(|column| cell(*column, *row)).collect()).collect() }
}

/// The printed text with the mark of its verdict, and below it the recomputed value where the two disagree.
fn cell(study: &Study, audit: &Audit, id: CellId, checks: &BTreeMap<CellId, (CheckId, Verdict)>) -> Vec<Line> {
    let table: &Published = &study.tables[id.column.table];
    let column = &table.columns[id.column.column];
    let text = match study.cell(id) {
        Cell::Number(figure) => column.unit.quantity(format!("{}{}", figure.qualifier.sign(), figure.value())),
        _ => table.text(id.column.column, id.row).trim().into(),
    };
    let Some((check_id, verdict)) = checks.get(&id) else { return vec![Line::from(text)] };
    let printed = Line::from(super::caption(text)).then(mark(*verdict), tone(*verdict));
    if !verdict.disagrees() {
        return vec![printed];
    }
    let check = check(study, &audit.basis, *check_id);
    let recomputed = match values::number(&check) {
        Some(value) => show::interval(value, 4),
        None => values::recomputed(study, *check_id, &check),
    };
    vec![printed, Line::of(recomputed, Tone::Bad)]
}
