//! Drafted statements of a text beside the claims and numerals that a study already has.

use std::collections::BTreeSet;

use crossfoot_core::formula::inputs;
use crossfoot_core::{Article, CellId, Reading, Study, Unit, Variable};

use super::{Passage, TextAudit};
use crate::article::{Comparison, Statement, Statements};

/// What a study already has of the statements of a text.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The first entry of the list that each numeral has, by index.
    pub entries: Vec<Option<usize>>,
    /// The claim that each numeral is, by index.
    pub claims: Vec<Option<usize>>,
    /// The claim that each word that compares is.
    pub comparisons: Vec<Option<usize>>,
    /// Whether the claim of a numeral reads other cells than its drafted formula.
    pub is_drafted_otherwise: Vec<bool>,
}

/// What a study has of the statements of its text, with which it was compared. A claim is found by
/// its numeral in the list, by its quote, or by value and cells.
pub fn beside(
    study: &Study,
    article: &Article,
    statements: &Statements,
    text: &TextAudit,
) -> Beside {
    let cells: Vec<BTreeSet<CellId>> =
        (0..study.claims.len()).map(|claim| claim_cells(study, claim)).collect();
    let own = Own { study, article, text, cells: &cells };
    let claims: Vec<Option<usize>> =
        statements.numerals.iter().map(|statement| own.claim(statement)).collect();
    let pairs = statements.numerals.iter().zip(&claims);
    let otherwise = pairs.map(|(statement, claim)| match (claim, statement.candidates.first()) {
        (Some(claim), Some(best)) if best.numerals.is_empty() => {
            let drafted: BTreeSet<CellId> = best.cells.iter().copied().collect();
            !cells[*claim].is_empty() && cells[*claim] != drafted
        }
        _ => false,
    });
    Beside {
        entries: statements.numerals.iter().map(|statement| own.entry(statement)).collect(),
        is_drafted_otherwise: otherwise.collect(),
        claims,
        comparisons: statements
            .comparisons
            .iter()
            .map(|comparison| own.comparison(comparison))
            .collect(),
    }
}

/// The cells that the formula of a claim reads.
fn claim_cells(study: &Study, claim: usize) -> BTreeSet<CellId> {
    let mut cells = BTreeSet::new();
    let rules = study.rules.iter().filter(|rule| rule.own_claim() == Some(claim));
    for formula in rules.filter_map(|rule| rule.formula.as_ref()) {
        inputs(&formula.expr, study, None, &mut |variable| {
            if let Variable::Cell(cell) = variable {
                cells.insert(cell);
            }
        });
    }
    cells
}

/// What a study has, and where its text has it.
struct Own<'a> {
    study: &'a Study,
    article: &'a Article,
    text: &'a TextAudit,
    /// The cells of each claim.
    cells: &'a [BTreeSet<CellId>],
}

impl Own<'_> {
    fn entry(&self, statement: &Statement) -> Option<usize> {
        let entries = self.text.entries.iter();
        entries.filter(|(_, passage)| is_in(*passage, statement)).map(|(entry, _)| *entry).min()
    }

    fn claim(&self, statement: &Statement) -> Option<usize> {
        let claims = 0..self.study.claims.len();
        claims.clone().find(|claim| self.is_at(*claim, statement)).or_else(|| {
            let cells: BTreeSet<CellId> =
                statement.candidates.first()?.cells.iter().copied().collect();
            let mut placeless = claims.filter(|claim| self.text.claims[*claim].is_none());
            placeless.find(|claim| {
                let alike = !cells.is_empty() && self.cells[*claim] == cells;
                alike && self.has_value(*claim, statement)
            })
        })
    }

    /// Whether a claim stands where the numeral does.
    fn is_at(&self, claim: usize, statement: &Statement) -> bool {
        let Some(passage) = self.text.claims[claim] else { return false };
        let listed = self.text.entries.iter().any(|(_, own)| *own == passage);
        let place = statement.passage().place(self.article);
        let position = &self.study.claims[claim].position;
        is_in(passage, statement)
            && (listed
                || *position == format!("{}:{}", place.line(), place.column())
                || position.is_empty() && self.has_value(claim, statement))
    }

    /// Whether a claim reports the number of the numeral; the text may do without a sign.
    fn has_value(&self, claim: usize, statement: &Statement) -> bool {
        let figure = self.study.claims[claim].published.figure();
        match (&statement.numeral.reading, figure) {
            (Reading::Quantity(quantity), Some(figure)) => {
                figure.value().to_rational().abs() == quantity.value.abs()
            }
            _ => false,
        }
    }

    /// The claim without a number that reads the same cells.
    fn comparison(&self, comparison: &Comparison) -> Option<usize> {
        let cells: BTreeSet<CellId> = comparison.cells.iter().copied().collect();
        (0..self.study.claims.len()).find(|claim| {
            let is_truth = self.study.claims[*claim].unit == Unit::Truth;
            is_truth && !cells.is_empty() && self.cells[*claim] == cells
        })
    }
}

/// Whether a passage and a numeral share a part of the text.
fn is_in(passage: Passage, statement: &Statement) -> bool {
    let range = &statement.numeral.range;
    passage.block == statement.block && passage.start < range.end && range.start < passage.end
}
