//! `drafts FILE`: drafts rules for bare tables and compares them with annotated relations. With
//! `--misprints`, makes misprints in these and counts how many are found; with `--shuffled`, drafts
//! rules for tables whose numbers are shuffled. Prints the results as Markdown.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use crossfoot_bench::drafts::{
    Annotated, Chance, Count, Kind, Misprinted, Score, ShuffledDraft, Trial, Way, read,
};

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
    /// Make so many misprints in each table instead, one at a time, and list those that are missed
    #[arg(long, value_name = "N", conflicts_with = "shuffled")]
    misprints: Option<usize>,
    /// List also the findings of the tables as they are
    #[arg(long, requires = "misprints")]
    findings: bool,
    /// The order of the shuffled numbers, or which figures are misprinted and how
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// List also the rules that are still true
    #[arg(long, requires = "shuffled")]
    still_true: bool,
    /// Folder for the shuffled tables with false drafts, as CSV
    #[arg(long, value_name = "FOLDER", requires = "shuffled")]
    out: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let tables = read(&options.file)?;
    ensure!(!tables.is_empty(), "{}: no tables", options.file.display());
    let mut out = io::stdout().lock();
    if let Some(misprints) = options.misprints {
        let found = Misprinted::from_tables(&tables, misprints, options.seed)?;
        return show_misprints(&found, options.findings, &mut out);
    }
    match options.shuffled {
        None => score(&tables, &mut out),
        Some(shuffles) => {
            let chance = Chance::from_tables(&tables, shuffles, options.seed)?;
            show(&chance, options.seed, &mut out)?;
            list(chance.drafts(false), &mut out)?;
            if options.still_true {
                writeln!(out, "\nStill true:")?;
                list(chance.drafts(true), &mut out)?;
            }
            options.out.map_or(Ok(()), |folder| write(chance.drafts(false), &folder))
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

/// How many misprints are found, by the kind of relation; then those that are missed.
fn show_misprints(tables: &[Misprinted], findings: bool, out: &mut impl Write) -> Result<()> {
    let trials: Vec<&Trial> = tables.iter().flat_map(|table| &table.trials).collect();
    writeln!(
        out,
        "| operator | misprints | found | in drafted relations | found |\n|---|---:|---:|---:|---:|"
    )?;
    for kind in Kind::ALL {
        let own = trials.iter().copied().filter(|trial| trial.kind == kind).collect();
        misprint_row(kind.name(), own, out)?;
    }
    misprint_row("all", trials, out)?;
    let with = tables.iter().filter(|table| !table.findings.is_empty()).count();
    let count: usize = tables.iter().map(|table| table.findings.len()).sum();
    writeln!(out, "\nAs they are, {with} of {} tables have {count} findings.", tables.len())?;
    for table in tables {
        for finding in table.findings.iter().filter(|_| findings) {
            writeln!(out, "\nfinding: {}: {finding}", table.name)?;
        }
        for trial in table.trials.iter().filter(|trial| trial.drafted && !trial.found) {
            let ((row, column), (right, printed)) = (trial.cell, &trial.change);
            let (name, kind) = (&table.name, trial.kind.name());
            writeln!(
                out,
                "\nmissed: {name}: {kind}, {row}:{column} `{right}` printed `{printed}`"
            )?;
        }
    }
    Ok(())
}

fn misprint_row(name: &str, trials: Vec<&Trial>, out: &mut impl Write) -> io::Result<()> {
    let found = trials.iter().filter(|trial| trial.found).count();
    let drafted: Vec<&&Trial> = trials.iter().filter(|trial| trial.drafted).collect();
    let of_drafted = drafted.iter().filter(|trial| trial.found).count();
    writeln!(
        out,
        "| {name} | {} | {} | {} | {} |",
        trials.len(),
        percent(found, trials.len()),
        drafted.len(),
        percent(of_drafted, drafted.len())
    )
}

fn percent(part: usize, whole: usize) -> String {
    let permille = (part * 1_000 + whole / 2).checked_div(whole).unwrap_or(0);
    format!("{}.{} %", permille / 10, permille % 10)
}

fn show(chance: &Chance, seed: u64, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "| shuffled tables | refused | rules | across columns | down rows | all |\n\
         |---:|---:|---|---:|---:|---:|"
    )?;
    for (name, still_true) in [("false drafts", false), ("still true", true)] {
        let all = chance.drafts(still_true).count();
        let across = chance.drafts(still_true).filter(|draft| draft.way == Way::Across).count();
        writeln!(
            out,
            "| {} | {} | {name} | {across} | {} | {all} |",
            chance.shuffled,
            chance.refused,
            all - across
        )?;
    }
    writeln!(out, "\nOf {} tables, seed {seed}.", chance.tables)?;
    Ok(())
}

fn list<'a>(drafts: impl Iterator<Item = &'a ShuffledDraft>, out: &mut impl Write) -> Result<()> {
    for draft in drafts {
        let way = match draft.way {
            Way::Across => "across columns",
            Way::Down => "down rows",
        };
        writeln!(
            out,
            "\nshuffle {} of {}: {} ({}, {way})\n  {}\n  {}",
            draft.shuffle,
            draft.table,
            draft.id,
            draft.operator.name(),
            draft.rule,
            draft.cells
        )?;
    }
    Ok(())
}

/// Writes the shuffled tables, named by the number of the shuffle.
fn write<'a>(mut drafts: impl Iterator<Item = &'a ShuffledDraft>, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    drafts.try_for_each(|draft| {
        let path = folder.join(format!("{}.csv", draft.shuffle));
        let mut file = csv::WriterBuilder::new().flexible(true).from_path(&path)?;
        draft.grid.iter().try_for_each(|row| file.write_record(row))?;
        file.flush().with_context(|| format!("cannot write {}", path.display()))
    })
}
