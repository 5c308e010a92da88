//! Which study is meant, and loading it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crossfoot_audit::{Audit, audit};
use crossfoot_core::Study;
use crossfoot_load::LoadError;

/// The study that commands use when none is named.
const DEFAULT: &str = "data/hgr-2021-2024";

/// The folder that was named, or the default one.
pub(crate) fn folder(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_path_buf());
    }
    if Path::new(DEFAULT).join("study.toml").is_file() {
        return Ok(PathBuf::from(DEFAULT));
    }
    bail!("no study is named, and there is no {DEFAULT} here; name a folder that holds a study.toml")
}

/// Loads and audits a study.
pub(crate) fn open(folder: &Path) -> anyhow::Result<(Study, Audit)> {
    Ok(audited(crossfoot_load::load(folder)?))
}

/// Loads and audits studies, or tells the problems of all of them.
pub(crate) fn open_all(folders: &[PathBuf]) -> anyhow::Result<Vec<(Study, Audit)>> {
    let (mut studies, mut problems) = (Vec::new(), Vec::new());
    for folder in folders {
        match crossfoot_load::load(folder) {
            Ok(study) => studies.push(study),
            Err(error) => problems.extend(error.problems),
        }
    }
    if !problems.is_empty() {
        return Err(LoadError { problems }.into());
    }
    Ok(studies.into_iter().map(audited).collect())
}

fn audited(study: Study) -> (Study, Audit) {
    let audit = audit(&study);
    (study, audit)
}
