//! Rules drafted for the tables of an article, and what checking them gives.

use std::collections::BTreeMap;

use crossfoot::audit::draft::Operator;
use crossfoot::audit::{Recomputed, Record, show, table_name};
use crossfoot::core::{Study, Variable, Verdict};
use crossfoot::{Audited, Drafted};

use crate::received::{Place, compiled};

/// Operators whose checks compare figures.
const COMPUTED: [Operator; 7] = [
    Operator::Sum,
    Operator::Difference,
    Operator::Share,
    Operator::Quotient,
    Operator::Rate,
    Operator::Average,
    Operator::Change,
];
/// Decimals that a recomputed value shows.
const DECIMALS: u32 = 4;
/// Inputs that a finding shows.
const MOST_INPUTS: usize = 12;

/// Characters that are shown of a table's title.
const LONGEST: usize = 40;

/// What was drafted and checked.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    /// Drafted rules, by operator.
    pub rules: BTreeMap<&'static str, usize>,
    /// Checks, by the operator of their rule.
    pub checks: BTreeMap<&'static str, usize>,
    /// Those that are decided and that a random figure could fail.
    pub decided: BTreeMap<&'static str, usize>,
    /// Whether a sum, difference, share, quotient, average or change is among the decided ones.
    pub has_computed: bool,
    /// Checks that disagree, each described for a person to judge.
    pub findings: Vec<String>,
}

impl Checks {
    /// Checks a drafted study.
    pub fn new(drafted: Drafted) -> Self {
        let mut found = Self::default();
        let mut operators: Vec<Operator> = Vec::new();
        for (rule, compiled) in compiled(&drafted) {
            *found.rules.entry(rule.operator.name()).or_default() += 1;
            operators.extend(compiled.iter().map(|_| rule.operator));
        }
        let audited = Audited::new(drafted.study.clone());
        for record in audited.records() {
            let Some(operator) = operators.get(record.id.rule).copied() else { continue };
            *found.checks.entry(operator.name()).or_default() += 1;
            let powerful = record.power().is_some_and(|power| power > 0.0);
            if record.verdict != Verdict::Unverifiable && powerful {
                *found.decided.entry(operator.name()).or_default() += 1;
                found.has_computed |= COMPUTED.contains(&operator);
            }
            if record.verdict.disagrees() {
                found.findings.push(describe(&drafted, &record, operator));
            }
        }
        found
    }
}

/// Table, cell, formula, both values, and what the formula reads.
fn describe(drafted: &Drafted, record: &Record<'_>, operator: Operator) -> String {
    let study = &drafted.study;
    let inputs = record.inputs();
    let more = if inputs.len() > MOST_INPUTS { ", …" } else { "" };
    let read: Vec<String> =
        inputs.iter().take(MOST_INPUTS).map(|input| printed(study, *input)).collect();
    let (cell, published) = match record.variable() {
        Some(Variable::Cell(cell)) => {
            let (row, column): Place = drafted.grid(cell);
            let (table, heading) = study.column(cell.column);
            let title: String = table_name(&table.title).chars().take(LONGEST).collect();
            let name = format!("{title}, {}, {}", table.key_text(cell.row), heading.label);
            let text = table.text(cell.column.column, cell.row).into_owned();
            (format!("{name} (row {row}, column {column})"), text)
        }
        _ => (record.label().to_string(), "–".to_owned()),
    };
    format!(
        "{cell}\n  {} {} = {}\n  published {published}, recomputed {} ({}); reads {}{more}",
        operator.name(),
        record.target,
        record.rule().text,
        recomputed(record),
        record.verdict,
        read.join(", ")
    )
}

fn recomputed(record: &Record<'_>) -> String {
    match &record.recomputed {
        Ok(Recomputed::Number(value)) => show::interval(value, DECIMALS).to_string(),
        Ok(Recomputed::Truth(truth, Some((left, comparison, right)))) => format!(
            "{}: {} {} {}",
            truth.phrase(),
            show::interval(left, DECIMALS),
            comparison.sign(),
            show::interval(right, DECIMALS)
        ),
        Ok(Recomputed::Truth(truth, None)) => truth.phrase().to_string(),
        Ok(Recomputed::Date(date)) => date.to_string(),
        Ok(Recomputed::Text(text)) => text.clone(),
        Ok(_) => "nothing".to_owned(),
        Err(gap) => gap.describe(record.study()).to_string(),
    }
}

fn printed(study: &Study, variable: Variable) -> String {
    let name = study.name(variable);
    match variable {
        Variable::Cell(cell) => {
            let text = study.tables[cell.column.table].text(cell.column.column, cell.row);
            format!("{name} `{text}`")
        }
        Variable::Claim(_) => name,
    }
}
