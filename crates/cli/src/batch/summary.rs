//! The files that sum a batch up.

use crossfoot_core::Verdict;
use crossfoot_report::batch::{RuleSummary, StudySummary, index, json, summary};
use crossfoot_report::markdown;

use crate::files::Files;

/// Their names; no study may have one of them.
pub(crate) const FILES: [&str; 5] = ["summary.md", "index.html", "summary.json", "rules.parquet", "rules.csv"];

/// The files of a summary.
pub(crate) fn files(studies: &[StudySummary]) -> anyhow::Result<Files> {
    let [readable, page, machine, parquet, csv] = FILES.map(str::to_owned);
    let rules = if cfg!(feature = "parquet") { parquet } else { csv };
    Ok(vec![
        (readable, markdown(&summary(studies)).into_bytes()),
        (page, index(studies).into_bytes()),
        (machine, json(studies)?.into_bytes()),
        (rules, self::rules(studies)?),
    ])
}

type Row<'a> = (&'a StudySummary, &'a RuleSummary);

/// One row per rule.
fn rules(studies: &[StudySummary]) -> anyhow::Result<Vec<u8>> {
    let rows: Vec<Row<'_>> = studies.iter().flat_map(|study| study.rules.iter().map(move |rule| (study, rule))).collect();
    let text = |of: fn(Row<'_>) -> Option<&str>| Values::Texts(rows.iter().map(|row| of(*row).map(str::to_owned)).collect());
    let mut columns = vec![("study", text(|(study, _)| Some(&study.name))), ("rule", text(|(_, rule)| Some(&rule.rule)))];
    for verdict in Verdict::ALL {
        columns.push((verdict.name(), Values::Counts(rows.iter().map(|(_, rule)| rule.checks[verdict as usize] as u64).collect())));
    }
    columns.push(("worst", text(|(_, rule)| rule.worst.as_deref())));
    columns.push(("findings", Values::Counts(rows.iter().map(|(_, rule)| rule.findings as u64).collect())));
    columns.push(("cause", text(|(_, rule)| rule.cause.as_deref())));
    encode(columns)
}

#[cfg(feature = "parquet")]
use crossfoot_load::frames::Values;

#[cfg(feature = "parquet")]
fn encode(columns: Vec<(&str, Values)>) -> anyhow::Result<Vec<u8>> {
    use crossfoot_load::frames::{FrameFormat, export, of_columns};
    Ok(export(&mut of_columns(columns)?, FrameFormat::Parquet)?)
}

/// The values of a column.
#[cfg(not(feature = "parquet"))]
enum Values {
    Texts(Vec<Option<String>>),
    Counts(Vec<u64>),
}

#[cfg(not(feature = "parquet"))]
fn encode(columns: Vec<(&str, Values)>) -> anyhow::Result<Vec<u8>> {
    let rows = columns.first().map_or(0, |(_, values)| match values {
        Values::Texts(texts) => texts.len(),
        Values::Counts(counts) => counts.len(),
    });
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(columns.iter().map(|(name, _)| name))?;
    for row in 0..rows {
        out.write_record(columns.iter().map(|(_, values)| match values {
            Values::Texts(texts) => texts[row].clone().unwrap_or_default(),
            Values::Counts(counts) => counts[row].to_string(),
        }))?;
    }
    Ok(out.into_inner()?)
}
