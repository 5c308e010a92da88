//! What is read, drafted and checked in the tables of articles, as `crossfoot new` and `check` do
//! it.

mod checks;
mod columns;
mod survey;

pub use checks::Checks;
pub use columns::{Columns, TextColumn};
pub use survey::Survey;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::received::{inputs, refusal};
use crate::workers;

/// One article.
#[derive(Clone, Debug)]
pub struct Article {
    /// The name of its file, without the ending.
    pub name: String,
    /// The tables that its XML holds.
    pub survey: Survey,
    /// The tables that are read, or why the article is refused.
    pub tables: Result<usize, String>,
    /// How their columns are read.
    pub columns: Columns,
    /// What is drafted and checked, or why no study could be drafted.
    pub checks: Result<Checks, String>,
}

/// Reads, drafts and checks the JATS articles of a folder, in the order of their names.
///
/// # Errors
/// If the folder or a file cannot be read, or an article is not well-formed XML.
pub fn measure(folder: &Path) -> Result<Vec<Article>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "xml"));
    paths.sort();
    workers::each(&paths, |path| Article::measure(path))?.into_iter().collect()
}

impl Article {
    fn measure(path: &Path) -> Result<Self> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let survey =
            Survey::new(&text).with_context(|| format!("{}: invalid XML", path.display()))?;
        let inputs = inputs(path).map_err(|error| refusal(&error, path));
        let read = inputs.as_deref().unwrap_or_default();
        let checks = match read {
            [] => Ok(Checks::default()),
            tables => crossfoot::draft(&name, tables, name.as_ref(), None)
                .map(Checks::new)
                .map_err(|error| refusal(&error, path)),
        };
        let columns = Columns::new(read);
        Ok(Self { name, survey, tables: inputs.map(|inputs| inputs.len()), columns, checks })
    }

    /// What is drafted and checked, where a study could be drafted.
    pub fn checked(&self) -> Option<&Checks> {
        self.checks.as_ref().ok()
    }
}

/// The sums of counts by name.
pub fn total<'a>(
    counts: impl Iterator<Item = &'a BTreeMap<&'static str, usize>>,
) -> BTreeMap<&'static str, usize> {
    let mut total = BTreeMap::new();
    for (name, count) in counts.flatten() {
        *total.entry(*name).or_default() += count;
    }
    total
}
