//! Which columns of a new release have the roles that a study knows: with them its rules hold, and
//! figures that were printed before are repeated.
#![expect(
    clippy::float_arithmetic,
    reason = "probabilities of coincidences; no verdict depends on one"
)]

use std::collections::BTreeSet;

use crossfoot_core::formula::inputs;
use crossfoot_core::{CellId, ColumnId, Figure, Study, Variable, Verdict};

use super::evidence::{Evidence, Outcome, Trial};
use crate::check::check;
use crate::power::power;
use crate::revisions::{Change, printings};
use crate::{CheckId, Checked, checked};

/// The most assignments that are tried; with more, each would be more likely to fit by chance.
const MOST_TRIED: usize = 300;

/// A heading, by its number, and which of its choices it is taken for.
pub type Choice = (usize, usize);

/// The columns that unclear headings stand for.
#[derive(Clone, Debug)]
pub enum Assignment {
    /// For these columns, each with its evidence; the other headings remain unknown.
    Sure(Vec<(Choice, Evidence)>),
    /// For one of these, if any; nothing decides which.
    Open(Vec<Choice>),
    /// There are too many possible assignments, so that none was tried.
    NotTried(usize),
}

/// Finds the columns of a table that the headings of its last release stand for. Each heading has
/// several choices: lists of columns that its cells may print. `study_with` gives the study in
/// which some headings are taken for one of their choices.
///
/// An assignment convinces if the checks in rows of the release that read or recompute its columns
/// agree, figures that were printed before are repeated, and chance is ruled out for each column
/// and for all together. Among the convincing assignments of most headings, one is taken if it is
/// the only one. A check agrees by chance with probability 1 − power; a figure of *d* digits
/// repeats an unrelated one with probability 1/(9·10^(d−1)).
pub fn assign(
    table: usize,
    headings: &[Vec<Vec<usize>>],
    study_with: impl Fn(&[Choice]) -> Option<Study>,
) -> Assignment {
    let all = assignments(headings);
    if all.len() > MOST_TRIED {
        return Assignment::NotTried(all.len());
    }
    let convincing = all.iter().filter_map(|choices| {
        Some((choices, weigh(&study_with(choices)?, table, headings, choices, all.len())?))
    });
    let mut convincing: Vec<(&Vec<Choice>, Vec<Evidence>)> = convincing.collect();
    let most = convincing.iter().map(|(choices, _)| choices.len()).max().unwrap_or_default();
    convincing.retain(|(choices, _)| choices.len() == most);
    if convincing.len() == 1
        && let Some((choices, evidence)) = convincing.pop()
    {
        return Assignment::Sure(choices.iter().copied().zip(evidence).collect());
    }
    let open: BTreeSet<Choice> =
        convincing.iter().flat_map(|(choices, _)| *choices).copied().collect();
    Assignment::Open(open.into_iter().collect())
}

/// Every way to take one or more of the headings for different columns, up to the limit.
fn assignments(headings: &[Vec<Vec<usize>>]) -> Vec<Vec<Choice>> {
    let mut all: Vec<Vec<Choice>> = vec![Vec::new()];
    for (heading, choices) in headings.iter().enumerate() {
        let longer: Vec<Vec<Choice>> = (all.iter())
            .flat_map(|known| {
                (0..choices.len())
                    .map(|choice| (heading, choice))
                    .filter(|choice| is_free(headings, known, *choice))
                    .map(|choice| [&known[..], &[choice]].concat())
            })
            .take(MOST_TRIED + 1)
            .collect();
        all.extend(longer);
    }
    all.retain(|choices| !choices.is_empty());
    all
}

/// The columns that a heading stands for.
fn columns(headings: &[Vec<Vec<usize>>], (heading, choice): Choice) -> &[usize] {
    &headings[heading][choice]
}

/// Whether a choice has no column that another heading is taken for.
fn is_free(headings: &[Vec<Vec<usize>>], known: &[Choice], choice: Choice) -> bool {
    let own = columns(headings, choice);
    !known.iter().flat_map(|other| columns(headings, *other)).any(|taken| own.contains(taken))
}

