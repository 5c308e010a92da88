//! Where the cells of a text were received that was written for what another file holds: from
//! stretches of the text to places in that file.

use std::sync::Arc;

use crate::source::field;
use crate::{Place, Source, Span, Spot};

/// Where the cells of a text were received.
#[derive(Debug)]
pub struct Origins {
    file: String,
    /// The text of the received file; none of a workbook.
    text: Option<Arc<Source>>,
    /// The cells in the order of the written text.
    cells: Vec<Received>,
}

/// Where a cell was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its stretch of the written text.
    pub written: Span,
    /// Its place.
    pub spot: Spot,
    /// Its row and column among the rows and columns of the received file, or of the received table
    /// where a file has several, both from 1.
    pub at: (u32, u32),
}

impl Origins {
    /// Of cells that are received in this file, whose text is shown with problems if it is one.
    pub fn new(file: impl Into<String>, text: Option<Arc<Source>>) -> Self {
        Self { file: file.into(), text, cells: Vec::new() }
    }

    /// Of a text that stands in no file, such as one that may be written later. Problems in it are
    /// told without a place.
    pub fn nowhere() -> Self {
        Self::new("", None)
    }

    /// Adds a cell, whose stretch of the written text is behind all others.
    pub fn push(&mut self, cell: Received) {
        self.cells.push(cell);
    }

    /// The received file, as it was named.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text of the received file, if it is one.
    pub fn text(&self) -> Option<&Arc<Source>> {
        self.text.as_ref()
    }

    /// A cell by its number in the order of the written text.
    pub fn cell(&self, number: usize) -> Option<&Received> {
        self.cells.get(number)
    }

    /// The cell that holds a stretch of the written text.
    fn cell_at(&self, span: Span) -> Option<&Received> {
        let behind = self.cells.partition_point(|cell| cell.written.start <= span.start);
        self.cells.get(behind.checked_sub(1)?)
    }

    /// The place of the cell that holds a stretch of the written text.
    pub(crate) fn place(&self, span: Span) -> Option<Place> {
        let cell = self.cell_at(span)?;
        Some(Place { file: self.file.clone(), spot: cell.spot.clone() })
    }

    /// Where a stretch of the written text is shown to people.
    pub(crate) fn whereabouts(&self, written: &str, span: Span) -> Whereabouts<'_> {
        let Some(Received { written: cell, spot, .. }) = self.cell_at(span) else {
            return Whereabouts::Nowhere;
        };
        if let (Some(text), Spot::Text { line, column }) = (&self.text, spot)
            && let Some(at) = text.offset(*line as usize, *column as usize)
        {
            let shown = field(written, *cell);
            let len = if text.text()[at..].starts_with(&*shown) { shown.len() } else { 0 };
            return Whereabouts::Text(text, Span::new(at, at + len));
        }
        Whereabouts::Place(Place { file: self.file.clone(), spot: spot.clone() })
    }
}

/// Where a problem is shown to people.
#[derive(Clone, Debug)]
pub enum Whereabouts<'a> {
    /// A stretch of a text, which can be shown.
    Text(&'a Arc<Source>, Span),
    /// A place in a file that is no text.
    Place(Place),
    /// Nowhere: it is about a file as a whole, or about a text that stands in no file.
    Nowhere,
}
