//! `numerals FOLDER`: how many cases of recognizers are read as they say.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Parser;
use crossfoot_bench::numerals::measure;

/// How well numerals of running text are read
#[derive(Debug, Parser)]
struct Arguments {
    /// Cases of Recognizers-Text: a folder with `English` and `Chinese`, each with `*.json`
    folder: PathBuf,
}

fn main() -> Result<()> {
    specs(&Arguments::parse().folder, &mut io::stdout().lock())
}

fn specs(folder: &Path, out: &mut impl Write) -> Result<()> {
    writeln!(out, "| cases | in scope | read as they say | left out |\n|---|---:|---:|---:|")?;
    let (mut left_out, mut misses) = (BTreeMap::<_, usize>::new(), Vec::new());
    let (mut cases, mut right) = (0, 0);
    for language in ["English", "Chinese"] {
        let mut files: Vec<PathBuf> = fs::read_dir(folder.join(language))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
        for file in files {
            let score = measure(&file)?;
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let out_of_scope: usize = score.left_out.values().sum();
            writeln!(
                out,
                "| {language}, {name} | {} | {} | {out_of_scope} |",
                score.cases, score.right
            )?;
            (cases, right) = (cases + score.cases, right + score.right);
            for (why, count) in score.left_out {
                *left_out.entry(why).or_default() += count;
            }
            misses.extend(score.misses);
        }
    }
    let all: usize = left_out.values().sum();
    writeln!(out, "| all | {cases} | {right} | {all} |\n\n| left out | cases |\n|---|---:|")?;
    left_out.iter().try_for_each(|(why, count)| writeln!(out, "| {why} | {count} |"))?;
    misses.iter().try_for_each(|miss| writeln!(out, "\n{miss}"))?;
    Ok(())
}
