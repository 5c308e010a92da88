//! Drafted relations compared with annotated ones, cell by cell.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::{Annotated, Bare, Kind, Relation};
use crate::workers;

/// How one table was drafted.
#[derive(Clone, Debug)]
struct Scored {
    /// The drafted relations, or why the table was refused.
    drafted: Result<BTreeSet<Relation>, String>,
    /// How long it took, from the file to the study.
    time: Duration,
}

/// Relations of one kind, in all tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// That people found.
    pub annotated: usize,
    /// That were drafted.
    pub drafted: usize,
    /// Both.
    pub right: usize,
}

/// How well the rules of all tables were drafted.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Relations, by what they compute.
    pub kinds: BTreeMap<Kind, Count>,
    /// Why tables were refused, and how many for each reason.
    pub refused: BTreeMap<String, usize>,
    /// How long each table took, with its name, in ascending order; at least one.
    pub times: Vec<(Duration, String)>,
}

impl Scored {
    /// Drafts rules for the bare table.
    fn new(table: &Annotated) -> Result<Self> {
        let bare = Bare::write(&table.grid)?;
        let (drafted, time) = timed(|| bare.draft());
        let drafted = drafted.map(|drafted| Relation::of_draft(&drafted, &table.grid));
        Ok(Self { drafted, time })
    }
}

impl Score {
    /// Drafts rules for all tables and compares them with the annotations.
    ///
    /// # Errors
    /// If the tables cannot be written to a temporary folder.
    pub fn from_tables(tables: &[Annotated]) -> Result<Self> {
        let mut score = Self::default();
        for (table, scored) in tables.iter().zip(workers::each(tables, Scored::new)?) {
            score.add(table, scored?);
        }
        score.times.sort();
        Ok(score)
    }

    fn add(&mut self, table: &Annotated, scored: Scored) {
        self.times.push((scored.time, table.name.clone()));
        let drafted = scored.drafted.unwrap_or_else(|refusal| {
            *self.refused.entry(refusal).or_default() += 1;
            BTreeSet::new()
        });
        for relation in &table.relations {
            let count = self.kinds.entry(relation.kind).or_default();
            count.annotated += 1;
            count.right += usize::from(drafted.contains(relation));
        }
        for relation in &drafted {
            self.kinds.entry(relation.kind).or_default().drafted += 1;
        }
    }

    /// Relations of every kind.
    pub fn all(&self) -> Count {
        self.kinds.values().fold(Count::default(), |sum, count| Count {
            annotated: sum.annotated + count.annotated,
            drafted: sum.drafted + count.drafted,
            right: sum.right + count.right,
        })
    }
}

impl Count {
    /// Right ones, of those drafted.
    pub fn precision(self) -> f64 {
        quotient(self.right, self.drafted)
    }

    /// Right ones, of those annotated.
    pub fn recall(self) -> f64 {
        quotient(self.right, self.annotated)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        quotient(2 * self.right, self.drafted + self.annotated)
    }
}

/// The quotient, or 0 of nothing.
#[expect(clippy::float_arithmetic, reason = "scores are shown, nothing is decided by them")]
fn quotient(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}
