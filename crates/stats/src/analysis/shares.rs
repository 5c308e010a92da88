//! Shares of the total and rates: intervals, course, index, changes and trends.

use crossfoot_core::{Phrase, Rational, pattern, say};

use super::course::turns_with_note;
use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{
    ConfidenceInterval, Level, Proportion, Reason, compounded, difference, odds_ratio, phases,
    risk_ratio, share_trend,
};

/// The method of [`levels`].
const LEVELS: &str = pattern!(
    "Wilson's score interval; swing is highest minus lowest. CSV and JSON also hold Clopper–Pearson's exact and Jeffreys' interval. Read as if each thing counted were an \
                      independent draw."
);
/// The method of [`indexed`].
const INDEX: &str = pattern!(
    "Each share in hundredths of the one in the base period. Change is relative, of the share itself, from the first period to the last; growth \
                     is compound, per period. These describe what was counted and infer nothing."
);
/// How an interval of a share is made.
type MakeInterval = fn(Proportion, Level) -> ConfidenceInterval;

/// Other intervals of [`levels`].
const ALTERNATIVES: [(&str, MakeInterval); 2] = [
    (pattern!("share, exact interval"), Proportion::clopper_pearson),
    (pattern!("share, Jeffreys interval"), Proportion::jeffreys),
];

/// The method of [`steps`].
const STEPS: &str = pattern!(
    "Difference of proportions with Newcombe's interval; score test, adjusted by Holm over this list. Periods are taken as independent. CSV and \
                     JSON also hold risk and odds ratios (Katz, Woolf; Fisher's exact test)."
);
/// The method of [`trends`].
const TRENDS: &str = pattern!(
    "Cochran–Armitage: points per period along a straight line, with the test of no slope, adjusted by Holm. Where the shares do not lie on \
                      a line the slope is only an average."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    let rates: Vec<(usize, usize)> =
        line.series.rates.iter().map(|rate| (rate.count, rate.of)).collect();
    let families = [("shares", line.shares(), Vec::new()), ("rates", rates, caveats(line))];
    let sections = families.into_iter().flat_map(|(kind, shares, notes)| {
        let series = &line.series.label;
        let title =
            if kind == "shares" { say!("{}: shares", series) } else { say!("{}: rates", series) };
        let mut levels = levels(line, kind, title.clone(), &shares, options);
        levels.notes = notes;
        let [index_kind, steps_kind, trend_kind] = match kind {
            "shares" => ["share-index", "share-changes", "share-trends"],
            _ => ["rate-index", "rate-changes", "rate-trends"],
        };
        [
            levels,
            indexed(line, index_kind, &title, &shares, options),
            steps(line, steps_kind, say!("{}, change", &title), &shares, options),
            trends(line, trend_kind, say!("{}, trend", &title), &shares, options),
        ]
    });
    sections.collect()
}

fn caveats(line: &Timeline<'_>) -> Vec<Phrase> {
    let with_caveat = line.series.rates.iter().filter_map(|rate| {
        Some(say!("{}: {}", line.share_name(rate.count, rate.of), rate.caveat.as_ref()?))
    });
    with_caveat.collect()
}

/// A share of 1 in percent.
pub(super) fn percent(share: f64) -> f64 {
    100.0 * share
}

/// Highest minus lowest.
fn width(shares: &[f64]) -> f64 {
    let (low, high) =
        shares.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), share| {
            (low.min(*share), high.max(*share))
        });
    high - low
}

fn levels(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[(usize, usize)],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, LEVELS).grid();
    for (part, whole) in shares {
        for (at, period) in line.periods.iter().enumerate() {
            let share = line.share(*part, *whole, at);
            let mut entry = section.entry(line.share_name(*part, *whole), period);
            let wilson = with_interval(&share, Proportion::wilson, options.level);
            entry.push(pattern!("share"), Scale::Percent, wilson);
            for (measure, interval) in ALTERNATIVES {
                let value = with_interval(&share, interval, options.level);
                entry.push_alternative(measure, Scale::Percent, value);
            }
        }
        let all = (0..line.periods.len())
            .map(|at| line.share(*part, *whole, at).map(|share| percent(share.estimate())));
        let all: Result<Vec<f64>, Reason> = all.collect();
        let mut entry = section.entry(line.share_name(*part, *whole), line.all());
        entry.push(
            pattern!("swing"),
            Scale::Points,
            all.clone().map(|shares| Value::number(width(&shares))),
        );
        let turned = all.map(|shares| phases(&shares));
        entry.push(
            pattern!("turns"),
            Scale::Count,
            turned.map(|phases| turns_with_note(line, &phases)),
        );
    }
    section
}

