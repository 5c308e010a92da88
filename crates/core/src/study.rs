//! A study: everything that one publication printed, and the rules that it must obey.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::formula::Formula;
use crate::{
    Aliases, Article, Cell, CellUnit, ClaimId, Conclusion, Decimal, Denominator, Place, Ranking,
    Rounding, RuleName, Series, Source, Span, Table, Unit,
};

/// One publication, or one release series, read from its folder.
#[derive(Clone, Debug)]
pub struct Study {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: String,
    /// How to cite the publication.
    pub citation: String,
    /// Digital object identifier or address.
    pub link: Option<String>,
    /// Licence of the published data.
    pub licence: Option<String>,
    /// The language of its texts, by its code after BCP 47 where the manifest gives one.
    pub language: Option<String>,
    /// What texts of the study are in other languages: code of the language → text as it stands →
    /// translation.
    pub translations: BTreeMap<String, BTreeMap<String, String>>,
    /// The rounding convention that the publication states.
    pub rounding: Option<Rounding>,
    /// Published tables, then the table of events when the study has any.
    pub tables: Vec<Table>,
    /// The table of events, which was not published, by its index.
    pub events: Option<usize>,
    /// Statements of the text.
    pub claims: Arc<Vec<Claim>>,
    /// `claims.csv`, for places.
    pub claims_source: Option<Arc<Source>>,
    /// Everything that is checked: manifest rules first, then one per claim.
    pub rules: Arc<Vec<Rule>>,
    /// The manifest, for places.
    pub manifest: Arc<Source>,
    /// What is known of rows that a table does not list: table index → condition.
    pub unlisted: BTreeMap<usize, Formula>,
    /// Spellings of institutions.
    pub aliases: Aliases,
    /// Wholes that shares rest on and that were not printed.
    pub denominators: Vec<Denominator>,
    /// Columns that are counted over time.
    pub series: Vec<Series>,
    /// Lists of members by share.
    pub rankings: Vec<Ranking>,
    /// What the publication concludes from them.
    pub conclusions: Vec<Conclusion>,
    /// Findings that were accepted.
    pub accepted: Vec<Acceptance>,
    /// Every numeral of the text; absent when the study keeps no ledger.
    pub ledger: Option<Vec<LedgerEntry>>,
    /// `numbers.csv`, for places.
    pub ledger_source: Option<Arc<Source>>,
    /// The text that the claims and numerals were taken from, where it is at hand.
    pub article: Option<Arc<Article>>,
}

/// A statement in prose that contains or implies a number, a count, a direction, a rank or a date.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Stable name.
    pub id: ClaimId,
    /// The section it stands in.
    pub section: String,
    /// A paraphrase.
    pub statement: String,
    /// What was printed.
    pub published: Cell,
    /// What the printed number counts.
    pub unit: Unit,
    /// Whether the text says "about".
    pub approx: bool,
    /// The sentence as printed, where a draft took it from an article; else empty.
    pub quote: String,
    /// Where it stands in the article, such as `12:34`; else empty.
    pub position: String,
    /// The stretch of `claims.csv` with what was printed.
    pub span: Span,
}

/// One thing that must hold: `target = formula`, or a condition.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable name.
    pub id: RuleName,
    /// What it says, in words.
    pub label: String,
    /// What is compared with the formula.
    pub target: Target,
    /// The rows that it is checked on, in order, if it is checked per row; `None` for all rows.
    pub rows: Option<Arc<[usize]>>,
    /// What must equal the target, or must hold; absent for a claim that nothing can recompute.
    pub formula: Option<Formula>,
    /// The formula as written, and where.
    pub text: String,
    /// The file that holds the formula.
    pub source: Arc<Source>,
    /// The stretch of that file.
    pub span: Span,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every cell of a column.
    Column(ColumnId),
    /// One cell.
    Cell(CellId),
    /// What a claim printed; its index.
    Claim(usize),
    /// Nothing printed: a condition, once or for every row of a table.
    Condition(Option<usize>),
}

/// A column of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId {
    /// Index of the table.
    pub table: usize,
    /// Index of the column in it.
    pub column: usize,
}

/// A cell of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    /// Its column.
    pub column: ColumnId,
    /// Its row, from 0.
    pub row: usize,
}

/// Something printed that formulas may read and rules may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// A cell of a table.
    Cell(CellId),
    /// What a claim printed; its index.
    Claim(usize),
}

/// A known finding that does not fail the run.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The finding's stable id, `code:rule[key]`.
    pub id: String,
    /// Why it is accepted.
    pub reason: String,
    /// Where the manifest says so.
    pub span: Span,
}

/// One numeral of the running text and what accounts for it.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The section it stands in.
    pub section: String,
    /// As printed.
    pub numeral: String,
    /// What it is about, in a few words.
    pub about: String,
    /// What accounts for it; `None` leaves it unexplained.
    pub account: Option<Account>,
    /// Its line in the ledger.
    pub span: Span,
}

/// What accounts for a numeral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// The claim (`claim:ID`) or cell that covers it.
    Covers(String),
    /// Why it is not a statistic.
    Reason(String),
}

