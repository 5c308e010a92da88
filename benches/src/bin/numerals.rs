//! `numerals specs FOLDER`: how many cases of recognizers are read as they say.
//! `numerals article FILE [--list LIST]`: the numerals of an article with their reasons, or beside a
//! list of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, Subcommand};
use crossfoot::audit::article::reason;
use crossfoot::core::{Part, read_numerals};
use crossfoot::ingest::{Options, read_article};
use crossfoot_bench::numerals::{compare, measure};

/// How well numerals of running text are read
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Cases of Recognizers-Text: a folder with `English` and `Chinese`, each with `*.json`
    Specs {
        /// The folder
        folder: PathBuf,
    },
    /// The numerals of an article, each with its reason
    Article {
        /// An article
        file: PathBuf,
        /// A list of its numerals, as in `numbers.csv` of a study
        #[arg(long)]
        list: Option<PathBuf>,
    },
}

fn main() -> Result<()> {
    let mut out = io::stdout().lock();
    match Arguments::parse().command {
        Command::Specs { folder } => specs(&folder, &mut out),
        Command::Article { file, list: None } => article(&file, &mut out),
        Command::Article { file, list: Some(list) } => beside(&file, &list, &mut out),
    }
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

fn article(file: &Path, out: &mut impl Write) -> Result<()> {
    let read = read_article(file, Options::default())?;
    for block in &read.article.blocks {
        if read.article.section(block).part == Part::References {
            continue;
        }
        let text = block.prose.text();
        for numeral in read_numerals(text) {
            let reason = reason(&read.article, block, &numeral).map_or("-", |reason| reason.name());
            let start = text[..numeral.range.start].char_indices().rev().nth(35).map_or(0, |c| c.0);
            let end = text[numeral.range.end..].char_indices().nth(25);
            let end = end.map_or(text.len(), |c| numeral.range.end + c.0);
            writeln!(
                out,
                "{reason}\t{}\t{}⟦{}⟧{}",
                numeral.qualifier.sign(),
                &text[start..numeral.range.start],
                &text[numeral.range.clone()],
                &text[numeral.range.end..end]
            )?;
        }
    }
    Ok(())
}

fn beside(file: &Path, list: &Path, out: &mut impl Write) -> Result<()> {
    let read = read_article(file, Options::default())?;
    let (rows, numerals) = compare(&read.article, &fs::read_to_string(list)?)?;
    let found = rows.iter().filter(|row| row.found.is_some()).count();
    let reasons: Vec<_> = rows.iter().filter(|row| !row.reason.is_empty()).collect();
    let right = reasons.iter().filter(|row| {
        row.found.as_ref().is_some_and(|(_, reason)| *reason == Some(row.reason.as_str()))
    });
    writeln!(
        out,
        "{found} of {} listed numerals found among {numerals}; {} of {} reasons right\n",
        rows.len(),
        right.count(),
        reasons.len()
    )?;
    for row in &rows {
        let reason = row.found.as_ref().and_then(|(_, reason)| *reason).unwrap_or("-");
        let expected = if row.reason.is_empty() { "-" } else { &row.reason };
        if row.found.is_none() || reason != expected {
            let found = row.found.as_ref().map_or("not found", |(text, _)| text);
            writeln!(out, "{}: {} ({expected}): {found}, {reason}", row.place, row.listed)?;
        }
    }
    Ok(())
}
