//! Which study is meant, and opening it.

use std::path::{Path, PathBuf};

use crossfoot_core::Study;
use crossfoot_load::{LoadError, MANIFEST};
use crossfoot_report::Language;

use crate::Audited;
use crate::program::args::{Lang, Text};

/// The folder that was named; else the nearest one with a study, this one or above. If there is none,
/// this folder, whose error names the studies below.
pub(crate) fn folder(named: Option<&Path>) -> PathBuf {
    if let Some(named) = named {
        return named.to_path_buf();
    }
    let here = std::env::current_dir().unwrap_or_default();
    let above = here.ancestors().position(|folder| folder.join(MANIFEST).is_file());
    let up: PathBuf = std::iter::repeat_n("..", above.unwrap_or_default()).collect();
    if up.as_os_str().is_empty() { PathBuf::from(".") } else { up }
}

/// Opens the study that was named, or the nearest one.
pub(crate) fn open(named: Option<&Path>) -> anyhow::Result<Audited> {
    Ok(open_with(&folder(named), &Text::default())?)
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
