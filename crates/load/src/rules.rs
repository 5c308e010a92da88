//! Manifest rules and claims → the rules of the study.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossfoot_core::formula::{Scope, Type};
use crossfoot_core::{
    CellId, ClaimId, ColumnId, Diagnostic, Rule, RuleName, Source, Span, Study, Target,
    did_you_mean,
};

use crate::Problems;
use crate::chosen::Chosen;
use crate::claims::Claims;
use crate::denominators;
use crate::formulas;
use crate::manifest::{Manifest, RuleSpec, Text};
use crate::unlisted;

/// Every rule: first the rules of the manifest, expanded, then one per share of a whole that was
/// not printed, then one per claim.
pub(crate) fn compile(
    study: &Study,
    manifest: &Manifest,
    claim_formulas: &[Text],
    problems: &mut Problems,
) -> Vec<Rule> {
    let mut rules: Vec<(Rule, Span)> = Vec::new();
    for spec in &manifest.rules {
        for names in combinations(&spec.expansions) {
            let compiled = manifest_rules(study, spec, &names, problems).into_iter().flatten();
            rules.extend(compiled.map(|rule| (rule, spec.id.span)));
        }
    }
    rules.extend(denominators::rules(study).map(|rule| {
        let span = rule.span;
        (rule, span)
    }));
    report_duplicate_ids(study, &rules, problems);
    let mut rules: Vec<Rule> = rules.into_iter().map(|(rule, _)| rule).collect();
    if let Some(source) = &study.claims_source {
        rules.extend((0..study.claims.len()).filter_map(|claim| {
            claim_rule(study, claim, &claim_formulas[claim], source, problems)
        }));
    }
    rules
}

/// Reports rules whose id another rule or claim has, where the manifest gives it.
fn report_duplicate_ids(study: &Study, rules: &[(Rule, Span)], problems: &mut Problems) {
    let claims = study.claims.iter().map(|claim| claim.id.qualified());
    let mut taken: BTreeSet<String> = claims.collect();
    for (rule, span) in rules {
        if !taken.insert(rule.id.to_string()) {
            let message = format!("duplicate rule id `{}`", rule.id);
            problems.push(Diagnostic::at(&study.manifest, *span, message));
        }
    }
}

/// Reports every formula that is none, whatever its names may mean.
pub(crate) fn check_syntax(
    manifest: &Manifest,
    source: &Arc<Source>,
    claims: Option<&Claims>,
    problems: &mut Problems,
) {
    for table in &manifest.tables {
        if let Some(written) = &table.unlisted {
            formulas::check_syntax(written, source, &unlisted::name(table), problems);
        }
    }
    for spec in &manifest.rules {
        for names in combinations(&spec.expansions).iter().take(1) {
            let name = format!("rule `{}`", expand(&spec.id.value, names));
            let written = spec.formula.with_value(expand(&spec.formula.value, names));
            formulas::check_syntax(&written, source, &name, problems);
            if let Some(rows) = &spec.rows {
                let written = rows.with_value(expand(&rows.value, names));
                formulas::check_rows_syntax(&written, source, &name, problems);
            }
        }
    }
    let Some(Claims { claims, formulas, source: Some(source) }) = claims else { return };
    for (claim, written) in
        claims.iter().zip(formulas).filter(|(_, written)| !written.value.is_empty())
    {
        formulas::check_syntax(
            written,
            source,
            &format!("rule `{}`", claim.id.qualified()),
            problems,
        );
    }
}

/// Every combination of the names of a `for`.
fn combinations(expansions: &[(Text, Vec<String>)]) -> Vec<Vec<(&str, &str)>> {
    let mut all = vec![Vec::new()];
    for (name, values) in expansions {
        all = all
            .iter()
            .flat_map(|done| {
                values.iter().map(|value| {
                    [done.as_slice(), &[(name.value.as_str(), value.as_str())]].concat()
                })
            })
            .collect();
    }
    all
}

fn expand(text: &str, names: &[(&str, &str)]) -> String {
    names
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn manifest_rules(
    study: &Study,
    spec: &RuleSpec,
    names: &[(&str, &str)],
    problems: &mut Problems,
) -> Option<Vec<Rule>> {
    let id = expand(&spec.id.value, names);
    let chosen = match &spec.rows {
        None => None,
        Some(rows) => {
            let rows = rows.with_value(expand(&rows.value, names));
            Some((Chosen::find(study, &rows, &format!("rule `{id}`"), problems)?, rows))
        }
    };
    let label = spec.label.as_deref().map_or_else(|| id.clone(), |label| expand(label, names));
    let rule = Rule {
        id: RuleName::Rule(id.as_str().into()),
        label,
        target: Target::Condition(chosen.as_ref().map(|(chosen, _)| chosen.table)),
        rows: chosen.as_ref().and_then(|(chosen, _)| chosen.rows.clone()),
        formula: None,
        text: expand(&spec.formula.value, names),
        source: Arc::clone(&study.manifest),
        span: spec.formula.span,
    };
    if spec.targets.is_empty() {
        return Some(vec![compiled(study, rule, problems)?]);
    }
    let targets: Vec<Text> = spec
        .targets
        .iter()
        .map(|written| written.with_value(expand(&written.value, names)))
        .collect();
    let rules = targets.iter().map(|written| {
        let found = find_target(study, written);
        let target = found
            .and_then(|target| match &chosen {
                Some((chosen, _)) => chosen.check_target(study, target).map(|()| target),
                None => Ok(target),
            })
            .map_err(|(message, label)| {
                problems.push(Diagnostic::at(&study.manifest, written.span, message).label(label));
            })
            .ok()?;
        let mut rule = Rule { target, ..rule.clone() };
        if targets.len() > 1 {
            rule.id = RuleName::Rule(format!("{id}-{}", distinct(written, &targets)).into());
        }
        compiled(study, rule, problems)
    });
    rules.collect()
}

/// What tells one of several targets from the others: the column, with the key of a cell, and also
/// the table where others have the same columns.
fn distinct<'a>(target: &'a Text, among: &[Text]) -> &'a str {
    let short = without_table(&target.value);
    let same = among.iter().filter(|other| without_table(&other.value) == short);
    if same.count() > 1 { target.value.trim() } else { short }
}