/// The evidence for each column of an assignment, of which so many were `tried`; `None` where it
/// may be chance for one of them, or for all.
fn weigh(
    study: &Study,
    table: usize,
    headings: &[Vec<Vec<usize>>],
    choices: &[Choice],
    tried: usize,
) -> Option<Vec<Evidence>> {
    let audit = checked(study);
    let release = Release::last(study, &audit, table)?;
    let all = choices.iter().flat_map(|choice| columns(headings, *choice)).copied();
    release.convincing(&all.collect::<Vec<_>>(), tried)?;
    choices
        .iter()
        .map(|choice| release.convincing(columns(headings, *choice), headings[choice.0].len()))
        .collect()
}

/// A release of a table, in a study that was checked with it.
struct Release<'a> {
    study: &'a Study,
    audit: &'a Checked,
    table: usize,
    /// Its place among the releases of the table.
    at: usize,
}

impl<'a> Release<'a> {
    /// The last release of a table.
    fn last(study: &'a Study, audit: &'a Checked, table: usize) -> Option<Self> {
        let at = study.tables[table].releases.len().checked_sub(1)?;
        Some(Self { study, audit, table, at })
    }

    /// The evidence for some columns, among so many `searched`; `None` where it may be chance.
    fn convincing(&self, columns: &[usize], searched: usize) -> Option<Evidence> {
        let mut trials = self.checks(columns);
        trials.extend(self.repetitions(columns));
        let evidence = Evidence::among(&trials, searched as f64);
        evidence.convinces().then_some(evidence)
    }

    /// The checks about columns, in the rows that it printed.
    fn checks(&self, columns: &[usize]) -> Vec<Trial> {
        let mut trials = Vec::new();
        for (rule, found) in self.audit.rules.iter().enumerate() {
            if self.study.rules[rule].rows_of() != Some(self.table) {
                continue;
            }
            for (id, verdict) in found.checks(rule) {
                let Some(row) = id.row.filter(|row| {
                    verdict != Verdict::Unverifiable
                        && self.has_row(*row)
                        && self.is_about(id, columns)
                }) else {
                    continue;
                };
                let check = check(self.study, &self.audit.basis, id);
                if let Some(power) = power(self.study, id, &check.recomputed) {
                    trials.push(trial(row, !verdict.disagrees(), 1.0 - power));
                }
            }
        }
        trials
    }

    /// The figures of columns that were printed before.
    fn repetitions(&self, columns: &[usize]) -> Vec<Trial> {
        let mut trials = Vec::new();
        for row in (0..self.study.tables[self.table].rows()).filter(|row| self.has_row(*row)) {
            for column in columns {
                let column = ColumnId { table: self.table, column: *column };
                let printings = printings(self.study, CellId { column, row });
                let again = printings.into_iter().find(|printing| {
                    printing.release == self.at
                        && !matches!(printing.change, Change::First | Change::Filled)
                });
                if let Some(again) = again
                    && let Some(figure) = again.cell.figure()
                {
                    let same = matches!(again.change, Change::Same | Change::Restated);
                    trials.push(trial(row, same, repeated(figure)));
                }
            }
        }
        trials
    }

    fn has_row(&self, row: usize) -> bool {
        self.study.tables[self.table].releases[self.at].row(row).is_some()
    }

    /// Whether a check recomputes or reads a figure that it printed in one of the columns.
    fn is_about(&self, id: CheckId, columns: &[usize]) -> bool {
        let rule = &self.study.rules[id.rule];
        let mut found = rule.variable(id.row).is_some_and(|target| self.printed(target, columns));
        if let Some(formula) = &rule.formula {
            inputs(&formula.expr, self.study, id.row, &mut |input| {
                found |= self.printed(input, columns)
            });
        }
        found
    }

    /// Whether it printed a figure, in one of the columns.
    fn printed(&self, variable: Variable, columns: &[usize]) -> bool {
        let Variable::Cell(CellId { column, row }) = variable else { return false };
        column.table == self.table
            && columns.contains(&column.column)
            && self.study.tables[self.table].releases[self.at]
                .cell(column.column, row)
                .is_some_and(|cell| cell.figure().is_some())
    }
}

const fn trial(row: usize, holds: bool, by_chance: f64) -> Trial {
    Trial {
        row,
        outcome: if holds { Outcome::Holds } else { Outcome::Fails },
        by_chance,
        slip_by_chance: by_chance,
    }
}

/// The probability that an unrelated figure of as many digits is the same.
fn repeated(figure: &Figure) -> f64 {
    let digits = figure.value().digits().trim_start_matches('0').len();
    if digits == 0 {
        1.0
    } else {
        1.0 / (9.0 * 10_f64.powi(i32::try_from(digits).unwrap_or(i32::MAX) - 1))
    }
}
