//! All that is known of a table, a column or a rule: what it holds, and how its checks ended.

use crossfoot_audit::{Audit, CheckId, Readers, Record};
use crossfoot_core::{CellId, ColumnId, Phrase, Study, Target, Variable, Verdict, say};

use super::super::{count, more, tone};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Checks of a rule or column that are shown.
const MOST_CHECKS: usize = 30;
/// Rows of longer tables are not looked through for the rules that read them.
const MOST_ROWS: usize = 1_000;

/// What is known of a rule (`shares-sum`), a column (`licences.total`) or a table (`licences`).
pub(super) fn explain(study: &Study, audit: &Audit, name: &str) -> Option<Document> {
    let rule = study.rules.iter().position(|rule| rule.id.to_string() == name);
    match (rule, column(study, name), study.table(name)) {
        (Some(rule), ..) => Some(of_rule(study, audit, rule)),
        (_, Some(column), _) => Some(of_column(study, audit, column)),
        (.., Some(table)) => Some(of_table(study, audit, table)),
        _ => None,
    }
}

fn column(study: &Study, name: &str) -> Option<ColumnId> {
    let (id, column) = name.split_once('.')?;
    let table = study.table(id)?;
    let column = study.tables[table].column(column)?;
    Some(ColumnId { table, column })
}

fn of_rule(study: &Study, audit: &Audit, rule: usize) -> Document {
    let mut document = Document::default();
    let known = &study.rules[rule];
    let title = Line::toned(known.id.to_string(), Tone::Code);
    document.heading(1, title.then(super::spaced(known.label.as_str()), Tone::Plain));
    let checks = checks_where(audit, |id| id.rule == rule);
    let mut facts = vec![fact(say!("checks  "), ended(audit, &checks), Tone::Plain)];
    if known.formula.is_some() {
        facts.insert(0, fact(say!("formula "), known.text.as_str(), Tone::Code));
    }
    let place = known.source.place(known.span).to_string();
    facts.push(fact(say!("at      "), place, Tone::Code));
    document.list(facts);
    list_checks(&mut document, study, audit, &checks);
    document
}

fn of_column(study: &Study, audit: &Audit, column: ColumnId) -> Document {
    let mut document = Document::default();
    let (table, known) = study.column(column);
    document.heading(1, Line::toned(format!("{}.{}", table.id, known.name), Tone::Strong));
    let checks = checks_where(audit, |id| target(study, id) == Some(column));
    let figures = known.cells.iter().filter(|cell| cell.figure().is_some()).count();
    document.list(vec![
        fact(say!("column  "), known.label.as_str(), Tone::Plain),
        fact(say!("header  "), known.header.as_str(), Tone::Plain),
        fact(say!("table   "), table.title.as_str(), Tone::Plain),
        fact(say!("unit    "), known.unit.name(), Tone::Code),
        fact(say!("figures "), figures.to_string(), Tone::Plain),
        fact(say!("checks  "), ended(audit, &checks), Tone::Plain),
    ]);
    list_checks(&mut document, study, audit, &checks);
    let readers = Readers::from_study(study);
    let mut used: Vec<usize> = (0..table.rows().min(MOST_ROWS))
        .flat_map(|row| readers.reading(study, Variable::Cell(CellId { column, row })))
        .map(|id| id.rule)
        .collect();
    used.sort_unstable();
    used.dedup();
    if !used.is_empty() {
        document.heading(2, say!("Used by"));
        list_rules(&mut document, study, audit, &used);
    }
    document
}