/// A share in percent with its interval.
fn with_interval(
    share: &Result<Proportion, Reason>,
    interval: MakeInterval,
    level: Level,
) -> Result<Value, Reason> {
    let share = share.clone()?;
    Ok(Value::interval(share.estimate(), interval(share, level), percent))
}

/// A share in one period as a multiple of the one in another.
fn relative(
    line: &Timeline<'_>,
    part: usize,
    whole: usize,
    from: usize,
    to: usize,
) -> Result<Rational, Reason> {
    line.share(part, whole, to)?.relative_to(line.share(part, whole, from)?)
}

fn in_hundredths(number: &Rational) -> f64 {
    (&Rational::from(100) * number).to_f64()
}

fn indexed(
    line: &Timeline<'_>,
    kind: &'static str,
    title: &Phrase,
    shares: &[(usize, usize)],
    options: &Options,
) -> Section {
    let (base, last) = (line.base(options), line.periods.len() - 1);
    let mut section = Section::new(
        kind,
        &line.series.id,
        say!("{}, index, {} = 100", title, &line.periods[base]),
        INDEX,
    )
    .grid();
    for (part, whole) in shares {
        for (at, period) in line.periods.iter().enumerate() {
            let value = relative(line, *part, *whole, base, at)
                .map(|ratio| Value::number(in_hundredths(&ratio)));
            section.estimates.push(Estimate::new(
                line.share_name(*part, *whole),
                pattern!("index"),
                period,
                Scale::Number,
                value,
            ));
        }
        let ratio = relative(line, *part, *whole, 0, last);
        let mut entry = section.entry(line.share_name(*part, *whole), line.span(0, last));
        entry.push(
            pattern!("change"),
            Scale::Change,
            ratio.clone().map(|ratio| Value::number(in_hundredths(&(ratio - Rational::from(1))))),
        );
        entry.push(
            pattern!("growth"),
            Scale::PercentPerPeriod,
            ratio.and_then(|ratio| compounded(ratio.to_f64(), line.times[last])).map(Value::number),
        );
    }
    section
}

fn steps(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[(usize, usize)],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, STEPS);
    for (part, whole) in shares {
        for (from, to) in line.steps() {
            let pair = line
                .share(*part, *whole, from)
                .and_then(|first| Ok((first, line.share(*part, *whole, to)?)));
            let mut entry = section.entry(line.share_name(*part, *whole), line.span(from, to));
            let points = pair
                .clone()
                .map(|(from, to)| Value::effect(difference(from, to, options.level), percent));
            entry.push(pattern!("difference"), Scale::Points, points);
            for (measure, ratio) in [
                (pattern!("risk ratio"), risk_ratio as fn(_, _, _) -> _),
                (pattern!("odds ratio"), odds_ratio),
            ] {
                let effect = pair.clone().and_then(|(from, to)| ratio(from, to, options.level));
                let value = effect.map(|effect| Value::effect(effect, |ratio| ratio));
                entry.push_alternative(measure, Scale::Number, value);
            }
        }
    }
    section.adjusted()
}

fn trends(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[(usize, usize)],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, TRENDS);
    for (part, whole) in shares {
        let all: Result<Vec<_>, _> =
            (0..line.periods.len()).map(|at| line.share(*part, *whole, at)).collect();
        let trend =
            all.and_then(|shares| share_trend(&shares, &line.times, options.level)).map(|trend| {
                let bent = trend.departure.filter(|test| test.p_value < 1.0 - options.level.get());
                let value = Value {
                    test: Some(trend.test),
                    ..Value::interval(trend.slope, trend.interval, percent)
                };
                if bent.is_some() { value.note(say!("not on a line")) } else { value }
            });
        section.estimates.push(Estimate::new(
            line.share_name(*part, *whole),
            pattern!("slope"),
            line.all(),
            Scale::PointsPerPeriod,
            trend,
        ));
    }
    section.adjusted()
}
