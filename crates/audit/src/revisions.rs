//! Revisions: what later releases made of figures that were published before, and how large that
//! was, in exact arithmetic.

use crossfoot_core::formula::inputs;
use crossfoot_core::{Cell, CellId, Column, ColumnId, Figure, Rational, Study, Table, Variable};

use crate::CheckId;

/// What one release printed in a cell, and what that did to what was printed before.
#[derive(Clone, Debug, PartialEq)]
pub struct Printing {
    /// The release, by its place among those of the table.
    pub release: usize,
    /// What it printed.
    pub cell: Cell,
    /// What became of the printing before.
    pub change: Change,
}

/// What a release did to what was printed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing was printed before.
    First,
    /// Printed again.
    Same,
    /// Printed with more or fewer decimals, and both stand for a common value.
    Restated,
    /// Another number.
    Revised {
        /// How much was added, in printed units; of percentages, in points.
        difference: Rational,
        /// How much that is in percent of what was printed before, unless that was zero.
        percent: Option<Rational>,
    },
    /// Another date, or other words.
    Reworded,
    /// Printed where nothing stood.
    Filled,
    /// Nothing stands there any more; what was printed before is kept.
    Withdrawn,
}

/// What the releases made of a column.
#[derive(Clone, Debug)]
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
pub struct Size {
    /// Rows of which two releases or more printed a number.
    pub compared: usize,
    /// Of these the rows whose latest number is not the first.
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
    /// Whether what was known before is known no longer.
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
}

/// What the releases made of every column of a table that is not in its key; nothing of a table
/// that was published once.
pub fn revisions(study: &Study, table: usize) -> Vec<ColumnRevisions> {
    let printed = &study.tables[table];
    let columns = (0..printed.columns.len())
        .filter(|column| !printed.releases.is_empty() && !printed.key.contains(column));
    let of = |column: usize| {
        let column = ColumnId { table, column };
        let rows = (0..printed.rows())
            .map(|row| (row, printings(study, CellId { column, row })))
            .filter(|(_, printings)| !printings.is_empty());
        let rows: Vec<_> = rows.collect();
        ColumnRevisions { column, size: size(&rows), rows }
    };
    columns.map(of).collect()
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
            let text = |cell: &Cell| table.source.field(cell.span()).trim().to_owned();
            if text(before) == text(after) { Change::Same } else { Change::Reworded }
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
    if old == new && before.qualifier == after.qualifier {
        return Change::Same;
    }
    let stands_for = |figure: &Figure| column.interval(figure, study.rounding, table.base);
    if before.decimals() != after.decimals() && stands_for(before).meets(&stands_for(after)) {
        return Change::Restated;
    }
    let difference = &new - &old;
    let percent = (&difference * &Rational::from(100)).checked_div(&old.abs());
    Change::Revised { difference, percent }
}

fn size(rows: &[(usize, Vec<Printing>)]) -> Size {
    let mut size = Size::default();
    let (mut sum, mut absolute, mut latest) = (Rational::ZERO, Rational::ZERO, Rational::ZERO);
    for (_, printings) in rows {
        let mut figures = printings
            .iter()
            .filter_map(|printing| Some(printing.cell.figure()?.value().to_rational()));
        let (Some(first), Some(last)) = (figures.next(), figures.next_back()) else { continue };
        let revised =
            printings.iter().any(|printing| matches!(printing.change, Change::Revised { .. }));
        // Where only decimals were added nothing was revised.
        let revision = if revised { &last - &first } else { Rational::ZERO };
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

/// A figure that a later release revised.
#[derive(Clone, Debug)]
pub struct Revised {
    /// Where it stands.
    pub cell: CellId,
    /// The release of the figure that stands there now.
    pub latest: usize,
    /// The releases that printed other figures, and what they printed.
    pub earlier: Vec<(usize, Figure)>,
}

/// What stood in a cell before it was revised; `None` where it was not.
pub fn revised(study: &Study, cell: CellId) -> Option<Revised> {
    let table = &study.tables[cell.column.table];
    let now = study.cell(cell).figure()?;
    let is_other = |figure: &Figure| {
        !matches!(
            number(study, table, study.column(cell.column).1, figure, now),
            Change::Same | Change::Restated
        )
    };
    let earlier = table
        .vintages(cell.column.column, cell.row)
        .filter_map(|vintage| Some((vintage.release, *vintage.cell.figure()?)));
    let earlier: Vec<(usize, Figure)> = earlier.filter(|(_, figure)| is_other(figure)).collect();
    // What stands there now may have been printed by several releases on end; the first of them
    // revised it.
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
