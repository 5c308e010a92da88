//! The state of a search for the relations of a table: what is known, and what was found.

use std::collections::BTreeSet;

use crossfoot_core::{Phrase, Study, Table, Unit, say};

use super::bands::{Bands, Numbers};
use super::cells::Derived;
use super::evidence::Evidence;
use super::order;
use super::shares::same_words;
use super::words::{self, Role};
use super::{DraftDenominator, DraftRule, NearMiss, Operator, Tried};

/// The number of rows on which a relation is tried first.
const FIRST_ROWS: usize = 24;

/// A table whose relations are searched.
pub(super) struct Work<'a> {
    pub(super) table: usize,
    pub(super) printed: &'a Table,
    pub(super) bands: &'a Bands,
    /// How deep each row is below others: those below it that are deeper may be its parts.
    pub(super) levels: Vec<usize>,
    /// Columns of the ends of intervals: nothing else is computed from them.
    pub(super) bounds: Vec<usize>,
    /// Rows that are not totals of others.
    pub(super) rows: Vec<usize>,
    /// Sums that were found: the column, and those that it is the sum of.
    pub(super) sums: Vec<(usize, Vec<usize>)>,
    /// Shares that were found: percentages, part, whole.
    pub(super) shares: Vec<(usize, usize, usize)>,
    /// Ranks that were found: ranks and what they rank.
    pub(super) ranks: Vec<(usize, usize)>,
    pub(super) rules: Vec<DraftRule>,
    /// Bases that are not reported.
    pub(super) denominators: Vec<DraftDenominator>,
    pub(super) near_misses: Vec<NearMiss>,
    /// Which cells are derived from which.
    pub(super) cells: Derived,
    /// Columns whose relations need another unit than they seem to have: counts that were rounded or
    /// are quotients, percentages that are fractions.
    pub(super) unclear: BTreeSet<usize>,
    /// What each derived column is derived from.
    derived: Vec<(usize, Vec<usize>)>,
}

impl<'a> Work<'a> {
    pub(super) fn new(study: &'a Study, table: usize, bands: &'a Bands) -> Self {
        let printed = &study.tables[table];
        Self {
            table,
            printed,
            bands,
            levels: vec![0; printed.rows()],
            bounds: Vec::new(),
            rows: (0..printed.rows()).collect(),
            sums: Vec::new(),
            shares: Vec::new(),
            ranks: Vec::new(),
            rules: Vec::new(),
            denominators: Vec::new(),
            near_misses: Vec::new(),
            cells: Derived::default(),
            unclear: BTreeSet::new(),
            derived: Vec::new(),
        }
    }

    /// Leaves rows of totals out of the evidence for relations within a row: they follow from the
    /// other rows.
    pub(super) fn set_aside(&mut self, rows: &[usize]) {
        if self.rows.len() > rows.len() + 1 {
            self.rows.retain(|row| !rows.contains(row));
        }
    }

    /// The rows, or those that a relation is tried on first.
    pub(super) fn first_rows(&self) -> Vec<usize> {
        let step = self.rows.len().div_ceil(FIRST_ROWS).max(1);
        self.rows.iter().copied().step_by(step).collect()
    }

