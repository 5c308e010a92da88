//! Compiled formulas written out again, so that a cause can show the formula that it believes in.

use super::{Aggregate, Expr, RowRef};
use crate::{CellId, ColumnId, Study};

impl Expr {
    /// The formula as a person would write it for `row`, every cell with its key.
    pub fn describe(&self, study: &Study, row: Option<usize>) -> String {
        self.write(study, row, 0)
    }

    /// `strength` is that of the surrounding operator: 1 sum, 2 product.
    fn write(&self, study: &Study, row: Option<usize>, strength: u8) -> String {
        let inner = |part: &Self, strength| part.write(study, row, strength);
        let list = |parts: &[Self], between: &str| {
            parts.iter().map(|part| inner(part, 1)).collect::<Vec<_>>().join(between)
        };
        match self {
            Self::Number(value) => number(value),
            Self::Text(text) => format!("\"{text}\""),
            Self::Date(date) => date.to_string(),
            Self::Cell(column, at) => cell(study, *column, at.resolve(row), *at),
            Self::Claim(claim) => format!("claim:{}", study.claims[*claim].id),
            Self::Sum(parts) => {
                bracket(strength > 1, signed(parts, " + ", " − ", |part| inner(part, 1)))
            }
            Self::Product(parts) => signed(parts, " × ", " ÷ ", |part| inner(part, 2)),
            Self::Negate(part) => format!("−{}", inner(part, 2)),
            Self::Compare(first, rest) => {
                rest.iter().fold(inner(first, 1), |text, (sign, part)| {
                    format!("{text} {} {}", sign.sign(), inner(part, 1))
                })
            }
            Self::And(parts) => list(parts, " and "),
            Self::Or(parts) => list(parts, " or "),
            Self::Not(part) => format!("not {}", inner(part, 2)),
            Self::Aggregate(aggregate) => self::aggregate(aggregate, study, row),
            Self::Rank(column, at, filter) => {
                let filter = filter
                    .as_ref()
                    .map(|filter| format!(" where {}", inner_filter(filter, study)))
                    .unwrap_or_default();
                format!("rank({}{filter})", cell(study, *column, at.resolve(row), *at))
            }
            Self::Named(naming, name) => format!("{}({})", naming.name(), inner(name, 0)),
            Self::Denominator(index, _) => {
                format!("denominator(\"{}\")", study.denominators[*index].id)
            }
            Self::Call(function, parts) => format!(
                "{}({})",
                function.name(),
                parts.iter().map(|part| inner(part, 0)).collect::<Vec<_>>().join(", ")
            ),
            Self::ShareOfSome(whole) => format!("share(any, {})", inner(whole, 0)),
        }
    }
}

fn aggregate(aggregate: &Aggregate, study: &Study, row: Option<usize>) -> String {
    let table = &study.tables[aggregate.table];
    let column = aggregate
        .column
        .map(|column| format!(".{}", table.columns[column].name))
        .unwrap_or_default();
    let filter = aggregate
        .filter
        .as_ref()
        .map(|filter| format!(" where {}", inner_filter(filter, study)))
        .unwrap_or_default();
    let within = aggregate.within.as_ref().map(|within| match aggregate.span(study, row) {
        Some(span) => format!(" within {span}"),
        None => format!(" within {}", within.span.describe(study, row)),
    });
    let within = within.unwrap_or_default();
    let over = aggregate
        .over
        .as_ref()
        .map(|over| format!(" over {}", over.describe(study, row)))
        .unwrap_or_default();
    format!("{}({}{column}{filter}{within}{over})", aggregate.kind.name(), table.id)
}

/// Inside a filter columns stand without table and key.
fn inner_filter(filter: &Expr, study: &Study) -> String {
    filter.describe(study, None)
}

fn cell(study: &Study, column: ColumnId, row: Option<usize>, at: RowRef) -> String {
    match row {
        Some(row) => study.cell_name(CellId { column, row }),
        None if at == RowRef::Previous => format!("prev({})", study.column(column).1.name),
        None => study.column(column).1.name.to_string(),
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

fn signed(
    parts: &[(bool, Expr)],
    plus: &str,
    minus: &str,
    write: impl Fn(&Expr) -> String,
) -> String {
    let mut out = String::new();
    for (i, (inverse, part)) in parts.iter().enumerate() {
        if i > 0 {
            out.push_str(if *inverse { minus } else { plus });
        }
        out.push_str(&write(part));
    }
    out
}

fn bracket(needed: bool, text: String) -> String {
    if needed { format!("({text})") } else { text }
}
