//! Which study is meant, and loading it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crossfoot_audit::{Audit, audit, audit_corrected};
use crossfoot_core::Study;
use crossfoot_report::Language;
use crossfoot_stats::{Analysis, Options, analyse};

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
    bail!(
        "no study is named, and there is no {DEFAULT} here; name a folder that holds a study.toml"
    )
}

/// At most this many hypotheses beside the best are given to the statistics.
const MOST_ALTERNATIVES: usize = 6;

/// A study as published, with its root causes put right, and as other hypotheses worth knowing of
/// would have it: each with its name, the one that was asked for first.
pub(crate) fn bases(folder: &Path, numbers: Numbers) -> anyhow::Result<Vec<(String, Study)>> {
    let (published, audit) = open(folder, Numbers::Published)?;
    let mut bases = other_bases(folder, &audit)?;
    if bases.is_empty() {
        return Ok(vec![(name(numbers), published)]);
    }
    let place = match numbers {
        Numbers::Published => 0,
        Numbers::Corrected => 1,
    };
    bases.insert(place, (name(Numbers::Published), published));
    Ok(bases)
}

/// A study with its root causes put right, then as other hypotheses worth knowing of would have it;
/// nothing if nothing is to be put right.
fn other_bases(folder: &Path, audit: &Audit) -> anyhow::Result<Vec<(String, Study)>> {
    let roots = &audit.roots;
    if roots.corrections.is_empty() {
        return Ok(Vec::new());
    }
    let mut corrected = crossfoot_load::load(folder)?;
    roots.apply(&mut corrected);
    let mut bases = vec![(name(Numbers::Corrected), corrected)];
    for other in roots.groups.iter().flat_map(|group| group.alternatives()).take(MOST_ALTERNATIVES)
    {
        let mut study = crossfoot_load::load(folder)?;
        let changes: Vec<_> = other.changes().collect();
        changes.iter().for_each(|(variable, right)| study.replace(*variable, *right));
        let named = changes.iter().map(|(variable, right)| {
            let name = study.name(*variable);
            format!(
                "{} = {right}",
                name.split_once('.').map_or(name.as_str(), |(_, column)| column)
            )
        });
        bases.push((named.collect::<Vec<_>>().join(", "), study));
    }
    Ok(bases)
}

/// The statistics of an audited study on all its bases, as it was published first.
pub(crate) fn analysed(folder: &Path, study: &Study, audit: &Audit) -> anyhow::Result<Analysis> {
    let others = other_bases(folder, audit)?;
    let published = name(Numbers::Published);
    let mut named = vec![(published.as_str(), study)];
    named.extend(others.iter().map(|(name, study)| (name.as_str(), study)));
    Ok(analyse(&named, &Options::default()))
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
