//! Hypotheses → formulas of the language, and the cells that they read.

use crossfoot_core::formula::quoted;
use crossfoot_core::{CellId, ColumnId, Study, Table};

use super::Operation;
use super::clues::{Clues, Direction};
use super::compare::{Compared, Order, Place};
use super::hypothesis::{Hypothesis, Operand};
use super::labels::{Chosen, Labels};

/// Writes hypotheses about one table.
pub(super) struct Writer<'a> {
    pub(super) study: &'a Study,
    pub(super) labels: &'a Labels,
}

/// A hypothesis as a formula.
pub(super) struct Written {
    pub(super) formula: String,
    pub(super) cells: Vec<CellId>,
}

impl Writer<'_> {
    fn table(&self) -> &Table {
        &self.study.tables[self.labels.table]
    }

    /// The formula; `None` if the language has none for it.
    pub(super) fn write(&self, hypothesis: &Hypothesis, clues: &Clues) -> Option<Written> {
        let Hypothesis { operation, mut first, mut second, .. } = *hypothesis;
        if let Some((one, other)) = hypothesis.worded {
            (first, second) = (one, Some(other));
        }
        let a = self.operand(first)?;
        let mut cells = self.cells(first);
        let formula = match (operation, second) {
            (Operation::Value, None) if hypothesis.unsigned => format!("-{a}"),
            (Operation::Sum, None) if hypothesis.unsigned => format!("-({a})"),
            (Operation::Value | Operation::Sum, None) => a,
            (Operation::Mean, None) if hypothesis.unsigned => format!("-{}", self.mean(first)?),
            (Operation::Mean, None) => self.mean(first)?,
            (Operation::Count, None) => {
                cells.clear();
                self.count(first)?
            }
            (_, Some(second)) => {
                cells.extend(self.cells(second));
                self.two(operation, (first, second), clues)?
            }
            _ => return None,
        };
        cells.sort_unstable();
        cells.dedup();
        Some(Written { formula, cells })
    }

    /// The condition that a comparison is.
    pub(super) fn compare(&self, found: &Compared) -> Written {
        let (formula, places) = match &found.order {
            Order::Each(pairs) => {
                let sign = match found.direction {
                    Direction::Up => '>',
                    Direction::Down => '<',
                };
                let written = pairs.iter().map(|(one, other)| {
                    format!("{} {sign} {}", self.cell(one.0, one.1), self.cell(other.0, other.1))
                });
                let formula = written.collect::<Vec<_>>().join(" and ");
                (formula, pairs.iter().flat_map(|(one, other)| [*one, *other]).collect())
            }
            Order::Extreme(one, others) => {
                let (sign, function) = match found.direction {
                    Direction::Up => (">=", "max"),
                    Direction::Down => ("<=", "min"),
                };
                let others_written = self.extreme(function, others);
                let formula = format!("{} {sign} {others_written}", self.cell(one.0, one.1));
                let all: Vec<Place> = others.iter().copied().chain([*one]).collect();
                (formula, all)
            }
        };
        let mut cells: Vec<CellId> =
            places.into_iter().map(|(row, column)| self.id(row, column)).collect();
        cells.sort_unstable();
        cells.dedup();
        Written { formula, cells }
    }

    /// The greatest or least of some cells; of rows that follow each other as a range.
    fn extreme(&self, function: &str, places: &[Place]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut run: Vec<Place> = Vec::new();
        for place in places {
            if run.last().is_some_and(|last| !self.is_next(*last, *place)) {
                parts.extend(self.run(function, &run));
                run.clear();
            }
            run.push(*place);
        }
        parts.extend(self.run(function, &run));
        match parts.as_slice() {
            [one] if places.len() == 1 || one.starts_with(function) => one.clone(),
            _ => format!("{function}({})", parts.join(", ")),
        }
    }

    /// Whether a cell is the next that prints a number below another, in the order of the rows.
    fn is_next(&self, above: Place, below: Place) -> bool {
        above.1 == below.1
            && (above.0 + 1..below.0).all(|row| !self.number(row, above.1))
            && above.0 < below.0
    }

    /// Cells that follow each other: from three on as a range.
    fn run(&self, function: &str, run: &[Place]) -> Vec<String> {
        let lines = &self.table().lines;
        match run {
            [(first, column), _, .., (last, _)] => {
                let name = &self.table().columns[self.labels.columns[*column].0].name;
                let (table, first, last) = (&self.table().id, lines[*first], lines[*last]);
                vec![format!("{function}({table}.{name}[#{first}..#{last}])")]
            }
            _ => run.iter().map(|(row, column)| self.cell(*row, *column)).collect(),
        }
    }

    fn two(&self, operation: Operation, pair: (Operand, Operand), clues: &Clues) -> Option<String> {
        let (a, b) = (self.operand(pair.0)?, self.operand(pair.1)?);
        let over_time = self.labels.periods(pair).is_some_and(|(from, to)| from < to);
        // Behind a minus sign stands the change itself: `a decrease of 1,228 (−8.1%)`.
        let direction = match clues.signed {
            true => Some(Direction::Up),
            false => clues.direction(),
        };
        let direction = direction.filter(|_| over_time);
        let added = matches!(pair.0, Operand::Rows(..) | Operand::Columns(..));
        let (low, high) =
            if added { (format!("({a})"), format!("({b})")) } else { (a.clone(), b.clone()) };
        Some(match (operation, direction) {
            (Operation::Difference, Some(Direction::Up)) => format!("{high} - {low}"),
            (Operation::Difference, Some(Direction::Down)) => format!("{low} - {high}"),
            (Operation::Difference, None) => format!("abs({high} - {low})"),
            (Operation::Change, Some(Direction::Up)) => format!("change({a}, {b})"),
            (Operation::Change, Some(Direction::Down)) => format!("-change({a}, {b})"),
            (Operation::Change, None) => format!("abs(change({a}, {b}))"),
            (Operation::Share, _) => format!("share({a}, {b})"),
            (Operation::Quotient, _) => format!("{low} / {high}"),
            _ => return None,
        })
    }

    fn operand(&self, operand: Operand) -> Option<String> {
        match operand {
            Operand::Cell(row, column) => Some(self.cell(row, column)),
            Operand::Rows(group, column) => self.rows("sum", group, column),
            Operand::Columns(row, group) => Some(self.listed(row, group).join(" + ")),
        }
    }

    fn mean(&self, operand: Operand) -> Option<String> {
        match operand {
            Operand::Rows(group, column) => self.rows("mean", group, column),
            Operand::Columns(row, group) => {
                Some(format!("mean({})", self.listed(row, group).join(", ")))
            }
            Operand::Cell(..) => None,
        }
    }

    fn listed(&self, row: usize, group: usize) -> Vec<String> {
        let members = self.labels.column_groups[group].members.iter();
        let members = members.filter(|column| self.number(row, **column));
        members.map(|column| self.cell(row, *column)).collect()
    }

    /// Whether a cell prints a number.
    fn number(&self, row: usize, column: usize) -> bool {
        let column = self.labels.columns[column].0;
        self.table().columns[column].cells[row].figure().is_some()
    }

    /// An aggregate over the rows of a group.
    fn rows(&self, function: &str, group: usize, column: usize) -> Option<String> {
        let table = self.table();
        let group = &self.labels.row_groups[group];
        let name = format!("{}.{}", table.id, table.columns[self.labels.columns[column].0].name);
        let printed: Vec<usize> =
            group.members.iter().copied().filter(|row| self.number(*row, column)).collect();
        let all_print = printed.len() == group.members.len();
        let every = (0..table.rows())
            .all(|row| group.members.contains(&row) || self.labels.rows[row].is_none());
        if every && all_print {
            return Some(format!("{function}({name})"));
        }
        if let (Chosen::Where(chosen, text), true) = (&group.chosen, all_print)
            && let Some(text) = quoted(text)
        {
            let chosen = &table.columns[*chosen].name;
            return Some(format!("{function}({name} where {chosen} = {text})"));
        }
        let (first, last) = (*printed.first()?, *printed.last()?);
        let between = (first..=last)
            .filter(|row| self.number(*row, column) && !printed.contains(row))
            .count();
        if between == 0 && printed.len() > 1 {
            let (first, last) = (table.lines[first], table.lines[last]);
            return Some(format!("{function}({name}[#{first}..#{last}])"));
        }
        let cells = printed.iter().map(|row| self.cell(*row, column));
        let cells: Vec<String> = cells.collect();
        Some(match function {
            "sum" => cells.join(" + "),
            _ => format!("{function}({})", cells.join(", ")),
        })
    }

    fn count(&self, operand: Operand) -> Option<String> {
        let Operand::Rows(group, _) = operand else { return None };
        let Chosen::Where(column, text) = &self.labels.row_groups[group].chosen else {
            return None;
        };
        let table = self.table();
        let (column, text) = (&table.columns[*column].name, quoted(text)?);
        Some(format!("count({} where {column} = {text})", table.id))
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> String {
        let table = self.table();
        let name = &table.columns[self.labels.columns[column].0].name;
        format!("{}.{}[{}]", table.id, name, self.key(row))
    }

    /// The key of a row in a formula; its line where the key does not name it alone.
    fn key(&self, row: usize) -> String {
        let table = self.table();
        let parts: Vec<String> =
            table.key.iter().map(|column| table.text(*column, row).trim().to_owned()).collect();
        let written: Option<Vec<String>> = parts.iter().map(|part| key_part(part)).collect();
        match written {
            Some(written) if !parts.is_empty() && table.row(&parts) == Some(row) => {
                written.join(", ")
            }
            _ => format!("#{}", table.lines[row]),
        }
    }

    fn cells(&self, operand: Operand) -> Vec<CellId> {
        match operand {
            Operand::Cell(row, column) => vec![self.id(row, column)],
            Operand::Rows(group, column) => {
                let rows = self.labels.row_groups[group].members.iter();
                let printed = rows.filter(|row| self.number(**row, column));
                printed.map(|row| self.id(*row, column)).collect()
            }
            Operand::Columns(row, group) => {
                let columns = self.labels.column_groups[group].members.iter();
                let printed = columns.filter(|column| self.number(row, **column));
                printed.map(|column| self.id(row, *column)).collect()
            }
        }
    }

    pub(super) fn id(&self, row: usize, column: usize) -> CellId {
        let column = self.labels.columns[column].0;
        CellId { column: ColumnId { table: self.labels.table, column }, row }
    }
}

fn key_part(part: &str) -> Option<String> {
    if !part.is_empty() && part.len() < 10 && part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(part.to_owned());
    }
    quoted(part)
}