impl Study {
    /// The address of the publication on the web; `None` if the link is not a web address.
    pub fn address(&self) -> Option<String> {
        let link = self.link.as_ref()?;
        let address = match link.strip_prefix("doi ") {
            Some(doi) => format!("https://doi.org/{doi}"),
            None => link.clone(),
        };
        let on_the_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        let is_one_word = address
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"' | '`'));
        (on_the_web && is_one_word).then_some(address)
    }

    /// The column's table and itself.
    pub fn column(&self, id: ColumnId) -> (&Table, &crate::Column) {
        let table = &self.tables[id.table];
        (table, &table.columns[id.column])
    }

    /// The cell.
    pub fn cell(&self, id: CellId) -> &Cell {
        &self.tables[id.column.table].columns[id.column.column].cells[id.row]
    }

    /// What the number in a cell counts.
    pub fn cell_unit(&self, id: CellId) -> CellUnit<'_> {
        self.tables[id.column.table].cell_unit(id.column.column, id.row)
    }

    /// What a cell or claim prints.
    pub fn printed(&self, variable: Variable) -> &Cell {
        match variable {
            Variable::Cell(cell) => self.cell(cell),
            Variable::Claim(claim) => &self.claims[claim].published,
        }
    }

    /// The study with other numbers in the place of those that some cells and claims print; what
    /// prints no number stays. Columns that do not change are shared, so that this costs little.
    ///
    /// ```
    /// # use crossfoot_core::{Cell, Decimal, Study, Variable};
    /// fn corrected(study: &Study, total: Variable, right: Decimal) -> Study {
    ///     study.with([(total, right)])
    /// }
    /// ```
    #[must_use]
    pub fn with(&self, replacements: impl IntoIterator<Item = (Variable, Decimal)>) -> Self {
        let mut study = self.clone();
        for (variable, value) in replacements {
            if let Cell::Number(figure) = study.printed_mut(variable) {
                *figure = figure.with_value(value);
            }
        }
        study
    }

    fn printed_mut(&mut self, variable: Variable) -> &mut Cell {
        match variable {
            Variable::Cell(CellId { column, row }) => {
                let table = &mut self.tables[column.table];
                if table.key.contains(&column.column) {
                    table.index = Arc::default();
                }
                &mut Arc::make_mut(&mut table.columns[column.column].cells)[row]
            }
            Variable::Claim(claim) => &mut Arc::make_mut(&mut self.claims)[claim].published,
        }
    }

    /// What its number counts.
    pub fn unit(&self, variable: Variable) -> &Unit {
        match variable {
            Variable::Cell(cell) => self.cell_unit(cell).unit,
            Variable::Claim(claim) => &self.claims[claim].unit,
        }
    }

    /// What one printed unit stands for.
    pub fn scale(&self, variable: Variable) -> i64 {
        match variable {
            Variable::Cell(cell) => self.cell_unit(cell).scale,
            Variable::Claim(_) => 1,
        }
    }

    /// `table.column[key]` or `claim:ID`.
    pub fn name(&self, variable: Variable) -> String {
        match variable {
            Variable::Cell(cell) => self.cell_name(cell),
            Variable::Claim(claim) => self.claims[claim].id.qualified(),
        }
    }

    /// Where it stands. A claim of a study without `claims.csv` cannot be; it would stand at the
    /// top of the manifest.
    pub fn place(&self, variable: Variable) -> Place {
        let (source, span) = self.stretch(variable);
        source.place(span)
    }

    /// The file that holds it, and the stretch of that file.
    pub fn stretch(&self, variable: Variable) -> (&Arc<Source>, Span) {
        match (variable, &self.claims_source) {
            (Variable::Cell(cell), _) => {
                (&self.tables[cell.column.table].source, self.cell(cell).span())
            }
            (Variable::Claim(claim), Some(source)) => (source, self.claims[claim].span),
            (Variable::Claim(_), None) => (&self.manifest, Span::default()),
        }
    }

    /// `table.column[key]`.
    pub fn cell_name(&self, id: CellId) -> String {
        let (table, column) = self.column(id.column);
        format!("{}.{}[{}]", table.id, column.name, table.key_text(id.row))
    }

    /// The table of that id.
    pub fn table(&self, id: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.id == id)
    }

    /// The claim of that id.
    pub fn claim(&self, id: &str) -> Option<usize> {
        self.claims.iter().position(|claim| claim.id == id)
    }

    /// The tables that were published, without the list of events.
    pub fn published(&self) -> &[Table] {
        &self.tables[..self.events.unwrap_or(self.tables.len())]
    }

    /// What a rule is checked on: each of its rows, or `None` alone for a rule that is checked
    /// once.
    pub fn checked_rows<'a>(
        &self,
        rule: &'a Rule,
    ) -> impl Iterator<Item = Option<usize>> + use<'a> {
        let table = rule.rows_of();
        let rows = rule.rows_within(0..table.map_or(0, |table| self.tables[table].rows()));
        table.is_none().then_some(None).into_iter().chain(rows.map(Some))
    }

    /// Whether a table was published more than once.
    pub fn has_releases(&self) -> bool {
        self.tables.iter().any(|table| !table.releases.is_empty())
    }

    /// The cell or claim written `table.column[key]` or `claim:ID`.
    pub fn find(&self, name: &str) -> Option<Variable> {
        match ClaimId::unqualified(name.trim()) {
            Some(id) => self.claim(id).map(Variable::Claim),
            None => self.find_cell(name).map(Variable::Cell),
        }
    }

    /// The cell written `table.column[key]`, with or without quotes around the key.
    pub fn find_cell(&self, name: &str) -> Option<CellId> {
        let (path, key) = name.trim().strip_suffix(']')?.split_once('[')?;
        let (table, column) = path.split_once('.')?;
        let table = self.table(table.trim())?;
        let column = ColumnId { table, column: self.tables[table].column(column.trim())? };
        let rows = &self.tables[table];
        let row = match key.trim().strip_prefix('#') {
            Some(line) => rows.row_at_line(line.parse().ok()?),
            // A key of one part may hold commas, with or without quotes.
            None => rows.row(&key_parts(key)).or_else(|| rows.row(&[key.trim()])),
        };
        Some(CellId { column, row: row? })
    }
}

