//! Which studies and articles a batch has, and the folder of each for its outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};
use crossfoot_load::{is_study_id, portable};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::state;
use super::summary::FILES;

/// How far down studies are looked for: deep enough for year, month and name, and an end where
/// folders have none.
const DEEPEST: usize = 12;

/// Endings of articles.
const ARTICLES: [&str; 6] = ["xml", "html", "htm", "docx", "md", "txt"];

/// A study or an article of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    /// Its folder or file, as it was named.
    pub(crate) folder: PathBuf,
    /// Whether it is an article.
    pub(crate) is_article: bool,
    /// The folder of its outputs within that of the batch; no other study has it.
    pub(crate) name: String,
    /// Another study that has the same id.
    pub(crate) twin: Option<PathBuf>,
}

/// A part of a batch: every `of`-th study from the `number`-th, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    number: usize,
    of: usize,
}

impl Part {
    /// The studies of this part.
    pub(crate) fn take(self, found: Vec<Found>) -> Vec<Found> {
        found.into_iter().skip(self.number - 1).step_by(self.of).collect()
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, of) = text.split_once('/').ok_or("expected K/N, such as 2/7")?;
        match (number.parse(), of.parse()) {
            (Ok(number), Ok(of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("expected two numbers K/N with 1 ≤ K ≤ N, such as 2/7".to_owned()),
        }
    }
}

/// The studies in the folders, each once, by the names of their outputs; the articles in those that
/// have no studies.
pub(crate) fn find(roots: &[PathBuf]) -> anyhow::Result<Vec<Found>> {
    let mut folders: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for root in roots {
        std::fs::read_dir(root)
            .with_context(|| format!("cannot read the folder {}", root.display()))?;
        let studies = crossfoot_load::find_studies(root, DEEPEST);
        let all = if studies.is_empty() { articles(root) } else { studies };
        for folder in all {
            let same = folder
                .canonicalize()
                .with_context(|| format!("cannot read {}", folder.display()))?;
            folders.entry(same).or_insert(folder);
        }
    }
    if folders.is_empty() {
        let named: Vec<String> = roots.iter().map(|root| root.display().to_string()).collect();
        bail!(
            "no study.toml found in {} or below, and no article (.{})",
            named.join(", "),
            ARTICLES.join(", .")
        )
    }
    // By the folders as they were named, so that the place of all of them on the machine decides
    // nothing.
    let mut folders: Vec<(PathBuf, PathBuf)> =
        folders.into_iter().map(|(same, named)| (named, same)).collect();
    folders.sort();
    let ids: Vec<Option<String>> =
        folders.par_iter().map(|(folder, _)| crossfoot_load::study_id(folder)).collect();
    Ok(name(folders, &ids))
}

/// The articles in a folder and below, through no links and no hidden folders.
fn articles(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = pending.pop() {
        // Outputs of a batch are not articles.
        if state::is_output(&folder) {
            continue;
        }
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type());
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.as_ref().is_ok_and(|kind| kind.is_dir()) && depth < DEEPEST {
                pending.push((path, depth + 1));
            } else if kind.is_ok_and(|kind| kind.is_file()) && is_article(&path) {
                found.push(path);
            }
        }
    }
    found
}

fn is_article(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| ARTICLES.contains(&ending.as_str()))
}

/// Gives every study a name: its id where it is the only one to have it, otherwise the name of its
/// folder or file.
fn name(folders: Vec<(PathBuf, PathBuf)>, ids: &[Option<String>]) -> Vec<Found> {
    let twins = twins(ids);
    let own: Vec<Option<String>> = ids
        .iter()
        .zip(&twins)
        .map(|(id, twin)| id.clone().filter(|id| is_study_id(id) && twin.is_none()))
        .collect();
    let mut taken: BTreeSet<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(own.iter().flatten().cloned());
    let mut found = Vec::with_capacity(folders.len());
    for ((own, twin), (folder, same)) in own.into_iter().zip(twins).zip(&folders) {
        let name = own
            .filter(|id| !FILES.contains(&id.as_str()))
            .unwrap_or_else(|| free(&folder_name(same), &mut taken));
        let twin = twin.map(|twin| folders[twin].0.clone());
        found.push(Found { folder: folder.clone(), is_article: folder.is_file(), name, twin });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// For every study the first other one with the same id.
fn twins(ids: &[Option<String>]) -> Vec<Option<usize>> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, id) in ids.iter().enumerate() {
        holders.entry(id.as_deref().unwrap_or_default()).or_default().push(at);
    }
    ids.iter()
        .enumerate()
        .map(|(at, id)| holders[id.as_deref()?].iter().find(|other| **other != at).copied())
        .collect()
}

fn folder_name(folder: &Path) -> String {
    let name = if folder.is_file() { folder.file_stem() } else { folder.file_name() };
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = portable(&name);
    let plain = plain.trim_start_matches('.');
    if plain.is_empty() { "study".to_owned() } else { plain.to_owned() }
}

/// The name, with a number behind it where it is taken.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_every_study_once() {
        let found: Vec<Found> = (0..10)
            .map(|at| Found {
                folder: PathBuf::from(at.to_string()),
                is_article: false,
                name: at.to_string(),
                twin: None,
            })
            .collect();
        for of in [1, 2, 7, 11] {
            let mut names: Vec<String> = Vec::new();
            for number in 1..=of {
                let part: Part = format!("{number}/{of}").parse().unwrap();
                names.extend(part.take(found.clone()).into_iter().map(|study| study.name));
            }
            names.sort();
            assert_eq!(names, (0..10).map(|at| at.to_string()).collect::<Vec<_>>());
        }
        for bad in ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", ""] {
            assert!(bad.parse::<Part>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_study_has_a_name_of_its_own() {
        let folders = ["a/x", "b/x", "c/y", "d/summary.md", "e/z", "f/.."]
            .map(|folder| (PathBuf::from(folder), PathBuf::from(folder)));
        let ids = [Some("same"), Some("same"), None, Some("../up"), Some("y"), Some("index.html")]
            .map(|id| id.map(str::to_owned));
        let found = name(folders.to_vec(), &ids);
        let named: Vec<_> = found
            .iter()
            .map(|study| {
                (study.name.as_str(), study.folder.to_str().unwrap(), study.twin.is_some())
            })
            .collect();
        let wanted = [
            ("study", "f/..", false),
            ("summary.md-2", "d/summary.md", false),
            ("x", "a/x", true),
            ("x-2", "b/x", true),
            ("y", "e/z", false),
            ("y-2", "c/y", false),
        ];
        assert_eq!(named, wanted);
    }
}
