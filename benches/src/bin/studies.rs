//! `studies FOLDER COUNT`: writes that many studies of the size of the first: in
//! `sound` generated ones, hardly any of which has a fault, in `paper` copies of the first study
//! with all its faults, each with one input changed.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use crossfoot_bench::{write_manifest, write_table};

/// The first study.
const PAPER: &str = "data/hgr-2021-2024";
/// Rows that have as many checks as the first study, about a hundred.
const ROWS: u64 = 14;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: studies FOLDER COUNT";
    let folder = PathBuf::from(arguments.next().context(usage)?);
    let count: u64 =
        arguments.next().context(usage)?.parse().context("the count is not a number")?;
    let paper = files(Path::new(PAPER))?;
    for at in 0..count {
        let study = folder.join(format!("sound/study-{at:04}"));
        fs::create_dir_all(&study)
            .with_context(|| format!("{} cannot be made", study.display()))?;
        let mut manifest = Vec::new();
        write_manifest(ROWS, &mut manifest)?;
        let manifest = String::from_utf8(manifest)?.replacen(
            &format!("generated-{ROWS}"),
            &format!("study-{at:04}"),
            1,
        );
        fs::write(study.join("study.toml"), manifest)?;
        write_table(ROWS, at, &mut File::create(study.join("licences.csv"))?)?;
        let study = folder.join(format!("paper/study-{at:04}"));
        fs::create_dir_all(&study)
            .with_context(|| format!("{} cannot be made", study.display()))?;
        for (name, text) in &paper {
            fs::write(study.join(name), varied(name, text, at))?;
        }
    }
    writeln!(
        std::io::stderr(),
        "{count} studies each in {}/sound and {}/paper",
        folder.display(),
        folder.display()
    )?;
    Ok(())
}

/// The texts of the files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.push((name, fs::read_to_string(&path)?));
    }
    found.sort();
    Ok(found)
}

/// The same file for the study at a position.
fn varied(name: &str, text: &str, at: u64) -> String {
    match name {
        "study.toml" => {
            text.replacen("id = \"hgr-2021-2024\"", &format!("id = \"study-{at:04}\""), 1)
        }
        // The exports of the first year, of which the text says nothing.
        "licences.csv" => text.replacen("0 0%", &format!("{at} 0%"), 1),
        _ => text.to_owned(),
    }
}
