//! The composition of the total: whether the periods differ in it, where, and how far.

use crossfoot_core::{Phrase, pattern, say};

use super::timeline::Timeline;
use super::{Estimate, Options, Range, Scale, Section, Value};
use crate::{Association, CountTable, Level, MonteCarlo, Reason, Test, composition_distance};

/// Most periods of which every pair is compared. With more there are too many pairs to read.
const MOST_PAIRED: usize = 24;
/// Most steps that the Monte-Carlo tests of a composition take, about a second of work. A large table
/// gets fewer draws; the note gives their number.
const MOST_STEPS: f64 = 2e8;
/// Draws without which a Monte-Carlo test says too little.
const LEAST_DRAWS: u32 = 500;
/// Expected counts below this leave chi-square tests without their distribution (Cochran 1954).
const SMALL_EXPECTED: f64 = 5.0;

/// The method of [`homogeneity`].
const HOMOGENEITY: &str = pattern!(
    "Cramér's V, corrected for its bias: 0 for the same mix and 1 for mixes without overlap, as if each thing counted were an independent draw; Pearson's test, \
                           or random tables with the same margins from a fixed seed (Monte Carlo) where expected counts are below 5. P-values are adjusted by Holm over all comparisons of the series; a pair has no test where the other periods scatter more than draws from one mix. \
                           Distance: Aitchison's, which sees ratios; a count of zero is taken for half a thing. Not for counts of which one event makes many."
);
/// The method of [`residuals`].
const RESIDUALS: &str = pattern!(
    "Adjusted residuals: standard errors by which a count differs from the same mix in all periods; beyond ±2 it is unusual where at least 5 were expected."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    if line.series.parts.is_empty() {
        return Vec::new();
    }
    vec![homogeneity(line, options), residuals(line)]
}

/// The counts of the parts by period, without categories and periods that are all zero and without
/// periods that lack a part, and their names.
struct Mix {
    table: CountTable,
    periods: Vec<usize>,
    parts: Vec<usize>,
}

impl Mix {
    /// Whether the composition of the other periods scatters more than draws from one mix do.
    fn scatters(&self, row: usize, options: &Options) -> bool {
        let test =
            self.table.without(row).map(|others| others.association(options.level).chi_square);
        test.is_ok_and(|test| test.rejects(options.level))
    }
}

fn mix(line: &Timeline<'_>) -> Result<Mix, Reason> {
    let complete: Vec<(usize, Vec<u64>)> = (0..line.periods.len())
        .filter_map(|period| Some((period, line.parts(period).ok()?)))
        .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
        .collect();
    let kept: Vec<usize> = (0..line.series.parts.len())
        .filter(|at| complete.iter().any(|(_, counts)| counts[*at] > 0))
        .collect();
    let periods: Vec<usize> = complete.iter().map(|(period, _)| *period).collect();
    let rows: Vec<Vec<u64>> =
        complete.iter().map(|(_, counts)| kept.iter().map(|at| counts[*at]).collect()).collect();
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

/// Cramér's V over all periods, with the test that its counts allow.
fn push_tests(section: &mut Section, line: &Timeline<'_>, mixed: &Mix, options: &Options) {
    let found = Tested::new(&mixed.table, options, 1);
    if let Some(drawn) = &found.drawn {
        section.notes.push(say!(
            "the smallest expected count is {}: the test is by Monte Carlo ({} tables, seed {})",
            format!("{:.1}", found.association.smallest_expected),
            drawn.draws.to_string(),
            drawn.seed.to_string(),
        ));
    }
    let mut entry = section.entry(say!("Cramér's V"), line.all());
    let value = found.value(options.level);
    entry.push(found.measure(), Scale::Number, Ok(value.clone()));
    if found.association.likelihood_holds() {
        let likelihood = Value { test: Some(found.association.likelihood_ratio), ..value };
        entry.push_alternative(pattern!("likelihood ratio"), Scale::Number, Ok(likelihood));
    }
}

/// The association of a table with the test that its counts allow.
struct Tested {
    association: Association,
    drawn: Option<MonteCarlo>,
}

impl Tested {
    /// For one of so many tables, which share the steps.
    fn new(table: &CountTable, options: &Options, of: usize) -> Self {
        let association = table.association(options.level);
        let draws = options.draws.min(affordable(table, of));
        let enough = draws >= LEAST_DRAWS.min(options.draws);
        let small = association.smallest_expected < SMALL_EXPECTED;
        let drawn = (small && enough).then(|| table.monte_carlo(draws, options.seed));
        Self { association, drawn }
    }

    /// Whether the counts are too small for chi-square.
    fn is_small(&self) -> bool {
        self.association.smallest_expected < SMALL_EXPECTED
    }

    /// Whether the counts are too small for chi-square, and too large for a Monte-Carlo test or so few
    /// that no table with these margins would be rejected.
    fn is_untested(&self, level: Level) -> bool {
        let drawn = self.drawn.as_ref();
        self.is_small() && drawn.is_none_or(|drawn| drawn.least_p >= 1.0 - level.get())
    }

    const fn measure(&self) -> &'static str {
        if self.drawn.is_some() { pattern!("Monte Carlo") } else { pattern!("chi-square") }
    }

    fn value(&self, level: Level) -> Value {
        let pearson = self.association.chi_square;
        let test = match &self.drawn {
            Some(drawn) => Test { df: None, p_value: drawn.p_value, ..pearson },
            None => pearson,
        };
        Value {
            range: self.association.interval.map(Range::Confidence),
            test: Some(test).filter(|_| !self.is_untested(level)),
            ..Value::number(self.association.cramers_v)
        }
    }
}

/// Cramér's V of every pair of periods, unless there are too many.
fn push_pairs(section: &mut Section, line: &Timeline<'_>, mixed: &Mix, options: &Options) {
    let periods = mixed.periods.len();
    if periods > MOST_PAIRED {
        return;
    }
    let pairs =
        (0..periods).flat_map(|first| (first + 1..periods).map(move |second| (first, second)));
    let count = periods * (periods - 1) / 2;
    for (first, second) in pairs {
        let Ok(table) = mixed.table.pair(first, second) else { continue };
        let tested = Tested::new(&table, options, count);
        let value = match mixed.scatters(second, options) {
            true => {
                Value::number(tested.association.cramers_v).note(say!("scatters more than draws"))
            }
            false => tested.value(options.level),
        };
        let span = line.span(mixed.periods[first], mixed.periods[second]);
        section.entry(say!("Cramér's V"), span).push(tested.measure(), Scale::Number, Ok(value));
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

/// Draws for one of so many tables within [`MOST_STEPS`]: a cell takes about as many steps as its
/// standard deviation, at most a quarter of the root of the total.
fn affordable(table: &CountTable, of: usize) -> u32 {
    let total: u64 = table.row_totals().iter().sum();
    let steps = table.cells().len() as f64 * (1.0 + (total as f64).sqrt() / 4.0);
    ((MOST_STEPS / steps / of as f64) as u32).max(1)
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
