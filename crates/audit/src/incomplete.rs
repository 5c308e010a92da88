//! Sums over rows that a table lists only in part: the listed rows, and what the missing rows must
//! and can add.

use crossfoot_core::formula::{AggregateKind, Expr, Gap, Published, Value, evaluate, inputs};
use crossfoot_core::{Bound, Interval, Rational, Study, Variable};

use crate::check::{Printed, printed};
use crate::{CheckId, Recomputed};

/// How a printed sum can be right when some of its rows are not listed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Completion {
    /// How many rows are listed.
    pub listed_rows: usize,
    /// Their sum, at face value.
    pub listed: Rational,
    /// How many rows are missing.
    pub missing_rows: i128,
    /// What the missing rows must add to give the printed sum, at face value.
    pub needed: Rational,
    /// What they can add.
    pub possible: Interval,
}

/// The completion of a check whose formula is `sum(… over n)`.
pub(crate) fn completion(
    study: &Study,
    basis: &Published,
    id: CheckId,
    recomputed: &Result<Recomputed, Gap>,
) -> Option<Completion> {
    let expr = &study.rules[id.rule].formula.as_ref()?.expr;
    let Expr::Aggregate(aggregate) = expr else { return None };
    let over = aggregate.over.as_ref().filter(|_| aggregate.kind == AggregateKind::Sum)?;
    let Value::Number(over) = evaluate(over, study, basis, id.row).ok()?.value else {
        return None;
    };
    let over = over.as_point()?.to_integer()?;
    let (Ok(Recomputed::Number(total)), Printed::Figure(figure, ..)) =
        (recomputed, printed(study, id))
    else {
        return None;
    };
    let mut listed_rows = 0;
    let (mut listed, mut interval) = (Rational::ZERO, Interval::Point(Rational::ZERO));
    inputs(expr, study, id.row, &mut |input| {
        let Variable::Cell(cell) = input else { return };
        let Some(figure) = study.cell(cell).figure() else { return };
        listed_rows += 1;
        listed = &listed + &figure.value().to_rational();
        interval = &interval + &study.cell_unit(cell).interval(figure, study.rounding, None);
    });
    Some(Completion {
        listed_rows,
        missing_rows: over - listed_rows as i128,
        needed: figure.value().to_rational() - listed.clone(),
        listed,
        possible: Interval::new(
            missing_end(total.low(), interval.low()),
            missing_end(total.high(), interval.high()),
        ),
    })
}

/// An end of what the missing rows can add: the end of the total less the end of the listed rows.
fn missing_end(total: Option<Bound>, listed: Option<Bound>) -> Option<Bound> {
    let (total, listed) = (total?, listed?);
    Some(Bound { value: total.value - listed.value, closed: total.closed })
}
