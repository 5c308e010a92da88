//! The readings of a statement: the parts of an `or` at the top of its formula.

use crossfoot_core::formula::{Comparison, Expr, Published, RowRef, Truth, Value, evaluate};
use crossfoot_core::{Phrase, Study, Target, pattern, say};

use crate::CheckId;
use crate::show;

/// One way to read a statement, and whether it then holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reading {
    /// Whether the statement holds when it is read like this.
    pub truth: Truth,
    /// What it then says, with the values of its figures.
    pub says: Phrase,
    /// The parts of it that do not hold.
    pub against: Vec<Phrase>,
}

/// The readings of a statement; empty if it has only one.
pub(super) fn readings(study: &Study, basis: &Published, id: CheckId) -> Vec<Reading> {
    let rule = &study.rules[id.rule];
    let (Target::Claim(_), Some(formula)) = (rule.target, &rule.formula) else {
        return Vec::new();
    };
    let Expr::Or(parts) = &formula.expr else { return Vec::new() };
    let reader = Reader { study, basis, row: id.row };
    parts.iter().map(|part| reader.reading(part)).collect()
}

/// Whether a statement holds in some of its readings and not in others.
pub(super) fn hold_in_part(readings: &[Reading]) -> bool {
    [Truth::True, Truth::False]
        .iter()
        .all(|truth| readings.iter().any(|reading| reading.truth == *truth))
}

struct Reader<'a> {
    study: &'a Study,
    basis: &'a Published,
    row: Option<usize>,
}

impl Reader<'_> {
    fn reading(&self, expr: &Expr) -> Reading {
        let parts = match expr {
            Expr::And(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let failing = parts.iter().filter(|part| self.truth(part) == Truth::False);
        Reading {
            truth: self.truth(expr),
            says: Phrase::joined(pattern!(" and "), parts.iter().map(|part| self.words(part))),
            against: failing.map(|part| self.words(part)).collect(),
        }
    }

    fn truth(&self, expr: &Expr) -> Truth {
        match evaluate(expr, self.study, self.basis, self.row).map(|outcome| outcome.value) {
            Ok(Value::Truth(truth)) => truth,
            _ => Truth::Maybe,
        }
    }

    /// A comparison with the names and values of what it compares.
    fn words(&self, expr: &Expr) -> Phrase {
        let Expr::Compare(first, rest) = expr else {
            return expr.describe(self.study, self.row).into();
        };
        let rest = rest.iter().flat_map(|(comparison, side): &(Comparison, Expr)| {
            [comparison.sign().into(), self.side(side)]
        });
        Phrase::joined(" ", std::iter::once(self.side(first)).chain(rest))
    }

    fn side(&self, expr: &Expr) -> Phrase {
        let name: Phrase = match expr {
            Expr::Number(_) | Expr::Date(_) | Expr::Text(_) => {
                return expr.describe(self.study, self.row).into();
            }
            Expr::Cell(column, RowRef::At(row)) => {
                let (table, printed) = self.study.column(*column);
                Phrase::joined(" ", [printed.label.as_str(), &table.key_text(*row)])
            }
            Expr::Claim(claim) => say!("“{}”", &self.study.claims[*claim].statement),
            _ => match expr.arithmetic(self.study, self.row) {
                Some(arithmetic) => arithmetic.into(),
                None => expr.describe(self.study, self.row).into(),
            },
        };
        match evaluate(expr, self.study, self.basis, self.row).map(|outcome| outcome.value) {
            Ok(Value::Number(value)) => say!("{} ({})", name, show::interval(&value, 2)),
            Ok(Value::Date(date)) => say!("{} ({})", name, date.to_string()),
            _ => name,
        }
    }
}
