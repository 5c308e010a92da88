//! Conventions that figures show but do not state: how a column was rounded, and the base to which
//! the counts of a table were rounded.

use std::collections::BTreeSet;

use crossfoot_core::{ColumnId, Rational, Reproduces, Rounding, Study, Table, Target, Unit};

use crate::RuleAudit;

/// How the derived figures of a column were rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Of those that it gives, the ones that distinguish rounding from cutting off.
    pub telling: usize,
}

impl ColumnConvention {
    /// Whether all its figures are cut off, and enough of them show it.
    fn is_cut_off_throughout(&self) -> bool {
        self.rounding == Rounding::Truncate
            && self.breaks == 0
            && self.fits_none == 0
            && self.telling >= TELLING
    }
}

/// The mark of a check that compared no two single numbers, beside the values of
/// [`Reproduces::bits`].
pub(crate) const NOT_COMPARED: u8 = 1 << 7;

/// The mark of a check.
pub(crate) fn mark(reproduces: Option<Reproduces>) -> u8 {
    reproduces.map_or(NOT_COMPARED, Reproduces::bits)
}

/// How many printed figures of a rule each convention gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Figures that were compared with a single number.
    cells: usize,
    /// In the order of [`Rounding::ALL`].
    supports: [usize; Rounding::ALL.len()],
    fits_none: usize,
}

impl Evidence {
    /// Counts checks by their [`mark`].
    pub(crate) fn add(&mut self, marks: &[u8]) {
        let compared = marks.len() - count(marks, NOT_COMPARED);
        let bits = Rounding::ALL.map(Reproduces::bit);
        self.cells += compared;
        self.supports
            .iter_mut()
            .zip(bits)
            .for_each(|(supports, bit)| *supports += count(marks, bit));
        self.fits_none += compared - count(marks, bits.iter().fold(0, |all, bit| all | bit));
    }

    /// Figures that a convention gives.
    const fn supporting(&self, rounding: Rounding) -> usize {
        self.supports[rounding as usize]
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.cells += other.cells;
        self.supports.iter_mut().zip(other.supports).for_each(|(supports, more)| *supports += more);
        self.fits_none += other.fits_none;
    }
}

/// How many marks have one of the bits. In steps whose count fits in a byte, so that one
/// instruction counts many.
fn count(marks: &[u8], bits: u8) -> usize {
    marks
        .chunks(usize::from(u8::MAX))
        .map(|step| {
            usize::from(step.iter().fold(0_u8, |count, mark| count + u8::from(mark & bits != 0)))
        })
        .sum()
}

/// The rounding convention of every column whose figures are recomputed and have decimals. Rules
/// that are limited to different rows of a column are taken together.
pub(crate) fn columns(study: &Study, rules: &[RuleAudit]) -> Vec<ColumnConvention> {
    let mut found: Vec<(ColumnId, bool, Evidence)> = Vec::new();
    for (rule, audit) in study.rules.iter().zip(rules) {
        let Target::Column(column) = rule.target else { continue };
        if !is_rounded(study, column) {
            continue;
        }
        let limited = rule.rows.is_some();
        let known = found.iter_mut().find(|(other, also, _)| *other == column && limited && *also);
        match known {
            Some((.., evidence)) => evidence.merge(&audit.evidence),
            None => found.push((column, limited, audit.evidence.clone())),
        }
    }
    found
        .iter()
        .filter_map(|(column, _, evidence)| convention(*column, evidence, study.rounding))
        .collect()
}

/// Whether the figures of a column are rounded. Counts printed without a scale are not.
fn is_rounded(study: &Study, column: ColumnId) -> bool {
    let (_, column) = study.column(column);
    column.unit != Unit::Count || column.scale != 1
}

fn convention(
    column: ColumnId,
    evidence: &Evidence,
    stated: Option<Rounding>,
) -> Option<ColumnConvention> {
    let rounding = Rounding::ALL.into_iter().max_by_key(|rounding| {
        (evidence.supporting(*rounding), Some(*rounding) == stated, std::cmp::Reverse(*rounding))
    })?;
    let most = evidence.supporting(rounding);
    if most == 0 {
        return None;
    }
    let fitting = evidence.cells - evidence.fits_none;
    let other = if rounding == Rounding::Truncate { Rounding::HalfUp } else { Rounding::Truncate };
    let telling = fitting - evidence.supporting(other).min(fitting);
    Some(ColumnConvention {
        column,
        rounding,
        supports: most,
        breaks: fitting - most,
        fits_none: evidence.fits_none,
        telling,
    })
}

