//! One rule on one row: published beside recomputed, and the verdict.

use std::sync::Arc;

use crossfoot_core::formula::{Comparison, Expr, Gap, Outcome, Published, Truth, Value, evaluate};
use crossfoot_core::{
    Cell, CellId, CellUnit, ColumnId, DateSpan, Decimal, Figure, Interval, Place, Qualifier,
    Rational, Reproduces, Rounding, Source, Span, Study, Target, Unit, Variable, Verdict,
};

use crate::CheckId;

/// What checking one rule on one row gave.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// What was recomputed, or why nothing could be.
    pub(crate) recomputed: Result<Recomputed, Gap>,
    /// Which conventions turn the recomputed value into the printed one, where both are single
    /// numbers.
    pub(crate) reproduces: Option<Reproduces>,
}

/// The value of a formula, as it is compared with what was printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Recomputed {
    /// A number, in the printed unit and scale.
    Number(Interval),
    /// A date or span.
    Date(DateSpan),
    /// Words.
    Text(String),
    /// Whether a statement holds, with both sides where it is a single comparison of numbers.
    Truth(Truth, Option<(Interval, Comparison, Interval)>),
    /// Some whole number out of this many.
    ShareOfSome(Rational),
    /// Nothing recomputes it: a claim without a formula.
    Nothing,
}

/// What a rule's target prints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Printed<'a> {
    /// A figure, its unit, whether it says "about", and what one printed unit stands for.
    Figure(&'a Figure, &'a Unit, bool, i64),
    /// A date.
    Date(DateSpan),
    /// Words: a claim's direction or order.
    Words,
    /// Nothing: a condition.
    Nothing,
    /// A cell without a figure.
    Missing(CellId, crossfoot_core::Missing),
}

/// Checks one rule on one row. Never fails: what cannot be computed is a verdict of its own.
pub(crate) fn check(study: &Study, basis: &Published, id: CheckId) -> Check {
    let rule = &study.rules[id.rule];
    let Some(formula) = &rule.formula else {
        return Check {
            verdict: Verdict::Unverifiable,
            recomputed: Ok(Recomputed::Nothing),
            reproduces: None,
        };
    };
    let printed = printed(study, id);
    if let Printed::Missing(cell, why) = printed {
        return Check {
            verdict: Verdict::Unverifiable,
            recomputed: Err(Gap::MissingCell(cell, why)),
            reproduces: None,
        };
    }
    if let (Printed::Figure(figure, ..), Expr::ShareOfSome(whole)) = (printed, &formula.expr) {
        return share_of_some(study, basis, whole, id, figure);
    }
    let outcome = match evaluate(&formula.expr, study, basis, id.row) {
        Ok(outcome) => outcome,
        Err(gap) => {
            let verdict =
                if gap.is_impossible() { Verdict::Infeasible } else { Verdict::Unverifiable };
            return Check { verdict, recomputed: Err(gap), reproduces: None };
        }
    };
    let (verdict, reproduces) = judge(study, basis, id, &outcome);
    let recomputed = match (outcome.value, printed) {
        (Value::Number(value), Printed::Figure(_, _, _, scale)) => {
            Recomputed::Number(unscale(value, scale))
        }
        (Value::Number(value), _) => Recomputed::Number(value),
        (Value::Date(date), _) => Recomputed::Date(date),
        (Value::Text(text), _) => Recomputed::Text(text.into_owned()),
        (Value::Truth(truth), _) => {
            Recomputed::Truth(truth, sides(&formula.expr, study, basis, id.row))
        }
        (Value::Unknown, _) => Recomputed::Nothing,
    };
    Check { verdict, recomputed: Ok(recomputed), reproduces }
}

/// The verdict on what a check's target prints, were `outcome` the right value.
pub(crate) fn judge(
    study: &Study,
    basis: &Published,
    id: CheckId,
    outcome: &Outcome<'_>,
) -> (Verdict, Option<Reproduces>) {
    judge_printed(study, basis, id, printed(study, id), outcome)
}

