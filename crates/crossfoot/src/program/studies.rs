//! Which study is meant, and opening it.

use std::path::{Path, PathBuf};

use crate::Audited;
use anyhow::bail;
use crossfoot_core::Study;
use crossfoot_load::{LoadError, MANIFEST};
use crossfoot_report::Language;

use crate::program::args::{Lang, Text};

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
    Ok(open_with(&folder(named)?, &Text::default())?)
}

/// Opens a study, with the text that was named in view.
pub(crate) fn open_with(folder: &Path, text: &Text) -> Result<Audited, LoadError> {
    match &text.article {
        Some(article) => crate::open_with_text(folder, article),
        None => crate::open(folder),
    }
}

/// A language with what the study says in it.
pub(crate) fn language(lang: Lang, study: &Study) -> Language {
    plain_language(lang).with(study)
}

/// A language, without what a study says in it.
pub(crate) const fn plain_language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::english(),
        Lang::Zh => Language::chinese(),
    }
}
