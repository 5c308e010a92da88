//! Which study is meant, and loading it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crossfoot_audit::{Audit, audit, audit_corrected};
use crossfoot_core::Study;
use crossfoot_report::Language;

use crate::args::{Lang, Numbers};

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

/// At most this many hypotheses beside the best are given to the statistics.
const MOST_ALTERNATIVES: usize = 6;

/// A study as published, with its root causes put right, and as other hypotheses worth knowing of would have it: each with its name, the one that was
/// asked for first.
pub(crate) fn bases(folder: &Path, numbers: Numbers) -> anyhow::Result<Vec<(String, Study)>> {
    let published = crossfoot_load::load(folder)?;
    let roots = audit(&published).roots;
    if roots.corrections.is_empty() {
        return Ok(vec![(name(numbers), published)]);
    }
    let mut corrected = crossfoot_load::load(folder)?;
    roots.apply(&mut corrected);
    let mut alternatives = Vec::new();
    for other in roots.groups.iter().flat_map(|group| group.alternatives()).take(MOST_ALTERNATIVES) {
        let mut study = crossfoot_load::load(folder)?;
        let changes: Vec<_> = other.changes().collect();
        changes.iter().for_each(|(variable, right)| study.replace(*variable, *right));
        let named = changes.iter().map(|(variable, right)| {
            let name = study.name(*variable);
            format!("{} = {right}", name.split_once('.').map_or(name.as_str(), |(_, column)| column))
        });
        alternatives.push((named.collect::<Vec<_>>().join(", "), study));
    }
    let mut bases = vec![(name(Numbers::Published), published), (name(Numbers::Corrected), corrected)];
    if numbers == Numbers::Corrected {
        bases.reverse();
    }
    bases.extend(alternatives);
    Ok(bases)
}

/// What a basis is called in every output.
fn name(numbers: Numbers) -> String {
    match numbers {
        Numbers::Published => "published".to_owned(),
        Numbers::Corrected => "corrected".to_owned(),
    }
}

/// A language with what the study says in it.
pub(crate) fn language(lang: Lang, study: &Study) -> Language {
    match lang {
        Lang::En => Language::english(),
        Lang::Zh => Language::chinese(),
    }
    .with(study)
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
