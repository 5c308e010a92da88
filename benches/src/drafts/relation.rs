//! Relations between the cells of a table, as they are compared.

use std::collections::BTreeSet;

use crossfoot::Drafted;
use crossfoot::audit::draft::Operator;

use super::Grid;
use crate::received::{Place, Related, compiled, related};

/// What a relation computes, as far as annotations distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Addition, and subtraction, which is an addition read backwards.
    Sum,
    /// Arithmetic mean.
    Average,
    /// Quotient or share.
    Division,
    /// Relative change.
    Change,
}

impl Kind {
    /// All of them, in the order of the table of scores.
    pub const ALL: [Self; 4] = [Self::Sum, Self::Average, Self::Division, Self::Change];

    /// The name in the table of scores.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Average => "average",
            Self::Division => "division",
            Self::Change => "change",
        }
    }
}

/// A cell and the cells that it is computed from. Blank cells are left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// What it computes.
    pub kind: Kind,
    /// The computed cell.
    pub target: Place,
    /// What it is computed from.
    pub inputs: BTreeSet<Place>,
}

impl Relation {
    /// The relation of an annotation; `None` for an operator that is not compared.
    pub(super) fn annotated(
        operator: &str,
        target: Place,
        inputs: &[Place],
        grid: &Grid,
    ) -> Option<Self> {
        let inputs: Vec<Place> =
            inputs.iter().copied().filter(|place| is_filled(grid, *place)).collect();
        match operator {
            "Subtract" => Self::backwards(target, &inputs),
            "Sum" => Self::new(Kind::Sum, target, &inputs),
            "Average" => Self::new(Kind::Average, target, &inputs),
            "Division" => Self::new(Kind::Division, target, &inputs),
            "RelativeChange" => Self::new(Kind::Change, target, &inputs),
            _ => None,
        }
    }

    /// The relation of a drafted rule; `None` for what is not compared, and for blank cells.
    pub(super) fn drafted(operator: Operator, related: &Related, grid: &Grid) -> Option<Self> {
        let target = related.target.filter(|place| is_filled(grid, *place))?;
        let inputs: Vec<Place> =
            related.inputs.iter().copied().filter(|place| is_filled(grid, *place)).collect();
        match operator {
            Operator::Sum => Self::new(Kind::Sum, target, &inputs),
            Operator::Difference => Self::backwards(target, &inputs),
            Operator::Share | Operator::Quotient => Self::new(Kind::Division, target, &inputs),
            Operator::Average => Self::new(Kind::Average, target, &inputs),
            Operator::Change => Self::new(Kind::Change, target, &inputs),
            _ => None,
        }
    }

    /// The relations of all drafted rules.
    pub(super) fn of_draft(drafted: &Drafted, grid: &Grid) -> BTreeSet<Self> {
        let rules = compiled(drafted).flat_map(|(rule, compiled)| {
            let related = related(drafted, rule, compiled).into_iter();
            related.map(|related| (rule.operator, related)).collect::<Vec<_>>()
        });
        rules.filter_map(|(operator, related)| Self::drafted(operator, &related, grid)).collect()
    }

    /// The computed cell and those that it is computed from.
    pub(super) fn cells(&self) -> impl Iterator<Item = Place> {
        std::iter::once(self.target).chain(self.inputs.iter().copied())
    }

    /// Whether it computes or reads a cell.
    pub(super) fn has(&self, cell: Place) -> bool {
        self.cells().any(|other| other == cell)
    }

    fn new(kind: Kind, target: Place, inputs: &[Place]) -> Option<Self> {
        let inputs: BTreeSet<Place> = inputs.iter().copied().collect();
        (!inputs.is_empty()).then_some(Self { kind, target, inputs })
    }

    /// `a = b − c` as the sum `b = a + c`.
    fn backwards(difference: Place, inputs: &[Place]) -> Option<Self> {
        let [whole, other] = inputs else { return None };
        Self::new(Kind::Sum, *whole, &[difference, *other])
    }
}

/// Whether a cell holds something.
fn is_filled(grid: &Grid, place: Place) -> bool {
    text(grid, place).is_some_and(|text| !text.trim().is_empty())
}

/// The text of a cell.
pub(super) fn text(grid: &Grid, (row, column): Place) -> Option<&str> {
    let row = grid.get(usize::try_from(row).ok()?.checked_sub(1)?)?;
    row.get(usize::try_from(column).ok()?.checked_sub(1)?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        [["All", "Old", "New"], ["9", "4", "5"], ["7", " ", "7"]]
            .map(|row| row.map(str::to_owned).to_vec())
            .to_vec()
    }

    #[test]
    fn a_difference_is_a_sum_read_backwards() {
        let related = Related { target: Some((2, 2)), inputs: vec![(2, 1), (2, 3)], holds: true };
        let drafted = Relation::drafted(Operator::Difference, &related, &grid());
        assert_eq!(drafted, Relation::annotated("Sum", (2, 1), &[(2, 3), (2, 2)], &grid()));
        assert!(drafted.is_some());
    }

    #[test]
    fn blank_cells_are_no_part_of_a_relation() {
        let whole = Relation::annotated("Sum", (3, 1), &[(3, 2), (3, 3)], &grid()).unwrap();
        assert_eq!(whole.inputs, BTreeSet::from([(3, 3)]));
        assert_eq!(Relation::annotated("Sum", (3, 1), &[(3, 2), (9, 9)], &grid()), None);
        let blank = Related { target: Some((3, 2)), inputs: vec![(3, 3)], holds: true };
        assert_eq!(Relation::drafted(Operator::Sum, &blank, &grid()), None);
    }
}
