//! What a further release of a table changes: the same facts for people and for machines.

use std::collections::BTreeSet;

use crossfoot_audit::revisions::{Change, Printing};
use crossfoot_audit::{Audit, Finding, revisions};
use crossfoot_core::{Cell, CellId, Phrase, Release, Study, Table, say};
use crossfoot_stats::{Analysis, Estimate, Level, Outcome, Value};

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
    /// Where in the file its table stands.
    pub source: Phrase,
    /// The other tables of the file, which are not used.
    pub others: Vec<Phrase>,
    /// What became of each heading of the file as received.
    pub headings: Vec<HeadingTaken>,
    /// Columns of the table, or figures of them, that the file does not have.
    pub absent: Vec<String>,
}

/// A heading of the file as received.
#[derive(Debug)]
pub struct HeadingTaken {
    /// As it is printed.
    pub heading: String,
    /// Where it stands.
    pub place: Phrase,
    /// The column of the table; nothing where it is left out.
    pub column: Option<String>,
    /// Why.
    pub reason: Phrase,
}

/// A cell of which the release prints something else than was known.
pub(crate) struct Changed {
    pub(crate) cell: CellId,
    /// What was printed before.
    pub(crate) before: Cell,
    /// What the release prints.
    pub(crate) after: Printing,
}

/// A new value, and what those before it led to expect.
pub(crate) struct Expected<'a> {
    /// The column or share.
    pub(crate) column: Phrase,
    /// The period.
    pub(crate) period: Phrase,
    /// The value.
    pub(crate) value: f64,
    /// What was expected before the release.
    pub(crate) outlook: &'a Estimate,
    /// The estimate of that, with its interval.
    pub(crate) expected: &'a Value,
}

impl Expected<'_> {
    /// Whether the value lies within the interval.
    pub(crate) fn is_within(&self) -> bool {
        self.expected.range.is_some_and(|range| range.contains(self.value))
    }
}

/// A conclusion that is not quite what it was.
pub(crate) struct Conclusion<'a> {
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
        let listed = (0..printed.rows()).filter(|row| release.row(*row).is_some());
        listed.filter(|row| earlier.iter().all(|known| known.row(*row).is_none())).collect()
    }

    /// Cells that it revises, fills or leaves empty.
    pub(crate) fn changed(&self) -> Vec<Changed> {
        let last = self.printed().releases.len().saturating_sub(1);
        let mut found = Vec::new();
        for column in revisions(self.after.study, self.table) {
            for (row, printings) in column.rows {
                let (mut earlier, mut latest): (Vec<Printing>, Vec<Printing>) =
                    printings.into_iter().partition(|printing| printing.release < last);
                let filled = earlier
                    .iter()
                    .rposition(|printing| !matches!(printing.cell, Cell::Missing(..)));
                let known = filled
                    .or_else(|| earlier.len().checked_sub(1))
                    .map(|at| earlier.swap_remove(at).cell);
                let (Some(before), Some(after)) = (known, latest.pop()) else { continue };
                if after.change.is_revision()
                    || matches!(after.change, Change::Filled | Change::Withdrawn)
                {
                    found.push(Changed {
                        cell: CellId { column: column.column, row },
                        before,
                        after,
                    });
                }
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

    /// The values of the first new period, each with what was expected of it.
    pub(crate) fn expected(&self) -> Vec<Expected<'_>> {
        let sections = self.before.analysis.sections.iter();
        let outlooks = sections.flat_map(|section| {
            let observed = OBSERVED.iter().find(|(scatter, ..)| *scatter == section.kind);
            observed.into_iter().flat_map(|(_, kind, measure)| {
                section.estimates.iter().map(|outlook| (&section.about, (*kind, *measure), outlook))
            })
        });
        let outlooks = outlooks.filter(|(.., outlook)| outlook.measure == "next period");
        let found = outlooks.filter_map(|(about, observed, outlook)| {
            let expected = outlook.result.as_ref().ok()?;
            let [before, after] = [self.before.analysis, self.after.analysis]
                .map(|analysis| values(analysis, about, observed, &outlook.subject));
            let next = after.get(before.len())?;
            let goes_on = before.iter().zip(&after).all(|(one, other)| one.span == other.span);
            Some(Expected {
                column: outlook.subject.clone(),
                period: next.span.clone(),
                value: next.result.as_ref().ok()?.estimate.filter(|_| goes_on)?,
                outlook,
                expected,
            })
        });
        found.collect()
    }

    /// How many conclusions the study draws, and those whose estimate, interval or test is another.
    pub(crate) fn conclusions(&self) -> (usize, Vec<Conclusion<'_>>) {
        let (before, after) = (drawn(self.before.analysis), drawn(self.after.analysis));
        let pairs = before.iter().copied().zip(after.iter().copied());
        let changed = pairs.filter_map(|(before, after)| {
            let what = what_changed(before, after, self.after.analysis.level)?;
            Some(Conclusion { before, after, what })
        });
        (after.len(), changed.collect())
    }
}

/// Findings of one audit that another lacks.
fn lacking<'a>(audit: &'a Audit, other: &Audit) -> Vec<&'a Finding> {
    let known: BTreeSet<&str> = other.open_findings().map(|finding| finding.id.as_str()).collect();
    audit.open_findings().filter(|finding| !known.contains(finding.id.as_str())).collect()
}

/// The conclusions of a study, which are the same with a release as without it, in the same order.
fn drawn(analysis: &Analysis) -> Vec<&Estimate> {
    let estimates = analysis.sections.iter().flat_map(|section| &section.estimates);
    estimates.filter(|estimate| estimate.drawn.is_some()).collect()
}

/// Sections that say what to expect, each with the section and the measure of what is observed.
const OBSERVED: [(&str, &str, &str); 3] = [
    ("scatter", "course", "value"),
    ("share-scatter", "shares", "share"),
    ("rate-scatter", "rates", "share"),
];

/// The observed values of a column or share of a series, in order.
fn values<'a>(
    analysis: &'a Analysis,
    about: &str,
    (kind, measure): (&str, &str),
    subject: &Phrase,
) -> Vec<&'a Estimate> {
    let sections =
        analysis.sections.iter().filter(|section| section.kind == kind && section.about == about);
    sections
        .flat_map(|section| &section.estimates)
        .filter(|estimate| estimate.measure == measure && estimate.subject == *subject)
        .collect()
}

/// What a release does to a conclusion, in words; `None` for nothing.
fn what_changed(before: &Estimate, after: &Estimate, level: Level) -> Option<Phrase> {
    let (was, is) = match (&before.result, &after.result) {
        (Ok(was), Ok(is)) => (was, is),
        (Err(_), Ok(_)) => return Some(say!("can be drawn now")),
        (Ok(_), Err(_)) => return Some(say!("can be drawn no longer")),
        (Err(_), Err(_)) => return None,
    };
    match (outcome(before), outcome(after)) {
        (Some(was), Some(is)) if was != is => {
            Some(say!("{} before, {} now", was.phrase(), is.phrase()))
        }
        _ if was.estimate == is.estimate && was.range == is.range && was.test == is.test => None,
        _ => Some(is.compared_with(was, level).phrase()),
    }
}

/// What the figures say of a conclusion.
fn outcome(estimate: &Estimate) -> Option<Outcome> {
    estimate.drawn.as_ref().and_then(|drawn| drawn.outcome)
}
