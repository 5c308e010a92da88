//! `misprints FOLDER`: audits copies of articles with one misprint each, and prints as Markdown how
//! many are found, and the worst that are not.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};
use clap::Parser;
use crossfoot_bench::misprints::{Article, Trial, Untouched, measure};

/// How many misprints the audit of an article finds
#[derive(Debug, Parser)]
struct Options {
    /// Folder of articles: JATS (`*.xml`), HTML, Markdown or plain text
    folder: PathBuf,
    /// Copies of each article, with one misprint each
    #[arg(long, default_value_t = 10, value_name = "N")]
    errors: usize,
    /// Which figures are misprinted, and how
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The largest misprints that are not found, so many of them
    #[arg(long, default_value_t = 10, value_name = "N")]
    show: usize,
    /// List also the findings of the untouched articles
    #[arg(long)]
    findings: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let articles = measure(&options.folder, options.errors, options.seed)?;
    ensure!(!articles.is_empty(), "{}: no articles", options.folder.display());
    let mut out = io::stdout().lock();
    untouched(&articles, &mut out)?;
    found(&articles, &mut out)?;
    missed(&articles, options.show, &mut out)?;
    if options.findings {
        for article in &articles {
            let findings = article.audited.iter().flat_map(|audited| &audited.findings);
            findings
                .into_iter()
                .try_for_each(|finding| writeln!(out, "\nfinding: {}: {finding}", article.name))?;
        }
    }
    Ok(())
}

fn untouched(articles: &[Article], out: &mut impl Write) -> Result<()> {
    let audited: Vec<&Untouched> =
        articles.iter().filter_map(|article| article.audited.as_ref().ok()).collect();
    let findings: usize = audited.iter().map(|audited| audited.findings.len()).sum();
    let with_misprints = articles.iter().filter(|article| !article.trials.is_empty()).count();
    writeln!(out, "| untouched articles | count |\n|---|---:|")?;
    let rows = [
        ("articles", articles.len()),
        ("audited", audited.len()),
        ("with figures that a drafted rule or statement reads", with_misprints),
        ("findings", findings),
    ];
    rows.iter().try_for_each(|(name, count)| writeln!(out, "| {name} | {count} |"))?;
    let mut times: Vec<Duration> = audited.iter().map(|audited| audited.time).collect();
    times.sort();
    if let Some(longest) = times.last() {
        let median = times[times.len() / 2].as_millis();
        writeln!(out, "\nMilliseconds: median {median}, longest {}.\n", longest.as_millis())?;
    }
    for article in articles {
        if let Err(reason) = &article.audited {
            writeln!(out, "refused: {}: {reason}\n", article.name)?;
        }
    }
    Ok(())
}

fn found(articles: &[Article], out: &mut impl Write) -> Result<()> {
    let all: Vec<&Trial> = articles.iter().flat_map(|article| &article.trials).collect();
    let (tables, prose): (Vec<&Trial>, Vec<&Trial>) = all.iter().partition(|trial| trial.in_table);
    writeln!(out, "| misprints | in tables | in prose | all |\n|---|---:|---:|---:|")?;
    row("all", [&tables, &prose, &all], |_| true, out)?;
    row("detectable: a check of the figure is decided", [&tables, &prose, &all], detectable, out)?;
    row(
        "of these, that break a check of the untouched article",
        [&tables, &prose, &all],
        |trial| detectable(trial) && trial.noticed,
        out,
    )?;
    row(
        "of the detectable, found",
        [&tables, &prose, &all],
        |trial| detectable(trial) && trial.found,
        out,
    )?;
    let shares = [&tables, &prose, &all].map(|trials| {
        let found = trials.iter().filter(|trial| detectable(trial) && trial.found).count();
        percent(found, trials.iter().filter(|trial| detectable(trial)).count())
    });
    writeln!(out, "| share found | {} | {} | {} |", shares[0], shares[1], shares[2])?;
    Ok(())
}

fn row(
    name: &str,
    groups: [&[&Trial]; 3],
    is_counted: impl Fn(&Trial) -> bool,
    out: &mut impl Write,
) -> Result<()> {
    let counts = groups.map(|trials| trials.iter().filter(|trial| is_counted(trial)).count());
    writeln!(out, "| {name} | {} | {} | {} |", counts[0], counts[1], counts[2])?;
    Ok(())
}

fn detectable(trial: &Trial) -> bool {
    trial.detectable
}

fn missed(articles: &[Article], show: usize, out: &mut impl Write) -> Result<()> {
    let trials =
        articles.iter().flat_map(|article| article.trials.iter().map(move |t| (article, t)));
    let mut missed: Vec<_> = trials.filter(|(_, trial)| trial.detectable && !trial.found).collect();
    missed.sort_by(|(_, one), (_, other)| {
        other.noticed.cmp(&one.noticed).then(other.size.total_cmp(&one.size))
    });
    for (article, trial) in missed.into_iter().take(show) {
        let Trial { kind, change, why, .. } = trial;
        writeln!(out, "\nmissed: {}: {}: {change}\n  {why}", article.name, kind.name())?;
    }
    Ok(())
}

#[expect(clippy::float_arithmetic, reason = "a percentage that is shown")]
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    format!("{:.1} %", 100.0 * part as f64 / whole as f64)
}
