//! What the rows, columns and groups of tables are called, as words that sentences may use.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crossfoot_core::formula::{AggregateKind, Expr, Function, RowRef};
use crossfoot_core::{
    Cell, Column, ColumnId, DateSpan, LEVELS, Rational, Study, Table, Target, Unit, Variable,
};

use super::hypothesis::Operand;
use super::words::{Words, likeness};
use crate::CheckId;
use crate::draft::{names_rest, names_total_row};
use crate::readers::inputs_of;

/// All stems that labels use, numbered.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, usize>,
    stems: Vec<String>,
}

/// A stem by its number in the vocabulary.
pub(super) type Stem = usize;

impl Vocabulary {
    fn number(&mut self, stem: &str) -> Stem {
        if let Some(number) = self.numbers.get(stem) {
            return *number;
        }
        self.stems.push(stem.to_owned());
        self.numbers.insert(stem.to_owned(), self.stems.len() - 1);
        self.stems.len() - 1
    }

    /// A stem as it is written.
    pub(super) fn text(&self, stem: Stem) -> &str {
        &self.stems[stem]
    }

    /// How many stems there are.
    pub(super) fn len(&self) -> usize {
        self.stems.len()
    }

    /// The stems that a word may stand for, each with how nearly it does.
    pub(super) fn find(&self, word: &str) -> Vec<(Stem, f64)> {
        if let Some(number) = self.numbers.get(word) {
            return vec![(*number, 1.0)];
        }
        if word.len() < 4 || !word.is_ascii() || word.as_bytes()[0].is_ascii_digit() {
            return Vec::new();
        }
        let alike = self.stems.iter().enumerate().map(|(at, stem)| (at, likeness(word, stem)));
        alike.filter(|(_, likeness)| *likeness > 0.0).collect()
    }
}

/// What one row, column or group is called.
#[derive(Clone, Debug, Default)]
pub(super) struct Label {
    /// Its stems, each once, with how well it tells the label from its neighbours.
    pub(super) stems: Vec<(Stem, f64)>,
    /// The period that it is.
    pub(super) date: Option<DateSpan>,
    /// The period that it names beside other words: 2022 of `Exports 2022`.
    pub(super) of_date: Option<DateSpan>,
    /// Whether it names the whole of the others.
    pub(super) total: bool,
    /// Whether it names what is left of the others.
    pub(super) rest: bool,
    /// Whether it names a change.
    pub(super) change: bool,
    /// Whether it names what only says how sure another number is.
    pub(super) aside: bool,
    /// Whether it names places in an order.
    pub(super) rank: bool,
    /// Whether it names percentages.
    pub(super) percent: bool,
}

/// How much of a label has to be there so that it is named wholly.
pub(super) const WHOLLY: f64 = 0.99;

/// A word of a label that weighs more than this tells it from most others.
const TELLING: f64 = 0.6;

/// The year that a text names, if it names one.
fn only_year(text: &str) -> Option<DateSpan> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
    let mut years = words.filter_map(DateSpan::read);
    years.next().filter(|first| years.all(|other| other == *first))
}

impl Label {
    /// How much of it is there, from 0 to 1, if these of its stems are.
    pub(super) fn coverage(&self, mut is_there: impl FnMut(Stem) -> bool) -> f64 {
        let all: f64 = self.stems.iter().map(|(_, weight)| weight).sum();
        let there = self.stems.iter().filter(|(stem, _)| is_there(*stem));
        if all > 0.0 { there.map(|(_, weight)| weight).sum::<f64>() / all } else { 0.0 }
    }

    /// Whether a stem tells it from most others.
    pub(super) fn is_told_by(&self, stem: Stem) -> bool {
        self.stems.iter().any(|(own, weight)| *own == stem && *weight > TELLING)
    }

    /// Makes its words weigh together no more than a long text may.
    pub(super) fn limit(&mut self) {
        let sum: f64 = self.stems.iter().map(|(_, weight)| weight).sum();
        let scale = (MOST / sum.max(MOST)).max(0.0);
        self.stems.iter_mut().for_each(|(_, weight)| *weight *= scale);
    }
}