    pub(super) fn name(&self, column: usize) -> &'a str {
        &self.printed.columns[column].name
    }

    pub(super) fn label(&self, column: usize) -> &'a str {
        &self.printed.columns[column].label
    }

    pub(super) fn unit(&self, column: usize) -> &'a Unit {
        &self.printed.columns[column].unit
    }

    /// The word by which the label of a column names a role.
    pub(super) fn says(&self, column: usize, role: Role) -> Option<&'static str> {
        role.word_in(self.label(column))
    }

    /// Whether a column holds places in an order: its name says so, and, where `place` or `No` in it
    /// may mean something else, its numbers are places.
    pub(super) fn is_ranking(&self, numbers: &Numbers) -> bool {
        const VAGUE: [&str; 3] = ["place", "position", "no"];
        self.says(numbers.column, Role::Rank)
            .is_some_and(|word| !VAGUE.contains(&word) || order::prints_places(self, numbers))
    }

    /// The columns of numbers in groups of one unit, in printed order; columns of ranks are left
    /// out.
    pub(super) fn groups(&self) -> Vec<Vec<&'a Numbers>> {
        let mut groups: Vec<(&Unit, Vec<&'a Numbers>)> = Vec::new();
        let columns = self.bands.columns.iter();
        for numbers in
            columns.filter(|numbers| !self.is_ranking(numbers) && self.prints_anything(numbers))
        {
            let unit = self.unit(numbers.column);
            match groups.iter_mut().find(|(other, _)| *other == unit) {
                Some((_, group)) => group.push(numbers),
                None => groups.push((unit, vec![numbers])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// Whether percentages may be of a column: it holds no percentages or ratios itself.
    pub(super) fn may_be_whole(&self, column: usize) -> bool {
        !matches!(self.unit(column), Unit::Percent | Unit::Points | Unit::Ratio)
    }

    /// The columns of percentages.
    pub(super) fn percentages(&self) -> Vec<&'a Numbers> {
        self.bands
            .columns
            .iter()
            .filter(|numbers| {
                matches!(self.unit(numbers.column), Unit::Percent | Unit::Number)
                    && self.prints_anything(numbers)
            })
            .collect()
    }

    fn prints_anything(&self, numbers: &Numbers) -> bool {
        self.rows.iter().any(|row| numbers.at(*row).is_some())
    }

    /// Whether both columns are cut from the same printed cells.
    pub(super) fn share_cells(&self, first: usize, second: usize) -> bool {
        if first.abs_diff(second) > 2 {
            return false;
        }
        let printed = self.rows.iter().find(|row| {
            [first, second]
                .iter()
                .all(|column| self.printed.columns[*column].cells[**row].figure().is_some())
        });
        printed.is_some_and(|row| self.are_in_one_cell(first, second, *row))
    }

    /// Whether nothing between the figures of two columns separates fields.
    fn are_in_one_cell(&self, first: usize, second: usize, row: usize) -> bool {
        let spans =
            [first, second].map(|column| self.printed.columns[column].cells[row].span().range());
        let [left, right] = if spans[0].start <= spans[1].start {
            spans
        } else {
            [spans[1].clone(), spans[0].clone()]
        };
        let text = self.printed.source.text();
        let between = text.get(left.end..right.start.max(left.end)).unwrap_or("\"");
        // A comma between quotes separates no fields.
        let line = text.get(..left.start).unwrap_or_default().rsplit('\n').next();
        let quoted = line.is_some_and(|line| line.matches('"').count() % 2 == 1);
        left != right && !between.contains(['"', '\n', '\r']) && (quoted || !between.contains(','))
    }

    /// The texts that name a row; its key where it has none.
    pub(super) fn row_name(&self, row: usize) -> String {
        let columns = self.printed.columns.iter().enumerate();
        let texts: Vec<String> = columns
            .filter(|(_, column)| column.unit == Unit::Text)
            .map(|(at, _)| self.printed.text(at, row).trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if texts.is_empty() { self.printed.key_text(row) } else { texts.join(" ") }
    }

    /// Notes what a column is derived from.
    pub(super) fn note_derived(&mut self, target: usize, inputs: Vec<usize>) {
        self.derived.push((target, inputs));
    }

    /// Whether a column is derived from others.
    pub(super) fn is_derived(&self, column: usize) -> bool {
        self.derived.iter().any(|(derived, _)| *derived == column)
    }

    /// The text in the brackets that name a row: its key, or its line where the key cannot be
    /// written.
    pub(super) fn row_key(&self, row: usize) -> String {
        let parts: Vec<String> = self
            .printed
            .key
            .iter()
            .map(|key| self.printed.text(*key, row).trim().to_owned())
            .collect();
        if parts.is_empty() || parts.iter().any(|part| part.contains(['"', '\'', ']'])) {
            return format!("#{}", self.printed.lines[row]);
        }
        parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(", ")
    }

    /// Whether deriving a column from others would derive one of them from itself.
    pub(super) fn closes_circle(&self, target: usize, inputs: &[usize]) -> bool {
        let mut pending: Vec<usize> = inputs.to_vec();
        let mut seen = BTreeSet::new();
        while let Some(next) = pending.pop() {
            if next == target {
                return true;
            }
            if seen.insert(next) {
                pending.extend(
                    self.derived
                        .iter()
                        .filter(|(derived, _)| *derived == next)
                        .flat_map(|(_, from)| from),
                );
            }
        }
        false
    }

    /// Drafts a column as derived from others, row by row.
    pub(super) fn derive(
        &mut self,
        operator: Operator,
        columns: (usize, &[usize]),
        label: String,
        formula: String,
        evidence: Evidence,
    ) {
        self.derive_in(None, operator, columns, label, formula, evidence);
    }

    /// The same in some rows.
    pub(super) fn derive_in(
        &mut self,
        rows: Option<String>,
        operator: Operator,
        (target, inputs): (usize, &[usize]),
        label: String,
        formula: String,
        evidence: Evidence,
    ) {
        self.derived.push((target, inputs.to_vec()));
        let id = self.id(&self.name(target).replace('_', "-"));
        let targets = vec![format!("{}.{}", self.printed.id, self.name(target))];
        self.rules.push(DraftRule {
            table: self.table,
            id,
            label,
            operator,
            targets,
            formula,
            rows,
            evidence,
            tried_on: Tried::Rows,
        });
    }

    /// All rows of the table.
    pub(super) fn all_rows(&self) -> Option<String> {
        Some(self.printed.id.to_string())
    }

    /// Drafts a condition on rows, or on the table as a whole.
    pub(super) fn demand(
        &mut self,
        rows: Option<String>,
        id: &str,
        label: String,
        condition: String,
        evidence: Evidence,
    ) {
        let id = self.id(id);
        self.rules.push(DraftRule {
            table: self.table,
            id,
            label,
            operator: Operator::Condition,
            targets: Vec::new(),
            formula: condition,
            tried_on: if rows.is_some() { Tried::Rows } else { Tried::Once },
            rows,
            evidence,
        });
    }

    /// Notes a relation that is not drafted.
    pub(super) fn near_miss(&mut self, relation: String, why: Phrase) {
        if !self.near_misses.iter().any(|other| other.relation == relation) {
            self.near_misses
                .push(NearMiss { relation: format!("{}: {relation}", self.printed.id), why });
        }
    }

    /// Notes why a relation that holds in some rows is not drafted, where it is worth reporting.
    pub(super) fn weigh(&mut self, relation: String, evidence: &Evidence) {
        /// A relation that is expected more often than this by chance is not a near miss.
        const WORTH_TELLING: f64 = 0.2;
        if evidence.by_chance > WORTH_TELLING {
            return;
        }
        let (holds, tried) = (evidence.holds.len().to_string(), evidence.tried().to_string());
        let why = if evidence.nearly_everywhere() {
            say!(
                "holds in {} of {} rows, which may be chance ({})",
                holds,
                tried,
                evidence.chance()
            )
        } else {
            say!("holds in only {} of {} rows", holds, tried)
        };
        self.near_miss(relation, why);
    }

    /// An id that no rule of the table has yet.
    pub(super) fn id(&self, wanted: &str) -> String {
        let mut ways =
            std::iter::once(wanted.to_owned()).chain((2..).map(|n| format!("{wanted}-{n}")));
        ways.find(|way| self.rules.iter().all(|rule| rule.id != *way)).unwrap_or_default()
    }

    /// Whether the table is written in Chinese, and what is drafted for it should be.
    pub(super) fn chinese(&self) -> bool {
        self.printed.columns.iter().any(|column| words::is_chinese(&column.label))
    }

    /// Labels as a list: `collection, export and collaboration`.
    pub(super) fn list(&self, columns: &[usize]) -> String {
        let labels: Vec<String> =
            columns.iter().map(|column| self.label(*column).to_owned()).collect();
        words::list(&labels, self.chinese())
    }

    /// Whether a column is in the same cells as percentages, just before, or has their name.
    pub(super) fn is_beside(&self, part: usize, percent: usize) -> bool {
        part + 1 == percent
            || self.share_cells(part, percent)
            || same_words(self.label(part), self.label(percent))
    }
}