/// The same, did it print something else.
pub(crate) fn judge_printed(
    study: &Study,
    basis: &Published,
    id: CheckId,
    printed: Printed<'_>,
    outcome: &Outcome<'_>,
) -> (Verdict, Option<Reproduces>) {
    match (printed, &outcome.value) {
        (Printed::Figure(figure, unit, approx, scale), Value::Number(value)) => {
            let value = unscale(value.clone(), scale);
            compare_numbers(study, basis, id, (figure, unit, approx), &value, outcome.bounded)
        }
        (Printed::Date(printed), Value::Date(date)) => (compare_dates(printed, *date), None),
        (Printed::Words | Printed::Nothing, Value::Truth(truth)) => {
            (verdict_of(*truth, outcome.bounded), None)
        }
        _ => (Verdict::Unverifiable, None),
    }
}

/// What the target of a check prints.
pub(crate) fn printed(study: &Study, id: CheckId) -> Printed<'_> {
    let (cell, unit, approx, scale, at) = match study.rules[id.rule].target {
        Target::Condition(_) => return Printed::Nothing,
        Target::Claim(index) => {
            let claim = &study.claims[index];
            (&claim.published, &claim.unit, claim.approx, 1, None)
        }
        Target::Cell(cell) => of_cell(study, cell),
        Target::Column(column) => of_cell(study, CellId { column, row: id.row.unwrap_or(0) }),
    };
    match (cell, at) {
        (Cell::Number(figure), _) => Printed::Figure(figure, unit, approx, scale),
        (Cell::Date(date, _), _) => Printed::Date(*date),
        (Cell::Missing(why, _), Some(at)) => Printed::Missing(at, *why),
        (Cell::Text(_) | Cell::Missing(..), _) => Printed::Words,
    }
}

/// A cell, its unit, that it does not say "about", its scale, and where it is.
fn of_cell(study: &Study, cell: CellId) -> (&Cell, &Unit, bool, i64, Option<CellId>) {
    let CellUnit { unit, scale } = study.cell_unit(cell);
    (study.cell(cell), unit, false, scale, Some(cell))
}

/// Stable id of a check: `total[2023]`, `claim:decline`, `shares-sum[2023]`.
pub fn check_name(study: &Study, id: CheckId) -> String {
    let rule = &study.rules[id.rule];
    match (rule.rows_of(), id.row) {
        (Some(table), Some(row)) => format!("{}[{}]", rule.id, study.tables[table].key_text(row)),
        _ => rule.id.to_string(),
    }
}

/// What a check is about: `licences.total[2023]`, `claim:decline`, or the row of a condition.
pub fn target_name(study: &Study, id: CheckId) -> String {
    let rule = &study.rules[id.rule];
    match (rule.variable(id.row), rule.rows_of(), id.row) {
        (Some(variable), ..) => study.name(variable),
        (None, Some(table), Some(row)) => {
            format!("{}[{}]", study.tables[table].id, study.tables[table].key_text(row))
        }
        _ => rule.id.to_string(),
    }
}

/// Where what is checked stands: the printed figure, the claim, or the row of a condition.
pub(crate) fn target_place(study: &Study, id: CheckId) -> Place {
    let (source, span) = target_stretch(study, id);
    source.place(span)
}

/// The file that holds what a check is about, and the stretch of that file.
pub(crate) fn target_stretch(study: &Study, id: CheckId) -> (&Arc<Source>, Span) {
    let rule = &study.rules[id.rule];
    match (rule.variable(id.row), rule.rows_of()) {
        (Some(variable), _) => study.stretch(variable),
        (None, Some(table)) => study.stretch(Variable::Cell(CellId {
            column: ColumnId { table, column: 0 },
            row: id.row.unwrap_or(0),
        })),
        (None, None) => (&rule.source, rule.span),
    }
}

