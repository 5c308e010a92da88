//! A baseline: the findings that are known, one per line, so that only new ones fail a run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use crossfoot_audit::Audit;
use crossfoot_core::{Acceptance, Span, Study, quoted};
use crossfoot_report::gone;

use crate::program::args::{Failing, NewBaseline};
use crate::program::output::Output;
use crate::program::{files, studies};

/// The first line of the file, for whoever opens it.
const HEADER: &str =
    "# Known findings: study and finding. Written by `crossfoot check --write-baseline`.\n";

/// The known findings, each with the id of its study.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    known: BTreeSet<(String, String)>,
    found: BTreeSet<(String, String)>,
}

impl Baseline {
    /// Reads a file that `write` wrote.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut known = BTreeSet::new();
        for (at, line) in text.lines().enumerate() {
            match line.split_once(' ') {
                _ if line.trim().is_empty() || line.starts_with('#') => {}
                Some((study, finding)) => {
                    known.insert((study.to_owned(), finding.trim().to_owned()));
                }
                None => bail!(
                    "{}:{}: expected a study and the id of a finding, found `{}`",
                    path.display(),
                    at + 1,
                    quoted(line)
                ),
            }
        }
        Ok(Self { path: path.to_owned(), known, found: BTreeSet::new() })
    }

    /// Accepts the findings of a study that are known.
    pub(crate) fn accept(&mut self, study: &mut Study, audit: &mut Audit) {
        for finding in audit.findings.iter_mut().filter(|finding| finding.accepted.is_none()) {
            let known = (study.id.clone(), finding.id.clone());
            if self.known.contains(&known) {
                finding.accepted = Some(study.accepted.len());
                let reason = format!("known, in {}", self.path.display());
                let id = finding.id.clone();
                study.accepted.push(Acceptance { id, reason, span: Span::default() });
                self.found.insert(known);
            }
        }
    }

    /// How many of the known findings of these studies are gone.
    fn gone(&self, studies: &[&str]) -> usize {
        let asked = self.known.iter().filter(|(study, _)| studies.contains(&study.as_str()));
        asked.filter(|known| !self.found.contains(*known)).count()
    }
}

/// Writes the open findings of studies if that is wanted, then accepts those that a file lists, and
/// says how many of them are gone.
pub(crate) fn apply<'a>(
    options: &Failing,
    new: &NewBaseline,
    audits: impl Iterator<Item = (&'a mut Study, &'a mut Audit)>,
    output: &mut Output,
) -> anyhow::Result<()> {
    let mut audits: Vec<_> = audits.collect();
    if let Some(path) = &new.path {
        write(path, &audits)?;
    }
    let Some(path) = &options.baseline else { return Ok(()) };
    let mut known = Baseline::read(path)?;
    for (study, audit) in &mut audits {
        known.accept(study, audit);
    }
    let studies: Vec<&str> = audits.iter().map(|(study, _)| study.id.as_str()).collect();
    if let Some(note) = gone(known.gone(&studies), &path.display().to_string()) {
        let note = studies::plain_language(output.lang()).say(&note);
        output.problem(&(note + "\n"));
    }
    Ok(())
}

/// Writes the open findings of studies.
fn write(path: &Path, audits: &[(&mut Study, &mut Audit)]) -> anyhow::Result<()> {
    let lines: BTreeSet<String> = audits
        .iter()
        .flat_map(|(study, audit)| {
            audit.open_findings().map(|finding| format!("{} {}\n", study.id, finding.id))
        })
        .collect();
    files::write(path, (HEADER.to_owned() + &lines.into_iter().collect::<String>()).as_bytes())
}
