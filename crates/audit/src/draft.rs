//! Rules that the numbers and headers of a table agree on: sums, shares, changes, rows of totals,
//! ranks.
//!
#![doc = include_str!("draft.md")]

mod bands;
mod evidence;
mod hundred;
mod order;
mod relation;
mod role;
mod rows;
mod shares;
mod subtotals;
mod sums;
mod use_cases;
mod words;

use crossfoot_core::{ColumnId, Phrase, Study, Unit, say};

pub use evidence::Evidence;
pub use role::{Assignment, Choice, assign};
pub use use_cases::{Listing, Timeline};

use bands::Bands;

/// A rule that a study could have.
#[derive(Clone, Debug)]
pub struct DraftRule {
    /// Index of the table.
    pub table: usize,
    /// A name that no other drafted rule has.
    pub id: String,
    /// What it says, in words.
    pub label: String,
    /// Its targets, `table.column` or `table.column[key]`; empty for a condition.
    pub targets: Vec<String>,
    /// The formula, or the condition.
    pub formula: String,
    /// The table on whose rows a condition is checked; absent where it is checked once.
    pub rows: Option<String>,
    /// What it rests on.
    pub evidence: Evidence,
    /// What the rows of the evidence are called, one for each.
    pub tried_on: Tried,
}

impl Draft {
    /// The columns of percentages that rules take for shares or changes: where a column was only
    /// supposed to hold percentages, this confirms it.
    pub fn percentages(&self, study: &Study) -> Vec<ColumnId> {
        let mut found = Vec::new();
        for (table, printed) in study.published().iter().enumerate() {
            for (column, percent) in printed
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.unit == Unit::Percent)
            {
                let derived = |rule: &DraftRule| {
                    rule.targets.iter().any(|target| names_column(study, table, column, target))
                        && rule.formula.contains('(')
                };
                let counted = |rule: &DraftRule| {
                    rule.targets.is_empty()
                        && rule.formula.ends_with("= 100")
                        && rule.formula.split(' ').any(|word| percent.name == word)
                };
                if self
                    .rules
                    .iter()
                    .any(|rule| rule.table == table && (derived(rule) || counted(rule)))
                {
                    found.push(ColumnId { table, column });
                }
            }
        }
        found
    }
}

impl DraftRule {
    /// What it rests on, in one sentence: where it holds and where not, how likely that is by
    /// chance, what the headers say.
    pub fn rests_on(&self, study: &Study) -> Phrase {
        let table = &study.tables[self.table];
        let name = |at: &usize| match self.tried_on {
            Tried::Columns => table.columns[*at].name.to_string(),
            Tried::Rows | Tried::Once => table.key_text(*at),
        };
        let names = |rows: &[usize]| {
            let named: Vec<String> = rows.iter().take(MOST_NAMED).map(name).collect();
            let more = rows.len().saturating_sub(MOST_NAMED);
            if more == 0 {
                Phrase::from(named.join(", "))
            } else {
                say!("{} and {} more", named.join(", "), more.to_string())
            }
        };
        let evidence = &self.evidence;
        let (holds, tried) = (evidence.holds.len().to_string(), evidence.tried().to_string());
        let held = match self.tried_on {
            Tried::Rows => say!("holds in {} of {} rows", holds, tried),
            Tried::Columns => say!("holds in {} of {} columns", holds, tried),
            Tried::Once => say!("holds"),
        };
        let faults = match (evidence.fails.as_slice(), evidence.slips.as_slice()) {
            ([], []) => held,
            (fails, []) => say!("{} (not {})", held, names(fails)),
            ([], slips) => say!("{} (one slip away: {})", held, names(slips)),
            (fails, slips) => {
                say!("{} (not {}; one slip away: {})", held, names(fails), names(slips))
            }
        };
        let chance = say!("{}; by chance {}", faults, evidence.chance());
        match &evidence.header {
            Some(header) => say!("{}; {}", chance, header.clone()),
            None => chance,
        }
    }
}

/// Rows that are named in a sentence.
const MOST_NAMED: usize = 5;

/// What a rule was tried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// Rows of the table.
    Rows,
    /// Columns of the table.
    Columns,
    /// The table as a whole.
    Once,
}

/// A relation that was considered and not drafted.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// The relation, as a formula.
    pub relation: String,
    /// Why not.
    pub why: Phrase,
}

/// All that can be drafted for a study.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Rules, by table.
    pub rules: Vec<DraftRule>,
    /// What came close.
    pub near_misses: Vec<NearMiss>,
    /// Tables that count something over time.
    pub timelines: Vec<Timeline>,
    /// Tables that list members by share.
    pub listings: Vec<Listing>,
}

/// Near misses of a table that are told.
const MOST_NEAR_MISSES: usize = 8;

/// Drafts rules for the tables of a study. What the study has already is not looked at.
pub fn draft(study: &Study) -> Draft {
    let mut found = Draft::default();
    for table in 0..study.published().len() {
        let bands = Bands::of(&study.tables[table]);
        let mut work = relation::Work::new(study, table, &bands);
        let totals = rows::total_rows(&work);
        work.set_aside(&totals);
        sums::draft(&mut work);
        shares::draft(&mut work);
        hundred::draft(&mut work);
        rows::draft(&mut work, &totals);
        subtotals::draft(&mut work);
        order::draft(&mut work);
        found.timelines.extend(use_cases::timeline(&work));
        found.listings.extend(use_cases::listing(&work));
        let relation::Work { mut rules, mut near_misses, .. } = work;
        // As the columns stand in the table; conditions come last.
        let place = |rule: &DraftRule| {
            (0..study.tables[table].columns.len()).find(|at| {
                rule.targets.first().is_some_and(|target| names_column(study, table, *at, target))
            })
        };
        rules.sort_by_key(|rule| place(rule).unwrap_or(usize::MAX));
        near_misses.truncate(MOST_NEAR_MISSES);
        found.near_misses.extend(near_misses);
        for mut rule in rules {
            let taken: Vec<&str> = found.rules.iter().map(|rule| rule.id.as_str()).collect();
            rule.id = unused(&rule.id, &study.tables[table].id, &taken);
            found.rules.push(rule);
        }
    }
    found
}

/// Whether a target is a column or a cell of it.
fn names_column(study: &Study, table: usize, column: usize, target: &str) -> bool {
    let table = &study.tables[table];
    let path = target.split('[').next().unwrap_or_default();
    path.split_once('.') == Some((&table.id, &table.columns[column].name))
}

/// An id that is not taken, with the name of the table before it where another has it.
fn unused(id: &str, table: &str, taken: &[&str]) -> String {
    let ways = [id.to_owned(), format!("{table}-{id}")]
        .into_iter()
        .chain((2..).map(|n| format!("{table}-{id}-{n}")));
    ways.into_iter().find(|way| !taken.contains(&way.as_str())).unwrap_or_default()
}
