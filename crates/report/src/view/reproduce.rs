//! `crossfoot reproduce`: every published table and claim beside what was recomputed, then the
//! findings.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId, show};
use crossfoot_core::{
    Cell, CellId, ColumnId, Phrase, Study, Table as Published, Target, Verdict, say,
};

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
            let text = say!(
                "{} rows, not set out here; `crossfoot check --format json` has every cell",
                table.rows().to_string()
            );
            document.paragraph(Line::of(text, Tone::Note));
        } else {
            document.table(Sheet::of(study, audit, index, &checks).table);
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

pub(super) fn legend() -> Line {
    let mut line = Line::of(say!("printed, then recomputed where it differs; "), Tone::Muted);
    for (at, verdict) in Verdict::ALL.into_iter().enumerate() {
        if at > 0 {
            line = line.then(say!(", "), Tone::Muted);
        }
        line =
            line.then(Phrase::joined(" ", [mark(verdict).into(), verdict.phrase()]), Tone::Muted);
    }
    line
}

/// The checks whose target is a cell; of several the first that disagrees stands for it, else the
/// first of the manifest.
pub(crate) fn checks_by_cell(study: &Study, audit: &Audit) -> BTreeMap<CellId, (CheckId, Verdict)> {
    let mut checks = BTreeMap::new();
    for (id, verdict) in audit.checks() {
        let cell = match study.rules[id.rule].target {
            Target::Column(column) => CellId { column, row: id.row.unwrap_or(0) },
            Target::Cell(cell) => cell,
            Target::Claim(_) | Target::Condition(_) => continue,
        };
        let shown = checks.entry(cell).or_insert((id, verdict));
        if verdict.disagrees() && !shown.1.disagrees() {
            *shown = (id, verdict);
        }
    }
    checks
}

/// A published table as it is set out, and which cell of it stands where.
pub(crate) struct Sheet {
    pub(crate) table: Table,
    /// For each row and column of what is set out.
    pub(crate) cells: Vec<Vec<Option<CellId>>>,
}

impl Sheet {
    /// A table with few rows and many columns stands on its side, so that it fits a page.
    pub(crate) fn of(
        study: &Study,
        audit: &Audit,
        index: usize,
        checks: &BTreeMap<CellId, (CheckId, Verdict)>,
    ) -> Self {
        let table = &study.tables[index];
        let id =
            |column: usize, row: usize| CellId { column: ColumnId { table: index, column }, row };
        let words = |column: &usize| table.columns[*column].unit == crossfoot_core::Unit::Text;
        let all: Vec<usize> = (0..table.columns.len()).collect();
        let rows: Vec<usize> = (0..table.rows()).collect();
        let heading = |column: usize| Line::from(&table.columns[column].label);
        let turned =
            table.columns.len() > table.rows() && table.key.len() == 1 && !all.iter().any(words);
        let (header, align, cells): (Vec<Line>, Vec<Align>, Vec<Vec<Option<CellId>>>) = if turned {
            let shown = all.iter().filter(|column| !table.key.contains(column));
            let cells = shown.map(|column| {
                std::iter::once(None)
                    .chain(rows.iter().map(|row| Some(id(*column, *row))))
                    .collect()
            });
            let header = std::iter::once(heading(table.key[0]))
                .chain(rows.iter().map(|row| Line::from(table.key_text(*row))));
            (
                header.collect(),
                std::iter::once(Align::Left).chain(rows.iter().map(|_| Align::Right)).collect(),
                cells.collect(),
            )
        } else {
            let align =
                all.iter().map(|column| if words(column) { Align::Left } else { Align::Right });
            let cells =
                rows.iter().map(|row| all.iter().map(|column| Some(id(*column, *row))).collect());
            (all.iter().map(|column| heading(*column)).collect(), align.collect(), cells.collect())
        };
        let label = |line: &[Option<CellId>]| {
            line.iter()
                .flatten()
                .next()
                .map(|cell| vec![heading(cell.column.column)])
                .unwrap_or_default()
        };
        let set = |line: &Vec<Option<CellId>>| {
            line.iter()
                .map(|place| place.map_or_else(|| label(line), |id| cell(study, audit, id, checks)))
                .collect()
        };
        Self { table: Table { header, align, rows: cells.iter().map(set).collect() }, cells }
    }
}

/// The printed text with the mark of its verdict, and below it the recomputed value where the two
/// disagree.
fn cell(
    study: &Study,
    audit: &Audit,
    id: CellId,
    checks: &BTreeMap<CellId, (CheckId, Verdict)>,
) -> Vec<Line> {
    let table: &Published = &study.tables[id.column.table];
    let column = &table.columns[id.column.column];
    let text = match study.cell(id) {
        Cell::Number(figure) => {
            column.unit.quantity(format!("{}{}", figure.qualifier.sign(), figure.value()))
        }
        _ => table.text(id.column.column, id.row).trim().into(),
    };
    let Some((check_id, verdict)) = checks.get(&id) else { return vec![Line::from(text)] };
    let printed = Line::from(super::caption(text)).then(mark(*verdict), tone(*verdict));
    if !verdict.disagrees() {
        return vec![printed];
    }
    let record = audit.record(study, *check_id);
    let recomputed = match record.number() {
        Some(value) => show::interval(value, 4),
        None => values::recomputed(&record),
    };
    vec![printed, Line::of(recomputed, Tone::Bad)]
}
