//! Which study is meant, and loading it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crossfoot_audit::{Audit, audit, audit_corrected};
use crossfoot_core::Study;

use crate::args::Numbers;

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

/// Loads a study and audits it on one of its bases.
pub(crate) fn open(folder: &Path, numbers: Numbers) -> anyhow::Result<(Study, Audit)> {
    let mut study = crossfoot_load::load(folder)?;
    let audit = match numbers {
        Numbers::Published => audit(&study),
        Numbers::Corrected => audit_corrected(&mut study),
    };
    Ok((study, audit))
}
