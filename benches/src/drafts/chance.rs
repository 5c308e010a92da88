//! Rules drafted for shuffled tables, where they hold by chance.

use std::collections::BTreeSet;

use anyhow::Result;
use crossfoot::Drafted;
use crossfoot::audit::draft::{DraftRule, Operator};

use super::known::Known;
use super::relation::text;
use super::shuffle::Columns;
use super::{Annotated, Bare, Grid};
use crate::random::Random;
use crate::received::{Place, Related, compiled, related};
use crate::workers;

/// In which direction a rule relates cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Cells of one row, in row after row.
    Across,
    /// Cells of several rows.
    Down,
}

/// A rule that was drafted for a shuffled table.
#[derive(Clone, Debug)]
pub struct ShuffledDraft {
    /// Whether it is about numbers that belong together, such as a total of a column that moved
    /// with its parts. Otherwise it holds by chance.
    pub still_true: bool,
    /// The table.
    pub table: String,
    /// The number of the shuffled table, from 0.
    pub shuffle: usize,
    /// The rule.
    pub id: String,
    /// What it computes.
    pub operator: Operator,
    /// Its targets, its formula, and its evidence, in words.
    pub rule: String,
    /// In which direction it relates cells.
    pub way: Way,
    /// The first of the cells that it relates, with what they print.
    pub cells: String,
    /// The shuffled table.
    pub grid: Grid,
}

/// Rules drafted for shuffled tables.
#[derive(Clone, Debug, Default)]
pub struct Chance {
    /// Tables that can be shuffled.
    pub tables: usize,
    /// Shuffled tables that rules were drafted for.
    pub shuffled: usize,
    /// Shuffled tables that were refused.
    pub refused: usize,
    /// The rules that were drafted for them.
    pub drafts: Vec<ShuffledDraft>,
}

/// A table that can be shuffled.
struct Shuffling<'a> {
    table: &'a Annotated,
    columns: Columns,
    known: Known<'a>,
}

impl Chance {
    /// Shuffles the tables in turns, so many times in all, and drafts rules for each. The same seed
    /// gives the same tables.
    ///
    /// # Errors
    /// If the tables cannot be written to a temporary folder.
    pub fn from_tables(tables: &[Annotated], shuffles: usize, seed: u64) -> Result<Self> {
        let found = workers::each(tables, Shuffling::new)?;
        let found = found.into_iter().collect::<Result<Vec<_>>>()?;
        let can_be: Vec<Shuffling<'_>> = found.into_iter().flatten().collect();
        let mut random = Random::new(seed);
        let in_turns = can_be.iter().cycle().take(shuffles).enumerate();
        let jobs: Vec<_> = in_turns.map(|(at, table)| (at, table, random.next())).collect();
        let mut chance = Self { tables: can_be.len(), shuffled: jobs.len(), ..Self::default() };
        let drafted = workers::each(&jobs, |(at, table, seed)| table.draft(*at, *seed))?;
        for drafted in drafted {
            match drafted? {
                None => chance.refused += 1,
                Some(drafts) => chance.drafts.extend(drafts),
            }
        }
        Ok(chance)
    }

    /// The drafts that are still true, or those that hold by chance.
    pub fn drafts(&self, still_true: bool) -> impl Iterator<Item = &ShuffledDraft> {
        self.drafts.iter().filter(move |draft| draft.still_true == still_true)
    }
}

impl<'a> Shuffling<'a> {
    /// `None` where the table is refused as printed, or has nothing to shuffle.
    fn new(table: &'a Annotated) -> Result<Option<Self>> {
        let bare = Bare::write(&table.grid)?;
        let Ok(inputs) = bare.inputs() else { return Ok(None) };
        let Ok(drafted) = bare.draft_of(&inputs) else { return Ok(None) };
        let columns = Columns::new(&inputs);
        let known = Known::new(table, &drafted);
        Ok(columns.can_be_shuffled(&table.grid).then_some(Self { table, columns, known }))
    }

    /// The rules that are drafted for the table in another order; `None` where it is refused.
    fn draft(&self, shuffle: usize, seed: u64) -> Result<Option<Vec<ShuffledDraft>>> {
        let grid = self.columns.shuffled(&self.table.grid, &mut Random::new(seed));
        let Ok(drafted) = Bare::write(&grid)?.draft() else { return Ok(None) };
        let rules = compiled(&drafted).map(|(rule, compiled)| {
            let related = related(&drafted, rule, compiled);
            ShuffledDraft {
                still_true: self.is_still_true(rule.operator, &related, &grid),
                table: self.table.name.clone(),
                shuffle,
                id: rule.id.clone(),
                operator: rule.operator,
                rule: describe(&drafted, rule),
                way: way(&related),
                cells: first_cells(&related, &grid),
                grid: grid.clone(),
            }
        });
        Ok(Some(rules.collect()))
    }

    /// Whether all that a rule relates where it holds is known of the table as printed.
    fn is_still_true(&self, operator: Operator, related: &[Related], grid: &Grid) -> bool {
        let mut held = related.iter().filter(|related| related.holds).peekable();
        held.peek().is_some() && held.all(|related| self.known.explains(operator, related, grid))
    }
}

fn way(related: &[Related]) -> Way {
    let one_row = related.iter().all(|related| {
        let rows: BTreeSet<u32> =
            related.target.iter().chain(&related.inputs).map(|place| place.0).collect();
        rows.len() <= 1
    });
    if one_row { Way::Across } else { Way::Down }
}

fn describe(drafted: &Drafted, rule: &DraftRule) -> String {
    let targets = rule.targets.join(", ");
    let equals = if targets.is_empty() { "" } else { " = " };
    format!("{targets}{equals}{}; {}", rule.formula, rule.rests_on(&drafted.study))
}

/// The cells that are shown of a false draft.
const SHOWN: usize = 3;

fn first_cells(related: &[Related], grid: &Grid) -> String {
    let shown = related.iter().take(SHOWN).map(|related| {
        let target = related.target.map_or(String::new(), |place| shown(place, grid) + " from ");
        let inputs: Vec<String> = related.inputs.iter().map(|place| shown(*place, grid)).collect();
        format!("{target}{}", inputs.join(", "))
    });
    shown.collect::<Vec<_>>().join("; ")
}

fn shown(place: Place, grid: &Grid) -> String {
    let (row, column) = place;
    format!("{row}:{column} `{}`", text(grid, place).unwrap_or_default())
}
