//! Revisions: how later releases changed figures that were published before, and by how much, in
//! exact arithmetic.

use crossfoot_core::formula::inputs;
use crossfoot_core::{
    Cell, CellId, CellUnit, Column, ColumnId, Figure, Rational, Study, Table, Variable,
};

use crate::CheckId;

/// What one release printed in a cell, and how it changed what was printed before.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Printing {
    /// The release, by its place among those of the table.
    pub release: usize,
    /// What it printed.
    pub cell: Cell,
    /// How it changed the previous printing.
    pub change: Change,
}

/// How a release changed what was printed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing was printed before.
    First,
    /// The same was printed again.
    Same,
    /// The same value was printed with more or fewer decimals.
    Restated,
    /// Another number.
    Revised {
        /// The change, in printed units; for percentages, in percentage points.
        difference: Rational,
        /// The change in percent of the previous figure, unless that was zero.
        percent: Option<Rational>,
    },
    /// Another date, or other words.
    Reworded,
    /// A cell that was empty before is filled.
    Filled,
    /// The cell is empty now; what was printed before is kept.
    Withdrawn,
}

/// How the releases changed a column.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ColumnRevisions {
    /// The column.
    pub column: ColumnId,
    /// The rows that a release printed, in order, each with its printings, the earliest first.
    pub rows: Vec<(usize, Vec<Printing>)>,
    /// How large the revisions were.
    pub size: Size,
}

/// How large the revisions of a column were: from the first figure of a row to the latest.
///
/// The measures are those recommended for revision analyses (McKenzie & Gamba 2008, "Interpreting
/// the results of revision analyses", OECD).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Size {
    /// Rows in which two or more releases printed a number.
    pub compared: usize,
    /// Of these, rows whose latest number differs from the first.
    pub revised: usize,
    /// (1/n) Σ (latest − first) over the rows compared: whether first figures are too low or too
    /// high as a rule.
    pub mean: Option<Rational>,
    /// (1/n) Σ |latest − first|.
    pub mean_absolute: Option<Rational>,
    /// 100 × Σ |latest − first| ÷ Σ |latest|, in percent.
    pub relative: Option<Rational>,
}

impl Change {
    /// Whether it replaces what was known before.
    pub const fn is_revision(&self) -> bool {
        matches!(self, Self::Revised { .. } | Self::Reworded)
    }
}

impl ColumnRevisions {
    /// Whether a release revised a cell.
    pub fn any(&self) -> bool {
        self.rows
            .iter()
            .flat_map(|(_, printings)| printings)
            .any(|printing| printing.change.is_revision())
    }

    /// The revisions of the rows compared, in order: the latest number minus the first.
    pub fn differences(&self) -> impl Iterator<Item = Rational> {
        self.rows.iter().filter_map(|(_, printings)| Some(difference(printings)?.0))
    }
}

/// How the releases changed every column of a table, without those of its key; nothing for a table
/// that was published once.
///
/// ```
/// use crossfoot_audit::revisions;
/// # use crossfoot_load::Loaded;
/// # let manifest = r#"
/// # study = { id = "permits", title = "Permits" }
/// # [[table]]
/// # id = "permits"
/// # file = "2024.csv"
/// # key = "year"
/// # release = [{ id = "2025", file = "2025.csv" }]
/// # column = [
/// #   { header = "Year", name = "year", unit = "date" },
/// #   { header = "Permits", name = "total", unit = "count" },
/// # ]
/// # "#;
/// # let files = [
/// #     ("study.toml", manifest),
/// #     ("2024.csv", "Year,Permits\n2023,1000\n"),
/// #     ("2025.csv", "Year,Permits\n2023,1040\n2024,1200\n"),
/// # ].map(|(name, text)| (name.to_owned(), text.to_owned()));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// let columns = revisions(&study, 0);
/// assert_eq!((columns[0].size.compared, columns[0].size.revised), (1, 1));
/// assert_eq!(columns[0].size.mean.as_ref().unwrap().to_string(), "40");
/// ```
pub fn revisions(study: &Study, table: usize) -> Vec<ColumnRevisions> {
    let printed = &study.tables[table];
    (0..printed.columns.len())
        .filter(|column| !printed.releases.is_empty() && !printed.key.contains(column))
        .map(|column| column_revisions(study, ColumnId { table, column }))
        .collect()
}

fn column_revisions(study: &Study, column: ColumnId) -> ColumnRevisions {
    let rows: Vec<(usize, Vec<Printing>)> = (0..study.tables[column.table].rows())
        .map(|row| (row, printings(study, CellId { column, row })))
        .filter(|(_, printings)| !printings.is_empty())
        .collect();
    ColumnRevisions { column, size: size(&rows), rows }
}