/// A target without the table before its first full stop; a key may have more of them.
fn without_table(target: &str) -> &str {
    let target = target.trim();
    if ClaimId::unqualified(target).is_some() {
        return target;
    }
    target.split_once('.').map_or(target, |(_, rest)| rest)
}

fn claim_rule(
    study: &Study,
    index: usize,
    formula: &Text,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Option<Rule> {
    let claim = &study.claims[index];
    let rule = Rule {
        id: RuleName::Claim(claim.id.clone()),
        label: claim.statement.clone(),
        target: Target::Claim(index),
        rows: None,
        formula: None,
        text: formula.value.clone(),
        source: Arc::clone(source),
        span: formula.span,
    };
    if formula.value.is_empty() { Some(rule) } else { compiled(study, rule, problems) }
}

/// What a formula for a target may refer to.
fn scope(study: &Study, target: Target) -> Scope<'_> {
    let (row, at, this) = match target {
        Target::Column(column) => (Some(column.table), None, Some(column)),
        Target::Cell(CellId { column, row }) => (Some(column.table), Some(row), Some(column)),
        Target::Condition(table) => (table, None, None),
        Target::Claim(_) => (None, None, None),
    };
    Scope {
        tables: &study.tables,
        claims: &study.claims,
        denominators: &study.denominators,
        row,
        at,
        this,
    }
}

/// The type that a formula for a target must have.
fn expected(study: &Study, target: Target) -> Type {
    match target {
        Target::Condition(_) => Type::Truth,
        Target::Claim(claim) => Type::from_unit(&study.claims[claim].unit),
        Target::Column(column) => Type::from_unit(&study.column(column).1.unit),
        Target::Cell(cell) => Type::from_unit(study.cell_unit(cell).unit),
    }
}

/// The rule with its formula, which its text says.
fn compiled(study: &Study, mut rule: Rule, problems: &mut Problems) -> Option<Rule> {
    let scope = scope(study, rule.target);
    let name = format!("rule `{}`", rule.id);
    let written = Text { value: rule.text.clone(), span: rule.span };
    let formula = formulas::compile(&written, &rule.source, &scope, &name, problems)?;
    let expected = expected(study, rule.target);
    if formula.ty.unify(&expected).is_none() {
        let found = &formula.ty;
        let message = if expected == Type::Truth {
            format!("{name}: expected a comparison, found {found}")
        } else {
            format!("{name}: the target is {expected}, but the formula gives {found}")
        };
        let problem = Diagnostic::at(&rule.source, written.span, message);
        let problem = match expected {
            Type::Truth => problem.label("such as `share >= 1`"),
            _ => problem,
        };
        problems.push(problem);
        return None;
    }
    if let Some(table) = rule.rows_of() {
        rule.rows = Chosen::typed(study, table, rule.rows);
    }
    rule.formula = Some(formula);
    Some(rule)
}

/// `table.column`, `table.column[key]` or `claim:id`; or why there is none, with a label.
fn find_target(study: &Study, written: &Text) -> Result<Target, (String, String)> {
    let name = written.value.trim();
    if let Some(id) = ClaimId::unqualified(name) {
        return match study.claim(id) {
            Some(claim) => Ok(Target::Claim(claim)),
            None => Err((
                format!("there is no claim `{id}`"),
                did_you_mean(id, study.claims.iter().map(|claim| claim.id.as_str())),
            )),
        };
    }
    let path = name.split('[').next().unwrap_or_default();
    let Some((table, column)) = path.split_once('.') else {
        return Err((
            format!("`{name}` is not a target"),
            "expected `table.column`, `table.column[key]` or `claim:id`".into(),
        ));
    };
    let Some(index) = study.table(table) else {
        return Err((
            format!("there is no table `{table}`"),
            did_you_mean(table, study.tables.iter().map(|table| table.id.as_str())),
        ));
    };
    let Some(position) = study.tables[index].column(column) else {
        let known = study.tables[index].columns.iter().map(|column| column.name.as_str());
        return Err((
            format!("table `{table}` has no column `{column}`"),
            did_you_mean(column, known),
        ));
    };
    let column = ColumnId { table: index, column: position };
    if !name.contains('[') {
        return Ok(Target::Column(column));
    }
    match study.find_cell(name) {
        Some(CellId { row, .. }) => Ok(Target::Cell(CellId { column, row })),
        None => Err((
            format!("there is no cell `{name}`"),
            format!("a row is named by its key, such as `{}`", study.tables[index].key_text(0)),
        )),
    }
}
