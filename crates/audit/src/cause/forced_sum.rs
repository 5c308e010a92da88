#![doc = include_str!("forced_sum.md")]

use crossfoot_core::formula::{Expr, Function};
use crossfoot_core::{CellId, Decimal, Study, Target, Variable, say};

use super::case::{Case, Explanation, show, times};

/// Units of the last place by which a share is changed at most.
const MOST_UNITS: u64 = 2;

pub(super) fn find(case: &Case<'_>) -> Vec<Explanation> {
    let (Some(Variable::Cell(cell)), Some(value), Some(right)) =
        (case.target(), case.value(), case.expected_one())
    else {
        return Vec::new();
    };
    let Some(shares) = shares_made_whole(case.study, cell, right) else { return Vec::new() };
    let detail = say!(
        "it was changed so that the shares add up to 100: {} was printed {}",
        show(value),
        case.printed_text()
    );
    vec![Explanation::new(detail, Some(right), times(shares, 1.0))]
}

/// The number of shares of the whole of a share, if they add up to 100 as printed and would not
/// with the right one.
pub(crate) fn shares_made_whole(study: &Study, cell: CellId, right: Decimal) -> Option<usize> {
    let printed = study.cell(cell).figure()?.value();
    let difference = printed.mantissa().checked_sub(right.mantissa())?.unsigned_abs();
    if printed.decimals() != right.decimals() || !(1..=MOST_UNITS).contains(&difference) {
        return None;
    }
    let whole = shares(study).find(|(share, _)| *share == cell.column)?.1;
    let alike: Vec<Decimal> = shares(study)
        .filter(|(share, other)| share.table == cell.column.table && *other == whole)
        .map(|(column, _)| {
            study.cell(CellId { column, row: cell.row }).figure().map(crossfoot_core::Figure::value)
        })
        .collect::<Option<_>>()?;
    let hundred = 10_i128.checked_pow(u32::try_from(printed.decimals()).ok()?)?.checked_mul(100)?;
    let same = alike.iter().all(|share| share.decimals() == printed.decimals());
    let sum: i128 = alike.iter().map(|share| i128::from(share.mantissa())).sum();
    (same && alike.len() > 1 && sum == hundred).then_some(alike.len())
}

/// The columns that are shares of a whole in every row, with the whole.
fn shares(study: &Study) -> impl Iterator<Item = (crossfoot_core::ColumnId, &Expr)> {
    study.rules.iter().filter_map(|rule| {
        match (rule.target, rule.formula.as_ref().map(|formula| &formula.expr)) {
            (Target::Column(column), Some(Expr::Call(Function::Share, parts))) => {
                Some((column, parts.get(1)?))
            }
            _ => None,
        }
    })
}
