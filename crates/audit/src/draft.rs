//! Rules that the numbers and headers of a table agree on: sums, shares, changes, rows of totals,
//! ranks.
//!
#![doc = include_str!("draft.md")]

mod bands;
mod bases;
mod cells;
mod confirmed;
mod constant;
mod evidence;
mod form;
mod hundred;
mod independence;
mod index;
mod intervals;
mod judge;
mod lattice;
mod levels;
mod operator;
mod order;
mod relation;
mod role;
mod rows;
mod running;
mod search;
mod select;
mod shares;
mod sum_shares;
mod surprise;
mod use_cases;
mod words;
mod write;

use std::collections::BTreeMap;

use crossfoot_core::{ColumnId, Phrase, Study, Unit, say};

pub use evidence::Evidence;
pub use operator::{Operator, Relation};
pub use role::{Assignment, Choice, assign};
pub use use_cases::{Listing, Timeline};
pub(crate) use words::{names_rest, names_total_row};

use bands::Bands;

/// A rule that a study could have.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DraftRule {
    /// Index of the table.
    pub table: usize,
    /// A name that no other drafted rule has.
    pub id: String,
    /// The rule in words.
    pub label: String,
    /// What it computes its targets by.
    pub operator: Operator,
    /// Its targets, `table.column` or `table.column[key]`; empty for a condition.
    pub targets: Vec<String>,
    /// The formula, or the condition.
    pub formula: String,
    /// The table on whose rows a condition is checked; absent where it is checked once.
    pub rows: Option<String>,
    /// Its evidence.
    pub evidence: Evidence,
    /// What the evidence counts: rows or columns.
    pub tried_on: Tried,
}

impl Draft {
    /// The columns of percentages that rules use as shares or changes. It confirms columns that
    /// were only assumed to hold percentages.
    pub fn percentages(&self, study: &Study) -> Vec<ColumnId> {
        let mut found = Vec::new();
        for (table, printed) in study.published().iter().enumerate() {
            for (column, _) in
                printed.columns.iter().enumerate().filter(|(_, column)| column.unit == Unit::Number)
            {
                let column = ColumnId { table, column };
                let inferred =
                    self.denominators.iter().any(|base| names_column(study, column, &base.share));
                if inferred
                    || self.rules.iter().any(|rule| rule.confirms_percentages(study, column))
                {
                    found.push(column);
                }
            }
        }
        found
    }
}

impl DraftRule {
    /// Whether the rule derives a column as a share or change, or adds it up to 100.
    fn confirms_percentages(&self, study: &Study, column: ColumnId) -> bool {
        if self.table != column.table {
            return false;
        }
        let name = &study.column(column).1.name;
        let percent = self.formula.starts_with("share(") || self.formula.starts_with("change(");
        let derives = percent
            && self
                .targets
                .iter()
                .any(|target| !target.contains('[') && names_column(study, column, target));
        let adds_up = self.targets.is_empty()
            && self.formula.ends_with("= 100")
            && self.formula.split(' ').any(|word| name == word);
        derives || adds_up
    }

    /// The names of rows or columns on which it was tried.
    fn names(&self, study: &Study, tried: &[usize]) -> Phrase {
        let table = &study.tables[self.table];
        let named: Vec<String> = tried
            .iter()
            .take(MOST_NAMED)
            .map(|at| match self.tried_on {
                Tried::Columns => table.columns[*at].name.to_string(),
                Tried::Rows | Tried::Once => table.key_text(*at),
            })
            .collect();
        let more = tried.len().saturating_sub(MOST_NAMED);
        if more == 0 {
            Phrase::from(named.join(", "))
        } else {
            say!("{} and {} more", named.join(", "), more.to_string())
        }
    }

