//! The published numbers with a few of them replaced.

use crossfoot_core::formula::{Basis, Published};
use crossfoot_core::{CellId, ColumnId, Figure, Interval, Rational, Study, Variable};

/// What some figures are taken to be, over what was published.
pub(crate) struct Overlay<'a> {
    published: &'a Published,
    values: &'a [(Variable, Interval)],
}

impl<'a> Overlay<'a> {
    pub(crate) const fn new(published: &'a Published, values: &'a [(Variable, Interval)]) -> Self {
        Self { published, values }
    }

    fn find(&self, variable: Variable) -> Option<Interval> {
        self.values.iter().find(|(changed, _)| *changed == variable).map(|(_, value)| value.clone())
    }
}

impl Basis for Overlay<'_> {
    fn number(&self, study: &Study, cell: CellId, figure: &Figure) -> Interval {
        self.find(Variable::Cell(cell))
            .unwrap_or_else(|| self.published.number(study, cell, figure))
    }

    fn claim(&self, study: &Study, claim: usize, figure: &Figure) -> Interval {
        self.find(Variable::Claim(claim))
            .unwrap_or_else(|| self.published.claim(study, claim, figure))
    }

    fn sorted(&self, column: ColumnId) -> Option<&[Rational]> {
        let changes = self.values.iter().any(|(changed, _)| match changed {
            Variable::Cell(cell) => cell.column == column,
            Variable::Claim(_) => false,
        });
        if changes { None } else { self.published.sorted(column) }
    }
}
