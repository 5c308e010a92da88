//! Formulas with their figures, as a person would calculate them on paper.

use super::{Aggregate, AggregateKind, Expr, Function, RowRef};
use crate::{CellId, ColumnId, Rational, Study, Unit, Variable, thousands};

/// Terms of a sum that are written. In a longer sum, dots replace the terms before the last one.
const MOST_TERMS: usize = 12;

impl Expr {
    /// The formula for `row` with printed figures instead of names: `1,427 + 92 + 10`,
    /// `(5,382 − 2,214) ÷ 5,382`. `None` if it is not arithmetic, or if a figure is missing or printed
    /// in thousands or another scale.
    pub fn arithmetic(&self, study: &Study, row: Option<usize>) -> Option<String> {
        Writer { study, row }.expr(self, Strength::Loose)
    }
}

/// How strongly the operator around a part binds it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Nothing is around it.
    Loose,
    /// A term, or what is subtracted.
    Sum,
    /// A factor.
    Product,
    /// A divisor.
    Divisor,
}

/// Writes the parts of a formula for one row.
struct Writer<'a> {
    study: &'a Study,
    row: Option<usize>,
}

impl Writer<'_> {
    fn expr(&self, expr: &Expr, around: Strength) -> Option<String> {
        match expr {
            Expr::Number(value) => Some(number(value)),
            Expr::Cell(column, at) => self.cell(*column, *at),
            Expr::Claim(claim) => self.figure(Variable::Claim(*claim)),
            Expr::Sum(parts) => {
                let sum = self.signed(parts, [" + ", " − "], Strength::Sum)?;
                Some(enclosed(sum, around > Strength::Loose && parts.len() > 1))
            }
            Expr::Product(parts) => {
                let product = self.signed(parts, [" × ", " ÷ "], Strength::Product)?;
                Some(enclosed(product, around == Strength::Divisor && parts.len() > 1))
            }
            Expr::Negate(part) => self.negated(part, around),
            Expr::Call(function, parts) => self.call(*function, parts, around),
            Expr::Aggregate(aggregate) => self.aggregate(aggregate, around),
            Expr::Text(_)
            | Expr::Date(_)
            | Expr::Line(..)
            | Expr::Compare(..)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Rank(..)
            | Expr::Named(..)
            | Expr::Denominator(..)
            | Expr::ShareOfSome(_) => None,
        }
    }

    /// Parts with a sign between them: the second sign before an inverse part.
    fn signed(
        &self,
        parts: &[(bool, Expr)],
        signs: [&str; 2],
        strength: Strength,
    ) -> Option<String> {
        let inverse_strength =
            if strength == Strength::Product { Strength::Divisor } else { Strength::Product };
        let mut out = String::new();
        for (at, (inverse, part)) in parts.iter().enumerate() {
            if at > 0 {
                out.push_str(signs[usize::from(*inverse)]);
            }
            let around = match (at, inverse) {
                (0, false) if strength == Strength::Sum => Strength::Loose,
                (_, true) => inverse_strength,
                _ => strength,
            };
            out.push_str(&self.expr(part, around)?);
        }
        Some(out)
    }

    /// A negated change or difference is the opposite difference; other parts get a sign.
    fn negated(&self, part: &Expr, around: Strength) -> Option<String> {
        match part {
            Expr::Call(function @ (Function::Change | Function::Points), ends) => {
                let [from, to] = ends.as_slice() else { return None };
                self.difference(*function, [from, to, from], around)
            }
            _ => Some(format!("−{}", self.expr(part, Strength::Divisor)?)),
        }
    }

    fn call(&self, function: Function, parts: &[Expr], around: Strength) -> Option<String> {
        match (function, parts) {
            (Function::Share, [part, whole]) => {
                let part = self.expr(part, Strength::Product)?;
                let share = format!("{part} ÷ {}", self.expr(whole, Strength::Divisor)?);
                Some(enclosed(share, around == Strength::Divisor))
            }
            (Function::Change | Function::Points, [from, to]) => {
                self.difference(function, [to, from, from], around)
            }
            (Function::Part, [percent, whole]) => {
                let percent = self.expr(percent, Strength::Product)?;
                Some(format!("{percent} × {}", self.expr(whole, Strength::Product)?))
            }
            (Function::Sum, _) => {
                let parts = function.taking_part(parts, self.study, self.row);
                let terms = parts.into_iter().map(|part| self.expr(part, Strength::Sum));
                let terms: Vec<String> = terms.collect::<Option<_>>()?;
                Some(enclosed(terms.join(" + "), around > Strength::Loose && terms.len() > 1))
            }
            (Function::Mean, _) => {
                let terms = parts.iter().map(|part| self.expr(part, Strength::Sum));
                Some(mean(&terms.collect::<Option<Vec<_>>>()?))
            }
            (Function::Abs | Function::Min | Function::Max, _) => {
                let parts = parts.iter().map(|part| self.expr(part, Strength::Loose));
                let parts: Vec<String> = parts.collect::<Option<_>>()?;
                Some(format!("{}({})", function.name(), parts.join(", ")))
            }
            _ => None,
        }
    }

    /// Points are the difference of the first two values; a change is that divided by the third.
    fn difference(
        &self,
        function: Function,
        [left, right, base]: [&Expr; 3],
        around: Strength,
    ) -> Option<String> {
        let left = self.expr(left, Strength::Sum)?;
        let difference = format!("{left} − {}", self.expr(right, Strength::Product)?);
        if function == Function::Points {
            return Some(enclosed(difference, around > Strength::Loose));
        }
        let change = format!("({difference}) ÷ {}", self.expr(base, Strength::Divisor)?);
        Some(enclosed(change, around == Strength::Divisor))
    }

    /// Sums and means of listed cells, without filters.
    fn aggregate(&self, aggregate: &Aggregate, around: Strength) -> Option<String> {
        let plain = aggregate.filter.is_none()
            && aggregate.within.is_none()
            && aggregate.over.is_none()
            && self.study.tables[aggregate.table].complete;
        let column = aggregate.column.filter(|_| plain)?;
        let column = ColumnId { table: aggregate.table, column };
        let cells = aggregate.rows(self.study).map(|row| CellId { column, row });
        let terms: Vec<String> =
            cells.map(|cell| self.figure(Variable::Cell(cell))).collect::<Option<_>>()?;
        match aggregate.kind {
            AggregateKind::Sum => {
                Some(enclosed(sum(&terms), around > Strength::Loose && terms.len() > 1))
            }
            AggregateKind::Mean => Some(mean(&terms)),
            AggregateKind::Count | AggregateKind::Min | AggregateKind::Max => None,
        }
    }

    fn cell(&self, column: ColumnId, at: RowRef) -> Option<String> {
        let row = at.resolve(self.row)?;
        self.figure(Variable::Cell(CellId { column, row }))
    }

    /// A figure as printed; percentages keep their sign.
    fn figure(&self, variable: Variable) -> Option<String> {
        let figure = self.study.printed(variable).figure()?;
        // The written figures in thousands would not give the value of the formula.
        if self.study.scale(variable) != 1 {
            return None;
        }
        let percent = if *self.study.unit(variable) == Unit::Percent { " %" } else { "" };
        Some(format!("{}{percent}", figure.value()))
    }
}

