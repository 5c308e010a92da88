//! The composition of the total: whether the periods differ in it, where, and how far.

use crossfoot_core::{Phrase, pattern, say};

use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{CountTable, Reason, Test, composition_distance};

/// Periods of which every pair is compared; of more, there would be more pairs than anybody reads.
const MOST_PAIRED: usize = 24;
/// Steps that a Monte-Carlo test takes at most, a second of work; a large table gets fewer draws,
/// of which the note tells.
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
    "Adjusted residuals: standard errors by which a count is off the same mix in all periods; beyond ±2 it stands out."
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
    let all = line.all();
    let mixed = match mix(line) {
        Ok(mixed) => mixed,
        Err(reason) => {
            section.estimates.push(Estimate::new(
                say!("Cramér's V"),
                pattern!("chi-square"),
                all,
                Scale::Number,
                Err(reason),
            ));
            return section;
        }
    };
    let left_out: Vec<Phrase> = line
        .series
        .parts
        .iter()
        .filter(|part| !mixed.parts.contains(part))
        .map(|part| line.name(*part))
        .collect();
    if !left_out.is_empty() {
        section.notes.push(say!("left out, because never counted: {}", Phrase::list(left_out)));
    }
    let found = mixed.table.association(options.level);
    let with = |test: Test| Value {
        test: Some(test),
        ..Value::interval(found.cramers_v, found.interval, |v| v)
    };
    let mut push = |measure, result| {
        section.estimates.push(Estimate::new(
            say!("Cramér's V"),
            measure,
            &all,
            Scale::Number,
            Ok(result),
        ))
    };
    push(pattern!("chi-square"), with(found.chi_square));
    push(pattern!("likelihood ratio"), with(found.likelihood_ratio));
    if found.smallest_expected < SMALL_EXPECTED {
        let drawn =
            mixed.table.monte_carlo(options.draws.min(affordable(&mixed.table)), options.seed);
        push(
            pattern!("Monte Carlo"),
            with(Test { statistic: found.chi_square.statistic, df: None, p_value: drawn.p_value }),
        );
        section.notes.push(say!(
            "the smallest expected count is {}: rely on the Monte-Carlo test ({} tables, seed {})",
            format!("{:.1}", found.smallest_expected),
            drawn.draws.to_string(),
            drawn.seed.to_string(),
        ));
    }
    let pairs = if mixed.periods.len() <= MOST_PAIRED {
        mixed.table.pairs(options.level)
    } else {
        Vec::new()
    };
    for pair in pairs {
        let Ok(pair) = pair else { continue };
        let span = line.span(mixed.periods[pair.first], mixed.periods[pair.second]);
        let value = Value {
            test: Some(pair.test),
            adjusted: Some(pair.adjusted),
            ..Value::interval(pair.cramers_v, pair.interval, |v| v)
        };
        section.estimates.push(Estimate::new(
            say!("Cramér's V"),
            pattern!("chi-square"),
            span,
            Scale::Number,
            Ok(value),
        ));
    }
    for (from, to) in line.steps() {
        let row = |period: usize| {
            line.series
                .parts
                .iter()
                .map(|part| line.count(*part, period))
                .collect::<Result<Vec<u64>, _>>()
        };
        let distance =
            row(from).and_then(|first| composition_distance(&first, &row(to)?)).map(|found| {
                match found.zeros_replaced {
                    0 => Value::number(found.distance),
                    zeros => Value::number(found.distance)
                        .note(say!("{} zero taken for half", zeros.to_string())),
                }
            });
        section.estimates.push(Estimate::new(
            say!("distance"),
            pattern!("Aitchison"),
            line.span(from, to),
            Scale::Number,
            distance,
        ));
    }
    section
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
