//! Whether columns of a new release play the roles that a study gives them: its rules hold with
//! them, and they print again what was printed before.
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
use crate::revisions::{Change, Printing, printings};
use crate::{CheckId, Checked, checked};

/// Assignments that are tried at most; with more, every one of them would be likelier to fit by
/// chance.
const MOST_TRIED: usize = 300;

/// A heading, by its number, and which of its choices it is taken for.
pub type Choice = (usize, usize);

/// What headings that say nothing stand for.
#[derive(Clone, Debug)]
pub enum Assignment {
    /// For these columns, each with what speaks for it; nothing is said of the other headings.
    Sure(Vec<(Choice, Evidence)>),
    /// For one of these, between which nothing decides; for none where there are none.
    Open(Vec<Choice>),
    /// There are too many ways to take them, so that none was tried.
    NotTried(usize),
}

/// Finds the columns whose roles figures of a new release play. Of each heading the choices are
/// lists of columns that its cells may print; `study_with` gives the study in which some headings
/// are taken for one of their choices, and the release is the last of the table.
///
/// An assignment convinces where the checks in rows of the release that read or recompute its
/// columns agree, and so do figures that were printed before, and that is no chance for any of its
/// columns nor for all together. Of those to most headings one is taken if it is the only one. A
/// check agrees by chance with 1 − its power; a figure of *d* digits repeats an unrelated one with
/// 1/(9·10^(d−1)).
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

/// Every way to take one or more of the headings for different columns, as far as they are tried.
fn assignments(headings: &[Vec<Vec<usize>>]) -> Vec<Vec<Choice>> {
    let columns = |(heading, choice): &Choice| &headings[*heading][*choice];
    let mut all: Vec<Vec<Choice>> = vec![Vec::new()];
    for (heading, choices) in headings.iter().enumerate() {
        let free = |known: &[Choice], choice: usize| {
            !known.iter().flat_map(columns).any(|taken| headings[heading][choice].contains(taken))
        };
        let longer: Vec<Vec<Choice>> = (all.iter())
            .flat_map(|known| {
                (0..choices.len())
                    .filter(|choice| free(known, *choice))
                    .map(|choice| [&known[..], &[(heading, choice)]].concat())
            })
            .take(MOST_TRIED + 1)
            .collect();
        all.extend(longer);
    }
    all.retain(|choices| !choices.is_empty());
    all
}

/// What speaks for each column of an assignment, where so many were `tried`; `None` where it may be
/// chance for one of them, or for all.
fn weigh(
    study: &Study,
    table: usize,
    headings: &[Vec<Vec<usize>>],
    choices: &[Choice],
    tried: usize,
) -> Option<Vec<Evidence>> {
    let audit = checked(study);
    let evidence = |columns: &[usize], searched: usize| {
        let evidence = Evidence::among(&trials(study, &audit, table, columns)?, searched as f64);
        evidence.convinces().then_some(evidence)
    };
    let columns = |(heading, choice): &Choice| headings[*heading][*choice].as_slice();
    evidence(&choices.iter().flat_map(columns).copied().collect::<Vec<_>>(), tried)?;
    choices.iter().map(|choice| evidence(columns(choice), headings[choice.0].len())).collect()
}

/// The checks about columns of the last release, and the figures of these that were printed before.
fn trials(study: &Study, audit: &Checked, table: usize, columns: &[usize]) -> Option<Vec<Trial>> {
    let last = study.tables[table].releases.len().checked_sub(1)?;
    let release = &study.tables[table].releases[last];
    let printed = |cell: &CellId| {
        let ColumnId { table: of, column } = cell.column;
        of == table
            && columns.contains(&column)
            && release.cell(column, cell.row).is_some_and(|cell| cell.figure().is_some())
    };
    let mut trials = Vec::new();
    for (rule, found) in audit
        .rules
        .iter()
        .enumerate()
        .filter(|(rule, _)| study.rules[*rule].rows_of() == Some(table))
    {
        for (id, verdict) in
            found.checks(rule).filter(|(_, verdict)| *verdict != Verdict::Unverifiable)
        {
            let Some(row) =
                id.row.filter(|row| release.row(*row).is_some() && about(study, id, &printed))
            else {
                continue;
            };
            let Some(power) = power(study, id, &check(study, &audit.basis, id)) else { continue };
            trials.push(trial(row, !verdict.disagrees(), 1.0 - power));
        }
    }
    for row in (0..study.tables[table].rows()).filter(|row| release.row(*row).is_some()) {
        for column in columns {
            let cell = CellId { column: ColumnId { table, column: *column }, row };
            let again = |printing: &Printing| {
                printing.release == last
                    && !matches!(printing.change, Change::First | Change::Filled)
            };
            let again = printings(study, cell)
                .into_iter()
                .find(again)
                .and_then(|again| Some((*again.cell.figure()?, again.change)));
            trials.extend(again.map(|(figure, change)| {
                trial(row, matches!(change, Change::Same | Change::Restated), repeated(&figure))
            }));
        }
    }
    Some(trials)
}

const fn trial(row: usize, holds: bool, by_chance: f64) -> Trial {
    Trial {
        row,
        outcome: if holds { Outcome::Holds } else { Outcome::Fails },
        by_chance,
        slip_by_chance: by_chance,
    }
}

/// Whether a check recomputes or reads one of the cells.
fn about(study: &Study, id: CheckId, is_one: &impl Fn(&CellId) -> bool) -> bool {
    let rule = &study.rules[id.rule];
    let mut found = matches!(rule.variable(id.row), Some(Variable::Cell(cell)) if is_one(&cell));
    if let Some(formula) = &rule.formula {
        inputs(&formula.expr, study, id.row, &mut |input| {
            found |= matches!(input, Variable::Cell(cell) if is_one(&cell))
        });
    }
    found
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
