//! Whether columns of a new release play the roles that a study gives them: its rules hold with them, and they print again what was printed before.
#![expect(clippy::float_arithmetic, reason = "probabilities of coincidences; no verdict depends on one")]

use crossfoot_core::formula::inputs;
use crossfoot_core::{CellId, ColumnId, Figure, Study, Variable, Verdict};

use super::evidence::{Evidence, Outcome, Trial};
use crate::check::check;
use crate::power::power;
use crate::revisions::{Change, Printing, printings};
use crate::{CheckId, Checked, checked};

/// Columns of the last release of a table that were assigned to one heading, and how many could have been.
#[derive(Clone, Copy, Debug)]
pub struct Assigned<'a> {
    /// The numbers of the columns.
    pub columns: &'a [usize],
    /// How many assignments there were for this heading.
    pub choices: usize,
}

/// What speaks for each of some assigned columns, where so many assignments of all of them were `tried`: the checks in rows of the last release that read or
/// recompute them, and figures that were printed before. `None` where that may be chance, for one of them or for all together.
///
/// A check agrees by chance with 1 − its power; a figure of *d* digits repeats an unrelated one with 1/(9·10^(d−1)).
pub fn roles(study: &Study, table: usize, assigned: &[Assigned<'_>], tried: usize) -> Option<Vec<Evidence>> {
    let audit = checked(study);
    let of = |columns: &[usize], choices: usize| {
        let evidence = Evidence::of(&trials(study, &audit, table, columns)?, choices as f64);
        evidence.convinces().then_some(evidence)
    };
    let all: Vec<usize> = assigned.iter().flat_map(|assigned| assigned.columns).copied().collect();
    of(&all, tried)?;
    assigned.iter().map(|assigned| of(assigned.columns, assigned.choices)).collect()
}

/// The checks about columns of the last release, and the figures of these that were printed before.
fn trials(study: &Study, audit: &Checked, table: usize, columns: &[usize]) -> Option<Vec<Trial>> {
    let last = study.tables[table].releases.len().checked_sub(1)?;
    let release = &study.tables[table].releases[last];
    let printed = |cell: &CellId| {
        let ColumnId { table: of, column } = cell.column;
        of == table && columns.contains(&column) && release.cell(column, cell.row).is_some_and(|cell| cell.figure().is_some())
    };
    let mut trials = Vec::new();
    for (rule, found) in audit.rules.iter().enumerate().filter(|(rule, _)| study.rules[*rule].rows_of() == Some(table)) {
        for (id, verdict) in found.checks(rule).filter(|(_, verdict)| *verdict != Verdict::Unverifiable) {
            let Some(row) = id.row.filter(|row| release.row(*row).is_some() && about(study, id, &printed)) else { continue };
            let Some(power) = power(study, id, &check(study, &audit.basis, id)) else { continue };
            trials.push(trial(row, !verdict.disagrees(), 1.0 - power));
        }
    }
    for row in (0..study.tables[table].rows()).filter(|row| release.row(*row).is_some()) {
        for column in columns {
            let cell = CellId { column: ColumnId { table, column: *column }, row };
            let again = |printing: &Printing| printing.release == last && !matches!(printing.change, Change::First | Change::Filled);
            let again = printings(study, cell).into_iter().find(again).and_then(|again| Some((*again.cell.figure()?, again.change)));
            trials.extend(again.map(|(figure, change)| trial(row, matches!(change, Change::Same | Change::Restated), repeated(&figure))));
        }
    }
    Some(trials)
}

const fn trial(row: usize, holds: bool, by_chance: f64) -> Trial {
    Trial { row, outcome: if holds { Outcome::Holds } else { Outcome::Fails }, by_chance, slip_by_chance: by_chance }
}

/// Whether a check recomputes or reads one of the cells.
fn about(study: &Study, id: CheckId, is_one: &impl Fn(&CellId) -> bool) -> bool {
    let rule = &study.rules[id.rule];
    let mut found = matches!(rule.variable(id.row), Some(Variable::Cell(cell)) if is_one(&cell));
    if let Some(formula) = &rule.formula {
        inputs(&formula.expr, study, id.row, &mut |input| found |= matches!(input, Variable::Cell(cell) if is_one(&cell)));
    }
    found
}

/// The probability that an unrelated figure of as many digits is the same.
fn repeated(figure: &Figure) -> f64 {
    let digits = figure.value().digits().trim_start_matches('0').len();
    if digits == 0 { 1.0 } else { 1.0 / (9.0 * 10_f64.powi(i32::try_from(digits).unwrap_or(i32::MAX) - 1)) }
}
