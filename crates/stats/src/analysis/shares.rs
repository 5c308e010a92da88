//! Shares of the total and rates: intervals, course, index, changes and trends.

use crossfoot_core::{Phrase, Rational, pattern, say};

use super::course::turns_with_note;
use super::family::DISPERSION;
use super::ratio::{Related, scale};
use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{
    Effect, Level, Proportion, Reason, compounded, expects_enough, fisher_can_reject, odds_ratio,
    phases, risk_ratio, share_dispersion, share_trend,
};

/// The method of [`levels`].
const LEVELS: &str = pattern!(
    "Wilson's interval, or the exact one where a count is below 40, as if each thing counted were an independent draw: how far the share would vary if the same rate were drawn again. \
                      A share of complete counts has no other error. Swing is highest minus lowest. Where what is counted is no part of the other count, it is a ratio, which may exceed 100 %. \
                      CSV and JSON also hold Clopper–Pearson's exact interval. Not for counts of which one event makes many."
);
/// The method of [`indexed`].
const INDEX: &str = pattern!(
    "Each share in hundredths of the one in the base period. Change is relative, of the share itself, from the first period to the last; growth \
                     is compound, per period. These describe what was counted and infer nothing."
);
/// The measure of another interval of [`levels`].
const EXACT: &str = pattern!("share, exact interval");

/// The method of [`steps`].
const STEPS: &str = pattern!(
    "Difference of shares with Newcombe's interval and the score test, or with mid-p limits and Fisher's exact test where a count is below 15; relative change of ratios by odds ratio, with Fisher's exact test. \
                     Each thing counted is taken as an independent draw. Where the other periods scatter more than draws at one rate, draws do not explain the change, and it has no interval and no test here: \
                     see the scatter. A comparison that no outcome could reject has neither, and a difference has no interval where a period has fewer than 20 things, or fewer than 3 of a kind are expected. P-values are adjusted by Holm over all comparisons of the series. CSV and JSON also hold risk and odds ratios."
);
/// The method of [`scatter`].
const SCATTER: &str = pattern!(
    "Dispersion: 1 for independent draws at one rate in all periods; the test is of that. Last period: against what the scatter of those before it led to expect, on the scale of odds, \
                      with neighbours that may resemble each other: a share in points, a ratio as relative change. Next period: the interval in which it lies with the probability of the level, if it goes on to scatter so. \
                      Each month or quarter has its own level, which takes two years. P-values are adjusted by Holm over all comparisons of the series. Not for shares that rise or fall steadily, which looks like scatter and widens the interval."
);
/// The method of [`trends`].
const TRENDS: &str = pattern!(
    "Cochran–Armitage: points per period along a straight line, with the test of no slope, as if each thing counted were an independent draw. Where the shares do not lie on \
                      a line the slope is only an average, and has no interval and no test; nor has it for fewer than 50 things in a period, or fewer than 5 expected of a kind. \
                      P-values are adjusted by Holm over all comparisons of the series."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    let rates: Vec<Related> = line
        .series
        .rates
        .iter()
        .map(|rate| Related { part: rate.count, whole: rate.of, disjoint: rate.disjoint })
        .collect();
    let families = [("shares", line.shares(), Vec::new()), ("rates", rates, caveats(line))];
    let sections = families.into_iter().flat_map(|(kind, shares, notes)| {
        let series = &line.series.label;
        let title =
            if kind == "shares" { say!("{}: shares", series) } else { say!("{}: rates", series) };
        let mut levels = levels(line, kind, title.clone(), &shares, options);
        levels.notes = notes;
        let [index_kind, steps_kind, scatter_kind, trend_kind] = match kind {
            "shares" => ["share-index", "share-changes", "share-scatter", "share-trends"],
            _ => ["rate-index", "rate-changes", "rate-scatter", "rate-trends"],
        };
        let scattered = say!("{}, scatter, and what it leads to expect", &title);
        [
            levels,
            indexed(line, index_kind, &title, &shares, options),
            steps(line, steps_kind, say!("{}, change", &title), &shares, options),
            scatter(line, scatter_kind, scattered, &shares, options),
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
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, LEVELS).grid();
    let level = options.level;
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        for (at, period) in line.periods.iter().enumerate() {
            let share = related.at(line, at);
            let mut entry = section.entry(&name, period);
            let found = share.clone().map(|share| share.with_interval(Proportion::interval, level));
            entry.push(pattern!("share"), Scale::Percent, found);
            let counted = share.as_ref().is_ok_and(|share| share.draws().is_some());
            if counted {
                let exact =
                    share.map(|share| share.with_interval(Proportion::clopper_pearson, level));
                entry.push_alternative(EXACT, Scale::Percent, exact);
            }
        }
        let (periods, known): (Vec<usize>, Vec<f64>) = (0..line.periods.len())
            .filter_map(|at| Some((at, percent(related.at(line, at).ok()?.estimate()))))
            .unzip();
        let mut entry = section.entry(&name, line.all());
        let swung = if known.is_empty() { Err(Reason::OnePeriod) } else { Ok(width(&known)) };
        entry.push(pattern!("swing"), Scale::Points, swung.clone().map(Value::number));
        let turned = swung.map(|_| turns_with_note(line, &periods, &phases(&known)));
        entry.push(pattern!("turns"), Scale::Count, turned);
    }
    section
}

/// A share or ratio in one period as a multiple of the same in another.
fn relative(
    line: &Timeline<'_>,
    related: Related,
    from: usize,
    to: usize,
) -> Result<Rational, Reason> {
    related.at(line, to)?.relative_to(&related.at(line, from)?)
}

fn in_hundredths(number: &Rational) -> f64 {
    (&Rational::from(100) * number).to_f64()
}

fn indexed(
    line: &Timeline<'_>,
    kind: &'static str,
    title: &Phrase,
    shares: &[Related],
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
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        for (at, period) in line.periods.iter().enumerate() {
            let value = relative(line, *related, base, at)
                .map(|ratio| Value::number(in_hundredths(&ratio)));
            section.estimates.push(Estimate::new(
                &name,
                pattern!("index"),
                period,
                Scale::Number,
                value,
            ));
        }
        let ratio = relative(line, *related, 0, last);
        let mut entry = section.entry(&name, line.span(0, last));
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
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, STEPS);
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        let measure = if related.disjoint { pattern!("change") } else { pattern!("difference") };
        for (from, to) in line.steps() {
            let pair = related.at(line, from).and_then(|first| Ok((first, related.at(line, to)?)));
            let scatters = related.scatters(line, to, options.level);
            let mut entry = section.entry(&name, line.span(from, to));
            let changed = pair.clone().and_then(|(from, to)| match scatters {
                true => Ok(to.only_changed_from(&from)?.note(say!("scatters more than draws"))),
                false => to.changed_from(&from, options.level),
            });
            entry.push(measure, scale(related.disjoint), changed);
            let Ok(Some((before, after))) = pair.map(|(from, to)| from.draws().zip(to.draws()))
            else {
                continue;
            };
            for (measure, ratio, holds) in RATIOS {
                let drawn = !scatters && fisher_can_reject(before, after, options.level);
                let value = ratio(before, after, options.level).and_then(|effect| match drawn {
                    true if holds(before, after) => Ok(Value::effect(effect, |ratio| ratio)),
                    // An infinite ratio has only an interval.
                    _ if effect.estimate.is_infinite() => Err(Reason::ZeroCount),
                    true => Ok(Value { test: Some(effect.test), ..Value::number(effect.estimate) }),
                    false => Ok(Value::number(effect.estimate)),
                });
                entry.push_alternative(measure, Scale::Number, value);
            }
        }
    }
    section
}

