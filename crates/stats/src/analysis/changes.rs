//! Changes of counts from period to period, their scatter, what it leads to expect, and their trend.

use crossfoot_core::{pattern, say};

use super::family::DISPERSION;
use super::measure::Measure;
use super::timeline::Timeline;
use super::{Options, Scale, Section, Value};
use crate::{Effect, Level, Reason, count_series_trend, dispersion, poisson_trend, series_trend};

/// The method of [`steps`].
const STEPS: &str = pattern!(
    "Relative change, of percentages in points. Complete counts have no error, and nothing is inferred here."
);
/// The method of [`scatter`].
const SCATTER: &str = pattern!(
    "Dispersion: variance over mean, 1 for independent events at one rate; the test is of that. P-values of the rest are adjusted by Holm over all comparisons of the series. No interval is one of such events: counts made by policy scatter more. \
                      Last period: against what the scatter of those before it led to expect, on the scale of ratios (percentages: of points), with neighbours that may resemble each other. \
                      Next period: the interval in which it lies with the probability of the level, if it goes on to scatter so. \
                      Each month or quarter has its own level, which takes two years. Not for series that rise or fall steadily: a trend looks like scatter and widens the interval."
);
/// The method of [`trends`].
const TRENDS: &str = pattern!(
    "Trend: change per period along a log-linear curve, as description by Poisson regression, and as estimate by a regression of logarithms with seasons \
                      and with neighbours that may resemble each other, for which fewer points do not suffice; its p-values are adjusted by Holm over all comparisons of the series. Not of counts that scatter less than ten times as much as independent draws. Percentages change in points. Not for series with a break."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    vec![steps(line), scatter(line, options), trends(line, options)]
}

/// A ratio as relative change in percent.
pub(super) fn as_change(ratio: f64) -> f64 {
    100.0 * (ratio - 1.0)
}

fn steps(line: &Timeline<'_>) -> Section {
    let mut section =
        Section::new("changes", &line.series.id, say!("{}: changes", &line.series.label), STEPS)
            .grid();
    for column in line.series.counts() {
        let measure = line.measure(column);
        for (from, to) in line.steps() {
            let value = line
                .between(column, from, to)
                .and_then(|(from, to)| measure.changed(&from, &to))
                .map(|value| Value { note: line.vintages(column, [from, to]), ..value });
            section.entry(line.name(column), line.span(from, to)).push(
                pattern!("change"),
                measure.change(),
                value,
            );
        }
    }
    section
}

fn scatter(line: &Timeline<'_>, options: &Options) -> Section {
    let mut section = Section::new(
        "scatter",
        &line.series.id,
        say!("{}: scatter, and what it leads to expect", &line.series.label),
        SCATTER,
    );
    let last = line.periods.len() - 1;
    for column in line.series.counts() {
        let (name, measure) = (line.name(column), line.measure(column));
        if measure == Measure::Count {
            section.entry(&name, line.all()).push(
                DISPERSION,
                Scale::Number,
                dispersed(line, column),
            );
        }
        section.entry(&name, &line.periods[last]).push(
            pattern!("against earlier"),
            measure.change(),
            line.against_earlier(column, last, options.level),
        );
        section.entry(&name, say!("after {}", &line.periods[last])).push(
            pattern!("next period"),
            measure.scale(),
            line.next(column, options.level),
        );
    }
    section
}

/// How much the counts of a column scatter, with the test of independent events.
fn dispersed(line: &Timeline<'_>, column: usize) -> Result<Value, Reason> {
    let counts = line.counted(column);
    let found = dispersion(&counts.iter().map(|(_, count)| *count).collect::<Vec<u64>>())?;
    Ok(Value { test: found.test, ..Value::number(found.index) })
}

fn trends(line: &Timeline<'_>, options: &Options) -> Section {
    let mut section =
        Section::new("trends", &line.series.id, say!("{}: trend", &line.series.label), TRENDS);
    let all = line.all();
    for column in line.series.counts() {
        let measure = line.measure(column);
        let mut entry = section.entry(line.name(column), &all);
        if measure == Measure::Count {
            entry.push(
                pattern!("trend, as counted"),
                Scale::PercentPerPeriod,
                described(line, column, options),
            );
        }
        let run = line.earlier(column, line.periods.len());
        entry.push(
            pattern!("trend, estimated"),
            measure.change_per_period(),
            estimated(&run, line.season, measure, options.level)
                .map(|trend| measure.effect(trend))
                .map_err(|reason| reason.with_unit(&line.unit)),
        );
    }
    section
}

fn estimated(
    values: &[f64],
    season: usize,
    measure: Measure,
    level: Level,
) -> Result<Effect, Reason> {
    match measure {
        Measure::Count => count_series_trend(values, season, level),
        Measure::Amount | Measure::Percent => series_trend(values, season, measure.link(), level),
    }
}

/// The trend of the counts of a column as description.
fn described(line: &Timeline<'_>, column: usize, options: &Options) -> Result<Value, Reason> {
    let (periods, counts): (Vec<usize>, Vec<u64>) = line.counted(column).into_iter().unzip();
    let times: Vec<f64> = periods.into_iter().map(|period| line.times[period]).collect();
    poisson_trend(&counts, &times, options.level)
        .map(|trend| Value::number(as_change(trend.ratio)))
        .map_err(|reason| reason.with_unit(&line.unit))
}