/// Figures that must show that a column was cut off before its figures are read as such in other
/// rules.
const TELLING: usize = 2;

/// Columns whose figures are all cut off, so that 10.65 stands for [10.65, 10.66) and not for
/// [10.645, 10.655].
pub(crate) fn truncated(conventions: &[ColumnConvention]) -> Vec<ColumnId> {
    conventions
        .iter()
        .filter(|known| known.is_cut_off_throughout())
        .map(|known| known.column)
        .collect()
}

/// The base that a table's counts are rounded to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BaseConvention {
    /// The table.
    pub table: usize,
    /// 3, 5, 10 or 100.
    pub base: u8,
    /// Whether the manifest states it; otherwise the counts show it.
    pub stated: bool,
    /// Counts that are multiples of it.
    pub supports: usize,
    /// Counts that are not.
    pub breaks: usize,
}

/// The bases of tables: what the manifest states, otherwise the greatest that divides every count,
/// where chance is ruled out. A table with too few counts for that has the base of another table of
/// the study, if all its counts are multiples of it.
pub(crate) fn bases(study: &Study) -> Vec<BaseConvention> {
    let own: Vec<Option<u8>> =
        study.tables.iter().map(|table| table.base.or_else(|| inferred_base(table))).collect();
    let tables = study.tables.iter().enumerate();
    tables
        .filter_map(|(index, table)| match table.base {
            Some(base) => Some(stated_base(index, table, base)),
            None => {
                let others = own.iter().flatten().filter(|base| fits_base(table, **base));
                let base = own[index].or_else(|| others.max().copied())?;
                let supports = counts(table).count();
                Some(BaseConvention { table: index, base, stated: false, supports, breaks: 0 })
            }
        })
        .collect()
}

/// Whether all counts of a table are multiples of a base, and enough of them differ.
fn fits_base(table: &Table, base: u8) -> bool {
    let different: BTreeSet<i64> =
        counts(table).filter(|count| *count != 0).take(ENOUGH_COUNTS).collect();
    different.len() >= FEW_COUNTS && counts(table).all(|count| count % i64::from(base) == 0)
}

/// How well the counts of a table keep to the base that the manifest states.
fn stated_base(index: usize, table: &Table, base: u8) -> BaseConvention {
    let (all, multiples) = counts(table).fold((0, 0), |(all, multiples), count| {
        (all + 1, multiples + usize::from(count % i64::from(base) == 0))
    });
    BaseConvention {
        table: index,
        base,
        stated: true,
        supports: multiples,
        breaks: all - multiples,
    }
}

/// The fewest different counts from which a base is inferred.
const MIN_COUNTS: usize = 8;
/// The fewest different counts that show the base of another table.
const FEW_COUNTS: usize = 3;
/// A base is believed when counts that are not rounded would all be its multiples with less than
/// this probability: a base excuses sums that are off, so it must be as good as certain.
const CHANCE: (i128, i128) = (1, 100_000_000);
/// With this many counts even the smallest base is beyond chance.
const ENOUGH_COUNTS: usize = 64;

pub(crate) fn inferred_base(table: &Table) -> Option<u8> {
    let chance = Rational::new(CHANCE.0, CHANCE.1)?;
    [100, 10, 5, 3].into_iter().find(|base| {
        let factor = i64::from(*base);
        let one_in = Rational::new(1, i128::from(*base)).unwrap_or(Rational::ONE);
        let mut different = BTreeSet::new();
        for count in counts(table).filter(|count| *count != 0) {
            different.insert(count);
            if different.len() == ENOUGH_COUNTS {
                break;
            }
        }
        let evidence = different.len();
        let all_multiples = (0..evidence).fold(Rational::ONE, |p, _| p * one_in.clone());
        evidence >= MIN_COUNTS
            && all_multiples < chance
            && counts(table).all(|count| count % factor == 0)
    })
}

/// All counts of a table that are printed without a scale.
fn counts(table: &Table) -> impl Iterator<Item = i64> {
    let columns = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.unit == Unit::Count && column.scale == 1);
    columns
        .flat_map(|(at, column)| column.cells.iter().enumerate().map(move |cell| (at, cell)))
        .filter(|(at, (row, _))| !table.row_units.contains_key(&(*row, *at)))
        .filter_map(|(_, (_, cell))| cell.figure())
        .filter(|figure| figure.decimals() == 0)
        .map(|figure| figure.mantissa())
}
