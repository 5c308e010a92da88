//! Which study is meant, and loading it.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crossfoot_audit::{Audit, audit, corrected};
use crossfoot_core::{Decimal, Study, Variable};
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

/// An audited study as published, with its root causes put right, and as other hypotheses worth
/// knowing of would have it: each with its name, the one that was asked for first. All are made in
/// memory from one reading of the files, so that they cannot differ otherwise.
pub(crate) fn bases(study: &Study, audit: &Audit, first: Numbers) -> Vec<(String, Study)> {
    let roots = &audit.roots;
    if roots.corrections.is_empty() {
        return vec![(name(first), study.clone())];
    }
    let mut bases = vec![
        (name(Numbers::Published), study.clone()),
        (name(Numbers::Corrected), roots.corrected(study)),
    ];
    if first == Numbers::Corrected {
        bases.swap(0, 1);
    }
    let others = roots.groups.iter().flat_map(|group| group.alternatives());
    bases.extend(others.take(MOST_ALTERNATIVES).map(|other| {
        let changes: Vec<(Variable, Decimal)> = other.changes().collect();
        let named: Vec<String> =
            changes.iter().map(|(variable, right)| change_name(study, *variable, *right)).collect();
        (named.join(", "), study.with(changes))
    }));
    bases
}

/// `total[2023] = 5,382`, or `claim:ID = 12`.
fn change_name(study: &Study, variable: Variable, right: Decimal) -> String {
    let name = study.name(variable);
    let short = name.split_once('.').map_or(name.as_str(), |(_, column)| column);
    format!("{short} = {right}")
}

/// The statistics of an audited study on all its bases, as it was published first.
pub(crate) fn analysed(study: &Study, audit: &Audit) -> Analysis {
    analyse(&borrowed(&bases(study, audit, Numbers::Published)), &Options::default())
}

/// Bases with their names, as statistics take them.
pub(crate) fn borrowed(bases: &[(String, Study)]) -> Vec<(&str, &Study)> {
    bases.iter().map(|(name, study)| (name.as_str(), study)).collect()
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
    let study = crossfoot_load::load(folder)?;
    let published = audit(&study);
    Ok(on(numbers, study, published))
}

/// A study and its audit as published → the same on one of its bases.
pub(crate) fn on(numbers: Numbers, study: Study, published: Audit) -> (Study, Audit) {
    match numbers {
        Numbers::Published => (study, published),
        Numbers::Corrected => corrected(&study, published),
    }
}