/// Rows that are spoken of together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// What it is called; nothing for all rows.
    pub(super) label: Label,
    /// Its rows, or its columns by their position among the numeric ones.
    pub(super) members: Vec<usize>,
    /// How its rows are chosen in a formula.
    pub(super) chosen: Chosen,
    /// The header of the column that chooses them; nothing where none does.
    pub(super) header: Label,
}

impl Group {
    /// Of members by name.
    pub(super) fn listed(label: Label, members: Vec<usize>) -> Self {
        Self { label, members, chosen: Chosen::Listed, header: Label::default() }
    }
}

/// How the members of a group are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// All rows.
    All,
    /// Rows in which a column has a text.
    Where(usize, String),
    /// Members by name.
    Listed,
    /// Members that a sentence of the article puts together.
    Together,
}

/// The labels of a table.
pub(super) struct Labels {
    /// The table.
    pub(super) table: usize,
    /// What its title says.
    pub(super) title: Label,
    /// What it is called in the text, such as `2` of `Table 2`.
    pub(super) number: Option<String>,
    /// Its rows, in order; none of sub-headings.
    pub(super) rows: Vec<Option<Label>>,
    /// Its columns of numbers: index and label.
    pub(super) columns: Vec<(usize, Label)>,
    /// Groups of rows.
    pub(super) row_groups: Vec<Group>,
    /// Groups of columns.
    pub(super) column_groups: Vec<Group>,
}

impl Labels {
    /// The position of a column of the table among those of numbers.
    pub(super) fn position(&self, column: usize) -> Option<usize> {
        self.columns.iter().position(|(own, _)| *own == column)
    }

    /// The periods of two operands that differ in them.
    pub(super) fn periods(&self, pair: (Operand, Operand)) -> Option<(DateSpan, DateSpan)> {
        match pair {
            (Operand::Cell(one, _), Operand::Cell(other, _)) if one != other => {
                self.rows[one].as_ref()?.of_date.zip(self.rows[other].as_ref()?.of_date)
            }
            (Operand::Cell(_, one), Operand::Cell(_, other))
            | (Operand::Rows(_, one), Operand::Rows(_, other)) => {
                self.columns[one].1.of_date.zip(self.columns[other].1.of_date)
            }
            _ => None,
        }
    }
}

/// The labels of all tables, and their stems.
pub(super) fn labels(study: &Study, words: &Words) -> (Vec<Labels>, Vocabulary) {
    let mut vocabulary = Vocabulary::default();
    let tables = study.published().iter().enumerate();
    let labels = tables
        .map(|(at, table)| Reader { study, table, words, vocabulary: &mut vocabulary }.read(at));
    let mut labels: Vec<Labels> = labels.collect();
    // A table without a number of its own is another part of the one before.
    for at in 1..labels.len() {
        if labels[at].number.is_none() {
            labels[at].number = labels[at - 1].number.clone();
        }
    }
    (labels, vocabulary)
}

struct Reader<'a> {
    study: &'a Study,
    table: &'a Table,
    words: &'a Words,
    vocabulary: &'a mut Vocabulary,
}

