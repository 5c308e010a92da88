//! `audit FOLDER`: loads and audits a study and prints one JSON line with what it took.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use crossfoot_core::{Table, Verdict};
use serde_json::{Map, json};

#[expect(clippy::disallowed_methods, reason = "measuring time is what this binary is for")]
fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("usage: audit FOLDER")?);
    let start = Instant::now();
    let study = crossfoot_load::load(&folder)?;
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let audit = crossfoot_audit::audit(&study);
    let check = start.elapsed().as_secs_f64();
    let verdicts: Map<_, _> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.name().to_owned(), audit.count(*verdict).into()))
        .collect();
    let line = json!({
        "tool": "crossfoot",
        "rows": study.tables.iter().map(Table::rows).sum::<usize>(),
        "read_s": read,
        "check_s": check,
        "checks": audit.total(),
        "disagree": Verdict::ALL.iter().filter(|verdict| verdict.disagrees()).map(|verdict| audit.count(*verdict)).sum::<usize>(),
        "peak_mib": peak_memory()?,
        "findings": audit.findings.len(),
        "verdicts": verdicts,
    });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// The most memory that this process ever held, in MiB, as Linux counts it.
fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")
        .context("the memory of a process is known on Linux only")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .context("no VmHWM in /proc/self/status")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().context("VmHWM is not a number")?;
    Ok(kib / 1_024)
}
