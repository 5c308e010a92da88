//! The extension of a package: what a program needs besides the tables to evaluate the rules.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, InferredDenominator};
use crossfoot_core::{ColumnId, Interval, Rule, Study, Table, Target, Variable};
use serde::Serialize;

use super::lists::{List, Lists};
use crate::export::tidy::Tidy;

/// Its version.
const RULES: &str = "crossfoot.rules/1";

#[derive(Serialize)]
pub(super) struct Extension<'a> {
    schema: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounding: Option<&'static str>,
    tables: Vec<TableJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<AliasesJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translations: Option<&'a str>,
    rules: Vec<RuleJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    denominators: Vec<DenominatorJson<'a>>,
}

#[derive(Serialize)]
struct TableJson<'a> {
    id: &'a str,
    resource: &'a str,
    key: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<&'a str>,
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unlisted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<u8>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    missing: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct AliasesJson<'a> {
    resource: &'a str,
    columns: Vec<String>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: String,
    label: &'a str,
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<&'a str>,
    formula: &'a str,
}

#[derive(Serialize)]
struct DenominatorJson<'a> {
    id: &'a str,
    label: &'a str,
    part: String,
    share: String,
    rows: Vec<String>,
    shares: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    greatest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl<'a> Extension<'a> {
    pub(super) fn from_study(
        study: &'a Study,
        audit: &Audit,
        tables: &'a [Tidy<'a>],
        lists: &'a Lists,
    ) -> Self {
        let columns = study.aliases.columns.iter().map(|column| path(study, *column)).collect();
        // Claims carry their formulas themselves.
        let rules = study.rules.iter().filter(|rule| rule.own_claim().is_none());
        Self {
            schema: RULES,
            language: study.language.as_deref(),
            rounding: study.rounding.map(|rounding| rounding.name()),
            tables: tables
                .iter()
                .enumerate()
                .map(|(index, tidy)| table(study, index, tidy))
                .collect(),
            claims: name(lists.claims.as_ref()),
            aliases: name(lists.aliases.as_ref()).map(|resource| AliasesJson { resource, columns }),
            translations: name(lists.translations.as_ref()),
            rules: rules.map(|rule| self::rule(study, rule)).collect(),
            denominators: audit
                .denominators
                .iter()
                .map(|inferred| denominator(study, inferred))
                .collect(),
        }
    }
}

/// The name of the resource that holds a list.
fn name(list: Option<&List>) -> Option<&str> {
    list.map(|list| list.name.as_str())
}

fn path(study: &Study, column: ColumnId) -> String {
    format!("{}.{}", study.column(column).0.id, study.column(column).1.name)
}

/// The key of a row as formulas write it; its line, `#4`, where a part of the key is empty.
fn key(table: &Table, row: usize) -> String {
    let empty = table.key.iter().any(|column| table.text(*column, row).trim().is_empty());
    if empty { format!("#{}", table.lines[row]) } else { table.key_text(row) }
}

fn table<'a>(study: &Study, index: usize, tidy: &'a Tidy<'a>) -> TableJson<'a> {
    let table = tidy.table;
    TableJson {
        id: &table.id,
        resource: &tidy.name,
        key: table.key.iter().map(|column| table.columns[*column].name.as_str()).collect(),
        line: tidy.line(),
        complete: table.complete,
        unlisted: study.unlisted.get(&index).map(|condition| condition.expr.describe(study, None)),
        base: table.base,
        missing: &tidy.missing,
    }
}

fn rule<'a>(study: &'a Study, rule: &'a Rule) -> RuleJson<'a> {
    RuleJson {
        id: rule.id.to_string(),
        label: &rule.label,
        target: match rule.target {
            Target::Column(column) => Some(path(study, column)),
            Target::Cell(cell) => Some(format!(
                "{}[{}]",
                path(study, cell.column),
                key(&study.tables[cell.column.table], cell.row)
            )),
            Target::Claim(claim) => Some(study.name(Variable::Claim(claim))),
            Target::Condition(_) => None,
        },
        rows: match rule.target {
            Target::Condition(Some(table)) => Some(&study.tables[table].id),
            _ => None,
        },
        formula: &rule.text,
    }
}

fn denominator<'a>(study: &'a Study, inferred: &InferredDenominator) -> DenominatorJson<'a> {
    let denominator = &study.denominators[inferred.denominator];
    let candidates = inferred.candidates.as_ref().ok();
    DenominatorJson {
        id: &denominator.id,
        label: &denominator.label,
        part: path(study, denominator.part),
        share: path(study, denominator.share),
        rows: denominator
            .rows
            .iter()
            .map(|row| key(&study.tables[denominator.part.table], *row))
            .collect(),
        shares: denominator.rows.len(),
        least: candidates.and_then(Interval::low).map(|bound| bound.value.to_string()),
        greatest: candidates.and_then(Interval::high).map(|bound| bound.value.to_string()),
        problem: inferred.candidates.as_ref().err().map(|gap| gap.describe(study).to_string()),
    }
}