impl Reader<'_> {
    fn read(mut self, at: usize) -> Labels {
        let table = self.table;
        let numeric = table.columns.iter().enumerate().filter(|(_, column)| {
            column.unit.is_number() && column.cells.iter().any(|cell| cell.figure().is_some())
        });
        let numeric: Vec<usize> = numeric.map(|(column, _)| column).collect();
        let texts: Vec<usize> =
            (0..table.columns.len()).filter(|column| !numeric.contains(column)).collect();
        let (rows, row_groups) = self.rows(at, &texts);
        let (columns, column_groups) = self.columns(at, &numeric);
        let mut title = self.label(&[table.title.as_str()]);
        title.stems.iter_mut().for_each(|(_, weight)| *weight = 1.0);
        let number = number(&table.title);
        Labels { table: at, title, number, rows, columns, row_groups, column_groups }
    }

    /// A label of these texts, whose words weigh nothing yet.
    fn label(&mut self, texts: &[&str]) -> Label {
        let mut label = Label::default();
        for text in texts {
            let date = DateSpan::read(text).or_else(|| DateSpan::read_fiscal(text));
            label.date = label.date.or(date);
            label.of_date = label.of_date.or_else(|| date.or_else(|| only_year(text)));
            for word in self.words.cut(text) {
                let stem = self.vocabulary.number(&word.stem);
                label.change |= CHANGES.contains(&word.stem.as_str());
                label.aside |= is_aside(&word.stem);
                label.rank |= RANKS.contains(&word.stem.as_str()) && word.stem != PLACE;
                if !label.stems.iter().any(|(known, _)| *known == stem) {
                    label.stems.push((stem, 0.0));
                }
            }
            label.total |= names_total_row(text);
            label.rest |= names_rest(text);
        }
        label
    }

    /// The rows that a rule computes from most of the other rows, whatever they are called.
    fn totals(&self, at: usize) -> Vec<usize> {
        let cells = self.study.rules.iter().enumerate().filter_map(|(rule, known)| {
            let Target::Cell(cell) = known.target else { return None };
            known.formula.as_ref().filter(|formula| is_sum(&formula.expr))?;
            let read = inputs_of(self.study, CheckId { rule, row: None });
            let others = read.iter().filter(|input| {
                matches!(input, Variable::Cell(other)
                    if other.column == cell.column && other.row != cell.row)
            });
            (cell.column.table == at && others.count() * 2 > self.table.rows()).then_some(cell.row)
        });
        cells.collect()
    }

    fn rows(&mut self, at: usize, texts: &[usize]) -> (Vec<Option<Label>>, Vec<Group>) {
        let table = self.table;
        let mut rows: Vec<Option<Label>> = Vec::with_capacity(table.rows());
        let mut headings: Vec<(String, Vec<usize>)> = Vec::new();
        let mut values: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for row in 0..table.rows() {
            // `Total` below years is listed as a mark of a missing year.
            let written: Vec<(usize, String)> = texts
                .iter()
                .map(|column| (*column, table.text(*column, row).trim().to_owned()))
                .filter(|(column, text)| {
                    let missing = matches!(table.columns[*column].cells[row], Cell::Missing(..));
                    !text.is_empty() && (!missing || names_total_row(text))
                })
                .collect();
            let heading = written.first().map(|(_, text)| text.clone()).unwrap_or_default();
            let year = if heading.is_empty() { self.lone_year(row) } else { None };
            if table.headings.contains(&row) || year.is_some() {
                headings.push((year.unwrap_or(heading), Vec::new()));
                rows.push(None);
                continue;
            }
            let short = written.iter().filter(|(_, text)| text.chars().count() <= LONGEST);
            let mut parts: Vec<&str> = short.map(|(_, text)| text.as_str()).collect();
            if let Some((heading, members)) = headings.last_mut() {
                members.push(row);
                parts.push(heading);
            }
            for (column, text) in &written {
                values.entry((*column, text.clone())).or_default().push(row);
            }
            rows.push(Some(self.label(&parts)));
        }
        for total in self.totals(at) {
            rows[total].iter_mut().for_each(|label| label.total = true);
        }
        weigh(rows.iter_mut().flatten());
        let mut groups = vec![Group {
            label: Label::default(),
            members: (0..rows.len())
                .filter(|row| rows[*row].as_ref().is_some_and(|label| !label.total))
                .collect(),
            chosen: Chosen::All,
            header: Label::default(),
        }];
        for (heading, members) in headings {
            let parts = members.iter().copied();
            let members = parts.filter(|row| rows[*row].as_ref().is_some_and(|label| !label.total));
            let members = members.collect();
            groups.push(Group::listed(self.label(&[&heading]), members));
        }
        let categories: BTreeSet<usize> = values
            .iter()
            .filter(|(_, members)| members.len() > 1)
            .map(|((column, _), _)| *column)
            .collect();
        for ((column, text), members) in values {
            let all = members.len() == groups[0].members.len();
            if categories.contains(&column) && !all && !table.headings.contains(&members[0]) {
                let label = self.label(&[&text]);
                let mut header = self.label(&[&table.columns[column].header]);
                header.stems.iter_mut().for_each(|(_, weight)| *weight = 1.0);
                groups.push(Group { label, members, chosen: Chosen::Where(column, text), header });
            }
        }
        groups.retain(|group| group.members.len() > 1 || matches!(group.chosen, Chosen::Where(..)));
        weigh(groups.iter_mut().map(|group| &mut group.label));
        (rows, groups)
    }

    /// The year that is all that a row prints: it names the rows below.
    fn lone_year(&self, row: usize) -> Option<String> {
        let table = self.table;
        let printed: Vec<usize> = (0..table.columns.len())
            .filter(|column| !matches!(table.columns[*column].cells[row], Cell::Missing(..)))
            .filter(|column| !table.text(*column, row).trim().is_empty())
            .collect();
        let [column] = printed.as_slice() else { return None };
        let text = table.text(*column, row).trim().to_owned();
        (text.len() == 4 && DateSpan::read(&text).is_some()).then_some(text)
    }

    fn columns(&mut self, at: usize, numeric: &[usize]) -> (Vec<(usize, Label)>, Vec<Group>) {
        let table = self.table;
        let mut columns = Vec::with_capacity(numeric.len());
        let mut levels: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, index) in numeric.iter().enumerate() {
            let column = &table.columns[*index];
            let spaced = column.name.replace('_', " ");
            let mut label = self.label(&[&column.header, &column.label, &spaced]);
            label.percent = column.unit == Unit::Percent;
            if label.percent {
                let percent = self.vocabulary.number("percent");
                if !label.stems.iter().any(|(stem, _)| *stem == percent) {
                    label.stems.push((percent, 0.0));
                }
            }
            let place = self.vocabulary.number(PLACE);
            let named = label.stems.iter().any(|(stem, _)| *stem == place);
            label.rank |= counts_rows(column) || named && may_be_places(column);
            columns.push((*index, label));
            if column.header.contains(LEVELS) {
                for level in column.header.split(LEVELS) {
                    levels.entry(level.trim().to_owned()).or_default().push(position);
                }
            }
        }
        weigh(columns.iter_mut().map(|(_, label)| label));
        let mut groups = Vec::new();
        let all = self.alike(at, &columns);
        groups.push(Group { chosen: Chosen::All, ..Group::listed(Label::default(), all) });
        for (level, members) in levels {
            if members.len() < columns.len() {
                let label = self.label(&[&level]);
                groups.push(Group::listed(label, members));
            }
        }
        groups.retain(|group| group.members.len() > 1);
        weigh(groups.iter_mut().map(|group| &mut group.label));
        (columns, groups)
    }

    /// The columns that may be added up: of one unit, without totals, ranks and further figures of
    /// a cell, such as the bounds of its interval.
    fn alike(&self, at: usize, columns: &[(usize, Label)]) -> Vec<usize> {
        let table = &self.table.columns;
        let mut members: Vec<usize> = (0..columns.len())
            .filter(|position| {
                let (column, label) = &columns[*position];
                let further = column.checked_sub(1).is_some_and(|before| {
                    table[before].header == table[*column].header
                        && table[*column].unit != Unit::Percent
                });
                let id = ColumnId { table: at, column: *column };
                !label.total && !label.rank && !further && !is_added_up(self.study, id)
            })
            .collect();
        let unit = members.first().map(|position| &table[columns[*position].0].unit);
        let unit = unit.cloned();
        members.retain(|position| Some(&table[columns[*position].0].unit) == unit.as_ref());
        members
    }
}