/// The recomputed value in printed units.
pub(crate) fn unscale(value: Interval, scale: i64) -> Interval {
    match Rational::new(1, i128::from(scale)) {
        Some(factor) if scale != 1 => &value * &Interval::Point(factor),
        _ => value,
    }
}

fn compare_numbers(
    study: &Study,
    basis: &Published,
    id: CheckId,
    (figure, unit, approx): (&Figure, &Unit, bool),
    value: &Interval,
    bounded: bool,
) -> (Verdict, Option<Reproduces>) {
    if repeats_another_bound(study, id, figure) {
        return (Verdict::Inconsistent, None);
    }
    let loose = approx || figure.qualifier != Qualifier::Is;
    let base = base(study, basis, id, unit);
    let reproduces = value.as_point().map(|value| Reproduces::from_value(value, figure.value()));
    if let (Some(reproduces), false, false) =
        (reproduces, bounded, figure.qualifier != Qualifier::Is)
        && let Some(verdict) = agreement(reproduces, study.rounding)
    {
        return (verdict, Some(reproduces));
    }
    let slack = accepted(study, id, figure, (unit, approx), base);
    let meets = slack.meets(value);
    let verdict = match (bounded, meets) {
        (true, true) => Verdict::Feasible,
        (true, false) => Verdict::Infeasible,
        (false, true) if value.as_point().is_none() || loose || base.is_some() => {
            Verdict::Compatible
        }
        (false, _) if !loose && truncation(figure.value()).meets(value) => Verdict::Truncated,
        (false, _) => Verdict::Inconsistent,
    };
    (verdict, reproduces)
}

/// Whether a figure repeats a claim with another inequality sign: more than 7 is not at least 7.
fn repeats_another_bound(study: &Study, id: CheckId, figure: &Figure) -> bool {
    let formula = study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr);
    let Some(Expr::Claim(claim)) = formula else { return false };
    study.claims[*claim].published.figure().is_some_and(|other| {
        other.value().to_rational() == figure.value().to_rational()
            && is_bound(other)
            && is_bound(figure)
            && other.qualifier != figure.qualifier
    })
}

const fn is_bound(figure: &Figure) -> bool {
    !matches!(figure.qualifier, Qualifier::Is | Qualifier::About)
}

/// The base that the target of a check is rounded to.
fn base(study: &Study, basis: &Published, id: CheckId, unit: &Unit) -> Option<u8> {
    study.rules[id.rule]
        .rows_of()
        .and_then(|table| basis.bases.get(table).copied().flatten())
        .filter(|_| *unit == Unit::Count)
}

/// Every value, in whole units, that may stand behind the figure that a check is about;
/// `None` where it prints none. What is no `whole` number to begin with may have been rounded or
/// cut off to what is printed, also where that is a count.
pub(crate) fn acceptable(
    study: &Study,
    basis: &Published,
    id: CheckId,
    whole: bool,
) -> Option<Interval> {
    let Printed::Figure(figure, unit, approx, scale) = printed(study, id) else { return None };
    let known = accepted(study, id, figure, (unit, approx), base(study, basis, id, unit));
    let exact = whole && known.as_point().is_some() || approx || figure.qualifier != Qualifier::Is;
    let all = if exact {
        known
    } else {
        known.hull(&figure.interval(false, study.rounding, false)).hull(&truncation(figure.value()))
    };
    Some(&all * &Interval::Point(Rational::from(i128::from(scale))))
}

/// Every value that may stand behind the printed figure when it is a target.
fn accepted(
    study: &Study,
    id: CheckId,
    figure: &Figure,
    (unit, approx): (&Unit, bool),
    base: Option<u8>,
) -> Interval {
    match study.rules[id.rule].variable(id.row) {
        Some(Variable::Cell(cell)) => {
            let own = study.cell_unit(cell);
            unscale(own.interval(figure, study.rounding, base), own.scale)
        }
        Some(Variable::Claim(_)) | None => {
            figure.interval(*unit == Unit::Count, study.rounding, approx)
        }
    }
}

