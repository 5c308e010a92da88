//! Changes of counts from period to period, their scatter, and their trend.

use crossfoot_core::{pattern, say};

use super::timeline::Timeline;
use super::{Options, Scale, Section, Value};
use crate::{
    CountTrend, Level, Rate, Reason, dispersion, negative_binomial_trend, poisson_trend,
    quasi_poisson_trend, rate_ratio,
};

/// The method of [`steps`].
const STEPS: &str = pattern!(
    "Ratio of two counts, as relative change, with the exact conditional interval and test, adjusted by Holm over this list. Assumes Poisson \
                     counts: counts made by policy scatter more, so that the interval is the least there is."
);
/// The method of [`trends`].
const TRENDS: &str = pattern!(
    "Dispersion: variance over mean, 1 for Poisson counts of one rate. Trend: log-linear, by Poisson regression, by quasi-Poisson regression \
                      (interval widened by the scatter that is seen, Student's t), and by negative binomial regression."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    vec![steps(line, options), trends(line, options)]
}

/// A ratio as relative change in percent.
pub(super) fn as_change(ratio: f64) -> f64 {
    100.0 * (ratio - 1.0)
}

fn steps(line: &Timeline<'_>, options: &Options) -> Section {
    let mut section = Section::new(
        "changes",
        &line.series.id,
        say!("{}: changes of counts", &line.series.label),
        STEPS,
    );
    for column in line.series.counts() {
        for (from, to) in line.steps() {
            let effect = line.counts_between(column, from, to).and_then(|(first, second)| {
                rate_ratio(Rate::from_count(first), Rate::from_count(second), options.level)
            });
            let value = effect.map(|effect| Value {
                note: line.vintages(column, [from, to]),
                ..Value::effect(effect, as_change)
            });
            section.entry(line.name(column), line.span(from, to)).push(
                pattern!("change"),
                Scale::Change,
                value,
            );
        }
    }
    section.adjusted()
}

fn trends(line: &Timeline<'_>, options: &Options) -> Section {
    type Fit = fn(&[u64], &[f64], Level) -> Result<CountTrend, Reason>;
    let fits: [(&'static str, Fit); 3] = [
        (pattern!("Poisson trend"), poisson_trend),
        (pattern!("quasi-Poisson trend"), quasi_poisson_trend),
        (pattern!("negative binomial trend"), negative_binomial_trend),
    ];
    let mut section = Section::new(
        "trends",
        &line.series.id,
        say!("{}: scatter and trend of counts", &line.series.label),
        TRENDS,
    );
    let all = line.all();
    for column in line.series.counts() {
        let counts = line.counts(column);
        let mut entry = section.entry(line.name(column), &all);
        let scatter = counts.clone().and_then(|counts| dispersion(&counts));
        entry.push(
            pattern!("dispersion"),
            Scale::Number,
            scatter.map(|found| Value { test: Some(found.test), ..Value::number(found.index) }),
        );
        for (measure, fit) in fits {
            let trend = counts.clone().and_then(|counts| {
                fit(&counts, &line.times, options.level)
                    .map_err(|reason| reason.with_unit(&line.unit))
            });
            let value = trend.map(|trend| Value {
                test: Some(trend.test),
                ..Value::interval(trend.ratio, trend.interval, as_change)
            });
            entry.push(measure, Scale::PercentPerPeriod, value);
        }
    }
    section
}