/// Whether a rule adds up other columns to a column.
fn is_added_up(study: &Study, column: ColumnId) -> bool {
    let own = study.rules.iter().filter(|rule| rule.target == Target::Column(column));
    own.filter_map(|rule| rule.formula.as_ref()).any(|formula| match &formula.expr {
        Expr::Sum(terms) => terms.iter().all(|(subtracted, term)| !subtracted && is_of_row(term)),
        Expr::Call(Function::Sum, terms) => terms.iter().all(is_of_row),
        _ => false,
    })
}

/// Whether a formula adds up cells.
fn is_sum(formula: &Expr) -> bool {
    match formula {
        Expr::Sum(terms) => terms.iter().all(|(subtracted, _)| !subtracted),
        Expr::Call(Function::Sum, _) => true,
        Expr::Aggregate(aggregate) => aggregate.kind == AggregateKind::Sum,
        _ => false,
    }
}

fn is_of_row(term: &Expr) -> bool {
    matches!(term, Expr::Cell(_, RowRef::Current))
}

/// Whether the cells of a column count the rows: 1, 2, 3.
fn counts_rows(column: &Column) -> bool {
    let mut places = column.cells.iter().zip(1_i128..);
    column.cells.len() > 2
        && places.all(|(cell, place)| {
            cell.figure()
                .is_some_and(|figure| figure.value().to_rational() == Rational::from(place))
        })
}

