//! What is known of a table as printed. A rule on the shuffled table that says the same of the same
//! numbers is not a false draft.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot::Drafted;
use crossfoot::audit::draft::Operator;

use super::relation::{Kind, Relation, text};
use super::{Annotated, Grid};
use crate::received::{Place, Related, compiled, related};

/// The column and the text of a number, wherever it stands.
type Number = (u32, String);

/// A target and its inputs in any order.
type Numbers = (Option<Number>, Vec<Number>);

/// Relations that are drafted or annotated for a table as printed.
pub(super) struct Known<'a> {
    grid: &'a Grid,
    relations: BTreeSet<Numbers>,
    /// Totals of columns, each with the numbers that are added up to it.
    totals: BTreeMap<Number, BTreeSet<Number>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(table: &'a Annotated, drafted: &Drafted) -> Self {
        let grid = &table.grid;
        let mut known = Self { grid, relations: BTreeSet::new(), totals: BTreeMap::new() };
        for (rule, compiled) in compiled(drafted) {
            for related in related(drafted, rule, compiled) {
                known.relations.insert(numbers(related.target, &related.inputs, grid));
                if let Some(relation) = Relation::drafted(rule.operator, &related, grid) {
                    known.add(&relation);
                }
            }
        }
        table.relations.iter().for_each(|relation| known.add(relation));
        known
    }

    fn add(&mut self, relation: &Relation) {
        self.relations.insert(of_relation(relation, self.grid));
        if let Some((total, parts)) = down_one_column(relation, self.grid) {
            self.totals.entry(total).or_default().extend(parts);
        }
    }

    /// Whether a rule on the shuffled table relates numbers that belong together: numbers that were
    /// in one row as printed and are again, those of a relation of the table as printed, or a total
    /// with the numbers that add up to it, all of them moved.
    pub(super) fn explains(&self, operator: Operator, related: &Related, grid: &Grid) -> bool {
        let read = Relation::drafted(operator, related, grid);
        self.is_row(related, grid)
            || self.relations.contains(&numbers(related.target, &related.inputs, grid))
            || read.is_some_and(|read| {
                self.relations.contains(&of_relation(&read, grid)) || self.is_total(&read, grid)
            })
    }

    /// Whether all cells are in one row and were together in one row as printed.
    fn is_row(&self, related: &Related, grid: &Grid) -> bool {
        let cells: Vec<Place> = related.target.iter().chain(&related.inputs).copied().collect();
        let one_row = cells.windows(2).all(|pair| pair[0].0 == pair[1].0);
        let rows = u32::try_from(grid.len()).unwrap_or(u32::MAX);
        one_row
            && (1..=rows).any(|row| {
                let was = cells.iter().map(|(_, column)| text(self.grid, (row, *column)));
                was.eq(cells.iter().map(|place| text(grid, *place)))
            })
    }

    /// Whether the target is a total of its column and all inputs but zeros are numbers that add up
    /// to it, or to a part of it.
    fn is_total(&self, relation: &Relation, grid: &Grid) -> bool {
        let Some((total, inputs)) = down_one_column(relation, grid) else { return false };
        let (mut parts, mut pending) = (BTreeSet::new(), vec![&total]);
        while let Some(direct) = pending.pop().map(|total| self.totals.get(total)) {
            for part in direct.into_iter().flatten() {
                if parts.insert(part) {
                    pending.push(part);
                }
            }
        }
        inputs.iter().all(|input| parts.contains(input) || is_zero(&input.1))
    }
}

fn is_zero(text: &str) -> bool {
    !text.contains(|c| char::is_numeric(c) && c != '0')
}

/// The numbers of a sum within one column.
fn down_one_column(relation: &Relation, grid: &Grid) -> Option<(Number, Vec<Number>)> {
    let column = relation.target.1;
    let within = relation.inputs.iter().all(|place| place.1 == column);
    let (target, inputs) = of_relation(relation, grid);
    (relation.kind == Kind::Sum && within).then_some((target?, inputs))
}

fn of_relation(relation: &Relation, grid: &Grid) -> Numbers {
    let inputs: Vec<Place> = relation.inputs.iter().copied().collect();
    numbers(Some(relation.target), &inputs, grid)
}

/// The numbers among the cells; rules may read a line of dashes as well.
fn numbers(target: Option<Place>, inputs: &[Place], grid: &Grid) -> Numbers {
    let inputs = inputs.iter().map(|place| number(*place, grid));
    let mut inputs: Vec<Number> =
        inputs.filter(|(_, text)| text.contains(char::is_numeric)).collect();
    inputs.sort();
    (target.map(|place| number(place, grid)), inputs)
}

fn number(place: Place, grid: &Grid) -> Number {
    (place.1, text(grid, place).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Bare;
    use super::*;

    fn grid(rows: [&str; 5]) -> Grid {
        rows.map(|row| row.split(',').map(str::to_owned).collect()).to_vec()
    }

    fn explains(shuffled: [&str; 5], target: Place, inputs: &[Place]) -> bool {
        let printed =
            grid(["Port,In,Out,Both", "A,17,41,58", "B,29,13,42", "C,31,22,53", "Total,77,76,153"]);
        let table = Annotated { name: String::new(), grid: printed, relations: BTreeSet::new() };
        let drafted = Bare::write(&table.grid).unwrap().draft().unwrap();
        let related = Related { target: Some(target), inputs: inputs.to_vec(), holds: true };
        Known::new(&table, &drafted).explains(Operator::Sum, &related, &grid(shuffled))
    }

    #[test]
    fn a_total_that_moved_with_its_parts_is_explained() {
        let shuffled =
            ["Port,In,Out,Both", "A,77,22,42", "B,17,41,153", "C,29,76,58", "Total,31,13,53"];
        assert!(explains(shuffled, (2, 2), &[(3, 2), (4, 2), (5, 2)]));
        assert!(!explains(shuffled, (4, 4), &[(2, 4), (5, 4)]));
        assert!(!explains(shuffled, (3, 4), &[(3, 2), (3, 3)]));
    }

    #[test]
    fn cells_that_stay_in_one_row_are_explained() {
        let shuffled =
            ["Port,In,Out,Both", "A,77,22,42", "B,17,41,58", "C,29,76,153", "Total,31,13,53"];
        assert!(explains(shuffled, (3, 4), &[(3, 2), (3, 3)]));
    }
}
