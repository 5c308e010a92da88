//! The files that sum a batch up.

mod rules;

use std::path::Path;

use crossfoot_report::batch::{Status, StudySummary, errata, index, json, summary};
use crossfoot_report::{Language, markdown};

use super::state;
use crate::program::files;

/// Their names; no study may have one of them.
pub(crate) const FILES: [&str; 6] =
    ["summary.md", "index.html", "errata.html", "summary.json", "rules.parquet", "rules.csv"];

/// Writes the files of a summary, those for people in a language; what the rules of each study came
/// to is read from where it was kept, one study at a time.
pub(crate) fn write(
    studies: &[StudySummary],
    out: &Path,
    language: &Language,
) -> anyhow::Result<()> {
    let [readable, page, corrections, machine, parquet, csv] = FILES.map(|name| out.join(name));
    files::write(&readable, markdown(&summary(studies).in_language(language)).as_bytes())?;
    files::write(&page, index(studies, language).as_bytes())?;
    files::write(&corrections, errata(studies, language).as_bytes())?;
    files::write(&machine, json(studies)?.as_bytes())?;
    let checked = studies.iter().filter(|study| study.status != Status::Failed);
    let kept = checked.map(|study| Ok((study, state::rules(&out.join(&study.name))?)));
    files::write_with(if cfg!(feature = "parquet") { &parquet } else { &csv }, |file| {
        rules::write(kept, file)
    })
}
