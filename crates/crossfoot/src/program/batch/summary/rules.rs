//! The table of all rules, a group of rows at a time.

use std::fs::File;

use crossfoot_core::Verdict;
use crossfoot_report::batch::{RuleSummary, StudySummary};

/// Rows that are in memory at once.
const GROUP: usize = 1 << 14;

/// One row per rule: the study or article and what the rule came to.
type Row<'a> = (&'a StudySummary, RuleSummary);

/// Writes the rules of studies.
pub(super) fn write<'a>(
    studies: impl Iterator<Item = anyhow::Result<(&'a StudySummary, Vec<RuleSummary>)>>,
    file: &mut File,
) -> anyhow::Result<()> {
    let mut table = Encoder::new(file)?;
    let mut rows: Vec<Row<'a>> = Vec::new();
    for study in studies {
        let (study, rules) = study?;
        rows.extend(rules.into_iter().map(|rule| (study, rule)));
        if rows.len() >= GROUP {
            table.append(&rows)?;
            rows.clear();
        }
    }
    table.append(&rows)?;
    table.finish()
}

#[cfg(feature = "parquet")]
use parquet::Encoder;

#[cfg(feature = "parquet")]
mod parquet {
    use std::fs::File;

    use crossfoot_load::frames::{ParquetFile, Values, of_columns};

    use super::{Row, Verdict};

    /// A Parquet file.
    pub(super) struct Encoder<'a>(ParquetFile<&'a mut File>);

    impl<'a> Encoder<'a> {
        pub(super) fn new(file: &'a mut File) -> anyhow::Result<Self> {
            Ok(Self(ParquetFile::new(file, &of_columns(columns(&[]))?)?))
        }

        pub(super) fn append(&mut self, rows: &[Row<'_>]) -> anyhow::Result<()> {
            if !rows.is_empty() {
                self.0.append(&of_columns(columns(rows))?)?;
            }
            Ok(())
        }

        pub(super) fn finish(self) -> anyhow::Result<()> {
            Ok(self.0.finish()?)
        }
    }

    fn columns(rows: &[Row<'_>]) -> Vec<(&'static str, Values)> {
        let mut columns = vec![
            ("study", texts(rows, |(study, _)| Some(study.name.clone()))),
            ("kind", texts(rows, |(study, _)| Some(study.kind.name().to_owned()))),
            ("rule", texts(rows, |(_, rule)| Some(rule.rule.clone()))),
        ];
        columns.extend(Verdict::ALL.map(|verdict| {
            (verdict.name(), counts(rows, |(_, rule)| rule.checks[verdict as usize]))
        }));
        columns.push(("worst", texts(rows, |(_, rule)| rule.worst.clone())));
        columns.push(("findings", counts(rows, |(_, rule)| rule.findings)));
        columns.push(("cause", texts(rows, |(_, rule)| rule.cause.clone())));
        columns
    }

    fn texts(rows: &[Row<'_>], text: fn(&Row<'_>) -> Option<String>) -> Values {
        Values::Texts(rows.iter().map(text).collect())
    }

    fn counts(rows: &[Row<'_>], count: impl Fn(&Row<'_>) -> usize) -> Values {
        Values::Counts(rows.iter().map(|row| count(row) as u64).collect())
    }
}

#[cfg(not(feature = "parquet"))]
use text::Encoder;

#[cfg(not(feature = "parquet"))]
mod text {
    use std::fs::File;

    use super::{Row, Verdict};

    /// A CSV file.
    pub(super) struct Encoder<'a>(csv::Writer<&'a mut File>);

    impl<'a> Encoder<'a> {
        pub(super) fn new(file: &'a mut File) -> anyhow::Result<Self> {
            let mut writer = csv::Writer::from_writer(file);
            let verdicts = Verdict::ALL.map(Verdict::name);
            writer.write_record(
                ["study", "kind", "rule"]
                    .iter()
                    .chain(&verdicts)
                    .chain(&["worst", "findings", "cause"]),
            )?;
            Ok(Self(writer))
        }

        pub(super) fn append(&mut self, rows: &[Row<'_>]) -> anyhow::Result<()> {
            for (study, rule) in rows {
                let checks = Verdict::ALL.map(|verdict| rule.checks[verdict as usize].to_string());
                let last = [
                    rule.worst.clone().unwrap_or_default(),
                    rule.findings.to_string(),
                    rule.cause.clone().unwrap_or_default(),
                ];
                let first = [study.name.clone(), study.kind.name().to_owned(), rule.rule.clone()];
                self.0.write_record(first.iter().chain(&checks).chain(&last))?;
            }
            Ok(())
        }

        pub(super) fn finish(mut self) -> anyhow::Result<()> {
            Ok(self.0.flush()?)
        }
    }
}
