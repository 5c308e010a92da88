//! Denominators that were never printed: the whole that some shares rest on, inferred from counts
//! and shares.

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
    /// The rows whose shares rest on it.
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
        let (mut least, mut greatest) = (Rational::ONE, None);
        for (part, share) in self.cells(except) {
            let part = &number(study, basis, part)? * &Interval::Point(Rational::from(100));
            let share = number(study, basis, share)?;
            if let (Some(part), Some(share)) = (part.low(), share.high()) {
                least =
                    least.max(first_whole(&quotient(part, share).ok_or_else(|| self.none(study))?));
            }
            if let (Some(part), Some(share)) = (part.high(), share.low())
                && let Some(end) = quotient(part, share)
            {
                let end = last_whole(&end);
                greatest = Some(greatest.map_or(end.clone(), |known: Rational| known.min(end)));
            }
        }
        match greatest {
            Some(greatest) if greatest < least => Err(self.none(study)),
            Some(greatest) => Ok(Interval::closed(least, greatest)),
            None => Ok(Interval::at_least(Bound::closed(least))),
        }
    }

    fn none(&self, study: &Study) -> Gap {
        Gap::NoWhole(
            study.denominators.iter().position(|known| known.id == self.id).unwrap_or_default(),
        )
    }
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
