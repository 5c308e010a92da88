//! Sums over rows that a table does not list: what is listed, and what the missing rows must and
//! can make up.

use crossfoot_core::formula::{AggregateKind, Expr, inputs};
use crossfoot_core::{Bound, Interval, Rational, Study, Variable};

use crate::{Audit, CheckId, Printed, Recomputed, check, printed};

/// How a printed sum can come about when some of its rows are not listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// Rows that are listed.
    pub listed_rows: usize,
    /// Their sum, at face value.
    pub listed: Rational,
    /// Rows that are not.
    pub missing_rows: i128,
    /// What these must make up for the printed sum, at face value.
    pub needed: Rational,
    /// What they can make up.
    pub possible: Interval,
}

/// The completion of a check whose formula is `sum(… over n)`.
pub fn completion(study: &Study, audit: &Audit, id: CheckId) -> Option<Completion> {
    let expr = &study.rules[id.rule].formula.as_ref()?.expr;
    let Expr::Aggregate(aggregate) = expr else { return None };
    let over = aggregate.over.as_ref().filter(|_| aggregate.kind == AggregateKind::Sum)?;
    let over =
        match crossfoot_core::formula::evaluate(over, study, &audit.basis, id.row).ok()?.value {
            crossfoot_core::formula::Value::Number(over) => over.as_point()?.to_integer()?,
            _ => return None,
        };
    let (Ok(Recomputed::Number(total)), Printed::Figure(figure, ..)) =
        (check(study, &audit.basis, id).recomputed, printed(study, id))
    else {
        return None;
    };
    let mut listed = Vec::new();
    inputs(expr, study, id.row, &mut |input| {
        let Variable::Cell(cell) = input else { return };
        listed.extend(study.cell(cell).figure().map(|figure| {
            (
                figure.value().to_rational(),
                study.column(cell.column).1.interval(figure, study.rounding, None),
            )
        }));
    });
    let sum = listed.iter().fold(Rational::ZERO, |sum, (value, _)| &sum + value);
    let interval =
        listed.iter().fold(Interval::Point(Rational::ZERO), |sum, (_, interval)| &sum + interval);
    let end = |total: Option<Bound>, listed: Option<Bound>| {
        Some(Bound { value: total.as_ref()?.value.clone() - listed?.value, closed: total?.closed })
    };
    Some(Completion {
        listed_rows: listed.len(),
        missing_rows: over - listed.len() as i128,
        needed: figure.value().to_rational() - sum.clone(),
        listed: sum,
        possible: Interval::new(
            end(total.low(), interval.low()),
            end(total.high(), interval.high()),
        ),
    })
}
