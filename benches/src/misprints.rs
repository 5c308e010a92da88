//! One digit slips in a copy of an article: whether its audit finds it, in a table or in the prose.

mod printed;
mod spot;
mod trial;

pub(crate) use printed::find;
pub use trial::Trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use crossfoot::AuditedArticle;
use crossfoot::ingest::{Options, ReceivedArticle, read_article, read_article_bytes};

use crate::random::Random;
use crate::received::refusal;
use crate::workers;
use spot::Spots;

/// The endings of articles that are texts.
const ENDINGS: [&str; 5] = ["xml", "html", "htm", "md", "txt"];
/// Draws until a misprint can be made of a place.
const MOST_DRAWS: usize = 50;

/// An article and its misprinted copies.
#[derive(Clone, Debug)]
pub struct Article {
    /// The name of its file.
    pub name: String,
    /// What its audit gives, or why it is refused.
    pub audited: Result<Untouched, String>,
    /// One misprint in each copy.
    pub trials: Vec<Trial>,
}

/// An article as it is.
#[derive(Clone, Debug)]
pub struct Untouched {
    /// Its findings.
    pub findings: Vec<String>,
    /// Reading, drafting and checking.
    pub time: Duration,
}

/// Makes so many misprints, one at a time, in each article of a folder, in the order of their names.
///
/// # Errors
/// If the folder or a file cannot be read.
pub fn measure(folder: &Path, errors: usize, seed: u64) -> Result<Vec<Article>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
    });
    paths.sort();
    workers::each(&paths, |path| Article::measure(path, errors, seed))
}

impl Article {
    #[expect(clippy::disallowed_methods, reason = "measuring time is part of what this is for")]
    fn measure(path: &Path, errors: usize, seed: u64) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let started = Instant::now();
        let audited = read_article(path, Options::default())
            .map_err(|error| refusal(&error, path))
            .and_then(audit);
        let time = started.elapsed();
        let audited = match audited {
            Ok(audited) => audited,
            Err(reason) => return Self { name, audited: Err(reason), trials: Vec::new() },
        };
        let mut random = Random::new(seeded(seed, &name));
        let spots = Spots::new(&audited);
        let trials = (0..errors).filter_map(|_| {
            let mut draws = (0..MOST_DRAWS).map_while(|_| spots.draw(&mut random));
            let misprint = draws.find_map(|misprint| misprint)?;
            let copy = audited_text(&name, &misprint.text);
            Some(Trial::new(&audited, misprint, copy))
        });
        let trials = trials.collect();
        let findings = trial::disagreeing(&audited).map(|record| trial::described(&record));
        let findings = findings.collect();
        Self { name, audited: Ok(Untouched { findings, time }), trials }
    }
}

/// Reads and audits a text.
fn audited_text(name: &str, text: &str) -> Result<AuditedArticle, String> {
    let received = read_article_bytes(name, text.as_bytes(), Options::default());
    received.map_err(|error| refusal(&error, Path::new(name))).and_then(audit)
}

fn audit(received: ReceivedArticle) -> Result<AuditedArticle, String> {
    crossfoot::audit_article("article", received, "article".as_ref(), None)
        .map_err(|error| refusal(&error, Path::new("article")))
}

/// A seed of its own for each article, whichever others are in the folder: FNV-1a of its name.
fn seeded(seed: u64, name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325 ^ seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
