//! The rows that a rule is checked on, chosen once from what is published.

use std::sync::Arc;

use crossfoot_core::formula::{
    Expr, Published, Scope, Truth, Type, Value, evaluate, parse_rows, resolve,
};
use crossfoot_core::{Diagnostic, Study, Target, did_you_mean};

use crate::Problems;
use crate::formulas;
use crate::manifest::Text;

/// What `rows` of a rule names.
pub(crate) struct Chosen {
    /// The table.
    pub(crate) table: usize,
    /// The rows that certainly pass its condition; `None` for all.
    pub(crate) rows: Option<Arc<[usize]>>,
}

impl Chosen {
    /// The rows that a text names; reports what is wrong with it.
    pub(crate) fn find(
        study: &Study,
        written: &Text,
        name: &str,
        problems: &mut Problems,
    ) -> Option<Self> {
        let source = &study.manifest;
        let parsed = match parse_rows(&written.value) {
            Ok(parsed) => parsed,
            Err(error) => {
                problems.push(formulas::report(&error, written, source, name));
                return None;
            }
        };
        let Some(table) = study.table(&parsed.table.0) else {
            let wrong = &parsed.table.0;
            let known = study.tables.iter().map(|table| table.id.as_str());
            let problem =
                Diagnostic::at(source, written.span, format!("there is no table `{wrong}`"));
            problems.push(problem.label(did_you_mean(wrong, known)));
            return None;
        };
        let Some(filter) = parsed.filter else { return Some(Self { table, rows: None }) };
        let scope = Scope {
            tables: &study.tables,
            claims: &study.claims,
            denominators: &study.denominators,
            row: Some(table),
            at: None,
            this: None,
        };
        let condition = match resolve(&filter, &scope) {
            Ok(formula) if formula.ty == Type::Truth => formula.expr,
            Ok(formula) => {
                let message =
                    format!("{name}: a comparison is needed after `where`, not {}", formula.ty);
                problems.push(Diagnostic::at(source, written.span, message));
                return None;
            }
            Err(error) => {
                problems.push(formulas::report(&error, written, source, name));
                return None;
            }
        };
        let rows: Vec<usize> = (0..study.tables[table].rows())
            .filter(|row| certainly_holds(&condition, study, *row))
            .collect();
        if rows.is_empty() {
            let message = format!("{name}: no row of `{}` passes this condition", parsed.table.0);
            problems.push(
                Diagnostic::at(source, written.span, message)
                    .help("a rule without rows would never be checked"),
            );
            return None;
        }
        Some(Self { table, rows: Some(rows.into()) })
    }

    /// The rows that a rule on the rows of a table is checked on, among those that it names if it
    /// does: none with other units than the columns have. `None` for all rows.
    pub(crate) fn typed(
        study: &Study,
        table: usize,
        rows: Option<Arc<[usize]>>,
    ) -> Option<Arc<[usize]>> {
        let known = &study.tables[table];
        if known.row_units.is_empty() {
            return rows;
        }
        let chosen = rows.map_or_else(|| (0..known.rows()).collect(), |rows| rows.to_vec());
        Some(chosen.into_iter().filter(|row| !known.has_own_units(*row)).collect())
    }

    /// Whether a target is a column of the table; or why not, with a label.
    pub(crate) fn check_target(
        &self,
        study: &Study,
        target: Target,
    ) -> Result<(), (String, String)> {
        let table = &study.tables[self.table];
        match target {
            Target::Column(column) if column.table == self.table => Ok(()),
            Target::Column(_) => Err((
                format!("this column is not in table `{}`, which `rows` names", table.id),
                format!("expected `{}.column`", table.id),
            )),
            Target::Cell(_) | Target::Claim(_) | Target::Condition(_) => Err((
                "`rows` chooses among the rows of a column, and this target is one value".into(),
                format!("expected `{}.column`", table.id),
            )),
        }
    }
}

fn certainly_holds(condition: &Expr, study: &Study, row: usize) -> bool {
    evaluate(condition, study, &Published::default(), Some(row))
        .is_ok_and(|outcome| outcome.value == Value::Truth(Truth::True))
}
