//! Compiled formulas written out again, so that a cause can show the formula that it believes in.

use super::{Aggregate, Expr, RowRef};
use crate::{CellId, ColumnId, Study};

impl Expr {
    /// The formula as a person would write it for `row`, every cell with its key.
    pub fn describe(&self, study: &Study, row: Option<usize>) -> String {
        Writer { study, row }.expr(self, Strength::Loose)
    }
}

/// How strongly the operator around a part binds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    Loose,
    Sum,
    Product,
}

/// Writes the parts of a formula for one row.
struct Writer<'a> {
    study: &'a Study,
    row: Option<usize>,
}

impl Writer<'_> {
    fn expr(&self, expr: &Expr, around: Strength) -> String {
        match expr {
            Expr::Number(value) => number(value),
            Expr::Text(text) => format!("\"{text}\""),
            Expr::Date(date) => date.to_string(),
            Expr::Cell(column, at) => self.cell(*column, *at),
            Expr::Line(..) => "line".to_owned(),
            Expr::Claim(claim) => self.study.claims[*claim].id.qualified(),
            Expr::Sum(parts) => {
                let sum = self.signed(parts, [" + ", " − "], Strength::Sum);
                if around == Strength::Product { format!("({sum})") } else { sum }
            }
            Expr::Product(parts) => self.signed(parts, [" × ", " ÷ "], Strength::Product),
            Expr::Negate(part) => format!("−{}", self.expr(part, Strength::Product)),
            Expr::Compare(first, rest) => {
                rest.iter().fold(self.expr(first, Strength::Sum), |text, (sign, part)| {
                    format!("{text} {} {}", sign.sign(), self.expr(part, Strength::Sum))
                })
            }
            Expr::And(parts) => self.list(parts, " and ", Strength::Sum),
            Expr::Or(parts) => self.list(parts, " or ", Strength::Sum),
            Expr::Not(part) => format!("not {}", self.expr(part, Strength::Product)),
            Expr::Aggregate(aggregate) => self.aggregate(aggregate),
            Expr::Rank(column, at, filter) => {
                let filter = self.filter(filter.as_deref());
                format!("rank({}{filter})", self.cell(*column, *at))
            }
            Expr::Named(naming, name) => {
                format!("{}({})", naming.name(), self.expr(name, Strength::Loose))
            }
            Expr::Denominator(index, _) => {
                format!("denominator(\"{}\")", self.study.denominators[*index].id)
            }
            Expr::Call(function, parts) => {
                format!("{}({})", function.name(), self.list(parts, ", ", Strength::Loose))
            }
            Expr::ShareOfSome(whole) => {
                format!("share(any, {})", self.expr(whole, Strength::Loose))
            }
        }
    }

    fn list(&self, parts: &[Expr], between: &str, around: Strength) -> String {
        parts.iter().map(|part| self.expr(part, around)).collect::<Vec<_>>().join(between)
    }

    /// Parts with a sign between them, the second where a part is inverse.
    fn signed(&self, parts: &[(bool, Expr)], signs: [&str; 2], around: Strength) -> String {
        let mut out = String::new();
        for (i, (inverse, part)) in parts.iter().enumerate() {
            if i > 0 {
                out.push_str(signs[usize::from(*inverse)]);
            }
            out.push_str(&self.expr(part, around));
        }
        out
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let table = &self.study.tables[aggregate.table];
        let column = aggregate
            .column
            .map(|column| format!(".{}", table.columns[column].name))
            .unwrap_or_default();
        let range = aggregate
            .range
            .as_ref()
            .map(|rows| {
                format!("[{}..{}]", table.key_text(*rows.start()), table.key_text(*rows.end()))
            })
            .unwrap_or_default();
        let filter = self.filter(aggregate.filter.as_ref());
        let within = match (&aggregate.within, aggregate.span(self.study, self.row)) {
            (None, _) => String::new(),
            (Some(_), Some(span)) => format!(" within {span}"),
            (Some(within), None) => {
                format!(" within {}", self.expr(&within.span, Strength::Loose))
            }
        };
        let over = aggregate
            .over
            .as_ref()
            .map(|over| format!(" over {}", self.expr(over, Strength::Loose)))
            .unwrap_or_default();
        format!("{}({}{column}{range}{filter}{within}{over})", aggregate.kind.name(), table.id)
    }

    /// A condition on rows, in which columns have neither table nor key.
    fn filter(&self, filter: Option<&Expr>) -> String {
        let text = filter.map(|filter| format!(" where {}", filter.describe(self.study, None)));
        text.unwrap_or_default()
    }

    fn cell(&self, column: ColumnId, at: RowRef) -> String {
        match at.resolve(self.row) {
            Some(row) => self.study.cell_name(CellId { column, row }),
            None => {
                let name = &self.study.column(column).1.name;
                match at {
                    RowRef::Before(1) => format!("prev({name})"),
                    RowRef::Before(rows) => format!("prev({name}, {rows})"),
                    RowRef::Current | RowRef::At(_) => name.to_string(),
                }
            }
        }
    }
}

fn number(value: &crate::Rational) -> String {
    match value.to_decimal_text(6) {
        (text, false) if text.contains('.') => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        (text, false) => text,
        (_, true) => value.to_string(),
    }
}
