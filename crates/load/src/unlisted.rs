//! What a manifest says of rows that a table does not list: conditions, and whether the evaluation
//! can make use of all of them.

use std::collections::BTreeMap;

use crossfoot_core::formula::{AggregateKind, Comparison, Expr, Formula, RowRef, Scope, Type};
use crossfoot_core::{ColumnId, Diagnostic, Rational, Span, Study};

use crate::Problems;
use crate::formulas::compile;
use crate::manifest::{Manifest, TableSpec};

/// What [`limits`] can read.
const UNDERSTOOD: &str =
    "write `column >= number` or `column <= min(column)`, several of them joined by `and`";

/// What the condition is called in messages.
pub(crate) fn name(table: &TableSpec) -> String {
    format!("unlisted rows of `{}`", table.id.value)
}

/// The conditions on rows that tables do not list.
pub(crate) fn conditions(
    study: &Study,
    manifest: &Manifest,
    problems: &mut Problems,
) -> BTreeMap<usize, Formula> {
    let mut conditions = BTreeMap::new();
    for (index, table) in manifest.tables.iter().enumerate() {
        let Some(written) = &table.unlisted else { continue };
        if table.complete {
            let message =
                format!("table `{}` is complete and has no unlisted rows", table.id.value);
            problems.push(
                Diagnostic::at(&study.manifest, written.span, message)
                    .help("add `complete = false`, or drop `unlisted`"),
            );
            continue;
        }
        let name = name(table);
        let scope = Scope {
            tables: &study.tables,
            claims: &study.claims,
            denominators: &study.denominators,
            row: Some(index),
            at: None,
            this: None,
        };
        let Some(formula) = compile(written, &study.manifest, &scope, &name, problems) else {
            continue;
        };
        match fault(&formula, index, study, written.span, &name) {
            None => {
                conditions.insert(index, formula);
            }
            Some(problem) => problems.push(problem),
        }
    }
    conditions
}

/// What keeps the evaluation from making use of a condition.
fn fault(
    formula: &Formula,
    table: usize,
    study: &Study,
    span: Span,
    name: &str,
) -> Option<Diagnostic> {
    if formula.ty != Type::Truth {
        let message = format!("{name}: expected a comparison, found {}", formula.ty);
        return Some(Diagnostic::at(&study.manifest, span, message).label("such as `share >= 1`"));
    }
    let Some(limits) = limits(&formula.expr, table) else {
        let message = format!("{name}: this condition does not limit a column");
        return Some(Diagnostic::at(&study.manifest, span, message).help(UNDERSTOOD));
    };
    let column = study.column(contradiction(&limits)?).1;
    let message = format!("{name}: no value of `{}` meets this condition", column.name);
    Some(Diagnostic::at(&study.manifest, span, message))
}

/// A column, a comparison, and the number it is compared with where that is one.
type Limit<'a> = (ColumnId, Comparison, Option<&'a Rational>);

/// The limits that a condition sets; `None` where a part of it is none.
fn limits(condition: &Expr, table: usize) -> Option<Vec<Limit<'_>>> {
    let parts = match condition {
        Expr::And(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    parts.iter().map(|part| limit(part).filter(|(column, ..)| column.table == table)).collect()
}

fn limit(part: &Expr) -> Option<Limit<'_>> {
    let Expr::Compare(first, rest) = part else { return None };
    let (Expr::Cell(column, RowRef::Current), [(comparison, value)]) =
        (first.as_ref(), rest.as_slice())
    else {
        return None;
    };
    let number = match value {
        Expr::Number(number) => Some(number),
        Expr::Aggregate(listed) if listed.filter.is_none() && listed.over.is_none() => {
            match listed.kind {
                AggregateKind::Min | AggregateKind::Max => None,
                AggregateKind::Sum | AggregateKind::Mean | AggregateKind::Count => return None,
            }
        }
        _ => return None,
    };
    (*comparison != Comparison::Unequal).then_some((*column, *comparison, number))
}

/// A column whose numbers leave no value.
fn contradiction(limits: &[Limit<'_>]) -> Option<ColumnId> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    let numbers: Vec<(ColumnId, Comparison, &Rational)> = limits
        .iter()
        .filter_map(|(column, comparison, number)| Some((*column, *comparison, (*number)?)))
        .collect();
    let from_below =
        numbers.iter().filter(|(_, below, _)| matches!(below, Equal | Greater | GreaterOrEqual));
    let mut clashing = from_below.filter(|(column, below, low)| {
        numbers.iter().any(|(other, above, high)| {
            other == column
                && matches!(above, Equal | Less | LessOrEqual)
                && (low > high || low == high && (*below == Greater || *above == Less))
        })
    });
    clashing.next().map(|(column, ..)| *column)
}
