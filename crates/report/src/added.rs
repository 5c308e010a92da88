//! What a further release of a table changes: the same facts for people and for machines.

use std::collections::BTreeSet;

use crossfoot_audit::revisions::{Printing, printings};
use crossfoot_audit::{Audit, Finding, revisions};
use crossfoot_core::{CellId, Phrase, Release, Study, Table, say};
use crossfoot_stats::{Analysis, Estimate, compare};

/// A study before or after a release was added.
#[derive(Debug)]
pub struct State<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its audit.
    pub audit: &'a Audit,
    /// Its statistics.
    pub analysis: &'a Analysis,
}

/// The last release of a table, and the study without and with it.
#[derive(Debug)]
pub struct Added<'a> {
    /// The study as it was.
    pub before: State<'a>,
    /// The study with the release.
    pub after: State<'a>,
    /// The number of the table.
    pub table: usize,
    /// What became of each heading of the file as received.
    pub headings: Vec<Found>,
    /// Columns of the table, or figures of them, that the file does not have.
    pub absent: Vec<String>,
}

/// A heading of the file as received.
#[derive(Debug)]
pub struct Found {
    /// As it is printed.
    pub heading: String,
    /// Where it stands.
    pub place: Phrase,
    /// The column of the table; nothing where it is left out.
    pub column: Option<String>,
    /// Why.
    pub reason: Phrase,
}

/// A cell that the release revises.
pub(crate) struct Revised {
    pub(crate) cell: CellId,
    /// What was printed before.
    pub(crate) before: Printing,
    /// What the release prints.
    pub(crate) after: Printing,
}

/// A conclusion that is not quite what it was.
pub(crate) struct Changed<'a> {
    pub(crate) before: &'a Estimate,
    pub(crate) after: &'a Estimate,
    /// What that does to it, in words.
    pub(crate) what: Phrase,
}

impl Added<'_> {
    /// The table with the release.
    pub(crate) fn printed(&self) -> &Table {
        &self.after.study.tables[self.table]
    }

    pub(crate) fn release(&self) -> Option<&Release> {
        self.printed().releases.last()
    }

    /// Rows that no release printed before.
    pub(crate) fn new_rows(&self) -> Vec<usize> {
        let printed = self.printed();
        let Some((release, earlier)) = printed.releases.split_last() else { return Vec::new() };
        let is_new = |row: &usize| release.row(*row).is_some() && earlier.iter().all(|known| known.row(*row).is_none());
        (0..printed.rows()).filter(is_new).collect()
    }

    /// Cells of which the release prints something else than was known.
    pub(crate) fn revised(&self) -> Vec<Revised> {
        let last = self.printed().releases.len().saturating_sub(1);
        let mut found = Vec::new();
        for column in revisions(self.after.study, self.table) {
            for (row, _) in &column.rows {
                let cell = CellId { column: column.column, row: *row };
                let mut all = printings(self.after.study, cell);
                let Some(at) = all.iter().position(|printing| printing.release == last && printing.change.is_revision()) else { continue };
                let after = all.swap_remove(at);
                all.truncate(at);
                let before = all.into_iter().rfind(|printing| !matches!(printing.cell, crossfoot_core::Cell::Missing(..)));
                found.extend(before.map(|before| Revised { cell, before, after }));
            }
        }
        found
    }

    /// Findings that were not there before.
    pub(crate) fn new_findings(&self) -> Vec<&Finding> {
        lacking(self.after.audit, self.before.audit)
    }

    /// Findings that are there no longer.
    pub(crate) fn gone_findings(&self) -> Vec<&Finding> {
        lacking(self.before.audit, self.after.audit)
    }

    /// How many conclusions the study draws, and those whose estimate, interval or test is another.
    pub(crate) fn conclusions(&self) -> (usize, Vec<Changed<'_>>) {
        let all = drawn(self.after.analysis);
        let changed = all.iter().filter_map(|after| {
            let before = drawn(self.before.analysis).into_iter().find(|before| before.subject == after.subject && before.span == after.span)?;
            let what = match (&before.result, &after.result) {
                (Ok(was), Ok(is)) => (was.estimate != is.estimate || was.range != is.range || was.test != is.test)
                    .then(|| compare(was, is, self.after.analysis.level))?,
                (Err(_), Ok(_)) => say!("can be drawn now"),
                (Ok(_), Err(_)) => say!("can be drawn no longer"),
                (Err(_), Err(_)) => return None,
            };
            Some(Changed { before, after, what })
        });
        (all.len(), changed.collect())
    }
}

/// Findings of one audit that another lacks.
fn lacking<'a>(audit: &'a Audit, other: &Audit) -> Vec<&'a Finding> {
    let known: BTreeSet<&str> = other.open_findings().map(|finding| finding.id.as_str()).collect();
    audit.open_findings().filter(|finding| !known.contains(finding.id.as_str())).collect()
}

/// The conclusions of a study.
fn drawn(analysis: &Analysis) -> Vec<&Estimate> {
    let sections = analysis.sections.iter().filter(|section| section.kind == crate::view::CONCLUSIONS);
    sections.flat_map(|section| &section.estimates).filter(|estimate| !estimate.alternative).collect()
}
