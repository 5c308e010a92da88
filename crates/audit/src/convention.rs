//! Conventions that figures show without saying so: how a column was rounded, to which base a table was.

use crossfoot_core::{ColumnId, Rational, Reproduces, Rounding, Study, Table, Target, Unit};

use crate::RuleAudit;

/// How the derived figures of a column were rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnConvention {
    /// The column.
    pub column: ColumnId,
    /// The convention that gives most of its figures.
    pub rounding: Rounding,
    /// Figures that it gives.
    pub supports: usize,
    /// Figures that only another convention gives.
    pub breaks: usize,
    /// Figures that no convention gives.
    pub fits_none: usize,
    /// Whether another convention would give as many.
    pub undecided: bool,
}

/// How many printed figures each convention gives: what the figures of one rule say about their rounding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    cells: usize,
    /// In the order of [`Rounding::ALL`].
    supports: [usize; Rounding::ALL.len()],
    fits_none: usize,
}

impl Evidence {
    /// What cells that could not be compared with anything have instead of bits.
    pub(crate) const NOT_COMPARED: u8 = u8::MAX;

    /// Counts cells by their [`Reproduces::bits`].
    pub(crate) fn add(&mut self, cells: &[u8]) {
        let compared = || cells.iter().filter(|cell| **cell != Self::NOT_COMPARED).map(|cell| Reproduces::from_bits(*cell));
        self.cells += compared().count();
        for (supports, rounding) in self.supports.iter_mut().zip(Rounding::ALL) {
            *supports += compared().filter(|cell| cell.under(rounding)).count();
        }
        self.fits_none += compared().filter(|cell| !Rounding::ALL.into_iter().any(|rounding| cell.under(rounding))).count();
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.cells += other.cells;
        self.supports.iter_mut().zip(other.supports).for_each(|(supports, more)| *supports += more);
        self.fits_none += other.fits_none;
    }
}

/// The rounding convention of every column whose figures are recomputed and have decimals.
pub(crate) fn of_columns(study: &Study, rules: &[RuleAudit]) -> Vec<ColumnConvention> {
    let targets = study.rules.iter().zip(rules).filter_map(|(rule, audit)| match rule.target {
        Target::Column(column) if is_rounded(study, column) => Some((column, audit)),
        _ => None,
    });
    targets.filter_map(|(column, audit)| convention(column, &audit.evidence)).collect()
}

/// Counts are not rounded; nor is a column whose figures have no decimals anywhere.
fn is_rounded(study: &Study, column: ColumnId) -> bool {
    let (_, column) = study.column(column);
    column.unit != Unit::Count || column.scale != 1
}

fn convention(column: ColumnId, evidence: &Evidence) -> Option<ColumnConvention> {
    let supports = |rounding: Rounding| evidence.supports[rounding as usize];
    let rounding = Rounding::ALL.into_iter().max_by_key(|rounding| (supports(*rounding), std::cmp::Reverse(*rounding)))?;
    let most = supports(rounding);
    if most == 0 {
        return None;
    }
    let undecided = Rounding::ALL.into_iter().filter(|other| supports(*other) == most).count() > 1;
    let fits_none = evidence.fits_none;
    Some(ColumnConvention { column, rounding, supports: most, breaks: evidence.cells - most - fits_none, fits_none, undecided })
}

/// The base (100, 10, 5, 3) that each table's counts are rounded to: what the manifest states, else one that divides every count.
pub fn rounding_bases(study: &Study) -> Vec<Option<u8>> {
    study.tables.iter().map(|table| table.base.or_else(|| inferred_base(table))).collect()
}

/// Fewer counts than this prove nothing.
const MIN_COUNTS: usize = 6;
/// A base is believed when counts that are not rounded would all be its multiples with at most this probability.
const CHANCE: (i128, i128) = (1, 1_000_000);

fn inferred_base(table: &Table) -> Option<u8> {
    let chance = Rational::new(CHANCE.0, CHANCE.1)?;
    [100, 10, 5, 3].into_iter().find(|base| {
        let mut counts = 0_usize;
        for column in table.columns.iter().filter(|column| column.unit == Unit::Count && column.scale == 1) {
            for figure in column.cells.iter().filter_map(|cell| cell.figure()) {
                let value = figure.value();
                if value.mantissa() % i64::from(*base) != 0 || value.decimals() != 0 {
                    return false;
                }
                counts += usize::from(value.mantissa() != 0);
            }
        }
        let all_multiples = (0..counts.min(64)).fold(Rational::ONE, |p, _| p.checked_div(&Rational::from(i128::from(*base))).unwrap_or(p));
        counts >= MIN_COUNTS && all_multiples <= chance
    })
}
