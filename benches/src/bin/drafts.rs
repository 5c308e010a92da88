//! `drafts FILE`: drafts rules for bare tables and compares them with annotated relations, or, with
//! `--shuffled`, drafts rules for tables whose numbers are shuffled; prints the results as Markdown.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use crossfoot_bench::drafts::{Annotated, Chance, Count, FalseDraft, Kind, Score, Way, read};

/// How well rules are drafted for bare tables
#[derive(Debug, Parser)]
struct Options {
    /// Tables with annotated relations, one JSON object per line, as in the data set of AggreCol;
    /// may be compressed with gzip
    file: PathBuf,
    /// Shuffle the numbers within their columns instead, so many tables in all, and list the rules
    /// drafted for them
    #[arg(long, value_name = "N")]
    shuffled: Option<usize>,
    /// The order of the shuffled numbers
    #[arg(long, default_value_t = 1, requires = "shuffled")]
    seed: u64,
    /// Folder for the shuffled tables with false drafts, as CSV
    #[arg(long, value_name = "FOLDER", requires = "shuffled")]
    out: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let tables = read(&options.file)?;
    ensure!(!tables.is_empty(), "{}: no tables", options.file.display());
    let mut out = io::stdout().lock();
    match options.shuffled {
        None => score(&tables, &mut out),
        Some(shuffles) => {
            let chance = Chance::from_tables(&tables, shuffles, options.seed)?;
            show(&chance, options.seed, &mut out)?;
            options.out.map_or(Ok(()), |folder| write(&chance.false_drafts, &folder))
        }
    }
}

fn score(tables: &[Annotated], out: &mut impl Write) -> Result<()> {
    let score = Score::from_tables(tables)?;
    writeln!(
        out,
        "| operator | annotated | drafted | right | precision | recall | F1 |\n\
         |---|---:|---:|---:|---:|---:|---:|"
    )?;
    let kinds = Kind::ALL.into_iter().filter_map(|kind| Some((kind, score.kinds.get(&kind)?)));
    kinds.into_iter().try_for_each(|(kind, count)| row(kind.name(), *count, out))?;
    row("all", score.all(), out)?;
    let refused: usize = score.refused.values().sum();
    let (median, _) = &score.times[score.times.len() / 2];
    let (worst, slowest) = &score.times[score.times.len() - 1];
    writeln!(
        out,
        "\n{} tables, {refused} refused; seconds: median {}, worst {} ({slowest})",
        tables.len(),
        seconds(*median),
        seconds(*worst)
    )?;
    let mut messages: Vec<(&String, &usize)> = score.refused.iter().collect();
    messages.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (message, count) in messages {
        writeln!(out, "  {count:3}  {message}")?;
    }
    Ok(())
}

fn row(name: &str, count: Count, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "| {name} | {} | {} | {} | {:.3} | {:.3} | {:.3} |",
        count.annotated,
        count.drafted,
        count.right,
        count.precision(),
        count.recall(),
        count.f1()
    )
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

fn show(chance: &Chance, seed: u64, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "| shuffled tables | refused | false drafts | across columns | down rows | still true |\n\
         |---:|---:|---:|---:|---:|---:|"
    )?;
    writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} |\n\nOf {} tables, seed {seed}.",
        chance.shuffled,
        chance.refused,
        chance.false_drafts.len(),
        chance.count(Way::Across),
        chance.count(Way::Down),
        chance.still_true,
        chance.tables
    )?;
    for draft in &chance.false_drafts {
        writeln!(
            out,
            "\nshuffle {} of {}: {} ({}, {})\n  {}\n  {}",
            draft.shuffle,
            draft.table,
            draft.id,
            draft.operator.name(),
            match draft.way {
                Way::Across => "across columns",
                Way::Down => "down rows",
            },
            draft.rule,
            draft.cells
        )?;
    }
    Ok(())
}

/// Writes the shuffled tables, named by the number of the shuffle.
fn write(drafts: &[FalseDraft], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    drafts.iter().try_for_each(|draft| {
        let path = folder.join(format!("{}.csv", draft.shuffle));
        let mut file = csv::WriterBuilder::new().flexible(true).from_path(&path)?;
        draft.grid.iter().try_for_each(|row| file.write_record(row))?;
        file.flush().with_context(|| format!("cannot write {}", path.display()))
    })
}
