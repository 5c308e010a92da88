//! `article-claims [STUDY] [TEXT]`: audits a text and compares what is drafted with the claims,
//! numerals and findings that a study has by hand; prints the counts as Markdown and every miss.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use crossfoot_bench::claims::{Comparison, Drafting, Formula, Numeral, compare};

/// How well the statements of a text are drafted, beside those of a study by hand
#[derive(Debug, Parser)]
struct Options {
    /// Folder of the study, with `claims.csv` and `numbers.csv`
    #[arg(default_value = "data/hgr-2021-2024")]
    study: PathBuf,
    /// Its text; `article.md` of the study if none is given
    text: Option<PathBuf>,
    /// List every numeral whose reason differs
    #[arg(long)]
    reasons: bool,
}

/// What became of a numeral that the text does not have.
const MISSING: &str = "not in the text";

fn main() -> Result<()> {
    let options = Options::parse();
    let text = options.text.unwrap_or_else(|| options.study.join("article.md"));
    let comparison = compare(&options.study, &text)?;
    let mut out = io::stdout().lock();
    counts(&comparison, &mut out)?;
    reasons(&comparison, options.reasons, &mut out)?;
    formulas(&comparison, &mut out)?;
    findings(&comparison, &mut out)
}

fn counts(comparison: &Comparison, out: &mut impl Write) -> Result<()> {
    let numerals = &comparison.numerals;
    let formulas: Vec<&Formula> = decided(numerals).map(|(_, formula)| formula).collect();
    let rows = [
        ("numerals listed by hand", numerals.len()),
        ("of these, in the text", count(numerals, |numeral| numeral.became.is_some())),
        ("numerals read in the text", comparison.in_text),
        ("numerals that are not statistics, by hand", with_reason(numerals).count()),
        (
            "of these, not statistics for the audit",
            with_reason(numerals).filter(no_statistic).count(),
        ),
        ("of these, with the same reason", with_reason(numerals).filter(same_reason).count()),
        ("tables by hand", comparison.tables.1),
        ("of these, read as they are printed", comparison.tables.0),
        ("numerals that a table decides", formulas.len()),
        ("of these, drafted with an equivalent formula", drafted(&formulas, Drafting::Equivalent)),
        ("drafted with another", drafted(&formulas, Drafting::Other)),
        ("not drafted surely", drafted(&formulas, Drafting::Open)),
        ("with an equivalent formula first", ranked(&formulas, 1)),
        ("among the first three", ranked(&formulas, 3)),
        ("among all candidates", ranked(&formulas, usize::MAX)),
        ("statements by hand without a numeral", comparison.trends[0]),
        ("of these, that a table decides", comparison.trends[1]),
        ("of these, drafted with the same cells", comparison.trends[2]),
        ("findings by hand", comparison.findings.len()),
        ("of these, found again", comparison.findings.iter().filter(|found| found.again).count()),
        ("findings that are not by hand", comparison.extra.len()),
    ];
    writeln!(out, "| numerals, statements and findings | count |\n|---|---:|")?;
    rows.iter().try_for_each(|(name, count)| writeln!(out, "| {name} | {count} |"))?;
    writeln!(out, "\nRead, drafted and checked in {} ms.\n", comparison.time.as_millis())?;
    Ok(())
}

fn reasons(comparison: &Comparison, list: bool, out: &mut impl Write) -> Result<()> {
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for numeral in with_reason(&comparison.numerals) {
        *pairs.entry((reason(numeral), became(numeral))).or_default() += 1;
    }
    writeln!(out, "| by hand | drafted | numerals |\n|---|---|---:|")?;
    for ((by_hand, drafted), count) in pairs {
        writeln!(out, "| {by_hand} | {drafted} | {count} |")?;
    }
    for numeral in comparison.numerals.iter().filter(|numeral| numeral.became.is_none()) {
        writeln!(out, "\n{MISSING}: {}, {} ({})", numeral.row, numeral.text, numeral.about)?;
    }
    let differing = with_reason(&comparison.numerals).filter(|numeral| !same_reason(numeral));
    for numeral in differing.filter(|_| list) {
        let Numeral { row, text, about, .. } = numeral;
        let (by_hand, drafted) = (reason(numeral), became(numeral));
        writeln!(out, "\nreason: {row}, {text} ({about}): {by_hand}, drafted {drafted}")?;
    }
    Ok(())
}

fn formulas(comparison: &Comparison, out: &mut impl Write) -> Result<()> {
    for (numeral, formula) in decided(&comparison.numerals) {
        if formula.drafting == Drafting::Equivalent {
            continue;
        }
        let rank = formula.rank.map_or("none".to_owned(), |rank| rank.to_string());
        writeln!(
            out,
            "\nmissed: {} ({}), {}\n  by hand {}\n  {}; equivalent candidate: {rank}\n  “{}”",
            numeral.text,
            numeral.about,
            formula.claim,
            formula.by_hand,
            formula.drafted,
            formula.sentence
        )?;
    }
    Ok(())
}

fn findings(comparison: &Comparison, out: &mut impl Write) -> Result<()> {
    for found in &comparison.findings {
        let name = if found.again { "found again" } else { "missing" };
        writeln!(out, "\n{name}: {} = {}\n  {}", found.target, found.formula, found.why)?;
    }
    for extra in &comparison.extra {
        writeln!(out, "\nextra: {}: {}\n  “{}”", extra.target, extra.formula, extra.sentence)?;
    }
    Ok(())
}

fn with_reason(numerals: &[Numeral]) -> impl Iterator<Item = &Numeral> {
    numerals.iter().filter(|numeral| numeral.reason.is_some())
}

fn no_statistic(numeral: &&Numeral) -> bool {
    !matches!(became(numeral), "drafted" | "to choose" | "not bound" | MISSING)
}

fn same_reason(numeral: &&Numeral) -> bool {
    numeral.has_same_reason()
}

fn reason(numeral: &Numeral) -> &str {
    numeral.reason.as_deref().unwrap_or_default()
}

fn became(numeral: &Numeral) -> &str {
    numeral.became.as_deref().unwrap_or(MISSING)
}

fn decided(numerals: &[Numeral]) -> impl Iterator<Item = (&Numeral, &Formula)> {
    numerals.iter().filter_map(|numeral| Some((numeral, numeral.formula.as_ref()?)))
}

/// Formulas with an equivalent one among so many candidates.
fn ranked(formulas: &[&Formula], most: usize) -> usize {
    formulas.iter().filter(|formula| formula.rank.is_some_and(|rank| rank <= most)).count()
}

fn drafted(formulas: &[&Formula], drafting: Drafting) -> usize {
    formulas.iter().filter(|formula| formula.drafting == drafting).count()
}

fn count(numerals: &[Numeral], is_counted: impl Fn(&Numeral) -> bool) -> usize {
    numerals.iter().filter(|numeral| is_counted(numeral)).count()
}