/// The verdict where a convention gives the printed value.
pub(crate) fn agreement(reproduces: Reproduces, stated: Option<Rounding>) -> Option<Verdict> {
    let rounded = match stated {
        Some(rounding) => reproduces.under(rounding),
        None => reproduces.under(Rounding::HalfUp) || reproduces.under(Rounding::HalfEven),
    };
    match (reproduces.exact(), rounded, reproduces.under(Rounding::Truncate)) {
        (true, ..) => Some(Verdict::Exact),
        (_, true, _) => Some(Verdict::Rounded),
        (.., true) => Some(Verdict::Truncated),
        _ => None,
    }
}

/// The values that are cut off to `printed`.
fn truncation(printed: Decimal) -> Interval {
    Figure::new(printed, Qualifier::Is, Default::default()).interval(
        false,
        Some(Rounding::Truncate),
        false,
    )
}

fn compare_dates(printed: DateSpan, date: DateSpan) -> Verdict {
    match (printed == date, printed.covers(date), printed.meets(date)) {
        (true, ..) => Verdict::Exact,
        (_, true, _) => Verdict::Rounded,
        (.., true) => Verdict::Compatible,
        _ => Verdict::Inconsistent,
    }
}

const fn verdict_of(truth: Truth, bounded: bool) -> Verdict {
    match (truth, bounded) {
        (Truth::True, _) => Verdict::Exact,
        (Truth::Maybe, false) => Verdict::Compatible,
        (Truth::Maybe, true) => Verdict::Feasible,
        (Truth::False, false) => Verdict::Inconsistent,
        (Truth::False, true) => Verdict::Infeasible,
    }
}

/// Both sides of a single comparison of numbers, for showing.
fn sides(
    expr: &Expr,
    study: &Study,
    basis: &Published,
    row: Option<usize>,
) -> Option<(Interval, Comparison, Interval)> {
    let Expr::Compare(left, rest) = expr else { return None };
    let [(comparison, right)] = rest.as_slice() else { return None };
    let left = number(left, study, basis, row)?;
    Some((left, *comparison, number(right, study, basis, row)?))
}

/// The value of one side, if it is a number.
fn number(expr: &Expr, study: &Study, basis: &Published, row: Option<usize>) -> Option<Interval> {
    match evaluate(expr, study, basis, row).ok()?.value {
        Value::Number(value) => Some(value),
        _ => None,
    }
}

/// The GRIM test: is there a whole number of `whole` things whose share prints like this?
fn share_of_some(
    study: &Study,
    basis: &Published,
    whole: &Expr,
    id: CheckId,
    figure: &Figure,
) -> Check {
    let whole = evaluate(whole, study, basis, id.row).and_then(|outcome| match outcome.value {
        Value::Number(Interval::Point(whole)) if whole.signum() > 0 => Ok(whole),
        _ => Err(Gap::DivisionByZero),
    });
    let whole = match whole {
        Ok(whole) => whole,
        Err(gap) => {
            return Check {
                verdict: Verdict::Unverifiable,
                recomputed: Err(gap),
                reproduces: None,
            };
        }
    };
    let shares = figure.interval(false, study.rounding, false);
    // Every whole part from the least that can print like this: at most two, since an open end may
    // leave out the first.
    let least = shares
        .low()
        .and_then(|low| (&low.value * &whole).checked_div(&Rational::from(100)))
        .map_or(Rational::ZERO, |part| part.ceil());
    let reachable = [least.clone(), least + Rational::ONE].iter().any(|part| {
        part.signum() >= 0
            && *part <= whole
            && (part * &Rational::from(100))
                .checked_div(&whole)
                .is_some_and(|share| shares.contains(&share))
    });
    let verdict = if reachable { Verdict::Feasible } else { Verdict::Infeasible };
    Check { verdict, recomputed: Ok(Recomputed::ShareOfSome(whole)), reproduces: None }
}
