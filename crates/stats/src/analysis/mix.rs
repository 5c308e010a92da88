//! The composition of the total: whether the periods differ in it, where, and how far.

use crossfoot_core::{Phrase, pattern, say};

use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{CountTable, Reason, Test, composition_distance};

/// Most periods of which every pair is compared. With more there are too many pairs to read.
const MOST_PAIRED: usize = 24;
/// Most steps that a Monte-Carlo test takes, about a second of work. A large table gets fewer draws;
/// the note gives their number.
const MOST_STEPS: f64 = 2e8;
/// Expected counts below this leave chi-square tests without their distribution (Cochran 1954).
const SMALL_EXPECTED: f64 = 5.0;

/// The method of [`homogeneity`].
const HOMOGENEITY: &str = pattern!(
    "Cramér's V, 0 for the same mix and 1 for mixes without overlap, with the interval of the noncentral chi-square; Pearson's and the \
                           likelihood-ratio test. Monte Carlo: random tables with the same margins, from a fixed seed. Distance: Aitchison's, which sees \
                           ratios; a count of zero is taken for half a thing."
);
/// The method of [`residuals`].
const RESIDUALS: &str = pattern!(
    "Adjusted residuals: standard errors by which a count differs from the same mix in all periods; beyond ±2 it is unusual."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    if line.series.parts.is_empty() {
        return Vec::new();
    }
    vec![homogeneity(line, options), residuals(line)]
}

/// The counts of the parts by period, without categories and periods that are all zero, and their
/// names.
struct Mix {
    table: CountTable,
    periods: Vec<usize>,
    parts: Vec<usize>,
}

fn mix(line: &Timeline<'_>) -> Result<Mix, Reason> {
    let columns: Vec<Vec<u64>> =
        line.series.parts.iter().map(|part| line.counts(*part)).collect::<Result<_, _>>()?;
    let kept: Vec<usize> =
        (0..columns.len()).filter(|at| columns[*at].iter().any(|count| *count > 0)).collect();
    let periods: Vec<usize> = (0..line.periods.len())
        .filter(|period| columns.iter().any(|counts| counts[*period] > 0))
        .collect();
    let rows: Vec<Vec<u64>> = periods
        .iter()
        .map(|period| kept.iter().map(|at| columns[*at][*period]).collect())
        .collect();
    Ok(Mix {
        table: CountTable::new(&rows)?,
        periods,
        parts: kept.into_iter().map(|at| line.series.parts[at]).collect(),
    })
}

fn homogeneity(line: &Timeline<'_>, options: &Options) -> Section {
    let mut section = Section::new(
        "composition",
        &line.series.id,
        say!("{}: composition", &line.series.label),
        HOMOGENEITY,
    );
    match mix(line) {
        Ok(mixed) => {
            section.notes.extend(left_out(line, &mixed));
            push_tests(&mut section, line, &mixed, options);
            push_pairs(&mut section, line, &mixed, options);
            push_distances(&mut section, line);
        }
        Err(reason) => {
            let mut entry = section.entry(say!("Cramér's V"), line.all());
            entry.push(pattern!("chi-square"), Scale::Number, Err(reason));
        }
    }
    section
}

/// A note with the parts that are zero in every period.
fn left_out(line: &Timeline<'_>, mixed: &Mix) -> Option<Phrase> {
    let parts: Vec<Phrase> = line
        .series
        .parts
        .iter()
        .filter(|part| !mixed.parts.contains(part))
        .map(|part| line.name(*part))
        .collect();
    if parts.is_empty() {
        return None;
    }
    Some(say!("left out, because never counted: {}", Phrase::list(parts)))
}

/// Cramér's V over all periods, once for each test.
fn push_tests(section: &mut Section, line: &Timeline<'_>, mixed: &Mix, options: &Options) {
    let found = mixed.table.association(options.level);
    let mut tests = vec![
        (pattern!("chi-square"), found.chi_square),
        (pattern!("likelihood ratio"), found.likelihood_ratio),
    ];
    if found.smallest_expected < SMALL_EXPECTED {
        let drawn =
            mixed.table.monte_carlo(options.draws.min(affordable(&mixed.table)), options.seed);
        let statistic = found.chi_square.statistic;
        tests.push((pattern!("Monte Carlo"), Test { statistic, df: None, p_value: drawn.p_value }));
        section.notes.push(say!(
            "the smallest expected count is {}: rely on the Monte-Carlo test ({} tables, seed {})",
            format!("{:.1}", found.smallest_expected),
            drawn.draws.to_string(),
            drawn.seed.to_string(),
        ));
    }
    let mut entry = section.entry(say!("Cramér's V"), line.all());
    for (measure, test) in tests {
        let value =
            Value { test: Some(test), ..Value::interval(found.cramers_v, found.interval, |v| v) };
        entry.push(measure, Scale::Number, Ok(value));
    }
}

/// Cramér's V of every pair of periods, unless there are too many.
fn push_pairs(section: &mut Section, line: &Timeline<'_>, mixed: &Mix, options: &Options) {
    if mixed.periods.len() > MOST_PAIRED {
        return;
    }
    for pair in mixed.table.pairs(options.level).into_iter().flatten() {
        let span = line.span(mixed.periods[pair.first], mixed.periods[pair.second]);
        let value = Value {
            test: Some(pair.test),
            adjusted: Some(pair.adjusted),
            ..Value::interval(pair.cramers_v, pair.interval, |v| v)
        };
        section.entry(say!("Cramér's V"), span).push(
            pattern!("chi-square"),
            Scale::Number,
            Ok(value),
        );
    }
}

/// How far the composition moved from period to period.
fn push_distances(section: &mut Section, line: &Timeline<'_>) {
    for (from, to) in line.steps() {
        section.entry(say!("distance"), line.span(from, to)).push(
            pattern!("Aitchison"),
            Scale::Number,
            distance(line, from, to),
        );
    }
}

fn distance(line: &Timeline<'_>, from: usize, to: usize) -> Result<Value, Reason> {
    let found = composition_distance(&line.parts(from)?, &line.parts(to)?)?;
    let value = Value::number(found.distance);
    Ok(match found.zeros_replaced {
        0 => value,
        zeros => value.note(say!("{} zero taken for half", zeros.to_string())),
    })
}

/// Draws within [`MOST_STEPS`]: a cell takes about as many steps as its standard deviation, at most
/// a quarter of the root of the total.
fn affordable(table: &CountTable) -> u32 {
    let total: u64 = table.row_totals().iter().sum();
    let steps = table.cells().len() as f64 * (1.0 + (total as f64).sqrt() / 4.0);
    ((MOST_STEPS / steps) as u32).max(1)
}

fn residuals(line: &Timeline<'_>) -> Section {
    let mut section = Section::new(
        "residuals",
        &line.series.id,
        say!("{}: where the composition differs", &line.series.label),
        RESIDUALS,
    )
    .grid();
    if let Ok(mixed) = mix(line) {
        let residuals = mixed.table.adjusted_residuals();
        for (at, part) in mixed.parts.iter().enumerate() {
            for (row, period) in mixed.periods.iter().enumerate() {
                let value = Ok(Value::number(residuals[row * mixed.parts.len() + at]));
                section.estimates.push(Estimate::new(
                    line.name(*part),
                    pattern!("residual"),
                    &line.periods[*period],
                    Scale::Number,
                    value,
                ));
            }
        }
    }
    section
}
