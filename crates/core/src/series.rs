//! What a study says about its tables as data to analyse: series over time, lists by share, and the
//! conclusions that rest on them.

use crate::{CellId, ColumnId};

/// Columns of a table that are counted over time.
#[derive(Clone, Debug)]
pub struct Series {
    /// Stable name.
    pub id: String,
    /// The name people read.
    pub label: String,
    /// Index of the table.
    pub table: usize,
    /// The column that dates the rows.
    pub period: usize,
    /// The column of totals, if there is one.
    pub total: Option<usize>,
    /// Columns that the total is made of.
    pub parts: Vec<usize>,
    /// Other columns of counts.
    pub others: Vec<usize>,
    /// Rates of one column in another.
    pub rates: Vec<RateOf>,
    /// Rows of the table of events that may have changed the course of the series.
    pub events: Vec<usize>,
    /// Other rows of the table of events that charts of the series show.
    pub milestones: Vec<usize>,
}

impl Series {
    /// Every column of counts, each once: the total, its parts, the others, and the columns of
    /// rates.
    pub fn counts(&self) -> Vec<usize> {
        let rates = self.rates.iter().flat_map(|rate| [rate.count, rate.of]);
        let mut counts: Vec<usize> = Vec::new();
        for column in self
            .total
            .into_iter()
            .chain(self.parts.iter().copied())
            .chain(self.others.iter().copied())
            .chain(rates)
        {
            if !counts.contains(&column) {
                counts.push(column);
            }
        }
        counts
    }
}

/// Things of one column per things of another.
#[derive(Clone, Debug)]
pub struct RateOf {
    /// The column of what is counted.
    pub count: usize,
    /// The column of what it is a share of.
    pub of: usize,
    /// Whether the count is not a part of the other column: then it is a ratio, which may exceed
    /// 100 %.
    pub disjoint: bool,
    /// The same two by group, where the table has columns for groups that make up both.
    pub groups: Vec<(usize, usize)>,
    /// What a reader must know of the definition.
    pub caveat: Option<String>,
}

/// A list of members by their share of a whole, which may be cut.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// Stable name.
    pub id: String,
    /// The name people read.
    pub label: String,
    /// Index of the table.
    pub table: usize,
    /// The column of shares.
    pub share: usize,
    /// The column that groups the members.
    pub group: Option<usize>,
    /// What all shares add up to once every member is listed.
    pub whole: i64,
    /// What no unlisted member exceeds; without it the smallest share listed.
    pub below: Option<i64>,
    /// What a reader must know of the definition.
    pub caveat: Option<String>,
}

/// A statement that the publication rests on, to be tried under other hypotheses about its figures.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// Stable name.
    pub id: String,
    /// What it says, in words.
    pub label: String,
    /// Which way it says that the figures went, if it does.
    pub expect: Option<Expect>,
    /// What decides it.
    pub question: Question,
}

/// Which way a conclusion says that figures went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Down.
    Less,
    /// Up.
    More,
}

/// What decides a conclusion.
#[derive(Clone, Debug)]
pub enum Question {
    /// How a count changed from one cell to another of its column.
    Change {
        /// The earlier cell.
        from: CellId,
        /// The later cell.
        to: CellId,
        /// The column that it is a share of, where the share is meant and not the count.
        of: Option<ColumnId>,
    },
    /// The share of a group in a list.
    Group {
        /// Index of the ranking.
        ranking: usize,
        /// The group, as printed.
        group: String,
    },
}
