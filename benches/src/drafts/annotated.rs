//! Bare tables with annotated relations: one JSON object per line, as in the data set of AggreCol.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use super::{Grid, Relation};
use crate::received::Place;

/// A table with the relations that people found in it.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The number of its line, and the name of its file.
    pub name: String,
    /// Its texts.
    pub grid: Grid,
    /// Its relations.
    pub relations: BTreeSet<Relation>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    file_name: String,
    table_array: Grid,
    #[serde(default)]
    aggregation_annotations: Vec<Annotation>,
}

/// Rows and columns are counted from 0.
#[derive(Deserialize)]
struct Annotation {
    operator: String,
    aggregator_index: (u32, u32),
    aggregatee_indices: Vec<(u32, u32)>,
}

/// Reads the tables of a file, which may be compressed with gzip.
///
/// # Errors
/// If the file cannot be read, or a line is not a table with its annotations.
pub fn read(path: &Path) -> Result<Vec<Annotated>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let compressed = path.extension().is_some_and(|end| end == "gz");
    let bytes: Box<dyn Read> =
        if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(bytes).lines().enumerate();
    lines
        .map(|(at, line)| {
            let line = line.with_context(|| format!("cannot read {}", path.display()))?;
            let line = serde_json::from_str(&line).with_context(|| {
                format!("{}:{}: not a table with its annotations", path.display(), at + 1)
            })?;
            Ok(Annotated::new(at, line))
        })
        .collect()
}

impl Annotated {
    fn new(at: usize, line: Line) -> Self {
        let Line { file_name, table_array: grid, aggregation_annotations } = line;
        let relations = aggregation_annotations.iter().filter_map(|annotation| {
            let inputs: Vec<Place> =
                annotation.aggregatee_indices.iter().map(|place| from_one(*place)).collect();
            let target = from_one(annotation.aggregator_index);
            Relation::annotated(&annotation.operator, target, &inputs, &grid)
        });
        let relations = relations.collect();
        Self { name: format!("{at:03} {file_name}").trim_end().to_owned(), grid, relations }
    }
}

/// A place that was counted from 0.
fn from_one((row, column): (u32, u32)) -> Place {
    (row.saturating_add(1), column.saturating_add(1))
}