/// The parts of a key as it is written between brackets, each with or without quotes of either
/// kind.
fn key_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    loop {
        let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
        let quoted = quote
            .and_then(|quote| rest[1..].split_once(quote))
            .map(|(part, behind)| (part, behind.trim_start()));
        let (part, behind) = quoted
            .filter(|(_, behind)| behind.is_empty() || behind.starts_with(','))
            .unwrap_or_else(|| {
                let (part, behind) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
                (part.trim(), behind)
            });
        parts.push(part);
        match behind.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => return parts,
        }
    }
}

impl Table {
    /// The line of the table's own file on which a row starts; `None` for a row of a later release.
    pub fn line(&self, row: usize) -> Option<u32> {
        let own = self.releases.first().is_none_or(|first| first.row(row).is_some());
        own.then_some(self.lines[row])
    }

    /// The row that starts on a line of the file; of a table with releases, on a line of the first.
    pub fn row_at_line(&self, line: u32) -> Option<usize> {
        match self.releases.first() {
            None => self.lines.binary_search(&line).ok(),
            Some(first) => {
                (0..self.rows()).find(|row| self.lines[*row] == line && first.row(*row).is_some())
            }
        }
    }
}

impl Rule {
    /// The cell or claim that the rule is about when checked on `row`; a condition is about none.
    pub fn variable(&self, row: Option<usize>) -> Option<Variable> {
        match self.target {
            Target::Column(column) => {
                Some(Variable::Cell(CellId { column, row: row.unwrap_or(0) }))
            }
            Target::Cell(cell) => Some(Variable::Cell(cell)),
            Target::Claim(claim) => Some(Variable::Claim(claim)),
            Target::Condition(_) => None,
        }
    }

    /// The claim whose own formula the rule is, by its index.
    pub const fn own_claim(&self) -> Option<usize> {
        match (&self.id, self.target) {
            (RuleName::Claim(_), Target::Claim(claim)) => Some(claim),
            _ => None,
        }
    }

    /// Those rows within a stretch of its table that it is checked on, in order.
    pub fn rows_within(&self, stretch: Range<usize>) -> impl Iterator<Item = usize> + use<'_> {
        let (chosen, stretch) = match self.rows.as_deref() {
            None => (&[][..], stretch),
            Some(rows) => {
                let first = rows.partition_point(|row| *row < stretch.start);
                let end = rows.partition_point(|row| *row < stretch.end);
                (&rows[first..end.max(first)], 0..0)
            }
        };
        chosen.iter().copied().chain(stretch)
    }

    /// Whether the rule is checked on a row; a rule that is checked once is, on none.
    pub fn is_checked_on(&self, row: Option<usize>) -> bool {
        match (row, &self.rows) {
            (Some(row), Some(rows)) => rows.binary_search(&row).is_ok(),
            _ => true,
        }
    }

    /// The table whose rows the rule is checked on, if it is checked per row.
    pub const fn rows_of(&self) -> Option<usize> {
        match self.target {
            Target::Column(id) => Some(id.table),
            Target::Condition(table) => table,
            Target::Cell(_) | Target::Claim(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key_parts;

    #[test]
    fn keys_are_cut_at_commas_outside_quotes() {
        for (text, parts) in [
            ("2023", vec!["2023"]),
            (" 'x' ", vec!["x"]),
            ("sponsor, Shanghai", vec!["sponsor", "Shanghai"]),
            ("\"x, y\", z", vec!["x, y", "z"]),
            ("'x', \"y, z\"", vec!["x", "y, z"]),
            ("People's, 'tis", vec!["People's", "'tis"]),
            ("", vec![""]),
        ] {
            assert_eq!(key_parts(text), parts, "{text}");
        }
    }
}