/// What the releases printed in a cell, the earliest first; nothing where the table was published
/// once.
pub fn printings(study: &Study, cell: CellId) -> Vec<Printing> {
    let (table, column) = study.column(cell.column);
    let mut all: Vec<Printing> = Vec::new();
    for vintage in table.vintages(cell.column.column, cell.row) {
        // A withdrawn figure is kept, so that a later one is compared with it.
        let before = all
            .iter()
            .rev()
            .find(|printing| !matches!(printing.cell, Cell::Missing(..)))
            .map(|printing| printing.cell);
        let change = match before {
            None if all.is_empty() => Change::First,
            None if matches!(vintage.cell, Cell::Missing(..)) => Change::Same,
            None => Change::Filled,
            Some(before) => change(study, table, column, &before, vintage.cell),
        };
        all.push(Printing { release: vintage.release, cell: *vintage.cell, change });
    }
    all
}

fn change(study: &Study, table: &Table, column: &Column, before: &Cell, after: &Cell) -> Change {
    match (before, after) {
        (Cell::Number(before), Cell::Number(after)) => number(study, table, column, before, after),
        (_, Cell::Missing(..)) => Change::Withdrawn,
        (Cell::Date(before, _), Cell::Date(after, _)) if before == after => Change::Same,
        _ => {
            let [before, after] = [before, after].map(|cell| table.source.field(cell.span()));
            if before.trim() == after.trim() { Change::Same } else { Change::Reworded }
        }
    }
}

fn number(
    study: &Study,
    table: &Table,
    column: &Column,
    before: &Figure,
    after: &Figure,
) -> Change {
    let (old, new) = (before.value().to_rational(), after.value().to_rational());
    let unit = CellUnit { unit: &column.unit, scale: column.scale };
    if old == new && before.qualifier == after.qualifier {
        return Change::Same;
    }
    let [earlier, later] =
        [before, after].map(|figure| unit.interval(figure, study.rounding, table.base));
    if before.decimals() != after.decimals() && earlier.meets(&later) {
        return Change::Restated;
    }
    let difference = &new - &old;
    let percent = (&difference * &Rational::from(100)).checked_div(&old.abs());
    Change::Revised { difference, percent }
}

fn size(rows: &[(usize, Vec<Printing>)]) -> Size {
    let mut size = Size::default();
    let (mut sum, mut absolute, mut latest) = (Rational::ZERO, Rational::ZERO, Rational::ZERO);
    for (revision, last) in rows.iter().filter_map(|(_, printings)| difference(printings)) {
        size.compared += 1;
        size.revised += usize::from(revision != Rational::ZERO);
        (sum, absolute, latest) =
            (&sum + &revision, &absolute + &revision.abs(), &latest + &last.abs());
    }
    let count = Rational::from(size.compared as i128);
    (size.mean, size.mean_absolute) = (sum.checked_div(&count), absolute.checked_div(&count));
    size.relative = (&absolute * &Rational::from(100)).checked_div(&latest);
    size
}

/// The latest number minus the first, and the latest; `None` where only one release printed a number.
fn difference(printings: &[Printing]) -> Option<(Rational, Rational)> {
    let mut figures =
        printings.iter().filter_map(|printing| Some(printing.cell.figure()?.value().to_rational()));
    let (first, last) = (figures.next()?, figures.next_back()?);
    let revised =
        printings.iter().any(|printing| matches!(printing.change, Change::Revised { .. }));
    // More decimals alone are not a revision.
    let difference = if revised { &last - &first } else { Rational::ZERO };
    Some((difference, last))
}

/// A figure that a later release revised.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Revised {
    /// The cell.
    pub cell: CellId,
    /// The release that first printed the present figure.
    pub latest: usize,
    /// The releases that printed other figures, and what they printed.
    pub earlier: Vec<(usize, Figure)>,
}

/// The figures of a cell before it was revised; `None` where it was not.
pub fn revised(study: &Study, cell: CellId) -> Option<Revised> {
    let table = &study.tables[cell.column.table];
    let now = study.cell(cell).figure()?;
    let column = study.column(cell.column).1;
    let earlier: Vec<(usize, Figure)> = table
        .vintages(cell.column.column, cell.row)
        .filter_map(|vintage| Some((vintage.release, *vintage.cell.figure()?)))
        .filter(|(_, figure)| {
            let change = number(study, table, column, figure, now);
            !matches!(change, Change::Same | Change::Restated)
        })
        .collect();
    // Several releases may have printed the present figure; the first of them revised it.
    let last = earlier.last()?.0;
    let latest = table
        .vintages(cell.column.column, cell.row)
        .find(|vintage| vintage.release > last && vintage.cell.figure().is_some())?
        .release;
    Some(Revised { cell, latest, earlier })
}

/// The figures that the formula of a check reads and that a later release revised, in the order of
/// the formula.
pub fn read(study: &Study, id: CheckId) -> Vec<Revised> {
    let mut all: Vec<Revised> = Vec::new();
    let Some(formula) = study.rules[id.rule].formula.as_ref().filter(|_| study.has_releases())
    else {
        return all;
    };
    inputs(&formula.expr, study, id.row, &mut |input| {
        if let Variable::Cell(cell) = input
            && !all.iter().any(|known| known.cell == cell)
        {
            all.extend(revised(study, cell));
        }
    });
    all
}
