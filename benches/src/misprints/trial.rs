//! What the audit of a copy says of its misprint.

use std::collections::BTreeSet;

use crossfoot::AuditedArticle;
use crossfoot::audit::article::{Outcome, Statement};
use crossfoot::audit::{Record, disagreements};
use crossfoot::core::{Decimal, Variable};

use super::spot::{Misprint, Place};
use crate::causes::Kind;
use crate::received::number_cells;

/// A misprint and whether it is found.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Whether it is in a table; else it is in the prose.
    pub in_table: bool,
    /// Its kind.
    pub kind: Kind,
    /// The figure, what is printed instead, and where.
    pub change: String,
    /// How large it is: the difference in parts of the larger number.
    pub size: f64,
    /// Whether a check of the figure is decided.
    pub detectable: bool,
    /// Whether a check of the untouched article disagrees with it, were it drafted as before.
    pub noticed: bool,
    /// Whether the copy has a finding about it that the untouched article does not have.
    pub found: bool,
    /// Why it is not found.
    pub why: String,
}

impl Trial {
    pub(super) fn new(
        untouched: &AuditedArticle,
        misprint: Misprint,
        copy: Result<AuditedArticle, String>,
    ) -> Self {
        let place = &misprint.place;
        let broken = broken(untouched, place, misprint.printed);
        let (found, why) = match &copy {
            Err(reason) => (false, format!("refused: {reason}")),
            Ok(copy) => {
                let found = has_finding(untouched, copy, &misprint);
                (found, if found { String::new() } else { why(copy, &misprint, &broken) })
            }
        };
        let spot = untouched
            .article
            .source
            .place(crossfoot::core::Span::new(place.range.start, place.range.end));
        Self {
            in_table: matches!(place.variable, Variable::Cell(_)),
            kind: misprint.kind,
            change: format!(
                "{} printed {} at {spot} ({})",
                misprint.change.0,
                misprint.change.1,
                untouched.audited.study.name(place.variable)
            ),
            size: size(place.value, misprint.printed),
            detectable: place.decided,
            noticed: !broken.is_empty(),
            found,
            why,
        }
    }
}

/// Checks that disagree.
pub(super) fn disagreeing(audited: &AuditedArticle) -> impl Iterator<Item = Record<'_>> {
    audited.audited.records().filter(|record| record.verdict.disagrees())
}

/// A check with its formula, the same in two audits of one article.
pub(super) fn described(record: &Record<'_>) -> String {
    format!("{} = {}", record.target, record.rule().text)
}

/// The checks of the untouched article that agree with the figure and not with the misprint.
fn broken(untouched: &AuditedArticle, place: &Place, printed: Decimal) -> Vec<String> {
    let study = &untouched.audited.study;
    let signed = match place.value.mantissa() < 0 {
        true => Decimal::new(-printed.mantissa().abs(), printed.decimals()),
        false => Some(printed),
    };
    let Some(signed) = signed else { return Vec::new() };
    let before = disagreements(study);
    let after = disagreements(&study.with([(place.variable, signed)]));
    let new = after.difference(&before);
    new.map(|id| described(&untouched.audited.audit.record(study, *id))).collect()
}

/// Whether a copy has a finding about the misprint that is new.
fn has_finding(untouched: &AuditedArticle, copy: &AuditedArticle, misprint: &Misprint) -> bool {
    let known: BTreeSet<String> = disagreeing(untouched).map(|record| described(&record)).collect();
    let Some(variable) = variable(untouched, copy, misprint) else { return false };
    disagreeing(copy).any(|record| {
        let about = record.variable() == Some(variable) || record.inputs().contains(&variable);
        about && !known.contains(&described(&record))
    })
}

/// The misprinted figure in the study that is drafted from a copy.
fn variable(
    untouched: &AuditedArticle,
    copy: &AuditedArticle,
    misprint: &Misprint,
) -> Option<Variable> {
    let study = &copy.audited.study;
    match misprint.place.variable {
        Variable::Cell(cell) => {
            let (table, grid) = (cell.column.table, untouched.drafted.grid(cell));
            let found = number_cells(study).find(|other| {
                other.column.table == table
                    && copy.drafted.grid(*other) == grid
                    && study.cell(*other).figure().is_some_and(|figure| {
                        figure.value().mantissa().abs() == misprint.printed.mantissa().abs()
                    })
            });
            found.map(Variable::Cell)
        }
        Variable::Claim(_) => {
            let (at, _) = statement(copy, misprint)?;
            study.claim(copy.claims[at].as_deref()?).map(Variable::Claim)
        }
    }
}

/// The numeral of a copy that is misprinted.
fn statement<'a>(copy: &'a AuditedArticle, misprint: &Misprint) -> Option<(usize, &'a Statement)> {
    let place = misprint.place.range.start;
    copy.statements
        .numerals
        .iter()
        .enumerate()
        .find(|(_, statement)| statement.passage().span(&copy.article).range().contains(&place))
}

/// Why a misprint is not found in a copy that is audited.
fn why(copy: &AuditedArticle, misprint: &Misprint, broken: &[String]) -> String {
    if broken.is_empty() {
        return "its checks hold within the digits that are printed".to_owned();
    }
    if let Variable::Claim(_) = misprint.place.variable {
        return match statement(copy, misprint) {
            None => "it is read as no numeral".to_owned(),
            Some((_, statement)) => now(statement, broken),
        };
    }
    let checked: BTreeSet<String> =
        copy.audited.records().map(|record| described(&record)).collect();
    match broken.iter().find(|check| !checked.contains(*check)) {
        Some(check) => format!("no longer drafted: {check}"),
        None => format!("drafted, and it holds: {}", broken.join("; ")),
    }
}

/// What became of a misprinted numeral.
fn now(statement: &Statement, broken: &[String]) -> String {
    let outcome = match statement.outcome {
        Outcome::Drafted | Outcome::Compared(_) => "drafted otherwise",
        Outcome::Choice => "to choose",
        Outcome::Unbound => "not bound",
        Outcome::NotStatistic(reason) => reason.name(),
    };
    let best = statement.candidates.first().map_or_else(
        || "no formula".to_owned(),
        |best| format!("{} ({:.2})", best.formula, best.probability),
    );
    format!("{outcome}: {best}; it was {}", broken.join("; "))
}

#[expect(clippy::float_arithmetic, reason = "a size that orders what is shown")]
fn size(right: Decimal, printed: Decimal) -> f64 {
    let [right, printed] = [right, printed].map(|value| value.to_rational().to_f64().abs());
    (right - printed).abs() / right.max(printed)
}