fn of_table(study: &Study, audit: &Audit, table: usize) -> Document {
    let mut document = Document::default();
    let known = &study.tables[table];
    let title = Line::toned(known.id.to_string(), Tone::Strong);
    document.heading(1, title.then(super::spaced(known.title.as_str()), Tone::Plain));
    let key: Vec<&str> = known.key.iter().map(|column| &*known.columns[*column].name).collect();
    let checks =
        checks_where(audit, |id| target(study, id).is_some_and(|column| column.table == table));
    let mut facts = vec![
        fact(say!("file    "), known.source.name(), Tone::Code),
        fact(say!("rows    "), known.rows().to_string(), Tone::Plain),
        fact(say!("checks  "), ended(audit, &checks), Tone::Plain),
    ];
    if !key.is_empty() {
        facts.push(fact(say!("key     "), key.join(", "), Tone::Code));
    }
    document.list(facts);
    document.heading(2, say!("Columns"));
    let rows = known.columns.iter().enumerate().map(|(column, named)| {
        let id = ColumnId { table, column };
        let checks = checks_where(audit, |check| target(study, check) == Some(id));
        vec![
            vec![Line::toned(named.name.to_string(), Tone::Code)],
            vec![Line::from(named.label.as_str())],
            vec![Line::toned(named.unit.name(), Tone::Code)],
            vec![Line::from(ended(audit, &checks))],
        ]
    });
    document.table(plain_table(rows.collect()));
    let mut rules: Vec<usize> = checks.iter().map(|id| id.rule).collect();
    rules.dedup();
    if !rules.is_empty() {
        document.heading(2, say!("Rules"));
        list_rules(&mut document, study, audit, &rules);
    }
    document
}

/// A line of what is known.
fn fact(what: Phrase, value: impl Into<Phrase>, tone: Tone) -> Line {
    Line::toned(what, Tone::Muted).then(value, tone)
}

fn checks_where(audit: &Audit, wanted: impl Fn(CheckId) -> bool) -> Vec<CheckId> {
    audit.checks().map(|(id, _)| id).filter(|id| wanted(*id)).collect()
}

/// The column that a check is about.
fn target(study: &Study, id: CheckId) -> Option<ColumnId> {
    match study.rules[id.rule].target {
        Target::Column(column) => Some(column),
        Target::Cell(cell) => Some(cell.column),
        Target::Claim(_) | Target::Condition(_) => None,
    }
}

/// How many checks ended in each verdict.
fn ended(audit: &Audit, checks: &[CheckId]) -> Phrase {
    let counts = Verdict::ALL.map(|verdict| {
        (verdict, checks.iter().filter(|id| audit.verdict(**id) == verdict).count())
    });
    let shown = counts.into_iter().filter(|(_, count)| *count > 0);
    let shown: Vec<Phrase> =
        shown.map(|(verdict, count)| say!("{} {}", count.to_string(), verdict.phrase())).collect();
    if shown.is_empty() { say!("none") } else { Phrase::list(shown) }
}

/// Checks with what was printed and recomputed; those that disagree first.
fn list_checks(document: &mut Document, study: &Study, audit: &Audit, checks: &[CheckId]) {
    let mut ordered = checks.to_vec();
    ordered.sort_by_key(|id| !audit.verdict(*id).disagrees());
    let rows = ordered.iter().take(MOST_CHECKS).map(|id| row(&audit.record(study, *id)));
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return;
    }
    document.heading(2, count::checks(checks.len()));
    let header = [say!("check"), say!("printed"), say!("recomputed"), "".into()].map(Line::from);
    let align = vec![Align::Left, Align::Right, Align::Right, Align::Left];
    document.table(Table { header: header.to_vec(), align, rows });
    more(document, checks.len(), MOST_CHECKS);
}

fn row(record: &Record<'_>) -> Vec<Vec<Line>> {
    vec![
        vec![Line::toned(record.name.as_str(), Tone::Code)],
        vec![Line::from(values::published(record))],
        vec![Line::from(values::recomputed(record))],
        vec![Line::toned(record.verdict.phrase(), tone(record.verdict))],
    ]
}

/// Rules with how their checks ended.
fn list_rules(document: &mut Document, study: &Study, audit: &Audit, rules: &[usize]) {
    let rows = rules.iter().map(|rule| {
        let checks = checks_where(audit, |id| id.rule == *rule);
        vec![
            vec![Line::toned(study.rules[*rule].id.to_string(), Tone::Code)],
            vec![Line::from(study.rules[*rule].label.as_str())],
            vec![Line::from(ended(audit, &checks))],
        ]
    });
    document.table(plain_table(rows.collect()));
}

/// A table without headings.
fn plain_table(rows: Vec<Vec<Vec<Line>>>) -> Table {
    let columns = rows.first().map_or(0, Vec::len);
    Table { header: vec![Line::default(); columns], align: vec![Align::Left; columns], rows }
}