/// The terms of a sum; of a long one the first terms, dots and the last term.
fn sum(terms: &[String]) -> String {
    match terms {
        [first @ .., last] if terms.len() > MOST_TERMS => {
            format!("{} + … + {last}", first[..MOST_TERMS - 1].join(" + "))
        }
        _ => terms.join(" + "),
    }
}

fn mean(terms: &[String]) -> String {
    format!("({}) ÷ {}", sum(terms), terms.len())
}

fn enclosed(text: String, parentheses: bool) -> String {
    if parentheses { format!("({text})") } else { text }
}

fn number(value: &Rational) -> String {
    match value.to_decimal_text(6) {
        (text, false) => match text.split_once('.') {
            Some((whole, fraction)) => {
                let number = format!("{}.{}", thousands(whole), fraction.trim_end_matches('0'));
                number.trim_end_matches('.').to_owned()
            }
            None => thousands(&text),
        },
        (_, true) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_TERMS, number, sum};
    use crate::Rational;

    #[test]
    fn long_sums_are_cut() {
        let terms: Vec<String> = (1..=20).map(|n: usize| n.to_string()).collect();
        assert_eq!(sum(&terms[..MOST_TERMS]), "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12");
        assert_eq!(sum(&terms), "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + … + 20");
    }

    #[test]
    fn numbers_have_separators_and_no_idle_zeros() {
        let half = Rational::from(4_001).checked_div(&Rational::from(2)).unwrap();
        assert_eq!(number(&half), "2,000.5");
        assert_eq!(number(&Rational::from(1_000_000)), "1,000,000");
    }
}
