//! `crossfoot reproduce`: every published table and claim beside what was recomputed, then the
//! findings.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId, show};
use crossfoot_core::{
    Cell, CellId, ColumnId, Phrase, Study, Table as Published, Target, Unit, Verdict, say,
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
        match too_long(table) {
            Some(instead) => document.paragraph(instead),
            None => document.table(Sheet::from_table(study, audit, index, &checks).table),
        }
        document
            .list(table.notes.iter().map(|note| Line::toned(note.clone(), Tone::Muted)).collect());
    }
    claims::claims(&mut document, study, audit);
    findings::explained(&mut document, study, audit);
    limits::conventions(&mut document, study, audit);
    limits::inferred(&mut document, study, audit);
    limits::not_checked(&mut document, study, audit);
    document
}

/// What is said of a table that is too long to be shown cell by cell.
pub(super) fn too_long(table: &Published) -> Option<Line> {
    let text = say!(
        "{} rows, not shown here; `crossfoot check --format json` has every cell",
        table.rows().to_string()
    );
    (table.rows() > MOST_ROWS).then(|| Line::toned(text, Tone::Note))
}

pub(super) fn legend() -> Line {
    let mut line = Line::toned(say!("printed, then recomputed if different; "), Tone::Muted);
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
    pub(crate) fn from_table(
        study: &Study,
        audit: &Audit,
        index: usize,
        checks: &BTreeMap<CellId, (CheckId, Verdict)>,
    ) -> Self {
        let table = &study.tables[index];
        let turned = table.columns.len() > table.rows()
            && table.key.len() == 1
            && table.columns.iter().all(|column| column.unit != Unit::Text);
        let (header, align, cells) =
            if turned { on_its_side(table, index) } else { upright(table, index) };
        let rows = cells.iter().map(|line| {
            let shown = line.iter().map(|place| match place {
                Some(id) => cell(study, audit, *id, checks),
                // On its side, a line begins with the label of its column.
                None => line.iter().flatten().take(1).map(|id| heading(table, *id)).collect(),
            });
            shown.collect()
        });
        Self { table: Table { header, align, rows: rows.collect() }, cells }
    }
}

/// The heading and alignment of columns, and the cells of lines.
type Layout = (Vec<Line>, Vec<Align>, Vec<Vec<Option<CellId>>>);

/// A line for each row.
fn upright(table: &Published, index: usize) -> Layout {
    let columns = table.columns.iter();
    let align = columns.clone().map(|column| match column.unit {
        Unit::Text => Align::Left,
        _ => Align::Right,
    });
    let cells = (0..table.rows()).map(|row| {
        (0..table.columns.len())
            .map(|column| Some(CellId { column: ColumnId { table: index, column }, row }))
            .collect()
    });
    (columns.map(|column| Line::from(&column.label)).collect(), align.collect(), cells.collect())
}

/// A line for each column, whose label takes the place of the key.
fn on_its_side(table: &Published, index: usize) -> Layout {
    let shown = (0..table.columns.len()).filter(|column| !table.key.contains(column));
    let cells = shown.map(|column| {
        let column = ColumnId { table: index, column };
        std::iter::once(None)
            .chain((0..table.rows()).map(|row| Some(CellId { column, row })))
            .collect()
    });
    let key = table.key.iter().map(|column| Line::from(&table.columns[*column].label));
    let header = key.chain((0..table.rows()).map(|row| Line::from(table.key_text(row))));
    let align = std::iter::once(Align::Left).chain((0..table.rows()).map(|_| Align::Right));
    (header.collect(), align.collect(), cells.collect())
}

fn heading(table: &Published, cell: CellId) -> Line {
    Line::from(&table.columns[cell.column.column].label)
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
    let text = match study.cell(id) {
        Cell::Number(figure) => study.cell_unit(id).unit.quantity(format!(
            "{}{}",
            figure.qualifier.sign(),
            figure.value()
        )),
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
    vec![printed, Line::toned(recomputed, Tone::Bad)]
}