    /// Its evidence in one sentence: where it holds and where not, how likely that is by chance,
    /// what the headers say.
    pub fn rests_on(&self, study: &Study) -> Phrase {
        let evidence = &self.evidence;
        let (holds, tried) = (evidence.holds.len().to_string(), evidence.tried().to_string());
        let held = match self.tried_on {
            Tried::Rows => say!("holds in {} of {} rows", holds, tried),
            Tried::Columns => say!("holds in {} of {} columns", holds, tried),
            Tried::Once => say!("holds"),
        };
        let faults = match (evidence.fails.as_slice(), evidence.slips.as_slice()) {
            ([], []) => held,
            (fails, []) => say!("{} (not {})", held, self.names(study, fails)),
            ([], slips) => say!("{} (one typing error away: {})", held, self.names(study, slips)),
            (fails, slips) => {
                say!(
                    "{} (not {}; one typing error away: {})",
                    held,
                    self.names(study, fails),
                    self.names(study, slips)
                )
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
#[non_exhaustive]
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
#[non_exhaustive]
pub struct NearMiss {
    /// The relation, as a formula.
    pub relation: String,
    /// Why not.
    pub why: Phrase,
}

/// Everything that can be drafted for a study.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Draft {
    /// Rules, by table.
    pub rules: Vec<DraftRule>,
    /// Bases of percentages that are not reported.
    pub denominators: Vec<DraftDenominator>,
    /// Relations that nearly qualified.
    pub near_misses: Vec<NearMiss>,
    /// Columns whose relations need another unit than they seem to have: counts that were rounded or
    /// are quotients, percentages that are fractions.
    pub unclear: Vec<ColumnId>,
    /// Tables that count something over time.
    pub timelines: Vec<Timeline>,
    /// Tables that list members by share.
    pub listings: Vec<Listing>,
}

/// The most near misses that are reported for a table.
const MOST_NEAR_MISSES: usize = 8;

/// A base of percentages that is not reported, as a study could have it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DraftDenominator {
    /// Index of the table.
    pub table: usize,
    /// A name that no other has.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// `table.column` of the counts.
    pub part: String,
    /// `table.column` of the percentages.
    pub share: String,
    /// The condition on rows, where it is not the base of all.
    pub rows: Option<String>,
    /// Its evidence.
    pub evidence: Evidence,
}

impl DraftDenominator {
    /// Its evidence in one sentence.
    pub fn rests_on(&self) -> Phrase {
        let rows = self.evidence.tried().to_string();
        say!("fits {} rows; by chance {}", rows, self.evidence.chance())
    }
}

/// What is known of tables besides their cells.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The number of cases that the heading of a column gives: 123 of `Placebo (n = 123)`.
    pub cases: BTreeMap<ColumnId, i64>,
    /// By how many spaces the rows of each table were indented, where that is known.
    pub indents: Vec<Vec<usize>>,
}

impl Hints {
    fn base(&self, column: ColumnId) -> Option<i64> {
        self.cases.get(&column).copied()
    }
}

/// Drafts rules for the tables of a study, without hints; see [`draft_with`].
pub fn draft(study: &Study) -> Draft {
    draft_with(study, &Hints::default())
}

/// Drafts rules for the tables of a study. Rules that the study has already are ignored.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_audit::draft::draft;
/// let found = draft(&study);
/// let sum = found.rules.iter().find(|rule| rule.targets == ["permits.total"]);
/// assert_eq!(sum.map(|rule| &*rule.formula), Some("collection + export"));
/// ```
pub fn draft_with(study: &Study, hints: &Hints) -> Draft {
    let mut found = Draft::default();
    for table in 0..study.published().len() {
        let bands = Bands::from_table(&study.tables[table]);
        let mut work = relation::Work::new(study, table, &bands);
        let indents = hints.indents.get(table).map_or(&[][..], Vec::as_slice);
        work.levels = levels::levels(&work, indents);
        let totals = rows::total_rows(&work);
        work.set_aside(&totals);
        intervals::draft(&mut work);
        write::draft(&mut work);
        bases::draft(&mut work, hints);
        shares::draft(&mut work);
        sum_shares::draft(&mut work);
        running::draft(&mut work);
        index::draft(&mut work);
        hundred::draft(&mut work);
        constant::draft(&mut work);
        order::draft(&mut work);
        found.timelines.extend(use_cases::timeline(&work));
        found.listings.extend(use_cases::listing(&work));
        let relation::Work { mut rules, mut near_misses, unclear, denominators, .. } = work;
        found.denominators.extend(denominators);
        found.unclear.extend(unclear.into_iter().map(|column| ColumnId { table, column }));
        confirmed::leave_out(study, &mut rules);
        // In the order of the columns of the table; conditions come last.
        rules.sort_by_key(|rule| target_column(study, rule).unwrap_or(usize::MAX));
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

/// The column of the first target of a rule.
fn target_column(study: &Study, rule: &DraftRule) -> Option<usize> {
    let target = rule.targets.first()?;
    let columns = study.tables[rule.table].columns.len();
    (0..columns)
        .find(|column| names_column(study, ColumnId { table: rule.table, column: *column }, target))
}

/// Whether a target is a column or a cell of it.
fn names_column(study: &Study, column: ColumnId, target: &str) -> bool {
    let (table, column) = study.column(column);
    let path = target.split('[').next().unwrap_or_default();
    path.split_once('.') == Some((&table.id, &column.name))
}

/// An id that is not taken, with the name of the table before it where another has it.
fn unused(id: &str, table: &str, taken: &[&str]) -> String {
    let ways = [id.to_owned(), format!("{table}-{id}")]
        .into_iter()
        .chain((2..).map(|n| format!("{table}-{id}-{n}")));
    ways.into_iter().find(|way| !taken.contains(&way.as_str())).unwrap_or_default()
}
