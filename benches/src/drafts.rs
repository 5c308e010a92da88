//! How well rules are drafted: bare tables with annotated relations, scored cell by cell, the same
//! with misprints, and shuffled tables, on which rules hold by chance.

mod annotated;
mod chance;
mod known;
mod misprinted;
mod relation;
mod score;
mod shuffle;

pub use annotated::{Annotated, read};
pub use chance::{Chance, ShuffledDraft, Way};
pub use misprinted::{Misprinted, Trial};
pub use relation::{Kind, Relation};
pub use score::{Count, Score};

use std::path::PathBuf;

use anyhow::{Context, Result};
use crossfoot::{Drafted, Input};
use csv::{Terminator, WriterBuilder};
use tempfile::TempDir;

use crate::received::{inputs, refusal};

/// The texts of a table, row by row.
pub type Grid = Vec<Vec<String>>;

/// A table as a CSV file of its own, which is what a user would have of it.
struct Bare {
    folder: TempDir,
}

/// The name of that file without its ending.
const STEM: &str = "table";

impl Bare {
    fn write(grid: &Grid) -> Result<Self> {
        let bare = Self { folder: tempfile::tempdir().context("cannot make a folder")? };
        let mut file = WriterBuilder::new()
            .flexible(true)
            .terminator(Terminator::CRLF)
            .from_path(bare.path())
            .context("cannot write the table")?;
        grid.iter().try_for_each(|row| file.write_record(row)).context("cannot write the table")?;
        file.flush().context("cannot write the table")?;
        Ok(bare)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(STEM).with_extension("csv")
    }

    /// The tables in it, or why it is refused.
    fn inputs(&self) -> Result<Vec<Input>, String> {
        inputs(&self.path()).map_err(|error| refusal(&error, &self.path()))
    }

    /// The study that is drafted for it, or why it is refused.
    fn draft(&self) -> Result<Drafted, String> {
        self.draft_of(&self.inputs()?)
    }

    /// The study that is drafted for its tables.
    fn draft_of(&self, inputs: &[Input]) -> Result<Drafted, String> {
        crossfoot::draft(STEM, inputs, STEM.as_ref(), None)
            .map_err(|error| refusal(&error, &self.path()))
    }
}
