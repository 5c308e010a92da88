//! Tables while they are read: cells of text, each with its place, before they are written as one
//! [`PrintedTable`](super::printed::PrintedTable).

use crossfoot_core::Spot;

use crate::article::draft::Draft;

/// What is in a text or on a sheet.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) tables: Vec<RawTable>,
    pub(crate) notes: Vec<String>,
    /// Captions of tables that are pictures.
    pub(crate) pictures: Vec<String>,
    /// The prose around the tables.
    pub(crate) draft: Draft,
}

impl Found {
    pub(crate) fn add(&mut self, mut other: Self) {
        self.tables.append(&mut other.tables);
        self.notes.append(&mut other.notes);
        self.pictures.append(&mut other.pictures);
    }
}

/// A table as printed, while it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawTable {
    /// The caption or the lines above the table.
    pub(crate) title: Option<String>,
    /// The sheet that it is on.
    pub(crate) sheet: Option<String>,
    /// One heading for each column: of merged and repeated headings from the top down, joined by
    /// [`LEVELS`], with the unit of a row of units in brackets.
    pub(crate) header: Vec<RawCell>,
    /// Rows with as many cells as the header. What names rows and is merged over several is in each
    /// of them, a figure in the first.
    pub(crate) rows: Vec<Vec<RawCell>>,
    /// The rows that only name those below them.
    pub(crate) subheadings: Vec<usize>,
    /// What is printed below the table.
    pub(crate) notes: Vec<String>,
}

impl RawTable {
    /// Adds the rows and notes of a table with the same headings.
    pub(crate) fn append(&mut self, mut other: Self) {
        let before = self.rows.len();
        self.subheadings.extend(other.subheadings.into_iter().map(|row| before + row));
        self.rows.append(&mut other.rows);
        self.notes.append(&mut other.notes);
    }
}

/// What joins the headings of one column from the top down.
pub use crossfoot_core::LEVELS;

/// A cell as printed, while it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawCell {
    /// The text that a person sees, without spaces around it and on one line.
    pub(crate) text: String,
    /// A footnote mark that is set apart from the text, such as the `a` of `251ᵃ`.
    pub(crate) mark: Option<String>,
    /// How many spaces are before the text in its cell.
    pub(crate) indent: usize,
    /// Its place.
    pub(crate) place: Spot,
    /// Its row and column in its grid, from 1; zeros before it is in one.
    pub(crate) at: (u32, u32),
}

impl RawCell {
    /// A cell that is in no grid yet.
    pub(crate) const fn new(text: String, mark: Option<String>, place: Spot) -> Self {
        Self { text, mark, indent: 0, place, at: (0, 0) }
    }

    /// The same with the spaces that a text begins with.
    pub(crate) fn indented(self, text: &str) -> Self {
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        Self { indent, ..self }
    }

    /// Nothing, at a place.
    pub(crate) const fn blank(place: Spot) -> Self {
        Self::new(String::new(), None, place)
    }

    /// The text with its footnote mark, as figures are read: `251[a]`, `2,214*`.
    pub(crate) fn printed(&self) -> String {
        match &self.mark {
            Some(mark) if !mark.contains(char::is_alphanumeric) => format!("{}{mark}", self.text),
            Some(mark) => format!("{}[{mark}]", self.text),
            None => self.text.clone(),
        }
    }
}

/// The text of a cell that breaks it over several lines, on one; a break is layout, as in a page.
pub(crate) fn joined_lines(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    text.split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
