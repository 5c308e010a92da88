//! Tables in the form that programs read: one figure per cell, numbers without separators and
//! units, and what each column holds.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Cell, Column, Missing, Qualifier, Study, Table, Unit};

/// A table with one value per cell.
pub(super) struct Tidy<'a> {
    pub(super) table: &'a Table,
    /// Its name, which no other table has.
    pub(super) name: String,
    pub(super) fields: Vec<Field<'a>>,
    /// One text per field; where there is no figure, what is printed instead.
    pub(super) rows: Vec<Vec<String>>,
    /// What is printed where there is no figure, and what that means.
    pub(super) missing: BTreeMap<String, String>,
    /// The fields that name a row; none is ever empty.
    pub(super) key: Vec<String>,
}

/// A column of a tidy table.
pub(super) struct Field<'a> {
    pub(super) name: String,
    /// The column that it has values of; none for the lines of rows.
    pub(super) column: Option<&'a Column>,
    pub(super) kind: Kind,
}

/// What its texts are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Number,
    Year,
    Month,
    Day,
    Text,
    /// The inequality before the number of the column before.
    Qualifier,
    /// The line of a row in the file as printed.
    Line,
}

impl<'a> Tidy<'a> {
    /// All tables of a study, the events among them.
    pub(super) fn all(study: &'a Study) -> Vec<Self> {
        let mut taken = BTreeSet::new();
        study
            .tables
            .iter()
            .map(|table| Self::from_table(table, unused(slug(&table.id), &mut taken)))
            .collect()
    }

    fn from_table(table: &'a Table, name: String) -> Self {
        let missing = missing(table);
        let fields = fields(table, &missing);
        let rows = (0..table.rows())
            .map(|row| fields.iter().map(|field| field.text(table, row)).collect())
            .collect();
        let key = key(table, &fields, &missing);
        Self { table, name, fields, rows, missing, key }
    }

    /// The field with the lines of rows, where there is one.
    pub(super) fn line(&self) -> Option<&str> {
        self.fields.iter().find(|field| field.kind == Kind::Line).map(|field| field.name.as_str())
    }

    /// The marks that stand for no value; nothing is the first of them.
    pub(super) fn marks(&self) -> Vec<&str> {
        std::iter::once("")
            .chain(self.missing.keys().map(String::as_str).filter(|mark| !mark.is_empty()))
            .collect()
    }

    /// The name of its file, in letters that every system takes.
    pub(super) fn file(&self) -> String {
        format!("data/{}.csv", self.name)
    }

    /// The table as CSV with a header.
    pub(super) fn csv(&self) -> Vec<u8> {
        let header: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        csv(std::iter::once(&header).chain(&self.rows))
    }
}

/// Rows as CSV.
pub(super) fn csv<'a>(rows: impl Iterator<Item = &'a Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Memory takes every byte, and every row has as many fields as the header.
    rows.for_each(|row| drop(writer.write_record(row)));
    writer.into_inner().unwrap_or_default()
}

impl Field<'_> {
    /// The name people read.
    pub(super) fn label(&self) -> Cow<'_, str> {
        match self.column {
            None => "Line of the row in the file as printed".into(),
            Some(column) if self.kind == Kind::Qualifier => {
                format!("{}: sign of inequality", column.label).into()
            }
            Some(column) => column.label.as_str().into(),
        }
    }

    /// The column whose figures it holds; none where it holds no figures.
    pub(super) fn figures(&self) -> Option<&Column> {
        self.column.filter(|_| matches!(self.kind, Kind::Integer | Kind::Number))
    }

    fn text(&self, table: &Table, row: usize) -> String {
        let Some(column) = self.column else { return table.lines[row].to_string() };
        match (&column.cells[row], self.kind) {
            (Cell::Number(figure), Kind::Qualifier) => figure.qualifier.sign().to_owned(),
            (Cell::Missing(..), Kind::Qualifier) => String::new(),
            (Cell::Number(figure), _) => figure.value().to_plain(),
            (Cell::Date(date, _), _) => date.to_string(),
            (cell @ (Cell::Text(_) | Cell::Missing(..)), _) => {
                table.source.field(cell.span()).trim().to_owned()
            }
        }
    }
}