/// Whether the cells of a column may be places in an order of its rows.
fn may_be_places(column: &Column) -> bool {
    let most = Rational::from(i128::try_from(column.cells.len()).unwrap_or(i128::MAX));
    let mut figures = column.cells.iter().filter_map(Cell::figure);
    figures.all(|figure| {
        let value = figure.value().to_rational();
        value.is_integer() && value.signum() > 0 && value <= most
    })
}

/// A text with more characters describes a row and does not name it.
const LONGEST: usize = 80;

/// Whether a stem names what only says how sure another number is.
pub(super) fn is_aside(stem: &str) -> bool {
    ASIDES.contains(&stem)
}

/// Stems of words that name the bounds of intervals, errors and probabilities.
const ASIDES: [&str; 7] = ["confid", "ci", "sd", "se", "sem", "iqr", "pvalu"];

/// Stems of words that name places in an order.
pub(super) const RANKS: [&str; 5] = ["rank", PLACE, "排名", "名次", "位次"];
/// The one that may also be a location.
const PLACE: &str = "place";

/// Stems of words that name a change.
const CHANGES: [&str; 8] =
    ["chang", "growth", "increas", "decreas", "differ", "增减", "增长", "变化"];

/// Gives every word of labels the weight ln(labels ÷ labels with it): what all have tells nothing.
fn weigh<'a>(labels: impl Iterator<Item = &'a mut Label>) {
    let labels: Vec<&mut Label> = labels.collect();
    let mut counts: HashMap<Stem, usize> = HashMap::new();
    for (stem, _) in labels.iter().flat_map(|label| &label.stems) {
        *counts.entry(*stem).or_default() += 1;
    }
    let all = labels.len().max(1) as f64;
    for label in labels {
        for (stem, weight) in &mut label.stems {
            *weight = (all / counts[stem] as f64).ln() + LEAST;
        }
        label.limit();
    }
}

/// What all words of a label weigh together at most, so that a long text is not found everywhere.
const MOST: f64 = 5.0;

/// What a word weighs that all labels have.
const LEAST: f64 = 0.05;

/// `2` of `Table 2. Permits`.
fn number(title: &str) -> Option<String> {
    let lower = title.trim_start().to_lowercase();
    let rest = ["table", "tab.", "表"].iter().find_map(|word| lower.strip_prefix(word))?;
    let number = rest.trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    is_number(number).then(|| number.to_owned())
}

/// `1` and `2` of `Tables 1 and 2`.
pub(super) fn numbers(mention: &str) -> Vec<String> {
    let lower = mention.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| is_number(word)).map(str::to_owned).collect()
}

/// Whether a word is the number of a table: `2`, `s1`, `iv`.
fn is_number(word: &str) -> bool {
    word.len() <= 4 && word.contains(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'))
}
