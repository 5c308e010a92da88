//! `[[denominator]]` → wholes that were not printed, and a rule for every share that rests on one.

use std::sync::Arc;

use crossfoot_core::formula::{
    Expr, Formula, Function, Published, RowRef, Scope, Truth, Type, Value, evaluate,
};
use crossfoot_core::{CellId, Denominator, Diagnostic, Rule, RuleName, Study, Target, Unit};

use crate::Problems;
use crate::formulas::compile;
use crate::manifest::{DenominatorSpec, Manifest};
use crate::names::{path, same_table};

/// The wholes that the manifest names.
pub(crate) fn denominators(
    study: &Study,
    manifest: &Manifest,
    problems: &mut Problems,
) -> Vec<Denominator> {
    let mut found: Vec<Denominator> = Vec::new();
    for spec in &manifest.denominators {
        if found.iter().any(|known| known.id == spec.id.value) {
            problems.push(Diagnostic::at(
                &study.manifest,
                spec.id.span,
                format!("duplicate denominator id `{}`", spec.id.value),
            ));
        }
        found.extend(denominator(study, spec, problems));
    }
    found
}

fn denominator(
    study: &Study,
    spec: &DenominatorSpec,
    problems: &mut Problems,
) -> Option<Denominator> {
    let part = path(study, &spec.part, "a count", |unit| *unit == Unit::Count, problems);
    let share = path(study, &spec.share, "a percentage", |unit| *unit == Unit::Percent, problems);
    let (part, share) = (part?, share?);
    if !same_table(study, part, share, &spec.share, problems) {
        return None;
    }
    let rows = rows(study, spec, part.table, problems)?;
    if rows.is_empty() {
        let message = format!(
            "denominator `{}` applies to no row of `{}`",
            spec.id.value, study.tables[part.table].id
        );
        problems.push(Diagnostic::at(
            &study.manifest,
            spec.rows.as_ref().map_or(spec.id.span, |rows| rows.span),
            message,
        ));
        return None;
    }
    let label = spec.label.clone().unwrap_or_else(|| spec.id.value.clone());
    Some(Denominator { id: spec.id.value.clone(), label, part, share, rows, span: spec.id.span })
}

/// The rows that pass the condition. Which rows these are must not hang on figures that may be
/// wrong.
fn rows(
    study: &Study,
    spec: &DenominatorSpec,
    table: usize,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    let all = 0..study.tables[table].rows();
    let Some(written) = &spec.rows else { return Some(all.collect()) };
    let scope = Scope {
        tables: &study.tables,
        claims: &study.claims,
        denominators: &[],
        row: Some(table),
        at: None,
        this: None,
    };
    let formula = compile(
        written,
        &study.manifest,
        &scope,
        &format!("denominator `{}`", spec.id.value),
        problems,
    )?;
    let mut figures = formula.ty != Type::Truth;
    formula.expr.walk(&mut |part| {
        figures |= match part {
            Expr::Cell(column, _) => study.column(*column).1.unit.is_number(),
            Expr::Claim(_) | Expr::Aggregate(_) | Expr::Rank(..) => true,
            _ => false,
        };
    });
    if figures {
        let message = format!(
            "denominator `{}`: `where` must test text or dates, not numbers",
            spec.id.value
        );
        problems.push(
            Diagnostic::at(&study.manifest, written.span, message)
                .label("such as `kind = \"sponsor\"`"),
        );
        return None;
    }
    let published = Published::default();
    let passing = all.filter(|row| {
        evaluate(&formula.expr, study, &published, Some(*row))
            .is_ok_and(|outcome| outcome.value == Value::Truth(Truth::True))
    });
    Some(passing.collect())
}

/// One rule per share: it is recomputed with the whole that the other shares imply.
pub(crate) fn rules(study: &Study) -> impl Iterator<Item = Rule> {
    study.denominators.iter().enumerate().flat_map(move |(index, denominator)| {
        let table = &study.tables[denominator.part.table];
        denominator.rows.iter().map(move |row| {
            let part = Expr::Cell(denominator.part, RowRef::At(*row));
            let expr =
                Expr::Call(Function::Share, vec![part, Expr::Denominator(index, Some(*row))]);
            Rule {
                rows: None,
                id: RuleName::Rule(format!("{}[{}]", denominator.id, table.key_text(*row)).into()),
                label: denominator.label.clone(),
                target: Target::Cell(CellId { column: denominator.share, row: *row }),
                formula: Some(Formula { expr, ty: Type::Number(Some(Unit::Percent)) }),
                text: format!(
                    "share({}, denominator(\"{}\"))",
                    table.columns[denominator.part.column].name, denominator.id
                ),
                source: Arc::clone(&study.manifest),
                span: denominator.span,
            }
        })
    })
}
