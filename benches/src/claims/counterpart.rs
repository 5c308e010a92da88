//! Cells and claims of a drafted study, and their counterparts in that made by hand.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot::audit::Record;
use crossfoot::audit::article::Candidate;
use crossfoot::core::{CellId, ColumnId, Study, Table, Variable};
use crossfoot::{Audited, AuditedArticle};

/// Counterparts by hand.
#[derive(Debug)]
pub(super) struct Counterparts {
    /// Tables by hand that have one.
    pub(super) tables: usize,
    cells: BTreeMap<CellId, CellId>,
    /// The claim by hand that each numeral states, by index.
    numerals: BTreeMap<usize, usize>,
    /// The numeral that each drafted claim states.
    claims: BTreeMap<usize, usize>,
}

impl Counterparts {
    /// Finds them: columns that print the same, and claims about the same numeral, whose ids by
    /// hand are given.
    pub(super) fn new(
        hand: &Audited,
        drafted: &AuditedArticle,
        claims: &BTreeMap<usize, &str>,
    ) -> Self {
        let study = &drafted.audited.study;
        let (mut cells, mut tables) = (BTreeMap::new(), 0);
        for (at, table) in hand.study.published().iter().enumerate() {
            let others = study.published().iter().enumerate();
            let best = others
                .map(|(other, candidate)| (other, columns(table, candidate)))
                .max_by_key(|(other, columns)| (columns.len(), usize::MAX - other))
                .filter(|(_, columns)| !columns.is_empty());
            let Some((other, columns)) = best else { continue };
            tables += 1;
            for (own, column) in columns {
                cells.extend((0..table.rows()).map(|row| {
                    let drafted = CellId { column: ColumnId { table: other, column }, row };
                    (drafted, CellId { column: ColumnId { table: at, column: own }, row })
                }));
            }
        }
        let numerals = claims.iter();
        let numerals = numerals.filter_map(|(at, id)| Some((*at, hand.study.claim(id)?)));
        Self { tables, cells, numerals: numerals.collect(), claims: stated(study, drafted) }
    }

    /// The claim by hand of a numeral.
    pub(super) fn of_numeral(&self, numeral: usize) -> Option<Variable> {
        self.numerals.get(&numeral).copied().map(Variable::Claim)
    }

    /// The numeral that a drafted claim states.
    pub(super) fn numeral(&self, drafted: Variable) -> Option<usize> {
        match drafted {
            Variable::Claim(claim) => self.claims.get(&claim).copied(),
            Variable::Cell(_) => None,
        }
    }

    /// Whether a drafted check is about a statement without a number.
    pub(super) fn is_trend(&self, drafted: &Record<'_>) -> bool {
        drafted.claim().is_some_and(|claim| !self.claims.contains_key(&claim))
    }

    /// The counterpart of a cell or claim.
    pub(super) fn of(&self, drafted: Variable) -> Option<Variable> {
        match drafted {
            Variable::Cell(cell) => self.cells.get(&cell).copied().map(Variable::Cell),
            Variable::Claim(_) => self.of_numeral(self.numeral(drafted)?),
        }
    }

    /// Whether a cell by hand is one of a drafted table.
    pub(super) fn has(&self, hand: CellId) -> bool {
        self.cells.values().any(|cell| *cell == hand)
    }

    /// The numerals that state a claim by hand.
    pub(super) fn numerals_of(&self, claim: usize) -> impl Iterator<Item = usize> {
        self.numerals.iter().filter(move |(_, other)| **other == claim).map(|(at, _)| *at)
    }

    /// What a candidate reads, by hand; `None` if something of it has no counterpart.
    pub(super) fn of_candidate(&self, candidate: &Candidate) -> Option<BTreeSet<Variable>> {
        let cells = candidate.cells.iter().map(|cell| self.of(Variable::Cell(*cell)));
        cells.chain(candidate.numerals.iter().map(|at| self.of_numeral(*at))).collect()
    }

    /// What the formula of a drafted check reads, by hand.
    pub(super) fn inputs(&self, record: &Record<'_>) -> Option<BTreeSet<Variable>> {
        record.inputs().into_iter().map(|input| self.of(input)).collect()
    }
}

/// Columns of a table by hand, each with that of a drafted table which prints the same.
fn columns(hand: &Table, drafted: &Table) -> Vec<(usize, usize)> {
    if hand.rows() != drafted.rows() {
        return Vec::new();
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for own in 0..hand.columns.len() {
        let same = (0..drafted.columns.len()).find(|other| {
            pairs.iter().all(|(_, taken)| taken != other)
                && (0..hand.rows())
                    .all(|row| hand.text(own, row).trim() == drafted.text(*other, row).trim())
        });
        pairs.extend(same.map(|other| (own, other)));
    }
    pairs
}

/// The numerals of drafted claims.
fn stated(study: &Study, drafted: &AuditedArticle) -> BTreeMap<usize, usize> {
    let ids = drafted.claims.iter().enumerate();
    ids.filter_map(|(at, id)| Some((study.claim(id.as_deref()?)?, at))).collect()
}
