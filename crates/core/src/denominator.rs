//! Denominators that were never printed: the whole that some shares rest on, inferred from counts
//! and shares.

use std::cmp::Ordering;

use crate::formula::{Basis, Gap};
use crate::{Bound, Cell, CellId, ColumnId, Interval, Rational, Span, Study};

/// A whole that shares rest on and that the publication does not print.
///
/// Every share that rests on it bounds it: a part *n* printed as *p* percent, which stands for
/// [*l*, *h*], rests on 100 *n* / *h* ≤ *N* ≤ 100 *n* / *l*. What is left after all
/// shares is a run of whole numbers, often a single one.
#[derive(Clone, Debug)]
pub struct Denominator {
    /// Stable name.
    pub id: String,
    /// What it counts, in words.
    pub label: String,
    /// The column of the parts.
    pub part: ColumnId,
    /// The column of their shares, in the same table.
    pub share: ColumnId,
    /// The rows whose shares rest on it, in order.
    pub rows: Vec<usize>,
    /// Where the manifest says so.
    pub span: Span,
}

impl Denominator {
    /// The cells that it is inferred from, without the row `except`: a share is checked against
    /// the others.
    pub fn cells(&self, except: Option<usize>) -> impl Iterator<Item = (CellId, CellId)> {
        let rows = self.rows.iter().copied().filter(move |row| Some(*row) != except);
        rows.map(|row| (CellId { column: self.part, row }, CellId { column: self.share, row }))
    }

    /// Whether a cell is among these parts and shares.
    pub fn reads(&self, cell: CellId, except: Option<usize>) -> bool {
        (cell.column == self.part || cell.column == self.share)
            && Some(cell.row) != except
            && self.rows.binary_search(&cell.row).is_ok()
    }

    /// From the least to the greatest whole number for which every part prints as its share; all
    /// between them do, too.
    ///
    /// # Errors
    /// A missing cell, and [`Gap::NoWhole`] where no whole number fits.
    pub fn candidates(
        &self,
        study: &Study,
        basis: &impl Basis,
        except: Option<usize>,
    ) -> Result<Interval, Gap> {
        self.bounds(study, basis).candidates(except)
    }

    /// The bounds that its shares set.
    pub(crate) fn bounds(&self, study: &Study, basis: &impl Basis) -> Bounds {
        let none = self.none(study);
        let mut bounds = Bounds { least: Vec::new(), greatest: Vec::new(), gaps: Vec::new(), none };
        for (part, share) in self.cells(None) {
            match self.ends(study, basis, part, share) {
                Ok((least, greatest)) => {
                    keep(&mut bounds.least, part.row, least, Ordering::Greater);
                    keep(&mut bounds.greatest, part.row, greatest, Ordering::Less);
                }
                Err(gap) if bounds.gaps.len() < 2 => bounds.gaps.push((part.row, gap)),
                Err(_) => {}
            }
        }
        bounds
    }

    /// The least and the greatest whole number that one share allows, if it sets them.
    fn ends(
        &self,
        study: &Study,
        basis: &impl Basis,
        part: CellId,
        share: CellId,
    ) -> Result<(Option<Rational>, Option<Rational>), Gap> {
        let part = &number(study, basis, part)? * &Interval::Point(Rational::from(100));
        let share = number(study, basis, share)?;
        let (mut least, mut greatest) = (None, None);
        if let (Some(part), Some(share)) = (part.low(), share.high()) {
            least = Some(first_whole(&quotient(part, share).ok_or_else(|| self.none(study))?));
        }
        if let (Some(part), Some(share)) = (part.high(), share.low()) {
            greatest = quotient(part, share).map(|end| last_whole(&end));
        }
        Ok((least, greatest))
    }

    fn none(&self, study: &Study) -> Gap {
        Gap::NoWhole(
            study.denominators.iter().position(|known| known.id == self.id).unwrap_or_default(),
        )
    }
}

/// The bounds that shares set for their whole. For each end the two strictest are kept, so that any
/// one share can be left out without a look at the others.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    least: Vec<(usize, Rational)>,
    greatest: Vec<(usize, Rational)>,
    gaps: Vec<(usize, Gap)>,
    /// The reason if no candidate is left.
    none: Gap,
}

impl Bounds {
    /// The candidates, without the bounds that one row sets.
    pub(crate) fn candidates(&self, except: Option<usize>) -> Result<Interval, Gap> {
        if let Some(gap) = first(&self.gaps, except) {
            return Err(*gap);
        }
        let least = first(&self.least, except).cloned().unwrap_or(Rational::ONE);
        let least = least.max(Rational::ONE);
        match first(&self.greatest, except) {
            Some(greatest) if *greatest < least => Err(self.none),
            Some(greatest) => Ok(Interval::closed(least, greatest.clone())),
            None => Ok(Interval::at_least(Bound::closed(least))),
        }
    }
}

/// The first entry of a row other than `except`.
fn first<T>(entries: &[(usize, T)], except: Option<usize>) -> Option<&T> {
    entries.iter().find(|(row, _)| Some(*row) != except).map(|(_, entry)| entry)
}

/// Keeps the two strictest ends, the strictest first.
fn keep(ends: &mut Vec<(usize, Rational)>, row: usize, end: Option<Rational>, binds: Ordering) {
    let Some(end) = end else { return };
    let at = ends.iter().position(|(_, known)| end.cmp(known) == binds).unwrap_or(ends.len());
    ends.insert(at, (row, end));
    ends.truncate(2);
}

/// Every true value that a cell can stand for.
fn number(study: &Study, basis: &impl Basis, id: CellId) -> Result<Interval, Gap> {
    match study.cell(id) {
        Cell::Number(figure) => Ok(basis.number(study, id, figure)),
        Cell::Missing(why, _) => Err(Gap::MissingCell(id, *why)),
        Cell::Date(..) | Cell::Text(_) => Err(Gap::NoRows),
    }
}

/// part ÷ share, open if either end is; `None` if the share is zero or below.
fn quotient(part: Bound, share: Bound) -> Option<Bound> {
    let closed = part.closed && share.closed;
    (share.value.signum() > 0)
        .then(|| part.value.checked_div(&share.value))
        .flatten()
        .map(|value| Bound { value, closed })
}

/// The least whole number from a lower end on.
fn first_whole(end: &Bound) -> Rational {
    let whole = end.value.ceil();
    if !end.closed && whole == end.value { whole + Rational::ONE } else { whole }
}

/// The greatest whole number up to an upper end.
fn last_whole(end: &Bound) -> Rational {
    let whole = end.value.floor();
    if !end.closed && whole == end.value { whole - Rational::ONE } else { whole }
}
