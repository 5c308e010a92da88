//! What is kept of a study beside its outputs, so that it need not be built again: written last,
//! and only when all outputs are there.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, bail};
use crossfoot_ingest::text::file::plain_bytes;
use crossfoot_report::batch::{RuleSummary, StudySummary};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::program::{Launcher, files};

/// The file that keeps it, in the folder of the study's outputs.
const FILE: &str = ".state.json";
/// The file that the batch at work holds locked, in the folder of all outputs.
const LOCK: &str = ".lock";
/// Bytes of a file that are read at once.
const CHUNK: usize = 1 << 16;

/// What is kept of a study.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    /// Of everything that the outputs depend on, empty if it could not be read; none while they are
    /// written.
    pub(crate) hash: Option<String>,
    /// What the study came to.
    pub(crate) summary: StudySummary,
    /// What its rules came to; they stay on the disk until all studies are summed up, since they
    /// are many.
    pub(crate) rules: Vec<RuleSummary>,
}

impl State {
    /// Whether the outputs are there, and of what has this hash.
    pub(crate) fn is_of(&self, hash: &str) -> bool {
        self.hash.as_deref() == Some(hash)
    }
}

/// Who may write to a folder of outputs at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// Nobody else.
    Alone,
    /// Other parts of the same batch.
    Parts,
}

/// Keeps other batches out of a folder of outputs for as long as the file is open, also where a run
/// is killed.
pub(crate) fn lock(out: &Path, share: Share) -> anyhow::Result<File> {
    fs::create_dir_all(out)
        .with_context(|| format!("cannot create the folder {}", out.display()))?;
    let path = out.join(LOCK);
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        bail!("{} is not a plain file; remove it", path.display())
    }
    // Not truncated: the file may be something else than a lock.
    let file = (File::options().write(true).create(true).truncate(false).open(&path))
        .with_context(|| format!("cannot write {}", path.display()))?;
    let locked = match share {
        Share::Alone => file.try_lock(),
        Share::Parts => file.try_lock_shared(),
    };
    match locked {
        Err(TryLockError::WouldBlock) => bail!(
            "another batch is writing to {}; wait for it, or choose another folder with --out",
            out.display()
        ),
        // Where a file system has no locks none can be had.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// Whether a folder has the outputs of a batch, or of one of its studies.
pub(crate) fn is_output(folder: &Path) -> bool {
    [LOCK, FILE].iter().any(|name| folder.join(name).exists())
}

/// What was kept; nothing where it cannot be read, since it can be made again.
pub(crate) fn read(out: &Path) -> Option<State> {
    serde_json::from_slice(&plain_bytes(&out.join(FILE)).ok()?).ok()
}

/// What the rules of a study came to.
pub(crate) fn rules(out: &Path) -> anyhow::Result<Vec<RuleSummary>> {
    let state = read(out)
        .with_context(|| format!("{} changed while the batch ran", out.join(FILE).display()))?;
    Ok(state.rules)
}

/// Keeps it.
pub(crate) fn write(out: &Path, state: &State) -> anyhow::Result<()> {
    files::write(&out.join(FILE), &serde_json::to_vec(state)?)
}

/// A hash of the file of this program. A version is not enough: a program that was built again may
/// have changed.
pub(crate) fn program(launcher: &Launcher) -> io::Result<String> {
    let mut hasher = Sha256::new();
    add_file(&launcher.file()?, &mut hasher, &mut vec![0; CHUNK])?;
    Ok(hex(hasher))
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hash of everything that the outputs of a study or an article depend on: the program, its options,
/// the path that outputs name, and the files of the study.
pub(crate) fn hash(folder: &Path, program: &str, options: &str) -> io::Result<String> {
    let mut hasher = Sha256::new();
    for text in [program, options, &folder.to_string_lossy()] {
        update_text(&mut hasher, text.as_bytes());
    }
    let mut buffer = vec![0; CHUNK];
    if folder.is_file() {
        add_file(folder, &mut hasher, &mut buffer)?;
    } else {
        for name in crossfoot_load::study_files(folder)? {
            update_text(&mut hasher, name.as_bytes());
            add_file(&folder.join(name), &mut hasher, &mut buffer)?;
        }
    }
    Ok(hex(hasher))
}

/// Adds a text, its length first, so that no two lists of texts run into the same bytes.
fn update_text(hasher: &mut Sha256, text: &[u8]) {
    hasher.update((text.len() as u64).to_le_bytes());
    hasher.update(text);
}

/// Adds the bytes of a file, their number first.
fn add_file(path: &Path, hasher: &mut Sha256, buffer: &mut [u8]) -> io::Result<()> {
    let mut file = File::open(path)?;
    hasher.update(file.metadata()?.len().to_le_bytes());
    loop {
        match file.read(buffer)? {
            0 => return Ok(()),
            read => hasher.update(&buffer[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_hash_tells_names_contents_options_and_programs_apart() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path();
        let mut seen = Vec::new();
        fs::write(folder.join("a"), "bc").unwrap();
        seen.push(hash(folder, "1", "none").unwrap());
        assert_eq!(hash(folder, "1", "none").unwrap(), seen[0]);
        seen.push(hash(folder, "1", "html").unwrap());
        seen.push(hash(folder, "2", "none").unwrap());
        fs::rename(folder.join("a"), folder.join("ab")).unwrap();
        fs::write(folder.join("ab"), "c").unwrap();
        seen.push(hash(folder, "1", "none").unwrap());
        fs::create_dir(folder.join("sub")).unwrap();
        fs::write(folder.join("sub/x"), "").unwrap();
        fs::write(folder.join(".hidden"), "no part of the study").unwrap();
        assert_eq!(hash(folder, "1", "none").unwrap(), seen[3]);
        fs::write(folder.join("study.toml"), "[[table]]\nfile = \"sub/x\"\n").unwrap();
        seen.push(hash(folder, "1", "none").unwrap());
        fs::write(folder.join("sub/x"), "1").unwrap();
        seen.push(hash(folder, "1", "none").unwrap());
        let different: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(different.len(), seen.len(), "{seen:?}");
    }
}
