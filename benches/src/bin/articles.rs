//! `articles FOLDER`: reads, drafts and checks the tables of JATS articles, and prints the counts as
//! Markdown and every finding.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Parser;
use crossfoot_bench::articles::{Article, Columns, measure, total};

/// What is read and checked in the tables of articles
#[derive(Debug, Parser)]
struct Options {
    /// Folder of JATS articles, `*.xml`
    folder: PathBuf,
    /// List the columns that look numeric and are read as text
    #[arg(long)]
    text_columns: bool,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let articles = measure(&options.folder)?;
    ensure!(!articles.is_empty(), "{}: no articles (*.xml)", options.folder.display());
    let mut out = io::stdout().lock();
    tables(&articles, &mut out)?;
    checks(&articles, &mut out)?;
    refused(&articles, &mut out)?;
    if options.text_columns {
        text_columns(&articles, &mut out)?;
    }
    findings(&articles, &mut out)
}

fn tables(articles: &[Article], out: &mut impl Write) -> Result<()> {
    let mut columns = Columns::default();
    articles.iter().for_each(|article| columns += &article.columns);
    let explained = columns.text.iter().filter(|column| column.reason.is_some()).count();
    let surveyed = articles.iter().map(|article| article.survey);
    let (with_rows, pictures) = surveyed.fold((0, 0), |(rows, pictures), survey| {
        (rows + survey.with_rows, pictures + survey.pictures)
    });
    let read: usize = articles.iter().filter_map(|article| article.tables.as_ref().ok()).sum();
    writeln!(out, "| articles and tables | count |\n|---|---:|")?;
    let rows = [
        ("articles", articles.len()),
        ("articles with rows of tables", count(articles, |article| article.survey.with_rows > 0)),
        ("articles of which tables are read", count(articles, |article| article.tables.is_ok())),
        ("tables with rows", with_rows),
        ("tables that are pictures", pictures),
        ("tables read", read),
        ("columns", columns.all),
        ("columns that name rows", columns.keys),
        ("other columns that look numeric", columns.numeric),
        ("of these, read as numbers or dates", columns.typed),
        ("of these, read as text", columns.text.len()),
        ("of these, with the cell that did it", explained),
        ("non-empty cells of columns that look numeric", columns.cells),
        ("of these, in columns read as numbers or dates", columns.typed_cells),
        ("of these, read", columns.read),
    ];
    rows.iter().try_for_each(|(name, count)| writeln!(out, "| {name} | {count} |"))?;
    writeln!(
        out,
        "\nOf the columns that look numeric, {} become text and {} of the cells are read; of those \
         read as numbers or dates, {} of the cells.\n",
        percent(columns.text.len(), columns.numeric),
        percent(columns.read, columns.cells),
        percent(columns.read, columns.typed_cells)
    )?;
    Ok(())
}

fn checks(articles: &[Article], out: &mut impl Write) -> Result<()> {
    let checked: Vec<_> = articles.iter().filter_map(Article::checked).collect();
    let rules = total(checked.iter().map(|checks| &checks.rules));
    let checks = total(checked.iter().map(|checks| &checks.checks));
    let decided = total(checked.iter().map(|checks| &checks.decided));
    writeln!(out, "| operator | rules | checks | decided with power > 0 |\n|---|---:|---:|---:|")?;
    for (operator, rules) in &rules {
        let (checks, decided) = (at(&checks, operator), at(&decided, operator));
        writeln!(out, "| {operator} | {rules} | {checks} | {decided} |")?;
    }
    let all = [&rules, &checks, &decided].map(|counts| counts.values().sum::<usize>());
    writeln!(out, "| all | {} | {} | {} |", all[0], all[1], all[2])?;
    let with_tables = count(articles, |article| article.tables.is_ok());
    let computed = checked.iter().filter(|checks| checks.has_computed).count();
    let findings: usize = checked.iter().map(|checks| checks.findings.len()).sum();
    writeln!(
        out,
        "\n{computed} of {with_tables} articles with tables ({}) have a decided sum, difference, \
         share, quotient, average or change. {findings} findings.",
        percent(computed, with_tables)
    )?;
    Ok(())
}

/// Articles of which nothing is read although their XML has rows, or no study is drafted.
fn refused(articles: &[Article], out: &mut impl Write) -> Result<()> {
    for article in articles {
        let reading = article.tables.as_ref().err().filter(|_| article.survey.with_rows > 0);
        if let Some(reason) = reading.or(article.checks.as_ref().err()) {
            writeln!(out, "\nrefused: {}: {reason}", article.name)?;
        }
    }
    Ok(())
}

fn text_columns(articles: &[Article], out: &mut impl Write) -> Result<()> {
    for article in articles {
        for column in &article.columns.text {
            let reason = column.reason.as_deref().unwrap_or("–");
            writeln!(out, "\ntext: {}, {}: `{reason}`", article.name, column.name)?;
        }
    }
    Ok(())
}

fn findings(articles: &[Article], out: &mut impl Write) -> Result<()> {
    for article in articles {
        let findings = article.checked().into_iter().flat_map(|checks| &checks.findings);
        findings
            .into_iter()
            .try_for_each(|finding| writeln!(out, "\n{}, {finding}", article.name))?;
    }
    Ok(())
}

fn count(articles: &[Article], is_counted: impl Fn(&Article) -> bool) -> usize {
    articles.iter().filter(|article| is_counted(article)).count()
}

fn at(counts: &BTreeMap<&'static str, usize>, name: &str) -> usize {
    counts.get(name).copied().unwrap_or_default()
}

#[expect(clippy::float_arithmetic, reason = "a percentage that is shown")]
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    format!("{:.1} %", 100.0 * part as f64 / whole as f64)
}