/// The marks of a table with their meanings.
fn missing(table: &Table) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for cell in table.columns.iter().flat_map(|column| column.cells.iter()) {
        let Cell::Missing(why, span) = cell else { continue };
        let declared = if let Missing::Declared(at) = why {
            table.missing.get(usize::from(*at))
        } else {
            None
        };
        let mark = table.source.field(*span).trim().to_owned();
        found.entry(mark).or_insert_with(|| {
            declared.map_or_else(|| why.to_string(), |(_, meaning)| meaning.clone())
        });
    }
    found
}

/// Its columns, with a sign of inequality apart. Lines come first where formulas may need them:
/// rows that the key does not name, or that stand on other lines now.
fn fields<'a>(table: &'a Table, missing: &BTreeMap<String, String>) -> Vec<Field<'a>> {
    let mut taken: BTreeSet<String> =
        table.columns.iter().map(|column| column.name.to_string()).collect();
    let mut fields = Vec::new();
    let moved =
        table.releases.is_empty() && table.lines.iter().zip(2..).any(|(line, now)| *line != now);
    if moved || !named_by_key(table, missing) {
        fields.push(Field {
            name: unused("line".to_owned(), &mut taken),
            column: None,
            kind: Kind::Line,
        });
    }
    for column in &table.columns {
        fields.push(Field {
            name: column.name.to_string(),
            column: Some(column),
            kind: kind(column),
        });
        if column
            .cells
            .iter()
            .any(|cell| cell.figure().is_some_and(|figure| figure.qualifier != Qualifier::Is))
        {
            let name = unused(format!("{}_qualifier", column.name), &mut taken);
            fields.push(Field { name, column: Some(column), kind: Kind::Qualifier });
        }
    }
    fields
}

/// Whether the key names every row: a part that is empty or a mark of a missing value is no value
/// to a program.
fn named_by_key(table: &Table, missing: &BTreeMap<String, String>) -> bool {
    let mut parts =
        table.key.iter().flat_map(|column| (0..table.rows()).map(|row| table.text(*column, row)));
    !table.key.is_empty()
        && parts.all(|part| !part.trim().is_empty() && !missing.contains_key(part.trim()))
}

/// The columns that name a row, else its line where no two releases share one; else none.
fn key(table: &Table, fields: &[Field<'_>], missing: &BTreeMap<String, String>) -> Vec<String> {
    if named_by_key(table, missing) {
        return table.key.iter().map(|column| table.columns[*column].name.to_string()).collect();
    }
    let lines: BTreeSet<u32> = table.lines.iter().copied().collect();
    let line = fields
        .iter()
        .find(|field| field.kind == Kind::Line)
        .filter(|_| lines.len() == table.rows());
    line.map(|field| field.name.clone()).into_iter().collect()
}

/// A name, with a number behind it where it is taken; taken from now on.
pub(super) fn unused(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .unwrap_or(name);
    taken.insert(free.clone());
    free
}

/// What all cells of a column are. Dates of several lengths are texts.
fn kind(column: &Column) -> Kind {
    match column.unit {
        Unit::Text | Unit::Truth => Kind::Text,
        Unit::Date => {
            let dates = column.cells.iter().filter_map(|cell| {
                if let Cell::Date(date, _) = cell { Some(date.to_string()) } else { None }
            });
            let kinds: BTreeSet<usize> =
                dates.map(|date| if date.contains('–') { 0 } else { date.len() }).collect();
            match kinds.into_iter().collect::<Vec<_>>().as_slice() {
                [4] => Kind::Year,
                [7] => Kind::Month,
                [10] => Kind::Day,
                _ => Kind::Text,
            }
        }
        _ => {
            let whole =
                column.cells.iter().filter_map(Cell::figure).all(|figure| figure.decimals() <= 0);
            if whole && column.unit == Unit::Count { Kind::Integer } else { Kind::Number }
        }
    }
}

/// A name in small letters, digits, dots, hyphens and underscores.
pub(crate) fn slug(name: &str) -> String {
    let letters = name.chars().map(|c| match c {
        '.' | '_' | '-' => c,
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '-',
    });
    let slug: String = letters.collect();
    // Letters that are not ASCII become their numbers, so that different names stay different.
    let other: String =
        name.chars().filter(|c| !c.is_ascii()).map(|c| format!("{:x}", u32::from(c))).collect();
    if other.is_empty() { slug } else { format!("{}{other}", slug.trim_matches('-')) }
}
