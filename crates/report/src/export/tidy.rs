//! Tables in the form that programs read: one figure per cell, numbers without separators and units, and what each column holds.

use std::collections::BTreeSet;

use crossfoot_core::{Cell, Column, Qualifier, Study, Table, Unit};

/// A table with one value per cell.
pub(super) struct Tidy<'a> {
    pub(super) table: &'a Table,
    pub(super) fields: Vec<Field<'a>>,
    /// One text per field; where there is no figure, what is printed instead.
    pub(super) rows: Vec<Vec<String>>,
    /// What is printed where there is no figure.
    pub(super) missing: BTreeSet<String>,
}

/// A column of a tidy table.
pub(super) struct Field<'a> {
    pub(super) name: String,
    pub(super) column: &'a Column,
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
}

impl<'a> Tidy<'a> {
    /// All tables of a study, the events among them.
    pub(super) fn all(study: &'a Study) -> Vec<Self> {
        study.tables.iter().map(Self::of).collect()
    }

    fn of(table: &'a Table) -> Self {
        let fields: Vec<Field<'a>> = table.columns.iter().flat_map(fields).collect();
        let mut missing = BTreeSet::new();
        let row = |row: usize| {
            let text = |field: &Field<'a>| match (&field.column.cells[row], field.kind) {
                (Cell::Number(figure), Kind::Qualifier) => figure.qualifier.sign().to_owned(),
                (Cell::Missing(..), Kind::Qualifier) => String::new(),
                (Cell::Number(figure), _) => figure.value().to_plain(),
                (Cell::Date(date, _), _) => date.to_string(),
                (cell @ (Cell::Text(_) | Cell::Missing(..)), _) => table.source.field(cell.span()).trim().to_owned(),
            };
            fields.iter().map(text).collect()
        };
        let rows = (0..table.rows()).map(row).collect();
        for column in &table.columns {
            let absent = column.cells.iter().filter(|cell| matches!(cell, Cell::Missing(..)));
            missing.extend(absent.map(|cell| table.source.field(cell.span()).trim().to_owned()));
        }
        Self { table, fields, rows, missing }
    }

    /// The columns that name a row.
    pub(super) fn key(&self) -> Vec<&str> {
        let named = |column: &usize| self.table.columns.get(*column).map(|column| column.name.as_str());
        self.table.key.iter().filter_map(named).collect()
    }

    /// The name of its file, in letters that every system takes.
    pub(super) fn file(&self) -> String {
        format!("data/{}.csv", slug(&self.table.id))
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

fn fields(column: &Column) -> impl Iterator<Item = Field<'_>> {
    let kind = kind(column);
    let qualified = column.cells.iter().any(|cell| cell.figure().is_some_and(|figure| figure.qualifier != Qualifier::Is));
    let value = Field { name: column.name.clone(), column, kind };
    let qualifier = qualified.then(|| Field { name: format!("{}_qualifier", column.name), column, kind: Kind::Qualifier });
    std::iter::once(value).chain(qualifier)
}

/// What all cells of a column are. Dates of several lengths are texts.
fn kind(column: &Column) -> Kind {
    match column.unit {
        Unit::Text | Unit::Truth => Kind::Text,
        Unit::Date => {
            let dates = column.cells.iter().filter_map(|cell| if let Cell::Date(date, _) = cell { Some(date.to_string()) } else { None });
            let kinds: BTreeSet<usize> = dates.map(|date| if date.contains('–') { 0 } else { date.len() }).collect();
            match kinds.into_iter().collect::<Vec<_>>().as_slice() {
                [4] => Kind::Year,
                [7] => Kind::Month,
                [10] => Kind::Day,
                _ => Kind::Text,
            }
        }
        _ => {
            let whole = column.cells.iter().filter_map(Cell::figure).all(|figure| figure.decimals() <= 0);
            if whole && column.unit == Unit::Count { Kind::Integer } else { Kind::Number }
        }
    }
}

/// A name in small letters, digits, dots, hyphens and underscores.
pub(crate) fn slug(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c.to_ascii_lowercase() } else { '-' };
    let slug: String = name.chars().map(letter).collect();
    // Letters that are not ASCII are told by their numbers, so that no two names fall together.
    let other: String = name.chars().filter(|c| !c.is_ascii()).map(|c| format!("{:x}", u32::from(c))).collect();
    if other.is_empty() { slug } else { format!("{}{other}", slug.trim_matches('-')) }
}
