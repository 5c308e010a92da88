//! Which study is meant, and opening it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crossfoot::Audited;
use crossfoot_core::Study;
use crossfoot_load::MANIFEST;
use crossfoot_report::Language;

use crate::args::Lang;

/// The study that commands use when none is named.
const DEFAULT: &str = "data/hgr-2021-2024";

/// The folder that was named, or the default one.
pub(crate) fn folder(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_path_buf());
    }
    if Path::new(DEFAULT).join(MANIFEST).is_file() {
        return Ok(PathBuf::from(DEFAULT));
    }
    bail!("no study given, and no {DEFAULT} here; name a folder with a study.toml")
}

/// Opens the study that was named, or the default one.
pub(crate) fn open(named: Option<&Path>) -> anyhow::Result<Audited> {
    Ok(crossfoot::open(folder(named)?)?)
}

/// A language with what the study says in it.
pub(crate) fn language(lang: Lang, study: &Study) -> Language {
    match lang {
        Lang::En => Language::english(),
        Lang::Zh => Language::chinese(),
    }
    .with(study)
}
