//! Elements and text as they come → the tables and the prose of a file, in one pass.

use std::ops::Range;

use crossfoot_core::{LoadError, Source, Spot};

use crate::markup::builder::Builder;
use crate::markup::prose::Elements;
use crate::markup::roles::{Attribute, Dialect};
use crate::table::raw::Found;

/// Collects tables and prose.
pub(crate) struct Page<'a> {
    tables: Builder<'a>,
    prose: Elements<'a>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(source: &'a Source, dialect: Dialect) -> Self {
        Self { tables: Builder::new(source), prose: Elements::new(source.text(), dialect) }
    }

    /// An element opens at an offset.
    pub(crate) fn start(
        &mut self,
        element: &str,
        attribute: Attribute<'_>,
        at: usize,
    ) -> Result<(), LoadError> {
        self.prose.start(element, attribute, at, self.tables.closed());
        self.tables.start(element, attribute, at)
    }

    /// An element without attributes opens at an offset.
    pub(crate) fn open(&mut self, element: &str, at: usize) -> Result<(), LoadError> {
        self.start(element, &|_| None, at)
    }

    /// An element closes.
    pub(crate) fn end(&mut self, element: &str) -> Result<(), LoadError> {
        self.tables.end(element)?;
        self.prose.end(element, self.tables.closed());
        Ok(())
    }

    /// There is text, which stands at a stretch of the source.
    pub(crate) fn text(&mut self, text: &str, raw: Range<usize>) {
        self.tables.text(text, raw.start);
        self.prose.text(text, raw);
    }

    /// The cell of a table that is not closed by anything.
    pub(crate) fn open_cell(&self) -> Option<Spot> {
        self.tables.open_cell()
    }

    /// Whether a table is not closed.
    pub(crate) fn is_open(&self) -> bool {
        self.tables.is_open()
    }

    /// What was found, when all has come.
    pub(crate) fn finish(self) -> Result<Found, LoadError> {
        let (mut found, belongings) = self.tables.finish()?;
        found.draft = self.prose.finish(&belongings);
        Ok(found)
    }
}