/// Other forms of [`steps`], each with whether its interval holds its level.
const RATIOS: [(&str, MakeEffect, Holds); 2] = [
    (pattern!("risk ratio"), risk_ratio, expects_enough),
    (pattern!("odds ratio"), odds_ratio, |_, _| true),
];

/// How two shares are compared.
type MakeEffect = fn(Proportion, Proportion, Level) -> Result<Effect, Reason>;
/// Whether the interval of a comparison holds its level.
type Holds = fn(Proportion, Proportion) -> bool;

/// How shares scatter from period to period, and what that leads to expect.
fn scatter(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, SCATTER);
    let last = line.periods.len() - 1;
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        let draws = drawn(line, *related);
        if !draws.is_empty() {
            let draws: Vec<Proportion> = draws.into_iter().map(|(_, share)| share).collect();
            section.entry(&name, line.all()).push(
                DISPERSION,
                Scale::Number,
                share_dispersion(&draws)
                    .map(|found| Value { test: found.test, ..Value::number(found.index) }),
            );
        }
        section.entry(&name, &line.periods[last]).push(
            pattern!("against earlier"),
            scale(related.disjoint),
            related.against_earlier(line, last, options.level),
        );
        section.entry(&name, say!("after {}", &line.periods[last])).push(
            pattern!("next period"),
            Scale::Percent,
            related.next(line, options.level),
        );
    }
    section
}

/// The periods in which the things of a share were counted, each with them as draws.
fn drawn(line: &Timeline<'_>, related: Related) -> Vec<(usize, Proportion)> {
    let periods = 0..line.periods.len();
    periods.filter_map(|at| Some((at, related.at(line, at).ok()?.draws()?))).collect()
}

fn trends(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, TRENDS);
    for related in shares.iter().filter(|related| !related.disjoint) {
        let known = drawn(line, *related).into_iter().map(|(at, share)| (share, line.times[at]));
        let (known, times): (Vec<Proportion>, Vec<f64>) = known.unzip();
        if known.is_empty() {
            continue;
        }
        let trend = share_trend(&known, &times, options.level)
            .map_err(|reason| reason.with_unit(&line.unit))
            .map(|trend| {
                let slope = Value::number(percent(trend.slope));
                if !trend.is_large_enough {
                    return slope.note(say!("too few things for a test"));
                }
                if trend.departure.rejects(options.level) {
                    return slope.note(say!("not on a line"));
                }
                Value {
                    test: Some(trend.test),
                    ..Value::interval(trend.slope, trend.interval, percent)
                }
            });
        section.estimates.push(Estimate::new(
            line.share_name(related.part, related.whole),
            pattern!("slope"),
            line.all(),
            Scale::PointsPerPeriod,
            trend,
        ));
    }
    section
}
